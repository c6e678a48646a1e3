//! What a person is told of an export.

use super::rules::Format;
use super::service::Exported;
use crate::discord::{Answer, escape, limits};
use crate::ledger::Result;
use crate::values::Refusal;

/// The files, for the person alone.
///
/// # Errors
/// Refused where Discord would not take them.
pub fn exported(mut it: Exported) -> Result<Answer> {
    let bytes: u64 = it.files.iter().map(|file| file.bytes).sum();
    if usize::try_from(bytes).unwrap_or(usize::MAX) > limits::FILE_BYTES {
        return Err(Refusal::new(
            format!(
                "The export is {} MiB, and Discord takes {} MiB.",
                bytes.div_ceil(1024 * 1024),
                limits::FILE_BYTES / (1024 * 1024)
            ),
            "Export tender by tender, or ask whoever runs griffin: griffin export writes files of any size.",
        )
        .into());
    }
    let of = escape::line(&it.of);
    let mut text = match it.tenders {
        1 => format!("**Exported** {of}."),
        0 => format!("**Exported** {of}: no tender was announced there yet."),
        n => format!("**Exported** {of}: {n} tenders."),
    };
    text.push_str(match it.everything {
        true => " Every authority's figures are in it.",
        false => {
            " In it are the figures of the authorities that you act for, and the totals that everybody may see."
        }
    });
    text.push_str(match it.format {
        Format::Xlsx if it.to_fill_in => {
            "\n-# Its last sheets are for your authorities to fill in: hand the workbook in with `/requirement import`."
        }
        Format::Ics => "\n-# Taken in again later, it moves the dates that a calendar has.",
        Format::Ocds => {
            "\n-# Open Contracting Data Standard 1.1. Before you publish it, have whoever runs griffin set the registered prefix of its identifiers."
        }
        Format::Xlsx | Format::Csv => "",
    });
    let mut answer = Answer::text(text);
    for file in &mut it.files {
        answer = answer.file(file.name.clone(), file.read()?);
    }
    Ok(answer)
}

/// How far it is.
pub fn progress(done: usize, of: usize) -> Answer {
    Answer::text(match of {
        0 => "Exporting …".to_owned(),
        of => format!("Exporting: {done} of {of} tenders are in it …"),
    })
}
