//! What stands on a tender's card in a line of its own, and in exports in a column: whoever adds one adds it here.

use serde::{Deserialize, Serialize};

use crate::ledger::{Db, Result};
use crate::tenders::service::Tender;
use crate::words::{Text, text};

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Section {
    /// The notice of the procurement.
    Notice,
}

impl Section {
    /// In the order in which they are shown.
    pub const ALL: [Self; 1] = [Self::Notice];

    /// Its name on a card, and above its column.
    pub fn name(self) -> Text {
        match self {
            Self::Notice => text!("dossiers-notice-field"),
        }
    }

    /// What is there, as it was typed; none: nothing does.
    async fn of(self, _: &impl Db, tender: &Tender) -> Result<Option<String>> {
        Ok(match self {
            Self::Notice => tender.notice.clone(),
        })
    }
}

/// Those of a tender in which something stands.
///
/// # Errors
/// A fault, if the database can't be read.
pub(super) async fn read(db: &impl Db, tender: &Tender) -> Result<Vec<(Section, String)>> {
    let mut found = Vec::new();
    for section in Section::ALL {
        if let Some(text) = section.of(db, tender).await? {
            found.push((section, text));
        }
    }
    Ok(found)
}
