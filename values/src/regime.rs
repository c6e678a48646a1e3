//! The law that a tender runs under, and the standstill that it asks for.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use words::{Lang, Text, text};

use super::{Invalid, holidays};

/// The regime of a tender: the nation whose rules hold, or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// Procurement Act 2023.
    England,
    /// Procurement Act 2023 with the Procurement (Wales) Regulations 2024.
    Wales,
    /// Procurement Act 2023.
    NorthernIreland,
    /// Public Contracts (Scotland) Regulations 2015.
    Scotland,
    /// A procurement begun before 24 February 2025, below the thresholds, or abroad.
    Other,
}

/// How long a contract may not be entered into after the award notice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Standstill {
    /// The last day of the standstill; the contract may be entered into from the day after.
    pub last_day: NaiveDate,
    /// The rule by which it was counted, to be shown with the day.
    pub rule: Text,
}

/// Section 51(2): "the period of eight working days beginning with the day on which" the notice is published.
const EIGHT_WORKING_DAYS: u16 = 8;
/// Scotland, for notices sent electronically: it ends at midnight at the end of the tenth day after the notice.
const SCOTTISH_DAYS: u64 = 10;

impl Regime {
    /// Every regime.
    pub const ALL: [Self; 5] = [
        Self::England,
        Self::Wales,
        Self::NorthernIreland,
        Self::Scotland,
        Self::Other,
    ];

    /// The name that commands take and the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Wales => "wales",
            Self::NorthernIreland => "northern-ireland",
            Self::Scotland => "scotland",
            Self::Other => "other",
        }
    }

    /// Reads what [`Regime::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// The name that people see.
    pub fn label(self) -> Text {
        match self {
            Self::England => text!("values-regime-england"),
            Self::Wales => text!("values-regime-wales"),
            Self::NorthernIreland => text!("values-regime-northern-ireland"),
            Self::Scotland => text!("values-regime-scotland"),
            Self::Other => text!("values-regime-other"),
        }
    }

    /// The standstill after an award notice published (in Scotland: sent) on `notice_on`.
    ///
    /// England, Wales and Northern Ireland: 8 working days *beginning with* that day, so that a notice on a working
    /// day makes it the first of the eight (Procurement Act 2023, section 51(2)); a Saturday, a Sunday or a bank
    /// holiday in any part of the United Kingdom is not a working day (section 123(1)). Scotland: 10 calendar
    /// days, to the end of the tenth day *after* the notice (Public Contracts (Scotland) Regulations 2015, regulations
    /// 85 and 86; procurementjourney.scot, route 3, standstill). Other: as in England, and the rule says so.
    ///
    /// A standstill by choice may be longer (section 51(3)), never shorter. This is not legal advice.
    pub fn standstill(self, notice_on: NaiveDate) -> Standstill {
        let eight = || holidays::last_of_working_days_from(notice_on, EIGHT_WORKING_DAYS);
        match self {
            Self::England | Self::Wales | Self::NorthernIreland => Standstill {
                last_day: eight(),
                rule: text!("values-standstill-act"),
            },
            Self::Scotland => Standstill {
                last_day: notice_on
                    .checked_add_days(Days::new(SCOTTISH_DAYS))
                    .unwrap_or(NaiveDate::MAX),
                rule: text!("values-standstill-scotland"),
            },
            Self::Other => Standstill {
                last_day: eight(),
                rule: text!("values-standstill-other"),
            },
        }
    }
}

impl fmt::Display for Regime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads what [`Regime::as_str`] and [`Regime::label`] (in any language) give, in any case.
impl FromStr for Regime {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let typed = text.trim();
        Self::ALL
            .into_iter()
            .find(|regime| {
                let said = |lang: Lang| typed.eq_ignore_ascii_case(&regime.label().say(lang));
                typed.eq_ignore_ascii_case(regime.as_str()) || Lang::ALL.into_iter().any(said)
            })
            .ok_or_else(|| {
                let choices = Text::or(Self::ALL.map(|it| Text::verbatim(it.as_str())));
                Invalid::new(
                    text!("values-regime"),
                    text,
                    text!("values-choose", choices),
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn names_read_back() {
        for regime in Regime::ALL {
            assert_eq!(regime.as_str().parse(), Ok(regime));
            assert_eq!(regime.label().to_string().parse(), Ok(regime));
            let json = serde_json::to_string(&regime).unwrap();
            assert_eq!(json, format!("\"{}\"", regime.as_str()));
        }
        assert!("ulster".parse::<Regime>().is_err());
    }

    /// procurement.md part 3 item 15, computed from the official data, and design section 9.
    #[test]
    fn the_standstill_of_the_act() {
        for (notice, last) in [
            (date(2026, 6, 8), date(2026, 6, 18)),
            (date(2026, 7, 6), date(2026, 7, 16)),
            (date(2026, 7, 27), date(2026, 8, 6)),
            (date(2026, 11, 23), date(2026, 12, 3)),
            (date(2026, 9, 12), date(2026, 9, 23)),
            (date(2026, 12, 21), date(2027, 1, 5)),
            (date(2027, 3, 11), date(2027, 3, 23)),
        ] {
            for regime in [Regime::England, Regime::Wales, Regime::NorthernIreland] {
                assert_eq!(regime.standstill(notice).last_day, last, "{notice}");
            }
            let other = Regime::Other.standstill(notice);
            assert_eq!(other.last_day, last);
            assert!(other.rule.to_string().contains("as in England"));
        }
    }

    #[test]
    fn scotland_counts_ten_days_after_the_notice() {
        let standstill = Regime::Scotland.standstill(date(2027, 3, 11));
        assert_eq!(standstill.last_day, date(2027, 3, 21));
        assert!(standstill.rule.to_string().contains("10 calendar days"));
    }

    proptest! {
        #[test]
        fn a_standstill_never_ends_early_nor_panics(days in any::<i32>()) {
            if let Some(notice) = NaiveDate::from_num_days_from_ce_opt(days) {
                for regime in Regime::ALL {
                    prop_assert!(regime.standstill(notice).last_day >= notice);
                }
            }
        }

        #[test]
        fn in_ordinary_years_it_ends_on_the_eighth_working_day(days in 722_000_i32..800_000) {
            let notice = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let last = Regime::England.standstill(notice).last_day;
            let working = notice.iter_days().take_while(|d| *d <= last).filter(|d| holidays::is_working_day(*d));
            prop_assert_eq!(working.count(), 8);
            prop_assert!(holidays::is_working_day(last));
        }
    }
}
