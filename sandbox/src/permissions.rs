//! Permission bits.
//!
//! Source: Discord, Topics, "Permissions" (bitwise flags).

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        $($(#[$doc])* pub const $name: u64 = 1 << $bit;)*

        /// The names of the bits, as Discord's documentation writes them.
        pub(crate) const NAMES: &[(&str, u64)] = &[$((stringify!($name), $name)),*];
    };
}

bits! {
    /// All permissions, and past every channel overwrite.
    ADMINISTRATOR = 3;
    /// Edit and delete channels.
    MANAGE_CHANNELS = 4;
    /// Edit the guild.
    MANAGE_GUILD = 5;
    /// See a channel, and join it.
    VIEW_CHANNEL = 10;
    /// Send messages in a channel, and create posts in a forum.
    SEND_MESSAGES = 11;
    /// Delete or pin messages of others.
    MANAGE_MESSAGES = 13;
    /// Links in one's messages are shown as embeds; needed by bots to send embeds.
    EMBED_LINKS = 14;
    /// Send files.
    ATTACH_FILES = 15;
    /// Read what was written before.
    READ_MESSAGE_HISTORY = 16;
    /// Mention `@everyone`, `@here` and all roles.
    MENTION_EVERYONE = 17;
    /// Edit roles below one's own, and who has them.
    MANAGE_ROLES = 28;
    /// Create, edit and delete webhooks.
    MANAGE_WEBHOOKS = 29;
    /// Use application commands.
    USE_APPLICATION_COMMANDS = 31;
    /// Edit, delete and cancel all scheduled events.
    MANAGE_EVENTS = 33;
    /// Edit, archive and delete threads of others.
    MANAGE_THREADS = 34;
    /// Create public threads.
    CREATE_PUBLIC_THREADS = 35;
    /// Create private threads.
    CREATE_PRIVATE_THREADS = 36;
    /// Send messages in threads and posts.
    SEND_MESSAGES_IN_THREADS = 38;
    /// Create scheduled events, and edit and delete one's own.
    CREATE_EVENTS = 44;
    /// Pin and unpin messages.
    PIN_MESSAGES = 51;
}

/// What `@everyone` may do in a new guild, as far as the sandbox knows the bits.
pub const DEFAULT_EVERYONE: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS;

/// What the bot's own role may do unless [`Options`](crate::Options) say otherwise: much, yet not
/// everything, so that a bot which forgets to ask for a permission is found out.
pub const DEFAULT_BOT: u64 = DEFAULT_EVERYONE
    | MANAGE_CHANNELS
    | MANAGE_ROLES
    | MANAGE_MESSAGES
    | MANAGE_THREADS
    | MANAGE_WEBHOOKS
    | MANAGE_EVENTS
    | CREATE_EVENTS
    | PIN_MESSAGES
    | MENTION_EVERYONE;

/// All 64 bits which JavaScript-safe strings of Discord may hold today.
pub(crate) const ALL: u64 = (1 << 53) - 1;

/// The names of the bits set in `permissions`, for error messages and pictures.
#[must_use]
pub fn names(permissions: u64) -> Vec<&'static str> {
    NAMES
        .iter()
        .filter(|(_, bit)| permissions & bit != 0)
        .map(|(name, _)| *name)
        .collect()
}
