//! The gateway's sessions: what each was sent, and the way to its socket.
//!
//! Source: Discord, Events, "Gateway".

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::limits;

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
    /// The last events by their numbers, as they were sent.
    pub(crate) memory: VecDeque<(u64, String)>,
    /// The way to its socket, none while it is disconnected.
    pub(crate) sender: Option<UnboundedSender<Frame>>,
    /// Which socket that is.
    pub(crate) socket: u64,
}

impl Session {
    /// Sends an event, now or when the session is resumed.
    pub(crate) fn dispatch(&mut self, event: &str, body: &Value) {
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

    /// Tells its socket something, if it has one.
    pub(crate) fn tell(&self, frame: Frame) {
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
    /// The number of the socket opened last.
    pub(crate) next_socket: u64,
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
