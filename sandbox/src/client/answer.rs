//! What a member sees after having done something.

use std::fmt;

use super::{Button, Embed, File, Form, Menu, Message, ShowsForm, ShowsMessage};
use crate::snowflake::Snowflake;

/// What came of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A message, public or private.
    Message,
    /// The message whose button or menu was used has changed.
    Updated,
    /// A form has opened.
    Form,
    /// Nothing is seen: the bot acknowledged and did no more, or deleted its answer.
    Nothing,
    /// The bot "is thinking…" and did not come to an end.
    Thinking,
    /// The bot did not answer in time; `text` holds what Discord shows.
    Failed,
}

/// What a member sees after having typed a command, pressed, chosen or sent a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The interaction's identifier.
    pub interaction_id: Snowflake,
    /// What came of it.
    pub outcome: Outcome,
    /// The text of the message, with mentions by name, or what Discord says in its place.
    pub text: String,
    /// The embeds of the message.
    pub embeds: Vec<Embed>,
    /// The buttons of the message.
    pub buttons: Vec<Button>,
    /// The menus of the message.
    pub menus: Vec<Menu>,
    /// The files of the message.
    pub files: Vec<File>,
    /// Whether only the member sees it.
    pub private: bool,
    /// The whole message: the answer, or the updated one.
    pub message: Option<Message>,
    /// The form which has opened.
    pub form: Option<Form>,
}

impl Answer {
    pub(crate) fn of_message(
        interaction_id: Snowflake,
        outcome: Outcome,
        message: Message,
    ) -> Self {
        Self {
            interaction_id,
            outcome,
            text: message.text.clone(),
            embeds: message.embeds.clone(),
            buttons: message.buttons.clone(),
            menus: message.menus.clone(),
            files: message.files.clone(),
            private: message.private,
            message: Some(message),
            form: None,
        }
    }

    pub(crate) fn of_text(interaction_id: Snowflake, outcome: Outcome, text: &str) -> Self {
        Self {
            interaction_id,
            outcome,
            text: text.to_owned(),
            embeds: Vec::new(),
            buttons: Vec::new(),
            menus: Vec::new(),
            files: Vec::new(),
            private: true,
            message: None,
            form: None,
        }
    }

    pub(crate) fn of_form(interaction_id: Snowflake, form: Form) -> Self {
        let mut answer = Self::of_text(interaction_id, Outcome::Form, &form.title);
        answer.form = Some(form);
        answer
    }

    /// Whether the text stands anywhere in what is seen.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.render().contains(text)
    }

    /// Whether the bot failed to answer in time.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.outcome == Outcome::Failed
    }

    /// What is seen, line by line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.render().lines().map(str::to_owned).collect()
    }

    /// A button by what stands on it.
    #[must_use]
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons.iter().find(|button| button.label == label)
    }

    /// The form which has opened.
    ///
    /// # Panics
    ///
    /// Panics when none has, showing what there is instead.
    #[must_use]
    #[track_caller]
    pub fn form(&self) -> &Form {
        match &self.form {
            Some(form) => form,
            None => panic!("no form has opened; instead:\n{self}"),
        }
    }

    /// What is seen, in plain text.
    #[must_use]
    pub fn render(&self) -> String {
        match (&self.message, &self.form) {
            (Some(message), _) => message.render(),
            (None, Some(form)) => form.render(),
            (None, None) => self.text.clone(),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render())
    }
}

impl ShowsMessage for Answer {
    fn shown_message(&self) -> Option<&Message> {
        self.message.as_ref()
    }
}

impl ShowsForm for Answer {
    fn shown_form(&self) -> Option<&Form> {
        self.form.as_ref()
    }
}
