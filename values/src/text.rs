//! Texts as they are compared: names that people type.

/// A text for comparing: lower case, one space between words, none around.
pub fn fold(text: &str) -> String {
    words(text).to_lowercase()
}

/// One space between words (a no-break space is one), none around, no control signs, nothing invisible.
pub fn words(text: &str) -> String {
    let seen = text.replace(is_invisible, "");
    seen.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a sign takes no room and says nothing: a zero-width space, a word joiner, a byte order mark or a soft hyphen,
/// which come with what is pasted from documents and web pages.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_documents_compare_as_typed() {
        for text in [
            "House\u{a0}coal",
            "House\u{202f}coal",
            "\u{feff}House coal\u{200b}",
            " House \t\u{2009}coal",
            "Hou\u{ad}se coal",
        ] {
            assert_eq!(words(text), "House coal", "{text:?}");
            assert_eq!(fold(text), fold("house  COAL"));
        }
    }
}
