//! What the code says: its keys, and the sentences in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A key, as it stands in the code.
pub struct Key {
    pub key: String,
    /// What is given to go into its text.
    pub args: BTreeSet<String>,
    /// Which file and line.
    pub place: String,
}

/// What the code says.
#[derive(Default)]
pub struct Spoken {
    pub keys: Vec<Key>,
    /// Sentences, each with the folder of `src/`, or the file there, that has it.
    pub sentences: Vec<(String, String)>,
    /// Keys where something of Discord's is made that has a limit: with the place, and what the key must end with.
    pub placed: Vec<(String, String, &'static str)>,
    /// What can have happened: each fact's name in the ledger.
    pub facts: BTreeSet<String>,
    /// What griffin sends by itself: each letter's name in the outbox.
    pub letters: BTreeSet<String>,
    file: String,
    room: String,
}

/// Macros and functions whose texts are for the log or the compiler.
const NOT_SAID: [&str; 22] = [
    "assert",
    "assert_eq",
    "cfg",
    "concat",
    "counter",
    "debug",
    "debug_assert",
    "describe_counter",
    "describe_gauge",
    "describe_histogram",
    "env",
    "error",
    "gauge",
    "histogram",
    "include_str",
    "info",
    "panic",
    "trace",
    "unreachable",
    "warn",
    "write_check",
    "expect",
];

/// Functions that make something of Discord's, which of their arguments is a text, and how its key ends.
const MAKERS: [(&str, usize, &str); 3] = [
    ("CreateModal", 1, "-form"),
    ("CreateInputText", 1, "-input"),
    ("CreateSelectMenuOption", 0, "-menu"),
];

impl Spoken {
    /// Reads a file of a crate.
    pub fn read(&mut self, folder: &str, path: &Path, inside: &Path) {
        let first = inside.components().next().unwrap();
        let first = first.as_os_str().to_str().unwrap().to_owned();
        let room = if folder == "src" {
            first
        } else {
            folder.to_owned()
        };
        let name = format!("{folder}/{}", inside.display());
        self.read_text(&room, &name, &fs::read_to_string(path).unwrap());
    }

    pub fn read_text(&mut self, room: &str, name: &str, text: &str) {
        (self.room, self.file) = (room.to_owned(), name.to_owned());
        let parsed = syn::parse_file(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        self.visit_file(&parsed);
    }

    fn place(&self, span: proc_macro2::Span) -> String {
        format!("{}:{}", self.file, span.start().line)
    }

    fn literal(&mut self, text: &str, span: proc_macro2::Span) {
        if is_sentence(text) {
            let sentence = format!("{}: {text}", self.place(span));
            self.sentences.push((self.room.clone(), sentence));
        }
    }

    /// The tokens of a macro, in which others may stand.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut before: Vec<TokenTree> = Vec::new();
        for token in tokens {
            match &token {
                // An attribute, such as documentation.
                TokenTree::Group(_) if is_mark(before.last(), '#') => {}
                TokenTree::Group(group) => match called(&before) {
                    Some(name) => self.called(&name, group.stream()),
                    None => self.tokens(group.stream()),
                },
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse2::<syn::LitStr>(token.clone().into()) {
                        self.literal(&text.value(), literal.span());
                    }
                }
                _ => {}
            }
            before.push(token);
        }
    }

    /// A macro, with what stands between its brackets.
    fn called(&mut self, name: &str, inside: TokenStream) {
        if NOT_SAID.contains(&name) {
            return;
        }
        if name == "facts" {
            self.facts.extend(assigned(inside.clone()));
        }
        if !["text", "say"].contains(&name) {
            return self.tokens(inside);
        }
        let mut parts = parts(inside).into_iter();
        if name == "say" {
            self.tokens(parts.next().unwrap_or_default());
        }
        let Some(key) = parts.next() else {
            return;
        };
        let span = key.span();
        // In the macros' own definition it is no literal.
        let Ok(key) = syn::parse2::<syn::LitStr>(key) else {
            return;
        };
        let (mut args, place) = (BTreeSet::new(), self.place(span));
        let mut values = Vec::new();
        for part in parts {
            let mut tokens = part.into_iter();
            if let Some(TokenTree::Ident(name)) = tokens.next() {
                args.insert(name.to_string());
                values.push(tokens.skip(1).collect::<TokenStream>());
            }
        }
        let key = key.value();
        self.keys.push(Key { key, args, place });
        values.into_iter().for_each(|value| self.tokens(value));
    }

    /// A text where Discord has a limit.
    fn placed(&mut self, given: Option<&syn::Expr>, end: &'static str) {
        let Some(syn::Expr::Macro(it)) = given else {
            return;
        };
        if it.mac.path.is_ident("say") {
            let key = parts(it.mac.tokens.clone()).into_iter().nth(1);
            let key = key.map(syn::parse2::<syn::LitStr>);
            if let Some(Ok(key)) = key {
                let place = self.place(key.span());
                self.placed.push((key.value(), place, end));
            }
        }
    }
}

/// The strings behind an equals sign.
fn assigned(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = None;
    for token in tokens {
        if is_mark(before.as_ref(), '=')
            && let Ok(text) = syn::parse2::<syn::LitStr>(token.clone().into())
        {
            found.push(text.value());
        }
        before = Some(token);
    }
    found
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == mark)
}

/// The name of the macro or function whose bracket comes next, if it is one that is not said or that says a text.
fn called(before: &[TokenTree]) -> Option<String> {
    let mut back = before.iter().rev();
    match (back.next(), back.next()) {
        (Some(TokenTree::Punct(mark)), Some(TokenTree::Ident(name))) if mark.as_char() == '!' => {
            Some(name.to_string())
        }
        (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(_))) if name == "new" => {
            let fault = before.iter().rev().nth(3);
            let fault = fault.is_some_and(|it| it.to_string() == "Fault");
            fault.then(|| "error".to_owned())
        }
        _ => None,
    }
}

/// What stands between the commas.
fn parts(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == ',' => parts.push(TokenStream::new()),
            _ => parts.last_mut().unwrap().extend([token]),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a person could read it as words: two words beside each other, or one with a capital.
fn is_sentence(text: &str) -> bool {
    let mut plain = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth <= 0 => plain.push(c),
            _ => {}
        }
    }
    let word = |it: &&str| {
        let bare = it.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().count() > 1 && bare.chars().all(|c| c.is_alphabetic() || "'’-".contains(c))
    };
    let words: Vec<&str> = plain.split([' ', '\n']).collect();
    let beside = words.windows(2).any(|two| two.iter().all(word));
    let capital = |it: &str| {
        let mut letters = it.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 1
            && letters.all(char::is_lowercase)
    };
    beside
        || words
            .iter()
            .any(|it| capital(it.trim_matches(|c: char| !c.is_alphanumeric())))
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|it| {
        let condition = it.meta.require_list().map(|it| it.tokens.to_string());
        it.path().is_ident("cfg")
            && condition.is_ok_and(|it| it.starts_with("test") || it.starts_with("all (test"))
    })
}

impl<'ast> Visit<'ast> for Spoken {
    fn visit_item_mod(&mut self, it: &'ast syn::ItemMod) {
        if !for_tests(&it.attrs) {
            visit::visit_item_mod(self, it);
        }
    }

    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        if !for_tests(&it.attrs) {
            visit::visit_item_fn(self, it);
        }
    }

    fn visit_item_impl(&mut self, it: &'ast syn::ItemImpl) {
        if for_tests(&it.attrs) {
            return;
        }
        let of = it
            .trait_
            .as_ref()
            .and_then(|(_, path, _)| path.segments.last());
        let of = of.map(|it| it.ident.to_string());
        let kinds = match of.as_deref() {
            Some("Fact") => Some(&mut self.facts),
            Some("Letter") => Some(&mut self.letters),
            _ => None,
        };
        if let Some(known) = kinds {
            let consts = it.items.iter().filter_map(|item| match item {
                syn::ImplItem::Const(it) => Some(it.expr.to_token_stream()),
                _ => None,
            });
            let kinds = consts.filter_map(|it| syn::parse2::<syn::LitStr>(it).ok());
            known.extend(kinds.map(|kind| kind.value()));
        }
        visit::visit_item_impl(self, it);
    }

    // What is said by an attribute is for the compiler, or documentation.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_lit_str(&mut self, it: &'ast syn::LitStr) {
        self.literal(&it.value(), it.span());
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        let name = it.path.segments.last().map(|it| it.ident.to_string());
        self.called(&name.unwrap_or_default(), it.tokens.clone());
    }

    fn visit_expr_call(&mut self, it: &'ast syn::ExprCall) {
        if let syn::Expr::Path(called) = &*it.func {
            let mut names = called
                .path
                .segments
                .iter()
                .rev()
                .map(|it| it.ident.to_string());
            let (name, of) = (
                names.next().unwrap_or_default(),
                names.next().unwrap_or_default(),
            );
            // Why a message was not needed is kept beside it, and shown to nobody.
            let unsaid = [
                ("Fault", "new"),
                ("Composed", "Nothing"),
                ("Remedy", "Moot"),
            ];
            if unsaid.contains(&(&*of, &*name)) {
                return;
            }
            if let Some((_, at, end)) = MAKERS
                .iter()
                .find(|(maker, ..)| *maker == of && name == "new")
            {
                self.placed(it.args.iter().nth(*at), end);
            }
        }
        visit::visit_expr_call(self, it);
    }

    fn visit_expr_method_call(&mut self, it: &'ast syn::ExprMethodCall) {
        match it.method.to_string().as_str() {
            "expect" => return self.visit_expr(&it.receiver),
            "label" => self.placed(it.args.first(), "-button"),
            "placeholder" => self.placed(it.args.first(), "-placeholder"),
            _ => {}
        }
        visit::visit_expr_method_call(self, it);
    }
}
