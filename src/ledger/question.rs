//! What a capability must know before it acts and only those above it can say: which regions have a forum, what would move
//! with an authority. It asks without naming them; they answer inside its change, by `Tx::inquire`.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::error::{Fault, Result};

/// A question to whoever lives above. Nothing is recorded of it.
pub trait Question: Send + Sync + 'static {
    /// What each of them says to it.
    type Answer: Send + 'static;
}

/// What somebody says to a question of type `Q` in a change of type `C`. A refusal undoes all of the change.
pub type AnswerIn<C, Q> =
    for<'t> fn(&'t C, &'t Q) -> BoxFuture<'t, Result<<Q as Question>::Answer>>;

type Anyone<C> = Arc<
    dyn for<'t> Fn(&'t C, &'t (dyn Any + Send + Sync)) -> BoxFuture<'t, Result<Box<dyn Any + Send>>>
        + Send
        + Sync,
>;

/// Who answers which question in changes of type `C`, in the order in which they are asked.
pub struct Answerers<C> {
    by_question: HashMap<TypeId, Vec<Anyone<C>>>,
}

impl<C> Default for Answerers<C> {
    fn default() -> Self {
        Answerers {
            by_question: HashMap::new(),
        }
    }
}

impl<C: 'static> Answerers<C> {
    /// Adds somebody who answers questions of type `Q`, after those that were added before.
    pub fn add<Q: Question>(&mut self, answers: AnswerIn<C, Q>) {
        let anyone: Anyone<C> = Arc::new(move |tx, question| match question.downcast_ref::<Q>() {
            Some(question) => {
                let answered = answers(tx, question);
                let boxed = async { Ok(Box::new(answered.await?) as Box<dyn Any + Send>) };
                boxed.boxed()
            }
            None => async { Err(fault()) }.boxed(),
        });
        let known = self.by_question.entry(TypeId::of::<Q>()).or_default();
        known.push(anyone);
    }

    /// Adds all of those in `more`, after these.
    pub fn extend(&mut self, more: Self) {
        for (question, those) in more.by_question {
            self.by_question.entry(question).or_default().extend(those);
        }
    }

    /// What everybody who answers this question says, one after the other.
    ///
    /// # Errors
    /// What the first of them returned that returned one.
    pub async fn ask<Q: Question>(&self, change: &C, question: &Q) -> Result<Vec<Q::Answer>> {
        let mut said = Vec::new();
        let those = self.by_question.get(&TypeId::of::<Q>());
        for answers in those.into_iter().flatten() {
            match answers(change, question).await?.downcast::<Q::Answer>() {
                Ok(answer) => said.push(*answer),
                Err(_) => return Err(fault()),
            }
        }
        Ok(said)
    }
}

/// They are kept by their type.
fn fault() -> crate::error::Error {
    Fault::new("a question of another type").into()
}
