//! The head of a server's record as it is told in its forums: whoever cuts entries off its end can't cut them off there,
//! so the forum is the witness (design, section 3, rule 10).

use std::fmt;
use std::str::FromStr;

use entity::{ledger_entry, ledger_head};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::database::Db;
use crate::error::Result;
use crate::words::{Lang, Text, text};

/// How many characters of a hash are told: 128 bits, so that no other entry can be made up to fit.
const TOLD: usize = 32;
/// How many older digests told: 48 bits, which nobody meets by chance, but which could be met by trying for hours.
const OLDER: usize = 12;

/// An entry, and the beginning of its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The entry's number in its server's chain, from 1.
    pub seq: i64,
    /// The first 32 characters of its hash, in hexadecimal; 12 in an older digest.
    pub hash: String,
}

impl Anchor {
    /// As it is told: `entry 1234, 0123456789abcdef0123456789abcdef`.
    pub fn describe(&self) -> Text {
        text!("proof-anchor", seq = self.seq, hash = self.hash.as_str())
    }

    /// A digest's last line.
    pub fn line(&self) -> Text {
        text!("proof-anchor-line", anchor = self.describe())
    }

    /// What a line says that is a digest's last one, in whichever language; none: it is another.
    pub fn of_line(line: &str) -> Option<Self> {
        let anchor: Anchor = line.parse().ok()?;
        let said = |lang: Lang| anchor.line().say(lang) == line;
        Lang::ALL.into_iter().any(said).then_some(anchor)
    }
}

/// In English, for the command line.
impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe().fmt(f)
    }
}

/// Why a text isn't an anchor.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an anchor is a number and {TOLD} characters, as a digest ends with: entry 1234, 0123456789abcdef0123456789abcdef"
)]
pub struct NoAnchor;

/// Reads what [`Anchor::describe`] says in any language, and a digest's whole last line.
impl FromStr for Anchor {
    type Err = NoAnchor;

    fn from_str(text: &str) -> std::result::Result<Self, NoAnchor> {
        let words = text.split([' ', ',', '#', '-', ':', '\n']);
        let mut words = words.filter(|word| !word.is_empty());
        let seq = words
            .by_ref()
            .find_map(|word| word.parse::<i64>().ok())
            .filter(|seq| *seq > 0);
        let is_hash = |word: &&str| {
            [TOLD, OLDER].contains(&word.len()) && word.chars().all(|c| c.is_ascii_hexdigit())
        };
        let hash = words.next().filter(is_hash);
        match (seq, hash) {
            (Some(seq), Some(hash)) => Ok(Anchor {
                seq,
                hash: hash.to_ascii_lowercase(),
            }),
            _ => Err(NoAnchor),
        }
    }
}

/// The head of a server's record; none: nothing was ever recorded there.
///
/// # Errors
/// A fault, if the database fails.
pub async fn head(db: &impl Db, guild_id: i64) -> Result<Option<Anchor>> {
    let head = ledger_head::Entity::find_by_id(guild_id)
        .one(db.conn())
        .await?;
    Ok(head.filter(|head| head.seq > 0).map(|head| Anchor {
        seq: head.seq,
        hash: head.hash.chars().take(TOLD).collect(),
    }))
}

/// Whether the record of this server, or of some server, has this entry with this hash.
///
/// # Errors
/// A fault, if the database fails.
pub async fn is_there(db: &impl Db, guild_id: Option<i64>, anchor: &Anchor) -> Result<bool> {
    let mut entries = ledger_entry::Entity::find();
    if let Some(guild_id) = guild_id {
        entries = entries.filter(ledger_entry::Column::GuildId.eq(guild_id));
    }
    let found = entries
        .filter(ledger_entry::Column::Seq.eq(anchor.seq))
        .filter(ledger_entry::Column::Hash.starts_with(anchor.hash.as_str()))
        .one(db.conn())
        .await?;
    Ok(found.is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_read_as_it_is_told_and_from_a_digests_line() {
        // Older digests, which still stand in forums, told less.
        for hash in ["0123456789abcdef0123456789abcdef", "0123456789ab"] {
            let anchor = Anchor {
                seq: 1234,
                hash: hash.into(),
            };
            let told = Lang::ALL.map(|lang| anchor.describe().say(lang));
            let line = format!("Record: {anchor}");
            assert_eq!(Anchor::of_line(&line), Some(anchor.clone()));
            assert_eq!(Anchor::of_line(&format!("no. 1234 {hash}")), None);
            let line = format!("-# {line}");
            let typed = format!("1234 {}", hash.to_uppercase());
            for text in told.into_iter().chain([line, typed]) {
                assert_eq!(text.parse(), Ok(anchor.clone()), "{text}");
            }
        }
        for text in [
            "",
            "1234",
            "0123456789ab",
            "1234 0123",
            "1234 0123456789abcdef",
            "0 0123456789ab",
            "x 0123456789ag",
        ] {
            assert_eq!(text.parse::<Anchor>(), Err(NoAnchor), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(
            text in any::<String>(),
            near in "([0-9a-f]{1,34}|entry|,|:|#|-| ){0,8}",
            seq in 1..i64::MAX,
            hash in "[0-9a-f]{32}|[0-9a-f]{12}",
        ) {
            for text in [text, near] {
                if let Ok(anchor) = text.parse::<Anchor>() {
                    prop_assert!(anchor.seq > 0 && [TOLD, OLDER].contains(&anchor.hash.len()));
                }
            }
            let anchor = Anchor { seq, hash };
            prop_assert_eq!(anchor.to_string().parse(), Ok(anchor));
        }
    }
}
