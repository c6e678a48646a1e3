//! Interactions: what a member did, and how far the bot has answered it.

use std::{sync::Arc, time::Instant};

use serde_json::Value;

use crate::snowflake::Snowflake;

/// What a member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InteractionKind {
    Command,
    Component,
    Autocomplete,
    Modal,
}

impl InteractionKind {
    /// The number in JSON (Interactions, Receiving and Responding, Interaction Type).
    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

/// How far an interaction has been answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Response {
    /// Not at all.
    None,
    /// "… is thinking…"; the original message exists, marked as loading.
    Deferred,
    /// With a message.
    Message,
    /// Acknowledged, to edit the component's message later.
    UpdateDeferred,
    /// By editing the component's message.
    Updated,
    /// With a form.
    Form(Value),
    /// With choices for an option.
    Choices(Vec<Value>),
}

/// An interaction.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: Snowflake,
    pub(crate) token: String,
    pub(crate) kind: InteractionKind,
    pub(crate) user_id: Snowflake,
    pub(crate) guild_id: Option<Snowflake>,
    pub(crate) channel_id: Snowflake,
    /// What the member did, in words.
    pub(crate) deed: String,
    /// The command's name, for the deprecated `interaction` field of messages.
    pub(crate) command_name: Option<String>,
    /// The event's body, kept so that it can be delivered again.
    pub(crate) event: Arc<Value>,
    /// The `interaction_metadata` of messages which answer it.
    pub(crate) metadata: Arc<Value>,
    pub(crate) started: Instant,
    /// Set by a test to end the token's life at once.
    pub(crate) expired: bool,
    /// Set when the member has been told that the application did not respond.
    pub(crate) given_up: bool,
    pub(crate) response: Response,
    /// The message which `@original` means.
    pub(crate) original: Option<Snowflake>,
    /// The message whose component was used, also by a form which came from one.
    pub(crate) source: Option<Snowflake>,
    /// Whether `@original` was edited after a deferral.
    pub(crate) completed: bool,
    /// The messages sent after the first answer.
    pub(crate) followups: Vec<Snowflake>,
}

/// What a new interaction is made from.
pub(crate) struct NewInteraction {
    pub(crate) kind: InteractionKind,
    pub(crate) user: Snowflake,
    pub(crate) channel: Snowflake,
    pub(crate) deed: String,
    pub(crate) command_name: Option<String>,
    pub(crate) data: Value,
    pub(crate) source: Option<Snowflake>,
    /// The metadata of the interaction which showed the form.
    pub(crate) trigger: Option<Arc<Value>>,
}
