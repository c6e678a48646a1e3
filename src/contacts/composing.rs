//! Composes what a tender's posts are told of its contact, when it is sent.

use std::sync::Arc;

use async_trait::async_trait;

use super::letters::Told;
use super::{cards, service};
use crate::delivery::{Compose, Composed, Composers, Delivery};
use crate::forums::service as forums;
use crate::ledger::{Reader, Result};
use crate::tenders::service as tenders;
use crate::words::Lang;

/// What composes it.
pub fn composers(reader: Reader) -> Composers {
    Composers::default().and::<Told>(Arc::new(Composer(reader)))
}

struct Composer(Reader);

#[async_trait]
impl Compose<Told> for Composer {
    async fn compose(&self, letter: &Told, delivery: &Delivery) -> Result<Composed> {
        let db = &self.0;
        let nothing = || Composed::Nothing("there is nobody to ask any more".to_owned());
        let Some(name) = service::name(db, letter.tender_id).await? else {
            return Ok(nothing());
        };
        let tender = tenders::by_id(db, delivery.guild_id, letter.tender_id).await?;
        let posts = tenders::posts(db, tender.id).await?;
        let post = posts.into_iter().find(|post| post.id == letter.post_id);
        let Some((post, channel_id)) = post.and_then(|it| Some((it.forum_id, it.thread_id?)))
        else {
            return Ok(nothing());
        };
        let forum = forums::by_id(db, post).await?;
        let lang = forum.map_or(Lang::default(), |it| it.language);
        Ok(Composed::Send {
            channel_id,
            message: cards::told(tender.reference.as_str(), &name, lang),
        })
    }
}
