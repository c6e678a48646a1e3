//! What a person is told. An answer is visible to that person alone unless it is made [`Answer::public`], and pings
//! nobody, ever.

use std::future::Future;
use std::time::Duration;

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateEmbed,
    CreateInteractionResponse, CreateInteractionResponseFollowup, CreateInteractionResponseMessage,
    CreateModal, EditInteractionResponse,
};
use sha2::{Digest, Sha256};

use super::{Context, Error, Result, escape, limits};
use crate::delivery::{self, Mentions, Message};
use crate::pictures::{self, Chart, Picture};
use crate::values::{Actor, Refusal};

/// How long a command may take before it is deferred: Discord gives it 3 seconds, half of which the way may take
/// (interactions/receiving-and-responding).
pub const PATIENCE: Duration = Duration::from_millis(1500);
/// How much of a person's own input is shown back.
const GIVEN: usize = 700;

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
        }
    }

    /// An answer with this text, in Discord's markdown: what a person typed must have been escaped.
    pub fn text(content: impl Into<String>) -> Self {
        Answer {
            content: content.into(),
            ..Answer::default()
        }
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
    pub(super) fn into_reply(self) -> poise::CreateReply {
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
    pub(super) fn into_response(self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .content(self.content())
            .ephemeral(!self.public)
            .allowed_mentions(no_mentions())
            .embeds(self.embeds)
            .components(self.rows)
            .files(self.files)
    }

    /// In place of a first answer.
    pub(super) fn into_edit(self) -> EditInteractionResponse {
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
    pub(super) fn into_followup(self) -> CreateInteractionResponseFollowup {
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
pub async fn with_pictures(answer: Answer, charts: impl IntoIterator<Item = Chart>) -> Answer {
    let mut with = answer;
    for chart in charts {
        match pictures::draw(chart).await {
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

/// Waits for a service; if that takes long, Discord is told first that an answer will come.
///
/// # Errors
/// What `work` returned.
pub async fn waiting<T>(ctx: Context<'_>, work: impl Future<Output = Result<T>>) -> Result<T> {
    patiently(work, || ctx.defer_ephemeral()).await
}

/// Answers with what a service that may take long comes to. Where it does, the person is told at once that it is under
/// way, then every so often how far it is, and that message becomes the answer.
///
/// # Errors
/// What `work` or `shown` returned; a fault, if Discord does not take it.
pub async fn telling<T>(
    ctx: Context<'_>,
    work: impl Future<Output = Result<T>>,
    every: Duration,
    far: impl Fn() -> Answer,
    shown: impl FnOnce(T) -> Result<Answer>,
) -> Result<()> {
    let mut work = std::pin::pin!(work);
    tokio::select! {
        biased;
        done = &mut work => return send(ctx, shown(done?)?).await,
        () = tokio::time::sleep(PATIENCE) => {}
    }
    let told = persist(|| ctx.send(far().into_reply())).await?;
    let done = loop {
        tokio::select! {
            biased;
            done = &mut work => break done,
            () = tokio::time::sleep(every) => {
                if let Err(error) = told.edit(ctx, far().into_reply()).await {
                    tracing::warn!(%error, "how far it is can't be told");
                }
            }
        }
    };
    match done.and_then(shown) {
        Ok(answer) => {
            let reply = answer.into_reply();
            Ok(persist(|| told.edit(ctx, reply.clone())).await?)
        }
        Err(error) => {
            // What was said on the way gives way to the refusal.
            if let Err(error) = told.delete(ctx).await {
                tracing::warn!(%error, "how far it was stays said");
            }
            Err(error)
        }
    }
}

/// Waits for `work`, and does `defer` first if it takes longer than [`PATIENCE`]; `work` is done in any case.
pub(super) async fn patiently<T, F>(
    work: impl Future<Output = Result<T>>,
    defer: impl FnOnce() -> F,
) -> Result<T>
where
    F: Future<Output = Result<(), serenity::Error>>,
{
    let mut work = std::pin::pin!(work);
    tokio::select! {
        biased;
        done = &mut work => done,
        () = tokio::time::sleep(PATIENCE) => {
            // A change under way is not given up because Discord can't be told of it.
            let (deferred, done) = tokio::join!(defer(), work);
            if let Err(error) = deferred {
                tracing::warn!(%error, "an answer could not be deferred");
            }
            done
        }
    }
}

/// Answers a command.
///
/// # Errors
/// A fault, if Discord does not take it.
pub async fn send(ctx: Context<'_>, answer: Answer) -> Result<()> {
    let reply = answer.into_reply();
    match persist(|| ctx.send(reply.clone())).await {
        Err(error) if is_answered(&error) => Ok(()),
        sent => Ok(sent.map(drop)?),
    }
}

/// An answer that depends on nothing but who asks for what, and on what is committed: given again as it was while nothing
/// is changed. `what` must say all that was typed.
///
/// # Errors
/// What `work` returned.
pub async fn recent(
    ctx: Context<'_>,
    actor: &Actor,
    what: &str,
    work: impl Future<Output = Result<Answer>>,
) -> Result<Answer> {
    let Actor {
        guild_id,
        user_id,
        manager,
        roles,
        ..
    } = actor;
    let key = format!("{guild_id} {user_id} {manager} {roles:?} {what}");
    let data = ctx.data();
    waiting(ctx, data.recent.get(&data.ledger.reader(), key, work)).await
}

/// Answers a command with a form, which must be the first answer.
///
/// # Errors
/// A fault, if Discord does not take it.
pub async fn open(ctx: Context<'_>, form: CreateModal) -> Result<()> {
    let Context::Application(command) = ctx else {
        return Err(only_in_a_server().into());
    };
    let response = CreateInteractionResponse::Modal(form);
    let opened = persist(async || {
        let response = response.clone();
        command
            .interaction
            .create_response(ctx.http(), response)
            .await
    })
    .await;
    match opened {
        Err(error) if !is_answered(&error) => Err(error.into()),
        _ => Ok(()),
    }
}

/// The pauses between tries to give an answer: all of them within the 3 s that Discord waits for the first.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_millis(1_000),
];

/// Tries again what Discord, or the line to it, failed in.
///
/// # Errors
/// What the last try ended with, or the first that another try won't help.
pub async fn persist<T, F>(mut once: impl FnMut() -> F) -> Result<T, serenity::Error>
where
    F: Future<Output = Result<T, serenity::Error>>,
{
    for pause in PAUSES {
        match once().await {
            Err(serenity::Error::Http(error)) if passes(&error) => {
                tracing::warn!(%error, "Discord did not take it; will be tried again");
                tokio::time::sleep(pause).await;
            }
            ended => return ended,
        }
    }
    once().await
}

/// Whether trying again may help: a limit, a fault of Discord's, or a line that broke.
pub fn passes(error: &serenity::HttpError) -> bool {
    match error {
        serenity::HttpError::UnsuccessfulRequest(answer) => {
            answer.status_code.as_u16() == 429 || answer.status_code.is_server_error()
        }
        error => matches!(error, serenity::HttpError::Request(_)),
    }
}

/// Whether Discord says that this interaction has its answer (40060): it was handed over twice, and whoever asked has
/// been told.
pub(super) fn is_answered(error: &serenity::Error) -> bool {
    matches!(error, serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(response))
        if response.error.code == 40060)
}

/// What a person is told of an error; a fault is logged here, once.
///
/// `what` names the command, button or form; `given` is the person's own input.
pub(super) fn of_error(error: &Error, what: &str, given: &str, interaction: u64) -> Answer {
    match error {
        Error::Refused(refusal) => refused(refusal, given),
        Error::Fault(fault) => broken(fault, what, interaction),
    }
}

/// A refusal: what was wrong, what would be right, and the person's own input.
pub fn refused(refusal: &Refusal, given: &str) -> Answer {
    let mut text = format!("**Not done.** {}", escape::markdown(&refusal.wrong));
    if !refusal.help.is_empty() {
        text = format!("{text} {}", escape::markdown(&refusal.help));
    }
    if given.trim().is_empty() {
        return Answer::text(text);
    }
    let given = format!("\n> {}", escape::line(&limits::cut(given, GIVEN)));
    let left = limits::CONTENT.saturating_sub(limits::length(&given));
    Answer::text(limits::cut(&text, left) + &given)
}

/// A fault: a short reference that is also in the log, and never the cause.
pub(super) fn broken(cause: &dyn std::fmt::Display, what: &str, interaction: u64) -> Answer {
    let reference = reference(interaction);
    tracing::error!(%reference, what, %cause, "a fault");
    Answer::text(format!(
        "**Something went wrong inside griffin**, and it is in the log. Please try again; if it stays, tell whoever \
         runs griffin this reference: `{reference}`."
    ))
}

/// Eight digits that an interaction always has, and that say nothing of it.
pub fn reference(interaction: u64) -> String {
    let hash = Sha256::digest(interaction.to_be_bytes());
    hash.iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// griffin's commands are for servers.
pub(super) fn only_in_a_server() -> Refusal {
    Refusal::new(
        "This works only in a server.",
        "Give the command in a channel of your region's server.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Fault;

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

    #[test]
    fn a_refusal_helps_and_shows_the_input_back_harmless() {
        let refusal = Refusal::new("“**” is no lot.", "Lots are: House coal.");
        let text = refused(&refusal, "/requirement declare lot:** @everyone\n# x").content();
        assert_eq!(
            text,
            "**Not done.** “\\*\\*” is no lot. Lots are: House coal.\n> /requirement declare lot:\\*\\* @\u{200b}everyone # x"
        );
        assert_eq!(
            refused(&Refusal::new("No.", ""), " ").content(),
            "**Not done.** No."
        );
    }

    #[test]
    fn a_refusal_of_any_length_fits_and_keeps_the_input() {
        let refusal = Refusal::new("*".repeat(3000), "x");
        let text = refused(&refusal, &"_".repeat(3000)).content();
        assert!(limits::length(&text) <= limits::CONTENT);
        assert!(text.contains("\n> \\_"));
    }

    #[test]
    fn a_fault_says_a_reference_and_never_its_cause() {
        let error = Error::Fault(Fault::new("no such table: tender"));
        let text = of_error(&error, "/tender show", "secret", 42).content();
        assert!(
            text.contains(&reference(42)) && !text.contains("table") && !text.contains("secret"),
            "{text}"
        );
        assert_eq!(reference(42).len(), 8);
        assert_ne!(reference(42), reference(43));
    }

    #[tokio::test]
    async fn what_takes_long_is_deferred_first_and_done_all_the_same() {
        let deferred = tokio::sync::Notify::new();
        let defer = || async {
            deferred.notify_one();
            Err(serenity::Error::Other("Discord is away"))
        };
        // It ends only after the deferral.
        let slow = async {
            deferred.notified().await;
            Ok(7)
        };
        assert_eq!(patiently(slow, defer).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn what_is_quick_is_not_deferred() {
        let never = || async { panic!("deferred") };
        assert_eq!(patiently(async { Ok(7) }, never).await.unwrap(), 7);
    }
}
