//! A register as CSV text: read whole, or refused with every wrong line and its number.

use super::rules::{Registration, Taken, Typed, fold};
use crate::intake;
use crate::values::Refusal;
use crate::words::{Text, text};

/// The most bytes of a table.
pub const BYTES_MAX: usize = 256 * 1024;
/// The most lines below the header: there are some 400 councils in the United Kingdom.
pub const ROWS_MAX: usize = 1_000;
/// The columns, in the order in which they are shown to people; the first three must be there.
pub const HEADER: [&str; 7] = [
    "name",
    "kind",
    "region",
    "short_name",
    "address",
    "email",
    "identifier",
];
const NEEDED: usize = 3;
/// How many characters explain wrong lines; of the others the numbers are given. With the numbers of every
/// second line of the longest table it is less than an embed of Discord holds (4,096).
const EXPLAINED: usize = 1_000;

/// A line of the table and its number in the file.
#[derive(Clone)]
pub struct Line {
    /// Its number, from 1; the header's is usually 1.
    pub number: u64,
    /// What is in it, or what is wrong with it.
    pub read: Result<Registration, Vec<Refusal>>,
}

/// Reads a table: comma, semicolon or tab between columns, the header in any order and case.
///
/// # Errors
/// It is too big, isn't UTF-8, lacks a column, or has nothing below its header.
pub fn read(bytes: &[u8]) -> Result<Vec<Line>, Refusal> {
    if bytes.len() > BYTES_MAX {
        let (given, most) = (bytes.len().div_ceil(1024), BYTES_MAX / 1024);
        return Err(Refusal::new(
            text!("authorities-file-too-large", given),
            text!("authorities-file-too-large-help", most, lines = ROWS_MAX),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Refusal::new(
            text!("authorities-not-utf8"),
            text!("authorities-not-utf8-help"),
        )
    })?;
    // One kind of line end, so that lines can be counted.
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let first = text.trim_start().lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .find(|delimiter| first.contains(char::from(*delimiter)))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let error = error.to_string();
            Refusal::new(text!("authorities-unreadable", error), expected())
        })?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            records.push((line_of(&text, &record), record));
        }
        if records.len() > ROWS_MAX + 1 {
            return Err(Refusal::new(
                text!("authorities-too-many-lines", most = ROWS_MAX),
                text!("authorities-too-many-lines-help"),
            ));
        }
    }
    let mut records = records.into_iter();
    let Some((_, header)) = records.next() else {
        return Err(Refusal::new(text!("authorities-file-empty"), expected()));
    };
    let columns = columns(&header)?;
    let lines: Vec<Line> = records
        .map(|(number, record)| line(&columns, number, &record))
        .collect();
    if lines.is_empty() {
        return Err(Refusal::new(text!("authorities-only-a-header"), expected()));
    }
    Ok(lines)
}

fn expected() -> Text {
    text!("authorities-file-help", header = HEADER.join(","))
}

/// The line on which a record begins; csv says where it began to look, which may be an empty line before.
fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    let looked = record.position().map_or(0, csv::Position::byte);
    let looked = usize::try_from(looked)
        .unwrap_or(text.len())
        .min(text.len());
    let (before, after) = text.as_bytes().split_at(looked);
    let breaks = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
    let empty = after.iter().take_while(|b| **b == b'\n').count();
    (breaks(before) + empty + 1) as u64
}

/// Which of [`HEADER`] each column is.
fn columns(header: &csv::StringRecord) -> Result<Vec<usize>, Refusal> {
    let mut columns = Vec::new();
    for cell in header {
        let named = fold(cell).replace([' ', '-'], "_");
        let column = HEADER.iter().position(|name| *name == named);
        match column {
            Some(column) if !columns.contains(&column) => columns.push(column),
            Some(_) => {
                return Err(Refusal::new(
                    text!("authorities-column-twice", column = named),
                    expected(),
                ));
            }
            None => {
                let given: String = cell.chars().take(50).collect();
                return Err(Refusal::new(
                    text!("authorities-column-unknown", column = given),
                    expected(),
                ));
            }
        }
    }
    for (column, name) in HEADER.iter().enumerate().take(NEEDED) {
        if !columns.contains(&column) {
            return Err(Refusal::new(
                text!("authorities-column-missing", column = *name),
                expected(),
            ));
        }
    }
    Ok(columns)
}

fn line(columns: &[usize], number: u64, record: &csv::StringRecord) -> Line {
    let more = record.iter().skip(columns.len());
    let more = more.filter(|cell| !cell.trim().is_empty()).count();
    if more > 0 {
        let wrong = Refusal::new(
            text!(
                "authorities-more-cells",
                more = record.len() - columns.len()
            ),
            text!("authorities-more-cells-help"),
        );
        return Line {
            number,
            read: Err(vec![wrong]),
        };
    }
    let too_long = |(column, cell): (&usize, &str)| {
        let name = HEADER[*column];
        let most = intake::CELL_TOLD;
        intake::is_too_long(cell).then(|| {
            Refusal::new(
                text!("authorities-cell-too-long", column = name, most),
                Text::default(),
            )
        })
    };
    let long: Vec<Refusal> = columns.iter().zip(record).filter_map(too_long).collect();
    if !long.is_empty() {
        return Line {
            number,
            read: Err(long),
        };
    }
    let cell = |wanted: usize| -> Option<String> {
        let place = columns.iter().position(|column| *column == wanted)?;
        record.get(place).map(str::to_owned)
    };
    let typed = Typed {
        name: cell(0).unwrap_or_default(),
        kind: cell(1).unwrap_or_default(),
        region: cell(2).unwrap_or_default(),
        short_name: cell(3),
        role_id: None,
        address: cell(4),
        email: cell(5),
        identifier: cell(6),
    };
    Line {
        number,
        read: typed.read(),
    }
}

/// Finds room in the register for every line: those that give a short name first, so that no suggestion
/// takes it from them. Gives them in the table's order, each with its short name.
///
/// # Errors
/// Any line is wrong: every wrong line is named.
pub fn place(mut taken: Taken, lines: Vec<Line>) -> Result<Vec<(Registration, String)>, Refusal> {
    let mut wrong: Vec<(u64, Vec<Refusal>)> = Vec::new();
    let mut right: Vec<(u64, Registration)> = Vec::new();
    for line in lines {
        match line.read {
            Ok(registration) => right.push((line.number, registration)),
            Err(refusals) => wrong.push((line.number, refusals)),
        }
    }
    let mut placed = Vec::new();
    right.sort_by_key(|(number, registration)| (registration.short_name.is_none(), *number));
    for (number, mut registration) in right {
        match taken.place(&mut registration) {
            Ok(short_name) => {
                taken.take(&registration, &short_name, number);
                placed.push((number, registration, short_name));
            }
            Err(refusal) => wrong.push((number, vec![refusal])),
        }
    }
    if !wrong.is_empty() {
        wrong.sort_by_key(|(number, _)| *number);
        return Err(all_wrong(&wrong));
    }
    placed.sort_by_key(|(number, ..)| *number);
    Ok(placed
        .into_iter()
        .map(|(_, registration, short)| (registration, short))
        .collect())
}

/// The first wrong lines with what is wrong, and the numbers of all the others.
fn all_wrong(wrong: &[(u64, Vec<Refusal>)]) -> Refusal {
    let mut lines = vec![text!("authorities-lines-wrong", count = wrong.len())];
    let mut left = EXPLAINED;
    let mut others = Vec::new();
    for (number, refusals) in wrong {
        let (what, length) = explained(refusals);
        match left.checked_sub(length) {
            Some(rest) if others.is_empty() => {
                left = rest;
                lines.push(text!("authorities-line", number = *number, what));
            }
            _ => others.push(*number),
        }
    }
    if !others.is_empty() {
        lines.push(text!("authorities-lines-too", lines = ranges(&others)));
    }
    Refusal::new(Text::lines(lines), text!("authorities-lines-wrong-help"))
}

/// What is wrong with a line, as much as may be said of one; and how long that is in English.
fn explained(refusals: &[Refusal]) -> (Text, usize) {
    let (mut said, mut length) = (Vec::new(), 0);
    for refusal in refusals {
        let more = refusal.to_string().chars().count() + 1;
        if length + more > EXPLAINED {
            break;
        }
        length += more;
        said.extend([refusal.wrong.clone(), refusal.help.clone()]);
    }
    (Text::sentences(said), length)
}

/// Numbers in order, those that follow each other as a range: `3, 5–9, 12`.
fn ranges(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let shown = runs.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn placed(text: &str) -> Result<Vec<(Registration, String)>, Refusal> {
        place(Taken::default(), read(text.as_bytes())?)
    }

    #[test]
    fn a_table_that_is_none_is_refused_with_what_would_be_right() {
        let many = format!("name,kind,region\n{}", "A,other,R\n".repeat(ROWS_MAX + 1));
        for (text, wrong) in [
            ("", "is empty"),
            ("\n\n  \n", "is empty"),
            ("name,kind,region\n", "nothing below"),
            ("name,kind\nA,other", "The column “region” is missing"),
            ("name,kind,region,phone\nA,other,R,1", "“phone”"),
            (
                "name,kind,region,Name\nA,other,R,B",
                "“name” is there twice",
            ),
            (many.as_str(), "more than 1000 lines"),
        ] {
            let refusal = placed(text).unwrap_err();
            assert!(refusal.wrong.to_string().contains(wrong), "{refusal}");
            assert!(!refusal.help.is_empty());
        }
        let most = format!("name,kind,region\n{}", "A,other,R\n".repeat(ROWS_MAX));
        assert_eq!(read(most.as_bytes()).map(|lines| lines.len()), Ok(ROWS_MAX));
        let big = vec![b'x'; BYTES_MAX + 1];
        assert!(
            read(&big)
                .err()
                .unwrap()
                .help
                .to_string()
                .contains("256 KiB")
        );
        assert!(
            read(b"name,kind,region\nSir F\xf4n,other,R")
                .err()
                .unwrap()
                .help
                .to_string()
                .contains("UTF-8")
        );
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = [
                "",
                "name,kind,region,address",
                "A,parish,R,",
                "",
                "",
                "B,parish,R,\"x",
                "y\"",
                "C,parish,R,",
                " ",
                "D,other,R,",
                "E,parish,R,",
            ];
            let refusal = placed(&text.join(line_end)).unwrap_err();
            let said = refusal.wrong.to_string();
            let numbers: Vec<&str> = said
                .lines()
                .filter_map(|line| line.strip_prefix("Line ")?.split(':').next())
                .collect();
            assert_eq!(numbers, ["3", "6", "8", "11"], "{line_end:?}");
        }
    }

    #[test]
    fn a_cell_of_a_book_is_named() {
        let long = "x".repeat(200_000);
        let refused = placed(&format!("name,kind,region\nA,other,R\n{long},other,R")).unwrap_err();
        let named = "Line 3: The cell in “name” has more than 2,000 characters.";
        assert!(refused.wrong.to_string().ends_with(named), "{refused}");
    }

    #[test]
    fn every_wrong_line_is_named_even_of_many() {
        let mut text = "name,kind,region".to_owned();
        for number in 2..=40 {
            let kind = if number == 30 { "other" } else { "parish" };
            text.push_str(&format!("\nBody {number},{kind},R"));
        }
        let refusal = placed(&text).unwrap_err();
        assert!(
            refusal.wrong.to_string().starts_with("38 lines are wrong"),
            "{refusal}"
        );
        assert!(
            refusal
                .wrong
                .to_string()
                .contains("\nLine 2: “parish” isn't"),
            "{refusal}"
        );
        assert!(
            refusal.wrong.to_string().ends_with("–29, 31–40."),
            "{refusal}"
        );
        let said = refusal.wrong.to_string();
        let explained = said.lines().filter(|line| line.starts_with("Line "));
        let explained = explained.count();
        let from = explained + 2;
        assert!(
            refusal
                .wrong
                .to_string()
                .contains(&format!("\nThese lines are wrong too: {from}–29, 31–40.")),
            "{refusal}"
        );
        let one = placed("name,kind,region\nA,parish,R").unwrap_err();
        assert!(
            one.wrong.to_string().starts_with("1 line is wrong"),
            "{one}"
        );
    }

    #[test]
    fn the_worst_table_is_still_told_in_one_embed() {
        let mut text = "name,kind,region".to_owned();
        for number in 0..ROWS_MAX {
            let odd = "parish".repeat(20);
            let kind = if number % 2 == 0 { "other" } else { &odd };
            text.push_str(&format!("\nBody {number},{kind},R"));
        }
        assert!(placed(&text).unwrap_err().to_string().chars().count() < 4_000);
    }

    proptest! {
        #[test]
        fn reading_never_panics(bytes in any::<Vec<u8>>(), text in "(name|kind|region|other|,|;|\"|\n|\r| |A){0,40}") {
            let _ = read(&bytes);
            let _ = placed(&text);
        }

        #[test]
        fn what_is_placed_keeps_order_and_has_its_own_short_name(names in proptest::collection::vec("[A-Z][a-z]{1,3} [A-C][a-c]", 1..30)) {
            let text = format!("name,kind,region\n{}", names.iter().map(|n| format!("{n},other,R\n")).collect::<String>());
            let mut seen = std::collections::HashSet::new();
            let twice = names.iter().any(|name| !seen.insert(fold(name)));
            match placed(&text) {
                Ok(placed) => {
                    prop_assert!(!twice);
                    let order: Vec<&String> = placed.iter().map(|(r, _)| &r.name).collect();
                    prop_assert_eq!(order, names.iter().collect::<Vec<_>>());
                    let shorts: std::collections::HashSet<_> = placed.iter().map(|(_, s)| s).collect();
                    prop_assert_eq!(shorts.len(), names.len());
                }
                Err(_) => prop_assert!(twice),
            }
        }
    }
}
