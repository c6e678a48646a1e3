//! Exports: a tender or a region as files that others read (design, section 6, `/export`).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | the formats, and how files are named |
//! | `service.rs` | a tender's or a region's files, each showing what the person may see |
//! | `contents.rs` | all that an export says of one tender, read once |
//! | `tables.rs` | the same as tables: one header and its rows each |
//! | `workbook/` | XLSX: tables with typed cells, totals by formula |
//! | `csv_files.rs` | CSV, a file a table, zipped |
//! | `ocds.rs`, `ocds_shape.rs` | a release and a record package of the Open Contracting Data Standard, 1.1 |
//! | `calendar.rs` | iCalendar |

use crate::capability::Capability;

mod calendar;
pub mod cards;
pub(crate) mod commands;
mod contents;
mod csv_files;
mod ocds;
mod ocds_shape;
pub mod rules;
pub mod service;
mod tables;
mod workbook;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("exports").commands([commands::export()])
}
