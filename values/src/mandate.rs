//! What an officer may do for an authority, and how far that has come.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Invalid;
use super::text::fold;
use words::{Text, text};

/// What an officer may do in a mandate (design, section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Acts.
    Officer,
    /// Reads.
    Observer,
}

impl Role {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Officer, Self::Observer];

    /// The name that commands take and the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Observer => "observer",
        }
    }

    /// The name that people see.
    pub fn label(self) -> Text {
        match self {
            Self::Officer => text!("values-role-officer"),
            Self::Observer => text!("values-role-observer"),
        }
    }

    /// Reads what [`Role::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

impl FromStr for Role {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match fold(text).as_str() {
            "officer" => Ok(Self::Officer),
            "observer" => Ok(Self::Observer),
            _ => {
                let help = text!("values-role-help");
                Err(Invalid::new(text!("values-a-role"), text, help))
            }
        }
    }
}

/// How far a mandate has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MandateState {
    /// The officer asked; a registrar must decide.
    Requested,
    /// It holds.
    Held,
    /// A registrar refused it.
    Refused,
    /// A registrar took it back.
    Revoked,
}

impl MandateState {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Requested, Self::Held, Self::Refused, Self::Revoked];

    /// The name that the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Held => "held",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }

    /// Reads what [`MandateState::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}
