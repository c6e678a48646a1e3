//! The gateway: sessions, which events they get, and the socket they get them through.
//!
//! Source: Discord, Events, "Gateway" and "Gateway Events".

pub(crate) mod intents;
mod socket;

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet, VecDeque},
};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

pub(crate) use self::socket::serve;
use crate::{limits, permissions, snowflake::Snowflake, state::State};

/// What a socket's task is told to do.
#[derive(Debug)]
pub(crate) enum Frame {
    /// Send a text frame.
    Text(String),
    /// Send a close frame and end.
    Close(u16, &'static str),
    /// End without a close frame, as a broken line does.
    Cut,
}

/// An event as it goes over the wire (Gateway Events, Payload Structure).
#[derive(Serialize)]
struct Dispatch<'a> {
    op: u8,
    t: &'a str,
    s: u64,
    d: &'a Value,
}

/// A session of one shard. It outlives its socket, so that it can be resumed.
#[derive(Debug)]
pub(crate) struct Session {
    /// The shard's number and the number of shards.
    pub(crate) shard: (u64, u64),
    pub(crate) intents: u64,
    /// The sequence number of the last event.
    pub(crate) sequence: u64,
    memory: VecDeque<(u64, String)>,
    /// The way to its socket, none while it is disconnected.
    pub(crate) sender: Option<UnboundedSender<Frame>>,
    /// Which socket that is.
    pub(crate) socket: u64,
}

impl Session {
    /// Sends an event, now or when the session is resumed.
    fn dispatch(&mut self, event: &str, body: &Value) {
        self.sequence += 1;
        let dispatch = Dispatch {
            op: 0,
            t: event,
            s: self.sequence,
            d: body,
        };
        let Ok(text) = serde_json::to_string(&dispatch) else {
            // A JSON value whose keys are texts can always be written.
            return;
        };
        if let Some(sender) = &self.sender {
            // A socket which has just ended misses the event and finds it on resuming.
            let _ = sender.send(Frame::Text(text.clone()));
        }
        self.memory.push_back((self.sequence, text));
        if self.memory.len() > limits::SESSION_MEMORY {
            self.memory.pop_front();
        }
    }

    fn tell(&self, frame: Frame) {
        if let Some(sender) = &self.sender {
            let _ = sender.send(frame);
        }
    }
}

/// All sessions.
#[derive(Debug, Default)]
pub(crate) struct Gateway {
    pub(crate) sessions: BTreeMap<String, Session>,
    /// How many times a bot has identified.
    pub(crate) identifies: usize,
    /// How many times a session was resumed.
    pub(crate) resumes: usize,
    /// The kinds of event which have been sent.
    pub(crate) sent: BTreeSet<String>,
    next_socket: u64,
}

impl Gateway {
    /// Whether any session has a socket.
    pub(crate) fn is_connected(&self) -> bool {
        self.sessions
            .values()
            .any(|session| session.sender.is_some())
    }

    /// Tells all sockets something.
    pub(crate) fn tell_all(&self, frame: impl Fn() -> Frame) {
        for session in self.sessions.values() {
            session.tell(frame());
        }
    }
}

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
    State::with_fields(message.clone(), empty)
}
