//! The ids of buttons, menus and forms: `v1:kind:id`, short, readable, versioned.
//!
//! An id is no key: anyone can forge one and old messages keep theirs for years, so whoever handles it looks up again
//! who may do what (design, section 3, rule 6).

use std::fmt;
use std::str::FromStr;

use super::limits;

/// The version that is written; others are refused.
const VERSION: &str = "v1";

/// What a component or a form is, and which row it is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomId {
    /// What it does, such as `mandate.confirm`: lower-case letters, digits, `.` and `_`.
    pub kind: String,
    /// What it does it to: a row's number, or several with dashes between.
    pub id: String,
}

/// Why an id is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    /// It is of another version of griffin.
    #[error("of another version")]
    Version,
    /// It isn't an id at all.
    #[error("mangled")]
    Mangled,
}

impl CustomId {
    /// The id of what does `kind` to the row `id`.
    pub fn new(kind: &'static str, id: impl fmt::Display) -> Self {
        CustomId {
            kind: kind.to_owned(),
            id: id.to_string(),
        }
    }

    /// The row's number.
    ///
    /// # Errors
    /// Mangled, if it isn't one.
    pub fn row(&self) -> Result<i64, NotOurs> {
        self.id.parse().map_err(|_| NotOurs::Mangled)
    }

    /// The numbers of all rows it names.
    ///
    /// # Errors
    /// Mangled, if one of them isn't a number.
    pub fn rows(&self) -> Result<Vec<i64>, NotOurs> {
        self.id
            .split('-')
            .map(|row| row.parse().map_err(|_| NotOurs::Mangled))
            .collect()
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:{}:{}", self.kind, self.id)
    }
}

impl From<CustomId> for String {
    fn from(id: CustomId) -> String {
        id.to_string()
    }
}

impl FromStr for CustomId {
    type Err = NotOurs;

    fn from_str(text: &str) -> Result<Self, NotOurs> {
        let (version, rest) = text.split_once(':').ok_or(NotOurs::Mangled)?;
        if version != VERSION {
            let number = version.strip_prefix('v').unwrap_or_default();
            let other = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            return Err(if other {
                NotOurs::Version
            } else {
                NotOurs::Mangled
            });
        }
        let (kind, id) = rest.split_once(':').ok_or(NotOurs::Mangled)?;
        let all = |text: &str, extra: &str, capitals: bool| {
            !text.is_empty()
                && text.chars().all(|c| {
                    c.is_ascii_lowercase()
                        || c.is_ascii_digit()
                        || (capitals && c.is_ascii_uppercase())
                        || extra.contains(c)
                })
        };
        let fits = text.len() <= limits::CUSTOM_ID;
        if fits && all(kind, "._", false) && all(id, "._-", true) {
            Ok(CustomId {
                kind: kind.to_owned(),
                id: id.to_owned(),
            })
        } else {
            Err(NotOurs::Mangled)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_is_short_and_readable() {
        let id = CustomId::new("mandate.confirm", 17);
        assert_eq!(id.to_string(), "v1:mandate.confirm:17");
        assert_eq!(id.row(), Ok(17));
        assert_eq!(
            CustomId::new("requirement.form", "3-14").rows(),
            Ok(vec![3, 14])
        );
        assert!(CustomId::new("tender.declare", i64::MIN).to_string().len() <= limits::CUSTOM_ID);
    }

    #[test]
    fn what_is_not_ours_is_told_apart_from_what_is_old() {
        assert_eq!(
            "v0:tender.join:1".parse::<CustomId>(),
            Err(NotOurs::Version)
        );
        assert_eq!("v12:x".parse::<CustomId>(), Err(NotOurs::Version));
        for text in [
            "", "v1", "v1:", "v1:a", "v1:a:", "v1::1", "v1:a:1:2", "v1:A:1", "v:a:1", "x:a:1",
            "v1:a:é",
        ] {
            assert_eq!(text.parse::<CustomId>(), Err(NotOurs::Mangled), "{text}");
        }
        assert_eq!(
            format!("v1:a:{}", "1".repeat(96)).parse::<CustomId>(),
            Err(NotOurs::Mangled)
        );
        assert_eq!(CustomId::new("a", "x").row(), Err(NotOurs::Mangled));
    }

    proptest! {
        #[test]
        fn every_id_reads_back(kind in "[a-z0-9._]{1,40}", id in "[A-Za-z0-9._-]{1,50}") {
            let id = CustomId { kind, id };
            prop_assert_eq!(id.to_string().parse::<CustomId>(), Ok(id));
        }

        #[test]
        fn nothing_that_is_read_changes(text in "(v1:)?[a-zA-Z0-9:._-]{0,110}") {
            if let Ok(id) = text.parse::<CustomId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
