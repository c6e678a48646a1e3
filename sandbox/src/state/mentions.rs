//! Whom a message mentions, and whom it really notifies.
//!
//! Source: Discord, Reference, "Message Formatting", and Resources, Message, "Allowed Mentions
//! Object": what is not allowed is shown, but notifies nobody.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{State, message::flags};
use crate::{permissions, snowflake::Snowflake};

/// Which mentions in a message's content may notify.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AllowedMentions {
    pub(crate) all_users: bool,
    pub(crate) all_roles: bool,
    pub(crate) everyone: bool,
    pub(crate) users: Vec<Snowflake>,
    pub(crate) roles: Vec<Snowflake>,
    pub(crate) replied_user: bool,
}

impl AllowedMentions {
    /// What a message without `allowed_mentions` allows.
    pub(crate) fn of_message() -> Self {
        Self {
            all_users: true,
            all_roles: true,
            everyone: true,
            replied_user: true,
            ..Self::default()
        }
    }

    /// What an answer to an interaction without `allowed_mentions` allows: users only.
    pub(crate) fn of_interaction() -> Self {
        Self {
            all_users: true,
            ..Self::default()
        }
    }

    /// Reads a body's `allowed_mentions`, whose shape was checked before.
    pub(crate) fn from_json(json: &Value) -> Self {
        let parse = |what: &str| {
            json["parse"]
                .as_array()
                .is_some_and(|list| list.iter().any(|item| item == what))
        };
        let ids = |key: &str| -> Vec<Snowflake> {
            json[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(crate::rest::snowflake)
                .collect()
        };
        Self {
            all_users: parse("users"),
            all_roles: parse("roles"),
            everyone: parse("everyone"),
            users: ids("users"),
            roles: ids("roles"),
            replied_user: json["replied_user"].as_bool().unwrap_or(false),
        }
    }
}

/// The mentions of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    pub(crate) everyone: bool,
    pub(crate) users: Vec<Snowflake>,
    pub(crate) roles: Vec<Snowflake>,
    /// All who are notified, by whichever of the three.
    pub(crate) notified: BTreeSet<Snowflake>,
}

/// What is mentioned in a text, in order and without repeats: users, roles, channels.
pub(crate) fn tokens(text: &str) -> Vec<(&'static str, Snowflake)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let Some(end) = rest.find('>') else { break };
        let inner = &rest[..end];
        let kinds = [
            ("@&", "role"),
            ("@!", "user"),
            ("@", "user"),
            ("#", "channel"),
        ];
        let token = kinds.iter().find_map(|(sign, kind)| {
            let id = inner.strip_prefix(sign)?.parse().ok()?;
            Some((*kind, id))
        });
        if let Some(token) = token.filter(|token| !found.contains(token)) {
            found.push(token);
        }
    }
    found
}

impl State {
    /// Computes the mentions of a text written by `author` (none for a webhook) in a channel.
    pub(crate) fn mentions(
        &self,
        channel: Snowflake,
        author: Option<Snowflake>,
        content: &str,
        allowed: &AllowedMentions,
        replied_to: Option<Snowflake>,
        message_flags: u64,
    ) -> Mentions {
        let mut mentions = Mentions::default();
        let Some(place) = self.channels.get(&channel) else {
            return mentions;
        };
        let guild = place.guild_id.and_then(|id| self.guilds.get(&id));
        // Webhooks may mention everybody.
        let may_mention_all = author.is_none_or(|author| {
            self.channel_permissions(place, author) & permissions::MENTION_EVERYONE != 0
        });
        mentions.everyone = guild.is_some()
            && allowed.everyone
            && may_mention_all
            && (content.contains("@everyone") || content.contains("@here"));
        for (kind, id) in tokens(content) {
            match kind {
                "user"
                    if (allowed.all_users || allowed.users.contains(&id))
                        && self.users.contains_key(&id) =>
                {
                    mentions.users.push(id);
                }
                "role" if (allowed.all_roles || allowed.roles.contains(&id)) => {
                    let role = guild.and_then(|guild| guild.roles.get(&id));
                    if role.is_some_and(|role| role.mentionable || may_mention_all) {
                        mentions.roles.push(id);
                    }
                }
                _ => {}
            }
        }
        if let Some(user) = replied_to.filter(|_| allowed.replied_user)
            && !mentions.users.contains(&user)
        {
            mentions.users.push(user);
        }
        if message_flags & (flags::EPHEMERAL | flags::SUPPRESS_NOTIFICATIONS) == 0 {
            mentions.notified = self.notified(place, &mentions, author);
        }
        mentions
    }

    fn notified(
        &self,
        place: &super::Channel,
        mentions: &Mentions,
        author: Option<Snowflake>,
    ) -> BTreeSet<Snowflake> {
        let Some(guild) = place.guild_id.and_then(|id| self.guilds.get(&id)) else {
            return mentions.users.iter().copied().collect();
        };
        guild
            .members
            .values()
            .filter(|member| {
                mentions.everyone
                    || mentions.users.contains(&member.user_id)
                    || member
                        .roles
                        .iter()
                        .any(|role| mentions.roles.contains(role))
            })
            .map(|member| member.user_id)
            .filter(|user| Some(*user) != author)
            // Who cannot see the channel hears nothing of it.
            .filter(|user| self.channel_permissions(place, *user) & permissions::VIEW_CHANNEL != 0)
            .collect()
    }
}
