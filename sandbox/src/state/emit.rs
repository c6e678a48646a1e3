//! Which sessions get an event.
//!
//! Source: Discord, Events, "Gateway Events".

use std::borrow::Borrow;

use serde_json::{Value, json};

use super::{State, intents, json::with_fields};
use crate::{permissions, snowflake::Snowflake};

/// Which sessions an event concerns.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Audience {
    /// The shard of a guild.
    Guild(Snowflake),
    /// The shard of a channel's guild (or the first, for a direct message), if the bot sees it.
    Channel {
        guild: Option<Snowflake>,
        channel: Snowflake,
    },
    /// The shard which gets what belongs to no guild.
    FirstShard,
}

impl State {
    /// Sends an event to the sessions which it concerns and which asked for it: those with any
    /// of the intents in `needs`.
    pub(crate) fn emit(
        &mut self,
        audience: Audience,
        needs: u64,
        event: &'static str,
        body: impl Borrow<Value>,
    ) {
        let body = body.borrow();
        let guild = match audience {
            Audience::Guild(guild) => Some(guild),
            Audience::Channel { guild, channel } => {
                // Bots are told of channels they cannot view, but not of what happens in them.
                let inside = !event.starts_with("CHANNEL_");
                let bot = self.application.bot_id;
                if inside
                    && self.channels.get(&channel).is_some_and(|channel| {
                        self.channel_permissions(channel, bot) & permissions::VIEW_CHANNEL == 0
                    })
                {
                    return;
                }
                guild
            }
            Audience::FirstShard => None,
        };
        let bot = self.application.bot_id.to_string();
        for session in self.gateway.sessions.values_mut() {
            let (number, count) = session.shard;
            let mine = guild.map_or(0, |guild| (guild >> 22) % count) == number;
            let asked = needs == intents::ALWAYS || session.intents & needs != 0;
            if !mine || !asked {
                continue;
            }
            self.gateway.sent.insert(event.into());
            if matches!(event, "MESSAGE_CREATE" | "MESSAGE_UPDATE")
                && session.intents & intents::MESSAGE_CONTENT == 0
                && guild.is_some()
                && !concerns(body, &bot)
            {
                session.dispatch(event, &without_content(body));
            } else {
                session.dispatch(event, body);
            }
        }
    }
}

/// Whether a bot wrote a message or is mentioned in it: then it may read it without the intent.
fn concerns(message: &Value, bot: &str) -> bool {
    message["author"]["id"] == bot
        || message["mentions"]
            .as_array()
            .is_some_and(|all| all.iter().any(|user| user["id"] == bot))
}

fn without_content(message: &Value) -> Value {
    let empty = json!({ "content": "", "embeds": [], "attachments": [], "components": [] });
    with_fields(message.clone(), empty)
}
