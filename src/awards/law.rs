//! What the law says of a change of a running contract, with the figures that it speaks of: a line of help, never a
//! verdict. Pure.

use chrono::NaiveDate;

use crate::values::{Exact, Percent, Quantity, Regime, VariationKind};
use crate::words::{Text, text};

/// What a variation comes to since the award, as far as it can be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// What a year at the declared volume costs: at the award, and with the variation.
    Cost(Exact, Exact),
    /// The ceiling: at the award, and with the variation.
    Ceiling(Quantity, Quantity),
    /// The contract: its first day, its last at the award, and its last with the variation.
    Term(NaiveDate, NaiveDate, NaiveDate),
    /// Nothing that can be counted.
    Nothing,
}

impl Figure {
    /// The change since the award, in hundredths of a percent, rounded half away from nothing; none where there was nothing
    /// at the award.
    pub fn change(self) -> Option<i64> {
        let (then, now) = match self {
            Figure::Cost(then, now) => (then.ten_millionths(), now.ten_millionths()),
            Figure::Ceiling(then, now) => (then.thousandths().into(), now.thousandths().into()),
            Figure::Term(starts, then, now) => {
                let days = |ends: NaiveDate| i128::from((ends - starts).num_days() + 1);
                (days(then), days(now))
            }
            Figure::Nothing => return None,
        };
        if then <= 0 {
            return None;
        }
        let scaled = now.checked_sub(then)?.checked_mul(10_000)?;
        let half = if scaled < 0 { -then / 2 } else { then / 2 };
        i64::try_from((scaled + half) / then).ok()
    }
}

/// A change in percent, in words: `4% more`, `2.5% less`, `no change`.
pub fn told(hundredths: i64) -> Text {
    let percent = Percent::from_hundredths(hundredths.saturating_abs()).to_string();
    match hundredths {
        0 => text!("awards-law-same"),
        it if it > 0 => text!("awards-law-more", percent),
        _ => text!("awards-law-less", percent),
    }
}

/// The lines of help (Procurement Act 2023, sections 74, 75 and 80, and Schedule 8). None where another law holds, of
/// which griffin knows nothing.
pub fn help(regime: Regime, kind: VariationKind, figure: Figure) -> Vec<Text> {
    match regime {
        Regime::England | Regime::Wales | Regime::NorthernIreland => {}
        Regime::Scotland | Regime::Other => return Vec::new(),
    }
    let mut lines = Vec::new();
    if let Some(change) = figure.change() {
        let change = told(change);
        lines.push(match figure {
            Figure::Term(..) => text!("awards-law-term", change),
            Figure::Ceiling(..) => text!("awards-law-ceiling", change),
            Figure::Cost(..) | Figure::Nothing => text!("awards-law-cost", change),
        });
    }
    lines.push(match kind {
        VariationKind::Supplier => text!("awards-law-supplier"),
        VariationKind::End => text!("awards-law-end"),
        VariationKind::Price | VariationKind::Extension | VariationKind::Ceiling => {
            text!("awards-law-schedule-8")
        }
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{date, t};

    #[test]
    fn a_change_is_counted_against_the_award_and_rounded_half_up() {
        let ceiling = |then, now| Figure::Ceiling(t(then), t(now)).change();
        assert_eq!(ceiling("1200", "1320"), Some(1_000));
        assert_eq!(ceiling("1200", "1080"), Some(-1_000));
        assert_eq!(ceiling("3", "4"), Some(3_333));
        assert_eq!(ceiling("3", "5"), Some(6_667));
        assert_eq!(ceiling("3", "1"), Some(-6_667));
        assert_eq!(ceiling("0", "1"), None);
        let term = Figure::Term(date(2027, 4, 1), date(2029, 3, 31), date(2030, 3, 31));
        // 731 days, and 365 more.
        assert_eq!(term.change(), Some(4_993));
        assert_eq!(told(4_993).to_string(), "49.93% more");
        assert_eq!(told(-250).to_string(), "2.5% less");
        assert_eq!(told(0).to_string(), "no change");
    }

    #[test]
    fn it_names_its_sections_and_gives_no_verdict_and_only_where_the_act_holds() {
        let cost = Figure::Cost(
            Exact::from_ten_millionths(100),
            Exact::from_ten_millionths(104),
        );
        for kind in VariationKind::ALL {
            let lines = help(Regime::Wales, kind, cost);
            let all: Vec<String> = lines.iter().map(Text::to_string).collect();
            let all = all.join(" ");
            assert!(all.contains("4% more") && all.contains("section"), "{all}");
            assert_eq!(help(Regime::Scotland, kind, cost), []);
            assert_eq!(help(Regime::Other, kind, cost), []);
        }
    }
}
