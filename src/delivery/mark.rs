//! The mark by which a message is recognised after a crash: its number, `no. 12`, small print at its
//! end. A nonce is checked by Discord for a few minutes only, and can't be read back. What fell due by itself has a key
//! beside it, `no. 12-3fa9c1`: it is the same again where an older state of the database was put back, and the number
//! is not.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

/// Longest text of a message, and of a footer (resources/message:1080, :619).
const CONTENT: usize = 2000;
const FOOTER: usize = 2048;
const DOT: &str = " · ";
/// Discord's markdown for small print.
const SMALL: &str = "-# ";
/// What stands before a single number.
const ONE: &str = "no. ";
/// What stands before several numbers.
const MANY: &str = "nos. ";

/// What a delivery is known by in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The delivery's row.
    pub id: i64,
    /// Of what fell due by itself: what it is, below 2²⁴.
    pub key: Option<u32>,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            None => write!(f, "{}", self.id),
            Some(key) => write!(f, "{}-{key:06x}", self.id),
        }
    }
}

impl FromStr for Number {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, key) = match text.split_once('-') {
            None => (text, None),
            Some((id, key)) => (id, Some(u32::from_str_radix(key, 16)?)),
        };
        let id = id.parse()?;
        Ok(Number { id, key })
    }
}

fn of(numbers: &[Number]) -> String {
    let listed: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    let sign = if numbers.len() == 1 { ONE } else { MANY };
    format!("{sign}{}", listed.join(", "))
}

/// The numbers of a mark, without what is before it in its line; none, if it is no mark.
#[must_use]
pub fn numbers(mark: &str) -> Vec<Number> {
    let rest = mark.strip_prefix(ONE).or(mark.strip_prefix(MANY));
    let listed = rest.unwrap_or_default().split(", ");
    listed
        .map(str::parse)
        .collect::<Result<_, _>>()
        .unwrap_or_default()
}

/// Marks the JSON of a new message with the deliveries that it carries: in the footer of the last
/// embed; without one, below the text.
pub fn put(body: &mut Value, carried: &[Number]) {
    let mark = of(carried);
    if let Some(embed) = body["embeds"]
        .as_array_mut()
        .and_then(|list| list.last_mut())
    {
        let text = embed["footer"]["text"].as_str().unwrap_or_default();
        let room = FOOTER.saturating_sub(mark.chars().count() + DOT.chars().count());
        let text: String = text.chars().take(room).collect();
        embed["footer"]["text"] = match text.as_str() {
            "" => mark.into(),
            text => format!("{text}{DOT}{mark}").into(),
        };
        return;
    }
    let content = body["content"].as_str().unwrap_or_default();
    let marked = match content {
        "" => format!("{SMALL}{mark}"),
        content => format!("{content}\n{SMALL}{mark}"),
    };
    if marked.chars().count() <= CONTENT {
        body["content"] = marked.into();
    } else {
        body["embeds"] = json!([{"type": "rich", "footer": {"text": mark}}]);
    }
}

/// Whether a message, as Discord shows it, is a bot's and carries this delivery.
pub fn is_on(message: &Value, number: Number) -> bool {
    let footer = message["embeds"]
        .as_array()
        .and_then(|list| list.last())
        .and_then(|embed| embed["footer"]["text"].as_str())
        .map(|text| text.rsplit(DOT).next().unwrap_or(text));
    let small = message["content"]
        .as_str()
        .and_then(|text| text.lines().next_back())
        .and_then(|line| line.strip_prefix(SMALL));
    message["author"]["bot"] == true
        && [footer, small]
            .into_iter()
            .flatten()
            .flat_map(numbers)
            .any(|it| it.id == number.id || (it.key.is_some() && it.key == number.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(id: i64) -> Number {
        Number { id, key: None }
    }

    fn sent(mut body: Value, ids: &[i64]) -> Value {
        let carried: Vec<Number> = ids.iter().map(|id| number(*id)).collect();
        put(&mut body, &carried);
        body["author"] = json!({"bot": true});
        body
    }

    #[test]
    fn a_marked_message_is_recognised_by_each_delivery_in_it_and_no_other() {
        let long = "x".repeat(CONTENT);
        for body in [
            json!({"content": "hello"}),
            json!({"content": ""}),
            json!({"content": long}),
            json!({"embeds": [{"title": "a"}, {"footer": {"text": "SF-2027-01 · Nia"}}]}),
            json!({"embeds": [{"footer": {"text": "y".repeat(FOOTER)}}]}),
        ] {
            let message = sent(body, &[12, 130]);
            assert!(
                is_on(&message, number(12)) && is_on(&message, number(130)),
                "{message}"
            );
            for other in [1, 2, 13, 120, 1213] {
                assert!(!is_on(&message, number(other)), "{other}: {message}");
            }
            let content = message["content"].as_str().unwrap_or_default();
            assert!(content.chars().count() <= CONTENT);
        }
    }

    #[test]
    fn what_a_person_writes_is_no_mark() {
        let mut message = sent(json!({"content": "hello"}), &[12]);
        message["author"]["bot"] = false.into();
        assert!(!is_on(&message, number(12)));
        let quoted = json!({"author": {"bot": true}, "content": "-# no. 12\nand more"});
        assert!(!is_on(&quoted, number(12)));
    }

    #[test]
    fn what_fell_due_is_recognised_by_its_key_under_another_number_too() {
        let keyed = |id, key| Number { id, key: Some(key) };
        let mut message = json!({"content": "Coal", "author": {"bot": true}});
        put(&mut message, &[keyed(12, 0xab), number(13)]);
        assert_eq!(message["content"], "Coal\n-# nos. 12-0000ab, 13");
        for (known, is) in [
            (number(12), true),
            (keyed(12, 5), true),
            (keyed(1_000_012, 0xab), true),
            (keyed(13, 0xcd), true),
            (number(1_000_012), false),
            (keyed(1_000_012, 0xac), false),
        ] {
            assert_eq!(is_on(&message, known), is, "{known}");
        }
        for no_mark in ["no. ", "no. 12-", "no. twelve", "12", "nos. 12, x"] {
            assert_eq!(numbers(no_mark), []);
        }
    }
}
