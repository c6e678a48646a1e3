//! What more would bring: how far the next price band is, and what reaching it would save. Plain arithmetic on what is
//! declared and called off; no promise.

use serde::{Deserialize, Serialize};

use super::rules::price_call_off;
use crate::awards::rules::Bands;
use crate::values::{Exact, Money, Quantity, Unit, UnitPrice};
use crate::words::{Text, text};

/// The next price band of a lot, in a contract year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextBand {
    /// The volume, called off by all in the contract year, from which it holds.
    pub from: Quantity,
    /// Its unit price.
    pub price: UnitPrice,
    /// The unit price that holds now.
    pub now: UnitPrice,
    /// How much more must be called off to reach it.
    pub to_go: Quantity,
    /// What all would save together, against the price that holds now, if all that is declared for the contract year were
    /// called off: how much that is beyond the next band's volume, and the amount, rounded half up once. None where what
    /// is declared doesn't reach it, or may not be seen.
    pub declared: Option<(Quantity, Money)>,
}

/// The next band after what all have called off in a contract year; none where the last is reached, or where it is no
/// cheaper.
pub fn next_band(
    bands: &Bands,
    called_off: Quantity,
    declared: Option<Quantity>,
) -> Option<NextBand> {
    let all = bands.as_slice();
    let at = all.iter().rposition(|band| band.from <= called_off)?;
    let (now, next) = (all[at], all.get(at + 1)?);
    if next.price >= now.price {
        return None;
    }
    Some(NextBand {
        from: next.from,
        price: next.price,
        now: now.price,
        to_go: next.from.checked_sub(called_off)?,
        declared: declared.and_then(|declared| {
            let beyond = declared
                .checked_sub(next.from)
                .filter(|it| *it > Quantity::ZERO)?;
            let rest = declared.checked_sub(called_off)?;
            let parts = price_call_off(&bands.pairs(), called_off, rest)?;
            let saved = parts
                .iter()
                .map(|it| Exact::saving(now.price, it.price, it.quantity));
            let saved = Exact::checked_sum(saved.collect::<Option<Vec<_>>>()?)?;
            Some((beyond, saved.round()?))
        }),
    })
}

impl NextBand {
    /// In words, with its working: a clause, without a full stop.
    pub fn told(&self, unit: &Unit) -> Text {
        let cheaper = self.now.ten_thousandths() - self.price.ten_thousandths();
        let next = text!(
            "calloffs-next-band",
            to_go = unit.show(self.to_go),
            from = unit.show(self.from),
            unit = unit.as_str(),
            price = self.price.to_string(),
            now = self.now.to_string(),
            cheaper = UnitPrice::from_ten_thousandths(cheaper).to_string()
        );
        match self.declared {
            Some((beyond, saved)) => text!(
                "calloffs-next-band-declared",
                next,
                beyond = unit.show(beyond),
                saved = saved.to_string()
            ),
            None => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{t, tonne};

    fn coal() -> Bands {
        Bands::parse("0:152; 400:147.50; 700:143.25").unwrap()
    }

    /// The house coal of design section 9: 713.75 t declared a year.
    #[test]
    fn it_says_how_far_the_next_band_is_and_what_it_saves() {
        let unit = tonne();
        let found = next_band(&coal(), t("681.75"), Some(t("713.75"))).unwrap();
        assert_eq!(
            found.told(&unit).to_string(),
            "18.25 tonnes more reach the next price band: from 700 tonnes on, £143.25 per tonne instead of £147.50, \
             £4.25 less. If everybody orders what they declared, 13.75 tonnes fall into it: £58.44 less altogether"
        );
        // 13.75 × 4.25 = 58.4375.
        let first = next_band(&coal(), Quantity::ZERO, Some(t("713.75"))).unwrap();
        // 300 × 4.50 + 13.75 × 8.75 = 1,470.3125.
        let (beyond, saved) = first.declared.unwrap();
        assert_eq!(
            (beyond, saved.to_string()),
            (t("313.75"), "£1,470.31".to_owned())
        );
        let short = next_band(&coal(), t("5"), Some(t("400"))).unwrap();
        assert_eq!((short.to_go, short.declared), (t("395"), None));
        assert_eq!(next_band(&coal(), t("700"), None), None);
        assert_eq!(next_band(&Bands::parse("152").unwrap(), t("1"), None), None);
        assert_eq!(
            next_band(&Bands::parse("0:1; 5:2").unwrap(), t("1"), None),
            None
        );
    }

    proptest! {
        #[test]
        fn it_is_never_nearer_than_it_is(called_off in 0..2_000_000_i64, declared in 0..2_000_000_i64) {
            let (called_off, declared) = (Quantity::from_thousandths(called_off), Quantity::from_thousandths(declared));
            if let Some(it) = next_band(&coal(), called_off, Some(declared)) {
                prop_assert_eq!(called_off.checked_add(it.to_go), Some(it.from));
                prop_assert!(it.to_go > Quantity::ZERO && it.price < it.now);
                prop_assert_eq!(it.declared.is_some(), declared > it.from);
                if let Some((beyond, saved)) = it.declared {
                    prop_assert!(beyond > Quantity::ZERO && !saved.is_negative());
                }
            }
        }
    }
}
