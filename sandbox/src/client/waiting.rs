//! Waiting for what the bot answers, with a deadline for each stage.

use std::time::Duration;

use tokio::time::Instant;

use super::{Answer, Form, Member, Message, Outcome};
use crate::{
    snowflake::Snowflake,
    state::{InteractionKind, Response, State},
};

/// What Discord shows when the first answer does not come.
fn failure(kind: InteractionKind) -> &'static str {
    match kind {
        InteractionKind::Command => "The application did not respond",
        InteractionKind::Component => "This interaction failed",
        InteractionKind::Autocomplete => "Loading options failed",
        InteractionKind::Modal => "Something went wrong. Try again.",
    }
}

impl Member {
    /// Waits until `look` finds something or the moment has come. Nothing polls: changes wake it.
    async fn watch<T>(
        &self,
        until: Instant,
        mut look: impl FnMut(&State) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.sandbox.shared.subscribe();
        loop {
            changes.mark_unchanged();
            if let Some(found) = self.sandbox.shared.read(&mut look) {
                return Some(found);
            }
            if tokio::time::timeout_at(until, changes.changed())
                .await
                .is_err()
            {
                return None;
            }
        }
    }

    /// Waits for the first answer: `false` if it did not come within the limit.
    pub(crate) async fn first_answer(&self, id: Snowflake) -> bool {
        let limit = self.sandbox.shared.read(|state| {
            let started = state
                .interactions
                .get(&id)
                .map(|interaction| interaction.started);
            started.map(|started| started + state.options.first_answer_limit)
        });
        let Some(limit) = limit else { return false };
        let answered = |state: &State| {
            let interaction = state.interactions.get(&id)?;
            (interaction.response != Response::None).then_some(())
        };
        if self.watch(limit.into(), answered).await.is_some() {
            return true;
        }
        // An answer may have come in the very last moment: then it counts.
        !self.sandbox.shared.change(|state| state.give_up(id))
            && self.sandbox.shared.read(|state| answered(state).is_some())
    }

    /// What the member sees of an interaction, once the bot has come to an end with it.
    pub(crate) async fn answer_to(&self, id: Snowflake) -> Answer {
        let kind = self
            .sandbox
            .shared
            .read(|state| state.interactions.get(&id).map(|one| one.kind));
        let kind = kind.unwrap_or(InteractionKind::Command);
        if !self.first_answer(id).await {
            return Answer::of_text(id, Outcome::Failed, failure(kind));
        }
        let patience = self.sandbox.shared.read(|state| state.options.patience);
        let settled = self
            .watch(Instant::now() + patience, |state| settled(state, id))
            .await;
        settled.unwrap_or_else(|| self.sandbox.shared.read(|state| unsettled(state, id)))
    }

    /// The follow-ups to an answer so far, the oldest first.
    #[must_use]
    pub fn followups(&self, answer: &Answer) -> Vec<Message> {
        self.sandbox
            .shared
            .look(|state| followups(state, answer.interaction_id))
    }

    /// Waits for the follow-up of a number, the first being 1.
    ///
    /// # Panics
    ///
    /// Panics after `deadline` with a picture of what there is instead.
    pub async fn followup(&self, answer: &Answer, number: usize, deadline: Duration) -> Message {
        let what = format!("follow-up {number} to {}", answer.render());
        self.sandbox
            .wait_for(&what, deadline, |_| {
                self.followups(answer)
                    .into_iter()
                    .nth(number.saturating_sub(1))
            })
            .await
    }

    /// A message as it is now, such as one whose button was pressed by somebody else meanwhile;
    /// none if it was deleted.
    #[must_use]
    pub fn again(&self, message: &impl super::ShowsMessage) -> Option<Message> {
        let old = message.shown_message()?;
        self.sandbox
            .shared
            .look(|state| read(state, old.channel_id, old.id))
    }
}

fn read(state: &State, channel: Snowflake, id: Snowflake) -> Option<Message> {
    state
        .message(channel, id)
        .map(|message| Message::read(state, message))
}

fn followups(state: &State, id: Snowflake) -> Vec<Message> {
    let Some(interaction) = state.interactions.get(&id) else {
        return Vec::new();
    };
    let all = interaction.followups.iter();
    all.filter_map(|id| read(state, interaction.channel_id, *id))
        .collect()
}

/// The answer, if nothing more is to be expected.
fn settled(state: &State, id: Snowflake) -> Option<Answer> {
    let interaction = state.interactions.get(&id)?;
    let original = interaction
        .original
        .and_then(|one| read(state, interaction.channel_id, one));
    let later = || followups(state, id).pop();
    let nothing = || Answer::of_text(id, Outcome::Nothing, "");
    let answer = match &interaction.response {
        Response::None => return None,
        Response::Message => original.map(|one| Answer::of_message(id, Outcome::Message, one)),
        Response::Updated => original.map(|one| Answer::of_message(id, Outcome::Updated, one)),
        Response::Deferred if interaction.completed => original
            .or_else(later)
            .map(|one| Answer::of_message(id, Outcome::Message, one)),
        Response::Deferred => return None,
        Response::UpdateDeferred if interaction.completed => {
            original.map(|one| Answer::of_message(id, Outcome::Updated, one))
        }
        Response::UpdateDeferred => {
            return later().map(|one| Answer::of_message(id, Outcome::Message, one));
        }
        Response::Form(data) => Some(Answer::of_form(id, Form::read(interaction, data))),
        Response::Choices(_) => None,
    };
    Some(answer.unwrap_or_else(nothing))
}

/// What is seen when the member has lost patience.
fn unsettled(state: &State, id: Snowflake) -> Answer {
    let original = state.interactions.get(&id).and_then(|interaction| {
        let loading = interaction.response == Response::Deferred;
        let original = interaction.original.filter(|_| loading)?;
        read(state, interaction.channel_id, original)
    });
    match original {
        Some(message) => Answer::of_message(id, Outcome::Thinking, message),
        None => Answer::of_text(id, Outcome::Nothing, ""),
    }
}
