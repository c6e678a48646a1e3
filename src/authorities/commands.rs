//! What a person can type and press: `/authority register|edit|list|show|import` (`succeed` and `merge` are in `succession/`), `/mandate
//! request|grant|revoke|mine|list`, and Confirm and Refuse on a request.

use futures::FutureExt;
use poise::serenity_prelude::{Attachment, RoleId, User};

use super::cards;
use super::service::{
    self, Browse, Decide, Edit, Grant, Kind, Register, RequestMandate, Revoke, Role,
};
use super::table;
use crate::discord::press::Handler;
use crate::discord::{self, Answer, Choice, Context, OneOf, Press, Result, answer};
use crate::servers;
use crate::values::AuthorityId;
use crate::words::{Lang, Text};

impl Choice for Kind {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

impl Choice for Role {
    const OFFERED: &'static [Self] = &[Self::Officer, Self::Observer];

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

impl Choice for Lang {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.code()
    }

    fn shown(self) -> Text {
        Text::verbatim(self.own_name())
    }
}

/// Says in which language griffin answers the person.
#[poise::command(slash_command)]
pub async fn language(ctx: Context<'_>, language: OneOf<Lang>) -> Result<()> {
    let (actor, data) = (discord::actor(ctx)?, ctx.data());
    let OneOf(language) = language;
    let chosen = service::choose_language(&data.ledger, &actor, language);
    let chosen = answer::waiting(ctx, chosen).await?;
    data.languages.forget();
    answer::send(ctx, cards::language(chosen)).await
}

/// Who handles the buttons under a request, and Ask for a mandate.
pub fn handlers() -> Vec<(&'static str, Handler)> {
    vec![
        (cards::CONFIRM, |press| decide(press, true).boxed()),
        (cards::REFUSE, |press| decide(press, false).boxed()),
        (service::ASK, |press| ask(press).boxed()),
        (cards::ASK_IN, |press| ask_in(press).boxed()),
        (cards::ASK_FOR, |press| ask_for(press).boxed()),
    ]
}

/// The register of bodies that buy.
#[poise::command(
    slash_command,
    subcommands(
        "register",
        "edit",
        "list",
        "show",
        "import",
        "super::succession::commands::succeed",
        "super::succession::commands::merge"
    ),
    subcommand_required
)]
pub async fn authority(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Registers an authority.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn register(
    ctx: Context<'_>,
    name: String,
    kind: OneOf<Kind>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
    short_name: Option<String>,
    role: Option<RoleId>,
    address: Option<String>,
    email: Option<String>,
    identifier: Option<String>,
    name_cy: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let kind = kind.0.as_str().to_owned();
    let role_id = role.map(discord::id);
    let request = Register {
        name,
        kind,
        region,
        short_name,
        role_id,
        address,
        email,
        identifier,
        name_cy,
    };
    let work = service::register(&ctx.data().ledger, &actor, request);
    let registered = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::registered(&registered, lang)).await
}

/// Corrects an authority's entry.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn edit(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: String,
    name: Option<String>,
    name_cy: Option<String>,
    kind: Option<OneOf<Kind>>,
    #[autocomplete = "crate::authorities::offers::region"] region: Option<String>,
    short_name: Option<String>,
    role: Option<RoleId>,
    address: Option<String>,
    email: Option<String>,
    identifier: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Edit {
        name,
        name_cy,
        kind: kind.map(|OneOf(kind)| kind.as_str().to_owned()),
        region,
        short_name,
        role_id: role.map(discord::id),
        address,
        email,
        identifier,
    };
    let work = service::edit(&ctx.data().ledger, &actor, authority, request);
    let edited = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::edited(&edited, lang)).await
}

/// Lists the authorities.
#[poise::command(slash_command)]
pub async fn list(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: Option<String>,
    kind: Option<OneOf<Kind>>,
    #[min = 1]
    #[max = 1000]
    page: Option<usize>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Browse {
        region,
        kind: kind.map(|OneOf(kind)| kind),
        page: page.unwrap_or(1),
    };
    let reader = ctx.data().ledger.reader();
    let page = answer::waiting(ctx, service::browse(&reader, actor.guild_id, &request)).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::page(&page, lang)).await
}

/// Shows an authority and who acts for it.
#[poise::command(slash_command)]
pub async fn show(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let reader = ctx.data().ledger.reader();
    let shown = answer::waiting(ctx, service::show(&reader, actor.guild_id, &authority)).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::shown(&shown, lang)).await
}

/// Registers the authorities of a table, and corrects those that are there.
#[poise::command(slash_command)]
pub async fn import(ctx: Context<'_>, file: Attachment) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let data = ctx.data();
    let imported = answer::waiting(ctx, async {
        service::may_import(&data.ledger.reader(), &actor).await?;
        let turn = data.attachments.turn(&actor).await?;
        let bytes = turn.fetch(&file, table::BYTES_MAX).await?;
        service::import(&data.ledger, &actor, bytes).await
    })
    .await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::imported(&imported, lang)).await
}

/// Who acts for which authority.
#[poise::command(
    slash_command,
    subcommands("request", "grant", "revoke", "mine", "of_authority"),
    subcommand_required
)]
pub async fn mandate(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Asks the registrars to let you act for an authority.
#[poise::command(slash_command)]
pub async fn request(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: String,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::request_mandate(
        &ctx.data().ledger,
        &actor,
        RequestMandate { authority, reason },
    );
    let mandate = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::requested(&mandate, lang)).await
}

/// Lets an officer act for an authority, or observe it.
#[poise::command(slash_command)]
pub async fn grant(
    ctx: Context<'_>,
    officer: User,
    #[autocomplete = "crate::authorities::offers::authority"] authority: String,
    role: Option<OneOf<Role>>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Grant {
        user_id: discord::id(officer.id),
        officer_name: officer.display_name().to_owned(),
        authority,
        role: role.map_or(Role::Officer, |OneOf(role)| role),
    };
    let work = service::grant(&ctx.data().ledger, &actor, request);
    let mandate = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::granted(&mandate, lang)).await
}

/// Takes an officer's mandate back.
#[poise::command(slash_command)]
pub async fn revoke(
    ctx: Context<'_>,
    officer: User,
    #[autocomplete = "crate::authorities::offers::authority"] authority: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::revoke(
        &ctx.data().ledger,
        &actor,
        Revoke {
            user_id: discord::id(officer.id),
            authority,
        },
    );
    let mandate = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::revoked(&mandate, lang)).await
}

/// Shows your mandates.
#[poise::command(slash_command)]
pub async fn mine(ctx: Context<'_>) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let reader = ctx.data().ledger.reader();
    let mandates = answer::waiting(ctx, service::mine(&reader, &actor)).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::mine(&mandates, lang)).await
}

/// Lists who acts for an authority.
#[poise::command(slash_command, rename = "list")]
pub async fn of_authority(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let reader = ctx.data().ledger.reader();
    let (guild, lang) = (actor.guild_id, discord::lang(ctx).await);
    let answer = answer::waiting(ctx, async {
        Ok(match authority {
            Some(text) => cards::of_authority(&service::show(&reader, guild, &text).await?, lang),
            None => cards::of_all(&service::of_all(&reader, guild).await?, lang),
        })
    })
    .await?;
    answer::send(ctx, answer).await
}

/// Ask for a mandate: for the authority that the button is about, or for one that is to be chosen.
async fn ask(press: &Press<'_>) -> Result<()> {
    match press.row()? {
        AuthorityId(0) => {
            let register = register_of(press).await?;
            let lang = press.lang().await;
            press.reply(cards::which(&register, lang)).await
        }
        id => request_for(press, id).await,
    }
}

/// The region was chosen.
async fn ask_in(press: &Press<'_>) -> Result<()> {
    let mut register = register_of(press).await?;
    let region = press.chosen().first().map(String::as_str);
    register.retain(|it| Some(it.region.as_str()) == region);
    let lang = press.lang().await;
    press.reply(cards::which_of(&register, lang)).await
}

/// The authority was chosen.
async fn ask_for(press: &Press<'_>) -> Result<()> {
    let chosen = press.chosen().first().and_then(|id| id.parse().ok());
    request_for(press, AuthorityId(chosen.unwrap_or_default())).await
}

async fn register_of(press: &Press<'_>) -> Result<Vec<service::Authority>> {
    let actor = press.actor()?;
    let reader = press.data.ledger.reader();
    service::present(&reader, actor.guild_id).await
}

async fn request_for(press: &Press<'_>, id: AuthorityId) -> Result<()> {
    let actor = press.actor()?;
    let asked = service::request_for(&press.data.ledger, &actor, id);
    let mandate = press.waiting(asked).await?;
    let lang = press.lang().await;
    press.reply(cards::requested(&mandate, lang)).await
}

async fn decide(press: &Press<'_>, confirm: bool) -> Result<()> {
    let actor = press.actor()?;
    let request = Decide {
        mandate_id: press.row()?,
        confirm,
    };
    let mandate = press
        .updating(service::decide_mandate(&press.data.ledger, &actor, request))
        .await?;
    // All registrars read it: it stays in the server's language.
    let settings = servers::service::settings(&press.data.ledger.reader(), actor.guild_id).await?;
    let text = cards::request_text(&mandate, settings.language);
    press.update(Answer::text(text)).await
}
