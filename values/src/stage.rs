//! The stages of a tender's life (design section 2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use words::{Lang, Text, text};

use super::Invalid;

/// Where a tender stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Announced; authorities declare what they need.
    Collecting,
    /// The deadline is past or the lead closed early; requirements are frozen.
    Collected,
    /// The notice is published; who is entitled is fixed.
    OutToTender,
    /// The award is recorded; the standstill runs.
    Awarded,
    /// The contract runs; authorities call off.
    CallOff,
    /// The contract is over.
    Ended,
    /// Given up, with a reason, before any call-off.
    Cancelled,
}

impl Stage {
    /// Every stage in the order of a tender's life, cancelled last.
    pub const ALL: [Self; 7] = [
        Self::Collecting,
        Self::Collected,
        Self::OutToTender,
        Self::Awarded,
        Self::CallOff,
        Self::Ended,
        Self::Cancelled,
    ];

    /// The name that the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collecting => "collecting",
            Self::Collected => "collected",
            Self::OutToTender => "out_to_tender",
            Self::Awarded => "awarded",
            Self::CallOff => "call_off",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads what [`Stage::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// The name that people see, also as the tag of a forum post: a tag has at most 20 characters (Discord's
    /// documentation, Channel resource, forum tag object).
    pub fn label(self) -> Text {
        match self {
            Self::Collecting => text!("values-stage-collecting-tag"),
            Self::Collected => text!("values-stage-collected-tag"),
            Self::OutToTender => text!("values-stage-out-to-tender-tag"),
            Self::Awarded => text!("values-stage-awarded-tag"),
            Self::CallOff => text!("values-stage-call-off-tag"),
            Self::Ended => text!("values-stage-ended-tag"),
            Self::Cancelled => text!("values-stage-cancelled-tag"),
        }
    }

    /// Whether a tender may go from this stage to that one: one step along the line, back from collected to collecting
    /// (`/tender reopen`), or to cancelled while no contract runs.
    pub const fn can_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Collecting, Self::Collected | Self::Cancelled)
                | (
                    Self::Collected,
                    Self::Collecting | Self::OutToTender | Self::Cancelled
                )
                | (Self::OutToTender, Self::Awarded | Self::Cancelled)
                | (Self::Awarded, Self::CallOff | Self::Cancelled)
                | (Self::CallOff, Self::Ended)
        )
    }

    /// Whether nothing comes after it: ended or cancelled.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Cancelled)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads what [`Stage::as_str`] gives, and what [`Stage::label`] gives in any language and case.
impl FromStr for Stage {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let typed = text.trim();
        Self::ALL
            .into_iter()
            .find(|stage| {
                let said = |lang: Lang| typed.eq_ignore_ascii_case(&stage.label().say(lang));
                typed.eq_ignore_ascii_case(stage.as_str()) || Lang::ALL.into_iter().any(said)
            })
            .ok_or_else(|| {
                let names = Text::and(Self::ALL.map(|it| Text::verbatim(it.as_str())));
                Invalid::new(
                    text!("values-stage"),
                    text,
                    text!("values-stage-help", names),
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_labels_fit_a_forum_tag() {
        for stage in Stage::ALL {
            assert_eq!(stage.as_str().parse(), Ok(stage));
            for lang in Lang::ALL {
                let label = stage.label().say(lang);
                assert_eq!(label.parse(), Ok(stage));
                assert!(label.chars().count() <= 20, "{label}");
            }
            let json = serde_json::to_string(&stage).unwrap();
            assert_eq!(json, format!("\"{}\"", stage.as_str()));
        }
        assert!("".parse::<Stage>().is_err());
        assert!(
            "paused"
                .parse::<Stage>()
                .unwrap_err()
                .help
                .to_string()
                .contains("out_to_tender")
        );
    }

    /// Every pair, against the picture of design section 2.
    #[test]
    fn moves_as_the_design_draws() {
        use Stage::*;
        let allowed = [
            (Collecting, Collected),
            (Collecting, Cancelled),
            (Collected, Collecting),
            (Collected, OutToTender),
            (Collected, Cancelled),
            (OutToTender, Awarded),
            (OutToTender, Cancelled),
            (Awarded, CallOff),
            (Awarded, Cancelled),
            (CallOff, Ended),
        ];
        for from in Stage::ALL {
            for to in Stage::ALL {
                assert_eq!(
                    from.can_become(to),
                    allowed.contains(&(from, to)),
                    "{from} {to}"
                );
            }
            assert_eq!(
                from.is_over(),
                Stage::ALL.iter().all(|to| !from.can_become(*to))
            );
        }
    }
}
