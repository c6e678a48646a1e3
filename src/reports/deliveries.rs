//! What an officer is asked whose authority has called nothing off for long, worked out when it is sent.

use std::sync::Arc;

use async_trait::async_trait;

use super::{cards, quiet};
use crate::delivery::{Compose, Composed, Delivery, Fallback, Place};
use crate::ledger::{Reader, Result, Tx};
use crate::schedule::clock::SharedClock;
use crate::schedule::duties::Duty;
use crate::schedule::sweeper::{Act, Next};

/// What acts when contracts are to be looked after.
pub fn acts() -> Vec<Arc<dyn Act>> {
    vec![Arc::new(FallDue)]
}

/// What composes what officers are asked.
pub fn composers(reader: Reader, clock: SharedClock) -> Vec<Arc<dyn Compose>> {
    vec![Arc::new(Composer { reader, clock })]
}

struct FallDue;

#[async_trait]
impl Act for FallDue {
    fn kinds(&self) -> &[&'static str] {
        &[quiet::KIND]
    }

    async fn act(&self, tx: &Tx, duty: &Duty, _late: bool) -> Result<Next> {
        quiet::fall_due(tx, duty).await
    }
}

struct Composer {
    reader: Reader,
    clock: SharedClock,
}

fn number(delivery: &Delivery, name: &str) -> i64 {
    delivery.args[name].as_i64().unwrap_or_default()
}

#[async_trait]
impl Compose for Composer {
    fn kinds(&self) -> &[&'static str] {
        &[quiet::KIND]
    }

    async fn compose(&self, delivery: &Delivery) -> Result<Composed> {
        let user_id = number(delivery, "user_id");
        let asked = quiet::asked(
            &self.reader,
            delivery.guild_id,
            delivery.subject_id,
            number(delivery, "authority_id"),
            user_id,
            self.clock.now(),
        );
        let Some(asked) = asked.await? else {
            return Ok(Composed::Nothing(
                "there is nothing to ask any more".to_owned(),
            ));
        };
        let thread = asked.post.as_ref().and_then(|post| post.thread_id);
        Ok(Composed::Direct {
            user_id,
            message: cards::asked(&asked, delivery.guild_id),
            fallback: thread.map(|channel_id| Fallback {
                channel_id,
                message: cards::asked_in_post(&asked, user_id),
            }),
        })
    }

    async fn places(&self, delivery: &Delivery) -> Result<Vec<Place>> {
        let posts = crate::tenders::service::posts(&self.reader, delivery.subject_id).await?;
        let threads = posts.into_iter().filter_map(|post| post.thread_id);
        Ok([Place::Direct(number(delivery, "user_id"))]
            .into_iter()
            .chain(threads.map(Place::Channel))
            .collect())
    }
}
