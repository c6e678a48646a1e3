//! What can have happened to the register: the names that it has in the ledger, with the particulars recorded there.

use serde::Serialize;

use super::rules::{Authority, Mandate, Role, State};
use super::succession::rules::Handover;
use crate::ledger::About;
use crate::ledger::fact::facts;
use crate::values::MandateId;
use crate::words::Lang;

/// What is told of a correction.
#[derive(Clone, Debug, Serialize)]
pub struct ToldEdit {
    /// The entry as it stood.
    pub before: Authority,
    /// As it stands.
    pub after: Authority,
}

/// What is told of a mandate. No name: the ledger only grows, and a name must be removable (design, `/privacy forget`).
#[derive(Clone, Debug, Serialize)]
pub struct ToldMandate {
    /// Its row.
    pub mandate_id: MandateId,
    /// The officer's Discord user id.
    pub user_id: i64,
    /// What they may do.
    pub role: Role,
    /// What it is now.
    pub state: State,
}

impl From<&Mandate> for ToldMandate {
    fn from(mandate: &Mandate) -> Self {
        ToldMandate {
            mandate_id: mandate.id,
            user_id: mandate.user_id,
            role: mandate.role,
            state: mandate.state,
        }
    }
}

/// What a person prefers.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// Whether their reminders come by direct message.
    Direct(bool),
    /// The language in which they are answered.
    Language(Lang),
}

/// About the authority of a mandate.
pub(super) fn about(mandate: &Mandate) -> About {
    About::authority(mandate.authority.id)
}

facts! {
    /// An authority was registered.
    Registered(Authority) = "authority.registered";
    /// A registrar corrected its entry.
    Edited(ToldEdit) = "authority.edited";
    /// A registrar settled when it ceases, and who succeeds it.
    EndingPlanned(Authority) = "authority.ending_planned";
    /// A registrar took that back.
    EndingWithdrawn(Authority) = "authority.ending_withdrawn";
    /// It has ceased, and what it had moves to its successors.
    Succeeded(Handover) = "authority.succeeded";
    /// It was registered twice: what one entry had moves to the other.
    Merged(Handover) = "authority.merged";
    /// An officer asked for a mandate.
    MandateRequested(ToldMandate) = "mandate.requested";
    /// A registrar confirmed what was asked for.
    MandateConfirmed(ToldMandate) = "mandate.confirmed";
    /// A registrar refused what was asked for.
    MandateRefused(ToldMandate) = "mandate.refused";
    /// A registrar gave a mandate, or changed its role.
    MandateGranted(ToldMandate) = "mandate.granted";
    /// A registrar took a mandate back.
    MandateRevoked(ToldMandate) = "mandate.revoked";
    /// A person said what they prefer.
    Preferred(Preference) = "officer.preferred";
}
