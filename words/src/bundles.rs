//! The texts themselves, as the compiler found them in `en/` and `cy/`.

use std::sync::{Arc, LazyLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::{Lang, Text, text};

include!(concat!(env!("OUT_DIR"), "/files.rs"));

type Bundle = FluentBundle<Arc<FluentResource>>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [bundle("en", EN), bundle("cy", CY)]);

fn bundle(code: &str, files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![code.parse().unwrap_or_default()]);
    // What is put into a text is shown as it is, without invisible marks around it: it is read by Discord, and searched.
    bundle.set_use_isolating(false);
    for resource in resources(files) {
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn resources(files: &[(&str, &str)]) -> impl Iterator<Item = Arc<FluentResource>> {
    // A text that can't be read is left out, and the tests say where.
    files.iter().map(|(_, text)| {
        let read = FluentResource::try_new((*text).to_owned());
        Arc::new(read.unwrap_or_else(|(whatever_can_be, _)| whatever_can_be))
    })
}

/// The text with this key in this language, if there is one; `message.attribute` is the attribute of a message.
pub(crate) fn find(lang: Lang, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let bundle = &BUNDLES[lang as usize];
    let (name, attribute) = split(key);
    let message = bundle.get_message(name)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    // What is missing is shown as its name in braces, and never ends anything; a test holds that nothing is.
    let mut errors = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned(),
    )
}

fn split(key: &str) -> (&str, Option<&str>) {
    key.split_once('.')
        .map_or((key, None), |(name, attribute)| (name, Some(attribute)))
}

/// Whether there is a text with this key in this language.
pub fn has(lang: Lang, key: &str) -> bool {
    let (name, attribute) = split(key);
    let message = BUNDLES[lang as usize].get_message(name);
    message.is_some_and(|it| match attribute {
        Some(attribute) => it.get_attribute(attribute).is_some(),
        None => it.value().is_some(),
    })
}

/// How much there is of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many texts are in that language.
    pub done: usize,
    /// How many texts there are.
    pub of: usize,
}

/// How many of all texts are in this language, counted from the files.
pub fn progress(lang: Lang) -> Progress {
    let keys: Vec<String> = EN.iter().flat_map(|(_, text)| keys(text)).collect();
    Progress {
        done: keys.iter().filter(|key| has(lang, key)).count(),
        of: keys.len(),
    }
}

/// How much of a language there is, for whoever chooses it; none, where nothing is left to translate.
pub fn how_much(lang: Lang) -> Option<Text> {
    let Progress { done, of } = progress(lang);
    let language = lang.own_name();
    (done < of).then(|| text!("words-progress", done, of, language))
}

/// The keys of a file's texts, attributes too.
fn keys(text: &str) -> Vec<String> {
    let (mut keys, mut message) = (Vec::new(), String::new());
    for line in text.lines() {
        let Some((name, _)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim_end();
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            message = name.to_owned();
            keys.push(message.clone());
        } else if let Some(attribute) = name.trim_start().strip_prefix('.') {
            keys.push(format!("{message}.{attribute}"));
        }
    }
    // A line of prose that has a sign of equality is no key.
    keys.retain(|key| has(Lang::English, key));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_and_no_key_is_twice() {
        for (code, files) in [("en", EN), ("cy", CY)] {
            assert!(!files.is_empty());
            let mut bundle = Bundle::new_concurrent(vec![code.parse().unwrap()]);
            for (name, text) in files {
                let resource = FluentResource::try_new((*text).to_owned())
                    .unwrap_or_else(|(_, errors)| panic!("{code}/{name}.ftl: {errors:?}"));
                if let Err(twice) = bundle.add_resource(Arc::new(resource)) {
                    panic!("{code}/{name}.ftl: {twice:?}");
                }
            }
        }
    }

    #[test]
    fn english_is_whole_and_welsh_is_counted() {
        let english = progress(Lang::English);
        assert_eq!(english.done, english.of);
        let welsh = progress(Lang::Welsh);
        assert_eq!(welsh.of, english.of);
        assert!(welsh.done > 0 && welsh.done < welsh.of, "{welsh:?}");
    }
}
