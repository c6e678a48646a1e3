//! What a person is shown before something is done, and what they said yes to (design, sections 2a and 6).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use words::Text;

/// What will happen, in figures, and what looks odd about it: shown before what can't be taken back, touches what another
/// authority said, or has a figure that looks like a slip.
///
/// Plain text without markup: whoever shows it escapes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What is about to be done, as a sentence.
    pub title: Text,
    /// What it will change, line by line.
    pub lines: Vec<Text>,
    /// What looks like a slip, line by line.
    pub odd: Vec<Text>,
}

impl Preview {
    /// A preview of what this sentence says.
    pub fn of(title: Text) -> Self {
        Preview {
            title,
            lines: Vec::new(),
            odd: Vec::new(),
        }
    }

    /// With a line on what it will change.
    #[must_use]
    pub fn line(mut self, line: Text) -> Self {
        self.lines.push(line);
        self
    }

    /// With these lines on what it will change.
    #[must_use]
    pub fn lines(mut self, lines: impl IntoIterator<Item = Text>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// With what looks like a slip, if anything does.
    #[must_use]
    pub fn odd(mut self, odd: impl IntoIterator<Item = Text>) -> Self {
        self.odd.extend(odd);
        self
    }

    /// Whether anything looks like a slip.
    pub fn is_odd(&self) -> bool {
        !self.odd.is_empty()
    }

    /// A number that says which preview this is: another figure in it, another number (48 bits of SHA-256).
    pub fn digest(&self) -> i64 {
        // A value made of texts is always JSON.
        let shown = serde_json::to_vec(self).unwrap_or_default();
        let hash = Sha256::digest(shown);
        hash.iter()
            .take(6)
            .fold(0, |digest, byte| (digest << 8) | i64::from(*byte))
    }
}

/// What a person has said yes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Agreed {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The preview with this number: if it would be another by now, they are asked again.
    To(i64),
    /// Whatever would be asked: whoever writes a test, or plays what was agreed long ago.
    Everything,
}

impl Agreed {
    /// Whether they said yes to this preview.
    pub fn covers(self, preview: &Preview) -> bool {
        match self {
            Agreed::Nothing => false,
            Agreed::To(digest) => digest == preview.digest(),
            Agreed::Everything => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::text;

    fn preview(price: &str) -> Preview {
        Preview::of(text!("values-invalid", given = price, what = "x"))
            .line(Text::verbatim("House coal: 420 tonnes"))
    }

    #[test]
    fn a_yes_holds_for_what_was_shown_and_nothing_else() {
        let shown = preview("£142.50");
        let agreed = Agreed::To(shown.digest());
        assert!(agreed.covers(&shown) && shown.digest() >= 0);
        for other in [
            preview("£14.25"),
            preview("£142.50").line(Text::verbatim("One more")),
            preview("£142.50").odd([Text::verbatim("One more")]),
            Preview {
                lines: Vec::new(),
                odd: shown.lines.clone(),
                ..shown.clone()
            },
        ] {
            assert!(!agreed.covers(&other), "{other:?}");
            assert!(Agreed::Everything.covers(&other) && !Agreed::Nothing.covers(&other));
        }
    }
}
