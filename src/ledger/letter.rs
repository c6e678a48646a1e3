//! What is to be sent, as a type (design, section 4, "Letters"). It is queued inside the change it comes from, by
//! `Tx::send`; what it says is worked out when it is sent.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Fault, Result};
use crate::ledger::Rank;

/// Something that is to be sent. What it serializes to are the arguments in its row; it is read from these and the row's
/// subject, which stands among them as `subject_id`.
pub trait Letter: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the outbox, such as `tender.card`; it never changes.
    const KIND: &'static str;
    /// What goes first among lanes.
    const RANK: Rank;

    /// The row it is about: the field that is read from `subject_id`.
    fn subject(&self) -> i64;

    /// Letters of one lane are sent in order. `guild_id` is the server.
    fn lane(&self, guild_id: i64) -> String;

    /// While one with this key waits, a second is not queued.
    fn coalesce(&self) -> Option<String> {
        None
    }
}

/// Where the subject of a row stands among the arguments that a letter is read from.
const SUBJECT: &str = "subject_id";

/// Reads a letter from its row.
///
/// # Errors
/// What is wrong with it.
pub fn read<L: Letter>(subject_id: i64, args: &str) -> std::result::Result<L, serde_json::Error> {
    let mut args: Value = serde_json::from_str(args)?;
    if args.is_null() {
        args = Value::Object(serde_json::Map::new());
    }
    if let Value::Object(args) = &mut args {
        args.insert(SUBJECT.to_owned(), subject_id.into());
    }
    serde_json::from_value(args)
}

/// A letter as it waits: a row of the outbox to be.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Names who composes it.
    pub(crate) kind: String,
    /// The row it is about.
    pub(crate) subject_id: i64,
    /// Its arguments, as JSON.
    pub(crate) args: String,
    /// Deliveries of one lane are sent in order.
    pub(crate) lane: String,
    /// While one with this key waits, a second is not queued.
    pub(crate) coalesce: Option<String>,
    /// What goes first among lanes.
    pub(crate) rank: Rank,
    /// When it fell due.
    pub(crate) due_at: DateTime<Utc>,
    /// Not to be sent before.
    pub(crate) not_before: DateTime<Utc>,
}

impl Outgoing {
    /// A letter of a server that falls due, or fell due, at `due_at`.
    ///
    /// # Errors
    /// A fault, if it can't be written down.
    pub(super) fn of<L: Letter>(
        letter: &L,
        guild_id: i64,
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let args = match serde_json::to_value(letter)? {
            Value::Object(args) if args.contains_key(SUBJECT) => {
                let twice = format!("{} writes its subject down twice", L::KIND);
                return Err(Fault::new(twice).into());
            }
            Value::Object(args) if args.is_empty() => Value::Null,
            args => args,
        };
        Ok(Outgoing {
            kind: L::KIND.to_owned(),
            subject_id: letter.subject(),
            args: args.to_string(),
            lane: letter.lane(guild_id),
            coalesce: letter.coalesce(),
            rank: L::RANK,
            due_at,
            not_before: due_at.max(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Card {
        #[serde(rename = "subject_id", skip_serializing)]
        post: i64,
    }

    impl Letter for Card {
        const KIND: &'static str = "test.card";
        const RANK: Rank = Rank::CARD;

        fn subject(&self) -> i64 {
            self.post
        }

        fn lane(&self, guild_id: i64) -> String {
            format!("{guild_id}:{}", self.post)
        }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "what", rename_all = "lowercase")]
    enum News {
        Begun,
        Said { by: Option<String> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Note {
        #[serde(rename = "subject_id", skip_serializing)]
        about: i64,
        post: i64,
        #[serde(flatten)]
        news: News,
    }

    impl Letter for Note {
        const KIND: &'static str = "test.note";
        const RANK: Rank = Rank::NOTICE;

        fn subject(&self) -> i64 {
            self.about
        }

        fn lane(&self, _: i64) -> String {
            String::new()
        }
    }

    fn row<L: Letter>(letter: &L) -> (i64, String) {
        let now = DateTime::UNIX_EPOCH;
        let row = Outgoing::of(letter, 7, now, now).unwrap();
        (row.subject_id, row.args)
    }

    #[test]
    fn a_letter_is_read_as_it_was_written_and_its_subject_stands_once() {
        let card = Card { post: 5 };
        assert_eq!(row(&card), (5, "null".to_owned()));
        assert_eq!(read::<Card>(5, "null").unwrap(), card);
        for news in [News::Begun, News::Said { by: None }] {
            let note = Note {
                about: 3,
                post: 5,
                news,
            };
            let (subject, args) = row(&note);
            assert!(subject == 3 && !args.contains("subject"), "{args}");
            assert_eq!(read::<Note>(subject, &args).unwrap(), note);
        }
    }

    #[test]
    fn what_an_older_version_queued_is_read_and_what_is_no_letter_is_not() {
        assert_eq!(read::<Card>(5, "{}").unwrap(), Card { post: 5 });
        let more = r#"{"post":5,"what":"begun","since":"yesterday"}"#;
        assert_eq!(read::<Note>(3, more).unwrap().news, News::Begun);
        let not = [
            "",
            "{",
            "null",
            "[]",
            "7",
            r#"{"post":5}"#,
            r#"{"what":"begun"}"#,
            r#"{"post":5,"what":"gone"}"#,
            r#"{"post":"five","what":"begun"}"#,
        ];
        for not in not {
            assert!(read::<Note>(3, not).is_err(), "{not}");
        }
    }
}
