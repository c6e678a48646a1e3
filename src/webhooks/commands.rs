//! `/webhook add`, `list`, `remove` and `test`.

use futures::FutureExt;
use poise::serenity_prelude::CreateAutocompleteResponse;

use super::cards;
use super::rules::{Service, Topics};
use super::service::{self, Add};
use crate::discord::autocomplete::{Offer, offer};
use crate::discord::press::Handler;
use crate::discord::{self, Choice, Context, OneOf, Press, Result, answer};
use crate::values::ForumId;
use crate::words::Text;

impl Choice for Service {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

impl Choice for Topics {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

/// Who handles the form.
pub fn handlers() -> Vec<(&'static str, Handler)> {
    vec![(cards::FORM, |press| form(press).boxed())]
}

/// News of a region told elsewhere too.
#[poise::command(
    slash_command,
    subcommands("add", "list", "remove", "test"),
    subcommand_required
)]
pub async fn webhook(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Tells a region's news at another address too, asked for in a form; for registrars.
#[poise::command(slash_command)]
async fn add(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
    service: OneOf<Service>,
    topics: Option<OneOf<Topics>>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    // A form must be the first answer: nothing may be deferred before it.
    let forum = service::may_add(&ctx.data().ledger.reader(), &actor, &region).await?;
    let topics = topics.map_or(Topics::All, |it| it.0);
    let lang = discord::lang(ctx).await;
    answer::open(ctx, cards::form(&forum, service.0, topics, lang)).await
}

async fn form(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let rows = press.rows()?;
    let at = |n: usize| rows.get(n).and_then(|it| usize::try_from(*it).ok());
    let typed = |input: &str| press.typed(input).map(str::to_owned);
    let request = Add {
        forum_id: ForumId(rows.first().copied().unwrap_or_default()),
        service: at(1).and_then(|it| Service::ALL.get(it).copied()),
        topics: at(2).and_then(|it| Topics::ALL.get(it).copied()),
        name: typed(cards::NAME).unwrap_or_default(),
        address: typed(cards::ADDRESS).unwrap_or_default(),
        secret: typed(cards::KEY),
        private_networks: press.data.config.webhooks.private_networks,
    };
    let done = press
        .waiting(service::add(&press.data.ledger, &actor, request))
        .await?;
    press.reply(cards::added(&done, press.lang().await)).await
}

/// Lists where this server's news are told; for registrars.
#[poise::command(slash_command)]
async fn list(ctx: Context<'_>) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let db = ctx.data().ledger.reader();
    let all = answer::waiting(ctx, service::list(&db, &actor)).await?;
    answer::send(ctx, cards::listed(&all, discord::lang(ctx).await)).await
}

/// Takes an address away; for registrars.
#[poise::command(slash_command)]
async fn remove(ctx: Context<'_>, #[autocomplete = "names"] name: String) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::remove(&ctx.data().ledger, &actor, name);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::removed(&done, discord::lang(ctx).await)).await
}

/// Sends a test message there; for registrars.
#[poise::command(slash_command)]
async fn test(ctx: Context<'_>, #[autocomplete = "names"] name: String) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::test(&ctx.data().ledger, &actor, name);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::tested(&done, discord::lang(ctx).await)).await
}

/// The names of this server's webhooks.
async fn names(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    offer(typed, async {
        let actor = discord::actor(ctx)?;
        let all = service::list(&ctx.data().ledger.reader(), &actor).await?;
        let names = all.into_iter().map(|it| it.webhook.name);
        Ok(names.map(|it| Offer::new(it.clone(), it)).collect())
    })
    .await
}
