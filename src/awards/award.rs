//! An award, what changed of it while the contract ran, and what of it holds on a day. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::extensions::Extensions;
use super::rules::Bands;
use crate::values::{
    AwardId, Ground, LotId, Quantity, TenderId, Unit, VariationId, VariationKind, day,
};
use crate::words::{Text, text};

/// A lot's contract, as it was awarded, and what changed of it since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Row number.
    pub id: AwardId,
    /// The lot.
    pub lot_id: LotId,
    /// Who won it.
    pub supplier: String,
    /// The unit price, or prices by volume.
    pub bands: Bands,
    /// Most that may be called off over the term.
    pub ceiling: Option<Quantity>,
    /// Whether the supplier is a small or medium-sized enterprise.
    pub sme: bool,
    /// Whether the supplier is local.
    pub local: bool,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// By how long the contract may be extended.
    #[serde(default, skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
    /// The index by which its price may change, as the lead names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// What changed of it while the contract ran, by its day, and those of one day as they were recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variations: Vec<Variation>,
}

impl Award {
    /// The award with the supplier, the price and the ceiling that hold on a day: of two variations of one kind the one of
    /// the later day counts, and of those of the same day the one that was recorded last.
    pub fn on(&self, date: NaiveDate) -> Self {
        let mut now = self.clone();
        for it in self.variations.iter().filter(|it| it.from <= date) {
            match &it.change {
                Change::Price(bands) => now.bands = bands.clone(),
                Change::Supplier(name) => now.supplier.clone_from(name),
                Change::Ceiling(ceiling) => now.ceiling = *ceiling,
                Change::Ends(_) => {}
            }
        }
        now
    }

    /// The last day of this lot's contract, where it is another than the tender's: what was recorded last counts.
    pub fn ends(&self) -> Option<NaiveDate> {
        let own = self.variations.iter().max_by_key(|it| match it.change {
            Change::Ends(_) => it.id,
            _ => VariationId(-1),
        });
        match own?.change {
            Change::Ends(ends) => Some(ends),
            _ => None,
        }
    }

    /// What a variation of this kind would take the place of on a day; of an end nothing.
    pub fn holds(&self, kind: VariationKind, date: NaiveDate) -> Option<Change> {
        let now = self.on(date);
        match kind {
            VariationKind::Price => Some(Change::Price(now.bands)),
            VariationKind::Supplier => Some(Change::Supplier(now.supplier)),
            VariationKind::Ceiling => Some(Change::Ceiling(now.ceiling)),
            VariationKind::End | VariationKind::Extension => None,
        }
    }
}

/// What a variation changes, and to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The price.
    Price(Bands),
    /// Who supplies it.
    Supplier(String),
    /// The most that may be called off over the term; none: as much as anybody wants.
    Ceiling(Option<Quantity>),
    /// The contract's last day.
    Ends(NaiveDate),
}

impl Change {
    /// What it comes to, in a few words; the unit is the lot's.
    pub fn told(&self, unit: Option<&Unit>) -> Text {
        match self {
            Change::Price(bands) => match unit {
                Some(unit) if bands.as_slice().len() == 1 => {
                    let price = bands.to_string();
                    text!("awards-per-unit", price, unit = unit.as_str())
                }
                _ => Text::verbatim(bands.to_string()),
            },
            Change::Supplier(name) => Text::verbatim(name),
            Change::Ceiling(None) => text!("awards-without-ceiling"),
            Change::Ceiling(Some(most)) => match unit {
                Some(unit) => unit.show(*most),
                None => Text::verbatim(most.to_string()),
            },
            Change::Ends(date) => day(*date),
        }
    }
}

/// A change of a running contract (design, section 2a): nothing of it is ever rewritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variation {
    /// Row number.
    pub id: VariationId,
    /// The tender.
    pub tender_id: TenderId,
    /// The lot; none: the whole tender.
    pub lot_id: Option<LotId>,
    /// What it changes.
    pub kind: VariationKind,
    /// The first day on which it holds; of an end, the contract's last.
    pub from: NaiveDate,
    /// On which ground.
    pub ground: Ground,
    /// The index and its figure, as the lead names them.
    pub index: Option<String>,
    /// What it changes, and to what.
    pub change: Change,
    /// The last day that the contract had before.
    pub ends_before: Option<NaiveDate>,
    /// Why, as the lead told everybody.
    pub reason: String,
    /// Who recorded it.
    pub by_user: i64,
    /// When.
    pub at: DateTime<Utc>,
}

impl Variation {
    /// The ground, with the index and its figure.
    pub fn grounded(&self) -> Text {
        match &self.index {
            Some(index) => text!("awards-by-index", index = index.as_str()),
            None => self.ground.label(),
        }
    }

    /// Whether another takes its place: recorded later, of the same kind, lot and day. Each move of the end stands.
    fn is_replaced_by(&self, other: &Self) -> bool {
        let of = |it: &Self| (it.lot_id, it.kind, it.from);
        other.id > self.id && of(other) == of(self) && self.ends_before.is_none()
    }
}

/// A variation that counts, and what it took the place of: as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Varied {
    /// The variation.
    pub variation: Variation,
    /// What held before.
    pub before: Change,
    /// The lot's title and unit; none: the whole tender.
    pub lot: Option<(String, Unit)>,
}

impl Varied {
    /// In a few words, where it is clear which lot is meant: without what held before. What people typed passes `shown`.
    pub fn changed(&self, shown: impl Fn(&str) -> String) -> Text {
        let it = &self.variation;
        let unit = self.lot.as_ref().map(|(_, unit)| unit);
        let from = day(it.from);
        let now = match &it.change {
            Change::Supplier(name) => Text::verbatim(shown(name)),
            change => change.told(unit),
        };
        match it.kind {
            VariationKind::Price => text!("awards-changed-price", from, now),
            VariationKind::Supplier => text!("awards-changed-supplier", from, now),
            VariationKind::Ceiling => text!("awards-changed-ceiling", from, now),
            VariationKind::End | VariationKind::Extension => text!("awards-changed-end", now),
        }
    }

    /// In a sentence without its full stop. What people typed passes `shown`, which escapes it.
    pub fn told(&self, shown: impl Fn(&str) -> String) -> Text {
        let it = &self.variation;
        let unit = self.lot.as_ref().map(|(_, unit)| unit);
        let typed = |change: &Change| match change {
            Change::Supplier(name) => Text::verbatim(shown(name)),
            Change::Price(_) | Change::Ceiling(_) | Change::Ends(_) => change.told(unit),
        };
        let (now, before) = (typed(&it.change), typed(&self.before));
        let from = day(it.from);
        let ground = match &it.index {
            Some(index) => text!("awards-by-index", index = shown(index)),
            None => it.ground.label(),
        };
        let lot = self.lot.as_ref().map(|(title, _)| shown(title));
        match (it.kind, lot) {
            (VariationKind::Price, Some(lot)) => {
                text!("awards-varied-price", lot, now, from, before, ground)
            }
            (VariationKind::Supplier, Some(lot)) => {
                text!("awards-varied-supplier", lot, now, from, before, ground)
            }
            (VariationKind::Ceiling, Some(lot)) => {
                text!("awards-varied-ceiling", lot, now, from, before, ground)
            }
            (VariationKind::Extension, _) => {
                text!("awards-varied-extension", now, before, ground)
            }
            (_, Some(lot)) => text!("awards-varied-lot-end", lot, now, before, ground),
            (_, None) => text!("awards-varied-end", now, before, ground),
        }
    }
}

/// The variations that count, each with what it took the place of, by their days: of those of one kind, lot and day the one
/// that was recorded last. `lots` are the tender's, by row.
pub fn standing(
    variations: &[Variation],
    awards: &[Award],
    lots: impl Fn(LotId) -> Option<(String, Unit)>,
) -> Vec<Varied> {
    let counts = |it: &&Variation| !variations.iter().any(|other| it.is_replaced_by(other));
    let varied = |it: &Variation| {
        let award = awards.iter().find(|award| Some(award.lot_id) == it.lot_id);
        let the_day_before = it.from.pred_opt().unwrap_or(it.from);
        let before = match it.ends_before {
            Some(ends) => Some(Change::Ends(ends)),
            None => award.and_then(|award| award.holds(it.kind, the_day_before)),
        };
        Some(Varied {
            variation: it.clone(),
            before: before?,
            lot: it.lot_id.and_then(&lots),
        })
    };
    variations
        .iter()
        .filter(counts)
        .filter_map(varied)
        .collect()
}
