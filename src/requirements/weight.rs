//! What a workbook would unfold into, counted before it is opened. An archive says of its own size what it likes; and what
//! opens it (calamine) keeps every shared string, style, sheet and name, and makes the room that a part asks for.

use std::io::{self, BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::table::LINES_MAX;
use crate::values::Refusal;
use crate::words::text;

/// The most bytes that a workbook may unpack to: some twenty-five times what griffin's own has.
const UNPACKED_MAX: u64 = 8 * 1024 * 1024;
/// The most elements in all of its parts together: two for a cell.
const ELEMENTS_MAX: usize = 200_000;
/// The most of those elements of which much is kept for each.
const KEPT_MAX: usize = 10_000;
/// The elements of which much is kept for each: a style keeps a copy of its font and its format, a sheet one of its path.
const KEPT: [&str; 8] = [
    "Relationship",
    "border",
    "definedName",
    "fill",
    "font",
    "numFmt",
    "sheet",
    "xf",
];
/// The most bytes of the tag of such an element, and of a font's name: Excel's own limits are below 300 (its
/// specifications and limits).
const TAG_MAX: usize = 1_000;
/// The most digits of a number in the tag of the shared strings: it is how many there are said to be, for which room is
/// made.
const DIGITS_MAX: usize = 6;

pub(super) fn unreadable() -> Refusal {
    Refusal::new(
        text!("requirements-workbook-unreadable"),
        text!("requirements-workbook-unreadable-help"),
    )
}

pub(super) fn too_large() -> Refusal {
    Refusal::new(
        text!("requirements-workbook-too-large"),
        text!("requirements-workbook-too-large-help", most = LINES_MAX),
    )
}

/// Refuses a workbook that would unfold into much; of it nothing is kept.
///
/// # Errors
/// It isn't an archive, or it holds too much.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let (mut left, mut counted) = (UNPACKED_MAX, Counted::default());
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(|_| unreadable())?;
        let unpacked = weigh(part.take(left + 1), &mut counted)?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

/// Reads a part to its end, as XML as far as it is that, and says how many bytes it has.
fn weigh(part: io::Take<impl Read>, counted: &mut Counted) -> Result<u64, Refusal> {
    let most = part.limit();
    // As calamine reads it, so that both see the same.
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    let mut event = Vec::new();
    loop {
        event.clear();
        match xml.read_event_into(&mut event) {
            Ok(Event::Start(tag)) => counted.count(&tag)?,
            // Beyond an error nobody reads on.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let mut rest = xml.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(|_| unreadable())?;
    Ok(most - rest.into_inner().limit())
}

/// What was met so far, in all parts: whatever a part is called, it may be named as any other.
#[derive(Default)]
struct Counted {
    elements: usize,
    kept: usize,
}

impl Counted {
    fn count(&mut self, tag: &BytesStart<'_>) -> Result<(), Refusal> {
        let name = tag.local_name();
        let kept = KEPT.contains(&name.as_ref());
        self.elements += 1;
        self.kept += usize::from(kept);
        let long = (kept || name.as_ref() == "name") && tag.len() > TAG_MAX;
        let asks = name.as_ref() == "sst" && digits(tag) > DIGITS_MAX;
        match self.elements > ELEMENTS_MAX || self.kept > KEPT_MAX || long || asks {
            true => Err(too_large()),
            false => Ok(()),
        }
    }
}

/// The most digits that follow each other.
fn digits(text: &str) -> usize {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.map(str::len).max().unwrap_or_default()
}
