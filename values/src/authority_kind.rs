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
    /// A university.
    University,
    /// A town, community or parish council.
    TownOrCommunity,
    /// A combined authority of several councils (in England).
    Combined,
    /// A housing association: a registered provider or social landlord.
    HousingAssociation,
    /// A voluntary organisation.
    Voluntary,
    /// Any other body.
    Other,
}

impl AuthorityKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
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
        Self::University,
        Self::TownOrCommunity,
        Self::Combined,
        Self::HousingAssociation,
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
            Self::University => "university",
            Self::TownOrCommunity => "town-or-community",
            Self::Combined => "combined",
            Self::HousingAssociation => "housing-association",
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
            Self::University => text!("values-kind-university"),
            Self::TownOrCommunity => text!("values-kind-town-or-community"),
            Self::Combined => text!("values-kind-combined"),
            Self::HousingAssociation => text!("values-kind-housing-association"),
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

/// What councils, and published lists of them, call a kind beside its own name; folded, hyphens standing for spaces.
///
/// A county borough in Wales is a principal council for all of local government (Local Government Act 1972, section 20, as
/// the Local Government (Wales) Act 1994 put it), and so what England calls unitary; Northern Ireland's councils are
/// district councils (Local Government Act (Northern Ireland) 1972).
const USUAL: [(&str, AuthorityKind); 58] = [
    ("county-authority", AuthorityKind::County),
    ("non-metropolitan-county", AuthorityKind::County),
    ("shire-county", AuthorityKind::County),
    ("two-tier-county", AuthorityKind::County),
    ("unitary-authority", AuthorityKind::Unitary),
    ("unitary-district", AuthorityKind::Unitary),
    ("unitary-county", AuthorityKind::Unitary),
    ("county-borough", AuthorityKind::Unitary),
    ("county-borough-council", AuthorityKind::Unitary),
    ("welsh-unitary-authority", AuthorityKind::Unitary),
    ("welsh-principal-area", AuthorityKind::Unitary),
    ("principal-area", AuthorityKind::Unitary),
    ("scottish-unitary-authority", AuthorityKind::Unitary),
    ("scottish-council", AuthorityKind::Unitary),
    ("scottish-council-area", AuthorityKind::Unitary),
    ("non-metropolitan-district", AuthorityKind::District),
    ("non-metropolitan-district-council", AuthorityKind::District),
    ("shire-district", AuthorityKind::District),
    ("two-tier-district", AuthorityKind::District),
    ("ni-district", AuthorityKind::District),
    ("ni-district-council", AuthorityKind::District),
    ("northern-ireland-district", AuthorityKind::District),
    ("northern-ireland-district-council", AuthorityKind::District),
    ("metropolitan-district", AuthorityKind::Metropolitan),
    ("metropolitan-district-council", AuthorityKind::Metropolitan),
    ("metropolitan-borough", AuthorityKind::Metropolitan),
    ("london-borough", AuthorityKind::LondonBorough),
    ("police-force", AuthorityKind::Police),
    ("police-and-crime-commissioner", AuthorityKind::Police),
    ("fire-authority", AuthorityKind::Fire),
    ("fire-and-rescue", AuthorityKind::Fire),
    ("fire-and-rescue-authority", AuthorityKind::Fire),
    ("fire-and-rescue-service", AuthorityKind::Fire),
    ("nhs-trust", AuthorityKind::Health),
    ("nhs-foundation-trust", AuthorityKind::Health),
    ("health-board", AuthorityKind::Health),
    ("local-health-board", AuthorityKind::Health),
    ("integrated-care-board", AuthorityKind::Health),
    ("national-park-authority", AuthorityKind::NationalPark),
    ("further-education-college", AuthorityKind::College),
    ("sixth-form-college", AuthorityKind::College),
    ("higher-education-institution", AuthorityKind::University),
    ("town-council", AuthorityKind::TownOrCommunity),
    ("community-council", AuthorityKind::TownOrCommunity),
    ("parish-council", AuthorityKind::TownOrCommunity),
    ("parish", AuthorityKind::TownOrCommunity),
    ("town-and-community-council", AuthorityKind::TownOrCommunity),
    ("town-or-community-council", AuthorityKind::TownOrCommunity),
    ("town-and-parish-council", AuthorityKind::TownOrCommunity),
    ("town-or-parish-council", AuthorityKind::TownOrCommunity),
    ("combined-authority", AuthorityKind::Combined),
    ("mayoral-combined-authority", AuthorityKind::Combined),
    ("combined-county-authority", AuthorityKind::Combined),
    ("registered-provider", AuthorityKind::HousingAssociation),
    (
        "registered-social-landlord",
        AuthorityKind::HousingAssociation,
    ),
    ("charity", AuthorityKind::Voluntary),
    ("voluntary-body", AuthorityKind::Voluntary),
    ("voluntary-sector", AuthorityKind::Voluntary),
];

/// Reads what [`AuthorityKind::as_str`] and [`AuthorityKind::label`] (in any language) give, and what councils and
/// published lists usually call a kind; in any case, hyphens and spaces alike.
impl FromStr for AuthorityKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let plain = |text: &str| fold(&text.replace('-', " ")).replace(' ', "-");
        let typed = plain(text);
        let named = |kind: &Self| {
            let said = |lang: Lang| typed == plain(&kind.label().say(lang));
            typed == plain(kind.as_str()) || Lang::ALL.into_iter().any(said)
        };
        let usual = || USUAL.into_iter().find(|(name, _)| *name == typed);
        Self::ALL
            .into_iter()
            .find(named)
            .or_else(|| usual().map(|(_, kind)| kind))
            .ok_or_else(|| {
                let choices = Text::or(Self::ALL.map(|it| Text::verbatim(it.as_str())));
                Invalid::new(text!("values-kind"), text, text!("values-choose", choices))
            })
    }
}
