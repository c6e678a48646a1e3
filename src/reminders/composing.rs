//! Composes a reminder when it is sent: what it says, and to whom (design, section 3, rule 4).

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;

use super::letters::Reminding;
use super::service::Moot;
use super::{cards, service};
use crate::authorities::service::language_of;
use crate::clock::SharedClock;
use crate::delivery::compose::UNKNOWN_CHANNEL;
use crate::delivery::{Compose, Composed, Composers, Delivery, Fallback, Place, Remedy};
use crate::discord::escape;
use crate::ledger::{Reader, Result, Tx};
use crate::values::ReminderId;
use crate::words::{Text, text};

/// How long a reminder waits for a tender's post that is not there yet.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);

/// What composes reminders.
pub fn composers(reader: Reader, clock: SharedClock) -> Composers {
    Composers::default().and::<Reminding>(Arc::new(Composer { reader, clock }))
}

struct Composer {
    reader: Reader,
    clock: SharedClock,
}

#[async_trait]
impl Compose<Reminding> for Composer {
    async fn compose(&self, letter: &Reminding, delivery: &Delivery) -> Result<Composed> {
        self.compose_of(delivery.guild_id, letter.reminder_id).await
    }

    async fn name(&self, letter: &Reminding, guild_id: i64) -> Result<Text> {
        let reference = service::reference_of(&self.reader, guild_id, letter.reminder_id).await?;
        Ok(reference.map_or_else(Text::default, |reference| {
            text!("reminders-stuck", reference = escape::line(&reference))
        }))
    }

    async fn places(&self, letter: &Reminding, delivery: &Delivery) -> Result<Vec<Place>> {
        let (guild_id, id) = (delivery.guild_id, letter.reminder_id);
        let Some((user_id, threads)) = service::goes_to(&self.reader, guild_id, id).await? else {
            return Ok(Vec::new());
        };
        let threads = threads.into_iter().map(Place::Channel);
        Ok([Place::Direct(user_id)]
            .into_iter()
            .chain(threads)
            .collect())
    }

    async fn refused(&self, tx: &Tx, letter: &Reminding, code: i64) -> Result<Remedy> {
        if code != UNKNOWN_CHANNEL {
            return Ok(Remedy::Nobody);
        }
        // Somebody deleted the tender's post: it comes again, and the reminder into it.
        service::post_was_gone(tx, letter.reminder_id).await?;
        Ok(Remedy::Again(tx.now() + PATIENCE))
    }
}

impl Composer {
    async fn compose_of(&self, guild_id: i64, id: ReminderId) -> Result<Composed> {
        let now = self.clock.now();
        let due = match service::due(&self.reader, guild_id, id, now).await? {
            Ok(due) => due,
            Err(why) => return Ok(nothing(why)),
        };
        let in_post = due.post_language;
        let thread = due.post.as_ref().and_then(|post| post.thread_id);
        if due.direct {
            let fallback = thread.map(|channel_id| Fallback {
                channel_id,
                message: cards::in_post(&due, in_post),
            });
            let user_id = due.reminder.user_id;
            let lang = language_of(&self.reader, guild_id, user_id).await?;
            return Ok(Composed::Direct {
                user_id,
                message: cards::direct(&due, guild_id, lang),
                fallback,
            });
        }
        Ok(match thread {
            Some(channel_id) => Composed::Send {
                channel_id,
                message: cards::in_post(&due, in_post),
            },
            None => Composed::NotYet(now + PATIENCE),
        })
    }
}

/// Says nothing, and why: kept with it for whoever runs griffin.
fn nothing(why: Moot) -> Composed {
    match why {
        Moot::Gone => Composed::Nothing("the reminder is gone".to_owned()),
        Moot::State(state) => Composed::Nothing(format!("the reminder is {}", state.as_str())),
        Moot::Stage(stage) => Composed::Nothing(format!("the tender is {}", stage.as_str())),
        Moot::NoMandate => Composed::Nothing("its officer has no mandate any more".to_owned()),
        Moot::NoPart => Composed::Nothing("its authority has left the tender".to_owned()),
    }
}

/// What a reminder would be if it were sent now.
#[cfg(test)]
pub(super) async fn composed(
    reader: Reader,
    clock: SharedClock,
    guild_id: i64,
    id: ReminderId,
) -> Result<Composed> {
    Composer { reader, clock }.compose_of(guild_id, id).await
}
