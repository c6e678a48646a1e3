//! What a reminder says, and to whom, worked out when it is sent (design, section 3, rule 4).

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;

use super::cards;
use super::service::{self, KIND};
use crate::delivery::compose::UNKNOWN_CHANNEL;
use crate::delivery::{Compose, Composed, Delivery, Fallback, Place, Remedy};
use crate::ledger::{Reader, Result, Tx};
use crate::schedule::clock::SharedClock;
use crate::schedule::duties::Duty;
use crate::schedule::sweeper::{Act, Next};

/// How long a reminder waits for a tender's post that is not there yet.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);

/// What acts when a reminder falls due.
pub fn acts() -> Vec<Arc<dyn Act>> {
    vec![Arc::new(FallDue)]
}

/// What composes reminders.
pub fn composers(reader: Reader, clock: SharedClock) -> Vec<Arc<dyn Compose>> {
    vec![Arc::new(Composer { reader, clock })]
}

struct FallDue;

#[async_trait]
impl Act for FallDue {
    fn kinds(&self) -> &[&'static str] {
        &[KIND]
    }

    // Whether it is late, the worker says.
    async fn act(&self, tx: &Tx, duty: &Duty, _late: bool) -> Result<Next> {
        service::fall_due(tx, duty).await
    }
}

struct Composer {
    reader: Reader,
    clock: SharedClock,
}

#[async_trait]
impl Compose for Composer {
    fn kinds(&self) -> &[&'static str] {
        &[KIND]
    }

    async fn compose(&self, delivery: &Delivery) -> Result<Composed> {
        self.compose_of(delivery.guild_id, delivery.subject_id)
            .await
    }

    async fn places(&self, delivery: &Delivery) -> Result<Vec<Place>> {
        let (guild_id, id) = (delivery.guild_id, delivery.subject_id);
        let Some((user_id, threads)) = service::goes_to(&self.reader, guild_id, id).await? else {
            return Ok(Vec::new());
        };
        let threads = threads.into_iter().map(Place::Channel);
        Ok([Place::Direct(user_id)]
            .into_iter()
            .chain(threads)
            .collect())
    }

    async fn refused(&self, tx: &Tx, delivery: &Delivery, code: i64) -> Result<Remedy> {
        if code != UNKNOWN_CHANNEL {
            return Ok(Remedy::Nobody);
        }
        // Somebody deleted the tender's post: it comes again, and the reminder into it.
        service::post_was_gone(tx, delivery.subject_id).await?;
        Ok(Remedy::Again(tx.now() + PATIENCE))
    }
}

impl Composer {
    async fn compose_of(&self, guild_id: i64, id: i64) -> Result<Composed> {
        let now = self.clock.now();
        let due = match service::due(&self.reader, guild_id, id, now).await? {
            Ok(due) => due,
            Err(why) => return Ok(Composed::Nothing(why)),
        };
        let thread = due.post.as_ref().and_then(|post| post.thread_id);
        if due.direct {
            let fallback = thread.map(|channel_id| Fallback {
                channel_id,
                message: cards::in_post(&due),
            });
            return Ok(Composed::Direct {
                user_id: due.reminder.user_id,
                message: cards::direct(&due, guild_id),
                fallback,
            });
        }
        Ok(match thread {
            Some(channel_id) => Composed::Send {
                channel_id,
                message: cards::in_post(&due),
            },
            None => Composed::NotYet(now + PATIENCE),
        })
    }
}

/// What a reminder would be if it were sent now.
#[cfg(test)]
pub(super) async fn composed(
    reader: Reader,
    clock: SharedClock,
    guild_id: i64,
    id: i64,
) -> Result<Composed> {
    Composer { reader, clock }.compose_of(guild_id, id).await
}
