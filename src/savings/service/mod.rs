//! Use cases of savings.
//!
//! - `looking`: what is asked for, and whose figures a person may look at.
//! - `reporting`: a year's report.
//! - `opening`: a report opened down to its call-offs.
//! - `setting`: the targets and costs that it is held against.

mod looking;
mod opening;
mod reporting;
mod setting;

pub use super::rules::Years;
pub use looking::{Ask, Sift};
pub use opening::{Opened, OpenedPage, PAGE, open};
pub use reporting::{Line, Report, for_everybody, report};
pub use setting::{TargetSet, set_cost, set_target};

#[cfg(test)]
mod tests;
