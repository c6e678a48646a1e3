//! What a person reads is in `words/`, in each language: no key in code without a text, no text without a key in code,
//! what goes into a text the same everywhere, and Discord's limits kept. It reads the code and the texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use griffin::discord::{Command, limits};
use griffin::ledger::called;
use griffin::words::Text;

mod spoken;
mod texts;

use spoken::Spoken;
use texts::Texts;

/// Sentences that are still in the code, by folder of `src/` or file. A number here only shrinks; at the end the
/// list is empty.
const NOT_MOVED_YET: &[(&str, usize)] = &[];

/// Where sentences stay in the code, and why: folders and files of `src/`, or of another crate.
const NOT_FOR_MEMBERS: &[(&str, &str)] = &[
    ("bot", "log lines, and reasons for Discord's audit log"),
    ("awards/store.rs", "SQL"),
    ("calloffs/store.rs", "SQL and faults"),
    ("check.rs", "the command line, for whoever runs griffin"),
    ("config.rs", "the command line and config.toml"),
    ("copied.rs", "the command line"),
    ("copies.rs", "the command line: faults"),
    ("database", "SQL, faults and log lines"),
    ("delivery/queue/again.rs", "SQL, and an outbox row's error"),
    (
        "delivery/queue.rs",
        "SQL, faults, and why a message changed its place",
    ),
    ("delivery/send.rs", "faults"),
    (
        "delivery/wire.rs",
        "faults, and what Discord is told of griffin",
    ),
    ("demo", "the sandbox: what its people type, and its page"),
    (
        "discord/choice.rs",
        "faults: the person reads that the command has changed",
    ),
    (
        "error.rs",
        "the command line: what helps with a fault of the database",
    ),
    ("exported.rs", "the command line"),
    ("exports/workbook/sheet.rs", "Excel's number formats"),
    ("ledger", "faults, log lines and SQL"),
    ("migrated.rs", "the command line"),
    ("notices/reading.rs", "a header of HTTP"),
    ("opened.rs", "the command line"),
    ("pictures/mod.rs", "how a picture is shown in a test"),
    ("proof/mod.rs", "SQL"),
    ("proof/rows.rs", "SQL"),
    ("proof/sealing.rs", "SQL, and why rows were sealed"),
    (
        "requirements/weight.rs",
        "names of the elements of a workbook",
    ),
    ("sandboxed.rs", "the command line"),
    ("served.rs", "the command line"),
    ("savings/store.rs", "SQL"),
    ("shards/store.rs", "SQL"),
    (
        "values/src/day_rule.rs",
        "schedules as the database keeps them",
    ),
    (
        "values/src/holidays.rs",
        "names for those who read the code: nobody is shown them",
    ),
    ("values/src/kept.rs", "faults"),
    ("values/src/time_zone.rs", "part of a zone's name"),
    ("values/src/unit_names.rs", "units as people type them"),
    ("verified.rs", "the command line"),
    ("watch", "figures and health for whoever runs griffin"),
    ("words/src", "the languages' own names"),
    (
        "webhooks/formats.rs",
        "what Teams calls the looks of a text",
    ),
];

/// What the end of a key says of where its text goes, and how long it may be there.
const PLACES: &[(&str, usize)] = &[
    ("-button", limits::BUTTON_LABEL),
    ("-choice", limits::CHOICE),
    ("-field", limits::FIELD_NAME),
    ("-footer", limits::FOOTER),
    ("-form", limits::FORM_TITLE),
    ("-input", limits::INPUT_LABEL),
    ("-menu", limits::MENU_TEXT),
    ("-placeholder", limits::INPUT_PLACEHOLDER),
    ("-tag", limits::TAG_NAME),
    ("-title", limits::EMBED_TITLE),
];

/// The plural forms of Welsh (CLDR).
const WELSH_FORMS: [&str; 6] = ["few", "many", "one", "other", "two", "zero"];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn english() -> Texts {
    Texts::read(&here("words/en"))
}

fn welsh() -> Texts {
    Texts::read(&here("words/cy"))
}

/// What all of the code says.
static IN_CODE: LazyLock<Spoken> = LazyLock::new(|| {
    let mut spoken = Spoken::default();
    for folder in ["src", "values/src", "words/src"] {
        let (files, _) = crate::code::read(&here(folder));
        for file in files.keys() {
            spoken.read(folder, &here(folder).join(file), file);
        }
    }
    spoken
});

/// The keys of all commands and options.
fn commands() -> BTreeSet<String> {
    fn walk(command: &Command, before: &str, keys: &mut BTreeSet<String>) {
        let key = format!("{before}-{}", command.name);
        let options = command.parameters.iter();
        keys.extend(options.map(|option| format!("{key}.{}", option.name)));
        for part in &command.subcommands {
            walk(part, &key, keys);
        }
        keys.insert(key);
    }
    let mut keys = BTreeSet::new();
    for command in griffin::bot::commands() {
        walk(&command, "command", &mut keys);
    }
    keys
}

/// Every kind of entry that the record can have.
fn kinds() -> BTreeSet<String> {
    let heard = griffin::capabilities::hears().table();
    let mut kinds: BTreeSet<String> = heard.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    kinds.extend(IN_CODE.facts.iter().cloned());
    kinds.insert(griffin::proof::SEALED.to_owned());
    kinds
}

/// The keys of what they are called, and of what letters are.
fn called() -> BTreeSet<String> {
    let facts = kinds();
    let facts = facts.iter().map(|kind| called::key("fact", kind));
    let letters = IN_CODE.letters.iter();
    let letters = letters.map(|kind| called::key("letter", kind));
    facts.chain(letters).collect()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_key_in_code_has_a_text_and_gives_it_what_goes_into_it() {
    let (texts, mut wrong) = (english(), Vec::new());
    for said in &IN_CODE.keys {
        match texts.get(&said.key) {
            None => wrong.push(format!("{}: there is no text {}", said.place, said.key)),
            Some(text) if text.args != said.args => wrong.push(format!(
                "{}: {} takes {:?}, not {:?}",
                said.place, said.key, text.args, said.args
            )),
            Some(_) => {}
        }
    }
    let lacking = commands()
        .into_iter()
        .filter(|key| texts.get(key).is_none());
    wrong.extend(lacking.map(|key| format!("there is no text {key}")));
    none(&wrong);
}

#[test]
fn every_kind_of_entry_and_of_letter_has_a_text() {
    let (facts, letters) = (kinds(), &IN_CODE.letters);
    assert!(facts.len() > 50 && letters.len() > 10, "{letters:#?}");
    let is_called = |kind: &str, it: Text| it != Text::verbatim(kind);
    let lacking = facts.iter().filter(|it| !is_called(it, called::fact(it)));
    let letters = letters.iter();
    let lacking = lacking.chain(letters.filter(|it| !is_called(it, called::letter(it))));
    none(&lacking.cloned().collect::<Vec<_>>());
    // What another version recorded is called by its name.
    assert_eq!(called::fact("no.such_kind").to_string(), "no.such_kind");
}

#[test]
fn every_text_has_its_key_in_code() {
    let mut known = commands();
    known.extend(called());
    known.extend(IN_CODE.keys.iter().map(|said| said.key.clone()));
    let english = english();
    let unknown: Vec<_> = english.keys().filter(|key| !known.contains(*key)).collect();
    assert!(unknown.is_empty(), "nobody says {unknown:#?}");
}

#[test]
fn a_key_begins_with_the_name_of_its_file_and_ends_with_where_its_text_goes() {
    let mut wrong = Vec::new();
    for (key, text) in english().iter() {
        let of_file = key
            .strip_prefix(&text.file)
            .is_some_and(|it| it.starts_with('-'));
        let made = ["command-", "fact-", "letter-"]
            .iter()
            .any(|it| key.starts_with(it));
        if !of_file && !made {
            wrong.push(format!("{key} is in {}.ftl", text.file));
        }
    }
    for (key, place, end) in &IN_CODE.placed {
        if !key.ends_with(end) {
            wrong.push(format!("{place}: {key} should end with {end}"));
        }
    }
    none(&wrong);
}

#[test]
fn welsh_says_the_same_with_all_its_forms() {
    let (english, mut wrong) = (english(), Vec::new());
    for (key, welsh) in welsh().iter() {
        match english.get(key) {
            None => wrong.push(format!("{key} is in Welsh alone")),
            Some(text) => {
                if text.args != welsh.args {
                    wrong.push(format!("{key}: {:?} and {:?}", text.args, welsh.args));
                }
                if text.file != welsh.file {
                    wrong.push(format!("{key} is in cy/{}.ftl", welsh.file));
                }
            }
        }
        for forms in &welsh.plurals {
            if forms.iter().ne(WELSH_FORMS) {
                wrong.push(format!("{key} has only {forms:?}"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn discord_takes_every_text_in_every_language() {
    let mut wrong = Vec::new();
    for texts in [english(), welsh()] {
        for (key, text) in texts.iter() {
            let place = PLACES.iter().find(|(end, _)| key.ends_with(end));
            let limit = match place {
                _ if key.starts_with("command-") => limits::COMMAND_DESCRIPTION,
                Some(&(_, limit)) => limit,
                None => limits::CONTENT,
            };
            if text.longest > limit {
                wrong.push(format!("{key}: {} of {limit}", text.longest));
            }
        }
    }
    none(&wrong);
}

/// A sentence in the code would be said in English to everybody.
#[test]
fn sentences_move_to_words_and_none_comes_back() {
    let mut there: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut unused: BTreeSet<&str> = NOT_FOR_MEMBERS.iter().map(|(name, _)| *name).collect();
    for (room, sentence) in &IN_CODE.sentences {
        let path = sentence.strip_prefix("src/").unwrap_or(sentence);
        let stays = NOT_FOR_MEMBERS.iter().find(|(name, _)| {
            let rest = path.strip_prefix(name);
            rest.is_some_and(|it| it.starts_with(['/', ':']))
        });
        match stays {
            Some((name, _)) => _ = unused.remove(name),
            None => there
                .entry(room.clone())
                .or_default()
                .push(sentence.clone()),
        }
    }
    assert!(unused.is_empty(), "nothing stays in {unused:?}");
    let counted: Vec<(&str, usize)> = there
        .iter()
        .map(|(room, sentences)| (room.as_str(), sentences.len()))
        .collect();
    if let Ok(room) = std::env::var("SHOW_SENTENCES") {
        panic!("{:#?}", there.get(&room));
    }
    assert_eq!(
        counted, NOT_MOVED_YET,
        "SHOW_SENTENCES=tenders lists those of tenders/: say each in words/, and lower the number"
    );
}

/// A file of what a card shows that no test holds against the card would go out of date.
#[test]
fn what_cards_show_is_held_by_a_test() {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => walk(&path, found),
                Some(end) if end == "snap" => found.push(path),
                _ => {}
            }
        }
    }
    let mut files = Vec::new();
    walk(&here("src"), &mut files);
    assert!(files.len() > 30, "{files:#?}");
    for file in files {
        let shown = fs::read_to_string(&file).unwrap();
        let source = shown.lines().find_map(|it| it.strip_prefix("source: "));
        let code = fs::read_to_string(here(source.unwrap())).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap();
        // Of several of a kind, the name ends with what is formatted.
        let of_kind = name.split('_').next().unwrap();
        let held = [format!("\"{name}\""), format!("\"{of_kind}_{{}}\"")];
        let held = held.iter().any(|it| code.contains(it));
        assert!(held, "no test holds {}", file.display());
    }
}

#[test]
fn what_is_said_is_read_from_code_and_texts() {
    let mut spoken = Spoken::default();
    spoken.read_text(
        "tenders",
        "tenders/cards.rs",
        r#"
        #[doc = "A sentence of documentation."]
        fn a() {
            let x = text!("tenders-a", days, who = text!("tenders-b"));
            vec![say!(lang, "tenders-c", n = { 3 })];
            let y = format!("That is {} no.", "word");
            tracing::warn!("A line of the log.");
            Fault::new(format!("A fault of {x}."));
            button.label(say!(lang, "tenders-d"));
        }
        facts! {
            /// Of documentation.
            A(Told) = "test.a";
            B = "test.b" { x: i64 }
        }
        impl Fact for C { const KIND: &'static str = "test.c"; }
        impl Letter for E { const KIND: &'static str = "test.e"; }
        #[cfg(test)]
        mod tests { const X: &str = "A sentence of a test."; impl Fact for D { const KIND: &'static str = "test.d"; } }
        "#,
    );
    let keys: Vec<_> = spoken.keys.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["tenders-a", "tenders-b", "tenders-c", "tenders-d"]);
    let args: Vec<Vec<&str>> = spoken
        .keys
        .iter()
        .map(|it| it.args.iter().map(String::as_str).collect())
        .collect();
    assert_eq!(args, [vec!["days", "who"], vec![], vec!["n"], vec![]]);
    let sentences: Vec<_> = spoken.sentences.iter().map(|(_, it)| it.as_str()).collect();
    assert!(
        sentences.len() == 1 && sentences[0].ends_with("That is {} no."),
        "{sentences:?}"
    );
    assert_eq!(spoken.placed.len(), 1);
    let facts: Vec<_> = spoken.facts.iter().map(String::as_str).collect();
    assert_eq!(facts, ["test.a", "test.b", "test.c"]);
    assert!(spoken.letters.iter().eq(["test.e"]));
    let texts = Texts::of(
        "x",
        "x-a = { $n ->\n    [one] one\n   *[other] { $n } of { $who }\n }\n    .b = Some { $more }\n",
    );
    let a = texts.get("x-a").unwrap();
    assert_eq!(a.args.iter().collect::<Vec<_>>(), ["n", "who"]);
    assert_eq!((a.longest, texts.get("x-a.b").unwrap().longest), (4, 5));
    assert_eq!(
        a.plurals,
        [BTreeSet::from(["one".to_owned(), "other".to_owned()])]
    );
}
