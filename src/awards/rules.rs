//! What a price is, when an award may be recorded, and how long the standstill lasts.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::tenders::rules::optional_text;
use crate::values::{
    Exact, Ground, Invalid, Money, Quantity, Refusal, Regime, Stage, Standstill, Term, Unit,
    UnitPrice, VariationKind, day,
};
use crate::words::{Text, text};

/// The most bands of one price: a card has to show them all.
pub const MAX_BANDS: usize = 20;

/// The most characters of an index with its figure.
pub const INDEX_MAX: usize = 100;

/// The most characters of a supplier's name.
pub const MAX_SUPPLIER: usize = 200;

/// A unit price from a volume on (design, section 1, "award").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Volume called off by all in the contract year from which it holds.
    pub from: Quantity,
    /// The unit price.
    pub price: UnitPrice,
}

/// The price of a lot: bands that begin at 0, each from a greater volume than the one before.
///
/// A single price is one band. A band's price holds for the units that fall within it (design, section 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Band>", into = "Vec<Band>")]
pub struct Bands(Vec<Band>);

impl Bands {
    /// Bands in the order of their volumes.
    ///
    /// # Errors
    /// No band or more than [`MAX_BANDS`], a first that doesn't begin at 0, or volumes that don't rise.
    pub fn new(bands: Vec<Band>) -> Result<Self, Refusal> {
        match bands.first() {
            None => return Err(Refusal::new(text!("awards-no-price"), example())),
            Some(first) if !first.from.is_zero() => {
                let help = [text!("awards-first-band-help"), example()];
                return Err(Refusal::new(
                    text!("awards-first-band", from = first.from.to_string()),
                    Text::sentences(help),
                ));
            }
            Some(_) => {}
        }
        if bands.len() > MAX_BANDS {
            return Err(Refusal::new(
                text!("awards-too-many-bands", bands = bands.len()),
                text!("awards-too-many-bands-help", most = MAX_BANDS),
            ));
        }
        for (before, after) in bands.iter().zip(bands.iter().skip(1)) {
            if after.from <= before.from {
                let (before, after) = (before.from.to_string(), after.from.to_string());
                let help = [text!("awards-bands-out-of-order-help"), example()];
                return Err(Refusal::new(
                    text!("awards-bands-out-of-order", before, after),
                    Text::sentences(help),
                ));
            }
        }
        Ok(Self(bands))
    }

    /// Reads a price (`142.50`) or bands by volume (`0:150; 500:142.50; 1000:138`), without units.
    ///
    /// # Errors
    /// A price or a volume that can't be read, or what [`Bands::new`] refuses. The refusal says which band.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::read(text, UnitPrice::parse, Quantity::parse)
    }

    /// As [`Bands::parse`], as `/tender award` takes them: with the lot's unit too (`142.50/t`, `0 t:150/t; 500 t:142.50/t`).
    ///
    /// # Errors
    /// As [`Bands::parse`], and another unit than the lot's.
    pub fn parse_per(text: &str, unit: &Unit) -> Result<Self, Refusal> {
        let price = |text: &str| UnitPrice::parse_per(text, unit);
        Self::read(text, price, |text| Quantity::parse_in(text, unit))
    }

    fn read(
        text: &str,
        price: impl Fn(&str) -> Result<UnitPrice, Invalid>,
        quantity: impl Fn(&str) -> Result<Quantity, Invalid>,
    ) -> Result<Self, Refusal> {
        let text = text.trim();
        if !text.contains([':', ';']) {
            let price = price(text).map_err(with_example)?;
            let from = Quantity::ZERO;
            return Self::new(vec![Band { from, price }]);
        }
        // A semicolon after the last band says nothing.
        let pieces = text.strip_suffix(';').unwrap_or(text).split(';');
        let band = |piece| {
            let (from, each) = parts_of(piece)?;
            Ok(Band {
                from: quantity(from).map_err(with_example)?,
                price: price(each).map_err(with_example)?,
            })
        };
        let bands = pieces.map(band).collect::<Result<Vec<Band>, Refusal>>()?;
        Self::new(bands)
    }

    /// The bands, by rising volume; never empty.
    pub fn as_slice(&self) -> &[Band] {
        &self.0
    }

    /// What so much of it costs in a contract year in which nothing was called off before, unrounded; `None` where it doesn't
    /// fit.
    pub fn cost(&self, quantity: Quantity) -> Option<Exact> {
        let mut sum = Exact::ZERO;
        for (place, band) in self.0.iter().enumerate() {
            let next = self.0.get(place + 1);
            let until = next.map_or(quantity, |next| next.from.min(quantity));
            let within = until.checked_sub(band.from)?;
            if within > Quantity::ZERO {
                sum = sum.checked_add(band.price.times(within)?)?;
            }
        }
        Some(sum)
    }

    /// Each band as a pair, as the pricing of call-offs takes them.
    pub fn pairs(&self) -> Vec<(Quantity, UnitPrice)> {
        self.0.iter().map(|band| (band.from, band.price)).collect()
    }
}

fn example() -> Text {
    text!("awards-price-example")
}

/// A band's volume and its price, as they were typed.
fn parts_of(piece: &str) -> Result<(&str, &str), Refusal> {
    match piece.split_once(':') {
        Some((from, price)) => Ok((from.trim(), price.trim())),
        None => Err(Invalid::new(text!("awards-a-band"), piece.trim(), example()).into()),
    }
}

fn with_example(invalid: Invalid) -> Invalid {
    let help = Text::sentences([invalid.help, text!("awards-bands-example")]);
    Invalid { help, ..invalid }
}

impl TryFrom<Vec<Band>> for Bands {
    type Error = Refusal;

    fn try_from(bands: Vec<Band>) -> Result<Self, Refusal> {
        Self::new(bands)
    }
}

impl From<Bands> for Vec<Band> {
    fn from(bands: Bands) -> Self {
        bands.0
    }
}

/// A single price by itself, otherwise as it is typed: `0:£152.00; 400:£147.50`.
impl fmt::Display for Bands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.0.as_slice() {
            return write!(f, "{}", only.price);
        }
        for (place, band) in self.0.iter().enumerate() {
            let between = if place == 0 { "" } else { "; " };
            write!(f, "{between}{}:{}", band.from, band.price)?;
        }
        Ok(())
    }
}

/// Whether an award may be recorded at this stage: bids are out, or others of its lots are awarded already.
///
/// # Errors
/// Any other stage; the refusal says what comes first.
pub fn may_award(reference: &str, stage: Stage) -> Result<(), Refusal> {
    let help = match stage {
        Stage::OutToTender | Stage::Awarded => return Ok(()),
        Stage::Collecting => text!("awards-while-collecting-help"),
        Stage::Collected => text!("awards-while-collected-help"),
        Stage::CallOff => text!("awards-while-running-help"),
        Stage::Ended | Stage::Cancelled => text!("awards-when-over-help"),
    };
    Err(Refusal::new(
        text!("awards-at-stage", reference, stage = stage.label()),
        help,
    ))
}

/// Whether a price may be expected: until the lot has its award.
///
/// # Errors
/// It has, or the tender is over.
pub fn may_indicate(
    reference: &str,
    stage: Stage,
    lot: &str,
    awarded: bool,
) -> Result<(), Refusal> {
    if awarded || stage == Stage::CallOff {
        return Err(Refusal::new(
            text!("awards-has-its-award", lot, reference),
            text!("awards-has-its-award-help"),
        ));
    }
    if stage.is_over() {
        return Err(Refusal::new(
            text!("awards-over", reference, stage = stage.label()),
            text!("awards-over-help"),
        ));
    }
    Ok(())
}

/// Whether a lot's award may be replaced: only before its first call-off, because a call-off keeps its price.
///
/// # Errors
/// When something was called off.
pub fn may_replace(lot: &str, called_off: bool) -> Result<(), Refusal> {
    if called_off {
        return Err(Refusal::new(
            text!("awards-called-off", lot),
            text!("awards-called-off-help"),
        ));
    }
    Ok(())
}

/// Whether a contract may be varied: while it runs.
///
/// # Errors
/// At another stage; the refusal says what does there.
pub fn may_vary(reference: &str, stage: Stage) -> Result<(), Refusal> {
    let help = match stage {
        Stage::CallOff => return Ok(()),
        Stage::Ended | Stage::Cancelled => text!("awards-vary-when-over-help"),
        Stage::OutToTender | Stage::Awarded => text!("awards-vary-before-start-help"),
        Stage::Collecting | Stage::Collected => text!("awards-vary-too-early-help"),
    };
    Err(Refusal::new(
        text!("awards-vary-at-stage", reference, stage = stage.label()),
        help,
    ))
}

/// The ground of a variation, and the index with its figure: left out, the usual ground of its kind.
///
/// # Errors
/// A ground that goes with another kind, an index without its name and figure, and a supplier without a ground: whether it
/// is the same under another name, nobody else can know.
pub fn ground(
    kind: VariationKind,
    given: Option<Ground>,
    named: Option<&str>,
) -> Result<(Ground, Option<String>), Refusal> {
    let goes = |ground: Ground| match kind {
        VariationKind::Price => matches!(ground, Ground::Index | Ground::Agreement),
        VariationKind::Supplier => matches!(ground, Ground::Renamed | Ground::Assigned),
        VariationKind::End => {
            matches!(
                ground,
                Ground::Agreement | Ground::Provided | Ground::Terminated
            )
        }
        VariationKind::Extension | VariationKind::Ceiling => {
            matches!(ground, Ground::Agreement | Ground::Provided)
        }
    };
    let named = index(named)?;
    let usual = match kind {
        VariationKind::Price if named.is_some() => Some(Ground::Index),
        VariationKind::Supplier => None,
        VariationKind::Extension => Some(Ground::Provided),
        VariationKind::Price | VariationKind::End | VariationKind::Ceiling => {
            Some(Ground::Agreement)
        }
    };
    let ground = given.or(usual).filter(|ground| goes(*ground));
    let ground = ground.ok_or_else(|| {
        let fit = Ground::ALL.into_iter().filter(|it| goes(*it));
        let grounds = Text::or(fit.map(Ground::label));
        Refusal::new(
            text!("awards-which-ground", kind = kind.label()),
            text!("awards-which-ground-help", grounds),
        )
    })?;
    match (ground, named) {
        (Ground::Index, None) => Err(Refusal::new(
            text!("awards-no-index"),
            text!("awards-no-index-help"),
        )),
        (Ground::Index, named) => Ok((ground, named)),
        (_, Some(_)) => Err(Refusal::new(
            text!("awards-index-by-agreement"),
            text!("awards-index-by-agreement-help"),
        )),
        (ground, None) => Ok((ground, None)),
    }
}

/// An index, or an index and its figure, in one line; blank is left out.
///
/// # Errors
/// There is too much in it.
pub fn index(named: Option<&str>) -> Result<Option<String>, Refusal> {
    optional_text(text!("awards-what-index"), named, INDEX_MAX)
}

/// A contract's last day: not before its first, and not too far away.
///
/// # Errors
/// It is.
pub fn last_day(starts: NaiveDate, ends: NaiveDate) -> Result<NaiveDate, Refusal> {
    Ok(Term::new(starts, ends)?.ends())
}

/// Why a variation needs its day.
pub fn from_missing(kind: VariationKind) -> Refusal {
    let help = match kind {
        VariationKind::End => text!("awards-from-missing-end-help"),
        _ => text!("awards-from-missing-help"),
    };
    Refusal::new(text!("awards-from-missing"), help)
}

/// Why a variation needs its value.
pub fn value_missing(kind: VariationKind) -> Refusal {
    let help = match kind {
        VariationKind::Price => text!("awards-price-example"),
        VariationKind::Supplier => text!("awards-no-supplier-help"),
        VariationKind::Ceiling => text!("awards-value-ceiling-help"),
        VariationKind::Extension | VariationKind::End => text!("awards-no-extension-help"),
    };
    Refusal::new(text!("awards-value-missing", kind = kind.label()), help)
}

/// The supplier's name without the space around it.
///
/// # Errors
/// No name, or more than [`MAX_SUPPLIER`] characters.
pub fn supplier(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::new(
            text!("awards-no-supplier"),
            text!("awards-no-supplier-help"),
        ));
    }
    if name.chars().nth(MAX_SUPPLIER).is_some() {
        return Err(Refusal::new(
            text!("awards-supplier-too-long"),
            text!("awards-supplier-too-long-help", most = MAX_SUPPLIER),
        ));
    }
    Ok(name.to_owned())
}

/// A ceiling as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    /// The most that may be called off over the term.
    pub quantity: Quantity,
    /// The amount of money that it was typed as: the quantity is what that buys at [`highest`], rounded down.
    pub amount: Option<Money>,
}

/// Reads a ceiling as it is typed: so much of the lot's unit, or an amount of money (`£250k`, `250,000 pounds`), which is
/// as much as it buys at the highest of the prices, so that it is never passed.
///
/// # Errors
/// It can't be read, or there is no price by which money buys anything.
pub fn read_ceiling(text: &str, unit: &Unit, bands: &Bands) -> Result<Ceiling, Refusal> {
    let invalid = match Quantity::parse_in(text, unit) {
        Ok(quantity) => {
            return Ok(Ceiling {
                quantity,
                amount: None,
            });
        }
        Err(invalid) => invalid,
    };
    let lower = text.trim().to_lowercase();
    let pounds = lower.strip_suffix("pounds").unwrap_or(&lower);
    let amount = match Money::parse(pounds) {
        Ok(amount) if lower.contains('£') || lower.contains("gbp") || pounds != lower => amount,
        _ => return Err(invalid.into()),
    };
    let quantity = affordable(amount, highest(bands)).ok_or_else(|| {
        Refusal::new(
            text!("awards-ceiling-in-pounds", unit = unit.plural()),
            text!("awards-ceiling-too-low-help"),
        )
    })?;
    Ok(Ceiling {
        quantity,
        amount: Some(amount),
    })
}

/// The highest of the prices.
pub fn highest(bands: &Bands) -> UnitPrice {
    let prices = bands.as_slice().iter().map(|band| band.price);
    prices.max().unwrap_or_default()
}

/// How much an amount buys at a price, rounded down; none: it has no end.
fn affordable(amount: Money, price: UnitPrice) -> Option<Quantity> {
    // Pence are a hundred ten-thousandths of a pound, and a unit a thousand thousandths.
    let thousandths = i128::from(amount.pence())
        .checked_mul(100 * 1000)?
        .checked_div(i128::from(price.ten_thousandths()))?;
    let quantity = i64::try_from(thousandths).ok()?;
    Some(Quantity::from_thousandths(quantity))
}

/// A ceiling: something must be left to call off.
///
/// # Errors
/// A ceiling of nothing or less.
pub fn ceiling(ceiling: Option<Quantity>) -> Result<Option<Quantity>, Refusal> {
    match ceiling {
        Some(most) if most <= Quantity::ZERO => Err(Refusal::new(
            text!("awards-ceiling-too-low", ceiling = most.to_string()),
            text!("awards-ceiling-too-low-help"),
        )),
        ceiling => Ok(ceiling),
    }
}

/// The standstill: as the regime counts it, or a longer one by choice (Procurement Act 2023, section 51(3)).
///
/// # Errors
/// A chosen last day before the regime's.
pub fn standstill(
    regime: Regime,
    notice_on: NaiveDate,
    chosen_last_day: Option<NaiveDate>,
) -> Result<Standstill, Refusal> {
    let least = regime.standstill(notice_on);
    match chosen_last_day {
        Some(chosen) if chosen < least.last_day => Err(Refusal::new(
            text!("awards-standstill-too-short", last_day = day(chosen)),
            text!(
                "awards-standstill-too-short-help",
                last_day = day(least.last_day),
                rule = least.rule
            ),
        )),
        Some(chosen) if chosen > least.last_day => Ok(Standstill {
            last_day: chosen,
            rule: text!("awards-standstill-by-choice"),
        }),
        _ => Ok(least),
    }
}

/// The notice and standstill that a tender shows: (the day of the notice, the last day). With several lots the one
/// that ends last binds, for the tender's contracts begin together.
pub fn binding(
    this: (NaiveDate, NaiveDate),
    of_other_lots: Option<(NaiveDate, NaiveDate)>,
) -> (NaiveDate, NaiveDate) {
    match of_other_lots {
        Some(other) if other.1 > this.1 => other,
        _ => this,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
