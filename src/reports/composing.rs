//! Composes what an officer is asked whose authority has called nothing off for long, when it is sent.

use std::sync::Arc;

use async_trait::async_trait;

use super::letters::Asking;
use super::{cards, quiet};
use crate::authorities::service::language_of;
use crate::clock::SharedClock;
use crate::delivery::{Compose, Composed, Composers, Delivery, Fallback, Place};
use crate::ledger::{Reader, Result};

/// What composes what officers are asked.
pub fn composers(reader: Reader, clock: SharedClock) -> Composers {
    Composers::default().and::<Asking>(Arc::new(Composer { reader, clock }))
}

struct Composer {
    reader: Reader,
    clock: SharedClock,
}

#[async_trait]
impl Compose<Asking> for Composer {
    async fn compose(&self, letter: &Asking, delivery: &Delivery) -> Result<Composed> {
        let user_id = letter.user_id;
        let asked = quiet::asked(
            &self.reader,
            delivery.guild_id,
            letter.tender_id,
            letter.authority_id,
            user_id,
            self.clock.now(),
        );
        let Some(asked) = asked.await? else {
            return Ok(Composed::Nothing(
                "there is nothing to ask any more".to_owned(),
            ));
        };
        let thread = asked.post.as_ref().and_then(|post| post.thread_id);
        let lang = language_of(&self.reader, delivery.guild_id, user_id).await?;
        Ok(Composed::Direct {
            user_id,
            message: cards::asked(&asked, delivery.guild_id, lang),
            fallback: thread.map(|channel_id| Fallback {
                channel_id,
                message: cards::asked_in_post(&asked, user_id, asked.post_language),
            }),
        })
    }

    async fn places(&self, letter: &Asking, _: &Delivery) -> Result<Vec<Place>> {
        let posts = crate::tenders::service::posts(&self.reader, letter.tender_id).await?;
        let threads = posts.into_iter().filter_map(|post| post.thread_id);
        Ok([Place::Direct(letter.user_id)]
            .into_iter()
            .chain(threads.map(Place::Channel))
            .collect())
    }
}
