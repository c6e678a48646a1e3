//! Who is there in the scenes: the councils of design, section 9, and their officers.

use crate::authorities::service::Register;

/// The server. It has the size of one that Discord gives.
pub(crate) const GUILD: i64 = 1_234_567_890_123_456_789;
/// The role of the server's registrars.
pub(crate) const REGISTRAR_ROLE: i64 = 900;

/// Manages the server.
pub(crate) const MANAGER: &str = "Mair Morgan";
/// Has the registrars' role.
pub(crate) const REGISTRAR: &str = "Rhys Ellis";
/// An officer of each council; Nia Rees acts for both `DYF` and `PFR`.
pub(crate) const ABW: &str = "Gwen Parry";
pub(crate) const BRY: &str = "Idris Bowen";
pub(crate) const NIA: &str = "Nia Rees";
pub(crate) const GLA: &str = "Sara Lloyd";
pub(crate) const TRA: &str = "Owen Pugh";
/// Of a council in a region that is not invited.
pub(crate) const FAR: &str = "Ann Dale";
/// Reads for `BRY`, and does not act.
pub(crate) const OBSERVER: &str = "Non Harris";

/// The tender's reference.
pub(crate) const REF: &str = "SF-2027-01";

/// A council of the register.
pub(crate) struct Council {
    pub short_name: &'static str,
    pub name: &'static str,
    pub kind: &'static str,
    pub region: &'static str,
    pub officer: &'static str,
}

const fn council(
    short_name: &'static str,
    name: &'static str,
    kind: &'static str,
    region: &'static str,
    officer: &'static str,
) -> Council {
    Council {
        short_name,
        name,
        kind,
        region,
        officer,
    }
}

pub(super) const SOUTH: &str = "South Wales";
pub(super) const MID: &str = "Mid and West Wales";

/// Those of design, section 9.
pub(crate) const COUNCILS: [Council; 6] = [
    council("ABW", "Aberwen County Council", "county", SOUTH, ABW),
    council("BRY", "Bryncoch County Borough", "unitary", SOUTH, BRY),
    council("DYF", "Dyffryn Vale Council", "unitary", MID, NIA),
    council("GLA", "Glanmor City Council", "unitary", SOUTH, GLA),
    council("PFR", "Pennant Fire and Rescue", "fire", MID, NIA),
    council("TRA", "Traeth District Council", "district", MID, TRA),
];
pub(super) const ELSEWHERE: Council =
    council("FAR", "Farholm Council", "unitary", "North East", FAR);

impl Council {
    /// Its entry, as a registrar types it.
    pub(crate) fn register(&self) -> Register {
        Register {
            name: self.name.into(),
            kind: self.kind.into(),
            region: self.region.into(),
            short_name: Some(self.short_name.into()),
            ..Register::default()
        }
    }
}

/// Who Discord says somebody is.
pub(crate) fn user_id(name: &str) -> i64 {
    let more = |id, byte| id * 31 % 1_000_003 + i64::from(byte);
    name.bytes().fold(7, more)
}
