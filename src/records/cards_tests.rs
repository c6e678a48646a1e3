//! What is shown of the record.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::*;
use crate::discord::testing::shows;
use crate::proof::anchor::Anchor;
use crate::proof::{Broken, Differs, How, Written};
use crate::values::TenderId;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn found(broken: Option<Broken>, differ: Vec<Differs>) -> Verified {
    Verified {
        guild_id: 7,
        entries: 1_234,
        rows: 876,
        head: "0123456789abcdef".repeat(4),
        broken,
        differ,
        more: 0,
        sealed: Vec::new(),
    }
}

/// One of each thing that can be wrong with a row.
fn differing() -> Vec<Differs> {
    let entry = || Written {
        seq: 31,
        what: Some((
            "requirement.declared".to_owned(),
            at("2026-12-02T09:05:00Z"),
        )),
    };
    let hows = [
        How::Added,
        How::Returned(entry()),
        How::Missing(entry()),
        How::Changed {
            since: entry(),
            columns: vec!["expected"],
        },
        How::Changed {
            since: entry(),
            columns: vec!["expected", "committed", "by_user"],
        },
        How::Changed {
            since: Written {
                seq: 31,
                what: None,
            },
            columns: Vec::new(),
        },
        How::Unreadable {
            since: entry(),
            column: "at",
        },
    ];
    let of = |how| Differs {
        table: "requirement",
        key: "12".to_owned(),
        how,
    };
    hows.map(of).into()
}

#[test]
fn what_verifying_finds_reads_well() {
    let walked = |broken, differ| Walked {
        verified: Some(found(broken, differ)),
        witnessed: None,
        forums: None,
    };
    shows!("record_whole", |lang| verified(
        &walked(None, Vec::new()),
        lang
    ));
    shows!("record_broken", |lang| {
        let (seq, before, after) = (3, 2, 4);
        let all = [
            Broken::BelowFirst { seq: -2 },
            Broken::Missing {
                seq: 1,
                before: 0,
                after,
            },
            Broken::Missing { seq, before, after },
            Broken::Unlinked { seq },
            Broken::Changed { seq },
            Broken::EndsElsewhere { seq, head: 5 },
            Broken::NoHead { seq },
            Broken::NoEntries,
        ];
        let card = |it| verified(&walked(Some(it), Vec::new()), lang).content();
        all.map(card).join("\n")
    });
    shows!("database_changed", |lang| verified(
        &walked(None, differing()),
        lang
    ));
    // `griffin verify` names all.
    shows!("rows_changed", |lang| {
        let all = differing();
        let said = all.iter().map(|it| it.describe().say(lang));
        said.collect::<Vec<_>>().join("\n")
    });
    let anchor: Anchor = "1234 0123456789abcdef0123456789abcdef".parse().unwrap();
    let heard = |thread_id| Heard {
        thread_id,
        anchor: anchor.clone(),
    };
    let held = |newest, differ| Walked {
        verified: Some(found(None, Vec::new())),
        witnessed: None,
        forums: Some(Witnesses {
            newest,
            agree: 3,
            differ,
            unread: 1,
            restored: Some(at("2026-12-01T09:00:00Z")),
        }),
    };
    shows!("digests_agree", |lang| verified(
        &held(Some(heard(4)), Vec::new()),
        lang
    ));
    shows!("digests_differ", |lang| verified(
        &held(None, vec![heard(5)]),
        lang
    ));
    let lacks = Walked {
        witnessed: Some((anchor.clone(), false)),
        ..walked(None, Vec::new())
    };
    shows!("receipt_lacks", |lang| verified(&lacks, lang));
}

#[test]
fn a_page_of_entries_reads_well() {
    let entry = |number, kind: &str, authority: Option<&str>, data| Entry {
        number,
        at: at("2026-12-02T09:05:00Z"),
        actor: if authority.is_some() { 41 } else { 0 },
        authority: authority.map(str::to_owned),
        authority_id: None,
        tender_id: Some(TenderId(7)),
        kind: kind.to_owned(),
        data,
        hash: "0123456789abcdef".to_owned(),
    };
    let of = Page {
        entries: vec![
            entry(14, "tender.collected", None, json!({})),
            entry(
                13,
                "award.recorded",
                Some("ABW"),
                json!({ "award": { "supplier": "Cwm Fuels Ltd", "bands": [{ "price": 1_520_000 }] } }),
            ),
            entry(
                12,
                "requirement.declared",
                Some("BRY"),
                json!({ "stated": [{ "lot": 1, "requirement": { "expected": 185_500 } }] }),
            ),
            entry(
                11,
                "tender.announced",
                Some("ABW"),
                json!({ "tender": { "reference": "SF-2027-01", "title": "Solid fuel" } }),
            ),
            entry(10, "of.another_version", None, json!({})),
        ],
        page: 0,
        pages: 2,
        total: 14,
        sift: Sift::default(),
    };
    shows!("record_page", |lang| page(&of, lang));
}
