//! The text of a message as a person reads it.

use crate::delivery::mark;

/// What a person reads: no markdown, no escapes, no marks of deliveries, no notes of the stand-in's.
pub(super) fn readable(text: &str) -> String {
    let lines = text.lines().filter_map(|line| {
        let line = line.strip_prefix("griffin:").unwrap_or(line).trim_end();
        let is_mark = |text: &str| !mark::numbers(text).is_empty();
        let small = line.strip_prefix("-# ");
        if small.is_some_and(is_mark) || line == "(only you can see this)" {
            return None;
        }
        let line = match line.rsplit_once(" · ") {
            Some((before, mark)) if is_mark(mark) => before,
            _ => line,
        };
        let plain = line.replace("**", "").replace('`', "").replace("-# ", "");
        Some(unescaped(&plain).trim_start().to_owned())
    });
    lines
        // The stand-in draws an embed's left edge; an empty line in it says nothing.
        .filter(|line| !line.is_empty() && line != "|")
        .collect::<Vec<_>>()
        .join("\n")
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text
        .chars()
        .filter(|letter| *letter != '\u{200b}')
        .peekable();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        plain.push(letter);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_sees_neither_markdown_nor_marks() {
        let shown = readable(
            "griffin: **SF-2027-01** 96\\.25 t of `coal`\n-# nos. 12, 13-0000ab\n[Join]\nSF · South Wales · no. 7",
        );
        assert_eq!(
            shown,
            "SF-2027-01 96.25 t of coal\n[Join]\nSF · South Wales"
        );
    }
}
