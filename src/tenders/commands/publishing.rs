//! `/tender publish`: the notice is read by its number where it can be, and what it says is offered to be taken over.

use serde::{Deserialize, Serialize};

use super::super::cards;
use super::super::service::{self, Publish, Published, Tender};
use super::offers;
use crate::discord::{self, Context, Press, Result, answer, pending};
use crate::notices::{self, Notice, Unread};
use crate::servers;
use crate::words::text;

/// What waits for the lead's yes.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Offered {
    request: Publish,
    notice: Notice,
}

enum Next {
    /// It was published; why nothing was read of the notice, if it should have been.
    Done(Published, Option<Unread>),
    /// The notice says this: is it to be taken over? With what was typed of bids, and the number of what is held.
    Asks(Tender, Notice, Option<String>, i64),
}

/// Records the published notice: from here on it is fixed who may call off.
#[poise::command(slash_command)]
pub async fn publish(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collected"] tender: String,
    notice: String,
    bids_by: Option<String>,
    #[autocomplete = "offers::entitled"] entitled: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (data, db, now) = (
        ctx.data(),
        ctx.data().ledger.reader(),
        ctx.data().clock.now(),
    );
    let request = Publish {
        tender,
        notice,
        bids_by,
        entitled,
        taken: None,
    };
    let next = answer::waiting(ctx, async {
        let found = service::may_publish(&db, &actor, &request.tender, now).await?;
        let base = data.config.notices.find_a_tender.as_ref();
        let read = match base.zip(notices::number(&request.notice)) {
            Some((base, number)) => {
                let settings = servers::service::settings(&db, actor.guild_id).await?;
                Some(notices::read(base, &number, settings.time_zone).await)
            }
            None => None,
        };
        let typed = request.bids_by.clone();
        match read {
            Some(Ok(notice)) if typed.is_some() || notice.bids_by.is_some() => {
                let offered = Offered {
                    request,
                    notice: notice.clone(),
                };
                let held = pending::hold(ctx, &offered).await?;
                Ok(Next::Asks(found, notice, typed, held))
            }
            Some(Err(why)) if typed.is_none() => {
                Err(service::bids_missing(cards::unread(why)).into())
            }
            Some(Ok(_)) => Err(service::bids_missing(text!("tenders-bids-not-said")).into()),
            read => {
                let done = service::publish(&data.ledger, &actor, request).await?;
                Ok(Next::Done(done, read.and_then(Result::err)))
            }
        }
    })
    .await?;
    let lang = discord::lang(ctx).await;
    let told = match next {
        Next::Done(done, unread) => cards::published(&done, unread, lang),
        Next::Asks(tender, notice, typed, held) => {
            cards::notice_read(&tender, &notice, typed.as_deref(), held, lang)
        }
    };
    answer::send(ctx, told).await
}

/// With what the notice says.
pub(super) async fn as_read(press: &Press<'_>) -> Result<()> {
    held(press, true).await
}

/// As it was typed, whatever the notice says.
pub(super) async fn as_typed(press: &Press<'_>) -> Result<()> {
    held(press, false).await
}

async fn held(press: &Press<'_>, take: bool) -> Result<()> {
    let done = press
        .updating(async {
            let (offered, actor) = pending::held(press).await?;
            let Offered {
                mut request,
                notice,
            } = offered;
            request.taken = take.then_some(notice);
            service::publish(&press.data.ledger, &actor, request).await
        })
        .await?;
    press
        .update(cards::published(&done, None, press.lang().await))
        .await
}

/// Not yet.
pub(super) async fn not_yet(press: &Press<'_>) -> Result<()> {
    press.update(cards::not_published(press.lang().await)).await
}
