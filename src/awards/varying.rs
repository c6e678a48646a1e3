//! A running contract is varied: its price, its supplier, its ceiling, its end (design, section 2a).

use chrono::{Months, NaiveDate};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::award::{Award, Change, Variation, Varied, standing};
use super::extensions;
use super::facts::{self, ToldVariation};
use super::rules::{self, Bands};
use super::running::Of;
use super::{store, vary_previews};
use crate::ledger::{About, Cause, Db, Ledger, Receipted, Result, Tx};
use crate::servers;
use crate::tenders::rules::{REASON_MAX, text as typed};
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::{
    Actor, Ground, LotId, Refusal, Stage, TenderId, VariationId, VariationKind, When,
};
use crate::words::text;

/// A variation, as the lead gives it (design, section 6, `/tender vary`).
#[derive(Clone, Debug)]
pub struct Vary {
    /// The tender's reference.
    pub tender: String,
    /// The lot's title or number; of an end none is the whole tender.
    pub lot: Option<String>,
    /// What it changes.
    pub kind: VariationKind,
    /// From which day on, as it was typed; of an end, the last day.
    pub from: Option<String>,
    /// What it is from then on, as it was typed: a price, a name, a quantity, so many months.
    pub value: Option<String>,
    /// On which ground; left out, the usual one of its kind.
    pub ground: Option<Ground>,
    /// The index and its figure.
    pub index: Option<String>,
    /// Why.
    pub reason: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The tender's reference.
    pub reference: String,
    /// Where it stands now: ended, where its new last day is gone.
    pub stage: Stage,
    /// The variation, and what held on its day before.
    pub varied: Varied,
    /// In which regions' posts it is said.
    pub regions: Vec<String>,
}

/// Varies a running contract from a day on. What was called off before that day keeps its price; a variation of the same
/// kind, lot and day takes the place of the one before.
///
/// # Errors
/// Asks first. Refused to those who don't act for the lead, at another stage than call-off, for a lot without an award,
/// for what can't be read, for what holds already, and without a reason.
pub async fn vary(ledger: &Ledger, actor: &Actor, request: Vary) -> Result<Receipted<Done>> {
    let actor = actor.clone();
    ledger
        .write_for_receipt(Cause::by(&actor), move |tx| {
            async move { vary_in(tx, &actor, request).await }.boxed()
        })
        .await
}

async fn vary_in(tx: &Tx, actor: &Actor, request: Vary) -> Result<Done> {
    let tz = servers::service::settings(tx, actor.guild_id)
        .await?
        .time_zone;
    let tender = tenders::find_by_now(tx, &request.tender).await?;
    tenders::require_lead(tx, actor, &tender).await?;
    rules::may_vary(tender.reference.as_str(), tender.stage)?;
    let lots = tenders::lots(tx, tender.id).await?;
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let awards = store::awards(tx, &ids).await?;
    let lot = lot_of(&tender, &lots, &awards, &request)?;
    let of = Of {
        history: store::variations(tx, tender.id).await?,
        tender,
        lots,
        awards,
        lot,
    };
    let day = |text: &String| When::parse(text, tx.now(), tz).map(|when| when.date);
    let from = request.from.as_ref().map(day).transpose()?;
    let (from, change) = change(&of, &request, from)?;
    let (ground, index) = rules::ground(request.kind, request.ground, request.index.as_deref())?;
    let reason = typed(text!("tenders-what-reason"), &request.reason, REASON_MAX)?;
    let moves_end = matches!(change, Change::Ends(_));
    let before = match of.award().and_then(|award| award.holds(request.kind, from)) {
        Some(before) if !moves_end => before,
        _ => Change::Ends(of.ends()),
    };
    if before == change {
        return Err(holds_already(&of, &change));
    }
    let variation = Variation {
        id: VariationId(0),
        tender_id: of.tender.id,
        lot_id: of.lot.as_ref().map(|lot| lot.id),
        kind: request.kind,
        from,
        ground,
        index,
        change,
        ends_before: moves_end.then(|| of.ends()),
        reason,
        by_user: actor.user_id,
        at: tx.now(),
    };
    let mut varied = Varied {
        variation,
        before,
        lot: of.titled(),
    };
    tx.ask(vary_previews::varying(tx, &of, &varied, tz).await?)?;
    varied.variation.id = store::vary(tx, &varied.variation).await?;
    let mut now = of.tender.clone();
    if let (Change::Ends(ends), None) = (&varied.variation.change, &of.lot) {
        now.ends = *ends;
        tenders::save(tx, &now, tz).await?;
    }
    let about = About::tender(of.tender.id, of.tender.lead_id);
    let told = ToldVariation::of(&varied);
    tx.tell(&facts::Varied::of(about, told)).await?;
    // A last day that is gone already: it ends at once.
    let now = tenders::catch_up(tx, now).await?;
    let posts = tenders::posts(tx, now.id).await?;
    Ok(Done {
        reference: now.reference.to_string(),
        stage: now.stage,
        varied,
        regions: posts.into_iter().map(|post| post.region).collect(),
    })
}

/// The lot that is meant; none: the whole tender.
fn lot_of(tender: &Tender, lots: &[Lot], awards: &[Award], request: &Vary) -> Result<Option<Lot>> {
    let reference = tender.reference.as_str();
    let awarded = |lot: &&Lot| awards.iter().any(|award| award.lot_id == lot.id);
    let lot = match &request.lot {
        Some(text) => tenders::find_lot(lots, text)?,
        None if matches!(request.kind, VariationKind::Extension | VariationKind::End) => {
            return Ok(None);
        }
        None => match &lots.iter().filter(awarded).collect::<Vec<_>>()[..] {
            [only] => only,
            _ => {
                return Err(Refusal::new(
                    text!("awards-which-lot", reference),
                    text!("awards-which-lot-help"),
                )
                .into());
            }
        },
    };
    if request.kind == VariationKind::Extension {
        return Err(Refusal::new(
            text!("awards-extension-of-lot"),
            text!("awards-extension-of-lot-help"),
        )
        .into());
    }
    if !awarded(&lot) {
        return Err(Refusal::new(
            text!("awards-not-awarded", lot = lot.title.as_str(), reference),
            text!("awards-not-awarded-help"),
        )
        .into());
    }
    Ok(Some(lot.clone()))
}

/// The first day on which it holds, and what it changes.
fn change(of: &Of, request: &Vary, from: Option<NaiveDate>) -> Result<(NaiveDate, Change)> {
    let needed = || from.ok_or_else(|| rules::from_missing(request.kind));
    let value = || {
        let given = request.value.as_deref().map(str::trim);
        let missing = || rules::value_missing(request.kind);
        given.filter(|it| !it.is_empty()).ok_or_else(missing)
    };
    let unit = || of.lot.as_ref().map(|lot| &lot.unit);
    let ends = of.ends();
    Ok(match (request.kind, unit()) {
        (VariationKind::Price, Some(unit)) => {
            let bands = Bands::parse_per(value()?, unit)?;
            (needed()?, Change::Price(bands))
        }
        (VariationKind::Ceiling, Some(unit)) => {
            let from = needed()?;
            let bands = of.award().map(|award| award.on(from).bands);
            let most = match (value()?, bands) {
                (none, _) if none.eq_ignore_ascii_case("none") => None,
                (text, Some(bands)) => Some(rules::read_ceiling(text, unit, &bands)?.quantity),
                (_, None) => None,
            };
            (from, Change::Ceiling(rules::ceiling(most)?))
        }
        (VariationKind::Extension, _) => {
            let next = of.next_extension();
            let months = match (request.value.as_deref().map(str::trim), next) {
                (Some(text), _) if !text.is_empty() => extensions::months(text)?,
                (_, Some(months)) => months,
                _ => return Err(rules::value_missing(request.kind).into()),
            };
            // From the day after the last to the day before the same one so many months later.
            let first = ends.succ_opt().unwrap_or(ends);
            let last = first.checked_add_months(Months::new(months.into()));
            let last = last.and_then(|it| it.pred_opt()).unwrap_or(ends);
            (
                from.unwrap_or(first),
                Change::Ends(rules::last_day(of.tender.starts, last)?),
            )
        }
        (VariationKind::End, _) => {
            let last = needed()?;
            (last, Change::Ends(rules::last_day(of.tender.starts, last)?))
        }
        (_, _) => (needed()?, Change::Supplier(rules::supplier(value()?)?)),
    })
}

fn holds_already(of: &Of, change: &Change) -> crate::ledger::Error {
    let unit = of.lot.as_ref().map(|lot| &lot.unit);
    let now = change.told(unit);
    Refusal::new(
        text!("awards-holds-already", now),
        text!("awards-holds-already-help"),
    )
    .into()
}

/// The variations of a tender that count, each with what it took the place of, by their days.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn varied(db: &impl Db, tender_id: TenderId) -> Result<Vec<Varied>> {
    let variations = store::variations(db, tender_id).await?;
    if variations.is_empty() {
        return Ok(Vec::new());
    }
    let lots = tenders::lots(db, tender_id).await?;
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let awards = store::awards(db, &ids).await?;
    let titled = |id: LotId| {
        let lot = lots.iter().find(|lot| lot.id == id)?;
        Some((lot.title.clone(), lot.unit.clone()))
    };
    Ok(standing(&variations, &awards, titled))
}

#[cfg(test)]
#[path = "varying_tests.rs"]
mod tests;
