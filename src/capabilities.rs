//! The capabilities, lowest first: each may name only those before it, and what is told is heard in this order (design,
//! section 4). To add one is to add a line here.

use std::sync::Arc;

use futures::FutureExt;

use crate::capability::{Capability, Means};
use crate::delivery::Composers;
use crate::discord::press::Handler;
use crate::discord::{Command, LanguageOf, StatusLine, describing, help};
use crate::ledger::{Hears, Result};
use crate::schedule::sweeper::Act;
use crate::words::Lang;

/// All of them, in their order.
pub fn all() -> Vec<Capability> {
    vec![
        crate::servers::capability(),
        crate::authorities::capability(),
        crate::forums::capability(),
        crate::notices::capability(),
        crate::tenders::capability(),
        crate::requirements::capability(),
        crate::awards::capability(),
        crate::calloffs::capability(),
        crate::savings::capability(),
        crate::dossiers::capability(),
        crate::records::capability(),
        crate::reminders::capability(),
        crate::digests::capability(),
        crate::reports::capability(),
        crate::exports::capability(),
        crate::webhooks::capability(),
    ]
}

/// Every command, each with the subcommands that capabilities above its own bring, and described in words.
pub fn commands() -> Vec<Command> {
    let mut commands = Vec::new();
    for capability in all() {
        commands.extend(capability.commands);
        for (of, part) in capability.parts {
            let command = commands.iter_mut().find(|it: &&mut Command| it.name == of);
            if let Some(command) = command {
                command.subcommands.push(part);
            }
        }
    }
    commands.push(help::help());
    commands.iter_mut().for_each(describing::describe);
    commands
}

/// What handles each kind of button, menu and form.
pub fn presses() -> Vec<(&'static str, Handler)> {
    all().into_iter().flat_map(|it| it.presses).collect()
}

/// Those who compose letters.
///
/// # Errors
/// A fault, if one can't be made.
pub fn letters(means: &Means) -> Result<Composers> {
    let mut letters = Composers::default();
    for make in all().iter().filter_map(|it| it.letters) {
        letters = letters.with(make(means)?);
    }
    Ok(letters)
}

/// What acts on each duty.
pub fn duties() -> Vec<Arc<dyn Act>> {
    all().into_iter().flat_map(|it| it.duties).collect()
}

/// Who hears what.
pub fn hears() -> Hears {
    let none = Hears::default();
    all().into_iter().fold(none, |all, it| all.with(it.hears))
}

/// Looks up the language in which a person is answered; in English, if nobody knows better.
pub fn language() -> LanguageOf {
    let known = all().into_iter().find_map(|it| it.language);
    known.unwrap_or(|_, _, _| async { Ok(Lang::default()) }.boxed())
}

/// What `/griffin status` says, line by line.
pub fn status() -> Vec<StatusLine> {
    all().into_iter().flat_map(|it| it.status).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::clock::SystemClock;
    use crate::config::Config;
    use crate::testing::databases::ledgers;

    /// ARCHITECTURE.md carries the table; this says what it should be.
    #[test]
    fn the_map_says_who_hears_what() {
        let mut table = "| fact | who hears it |\n| --- | --- |\n".to_owned();
        for (kind, who) in hears().table() {
            table.push_str(&format!("| `{kind}` | {} |\n", who.join(", ")));
        }
        let map = include_str!("../ARCHITECTURE.md");
        assert!(
            map.contains(&table),
            "ARCHITECTURE.md should say:\n\n{table}"
        );
    }

    /// Rows that wait when a new version starts: as 0.1.0 wrote them, before letters were types.
    const WAITING: [(&str, &str); 27] = [
        ("contract.quiet", r#"{"authority_id":3,"user_id":30}"#),
        (
            "digest.more",
            r#"{"by_hand":false,"part":1,"since":"2026-12-14T09:00:00Z","thread_id":7}"#,
        ),
        ("digest.post", r#"{"by_hand":true,"since":null}"#),
        ("mandate.decided", r#"{"user_id":30,"what":"confirmed"}"#),
        ("mandate.request", "{}"),
        (
            "registrars.line",
            r#"{"delivery":1,"error":"403/50013","kind":"tender.card","subject_id":5,"what":"delivery.held"}"#,
        ),
        (
            "registrars.line",
            r#"{"delivery":1,"error":"400/50035","help":"","kind":"tender.card","subject_id":5,"what":"delivery.failed"}"#,
        ),
        (
            "registrars.line",
            r#"{"reference":"SF-2027-01","region":"South Wales","what":"post.lost"}"#,
        ),
        ("reminder.calloff", "null"),
        ("tender.card", "null"),
        ("tender.notice", r#"{"post_id":2,"what":"chase"}"#),
        (
            "tender.notice",
            r#"{"authority_id":3,"post_id":2,"what":"asked"}"#,
        ),
        (
            "tender.notice",
            r#"{"authority_id":3,"post_id":2,"what":"admitted"}"#,
        ),
        (
            "tender.notice",
            r#"{"post_id":2,"reason":"Holidays","respond_by":"2027-01-08T23:59:59Z","what":"extended"}"#,
        ),
        (
            "tender.notice",
            r#"{"post_id":2,"reason":"More","respond_by":"2027-01-08T23:59:59Z","what":"reopened"}"#,
        ),
        (
            "tender.notice",
            r#"{"post_id":2,"reason":null,"what":"collected"}"#,
        ),
        (
            "tender.notice",
            r#"{"bids_by":"2027-02-08T23:59:59Z","post_id":2,"what":"published"}"#,
        ),
        (
            "tender.notice",
            r#"{"lot_id":4,"post_id":2,"replaced":false,"what":"awarded"}"#,
        ),
        ("tender.notice", r#"{"post_id":2,"what":"started"}"#),
        (
            "tender.notice",
            r#"{"ends":"2029-03-31","post_id":2,"what":"renewal"}"#,
        ),
        ("tender.notice", r#"{"post_id":2,"what":"ended"}"#),
        (
            "tender.notice",
            r#"{"post_id":2,"reason":"No money","what":"cancelled"}"#,
        ),
        ("tender.post", "null"),
        ("webhook.post", r#"{"what":"test"}"#),
        ("webhook.post", r#"{"since":null,"what":"digest"}"#),
        ("webhook.post", r#"{"tender_id":1,"what":"announced"}"#),
        (
            "webhook.post",
            r#"{"lot_id":4,"replaced":true,"tender_id":1,"what":"awarded"}"#,
        ),
    ];

    #[tokio::test]
    async fn what_the_version_before_queued_can_be_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (ledger, _) = ledgers(folder.path()).await.remove(0);
        let empty = tempfile::NamedTempFile::new().unwrap();
        let config = Config::read(Some(empty.path()), HashMap::new());
        let letters = letters(&Means {
            ledger,
            clock: Arc::new(SystemClock),
            config: Arc::new(config.unwrap()),
        });
        let letters = letters.unwrap();
        for (kind, args) in WAITING {
            assert_eq!(letters.can_read(kind, 5, args), Ok(()), "{kind} {args}");
        }
        // What came later is read beside them.
        let kinds = letters.kinds();
        assert!(WAITING.iter().all(|(kind, _)| kinds.contains(kind)));
        for (kind, args) in [
            ("tender.notice", r#"{"post_id":2}"#),
            ("tender.notice", r#"{"post_id":2,"what":"unheard_of"}"#),
            ("tender.notice", r#"{"what":"chase"}"#),
            ("webhook.post", r#"{"what":"announced"}"#),
            ("contract.quiet", "null"),
            ("tender.pots", "null"),
        ] {
            assert!(letters.can_read(kind, 5, args).is_err(), "{kind} {args}");
        }
    }

    #[test]
    fn the_map_has_the_list_in_its_order() {
        let names: Vec<_> = all().iter().map(|it| format!("`{}`", it.name)).collect();
        let list = names.join(", ");
        let map = include_str!("../ARCHITECTURE.md").replace('\n', " ");
        assert!(map.contains(&list), "ARCHITECTURE.md should say:\n\n{list}");
    }

    #[test]
    fn a_part_of_a_command_has_its_command() {
        let commands = commands();
        for capability in all() {
            for (of, part) in capability.parts {
                let command = commands.iter().find(|it| it.name == of);
                let parts = &command.unwrap_or_else(|| panic!("no /{of}")).subcommands;
                assert!(
                    parts.iter().any(|it| it.name == part.name),
                    "/{of} {}",
                    part.name
                );
            }
        }
    }
}
