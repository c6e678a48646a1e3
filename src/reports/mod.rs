//! Reports: how a tender and a region are answered and used (design, section 1): response rates, time in each stage, called
//! off against declared, contracts that are not used. Savings have a capability of their own.
//!
//! - [`rules`]: time in each stage, what is overdue to be called off.
//! - [`service`]: a tender's report, a region's.
//! - [`quiet`]: who has called nothing off for long is asked.
//! - `letters`, `composing`: what they are asked, when it is sent; `duties`: what is done when that falls due.

use futures::FutureExt;

use crate::capability::Capability;
use crate::tenders::facts::Started;

pub mod cards;
pub(crate) mod commands;
mod composing;
mod duties;
mod letters;
pub mod quiet;
pub mod rules;
pub mod service;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("reports")
        .commands([commands::report()])
        .letters(|means| {
            let clock = means.clock.clone();
            Ok(composing::composers(means.ledger.reader(), clock))
        })
        .duties(duties::acts())
        .hears::<Started>(|tx, fact| quiet::watch(tx, fact).boxed())
}
