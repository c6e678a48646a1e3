//! A message before it is known whether it becomes a new one, an edit or a forum post.

use serde_json::{Value, json};
use serenity::all::{
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateEmbed, CreateForumPost,
    CreateMessage, EditAttachments, EditMessage, ForumTagId, RoleId, UserId,
};

use crate::ledger::Result;
use crate::pictures::Picture;
use crate::words::Lang;

/// Who may be pinged; nobody else is, whatever the text says (design, section 3, rule 9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Discord user ids.
    pub users: Vec<i64>,
    /// Discord role ids.
    pub roles: Vec<i64>,
}

impl Mentions {
    /// As Discord is told: nothing is ever parsed from the text.
    pub fn allowed(&self) -> CreateAllowedMentions {
        CreateAllowedMentions::new()
            .users(
                self.users
                    .iter()
                    .filter_map(|id| snowflake(*id))
                    .map(UserId::new),
            )
            .roles(
                self.roles
                    .iter()
                    .filter_map(|id| snowflake(*id))
                    .map(RoleId::new),
            )
            .replied_user(false)
    }
}

/// serenity's ids panic on 0, and the database keeps `i64`.
fn snowflake(id: i64) -> Option<u64> {
    u64::try_from(id).ok().filter(|id| *id > 0)
}

/// What a person sees.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// The text; escaped by whoever wrote it.
    pub content: String,
    /// Up to 10.
    pub embeds: Vec<CreateEmbed>,
    /// Rows of buttons and menus.
    pub components: Vec<CreateActionRow>,
    /// Files.
    pub files: Vec<CreateAttachment>,
    /// Who may be pinged.
    pub mentions: Mentions,
    /// The language it is in, for what is added to it when it is sent.
    pub lang: Lang,
}

impl Message {
    /// A message of text alone.
    pub fn text(content: impl Into<String>) -> Self {
        Message {
            content: content.into(),
            ..Default::default()
        }
    }

    /// Said in this language; else it is English.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> Self {
        Message { lang, ..self }
    }

    /// A message of one embed.
    pub fn embed(embed: CreateEmbed) -> Self {
        Message {
            embeds: vec![embed],
            ..Default::default()
        }
    }

    /// As a new message.
    pub fn create(&self) -> CreateMessage {
        self.bare().add_files(self.files.clone())
    }

    /// As a new state of a message: whatever it showed before is replaced.
    pub fn edit(&self) -> EditMessage {
        let mut attachments = EditAttachments::new();
        for file in &self.files {
            attachments = attachments.add(file.clone());
        }
        self.bare_edit().attachments(attachments)
    }

    /// As the first message of a forum post.
    pub fn post(&self, title: &str, tags: &[i64]) -> CreateForumPost<'static> {
        CreateForumPost::new(title, self.create()).set_applied_tags(forum_tags(tags))
    }

    fn bare(&self) -> CreateMessage {
        let message = CreateMessage::new()
            .embeds(self.embeds.clone())
            .components(self.components.clone())
            .allowed_mentions(self.mentions.allowed());
        match self.content.as_str() {
            "" => message,
            content => message.content(content),
        }
    }

    fn bare_edit(&self) -> EditMessage {
        EditMessage::new()
            .content(&self.content)
            .embeds(self.embeds.clone())
            .components(self.components.clone())
            .allowed_mentions(self.mentions.allowed())
    }

    /// With a picture, and its text for whoever can't see it.
    pub fn picture(mut self, picture: Picture) -> Self {
        self.files.push(attachment(picture));
        self
    }

    /// The JSON of a new message; its files travel beside it, numbered in order.
    pub(super) fn create_json(&self) -> Result<Value> {
        Ok(self.with_files(serde_json::to_value(self.bare())?))
    }

    /// The JSON of an edit.
    pub(super) fn edit_json(&self) -> Result<Value> {
        Ok(self.with_files(serde_json::to_value(self.bare_edit())?))
    }

    fn with_files(&self, mut body: Value) -> Value {
        let files = self.files.iter().enumerate();
        body["attachments"] = files
            .map(|(id, file)| json!({"id": id, "filename": file.filename, "description": file.description}))
            .collect();
        body
    }
}

/// The most characters of what a file shows (resources/message, "Attachment Object").
const ALT_MAX: usize = 1024;

/// A picture as Discord takes it; its text is cut at Discord's limit.
pub fn attachment(picture: Picture) -> CreateAttachment {
    let alt = picture.alt.chars().take(ALT_MAX).collect::<String>();
    CreateAttachment::bytes(picture.png, picture.name).description(alt)
}

fn forum_tags(tags: &[i64]) -> Vec<ForumTagId> {
    let known = tags.iter().filter_map(|id| snowflake(*id));
    known.map(ForumTagId::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_explicit_on_every_form_of_a_message() {
        let nobody = Message::text("@everyone <@7>");
        let someone = Message {
            mentions: Mentions {
                users: vec![7, 0],
                roles: vec![9],
            },
            ..nobody.clone()
        };
        let none = json!({"parse": [], "users": [], "roles": [], "replied_user": false});
        let some = json!({"parse": [], "users": ["7"], "roles": ["9"], "replied_user": false});
        for (message, expected) in [(nobody, none), (someone, some)] {
            let post = serde_json::to_value(message.post("Title", &[3])).unwrap();
            assert_eq!(message.create_json().unwrap()["allowed_mentions"], expected);
            assert_eq!(message.edit_json().unwrap()["allowed_mentions"], expected);
            assert_eq!(post["message"]["allowed_mentions"], expected);
            assert_eq!(post["applied_tags"], json!(["3"]));
        }
    }

    #[test]
    fn an_edit_replaces_all_that_was_shown() {
        let edit = Message::default().edit_json().unwrap();
        assert_eq!(edit["content"], "");
        for list in ["embeds", "components", "attachments"] {
            assert_eq!(edit[list], json!([]), "{list}");
        }
    }
}
