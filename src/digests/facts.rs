//! What can have happened to a digest: the names that it has in the ledger, with the particulars that stand there.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::ledger::{About, Fact};

/// What is told of a digest that is on its way.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// The forum.
    pub forum_id: i64,
    /// Its region.
    pub region: String,
    /// Since when it tells what happened; none: it is the first.
    #[serde(skip)]
    pub since: Option<DateTime<Utc>>,
    /// When it was due.
    #[serde(skip)]
    pub due_at: DateTime<Utc>,
}

/// A region's digest fell due.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Due(pub Told);

impl Fact for Due {
    const KIND: &'static str = "digest.due";

    fn about(&self) -> About {
        About::default()
    }
}

/// A registrar asked for a region's digest.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Asked(pub Told);

impl Fact for Asked {
    const KIND: &'static str = "digest.asked";

    fn about(&self) -> About {
        About::default()
    }
}
