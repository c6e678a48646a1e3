//! Buttons and menus on a tender's messages. Each looks up again who presses and what they may do.

use futures::FutureExt;

use super::super::cards::{self, kind};
use super::super::service::{self, Joined, TakePart, Tender, Wanted, Who};
use super::publishing;
use crate::discord::press::Handler;
use crate::discord::{Press, Result};
use crate::ledger::Reader;
use crate::values::{Actor, ForumId, Refusal, Stage};
use crate::words::text;
use crate::{authorities, forums};

/// Who handles which button and menu.
pub fn presses() -> Vec<(&'static str, Handler)> {
    vec![
        (kind::JOIN, |press| join(press).boxed()),
        (kind::JOIN_AS, |press| join_as(press).boxed()),
        (kind::RESTORE, |press| restore(press).boxed()),
        (kind::AMENDMENT, |press| amendment(press).boxed()),
        (kind::OBJECT, |press| object(press).boxed()),
        (kind::PAGE, |press| page(press).boxed()),
        (kind::PUBLISH_AS_READ, |press| {
            publishing::as_read(press).boxed()
        }),
        (kind::PUBLISH_AS_TYPED, |press| {
            publishing::as_typed(press).boxed()
        }),
        (kind::NOT_YET, |press| publishing::not_yet(press).boxed()),
    ]
}

/// What came of pressing Join.
enum Pressed {
    Done(Joined),
    /// For whom?
    Asks(Tender, Vec<Who>),
}

async fn join(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let ledger = &press.data.ledger;
    let pressed = press
        .waiting(async {
            let db = ledger.reader();
            let tender = service::by_id(&db, actor.guild_id, id).await?;
            let candidates = candidates(&db, &actor, &tender).await?;
            if candidates.len() > 1 {
                return Ok(Pressed::Asks(tender, candidates));
            }
            let authority = candidates.into_iter().next().map(|who| who.short_name);
            let request = TakePart {
                tender: tender.reference.to_string(),
                authority,
                reason: None,
            };
            Ok(Pressed::Done(service::join(ledger, &actor, request).await?))
        })
        .await?;
    let lang = press.lang().await;
    let answer = match pressed {
        Pressed::Done(done) => cards::joined(&done, lang),
        Pressed::Asks(tender, candidates) => {
            cards::for_whom(kind::JOIN_AS, &tender, &candidates, lang)
        }
    };
    press.reply(answer).await
}

/// Undo: of a cancellation, or of an early close.
async fn restore(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let ledger = &press.data.ledger;
    let done = press
        .updating(async {
            let tender = service::by_id(&ledger.reader(), actor.guild_id, id).await?;
            service::restore(ledger, &actor, tender.reference.to_string()).await
        })
        .await?;
    press
        .update(cards::restored(&done, press.lang().await))
        .await
}

/// What the lead changed of an authority's answer.
async fn amendment(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let db = press.data.ledger.reader();
    let seen = press
        .waiting(service::see_amendment(&db, &actor, id))
        .await?;
    press
        .reply(cards::amendment(&seen, press.lang().await))
        .await
}

/// That's not right.
async fn object(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let done = press
        .waiting(service::object(&press.data.ledger, &actor, id))
        .await?;
    press
        .reply(cards::objected(&done, press.lang().await))
        .await
}

async fn join_as(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let ledger = &press.data.ledger;
    let done = press
        .updating(async {
            let db = ledger.reader();
            let tender = service::by_id(&db, actor.guild_id, id).await?;
            let authority = Some(chosen(&db, &actor, press).await?);
            let request = TakePart {
                tender: tender.reference.to_string(),
                authority,
                reason: None,
            };
            service::join(ledger, &actor, request).await
        })
        .await?;
    press.update(cards::joined(&done, press.lang().await)).await
}

/// The authorities that the person acts for and that may answer; where none of those may, all that they act for: the
/// service then says why not.
async fn candidates(db: &Reader, actor: &Actor, tender: &Tender) -> Result<Vec<Who>> {
    let held = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let acting: Vec<Who> = held
        .iter()
        .filter(|m| m.acts())
        .map(|m| Who::from(&m.authority))
        .collect();
    let answers = service::answers(db, tender).await?;
    let invited: Vec<Who> = acting
        .iter()
        .filter(|who| answers.iter().any(|a| a.who.id == who.id))
        .cloned()
        .collect();
    Ok(if invited.is_empty() { acting } else { invited })
}

/// The short name of the authority chosen from a menu.
async fn chosen(db: &Reader, actor: &Actor, press: &Press<'_>) -> Result<String> {
    let id = press.chosen().first().and_then(|id| id.parse().ok());
    let found = match id {
        Some(id) => authorities::service::by_id(db, id).await?,
        None => None,
    };
    let found = found.filter(|authority| authority.guild_id == actor.guild_id);
    let gone = || {
        Refusal::new(
            text!("tenders-authority-gone"),
            text!("tenders-authority-gone-help"),
        )
    };
    Ok(found
        .map(|authority| authority.short_name)
        .ok_or_else(gone)?)
}

async fn page(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let rows = press.rows()?;
    let [page, stage, mine, forum] = rows[..] else {
        return Err(Refusal::new(
            text!("tenders-unknown-page"),
            text!("tenders-unknown-page-help"),
        )
        .into());
    };
    let (page, wanted, forum) = press
        .updating(async {
            let db = press.data.ledger.reader();
            let region = forums::service::by_id(&db, ForumId(forum))
                .await?
                .filter(|f| f.guild_id == actor.guild_id);
            let stage = usize::try_from(stage).ok().and_then(|n| n.checked_sub(1));
            let wanted = Wanted {
                stage: stage.and_then(|n| Stage::ALL.get(n).copied()),
                region: region.as_ref().map(|f| f.region.clone()),
                mine: mine != 0,
                page: u32::try_from(page).unwrap_or_default(),
            };
            let page = service::list(&db, &actor, &wanted).await?;
            Ok((page, wanted, region.map(|f| f.id)))
        })
        .await?;
    let lang = press.lang().await;
    press.update(cards::list(&page, &wanted, forum, lang)).await
}
