//! The texts, read from their files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use griffin::discord::limits;

/// A text.
#[derive(Default)]
pub struct Text {
    /// The name of its file, without its end.
    pub file: String,
    /// What goes into it.
    pub args: BTreeSet<String>,
    /// Its length where it is longest, what goes into it left out.
    pub longest: usize,
    /// The forms of each plural in it.
    pub plurals: Vec<BTreeSet<String>>,
}

/// All texts of a language, by key.
#[derive(Default)]
pub struct Texts(BTreeMap<String, Text>);

impl Texts {
    /// Those of the files in a folder.
    pub fn read(folder: &Path) -> Self {
        let mut texts = Texts::default();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let Texts(of_file) = Self::of(&name, &fs::read_to_string(path).unwrap());
            for (key, text) in of_file {
                let twice = texts.0.insert(key.clone(), text);
                assert!(twice.is_none(), "{key} is there twice");
            }
        }
        texts
    }

    /// Those of a file.
    pub fn of(file: &str, text: &str) -> Self {
        let read = fluent_syntax::parser::parse(text);
        let resource = read.unwrap_or_else(|(_, errors)| panic!("{file}.ftl: {errors:?}"));
        let mut texts = Texts::default();
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let key = message.id.name;
                    if let Some(pattern) = message.value {
                        texts.add(file, key.to_owned(), &pattern);
                    }
                    for attribute in message.attributes {
                        let key = format!("{key}.{}", attribute.id.name);
                        texts.add(file, key, &attribute.value);
                    }
                }
                Entry::Term(term) => panic!("{file}.ftl: -{}: say it out", term.id.name),
                Entry::Junk { content } => panic!("{file}.ftl: {content}"),
                _ => {}
            }
        }
        texts
    }

    fn add(&mut self, file: &str, key: String, pattern: &Pattern<&str>) {
        let mut text = Text {
            file: file.to_owned(),
            ..Text::default()
        };
        text.longest = text.measure(pattern);
        self.0.insert(key, text);
    }

    pub fn get(&self, key: &str) -> Option<&Text> {
        self.0.get(key)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &Text)> {
        self.0.iter()
    }

    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

impl Text {
    /// The length of a pattern where it is longest; notes what goes into it.
    fn measure(&mut self, pattern: &Pattern<&str>) -> usize {
        let elements = pattern.elements.iter();
        elements
            .map(|element| match element {
                PatternElement::TextElement { value } => limits::length(value),
                PatternElement::Placeable { expression } => self.of_expression(expression),
            })
            .sum()
    }

    fn of_expression(&mut self, expression: &Expression<&str>) -> usize {
        match expression {
            Expression::Inline(inline) => self.of_inline(inline),
            Expression::Select { selector, variants } => {
                self.of_inline(selector);
                let names = variants.iter().map(|it| match it.key {
                    VariantKey::Identifier { name } => name.to_owned(),
                    VariantKey::NumberLiteral { value } => value.to_owned(),
                });
                let by_number = |name: &String| name.parse::<u32>().is_ok();
                let names: BTreeSet<String> = names.filter(|it| !by_number(it)).collect();
                if names.contains("other") && names.len() > 1 {
                    self.plurals.push(names);
                }
                let lengths = variants.iter().map(|it| self.measure(&it.value));
                lengths.max().unwrap_or_default()
            }
        }
    }

    fn of_inline(&mut self, inline: &InlineExpression<&str>) -> usize {
        match inline {
            InlineExpression::StringLiteral { value }
            | InlineExpression::NumberLiteral { value } => limits::length(value),
            InlineExpression::VariableReference { id } => {
                self.args.insert(id.name.to_owned());
                0
            }
            InlineExpression::Placeable { expression } => self.of_expression(expression),
            other => panic!("say it out: {other:?}"),
        }
    }
}
