//! A message as a member sees it.

use std::fmt::{self, Write};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use super::{Button, Embed, File, Menu, text};
use crate::{
    snowflake::Snowflake,
    state::{self, Author, State, flags},
};

/// A message as a member sees it: mentions stand as names.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its identifier.
    pub id: Snowflake,
    /// The channel, thread or direct-message channel it stands in.
    pub channel_id: Snowflake,
    /// The name of its author in the guild.
    pub author: String,
    /// The user who wrote it, none for a webhook.
    pub author_id: Option<Snowflake>,
    /// Its text, with mentions by name; `<t:…>` stands as it was sent.
    pub text: String,
    /// Its text as it was sent.
    pub content: String,
    /// Its embeds.
    pub embeds: Vec<Embed>,
    /// Its buttons in all rows.
    pub buttons: Vec<Button>,
    /// Its menus in all rows.
    pub menus: Vec<Menu>,
    /// Its files.
    pub files: Vec<File>,
    /// Whether only one member sees it.
    pub private: bool,
    /// Whether it is still "… is thinking…".
    pub thinking: bool,
    /// When it was written.
    pub timestamp: DateTime<Utc>,
    /// When it was edited last.
    pub edited: Option<DateTime<Utc>>,
    /// The message it replies to.
    pub reply_to: Option<Snowflake>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// The time inside the sandbox when it was looked at, in the members' time zone: for dates and
    /// "in 3 days".
    seen: DateTime<Tz>,
}

/// Whatever shows a message: a message itself, or an [`Answer`](super::Answer).
pub trait ShowsMessage {
    /// The message, if there is one.
    fn shown_message(&self) -> Option<&Message>;
}

impl ShowsMessage for Message {
    fn shown_message(&self) -> Option<&Message> {
        Some(self)
    }
}

impl Message {
    /// Reads a message from the world.
    pub(crate) fn read(state: &State, message: &state::Message) -> Self {
        let guild = state
            .channels
            .get(&message.channel_id)
            .and_then(|channel| channel.guild_id);
        let author = match &message.author {
            Author::User(id) => state.name_in(guild, *id),
            Author::Webhook { name, .. } => name.clone(),
        };
        let named = |value: &Value| {
            value
                .as_str()
                .map(|text| text::with_names(state, guild, text))
        };
        let embeds = if message.flags & flags::SUPPRESS_EMBEDS == 0 {
            message
                .embeds
                .iter()
                .map(|embed| Embed::read(embed, &named))
                .collect()
        } else {
            Vec::new()
        };
        let components: Vec<&Value> = message
            .components
            .iter()
            .flat_map(|row| row["components"].as_array().into_iter().flatten())
            .collect();
        let files = message.attachments.iter().map(|file| File {
            filename: file.filename.clone(),
            url: file.url.clone(),
            description: file.description.clone(),
            content_type: file.content_type.clone(),
            bytes: state
                .files
                .get(&file.id)
                .map(|file| file.bytes.clone())
                .unwrap_or_default(),
        });
        Self {
            id: message.id,
            channel_id: message.channel_id,
            author,
            author_id: message.author.user(),
            text: text::with_names(state, guild, &message.content),
            content: message.content.clone(),
            embeds,
            buttons: components
                .iter()
                .filter_map(|part| Button::read(part))
                .collect(),
            menus: components
                .iter()
                .filter_map(|part| Menu::read(part))
                .collect(),
            files: files.collect(),
            private: message.is_ephemeral(),
            thinking: message.flags & flags::LOADING != 0,
            timestamp: message.timestamp,
            edited: message.edited,
            reply_to: message.reference,
            pinned: message.pinned,
            seen: state.now().with_timezone(&state.options.time_zone),
        }
    }

    /// Whether the text stands anywhere in what is seen.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.render().contains(text)
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

    /// A menu by its placeholder or custom id.
    #[must_use]
    pub fn menu(&self, name: &str) -> Option<&Menu> {
        self.menus
            .iter()
            .find(|menu| menu.placeholder.as_deref() == Some(name) || menu.custom_id == name)
    }

    /// The message in plain text, good enough to be read in a story: author, text, embeds, files,
    /// menus and buttons, with names for mentions and dates (in the members' time zone) for moments.
    #[must_use]
    pub fn render(&self) -> String {
        let mut shown = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut shown);
        text::with_dates(shown.trim_end(), self.seen)
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        write!(out, "{}:", self.author)?;
        if self.thinking {
            write!(out, " is thinking...")?;
        }
        if !self.text.is_empty() {
            write!(out, " {}", self.text)?;
        }
        writeln!(out)?;
        for embed in &self.embeds {
            embed.write(out)?;
        }
        for file in &self.files {
            match &file.description {
                Some(shows) => writeln!(out, "[picture: {}. {shows}]", file.filename)?,
                None => writeln!(out, "[file: {}]", file.filename)?,
            }
        }
        for menu in &self.menus {
            let options: Vec<&str> = menu.options.iter().map(|one| one.label.as_str()).collect();
            let name = menu.placeholder.as_deref().unwrap_or("Make a selection");
            writeln!(out, "[menu: {name}: {}]", options.join(" | "))?;
        }
        let buttons: Vec<String> = self
            .buttons
            .iter()
            .map(|button| match (&button.url, button.disabled) {
                (Some(url), _) => format!("[{} -> {url}]", button.label),
                (None, true) => format!("({})", button.label),
                (None, false) => format!("[{}]", button.label),
            })
            .collect();
        if !buttons.is_empty() {
            writeln!(out, "{}", buttons.join(" "))?;
        }
        if self.private {
            writeln!(out, "(only you can see this)")?;
        }
        Ok(())
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render())
    }
}
