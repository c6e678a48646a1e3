//! `/ledger show` and `/ledger verify`, and the buttons of a page.

use chrono::DateTime;
use futures::FutureExt;

mod witnesses;

use super::cards;
use super::service::{self, Ask, Sift};
use crate::discord::press::Handler;
use crate::discord::{self, Context, Press, Result, answer};
use crate::values::{AuthorityId, Refusal, TenderId};
use crate::words::text;

/// Who handles the buttons of a page.
pub fn handlers() -> Vec<(&'static str, Handler)> {
    vec![(cards::PAGE, |press| page(press).boxed())]
}

/// The record: who did what, when, for whom.
#[poise::command(slash_command, subcommands("show", "verify"), subcommand_required)]
pub async fn ledger(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows the record, the newest entries first; for registrars, and for a tender's lead.
#[poise::command(slash_command)]
async fn show(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: Option<String>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: Option<String>,
    since: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let ask = Ask {
        tender,
        authority,
        since,
    };
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let page = answer::waiting(ctx, async {
        let sift = service::sift(&db, &actor, &ask, now).await?;
        service::show(&db, &actor, sift, 0).await
    })
    .await?;
    answer::send(ctx, cards::page(&page, discord::lang(ctx).await)).await
}

/// Walks the record and holds it against the forums' digests; for registrars, and for a tender's lead.
#[poise::command(slash_command)]
async fn verify(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: Option<String>,
    anchor: Option<String>,
    receipt: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let db = ctx.data().ledger.reader();
    let anchor = anchor.or(receipt);
    let walked = answer::waiting(ctx, async {
        let mut walked = service::verify(&db, &actor, tender.as_deref(), anchor.as_deref()).await?;
        if tender.is_none() && anchor.is_none() {
            let (heard, unread) = witnesses::heard(ctx, actor.guild_id).await?;
            walked.forums = Some(service::held_against(&db, actor.guild_id, heard, unread).await?);
        }
        Ok(walked)
    })
    .await?;
    answer::send(ctx, cards::verified(&walked, discord::lang(ctx).await)).await
}

async fn page(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let rows = press.rows()?;
    let [page, tender, authority, since] = rows[..] else {
        let unknown = text!("records-unknown-button");
        return Err(Refusal::new(unknown, text!("records-unknown-button-help")).into());
    };
    let some = |row: i64| Some(row).filter(|row| *row > 0);
    let sift = Sift {
        tender_id: some(tender).map(TenderId),
        authority_id: some(authority).map(AuthorityId),
        since: some(since).and_then(|at| DateTime::from_timestamp(at, 0)),
    };
    let db = press.data.ledger.reader();
    let page = u64::try_from(page).unwrap_or_default();
    let shown = press
        .updating(service::show(&db, &actor, sift, page))
        .await?;
    press.update(cards::page(&shown, press.lang().await)).await
}
