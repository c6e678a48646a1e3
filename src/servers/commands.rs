//! `/griffin setup` and `/griffin status`.

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    ChannelId, ChannelType, CreateChannel, GuildChannel, GuildId, Http, PermissionOverwrite,
    PermissionOverwriteType, Permissions, RoleId, UserId,
};
use tokio::sync::Mutex;

use super::service::{self, SetUp, Settings};
use super::{cards, rules, waiting};
use crate::discord::{self, Choice, Context, Error, OneOf, Result, answer};
use crate::values::{Actor, Refusal, Regime};
use crate::words::{Lang, Text, say, text};

impl Choice for Regime {
    const OFFERED: &'static [Self] = &rules::NATIONS;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

/// What griffin needs in the server (discord.com/developers, topics/permissions).
pub const NEEDED: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::MANAGE_THREADS)
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY);
/// One set-up at a time.
static SETTING_UP: Mutex<()> = Mutex::const_new(());

/// Sets griffin up in this server, or says how it is.
#[poise::command(slash_command, subcommands("setup", "status"), subcommand_required)]
pub async fn griffin(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Creates or adopts the channels griffin needs, and keeps this server's settings.
#[poise::command(slash_command, default_member_permissions = "MANAGE_GUILD")]
pub async fn setup(
    ctx: Context<'_>,
    #[channel_types("Category")] category: Option<serenity::PartialChannel>,
    nation: Option<OneOf<Regime>>,
    time_zone: Option<String>,
    registrar_role: Option<RoleId>,
    language: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let asked = SetUp {
        category: category.map(|it| discord::id(it.id)),
        nation: nation.map(|OneOf(nation)| nation),
        time_zone,
        registrar_role: registrar_role.map(discord::id),
        language,
        registrar_channel: None,
    };
    let (done, missing) = answer::waiting(ctx, async {
        // Discord may hand over one interaction twice: the second finds the channels that the first made.
        let _alone = SETTING_UP.lock().await;
        let (asked, missing) = channels(ctx, &actor, asked).await?;
        Ok((
            service::set_up(&ctx.data().ledger, &actor, asked).await?,
            missing,
        ))
    })
    .await?;
    ctx.data().languages.forget();
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::set_up(&done, &missing, lang)).await
}

/// Finds or makes the channels, once it is sure that nothing else is refused; also what permissions are missing.
async fn channels(ctx: Context<'_>, actor: &Actor, mut asked: SetUp) -> Result<(SetUp, Vec<Text>)> {
    rules::require_manager(actor)?;
    let before = match service::settings(&ctx.data().ledger.reader(), actor.guild_id).await {
        Ok(settings) => Some(settings),
        Err(Error::Refused(_)) => None,
        Err(fault) => return Err(fault),
    };
    let after = rules::settings_after(actor.guild_id, before, &asked)?;
    let Some(guild) = ctx.guild_id() else {
        return Ok((asked, Vec::new()));
    };
    let has = match ctx {
        Context::Application(it) => it.interaction.app_permissions.unwrap_or(NEEDED),
        Context::Prefix(_) => NEEDED,
    };
    let missing = if has.administrator() {
        Permissions::empty()
    } else {
        NEEDED - has
    };
    let there = guild_channels(ctx.http(), guild).await?;
    let category = of_kind(
        &there,
        ChannelType::Category,
        after.category,
        text!("servers-category-name"),
        None,
    );
    let category = match category {
        Some(channel) => channel,
        None => {
            make(
                ctx.http(),
                guild,
                CreateChannel::new(say!(after.language, "servers-category-name"))
                    .kind(ChannelType::Category),
                after.language,
            )
            .await?
        }
    };
    asked.category = Some(discord::id(category));
    let registrars = of_kind(
        &there,
        ChannelType::Text,
        after.registrar_channel,
        text!("servers-registrars-name"),
        Some(category),
    );
    let mut missing: Vec<Text> = missing
        .get_permission_names()
        .into_iter()
        .map(Text::verbatim)
        .collect();
    let registrars = match registrars {
        Some(channel) => {
            if let Some(role) = after
                .registrar_role
                .filter(|_| asked.registrar_role.is_some())
            {
                let role = overwrite_for(role);
                // The role may see the channel by other means, so this alone does not undo a set-up.
                if channel.create_permission(ctx.http(), role).await.is_err() {
                    missing.push(text!("servers-manage-roles"));
                }
            }
            channel
        }
        None => {
            let channel = CreateChannel::new(say!(after.language, "servers-registrars-name"))
                .kind(ChannelType::Text)
                .category(category)
                .topic(say!(after.language, "servers-registrars-topic"))
                .permissions(private(
                    guild,
                    &after,
                    ctx.framework().bot_id(),
                    ctx.author().id,
                ));
            make(ctx.http(), guild, channel, after.language).await?
        }
    };
    asked.registrar_channel = Some(discord::id(registrars));
    Ok((asked, missing))
}

/// The channel known from before, if it is still there; else one of that name, in any language, to be adopted.
fn of_kind(
    there: &[GuildChannel],
    kind: ChannelType,
    known: Option<i64>,
    name: Text,
    parent: Option<ChannelId>,
) -> Option<ChannelId> {
    let names = Lang::ALL.map(|lang| name.say(lang));
    let mut of_kind = there.iter().filter(|channel| channel.kind == kind);
    let known = of_kind
        .clone()
        .find(|channel| Some(discord::id(channel.id)) == known);
    let named = || {
        of_kind.find(|channel| {
            names
                .iter()
                .any(|name| channel.name.eq_ignore_ascii_case(name))
                && (parent.is_none() || channel.parent_id == parent)
        })
    };
    known.or_else(named).map(|channel| channel.id)
}

/// Seen by griffin and the registrars alone: by their role, and until there is one by whoever sets griffin up, since
/// managing a server does not show every channel of it.
fn private(
    guild: GuildId,
    settings: &Settings,
    bot: UserId,
    manager: UserId,
) -> Vec<PermissionOverwrite> {
    let (none, see) = (
        Permissions::empty(),
        Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES,
    );
    let overwrite = |kind, allow, deny| PermissionOverwrite { allow, deny, kind };
    let mut overwrites = vec![
        // The role of everyone has the server's id.
        overwrite(
            PermissionOverwriteType::Role(RoleId::new(guild.get())),
            none,
            Permissions::VIEW_CHANNEL,
        ),
        overwrite(PermissionOverwriteType::Member(bot), see, none),
    ];
    overwrites.push(match settings.registrar_role {
        Some(role) => overwrite_for(role),
        None => overwrite(PermissionOverwriteType::Member(manager), see, none),
    });
    overwrites
}

/// Lets a role see and write.
fn overwrite_for(role: i64) -> PermissionOverwrite {
    PermissionOverwrite {
        allow: Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES,
        deny: Permissions::empty(),
        // What the database holds came from Discord, so it is neither negative nor 0.
        kind: PermissionOverwriteType::Role(RoleId::new(role.unsigned_abs().max(1))),
    }
}

async fn guild_channels(http: &Http, guild: GuildId) -> Result<Vec<GuildChannel>> {
    answer::persist(|| http.get_channels(guild))
        .await
        .map_err(|error| not_allowed(error, text!("servers-may-not-see-channels")))
}

async fn make(
    http: &Http,
    guild: GuildId,
    channel: CreateChannel<'_>,
    lang: Lang,
) -> Result<ChannelId> {
    let why = say!(lang, "servers-audit-reason");
    let made = http.create_channel(guild, &channel, Some(&why)).await;
    Ok(made
        .map_err(|error| not_allowed(error, text!("servers-may-not-make-a-channel")))?
        .id)
}

/// A missing permission is the server's to give, not a fault.
fn not_allowed(error: serenity::Error, wrong: Text) -> Error {
    match &error {
        serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(response))
            if matches!(response.error.code, 50001 | 50013) =>
        {
            let needed = NEEDED.get_permission_names().join(", ");
            let help = text!("servers-may-not-help", permissions = needed);
            Refusal::new(wrong, help).into()
        }
        _ => error.into(),
    }
}

/// Says griffin's version and how it is here.
#[poise::command(slash_command)]
pub async fn status(ctx: Context<'_>) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let lang = discord::lang(ctx).await;
    let data = ctx.data();
    let shown = answer::waiting(ctx, waiting::status(data, &actor, 0, None, lang)).await?;
    answer::send(ctx, shown).await
}
