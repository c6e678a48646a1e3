//! What goes wrong while a workbook is written.

use rust_xlsxwriter::XlsxError;

use crate::ledger::{Error, Fault};

pub(super) fn fault(error: impl std::fmt::Display) -> Error {
    Fault::new(format!("a workbook can't be written: {error}")).into()
}

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        fault(error)
    }
}
