//! What the register sends by itself: requests for mandates to the registrars, their decisions to the officer, and what
//! griffin tells the registrars of what it can't do by itself.

use serde::{Deserialize, Serialize};

use crate::delivery::Stuck;
use crate::ledger::{Letter, Rank};
use crate::values::{AuthorityId, MandateId};

/// The lane of what is said in the registrars' channel.
fn registrars(guild_id: i64) -> String {
    format!("registrars:{guild_id}")
}

/// An officer asks the registrars for a mandate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The mandate's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub mandate_id: MandateId,
}

impl Letter for Request {
    const KIND: &'static str = "mandate.request";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        self.mandate_id.into()
    }

    fn lane(&self, guild_id: i64) -> String {
        registrars(guild_id)
    }

    fn coalesce(&self) -> Option<String> {
        Some(format!("mandate:{}", self.mandate_id))
    }
}

/// A registrar decided what an officer asked for: the officer is told how, as it is when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The mandate's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub mandate_id: MandateId,
    /// The officer.
    pub user_id: i64,
}

impl Letter for Decided {
    const KIND: &'static str = "mandate.decided";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        self.mandate_id.into()
    }

    fn lane(&self, _: i64) -> String {
        format!("user:{}", self.user_id)
    }

    /// However often it was decided meanwhile, the officer is told once, as it is then.
    fn coalesce(&self) -> Option<String> {
        Some(format!("decided:{}", self.mandate_id))
    }
}

/// Somebody who holds mandates is no longer in the server: the registrars are told, with what they hold when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departed {
    /// Discord's id of the person.
    #[serde(rename = "subject_id", skip_serializing)]
    pub user_id: i64,
}

impl Letter for Departed {
    const KIND: &'static str = "officer.departed";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        self.user_id
    }

    fn lane(&self, guild_id: i64) -> String {
        registrars(guild_id)
    }

    fn coalesce(&self) -> Option<String> {
        None
    }
}

/// A line in the registrars' channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrarsLine {
    /// The row that it is about: a post, a delivery, or what a lead changed.
    #[serde(rename = "subject_id", skip_serializing)]
    pub about: i64,
    /// While one with this key waits, a second is not queued.
    #[serde(skip)]
    pub once: Option<String>,
    /// What it says.
    #[serde(flatten)]
    pub said: Trouble,
}

/// What the registrars are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what")]
pub enum Trouble {
    /// Somebody deleted a tender's post; it was made again.
    #[serde(rename = "post.lost")]
    PostLost {
        /// The tender's reference.
        reference: String,
        /// The region whose post it was.
        region: String,
    },
    /// An authority says that what a tender's lead changed of its answer or order isn't right.
    #[serde(rename = "tender.objected")]
    Objected {
        /// The tender's reference.
        reference: String,
        /// The authority's short name.
        authority: String,
        /// The lead's short name.
        lead: String,
    },
    /// Discord forbids a message: it waits.
    #[serde(rename = "delivery.held")]
    Held(Unsent),
    /// A message was given up: it stays until somebody decides.
    #[serde(rename = "delivery.failed")]
    Failed(Unsent),
}

/// A message that was not sent, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// Its row.
    pub delivery: i64,
    /// What it is, such as `tender.card`.
    pub kind: String,
    /// Why.
    pub error: String,
    /// What people are told of it; what a version before queued says nothing here.
    #[serde(default)]
    pub stuck: Stuck,
}

impl Letter for RegistrarsLine {
    const KIND: &'static str = "registrars.line";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        self.about
    }

    fn lane(&self, guild_id: i64) -> String {
        registrars(guild_id)
    }

    fn coalesce(&self) -> Option<String> {
        self.once.clone()
    }
}

/// That an authority ceases, or has: to an officer whom it concerns, as it is when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The authority's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub authority_id: AuthorityId,
    /// The officer.
    pub user_id: i64,
    /// Whether it was registered twice, and is one with another now.
    pub merged: bool,
}

impl Letter for Ending {
    const KIND: &'static str = "authority.ending";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        self.authority_id.into()
    }

    fn lane(&self, _: i64) -> String {
        format!("user:{}", self.user_id)
    }

    /// However often it was changed meanwhile, the officer is told once, as it is then.
    fn coalesce(&self) -> Option<String> {
        Some(format!("ending:{}:{}", self.authority_id, self.user_id))
    }
}
