//! Who asks, and what they typed.

use poise::serenity_prelude as serenity;

use super::{Context, Data, Result, answer};
use crate::ledger::Reader;
use crate::values::Actor;
use crate::words::Lang;

/// What the person typed, to be shown back: poise leaves the name of a file out.
pub(crate) fn given(ctx: Context<'_>) -> String {
    let mut typed = ctx.invocation_string();
    if let Context::Application(it) = ctx {
        for option in it.args {
            if let serenity::ResolvedValue::Attachment(file) = option.value {
                let place = format!(" {}:", option.name);
                typed = typed.replacen(&place, &format!("{place}{}", file.filename), 1);
            }
        }
    }
    typed
}

/// Who types, and where what is committed is read: what every autocomplete begins with.
///
/// # Errors
/// Refused outside a server.
pub fn asking(ctx: Context<'_>) -> Result<(Actor, Reader)> {
    Ok((actor(ctx)?, ctx.data().ledger.reader()))
}

/// The language in which whoever gave a command is answered: their own choice, else the server's.
pub async fn lang(ctx: Context<'_>) -> Lang {
    lang_of(ctx.data(), ctx.guild_id(), ctx.author().id).await
}

/// The language in which this person is answered there.
pub(super) async fn lang_of(
    data: &Data,
    guild: Option<serenity::GuildId>,
    user: serenity::UserId,
) -> Lang {
    match guild {
        Some(guild) => {
            let db = data.ledger.reader();
            data.languages.of(&db, id(guild), id(user)).await
        }
        None => Lang::default(),
    }
}

/// Discord's ids fit the database's: their highest bit is not in use until the year 2084.
pub fn id(snowflake: impl Into<u64>) -> i64 {
    i64::try_from(snowflake.into()).unwrap_or(i64::MAX)
}

/// The number of the interaction that runs a command.
pub(super) fn interaction(ctx: Context<'_>) -> u64 {
    match ctx {
        Context::Application(ctx) => ctx.interaction.id.get(),
        Context::Prefix(ctx) => ctx.msg.id.get(),
    }
}

/// Who gave a command, as Discord says.
///
/// # Errors
/// Refused outside a server.
pub fn actor(ctx: Context<'_>) -> Result<Actor> {
    let poise::Context::Application(ctx) = ctx else {
        return Err(answer::only_in_a_server().into());
    };
    let it = ctx.interaction;
    let actor = member(it.guild_id, it.member.as_deref(), it.id)?;
    Ok(match ctx.framework.user_data.replays.of(it.id.get()) {
        Some(yes) => yes.by(actor),
        None => actor,
    })
}

/// The member who is behind an interaction.
pub(super) fn member(
    guild: Option<serenity::GuildId>,
    member: Option<&serenity::Member>,
    interaction: serenity::InteractionId,
) -> Result<Actor> {
    let (Some(guild), Some(member)) = (guild, member) else {
        return Err(answer::only_in_a_server().into());
    };
    let may = member.permissions.unwrap_or_default();
    Ok(Actor {
        guild_id: id(guild),
        user_id: id(member.user.id),
        name: member.display_name().to_owned(),
        manager: may.manage_guild() || may.administrator(),
        roles: member.roles.iter().map(|&role| id(role)).collect(),
        interaction_id: id(interaction),
        agreed: crate::values::Agreed::Nothing,
    })
}
