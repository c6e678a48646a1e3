//! What facts and letters are called where people read of them. Their names in the ledger and in the outbox never change,
//! and are for the code.

use crate::words::{self, Lang, Text};

/// The fact with this name: `tender.announced` is “Tender announced”.
pub fn fact(kind: &str) -> Text {
    called("fact", kind)
}

/// A letter with this name, within a sentence: `tender.card` is “a tender's card”.
pub fn letter(kind: &str) -> Text {
    called("letter", kind)
}

/// The key of the text for a `fact` or a `letter` with this name.
pub fn key(what: &str, kind: &str) -> String {
    format!("{what}-{}", kind.replace(['.', '_'], "-"))
}

/// What griffin of another version wrote may have no text: then it is called by its name.
fn called(what: &str, kind: &str) -> Text {
    let key = key(what, kind);
    match words::has(Lang::English, &key) {
        true => Text::keyed(key, []),
        false => Text::verbatim(kind),
    }
}
