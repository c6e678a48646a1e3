//! Buttons, menus and forms: they outlive the process that posted them, so each is found by its id in a registry, and
//! whoever handles it asks the database anew who may do what (design, section 3, rule 6).

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU8, Ordering};

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateModal,
};

use super::asking::{lang_of, member};
use super::custom_id::NotOurs;
use super::data::What;
use super::{Answer, CustomId, Data, Result, answer};
use crate::ledger::Fault;
use crate::values::{Actor, Refusal};
use crate::words::{Lang, text};

pub use super::data::{Handler, Press, Presses};

/// How the ids of a form's inputs begin whose text is shown to nobody again.
pub const SECRET: &str = "secret.";

/// Nothing was answered yet.
const OPEN: u8 = 0;
/// "griffin is thinking", for the person alone, waits for its text.
const DEFERRED: u8 = 1;
/// The message is to be changed.
const ACKNOWLEDGED: u8 = 2;
/// There was an answer.
const ANSWERED: u8 = 3;

impl Press<'_> {
    /// Who pressed.
    ///
    /// # Errors
    /// Refused outside a server.
    pub fn actor(&self) -> Result<Actor> {
        match self.what {
            What::Component(it) => member(it.guild_id, it.member.as_ref(), it.id),
            What::Form(it) => member(it.guild_id, it.member.as_ref(), it.id),
        }
    }

    /// The language in which whoever pressed is answered: their own choice, else the server's.
    pub async fn lang(&self) -> Lang {
        let (guild, user) = match self.what {
            What::Component(it) => (it.guild_id, it.user.id),
            What::Form(it) => (it.guild_id, it.user.id),
        };
        lang_of(self.data, guild, user).await
    }

    /// The number of the row it is about.
    ///
    /// # Errors
    /// Refused, if its id has none: somebody forged it.
    pub fn row<T: From<i64>>(&self) -> Result<T> {
        Ok(self.id.row().map_err(not_ours)?.into())
    }

    /// The numbers of all rows it is about.
    ///
    /// # Errors
    /// Refused, if one is none: somebody forged it.
    pub fn rows(&self) -> Result<Vec<i64>> {
        Ok(self.id.rows().map_err(not_ours)?)
    }

    /// What was chosen from a menu of texts.
    pub fn chosen(&self) -> &[String] {
        match self.what {
            What::Component(ComponentInteraction { data, .. }) => match &data.kind {
                ComponentInteractionDataKind::StringSelect { values } => values,
                _ => &[],
            },
            What::Form(_) => &[],
        }
    }

    /// What was typed into a form's input; none, if that is empty.
    pub fn typed(&self, input: &str) -> Option<&str> {
        self.inputs()
            .find(|&(name, _)| name == input)
            .map(|(_, text)| text)
    }

    /// What was typed into a form, input by input; empty ones are left out.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, &str)> {
        let rows = match self.what {
            What::Form(it) => it.data.components.as_slice(),
            What::Component(_) => &[],
        };
        rows.iter()
            .flat_map(|row| &row.components)
            .filter_map(|component| match component {
                ActionRowComponent::InputText(input) => {
                    let text = input
                        .value
                        .as_deref()
                        .map(str::trim)
                        .filter(|text| !text.is_empty())?;
                    Some((input.custom_id.as_str(), text))
                }
                _ => None,
            })
    }

    /// The person's own input, as a refusal shows it back; without what is secret.
    fn given(&self) -> String {
        let typed: Vec<String> = self
            .inputs()
            .filter(|(name, _)| !name.starts_with(SECRET))
            .map(|(name, text)| format!("{name}: {text}"))
            .collect();
        if typed.is_empty() {
            self.chosen().join(", ")
        } else {
            typed.join("; ")
        }
    }

    fn interaction_id(&self) -> u64 {
        match self.what {
            What::Component(it) => it.id.get(),
            What::Form(it) => it.id.get(),
        }
    }

    /// Waits for a service whose outcome is told by [`Press::reply`].
    ///
    /// # Errors
    /// What `work` returned.
    pub async fn waiting<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let later = CreateInteractionResponseMessage::new().ephemeral(true);
        answer::patiently(work, || {
            self.first(CreateInteractionResponse::Defer(later), DEFERRED)
        })
        .await
    }

    /// Waits for a service whose outcome is told by [`Press::update`].
    ///
    /// # Errors
    /// What `work` returned.
    pub async fn updating<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        answer::patiently(work, || {
            self.first(CreateInteractionResponse::Acknowledge, ACKNOWLEDGED)
        })
        .await
    }

    /// Answers with a message.
    ///
    /// # Errors
    /// A fault, if Discord does not take it.
    pub async fn reply(&self, answer: Answer) -> Result<()> {
        match self.state.load(Ordering::SeqCst) {
            OPEN => {
                self.first(
                    CreateInteractionResponse::Message(answer.into_response()),
                    ANSWERED,
                )
                .await?
            }
            DEFERRED => self.edit(answer).await?,
            _ => {
                let followup = answer.into_followup();
                answer::persist(async || {
                    let followup = followup.clone();
                    match self.what {
                        What::Component(it) => it.create_followup(self.serenity, followup).await,
                        What::Form(it) => it.create_followup(self.serenity, followup).await,
                    }
                })
                .await?;
            }
        }
        Ok(())
    }

    /// Answers by changing the message that the button or menu is on: its rows are those of `answer`.
    ///
    /// # Errors
    /// A fault, if Discord does not take it.
    pub async fn update(&self, answer: Answer) -> Result<()> {
        match self.state.load(Ordering::SeqCst) {
            OPEN => {
                self.first(
                    CreateInteractionResponse::UpdateMessage(answer.into_response()),
                    ANSWERED,
                )
                .await?
            }
            ACKNOWLEDGED => self.edit(answer).await?,
            _ => self.reply(answer).await?,
        }
        Ok(())
    }

    /// Answers with a form, which must be the first answer, and can't be one to a form.
    ///
    /// # Errors
    /// A fault, if Discord does not take it.
    pub async fn open(&self, form: CreateModal) -> Result<()> {
        Ok(self
            .first(CreateInteractionResponse::Modal(form), ANSWERED)
            .await?)
    }

    async fn first(
        &self,
        response: CreateInteractionResponse,
        then: u8,
    ) -> Result<(), serenity::Error> {
        let sent = answer::persist(async || {
            let response = response.clone();
            match self.what {
                What::Component(it) => it.create_response(self.serenity, response).await,
                What::Form(it) => it.create_response(self.serenity, response).await,
            }
        })
        .await;
        match sent {
            Err(error) if !answer::is_answered(&error) => return Err(error),
            _ => {}
        }
        self.state.store(then, Ordering::SeqCst);
        Ok(())
    }

    async fn edit(&self, answer: Answer) -> Result<(), serenity::Error> {
        let edit = answer.into_edit();
        answer::persist(async || {
            let edit = edit.clone();
            match self.what {
                What::Component(it) => it.edit_response(self.serenity, edit).await,
                What::Form(it) => it.edit_response(self.serenity, edit).await,
            }
        })
        .await?;
        self.state.store(ANSWERED, Ordering::SeqCst);
        Ok(())
    }
}

/// Hands a press to who handles it; whoever pressed gets an answer in any case. Not for anything but a component or form.
pub async fn dispatch(
    serenity: &serenity::Context,
    data: &Data,
    interaction: &serenity::Interaction,
) {
    let (text, what) = match interaction {
        serenity::Interaction::Component(it) => (&it.data.custom_id, What::Component(it)),
        serenity::Interaction::Modal(it) => (&it.data.custom_id, What::Form(it)),
        _ => return,
    };
    let (id, handler) = match find(&data.presses, text) {
        Ok((id, handler)) => (id, Ok(handler)),
        Err(refusal) => (CustomId::new("unknown", ""), Err(refusal)),
    };
    let press = Press {
        id,
        data,
        serenity,
        what,
        state: AtomicU8::new(OPEN),
    };
    let outcome = match handler {
        // poise does not catch panics here.
        Ok(handler) => AssertUnwindSafe(async { handler(&press).await })
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Fault::new("a handler panicked").into())),
        Err(refusal) => Err(refusal.into()),
    };
    let told = match outcome {
        Ok(()) if press.state.load(Ordering::SeqCst) == OPEN => press
            .first(CreateInteractionResponse::Acknowledge, ACKNOWLEDGED)
            .await
            .map_err(Into::into),
        Ok(()) => Ok(()),
        Err(error) => {
            let lang = press.lang().await;
            press
                .reply(answer::of_error(
                    &error,
                    &press.id.kind,
                    &press.given(),
                    press.interaction_id(),
                    lang,
                ))
                .await
        }
    };
    if let Err(error) = told {
        tracing::warn!(%error, kind = press.id.kind, "a press could not be answered");
    }
}

fn find(presses: &Presses, text: &str) -> Result<(CustomId, Handler), Refusal> {
    let id: CustomId = text.parse().map_err(not_ours)?;
    // A kind that nobody handles is one that a newer or older version has.
    let handler = *presses
        .0
        .get(id.kind.as_str())
        .ok_or_else(|| not_ours(NotOurs::Version))?;
    Ok((id, handler))
}

pub(super) fn not_ours(why: NotOurs) -> Refusal {
    let wrong = match why {
        NotOurs::Version => text!("discord-button-of-another-version"),
        NotOurs::Mangled => text!("discord-button-unknown"),
    };
    Refusal::new(wrong, text!("discord-button-help"))
}

#[cfg(test)]
mod tests {
    use futures::future::BoxFuture;

    use super::*;

    fn nothing<'a>(_: &'a Press<'a>) -> BoxFuture<'a, Result<()>> {
        async { Ok(()) }.boxed()
    }

    #[test]
    fn a_press_finds_its_handler_or_a_refusal_that_helps() {
        let presses = Presses::new([("mandate.confirm", nothing as Handler)]).unwrap();
        assert_eq!(presses.kinds().collect::<Vec<_>>(), ["mandate.confirm"]);
        let (id, _) = find(&presses, "v1:mandate.confirm:3").ok().unwrap();
        assert_eq!(id.row(), Ok(3));
        for text in ["v1:mandate.burn:3", "v9:mandate.confirm:3"] {
            let refusal = find(&presses, text).err().unwrap();
            assert!(
                refusal.wrong.to_string().contains("another version")
                    && refusal.help.to_string().contains("/help")
            );
        }
        assert!(
            find(&presses, "x")
                .err()
                .unwrap()
                .wrong
                .to_string()
                .contains("doesn't know")
        );
    }

    #[test]
    fn a_kind_has_one_handler() {
        assert!(Presses::new([("a", nothing as Handler), ("a", nothing)]).is_err());
    }
}
