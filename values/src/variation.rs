//! What a variation of a running contract changes, and on which ground.

use std::fmt;

use serde::{Deserialize, Serialize};
use words::{Text, text};

/// What a variation of a running contract changes (design, section 2a).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariationKind {
    /// The price of a lot.
    Price,
    /// Who supplies a lot.
    Supplier,
    /// The contract goes on for longer.
    Extension,
    /// The contract, or that of a lot, ends on another day.
    End,
    /// The most that may be called off of a lot.
    Ceiling,
}

impl VariationKind {
    /// Every one of them.
    pub const ALL: [Self; 5] = [
        Self::Price,
        Self::Supplier,
        Self::Extension,
        Self::End,
        Self::Ceiling,
    ];

    /// The name that commands take and the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Supplier => "supplier",
            Self::Extension => "extension",
            Self::End => "end",
            Self::Ceiling => "ceiling",
        }
    }

    /// Reads what [`VariationKind::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// As people read it.
    pub fn label(self) -> Text {
        match self {
            Self::Price => text!("values-variation-price"),
            Self::Supplier => text!("values-variation-supplier"),
            Self::Extension => text!("values-variation-extension"),
            Self::End => text!("values-variation-end"),
            Self::Ceiling => text!("values-variation-ceiling"),
        }
    }
}

impl fmt::Display for VariationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// On which ground a contract is varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// By an index: its name and figure are given.
    Index,
    /// Both sides agreed.
    Agreement,
    /// The supplier has another name, and is the same.
    Renamed,
    /// The contract was assigned to another supplier.
    Assigned,
    /// The contract provides for it.
    Provided,
    /// One side ended it.
    Terminated,
}

impl Ground {
    /// Every one of them.
    pub const ALL: [Self; 6] = [
        Self::Index,
        Self::Agreement,
        Self::Renamed,
        Self::Assigned,
        Self::Provided,
        Self::Terminated,
    ];

    /// The name that commands take and the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Agreement => "agreement",
            Self::Renamed => "renamed",
            Self::Assigned => "assigned",
            Self::Provided => "provided",
            Self::Terminated => "terminated",
        }
    }

    /// Reads what [`Ground::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// As people read it.
    pub fn label(self) -> Text {
        match self {
            Self::Index => text!("values-ground-index"),
            Self::Agreement => text!("values-ground-agreement"),
            Self::Renamed => text!("values-ground-renamed"),
            Self::Assigned => text!("values-ground-assigned"),
            Self::Provided => text!("values-ground-provided"),
            Self::Terminated => text!("values-ground-terminated"),
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
