//! A text to be said, in whichever language it is asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};
use serde::{Deserialize, Serialize};

use crate::{Lang, bundles, say};

/// A text to be said: a key, and what goes into the text; or several texts as one. [`Text::say`] says it.
///
/// [`text!`](crate::text) makes one. No string becomes one by itself, so that no sentence in code is said in English to
/// everybody; what is the same in every language is [`Text::verbatim`]. It is kept as JSON; a text that is kept as a
/// mere string is said as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// What a person typed, a name, a number: the same in every language.
    Verbatim(String),
    /// A text of `en/*.ftl`.
    Keyed {
        /// Its key.
        key: Cow<'static, str>,
        /// What goes into it, by name.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        args: Box<BTreeMap<Cow<'static, str>, Arg>>,
    },
    /// A name that is another in Welsh.
    Named(Box<Named>),
    /// Several texts.
    Joined {
        /// What is between them.
        join: Join,
        /// The texts; those that are empty are left out.
        parts: Vec<Text>,
    },
}

/// A name that is another in Welsh.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The name in Welsh.
    pub cy: String,
}

/// What goes into a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A whole number: it is shown without separators, and the text may have other words for one than for many.
    Number(i64),
    /// A text, said in the same language.
    Text(Text),
}

/// What is between several texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// Nothing.
    Nothing,
    /// A space: sentences.
    Space,
    /// A line's end.
    Line,
    /// A comma and a space.
    Comma,
    /// A semicolon and a space.
    Semicolon,
    /// A comma and a space, and "and" before the last: "coal, oil and gas".
    And,
    /// A comma and a space, and "or" before the last: "coal, oil or gas".
    Or,
}

impl Text {
    /// What a person typed, a name, a number: the same in every language.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Text::Verbatim(text.into())
    }

    /// A name, which may be another in Welsh.
    pub fn named(name: impl Into<String>, cy: Option<impl Into<String>>) -> Self {
        match cy {
            Some(cy) => Text::Named(Box::new(Named {
                name: name.into(),
                cy: cy.into(),
            })),
            None => Text::Verbatim(name.into()),
        }
    }

    /// The text with this key: [`text!`](crate::text) calls it.
    pub fn keyed(
        key: impl Into<Cow<'static, str>>,
        args: impl IntoIterator<Item = (&'static str, Arg)>,
    ) -> Self {
        Text::Keyed {
            key: key.into(),
            args: Box::new(
                args.into_iter()
                    .map(|(name, arg)| (Cow::Borrowed(name), arg))
                    .collect(),
            ),
        }
    }

    /// The texts as one, those that are empty left out.
    pub fn joined<T: Into<Text>>(join: Join, parts: impl IntoIterator<Item = T>) -> Self {
        Text::Joined {
            join,
            parts: parts.into_iter().map(Into::into).collect(),
        }
    }

    /// Sentence after sentence.
    pub fn sentences<T: Into<Text>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::joined(Join::Space, parts)
    }

    /// Line after line.
    pub fn lines<T: Into<Text>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::joined(Join::Line, parts)
    }

    /// "coal, oil and gas"
    pub fn and<T: Into<Text>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::joined(Join::And, parts)
    }

    /// "coal, oil or gas"
    pub fn or<T: Into<Text>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::joined(Join::Or, parts)
    }

    /// Says it in a language, or in English what is not in that language yet.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Text::Verbatim(text) => text.clone(),
            Text::Named(it) => match lang {
                Lang::English => it.name.clone(),
                Lang::Welsh => it.cy.clone(),
            },
            Text::Keyed { key, args } => {
                let args = fluent(args, lang);
                bundles::find(lang, key, &args)
                    .or_else(|| bundles::find(Lang::English, key, &args))
                    // Of another version, and kept: better its key than nothing.
                    .unwrap_or_else(|| key.clone().into_owned())
            }
            Text::Joined { join, parts } => {
                let said = parts.iter().map(|part| part.say(lang));
                joined(*join, said.filter(|it| !it.is_empty()).collect(), lang)
            }
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        match self {
            Text::Verbatim(text) => text.is_empty(),
            Text::Named(it) => it.name.is_empty(),
            Text::Keyed { .. } => false,
            Text::Joined { parts, .. } => parts.iter().all(Text::is_empty),
        }
    }
}

/// Up to here a floating number of 64 bits holds every whole one.
const EXACT: u64 = 1 << 53;

fn fluent<'a>(args: &'a BTreeMap<Cow<'static, str>, Arg>, lang: Lang) -> FluentArgs<'a> {
    args.iter()
        .map(|(name, arg)| {
            let value = match arg {
                // Fluent's numbers are floating: beyond this they aren't exact any more, and every plural says "other".
                Arg::Number(number) if number.unsigned_abs() > EXACT => {
                    FluentValue::from(number.to_string())
                }
                Arg::Number(number) => FluentValue::from(*number),
                Arg::Text(Text::Verbatim(text)) => FluentValue::from(text.as_str()),
                Arg::Text(text) => FluentValue::from(text.say(lang)),
            };
            (name.as_ref(), value)
        })
        .collect()
}

fn joined(join: Join, mut said: Vec<String>, lang: Lang) -> String {
    let (between, last) = match join {
        Join::Nothing => ("", None),
        Join::Space => (" ", None),
        Join::Line => ("\n", None),
        Join::Comma => (", ", None),
        Join::Semicolon => ("; ", None),
        Join::And | Join::Or => (", ", said.pop()),
    };
    let first = said.join(between);
    match (join, last) {
        (_, None) => first,
        (_, Some(only)) if said.is_empty() => only,
        (Join::Or, Some(last)) => say!(lang, "words-or", first, last),
        (_, Some(last)) => say!(lang, "words-and", first, last),
    }
}

/// Nothing to say.
impl Default for Text {
    fn default() -> Self {
        Text::Verbatim(String::new())
    }
}

/// In English: for logs and tests. A person is told in their language, by [`Text::say`].
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.say(Lang::English))
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Arg::Text(text)
    }
}

impl From<&Text> for Arg {
    fn from(text: &Text) -> Self {
        Arg::Text(text.clone())
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(Text::verbatim(text))
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Arg::Text(Text::verbatim(text))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(Text::Verbatim(text))
    }
}

impl From<Cow<'_, str>> for Arg {
    fn from(text: Cow<'_, str>) -> Self {
        Arg::Text(Text::Verbatim(text.into_owned()))
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                // No count of griffin's is beyond it.
                Arg::Number(number.try_into().unwrap_or(i64::MAX))
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, usize, i32, i64);

/// A text by its key, with what goes into it: `text!("tenders-closed", reference = tender.reference.as_str(), days)`.
///
/// What goes in is a text, a whole number or another [`Text`]; `days` alone is `days = days`. The key is written out,
/// so that a test can hold it against `en/*.ftl`.
#[macro_export]
macro_rules! text {
    ($key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::Text::keyed(
            $key,
            [$((stringify!($name), $crate::Arg::from($crate::text!(@ $name $(= $value)?)))),*],
        )
    };
    (@ $name:ident = $value:expr) => { $value };
    (@ $name:ident) => { $name };
}

/// As [`text!`], said in a language: `say!(lang, "tenders-closed", reference = "SF-2027-01")` is a `String`.
#[macro_export]
macro_rules! say {
    ($lang:expr, $key:literal $($rest:tt)*) => {
        $crate::text!($key $($rest)*).say($lang)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_in_each_language_and_in_english_where_it_is_not_there_yet() {
        let done = text!("words-progress", done = 3, of = 7, language = "Cymraeg");
        assert_eq!(
            done.say(Lang::English),
            "3 of 7 texts are in Cymraeg so far; the rest stays in English."
        );
        assert_ne!(done.say(Lang::Welsh), done.say(Lang::English));
        let and = Text::and(["coal", "oil", "gas"].map(Text::verbatim));
        assert_eq!(and.say(Lang::English), "coal, oil and gas");
        assert_eq!(and.to_string(), "coal, oil and gas");
        assert_eq!(
            Text::or(["coal", "", "oil"].map(Text::verbatim)).to_string(),
            "coal or oil"
        );
        assert_eq!(Text::or([Text::verbatim("coal")]).to_string(), "coal");
        assert_eq!(Text::and(Vec::<Text>::new()).to_string(), "");
        assert_eq!(
            Text::sentences(["One.", "", "Two."].map(Text::verbatim)).to_string(),
            "One. Two."
        );
        // A key of another version.
        assert_eq!(Text::keyed("no-such-text", []).to_string(), "no-such-text");
    }

    #[test]
    fn what_goes_in_is_shown_as_it_is() {
        let odd = "{ $done } — \u{2068}<@1>\n.x = *";
        let text = text!("words-and", first = odd, last = 1_234_567);
        assert_eq!(text.to_string(), format!("{odd} and 1234567"));
        for number in [i64::MIN, i64::MAX, EXACT.cast_signed() + 1] {
            let text = text!("words-and", first = number, last = 0);
            assert_eq!(text.to_string(), format!("{number} and 0"));
        }
        let one = text!(
            "words-progress",
            done = 1,
            of = 1,
            language = text!("words-and", first = "a", last = "b")
        );
        assert_eq!(
            one.to_string(),
            "1 of 1 text is in a and b so far; the rest stays in English."
        );
    }

    #[test]
    fn is_kept_and_read_back_and_what_was_kept_as_a_string_is_said_as_it_is() {
        let text = Text::lines([
            text!("words-progress", done = 3, of = 7, language = "x"),
            Text::verbatim("y"),
            text!(
                "words-and",
                first = Text::and(["a", "b"].map(Text::verbatim)),
                last = "c"
            ),
        ]);
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
        let old: Text = serde_json::from_str("\"This is no lot.\"").unwrap();
        assert_eq!(old, Text::verbatim("This is no lot."));
        assert_eq!(Text::default().say(Lang::Welsh), "");
        assert!(Text::default().is_empty() && !text.is_empty());
    }
}
