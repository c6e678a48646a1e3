//! Intents: which events a bot asks for (Events, Gateway, "List of Intents").

use crate::snowflake::Snowflake;

/// An event which needs no intent.
pub(crate) const ALWAYS: u64 = 0;
/// Guilds, their channels, roles and threads.
pub(crate) const GUILDS: u64 = 1;
/// Members; privileged.
pub(crate) const GUILD_MEMBERS: u64 = 1 << 1;
/// Webhooks.
pub(crate) const GUILD_WEBHOOKS: u64 = 1 << 5;
/// Presences; privileged.
pub(crate) const GUILD_PRESENCES: u64 = 1 << 8;
/// Messages in guilds.
pub(crate) const GUILD_MESSAGES: u64 = 1 << 9;
/// Direct messages.
pub(crate) const DIRECT_MESSAGES: u64 = 1 << 12;
/// What messages contain; privileged.
pub(crate) const MESSAGE_CONTENT: u64 = 1 << 15;
/// Scheduled events.
pub(crate) const GUILD_SCHEDULED_EVENTS: u64 = 1 << 16;

/// All bits which are defined.
pub(crate) const DEFINED: u64 = ((1 << 17) - 1) | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;

/// The intent for messages in a guild, or in direct messages.
pub(crate) fn messages(guild: Option<Snowflake>) -> u64 {
    if guild.is_some() {
        GUILD_MESSAGES
    } else {
        DIRECT_MESSAGES
    }
}
