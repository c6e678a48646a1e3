//! What is said: a text with embeds, buttons and files. It is visible to the person alone who asked unless it is made
//! [`Answer::public`], and pings nobody, ever.

use poise::serenity_prelude::{
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateEmbed,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, EditInteractionResponse,
};

use super::super::limits;
use crate::delivery::{self, Mentions, Message};
use crate::ledger::Receipt;
use crate::pictures::{self, Chart, Picture};
use crate::words::{Lang, say};

/// A message to the person who asked.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    content: String,
    embeds: Vec<CreateEmbed>,
    rows: Vec<CreateActionRow>,
    files: Vec<CreateAttachment>,
    public: bool,
}

impl Answer {
    /// The same as a message that griffin sends by itself.
    pub fn into_message(self, mentions: Mentions) -> Message {
        Message {
            content: self.content,
            embeds: self.embeds,
            components: self.rows,
            files: self.files,
            mentions,
            ..Message::default()
        }
    }

    /// An answer with this text, in Discord's markdown: what a person typed must have been escaped.
    pub fn text(content: impl Into<String>) -> Self {
        Answer {
            content: content.into(),
            ..Answer::default()
        }
    }

    /// With the receipt of what was recorded, if anything was, in its last line.
    #[must_use]
    pub fn with_receipt(mut self, receipt: Option<&Receipt>, lang: Lang) -> Self {
        if let Some(receipt) = receipt {
            let line = say!(lang, "discord-receipt", receipt = receipt.to_string());
            let room = limits::CONTENT.saturating_sub(limits::length(&line) + 1);
            let content = limits::cut(&self.content, room);
            self.content = format!("{content}\n{line}");
        }
        self
    }

    /// With an embed, ten at most.
    pub fn embed(mut self, embed: CreateEmbed) -> Self {
        self.embeds.push(embed);
        self
    }

    /// With a row of buttons or a menu, five at most.
    pub fn row(mut self, row: CreateActionRow) -> Self {
        self.rows.push(row);
        self
    }

    /// With a file.
    pub fn file(mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files
            .push(CreateAttachment::bytes(bytes.into(), name.into()));
        self
    }

    /// With a picture, and its text for whoever can't see it.
    pub fn picture(mut self, picture: Picture) -> Self {
        self.files.push(delivery::attachment(picture));
        self
    }

    /// For everybody in the channel to see.
    pub fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// Its text, as it is sent.
    pub fn content(&self) -> String {
        limits::cut(&self.content, limits::CONTENT)
    }

    /// As poise replies.
    pub(in crate::discord) fn into_reply(self) -> poise::CreateReply {
        let mut reply = poise::CreateReply::default()
            .content(self.content())
            .ephemeral(!self.public)
            .allowed_mentions(no_mentions());
        for embed in self.embeds {
            reply = reply.embed(embed);
        }
        for file in self.files {
            reply = reply.attachment(file);
        }
        if self.rows.is_empty() {
            reply
        } else {
            reply.components(self.rows)
        }
    }

    /// As the first answer to an interaction.
    pub(in crate::discord) fn into_response(self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .content(self.content())
            .ephemeral(!self.public)
            .allowed_mentions(no_mentions())
            .embeds(self.embeds)
            .components(self.rows)
            .files(self.files)
    }

    /// In place of a first answer.
    pub(in crate::discord) fn into_edit(self) -> EditInteractionResponse {
        let mut edit = EditInteractionResponse::new()
            .content(self.content())
            .allowed_mentions(no_mentions())
            .embeds(self.embeds)
            .components(self.rows);
        for file in self.files {
            edit = edit.new_attachment(file);
        }
        edit
    }

    /// After a first answer.
    pub(in crate::discord) fn into_followup(self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .content(self.content())
            .ephemeral(!self.public)
            .allowed_mentions(no_mentions())
            .embeds(self.embeds)
            .components(self.rows)
            .files(self.files)
    }
}

/// The answer with these charts drawn. One that can't be drawn is left out, and logged: the text says the same.
pub async fn with_pictures(
    answer: Answer,
    charts: impl IntoIterator<Item = Chart>,
    lang: Lang,
) -> Answer {
    let mut with = answer;
    for chart in charts {
        match pictures::draw(chart, lang).await {
            Ok(picture) => with = with.picture(picture),
            Err(error) => tracing::error!(%error, "a picture can't be drawn"),
        }
    }
    with
}

/// Nobody is pinged: an empty list, not the absence of one (resources/message: the default parses all).
pub fn no_mentions() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(answer: Answer) -> serde_json::Value {
        serde_json::to_value(answer.into_response()).unwrap()
    }

    #[test]
    fn an_answer_is_private_and_pings_nobody() {
        let sent = json(Answer::text("Done, <@1>"));
        assert_eq!(sent["flags"], 64);
        assert_eq!(sent["allowed_mentions"]["parse"], serde_json::json!([]));
        let public = json(Answer::text("x").public());
        assert_ne!(public["flags"], 64);
        assert_eq!(public["allowed_mentions"]["parse"], serde_json::json!([]));
    }
}
