//! Texts as they are compared: names that people type.

/// A text for comparing: lower case, one space between words, none around.
pub fn fold(text: &str) -> String {
    words(text).to_lowercase()
}

/// One space between words, none around, no control signs.
pub fn words(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
