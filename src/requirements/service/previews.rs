//! What an officer is shown before something declared is dropped (design, section 2a).

use super::super::rules::EVERY_YEAR;
use super::super::store::Requirement;
use super::looking;
use crate::ledger::{Result, Tx};
use crate::servers;
use crate::tenders::questions::{Declared, Stands};
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::Preview;
use crate::values::time_zone::told;
use crate::words::{Text, text};

/// Before these no longer count: each, and until when it can be declared again.
pub(super) async fn dropping(
    tx: &Tx,
    title: Text,
    tender: &Tender,
    dropped: &[Requirement],
    late: bool,
) -> Result<Preview> {
    let lots = tenders::lots(tx, tender.id).await?;
    let tz = servers::service::settings(tx, tender.guild_id)
        .await?
        .time_zone;
    let lines = stand(&lots, dropped).map(|it| text!("tenders-preview-dropped", what = it.said));
    let back = match late {
        true => text!("requirements-back-late"),
        false => text!("requirements-back", by = told(tender.respond_by, tz)),
    };
    Ok(Preview::of(title).lines(lines).line(back))
}

/// What counts in a tender, for those below who ask before they change it.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn declared(tx: &Tx, question: &Declared) -> Result<Vec<Stands>> {
    let lots = tenders::lots(tx, question.tender_id).await?;
    let current = looking::current(tx, question.tender_id, None).await?;
    Ok(stand(&lots, &current).collect())
}

/// In the order of the lots.
fn stand(lots: &[Lot], declared: &[Requirement]) -> impl Iterator<Item = Stands> {
    let of = |lot: &Lot| {
        let of: Vec<Stands> = declared
            .iter()
            .filter(|it| it.lot_id == lot.id)
            .map(|it| Stands {
                authority_id: it.authority_id,
                lot_id: it.lot_id,
                said: text!(
                    "requirements-stands",
                    quantity = lot.unit.show(it.expected),
                    lot = lot.title.as_str(),
                    when = match it.year {
                        EVERY_YEAR => text!("requirements-every-year"),
                        year => text!("requirements-in-year", year),
                    },
                    bound = match it.committed {
                        true => text!("requirements-committed"),
                        false => text!("requirements-indicative"),
                    }
                ),
            })
            .collect();
        of
    };
    lots.iter().flat_map(of)
}
