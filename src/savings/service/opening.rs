//! A report opened down to its call-offs.

use chrono::{DateTime, Utc};

use super::super::rules::Bought;
use super::super::store;
use super::looking::{Sift, looking};
use super::reporting::baseline;
use crate::ledger::{Db, Result};
use crate::servers::service as servers;
use crate::tenders::service as tenders;
use crate::values::{Actor, AuthorityId, CallOffId, time_zone};

/// A part of a call-off in a report, opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The call-off.
    pub call_off_id: CallOffId,
    /// When it was placed.
    pub at: DateTime<Utc>,
    /// The tender's reference.
    pub reference: String,
    /// The authority's short name.
    pub authority: String,
    /// The lot's title.
    pub lot: String,
    /// What was bought, and at what price.
    pub bought: Bought,
}

/// A page of call-offs that a report is made of, the oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedPage {
    /// What it is of.
    pub sift: Sift,
    /// The lines.
    pub lines: Vec<Opened>,
    /// From 0.
    pub page: usize,
    /// How many pages there are, at least one.
    pub pages: usize,
    /// How many lines there are.
    pub count: usize,
}

/// How many lines a page has.
pub const PAGE: usize = 15;

/// The call-offs that a report is made of, as far as the person may see them.
///
/// # Errors
/// As [`report`](super::report).
pub async fn open(db: &impl Db, actor: &Actor, sift: Sift, page: usize) -> Result<OpenedPage> {
    let settings = servers::settings(db, actor.guild_id).await?;
    let at = looking(db, actor, settings, sift).await?;
    let seen: Vec<AuthorityId> = at
        .asked
        .iter()
        .map(|it| it.id)
        .filter(|id| at.sees(*id))
        .collect();
    let tz = at.settings.time_zone;
    let which = store::Which {
        guild_id: actor.guild_id,
        from: time_zone::start_of_day(sift.year.starts(), tz),
        before: time_zone::start_of_day(sift.year.next().starts(), tz),
        authority_ids: &seen,
        tender_id: sift.tender_id,
    };
    let count = store::count_parts(db, &which).await?;
    let baselines = store::baselines(db, actor.guild_id).await?;
    let pages = count.div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let mut lines = Vec::new();
    for part in store::parts(db, &which, page * PAGE, PAGE).await? {
        let tender = tenders::by_id(db, actor.guild_id, part.tender_id).await?;
        let lots = tenders::lots(db, part.tender_id).await?;
        let lot = lots.into_iter().find(|it| it.id == part.lot_id);
        let authority = at.asked.iter().find(|it| it.id == part.authority_id);
        lines.push(Opened {
            call_off_id: part.call_off_id,
            at: part.at,
            reference: tender.reference.to_string(),
            authority: authority.map_or_else(String::new, |it| it.short_name.clone()),
            lot: lot.map_or_else(String::new, |it| it.title),
            bought: Bought {
                authority_id: part.authority_id,
                lot_id: part.lot_id,
                quantity: part.quantity,
                price: part.price,
                baseline: baseline(&baselines, part.authority_id, part.lot_id, part.year),
            },
        });
    }
    Ok(OpenedPage {
        sift,
        lines,
        page,
        pages,
        count,
    })
}
