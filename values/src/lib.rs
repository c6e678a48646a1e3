//! Values: what people type, what is kept, what is shown and how it is calculated. Pure functions, no I/O, no clock (the
//! time is an argument), no floating point, no database. Below it is only `words`, which says what people read.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `quantity.rs`, `unit.rs`, `unit_names.rs` | how much of what: thousandths of a unit, and the unit |
//! | `money.rs` | unit prices, exact products, amounts in pence, the one rounding rule |
//! | `with_unit.rs` | private: a quantity and a price, typed with the unit of their lot |
//! | `percent.rs` | a share |
//! | `financial_year.rs` | a council's year, April to March |
//! | `term.rs` | a contract's term and its years |
//! | `reference.rs` | a tender's reference, `SF-2027-01` |
//! | `stage.rs` | the stages of a tender and which may follow which |
//! | `no_award.rs`, `variation.rs`, `part.rs`, `authority_kind.rs`, `mandate.rs`, `reminder_state.rs`, `delivery_state.rs`, `duty_state.rs`, `webhook.rs`, `summed.rs` | why a lot has no award, what a variation of a contract changes and on which ground, what an authority is, what it is in a tender, who acts for it, where a reminder, a delivery and a duty stand, what a webhook is, and what a shown total sums |
//! | `regime.rs` | the law it runs under, and the standstill |
//! | `heirs.rs` | who succeeds an authority that ceases, and what each gets of a quantity |
//! | `holidays.rs` | bank holidays by rule, working days |
//! | `time_zone.rs` | from the wall clock to the instant, through clock changes |
//! | `when.rs` | a date as people type it |
//! | `day.rs` | a date as people read it |
//! | `schedule.rs` | a recurring time, and when it comes next |
//! | `phrases.rs`, `how_often.rs`, `cron_line.rs`, `day_rule.rs` | private: how a schedule is read, and on which days it comes |
//! | `cell.rs` | the cells of a table that leaves griffin: exact, and no formula |
//! | `cpv.rs` | the Common Procurement Vocabulary |
//! | `plain.rs` | letters without their accents |
//! | `actor.rs`, `refusal.rs`, `preview.rs` | who acts, what a person is told when griffin won't, and what they are asked before it does |
//! | `text.rs` | texts as they are compared |
//! | `ids.rs` | the numbers of rows, of a type each |
//! | `kept.rs` | with the feature `sea-orm`: the words that columns keep |
//! | `invalid.rs` | what every parser says when it can't read a text |
//! | `fixed.rs`, `typed.rs`, `time_of_day.rs`, `dates.rs`, `calendar.rs`, `period.rs` | private: the numbers, words, times and dates of the parsers |

pub mod actor;
mod authority_kind;
mod calendar;
pub mod cell;
pub mod cpv;
mod cron_line;
mod dates;
mod day;
mod day_rule;
mod delivery_state;
mod duty_state;
pub mod financial_year;
mod fixed;
mod heirs;
pub mod holidays;
mod how_often;
mod ids;
mod invalid;
#[cfg(feature = "sea-orm")]
mod kept;
mod mandate;
pub mod money;
mod no_award;
mod part;
pub mod percent;
mod period;
mod phrases;
mod plain;
mod preview;
pub mod quantity;
pub mod reference;
pub mod refusal;
pub mod regime;
mod reminder_state;
pub mod schedule;
pub mod stage;
mod summed;
pub mod term;
pub mod text;
mod time_of_day;
pub mod time_zone;
mod typed;
pub mod unit;
mod unit_names;
mod variation;
mod webhook;
pub mod when;
mod with_unit;

pub use actor::Actor;
pub use authority_kind::AuthorityKind;
pub use cpv::Cpv;
pub use day::{day, month, weekday, weekday_and_day};
pub use delivery_state::DeliveryState;
pub use duty_state::DutyState;
pub use financial_year::FinancialYear;
pub use heirs::{Heir, Heirs};
pub use ids::{
    AmendmentId, AuthorityId, AwardId, CallOffId, ForumId, LotId, MandateId, PostId, ReminderId,
    TenderId, VariationId, WebhookId,
};
pub use invalid::Invalid;
pub use mandate::{MandateState, Role};
pub use money::{Exact, Money, UnitPrice};
pub use no_award::NoAward;
pub use part::Part;
pub use percent::Percent;
pub use plain::plain_capital;
pub use preview::{Agreed, Preview};
pub use quantity::Quantity;
pub use reference::Reference;
pub use refusal::{Onward, Refusal, Way};
pub use regime::{Regime, Standstill};
pub use reminder_state::ReminderState;
pub use schedule::Recurrence;
pub use stage::Stage;
pub use summed::Summed;
pub use term::{ContractYear, Term};
pub use time_zone::parse_time_zone;
pub use unit::Unit;
pub use variation::{Ground, VariationKind};
pub use webhook::{WebhookService, WebhookTopics};
pub use when::When;
