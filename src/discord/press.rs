//! A button that was pressed, a menu that was chosen from, a form that was filled in: what it says, and its answer.

use std::future::Future;
use std::sync::atomic::Ordering;

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateModal, ModalInteraction,
};

use super::asking::{lang_of, member};
use super::custom_id::NotOurs;
use super::data::What;
use super::{Answer, Result, answer};
use crate::values::{Actor, Agreed, Refusal};
use crate::words::{Lang, text};

pub use super::data::{Handler, Press};

/// How the ids of a form's inputs begin whose text is shown to nobody again.
pub const SECRET: &str = "secret.";

/// Nothing was answered yet.
pub(super) const OPEN: u8 = 0;
/// "griffin is thinking", for the person alone, waits for its text.
const DEFERRED: u8 = 1;
/// The message is to be changed.
pub(super) const ACKNOWLEDGED: u8 = 2;
/// There was an answer.
const ANSWERED: u8 = 3;

impl Press<'_> {
    /// Who pressed.
    ///
    /// # Errors
    /// Refused outside a server.
    pub fn actor(&self) -> Result<Actor> {
        let actor = match self.what {
            What::Component(it) => member(it.guild_id, it.member.as_ref(), it.id),
            What::Form(it) => member(it.guild_id, it.member.as_ref(), it.id),
        }?;
        Ok(match &self.replay {
            Some(replay) => replay.yes.by(actor),
            None => actor,
        })
    }

    /// What whoever pressed has said yes to.
    pub(super) fn agreed(&self) -> Agreed {
        let replay = self.replay.as_ref();
        replay.map_or(Agreed::Nothing, |replay| replay.yes.agreed)
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
        let form = match self.what {
            What::Form(it) => Some(it),
            What::Component(_) => None,
        };
        form.into_iter().flat_map(inputs_of)
    }

    /// The person's own input, as a refusal shows it back; without what is secret.
    pub(super) fn given(&self) -> String {
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

    pub(super) fn interaction_id(&self) -> u64 {
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
        if self.replay.is_some() {
            return self.updating(work).await;
        }
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

    /// Answers with a message; in place of the preview, if it was said yes to one.
    ///
    /// # Errors
    /// A fault, if Discord does not take it.
    pub async fn reply(&self, answer: Answer) -> Result<()> {
        let state = self.state.load(Ordering::SeqCst);
        if self.replay.is_some() && matches!(state, OPEN | ACKNOWLEDGED) {
            return self.change(answer).await;
        }
        match state {
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
            OPEN | ACKNOWLEDGED => self.change(answer).await,
            _ => self.reply(answer).await,
        }
    }

    /// Changes the message that the button or menu is on; nothing was answered yet but that it will be.
    async fn change(&self, answer: Answer) -> Result<()> {
        if self.state.load(Ordering::SeqCst) == ACKNOWLEDGED {
            return Ok(self.edit(answer).await?);
        }
        let response = CreateInteractionResponse::UpdateMessage(answer.into_response());
        Ok(self.first(response, ANSWERED).await?)
    }

    /// Answers with a form, which must be the first answer, and can't be one to a form.
    ///
    /// # Errors
    /// A fault, if Discord does not take it.
    pub async fn open(&self, form: CreateModal) -> Result<()> {
        let user = match self.what {
            What::Component(it) => it.user.id,
            What::Form(it) => it.user.id,
        };
        self.data.forms.opened(user, &form);
        Ok(self
            .first(CreateInteractionResponse::Modal(form), ANSWERED)
            .await?)
    }

    pub(super) async fn first(
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

/// What was typed into a form, input by input; empty ones are left out.
pub(super) fn inputs_of(form: &ModalInteraction) -> impl Iterator<Item = (&str, &str)> {
    let parts = form.data.components.iter().flat_map(|row| &row.components);
    parts.filter_map(|component| match component {
        ActionRowComponent::InputText(input) => {
            let text = input.value.as_deref().map(str::trim);
            let text = text.filter(|text| !text.is_empty())?;
            Some((input.custom_id.as_str(), text))
        }
        _ => None,
    })
}

pub(super) fn not_ours(why: NotOurs) -> Refusal {
    let wrong = match why {
        NotOurs::Version => text!("discord-button-of-another-version"),
        NotOurs::Mangled => text!("discord-button-unknown"),
    };
    Refusal::new(wrong, text!("discord-button-help"))
}
