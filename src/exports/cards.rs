//! What a person is told of an export.

use super::rules::Format;
use super::service::Exported;
use crate::discord::{Answer, escape, limits};
use crate::ledger::Result;
use crate::values::Refusal;
use crate::words::{Lang, Text, say, text};

/// The files, for the person alone.
///
/// # Errors
/// Refused where Discord would not take them.
pub fn exported(mut it: Exported, lang: Lang) -> Result<Answer> {
    let bytes: u64 = it.files.iter().map(|file| file.bytes).sum();
    if usize::try_from(bytes).unwrap_or(usize::MAX) > limits::FILE_BYTES {
        return Err(Refusal::new(
            text!(
                "exports-too-large",
                size = bytes.div_ceil(1024 * 1024),
                most = limits::FILE_BYTES / (1024 * 1024)
            ),
            text!("exports-too-large-help"),
        )
        .into());
    }
    let of = escape::line(&it.of);
    let what = match it.tenders {
        1 => text!("exports-exported", of),
        0 => text!("exports-exported-none", of),
        tenders => text!("exports-exported-several", of, tenders),
    };
    let whose = match it.everything {
        true => text!("exports-everything"),
        false => text!("exports-own"),
    };
    let note = match it.format {
        Format::Xlsx if it.to_fill_in => text!("exports-to-fill-in"),
        Format::Ics => text!("exports-calendar-note"),
        Format::Ocds => text!("exports-ocds-note"),
        Format::Xlsx | Format::Csv => Text::default(),
    };
    let text = Text::lines([Text::sentences([what, whose]), note]);
    let mut answer = Answer::text(text.say(lang));
    for file in &mut it.files {
        answer = answer.file(file.name.clone(), file.read()?);
    }
    Ok(answer)
}

/// How far it is.
pub fn progress(done: usize, of: usize, lang: Lang) -> Answer {
    Answer::text(match of {
        0 => say!(lang, "exports-begun"),
        of => say!(lang, "exports-progress", done, of),
    })
}
