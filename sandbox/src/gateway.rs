//! One connection to the gateway: the handshake, heartbeats, identify and resume.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::{
    limits,
    shared::Shared,
    snowflake,
    state::{Complaint, Frame, Session, State, intents, with_fields},
};

/// A reason to close a connection, with Discord's close code.
struct Closing(u16, &'static str);

/// Serves a connection until either side ends it.
pub(crate) async fn serve(shared: Arc<Shared>, mut socket: WebSocket) {
    let (sender, mut outgoing) = mpsc::unbounded_channel();
    let number = shared.change(|state| {
        state.gateway.next_socket += 1;
        state.gateway.next_socket
    });
    let hello = json!({
        "op": 10, "t": null, "s": null,
        "d": { "heartbeat_interval": limits::HEARTBEAT_INTERVAL_MS, "_trace": [] },
    });
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    let mut connection = Connection {
        number,
        sender,
        session: None,
        received: VecDeque::new(),
    };
    loop {
        let frame = tokio::select! {
            frame = outgoing.recv() => frame,
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    match shared.change(|state| connection.receive(state, text.as_str())) {
                        Ok(()) => continue,
                        Err(Closing(code, reason)) => {
                            shared.change(|state| state.complain(Complaint::Gateway(
                                format!("closed with {code}: {reason}"))));
                            Some(Frame::Close(code, reason))
                        }
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    connection.closed_by_bot(&shared, frame.map(|frame| frame.code));
                    break;
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => break,
            },
            () = shared.cancel.cancelled() => Some(Frame::Close(1001, "going away")),
        };
        match frame {
            Some(Frame::Text(text)) => {
                if socket.send(Message::text(text)).await.is_err() {
                    break;
                }
            }
            Some(Frame::Close(code, reason)) => {
                let close = CloseFrame {
                    code,
                    reason: reason.into(),
                };
                let _ = socket.send(Message::Close(Some(close))).await;
                break;
            }
            Some(Frame::Cut) | None => break,
        }
    }
    shared.change(|state| {
        for session in state.gateway.sessions.values_mut() {
            if session.socket == number {
                session.sender = None;
            }
        }
    });
}

struct Connection {
    number: u64,
    sender: mpsc::UnboundedSender<Frame>,
    session: Option<String>,
    /// When payloads came, for the limit of 120 a minute.
    received: VecDeque<Instant>,
}

impl Connection {
    fn send(&self, payload: &Value) {
        let _ = self.sender.send(Frame::Text(payload.to_string()));
    }

    /// The codes 1000 and 1001 end the session, others leave it to be resumed.
    fn closed_by_bot(&self, shared: &Shared, code: Option<u16>) {
        if matches!(code, None | Some(1000 | 1001))
            && let Some(id) = &self.session
        {
            shared.change(|state| state.gateway.sessions.remove(id));
        }
    }

    fn receive(&mut self, state: &mut State, text: &str) -> Result<(), Closing> {
        if text.len() > limits::GATEWAY_PAYLOAD_BYTES {
            return Err(Closing(4002, "Error while decoding payload."));
        }
        let now = Instant::now();
        self.received.push_back(now);
        while self
            .received
            .front()
            .is_some_and(|at| now - *at > Duration::from_secs(60))
        {
            self.received.pop_front();
        }
        if self.received.len() > limits::GATEWAY_EVENTS_A_MINUTE {
            return Err(Closing(4008, "You are being rate limited."));
        }
        let payload: Value = serde_json::from_str(text)
            .map_err(|_| Closing(4002, "Error while decoding payload."))?;
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => self.send(&json!({ "op": 11, "t": null, "s": null, "d": null })),
            Some(2) => self.identify(state, data)?,
            Some(6) => self.resume(state, data)?,
            Some(3 | 4 | 8 | 31) if self.session.is_none() => {
                return Err(Closing(4003, "Not authenticated."));
            }
            Some(8) => self.request_members(state, data),
            // Presence, voice state and soundboard requests change nothing the sandbox has.
            Some(3 | 4 | 31) => {}
            _ => return Err(Closing(4001, "Unknown opcode.")),
        }
        Ok(())
    }

    fn check_token(state: &State, data: &Value) -> Result<(), Closing> {
        let token = data["token"].as_str().unwrap_or_default();
        if token.strip_prefix("Bot ").unwrap_or(token) == state.options.token {
            Ok(())
        } else {
            Err(Closing(4004, "Authentication failed."))
        }
    }

    fn identify(&mut self, state: &mut State, data: &Value) -> Result<(), Closing> {
        if self.session.is_some() {
            return Err(Closing(4005, "Already authenticated."));
        }
        Self::check_token(state, data)?;
        let Some(wanted) = data["intents"].as_u64() else {
            return Err(Closing(4013, "Invalid intent(s)."));
        };
        if wanted & !intents::DEFINED != 0 {
            return Err(Closing(4013, "Invalid intent(s)."));
        }
        if wanted & state.options.disallowed_intents != 0 {
            return Err(Closing(4014, "Disallowed intent(s)."));
        }
        if !data["properties"].is_object() {
            return Err(Closing(4002, "Error while decoding payload."));
        }
        let shard = match &data["shard"] {
            Value::Null => (0, 1),
            list => match (list[0].as_u64(), list[1].as_u64()) {
                (Some(number), Some(count)) if number < count => (number, count),
                _ => return Err(Closing(4010, "Invalid shard.")),
            },
        };
        state.gateway.identifies += 1;
        let (unique, _) = state.mint();
        let id = format!("{unique:032x}");
        let mut session = Session {
            shard,
            intents: wanted,
            sequence: 0,
            memory: VecDeque::new(),
            sender: Some(self.sender.clone()),
            socket: self.number,
        };
        let mine: Vec<_> = state
            .guilds
            .values()
            .filter(|guild| (guild.id >> 22) % shard.1 == shard.0)
            .collect();
        let ready = json!({
            "v": 10,
            "user_settings": {},
            "user": with_fields(state.user_json(state.application.bot_id),
                json!({ "verified": true, "mfa_enabled": true, "email": null, "flags": 0 })),
            "session_type": "normal",
            "session_id": id,
            "resume_gateway_url": state.base.replacen("http", "ws", 1),
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "guilds": mine.iter().map(|guild| json!({
                "id": guild.id.to_string(), "unavailable": true,
            })).collect::<Vec<_>>(),
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "application": { "id": state.application.id.to_string(), "flags": 0 },
            "shard": [shard.0, shard.1],
            "_trace": [],
        });
        session.dispatch("READY", &ready);
        state.gateway.sent.insert("READY".into());
        if wanted & intents::GUILDS != 0 {
            let all_members = wanted & intents::GUILD_PRESENCES != 0;
            for guild in mine {
                session.dispatch("GUILD_CREATE", &state.guild_create_json(guild, all_members));
            }
            state.gateway.sent.insert("GUILD_CREATE".into());
        }
        state.gateway.sessions.insert(id.clone(), session);
        self.session = Some(id);
        Ok(())
    }

    fn resume(&mut self, state: &mut State, data: &Value) -> Result<(), Closing> {
        if self.session.is_some() {
            return Err(Closing(4005, "Already authenticated."));
        }
        Self::check_token(state, data)?;
        let id = data["session_id"].as_str().unwrap_or_default();
        let Some(session) = state.gateway.sessions.get_mut(id) else {
            self.send(&json!({ "op": 9, "t": null, "s": null, "d": false }));
            return Ok(());
        };
        let seen = data["seq"].as_u64().unwrap_or(0);
        if seen > session.sequence {
            return Err(Closing(4007, "Invalid seq."));
        }
        let forgotten = session
            .memory
            .front()
            .is_some_and(|(first, _)| *first > seen + 1);
        if forgotten {
            state.gateway.sessions.remove(id);
            self.send(&json!({ "op": 9, "t": null, "s": null, "d": false }));
            return Ok(());
        }
        // A session has one socket only: an older one which is still open is told to go.
        session.tell(Frame::Close(4000, "Session resumed elsewhere."));
        session.sender = Some(self.sender.clone());
        session.socket = self.number;
        for (_, text) in session
            .memory
            .iter()
            .filter(|(sequence, _)| *sequence > seen)
        {
            let _ = self.sender.send(Frame::Text(text.clone()));
        }
        session.dispatch("RESUMED", &json!({ "_trace": [] }));
        self.session = Some(id.into());
        state.gateway.resumes += 1;
        state.gateway.sent.insert("RESUMED".into());
        Ok(())
    }

    /// Op 8: answers with one chunk, since the sandbox has no large guilds.
    fn request_members(&self, state: &mut State, data: &Value) {
        let Some(guild_id) = snowflake::read(&data["guild_id"]) else {
            return;
        };
        let Some(guild) = state.guilds.get(&guild_id) else {
            return;
        };
        let query = data["query"].as_str().unwrap_or_default().to_lowercase();
        let wanted: Vec<u64> = match &data["user_ids"] {
            Value::Array(list) => list.iter().filter_map(snowflake::read).collect(),
            one => snowflake::read(one).into_iter().collect(),
        };
        let by_id = !data["user_ids"].is_null();
        let members: Vec<Value> = guild
            .members
            .values()
            .filter(|member| {
                if by_id {
                    return wanted.contains(&member.user_id);
                }
                state
                    .name_in(Some(guild_id), member.user_id)
                    .to_lowercase()
                    .starts_with(&query)
            })
            .map(|member| state.member_json(member))
            .collect();
        let missing: Vec<String> = wanted
            .iter()
            .filter(|id| !guild.members.contains_key(id))
            .map(ToString::to_string)
            .collect();
        let mut chunk = json!({
            "guild_id": guild_id.to_string(),
            "members": members,
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": missing,
        });
        if let Some(nonce) = data["nonce"].as_str() {
            chunk["nonce"] = json!(nonce);
        }
        let Some(id) = &self.session else { return };
        if let Some(session) = state.gateway.sessions.get_mut(id) {
            session.dispatch("GUILD_MEMBERS_CHUNK", &chunk);
            state.gateway.sent.insert("GUILD_MEMBERS_CHUNK".into());
        }
    }
}
