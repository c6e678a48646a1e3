//! What can have happened to a digest: the names that it has in the ledger, with the particulars recorded there.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::ledger::fact::facts;
use crate::values::ForumId;

/// What is told of a digest that is on its way.
#[derive(Clone, Debug, Serialize)]
pub struct ToldDigest {
    /// The forum.
    pub forum_id: ForumId,
    /// Its region.
    pub region: String,
    /// Since when it tells what happened; none: it is the first.
    #[serde(skip)]
    pub since: Option<DateTime<Utc>>,
}

facts! {
    /// A region's digest fell due.
    Due(ToldDigest) = "digest.due";
    /// A registrar asked for a region's digest.
    Asked(ToldDigest) = "digest.asked";
}
