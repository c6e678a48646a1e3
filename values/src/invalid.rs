//! What every parser here says when it can't read what a person typed.

use words::Text;

/// A text that is not what it should be: what was expected, what was given, and what would be right
/// (design section 3, rule 11).
///
/// `given` is kept raw: whoever shows it escapes it for the place where it is shown (rule 9).
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("“{given}” isn't {what}. {help}")] // in English, for logs
pub struct Invalid {
    /// What was expected, with its article: "a quantity", "a date".
    pub what: Text,
    /// What was typed, at most [`Invalid::GIVEN_MAX`] characters of it.
    pub given: String,
    /// What would be right: whole sentences with an example.
    pub help: Text,
}

impl Invalid {
    /// The most characters of a person's input that are kept.
    pub const GIVEN_MAX: usize = 100;

    /// Builds a refusal; `given` is cut to [`Invalid::GIVEN_MAX`] characters, the last then being an ellipsis.
    pub fn new(what: impl Into<Text>, given: &str, help: impl Into<Text>) -> Self {
        let mut kept: String = given.chars().take(Self::GIVEN_MAX).collect();
        if given.chars().nth(Self::GIVEN_MAX).is_some() {
            kept.pop();
            kept.push('…');
        }
        Self {
            what: what.into(),
            given: kept,
            help: help.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_a_sentence() {
        let invalid = Invalid::new(
            Text::verbatim("a quantity"),
            "lots",
            Text::verbatim("Write a number, such as 1250."),
        );
        assert_eq!(
            invalid.to_string(),
            "“lots” isn't a quantity. Write a number, such as 1250."
        );
    }

    #[test]
    fn keeps_a_hundred_characters_whole_and_cuts_the_hundred_and_first() {
        let whole = "ŵ".repeat(100);
        assert_eq!(
            Invalid::new(Text::verbatim("a thing"), &whole, Text::default()).given,
            whole
        );
        let cut = Invalid::new(Text::verbatim("a thing"), &"ŵ".repeat(101), Text::default()).given;
        assert_eq!(cut.chars().count(), 100);
        assert!(cut.ends_with('…'));
    }
}
