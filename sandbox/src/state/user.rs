//! Accounts, and the files they send.

use axum::body::Bytes;
use serde_json::{Value, json};

use crate::snowflake::Snowflake;

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
