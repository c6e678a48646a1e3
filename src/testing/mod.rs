//! The kit of the tests that need a database: a server with councils, their officers and forums, and a tender at each stage.
//!
//! - [`scenes`]: where a test begins: a [`World`] on each database, from an empty server to a contract that runs.
//! - [`World`]: one server: who is there, and what they do.
//! - `people`: the councils of design, section 9, and who acts for them.
//! - `rows`: what no use case shows or does: what is queued, armed and recorded, a stage that is jumped to.
//! - [`databases`]: fresh databases of each kind, for tests that need no councils.
//! - [`values`]: tenders, lots and authorities as values, for tests of what is shown of them.
//!
//! `tests/whole/support` is its counterpart for the whole bot.

pub(crate) mod databases;
mod people;
mod rows;
pub(crate) mod scenes;
pub(crate) mod values;
mod world;

pub(crate) use people::{
    ABW, BRY, FAR, GLA, GUILD, MANAGER, NIA, OBSERVER, REF, REGISTRAR, REGISTRAR_ROLE, TRA, user_id,
};
pub(crate) use values::{at, date, line, local, order, part, refusal, refused, t, tonne, varied};
pub(crate) use world::World;
