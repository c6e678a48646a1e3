//! Everything the sandbox knows, in one place and behind one lock.
//!
//! REST handlers, the gateway and the members' chairs all work on this; whatever is changed here
//! is told to the gateway's sessions in the same step, so no observer sees one without the other.

mod channel;
mod guild;
mod interaction;
mod mentions;
mod message;
mod record;
mod threads;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Instant,
};

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub use self::{
    channel::ChannelKind,
    record::{Complaint, RequestRecord},
};
pub(crate) use self::{
    channel::{Channel, Overwrite, OverwriteKind, Tag, Thread},
    guild::{Guild, GuildMember, Role, ScheduledEvent, Webhook},
    interaction::{Interaction, InteractionKind, NewInteraction, Response},
    mentions::{AllowedMentions, Mentions},
    message::{Attachment, Author, Message, NewMessage, flags},
};
use crate::{
    faults::PlannedFault,
    gateway::Gateway,
    limits,
    options::Options,
    ratelimit::RateLimiter,
    snowflake::{Ids, Snowflake},
};

/// The application under test.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) id: Snowflake,
    pub(crate) name: String,
    pub(crate) bot_id: Snowflake,
    pub(crate) owner_id: Snowflake,
}

/// A user account.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Snowflake,
    /// The unique account name, in lower case.
    pub(crate) username: String,
    /// The name shown to others.
    pub(crate) display_name: String,
    pub(crate) bot: bool,
    /// The language of the user's client.
    pub(crate) locale: String,
    /// Whether the user takes direct messages from members of the same guild.
    pub(crate) takes_direct_messages: bool,
}

impl User {
    /// The user object (Resources, User).
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "username": self.username,
            "discriminator": "0",
            "global_name": if self.bot { Value::Null } else { json!(self.display_name) },
            "avatar": null,
            "banner": null,
            "accent_color": null,
            "bot": self.bot,
            "system": false,
            "public_flags": 0,
            "avatar_decoration_data": null,
            "collectibles": null,
            "primary_guild": null,
        })
    }
}

/// A file kept in memory.
#[derive(Clone, Debug)]
pub(crate) struct StoredFile {
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// The world.
pub(crate) struct State {
    pub(crate) options: Options,
    /// The address files are served from, "http://127.0.0.1:PORT".
    pub(crate) base: String,
    pub(crate) ids: Ids,
    pub(crate) application: Application,
    pub(crate) users: BTreeMap<Snowflake, User>,
    pub(crate) guilds: BTreeMap<Snowflake, Guild>,
    pub(crate) channels: BTreeMap<Snowflake, Channel>,
    /// Messages by channel.
    pub(crate) messages: BTreeMap<Snowflake, BTreeMap<Snowflake, Message>>,
    /// Files by the identifier of their attachment.
    pub(crate) files: BTreeMap<Snowflake, StoredFile>,
    /// How often a file was asked for.
    pub(crate) files_asked_for: usize,
    /// Registered commands, as the API answers them, in the order of their registration.
    pub(crate) commands: Arc<Vec<Value>>,
    /// How often each guild (or none: globally) had a command created today.
    pub(crate) command_creations: HashMap<Option<Snowflake>, usize>,
    pub(crate) interactions: BTreeMap<Snowflake, Interaction>,
    /// Interactions by their token.
    pub(crate) tokens: HashMap<String, Snowflake>,
    pub(crate) webhooks: BTreeMap<Snowflake, Webhook>,
    pub(crate) events: BTreeMap<Snowflake, ScheduledEvent>,
    /// When a nonce was used by whom and where, and for which message.
    pub(crate) nonces: HashMap<(Snowflake, Snowflake, String), (Instant, Snowflake)>,
    pub(crate) gateway: Gateway,
    pub(crate) rate_limiter: RateLimiter,
    pub(crate) faults: Vec<PlannedFault>,
    pub(crate) requests: Vec<RequestRecord>,
    pub(crate) complaints: Vec<Complaint>,
    /// What the program behind the sandbox told of what happens, and when.
    pub(crate) narration: Vec<(DateTime<Utc>, String)>,
}

impl State {
    /// An empty world with the application's bot user and its owner.
    pub(crate) fn new(options: Options, base: String) -> Self {
        let rate_limiter = RateLimiter::shortened(options.rate_limits_shortened);
        let mut ids = Ids::default();
        let now = ids.moment(options.clock.now());
        let bot_id = ids.next(now);
        let owner_id = ids.next(now);
        let application = Application {
            // Since 2016 an application and its bot user share their identifier.
            id: bot_id,
            name: options.application_name.clone(),
            bot_id,
            owner_id,
        };
        let bot = User {
            id: bot_id,
            username: application.name.clone(),
            display_name: application.name.clone(),
            bot: true,
            locale: "en-US".into(),
            takes_direct_messages: false,
        };
        let owner = User {
            id: owner_id,
            username: "sandbox.owner".into(),
            display_name: "Sandbox Owner".into(),
            bot: false,
            locale: "en-GB".into(),
            takes_direct_messages: true,
        };
        Self {
            options,
            base,
            ids,
            application,
            users: BTreeMap::from([(bot_id, bot), (owner_id, owner)]),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            files: BTreeMap::new(),
            files_asked_for: 0,
            commands: Arc::default(),
            command_creations: HashMap::new(),
            interactions: BTreeMap::new(),
            tokens: HashMap::new(),
            webhooks: BTreeMap::new(),
            events: BTreeMap::new(),
            nonces: HashMap::new(),
            gateway: Gateway::default(),
            rate_limiter,
            faults: Vec::new(),
            requests: Vec::new(),
            complaints: Vec::new(),
            narration: Vec::new(),
        }
    }

    /// The clock's time, not made unique.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        Arc::clone(&self.options.clock).now()
    }

    /// A new identifier and the moment it was made at.
    pub(crate) fn mint(&mut self) -> (Snowflake, DateTime<Utc>) {
        let moment = self.ids.moment(self.options.clock.now());
        (self.ids.next(moment), moment)
    }

    /// The user object of somebody, also if they are unknown (deleted).
    pub(crate) fn user_json(&self, id: Snowflake) -> Value {
        self.users.get(&id).map_or_else(
            || json!({ "id": id.to_string(), "username": "deleted_user", "discriminator": "0", "global_name": null, "avatar": null }),
            User::json,
        )
    }

    /// Keeps a file and describes it as an attachment of a message in `channel`. Where all of them are too much to keep,
    /// the oldest go.
    pub(crate) fn keep_file(
        &mut self,
        channel: Snowflake,
        filename: &str,
        content_type: &str,
        bytes: Bytes,
    ) -> Attachment {
        let (id, _) = self.mint();
        // Discord replaces what could not stand in an address.
        let filename: String = filename
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let attachment = Attachment {
            id,
            url: format!("{}/attachments/{channel}/{id}/{filename}", self.base),
            filename,
            description: None,
            content_type: content_type.into(),
            size: bytes.len(),
            spoiler: false,
        };
        self.files.insert(
            id,
            StoredFile {
                content_type: content_type.into(),
                bytes,
            },
        );
        let size = |file: &StoredFile| file.bytes.len();
        let mut kept: usize = self.files.values().map(size).sum();
        while kept > limits::FILES_KEPT
            && let Some((_, oldest)) = self.files.pop_first()
        {
            kept -= size(&oldest);
        }
        attachment
    }

    /// Notes an objection of a strict reader of the API.
    pub(crate) fn complain(&mut self, complaint: Complaint) {
        tracing::warn!(%complaint, "the sandbox objects");
        self.complaints.push(complaint);
    }
}
