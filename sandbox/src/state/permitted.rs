//! What a user may do in a guild and in a channel.
//!
//! Source: Discord, Topics, "Permissions" (permission overwrites, inherited permissions of threads).

use super::{Channel, Guild, OverwriteKind, State};
use crate::{
    permissions::{
        ADMINISTRATOR, ALL, ATTACH_FILES, CREATE_PUBLIC_THREADS, DEFAULT_EVERYONE, EMBED_LINKS,
        MENTION_EVERYONE, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS, VIEW_CHANNEL,
    },
    snowflake::Snowflake,
};

impl State {
    /// The permissions of a member in the guild as a whole: 0 for somebody who isn't a member.
    pub(crate) fn guild_permissions(&self, guild: &Guild, user: Snowflake) -> u64 {
        if guild.owner_id == user {
            return ALL;
        }
        let Some(member) = guild.members.get(&user) else {
            return 0;
        };
        let everyone = guild
            .roles
            .get(&guild.id)
            .map_or(0, |role| role.permissions);
        let permissions = member
            .roles
            .iter()
            .filter_map(|id| guild.roles.get(id))
            .fold(everyone, |sum, role| sum | role.permissions);
        if permissions & ADMINISTRATOR != 0 {
            ALL
        } else {
            permissions
        }
    }

    /// The permissions of a user in a channel. Threads inherit from their parent; in a direct
    /// message both sides may do what makes sense there.
    pub(crate) fn channel_permissions(&self, channel: &Channel, user: Snowflake) -> u64 {
        let Some(guild) = channel.guild_id.and_then(|id| self.guilds.get(&id)) else {
            let takes_part = channel.recipient == Some(user) || user == self.application.bot_id;
            return if takes_part {
                DEFAULT_EVERYONE & !(CREATE_PUBLIC_THREADS | SEND_MESSAGES_IN_THREADS)
            } else {
                0
            };
        };
        let base = self.guild_permissions(guild, user);
        if base == ALL || !guild.members.contains_key(&user) {
            return base;
        }
        let place = if channel.thread.is_some() {
            match channel.parent_id.and_then(|id| self.channels.get(&id)) {
                Some(parent) => parent,
                None => return 0,
            }
        } else {
            channel
        };
        let roles = guild.members.get(&user).map(|member| &member.roles);
        let mut permissions = base;
        let mut role_allow = 0;
        let mut role_deny = 0;
        for overwrite in &place.overwrites {
            match overwrite.kind {
                OverwriteKind::Role if overwrite.id == guild.id => {
                    permissions = permissions & !overwrite.deny | overwrite.allow;
                }
                OverwriteKind::Role if roles.is_some_and(|roles| roles.contains(&overwrite.id)) => {
                    role_allow |= overwrite.allow;
                    role_deny |= overwrite.deny;
                }
                _ => {}
            }
        }
        permissions = permissions & !role_deny | role_allow;
        for overwrite in &place.overwrites {
            if overwrite.kind == OverwriteKind::Member && overwrite.id == user {
                permissions = permissions & !overwrite.deny | overwrite.allow;
            }
        }
        // "Denying VIEW_CHANNEL implicitly denies all other permissions on the channel", and
        // without SEND_MESSAGES nothing can be attached or mentioned.
        if permissions & VIEW_CHANNEL == 0 {
            return 0;
        }
        if channel.thread.is_none() && permissions & SEND_MESSAGES == 0 {
            permissions &= !(MENTION_EVERYONE | ATTACH_FILES | EMBED_LINKS);
        }
        permissions
    }
}
