//! Discord's limits, each with where it is documented.
//!
//! Paths are pages of Discord's documentation. Where Discord documents no number, the comment
//! says "observed": the figure is the one bots see in the `X-RateLimit-*` headers.

use std::time::Duration;

/// First answer to an interaction (Interactions, Receiving and Responding).
pub const FIRST_ANSWER: Duration = Duration::from_secs(3);
/// Life of an interaction's token (Interactions, Receiving and Responding).
pub const INTERACTION_TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);

/// Characters of a message's content (Resources, Message, Create Message).
pub const CONTENT: usize = 2000;
/// Embeds of a message (Resources, Message, Create Message).
pub const EMBEDS: usize = 10;
/// Characters in all embeds of a message together (Resources, Message, Embed Limits).
pub const EMBED_CHARACTERS: usize = 6000;
/// Characters of a nonce (Resources, Message, Create Message).
pub const NONCE: usize = 25;
/// How long a nonce is remembered: "in the past few minutes" (Resources, Message).
pub const NONCE_MEMORY: Duration = Duration::from_secs(5 * 60);
/// Bytes of a request (Reference, Uploading Files).
pub const REQUEST_BYTES: usize = 25 * 1024 * 1024;
/// Bytes of one file (Reference, Uploading Files).
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Bytes of all files that are kept (the sandbox's own figure).
pub const FILES_KEPT: usize = 256 * 1024 * 1024;
/// Files of a message (observed).
pub const FILES: usize = 10;
/// Users or roles named in `allowed_mentions` (Resources, Message, Allowed Mentions Object).
pub const ALLOWED_MENTIONS: usize = 100;

/// Rows of components in a message (Components, legacy message components).
pub const ROWS: usize = 5;
/// Characters of a custom id (Components, Custom ID).
pub const CUSTOM_ID: usize = 100;
/// Inputs of a form (Interactions, Receiving and Responding, Modal).
pub const FORM_INPUTS: usize = 5;
/// Characters of a form's title (Interactions, Receiving and Responding, Modal).
pub const FORM_TITLE: usize = 45;
/// Choices of an autocomplete answer (Interactions, Receiving and Responding).
pub const CHOICES: usize = 25;

/// Characters of a channel's name (Resources, Channel).
pub const CHANNEL_NAME: usize = 100;
/// Characters of a text channel's topic (Resources, Channel).
pub const TOPIC: usize = 1024;
/// Characters of a forum's topic, its guidelines (Resources, Channel).
pub const FORUM_TOPIC: usize = 4096;
/// Tags of a forum (Resources, Channel, `available_tags`).
pub const AVAILABLE_TAGS: usize = 20;
/// Characters of a tag's name (Resources, Channel, Forum Tag Object).
pub const TAG_NAME: usize = 20;
/// Tags of a post (Resources, Channel, `applied_tags`).
pub const APPLIED_TAGS: usize = 5;
/// Active threads and posts of a guild (Topics, Opcodes and Status Codes, 160006; the number stands in Discord's help pages).
pub const ACTIVE_THREADS: usize = 1000;
/// The minutes after which a quiet thread is archived (Resources, Channel).
pub const AUTO_ARCHIVE_MINUTES: [u64; 4] = [60, 1440, 4320, 10_080];

/// Scheduled or active events of a guild (Resources, Guild Scheduled Event).
pub const SCHEDULED_EVENTS: usize = 100;
/// Characters of an event's name (Resources, Guild Scheduled Event).
pub const EVENT_NAME: usize = 100;
/// Characters of an event's description (Resources, Guild Scheduled Event).
pub const EVENT_DESCRIPTION: usize = 1000;
/// Characters of an event's location (Resources, Guild Scheduled Event).
pub const EVENT_LOCATION: usize = 100;

/// Commands of one type and scope (Interactions, Application Commands).
pub const COMMANDS: usize = 100;
/// Characters of a command with all its options and choices (Interactions, Application Commands).
pub const COMMAND_CHARACTERS: usize = 8000;
/// Command creations a day and guild (Interactions, Application Commands).
pub const COMMAND_CREATIONS_A_DAY: usize = 200;

/// Roles of a guild (observed).
pub const ROLES: usize = 250;
/// Channels of a guild (observed; error 30013).
pub const CHANNELS: usize = 500;
/// Webhooks of a channel (error 30007, "10" in Topics, Opcodes and Status Codes; observed 15).
pub const WEBHOOKS: usize = 15;

/// Identifies a day (Gateway, Session Start Limit).
pub const IDENTIFIES_A_DAY: usize = 1000;
/// Bytes of a payload sent by a bot to the gateway (Gateway, Sending Events).
pub const GATEWAY_PAYLOAD_BYTES: usize = 4096;
/// Events a bot may send to the gateway a minute and connection (Gateway, Rate Limiting).
pub const GATEWAY_EVENTS_A_MINUTE: usize = 120;
/// Interval of heartbeats in milliseconds (Gateway, Hello; the figure is an example there).
pub const HEARTBEAT_INTERVAL_MS: u64 = 41_250;
/// Dispatched events which a session keeps for a resume (the sandbox's own figure).
pub const SESSION_MEMORY: usize = 10_000;

/// Requests of a bot per second, the interaction endpoints excepted (Topics, Rate Limits).
pub const GLOBAL: RateLimit = RateLimit::new("global", 50, Duration::from_secs(1));
/// Edits of messages older than this have a limit of their own, error 30046 (Topics, Opcodes).
pub const OLD_MESSAGE_AGE: Duration = Duration::from_secs(60 * 60);

/// So many requests in such a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The bucket's name, as in `X-RateLimit-Bucket`.
    pub bucket: &'static str,
    /// The number of requests which are let through in a window.
    pub requests: u32,
    /// The length of a window.
    pub window: Duration,
}

impl RateLimit {
    /// A limit of `requests` in each `window`.
    #[must_use]
    pub const fn new(bucket: &'static str, requests: u32, window: Duration) -> Self {
        Self {
            bucket,
            requests,
            window,
        }
    }
}

const SECOND: Duration = Duration::from_secs(1);

/// Messages created in one channel (observed).
pub const MESSAGE_CREATE: RateLimit = RateLimit::new("message-create", 5, Duration::from_secs(5));
/// Messages edited in one channel (observed).
pub const MESSAGE_EDIT: RateLimit = RateLimit::new("message-edit", 5, Duration::from_secs(5));
/// Messages older than an hour edited in one channel, error 30046 (the figure is the sandbox's).
pub const OLD_MESSAGE_EDIT: RateLimit =
    RateLimit::new("old-message-edit", 4, Duration::from_secs(60));
/// Messages deleted in one channel (observed).
pub const MESSAGE_DELETE: RateLimit = RateLimit::new("message-delete", 5, SECOND);
/// Messages read in one channel (observed).
pub const MESSAGE_READ: RateLimit = RateLimit::new("message-read", 5, SECOND);
/// Name or topic of one channel or thread changed (observed: 2 in 10 minutes).
pub const CHANNEL_RENAME: RateLimit =
    RateLimit::new("channel-rename", 2, Duration::from_secs(10 * 60));
/// Other changes of one channel or thread (observed).
pub const CHANNEL_EDIT: RateLimit = RateLimit::new("channel-edit", 5, Duration::from_secs(5));
/// Threads and posts opened in one channel (the figure is the sandbox's: Discord gives none).
pub const THREAD_CREATE: RateLimit = RateLimit::new("thread-create", 10, Duration::from_secs(10));
/// Requests with the token of one webhook or interaction (observed).
pub const WEBHOOK: RateLimit = RateLimit::new("webhook", 5, Duration::from_secs(2));
/// Commands changed in one guild, or globally (the figure is the sandbox's).
pub const COMMANDS_WRITE: RateLimit = RateLimit::new("commands-write", 30, Duration::from_secs(20));
/// Scheduled events of one guild changed (observed: 5 in a minute).
pub const EVENTS_WRITE: RateLimit = RateLimit::new("events-write", 5, Duration::from_secs(60));
/// Roles of members of one guild changed (observed).
pub const MEMBER_ROLES: RateLimit = RateLimit::new("member-roles", 10, Duration::from_secs(10));
/// Members of one guild read (observed).
pub const MEMBERS_READ: RateLimit = RateLimit::new("members-read", 10, Duration::from_secs(10));
/// Direct-message channels opened (the figure is the sandbox's).
pub const DIRECT_MESSAGE_OPEN: RateLimit =
    RateLimit::new("direct-message-open", 10, Duration::from_secs(10));
/// Every other route, per top-level resource (the figure is the sandbox's).
pub const OTHER: RateLimit = RateLimit::new("other", 30, Duration::from_secs(10));

/// Invalid requests (401, 403, 429) in [`INVALID_REQUESTS_WINDOW`] after which Discord bans an
/// address (Topics, Rate Limits). The sandbox counts and does not ban.
pub const INVALID_REQUESTS: usize = 10_000;
/// The window of [`INVALID_REQUESTS`].
pub const INVALID_REQUESTS_WINDOW: Duration = Duration::from_secs(10 * 60);
