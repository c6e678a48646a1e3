//! The mark by which a message is recognised after a crash: its number, `no. 12`, small print at its
//! end. A nonce is checked by Discord for a few minutes only, and can't be read back.

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

fn of(ids: &[i64]) -> String {
    let numbers: Vec<_> = ids.iter().map(ToString::to_string).collect();
    let sign = if ids.len() == 1 { ONE } else { MANY };
    format!("{sign}{}", numbers.join(", "))
}

/// The numbers of a mark.
fn numbers(mark: &str) -> impl Iterator<Item = i64> {
    let rest = mark.strip_prefix(ONE).or(mark.strip_prefix(MANY));
    let numbers = rest.unwrap_or_default().split(", ");
    numbers.filter_map(|number| number.parse().ok())
}

/// Marks the JSON of a new message with the deliveries that it carries: in the footer of the last
/// embed; without one, below the text.
pub fn put(body: &mut Value, ids: &[i64]) {
    let mark = of(ids);
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
pub fn is_on(message: &Value, id: i64) -> bool {
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
            .any(|mark| numbers(mark).any(|number| number == id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(mut body: Value, ids: &[i64]) -> Value {
        put(&mut body, ids);
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
            assert!(is_on(&message, 12) && is_on(&message, 130), "{message}");
            for other in [1, 2, 13, 120, 1213] {
                assert!(!is_on(&message, other), "{other}: {message}");
            }
            let content = message["content"].as_str().unwrap_or_default();
            assert!(content.chars().count() <= CONTENT);
        }
    }

    #[test]
    fn what_a_person_writes_is_no_mark() {
        let mut message = sent(json!({"content": "hello"}), &[12]);
        message["author"]["bot"] = false.into();
        assert!(!is_on(&message, 12));
        let quoted = json!({"author": {"bot": true}, "content": "-# no. 12\nand more"});
        assert!(!is_on(&quoted, 12));
    }
}
