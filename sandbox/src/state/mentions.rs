//! Whom a message mentions, and whom it really notifies.
//!
//! Source: Discord, Reference, "Message Formatting", and Resources, Message, "Allowed Mentions
//! Object": what is not allowed is shown, but notifies nobody.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::snowflake::{self, Snowflake};

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
                .filter_map(snowflake::read)
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
