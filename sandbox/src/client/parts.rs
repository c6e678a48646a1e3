//! The parts of a message: embeds, buttons, menus, files.

use std::fmt::{self, Write};

use axum::body::Bytes;
use serde_json::Value;

/// An embed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// Its title.
    pub title: Option<String>,
    /// Where the title leads.
    pub url: Option<String>,
    /// Its text.
    pub description: Option<String>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its last line.
    pub footer: Option<String>,
    /// The name above its title.
    pub author: Option<String>,
    /// Its color as `0xRRGGBB`.
    pub color: Option<u64>,
    /// The moment shown beside the footer, as sent.
    pub timestamp: Option<String>,
}

/// A field of an embed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its heading.
    pub name: String,
    /// Its text.
    pub value: String,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What stands on it; its emoji, if it has no label.
    pub label: String,
    /// What the bot is told when it is pressed; none for a link.
    pub custom_id: Option<String>,
    /// Where it leads, for a link.
    pub url: Option<String>,
    /// Whether it is greyed out.
    pub disabled: bool,
    /// 1 primary, 2 secondary, 3 success, 4 danger, 5 link.
    pub style: u64,
}

/// A menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What it shows while nothing is chosen.
    pub placeholder: Option<String>,
    /// What the bot is told with the choice.
    pub custom_id: String,
    /// 3 for texts, 5 users, 6 roles, 7 users and roles, 8 channels.
    pub kind: u64,
    /// What can be chosen, for a menu of texts.
    pub options: Vec<MenuOption>,
    /// How many must be chosen at least.
    pub least: u64,
    /// How many can be chosen at most.
    pub most: u64,
    /// Whether it is greyed out.
    pub disabled: bool,
}

/// An option of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuOption {
    /// What is shown.
    pub label: String,
    /// What the bot is told.
    pub value: String,
    /// The line below the label.
    pub description: Option<String>,
    /// Whether it is chosen beforehand.
    pub chosen: bool,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub filename: String,
    /// Where it can be fetched.
    pub url: String,
    /// What it shows, for whoever can't see it.
    pub description: Option<String>,
    /// Its type.
    pub content_type: String,
    /// What it holds.
    pub bytes: Bytes,
}

impl File {
    /// Its contents as a text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Embed {
    pub(super) fn read(embed: &Value, named: &impl Fn(&Value) -> Option<String>) -> Self {
        let fields = embed["fields"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|field| Field {
                name: named(&field["name"]).unwrap_or_default(),
                value: named(&field["value"]).unwrap_or_default(),
            });
        Self {
            title: named(&embed["title"]),
            url: embed["url"].as_str().map(str::to_owned),
            description: named(&embed["description"]),
            fields: fields.collect(),
            footer: named(&embed["footer"]["text"]),
            author: named(&embed["author"]["name"]),
            color: embed["color"].as_u64(),
            timestamp: embed["timestamp"].as_str().map(str::to_owned),
        }
    }

    /// A field's text by its heading.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| field.value.as_str())
    }

    pub(super) fn write(&self, out: &mut String) -> fmt::Result {
        for text in [&self.author, &self.title, &self.description]
            .into_iter()
            .flatten()
        {
            for line in text.lines() {
                writeln!(out, "| {line}")?;
            }
        }
        for field in &self.fields {
            let mut lines = field.value.lines();
            writeln!(
                out,
                "| {}: {}",
                field.name,
                lines.next().unwrap_or_default()
            )?;
            for line in lines {
                writeln!(out, "|   {line}")?;
            }
        }
        if let Some(footer) = &self.footer {
            writeln!(out, "| {footer}")?;
        }
        Ok(())
    }
}

impl Button {
    pub(super) fn read(component: &Value) -> Option<Self> {
        if component["type"] != 2 {
            return None;
        }
        let owned = |key: &str| component[key].as_str().map(str::to_owned);
        Some(Self {
            label: owned("label")
                .or_else(|| component["emoji"]["name"].as_str().map(str::to_owned))
                .unwrap_or_default(),
            custom_id: owned("custom_id"),
            url: owned("url"),
            disabled: component["disabled"].as_bool().unwrap_or(false),
            style: component["style"].as_u64().unwrap_or(0),
        })
    }
}

impl Menu {
    pub(super) fn read(component: &Value) -> Option<Self> {
        let kind = component["type"]
            .as_u64()
            .filter(|kind| matches!(kind, 3 | 5..=8))?;
        let owned = |value: &Value| value.as_str().map(str::to_owned);
        let options = component["options"].as_array().into_iter().flatten();
        Some(Self {
            placeholder: owned(&component["placeholder"]),
            custom_id: owned(&component["custom_id"]).unwrap_or_default(),
            kind,
            options: options
                .map(|option| MenuOption {
                    label: owned(&option["label"]).unwrap_or_default(),
                    value: owned(&option["value"]).unwrap_or_default(),
                    description: owned(&option["description"]),
                    chosen: option["default"].as_bool().unwrap_or(false),
                })
                .collect(),
            least: component["min_values"].as_u64().unwrap_or(1),
            most: component["max_values"].as_u64().unwrap_or(1),
            disabled: component["disabled"].as_bool().unwrap_or(false),
        })
    }
}
