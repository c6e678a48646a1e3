//! Values: what people type, what is kept, what is shown and how it is reckoned. Pure functions, no I/O, no clock (the
//! time is an argument), no floating point.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `quantity.rs`, `unit.rs` | how much of what: thousandths of a unit, and the unit |
//! | `money.rs` | unit prices, exact products, amounts in pence, the one rounding rule |
//! | `term.rs` | a contract's term and its years |
//! | `reference.rs` | a tender's reference, `SF-2027-01` |
//! | `stage.rs` | the stages of a tender and which may follow which |
//! | `regime.rs` | the law it runs under, and the standstill |
//! | `holidays.rs` | bank holidays by rule, working days |
//! | `time_zone.rs` | from the wall clock to the instant, through clock changes |
//! | `when.rs` | a date as people type it |
//! | `schedule.rs`, `cron_line.rs` | a recurring time as people type it, and when it comes next |
//! | `cpv.rs` | the Common Procurement Vocabulary |
//! | `invalid.rs` | what every parser says when it can't read a text |
//! | `fixed.rs`, `words.rs` | private: the numbers and the words of the parsers |

pub mod actor;
mod fixed;
pub mod holidays;
mod invalid;
pub mod money;
pub mod quantity;
pub mod reference;
pub mod refusal;
pub mod regime;
pub mod stage;
pub mod term;
pub mod time_zone;
pub mod unit;

pub use actor::Actor;
pub use invalid::Invalid;
pub use money::{Exact, Money, UnitPrice};
pub use quantity::Quantity;
pub use reference::Reference;
pub use regime::{Regime, Standstill};
pub use stage::Stage;
pub use term::{ContractYear, Term};
pub use time_zone::parse_time_zone;
pub use unit::Unit;

pub use refusal::Refusal;
