//! Values: what people type, what is kept, what is shown and how it is reckoned. Pure functions, no I/O, no clock (the
//! time is an argument), no floating point.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `quantity.rs`, `unit.rs` | how much of what: thousandths of a unit, and the unit |
//! | `money.rs` | unit prices, exact products, amounts in pence, the one rounding rule |
//! | `percent.rs` | a share |
//! | `financial_year.rs` | a council's year, April to March |
//! | `term.rs` | a contract's term and its years |
//! | `reference.rs` | a tender's reference, `SF-2027-01` |
//! | `stage.rs` | the stages of a tender and which may follow which |
//! | `regime.rs` | the law it runs under, and the standstill |
//! | `holidays.rs` | bank holidays by rule, working days |
//! | `time_zone.rs` | from the wall clock to the instant, through clock changes |
//! | `when.rs` | a date as people type it |
//! | `schedule.rs` | a recurring time, and when it comes next |
//! | `phrases.rs`, `cron_line.rs`, `day_rule.rs` | private: how a schedule is read, and on which days it comes |
//! | `cell.rs` | the cells of a table that leaves griffin: exact, and no formula |
//! | `cpv.rs` | the Common Procurement Vocabulary |
//! | `plain.rs` | letters without their accents |
//! | `actor.rs`, `refusal.rs` | who acts, and what a person is told when griffin won't |
//! | `invalid.rs` | what every parser says when it can't read a text |
//! | `fixed.rs`, `words.rs`, `dates.rs`, `calendar.rs` | private: the numbers, words and dates of the parsers |

pub mod actor;
mod calendar;
pub mod cell;
pub mod cpv;
mod cron_line;
mod dates;
mod day_rule;
pub mod financial_year;
mod fixed;
pub mod holidays;
mod invalid;
pub mod money;
pub mod percent;
mod phrases;
mod plain;
pub mod quantity;
pub mod reference;
pub mod refusal;
pub mod regime;
pub mod schedule;
pub mod stage;
pub mod term;
pub mod time_zone;
pub mod unit;
pub mod when;
mod words;

pub use actor::Actor;
pub use cpv::Cpv;
pub use financial_year::FinancialYear;
pub use invalid::Invalid;
pub use money::{Exact, Money, UnitPrice};
pub use percent::Percent;
pub use plain::plain_capital;
pub use quantity::Quantity;
pub use reference::Reference;
pub use refusal::Refusal;
pub use regime::{Regime, Standstill};
pub use schedule::Recurrence;
pub use stage::Stage;
pub use term::{ContractYear, Term};
pub use time_zone::parse_time_zone;
pub use unit::Unit;
pub use when::When;
