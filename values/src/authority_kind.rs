//! What sort of body an authority is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use words::{Lang, Text, text};

use super::Invalid;
use super::text::fold;

/// What sort of body an authority is (design, section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorityKind {
    /// A county council.
    County,
    /// A unitary council.
    Unitary,
    /// A district council.
    District,
    /// A metropolitan borough council.
    Metropolitan,
    /// A London borough council.
    LondonBorough,
    /// A police force or its commissioner.
    Police,
    /// A fire and rescue authority.
    Fire,
    /// A health body.
    Health,
    /// A national park authority.
    NationalPark,
    /// A college.
    College,
    /// A voluntary organisation.
    Voluntary,
    /// Any other body.
    Other,
}

impl AuthorityKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::County,
        Self::Unitary,
        Self::District,
        Self::Metropolitan,
        Self::LondonBorough,
        Self::Police,
        Self::Fire,
        Self::Health,
        Self::NationalPark,
        Self::College,
        Self::Voluntary,
        Self::Other,
    ];

    /// The name that commands take and the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Unitary => "unitary",
            Self::District => "district",
            Self::Metropolitan => "metropolitan",
            Self::LondonBorough => "london-borough",
            Self::Police => "police",
            Self::Fire => "fire",
            Self::Health => "health",
            Self::NationalPark => "national-park",
            Self::College => "college",
            Self::Voluntary => "voluntary",
            Self::Other => "other",
        }
    }

    /// Reads what [`AuthorityKind::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// The name that people see.
    pub fn label(self) -> Text {
        match self {
            Self::County => text!("values-kind-county"),
            Self::Unitary => text!("values-kind-unitary"),
            Self::District => text!("values-kind-district"),
            Self::Metropolitan => text!("values-kind-metropolitan"),
            Self::LondonBorough => text!("values-kind-london-borough"),
            Self::Police => text!("values-kind-police"),
            Self::Fire => text!("values-kind-fire"),
            Self::Health => text!("values-kind-health"),
            Self::NationalPark => text!("values-kind-national-park"),
            Self::College => text!("values-kind-college"),
            Self::Voluntary => text!("values-kind-voluntary"),
            Self::Other => text!("values-kind-other"),
        }
    }
}

impl fmt::Display for AuthorityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads what [`AuthorityKind::as_str`] and [`AuthorityKind::label`] (in any language) give, in any case, spaces standing
/// for hyphens.
impl FromStr for AuthorityKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let typed = fold(text);
        Self::ALL
            .into_iter()
            .find(|kind| {
                let said = |lang: Lang| typed == fold(&kind.label().say(lang));
                typed.replace(' ', "-") == kind.as_str() || Lang::ALL.into_iter().any(said)
            })
            .ok_or_else(|| {
                let choices = Text::or(Self::ALL.map(|it| Text::verbatim(it.as_str())));
                Invalid::new(text!("values-kind"), text, text!("values-choose", choices))
            })
    }
}
