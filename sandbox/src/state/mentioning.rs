//! Whom a text written in a channel mentions, and whom of them it notifies.

use std::collections::BTreeSet;

use super::{AllowedMentions, Channel, Mentions, State, flags, mentions::tokens};
use crate::{permissions, snowflake::Snowflake};

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
        place: &Channel,
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
