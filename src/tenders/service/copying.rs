//! The next round of a tender, with what stood in the last: as if somebody had typed it.

use chrono::{DateTime, Datelike, Utc};

use super::super::rounds::{self, Dates};
use super::super::store::{self, Lot, Tender};
use super::announce::Announce;
use super::looking;
use crate::ledger::{Db, Result};
use crate::values::{Actor, LotId, Refusal, Stage};
use crate::words::text;
use crate::{authorities, servers};

/// A lot as it stood in an earlier round.
#[derive(Clone, Debug)]
pub struct EarlierLot {
    /// The lot that it is now.
    pub lot_id: LotId,
    /// The tender whose it was.
    pub tender: Tender,
    /// The lot there.
    pub lot: Lot,
}

/// The lots of earlier tenders in the server that have the title and the unit of one of this tender's, the newest first.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn earlier_lots(db: &impl Db, tender: &Tender) -> Result<Vec<EarlierLot>> {
    let lots = store::lots(db, tender.id).await?;
    let titles: Vec<&str> = lots.iter().map(|lot| lot.title.as_str()).collect();
    let before = store::many::of_titles(db, tender.guild_id, &titles, tender.starts).await?;
    let earlier = before.into_iter().filter_map(|(tender, lot)| {
        let same = |it: &&Lot| it.title == lot.title && it.unit == lot.unit;
        let lot_id = lots.iter().find(same)?.id;
        Some(EarlierLot {
            lot_id,
            tender,
            lot,
        })
    });
    Ok(earlier.collect())
}

/// What announces the next round of a tender: its lots, regions, category, description and open book as they are; title
/// and dates moved on by the contract's length. Its lead leads again where the person acts for it. Nothing is changed.
///
/// # Errors
/// Refused when there is no such tender, or its dates can't be moved on.
pub async fn next_announcement(
    db: &impl Db,
    actor: &Actor,
    tender: &str,
    now: DateTime<Utc>,
) -> Result<Announce> {
    let tz = servers::service::settings(db, actor.guild_id)
        .await?
        .time_zone;
    let last = looking::find(db, actor.guild_id, tender).await?;
    let dates = Dates {
        respond_by: last.respond_by,
        starts: last.starts,
        ends: last.ends,
    };
    let next = rounds::next(dates, last.stage == Stage::Cancelled, now, tz).ok_or_else(|| {
        Refusal::new(
            text!("tenders-no-next-round", reference = last.reference.as_str()),
            text!("tenders-no-next-round-help"),
        )
    })?;
    let lots = store::lots(db, last.id).await?;
    let lots = lots
        .iter()
        .map(|lot| format!("{}, {}", lot.title, lot.unit.as_str()));
    let lots: Vec<String> = lots.collect();
    let posts = looking::posts(db, last.id).await?;
    let regions: Vec<&str> = posts.iter().map(|post| post.region.as_str()).collect();
    let held = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let leads = held
        .iter()
        .find(|it| it.acts() && it.authority.id == last.lead_id);
    Ok(Announce {
        title: rounds::title(&last.title, next.starts.year() - last.starts.year()),
        respond_by: rounds::typed(next.respond_by, tz),
        starts: next.starts.to_string(),
        ends: next.ends.to_string(),
        lots: lots.join("; "),
        lead: leads.map(|it| it.authority.short_name.clone()),
        category: last.category,
        regions: (!regions.is_empty()).then(|| regions.join(", ")),
        description: last.description,
        open_book: last.open_book,
        reference: None,
    })
}
