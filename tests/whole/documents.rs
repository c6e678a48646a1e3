//! The documents: what they link to is there, and so is every command and option that they name.

use std::fs;
use std::path::{Path, PathBuf};

use griffin::bot;
use griffin::discord::Command;

/// The most words of the README.
const README_WORDS: usize = 700;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Every document, by its path below the root.
fn documents() -> Vec<PathBuf> {
    let folders = [root(), root().join("docs")];
    let mut all: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    all.sort();
    assert!(all.iter().any(|it| it.ends_with("README.md")), "{all:?}");
    all
}

/// What stands between each `before` and the next `after`.
fn between<'t>(text: &'t str, before: &str, after: char) -> Vec<&'t str> {
    let pieces = text.split(before).skip(1);
    pieces
        .filter_map(|it| Some(it.split_once(after)?.0))
        .collect()
}

/// The anchors of a document's headings, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let kept = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = kept.replace(' ', "-");
        kept.chars()
            .filter(|c| c.is_alphanumeric() || "-_".contains(*c))
            .collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn what_the_documents_link_to_is_there() {
    for document in documents() {
        let text = read(&document);
        let mut links = between(&text, "](", ')');
        links.extend(between(&text, "src=\"", '"'));
        for link in links.into_iter().filter(|it| !it.starts_with("https://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => document.clone(),
                file => document.parent().unwrap().join(file),
            };
            let here = document.display();
            assert!(target.exists(), "{here} links to {link}");
            let is_there =
                anchor.is_empty() || anchors(&read(&target)).iter().any(|it| it == anchor);
            assert!(
                is_there,
                "{here} links to {link}, and there is no such heading"
            );
        }
    }
}

/// What is wrong with a command as a document has it, such as `/tender announce title:Solid fuel`.
fn wrong_with(typed: &str, commands: &[Command]) -> Option<String> {
    let mut words = typed.trim_start_matches('/').split_whitespace().peekable();
    let find = |among: &[Command], name: &str| among.iter().position(|it| it.name == name);
    let name = words.next()?;
    let mut command = match find(commands, name) {
        Some(at) => &commands[at],
        None => return Some(format!("there is no command {name}")),
    };
    // Without its second word all of a group is meant.
    if !command.subcommands.is_empty()
        && let Some(part) = words.next()
    {
        command = match find(&command.subcommands, part) {
            Some(at) => &command.subcommands[at],
            None => return Some(format!("{name} has no part {part}")),
        };
    }
    let options = words.filter_map(|word| Some(word.split_once(':')?.0));
    let mut options = options.filter(|it| it.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    let missing =
        options.find(|it| !command.parameters.iter().any(|option| option.name == **it))?;
    Some(format!("{name} has no option {missing}"))
}

#[test]
fn the_commands_that_the_documents_name_are_there() {
    let commands = bot::commands();
    assert_eq!(wrong_with("/ledger", &commands), None);
    assert!(wrong_with("/coffee", &commands).is_some());
    assert!(wrong_with("/tender brew", &commands).is_some());
    assert!(wrong_with("/tender show sugar:2", &commands).is_some());
    let mut named = 0;
    for document in ["README.md", "docs/officers.md"] {
        let text = read(&root().join(document));
        // Of what backticks part, every other piece is code.
        for code in text.split('`').skip(1).step_by(2).map(str::trim) {
            if code.starts_with('/') {
                assert_eq!(wrong_with(code, &commands), None, "{document}: {code}");
                named += 1;
            }
        }
    }
    assert!(named > 50, "only {named} commands are named");
}

#[test]
fn the_readme_is_short() {
    let words = read(&root().join("README.md")).split_whitespace().count();
    assert!(words <= README_WORDS, "{words} words");
}
