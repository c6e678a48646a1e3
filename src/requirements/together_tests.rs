//! Declarations that share a commit, or what those before them have read, come to the same as each by itself, whatever else
//! is done in between: to the same ledger, entry for entry, and the same answers.

use futures::future::{BoxFuture, join_all};
use futures::{FutureExt, StreamExt, stream};
use proptest::prelude::*;

use crate::authorities::rules::Role;
use crate::authorities::service::{self as authorities, Grant, Revoke};
use crate::ledger::Ledger;
use crate::proof;
use crate::requirements::service::{self, Nil, Withdraw};
use crate::tenders::service as tenders;
use crate::testing::databases::Fresh;
use crate::testing::{ABW, BRY, FAR, GLA, GUILD, NIA, REF, REGISTRAR, TRA, World, line, user_id};
use crate::values::Actor;

/// What somebody does.
#[derive(Clone, Debug)]
enum Act {
    Declares {
        who: &'static str,
        lot: &'static str,
        quantity: u32,
        year: Option<u32>,
    },
    /// The lead, for another: late, once the tender is closed.
    ForAnother {
        authority: &'static str,
        quantity: u32,
    },
    NeedsNone(&'static str),
    Withdraws(&'static str),
    GetsAMandate(&'static str),
    LosesIt(&'static str),
    AddsALot,
    Closes,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let who = prop::sample::select(vec![ABW, ABW, ABW, BRY, GLA, TRA, NIA, FAR]);
    let declares = (
        who.clone(),
        prop::sample::select(vec!["1", "2", "3"]),
        0..900_u32,
        prop::option::of(1..4_u32),
    );
    let another = (
        prop::sample::select(vec!["BRY", "GLA", "TRA", "PFR"]),
        0..900_u32,
    );
    let act = prop_oneof![
        8 => another.prop_map(|(authority, quantity)| Act::ForAnother { authority, quantity }),
        12 => declares.prop_map(|(who, lot, quantity, year)| Act::Declares { who, lot, quantity, year }),
        1 => who.clone().prop_map(Act::NeedsNone),
        1 => who.clone().prop_map(Act::Withdraws),
        1 => who.clone().prop_map(Act::GetsAMandate),
        1 => who.prop_map(Act::LosesIt),
        1 => Just(Act::AddsALot),
    ];
    // Once: after it only the lead declares.
    let with_end = (
        prop::collection::vec(act, 1..40),
        prop::option::of(0..20_usize),
    );
    with_end.prop_map(|(mut acts, close)| {
        if let Some(at) = close.filter(|at| *at < acts.len()) {
            acts.insert(at, Act::Closes);
        }
        acts
    })
}

/// Has it done; what was said, as a person would see it.
fn does(ledger: &Ledger, act: Act, by: Actor) -> BoxFuture<'_, String> {
    let said = |done: std::result::Result<String, crate::ledger::Error>| match done {
        Ok(done) => done,
        Err(crate::ledger::Error::Refused(refusal)) => refusal.to_string(),
        Err(fault) => panic!("{fault}"),
    };
    let authority = |who| if who == NIA { "DYF" } else { "BRY" }.to_owned();
    async move {
        said(match act {
            Act::Declares {
                who,
                lot,
                quantity,
                year,
            } => {
                let mut one = line(lot, &quantity.to_string(), "");
                one.year = year.map(|year| year.to_string());
                let declare = service::Declare {
                    tender: REF.into(),
                    authority: (who == NIA).then(|| "DYF".to_owned()),
                    lines: vec![one],
                    reason: None,
                };
                let done = service::declare(ledger, &by, declare).await;
                done.map(|done| format!("{done:?}"))
            }
            Act::ForAnother {
                authority,
                quantity,
            } => {
                let declare = service::Declare {
                    tender: REF.into(),
                    authority: Some(authority.into()),
                    lines: vec![line("1", &quantity.to_string(), "")],
                    reason: Some("As they asked".into()),
                };
                let done = service::declare(ledger, &by, declare).await;
                done.map(|done| format!("{done:?}"))
            }
            Act::NeedsNone(who) => {
                let nil = Nil {
                    tender: REF.into(),
                    authority: (who == NIA).then(|| "PFR".to_owned()),
                    reason: None,
                };
                let done = service::none(ledger, &by, nil).await;
                done.map(|done| format!("{done:?}"))
            }
            Act::Withdraws(who) => {
                let withdraw = Withdraw {
                    tender: REF.into(),
                    authority: (who == NIA).then(|| "DYF".to_owned()),
                    lot: None,
                    year: None,
                    reason: None,
                };
                let done = service::withdraw(ledger, &by, withdraw).await;
                done.map(|done| format!("{done:?}"))
            }
            Act::GetsAMandate(who) => {
                let grant = Grant {
                    user_id: user_id(who),
                    officer_name: "Officer".into(),
                    authority: authority(who),
                    role: Role::Officer,
                };
                let done = authorities::grant(ledger, &by, grant).await;
                done.map(|done| format!("{done:?}"))
            }
            Act::LosesIt(who) => {
                let revoke = Revoke {
                    user_id: user_id(who),
                    authority: authority(who),
                };
                let done = authorities::revoke(ledger, &by, revoke).await;
                done.map(|done| format!("{done:?}"))
            }
            Act::AddsALot => {
                let done = tenders::add_lot(ledger, &by, REF.into(), "Peat, tonne".into()).await;
                done.map(|done| format!("{done:?}"))
            }
            Act::Closes => {
                let done = tenders::close(ledger, &by, REF.into(), None).await;
                done.map(|done| format!("{done:?}"))
            }
        })
    }
    .boxed()
}

/// Who does it.
fn whose(act: &Act) -> &'static str {
    match act {
        Act::Declares { who, .. } | Act::NeedsNone(who) | Act::Withdraws(who) => who,
        Act::GetsAMandate(_) | Act::LosesIt(_) => REGISTRAR,
        Act::AddsALot | Act::Closes | Act::ForAnother { .. } => ABW,
    }
}

#[derive(Clone, Copy)]
enum How {
    /// Each by a writer of its own, which remembers nothing.
    Apart,
    /// Each when the one before is done.
    InTurn,
    /// Each hands its change in before the first is done.
    Together,
}

/// What was said, the ledger's head (on PostgreSQL its length), and what counts.
async fn played(fresh: Fresh, acts: &[Act], how: How) -> (Vec<String>, String, String) {
    let (world, _) = World::announced(fresh).await;
    let started: Vec<_> = acts
        .iter()
        .map(|act| (act.clone(), world.by(whose(act))))
        .collect();
    let apart = async |(act, by)| {
        let writer = Ledger::start(
            world.ledger.database().clone(),
            world.shared_clock(),
            crate::capabilities::hears(),
        );
        does(&writer, act, by).await
    };
    let playing = started.iter().cloned();
    let usual = playing
        .clone()
        .map(|(act, by)| does(&world.ledger, act, by));
    let said = match how {
        How::Apart => stream::iter(playing.map(apart)).buffered(1).collect().await,
        How::InTurn => stream::iter(usual).buffered(1).collect().await,
        How::Together => join_all(usual).await,
    };
    let verified = proof::verify_one(&world.reader(), GUILD).await.unwrap();
    let verified = verified.unwrap();
    assert_eq!(verified.broken, None);
    let tender = tenders::find(&world.reader(), GUILD, REF).await.unwrap();
    let counts = service::current(&world.reader(), tender.id, None).await;
    let counts = format!("{:?}", counts.unwrap());
    if world.ledger.database().kind() == "SQLite" {
        return (said, verified.head, counts);
    }
    // PostgreSQL gives out row numbers that are then not used, and they are in the entries too.
    let said = said.iter().map(|said| unnumbered(said)).collect();
    (said, verified.entries.to_string(), unnumbered(&counts))
}

/// Without the row numbers.
fn unnumbered(text: &str) -> String {
    let mut parts = text.split("id: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |so_far, part| {
        so_far + "id: " + part.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn together_or_in_turn_is_the_same_as_each_by_itself(acts in acts()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let played = async |how| played(Fresh::sqlite().await, &acts, how).await;
            let apart = played(How::Apart).await;
            prop_assert_eq!(&apart, &played(How::InTurn).await);
            prop_assert_eq!(&apart, &played(How::Together).await);
            Ok(())
        })?;
    }
}

/// What is read of others while something is left to be written does not take the place of what was left.
#[tokio::test]
async fn the_lead_declares_for_itself_for_others_and_for_itself_again() {
    let (lot, year) = ("1", None);
    let own = |quantity| Act::Declares {
        who: ABW,
        lot,
        quantity,
        year,
    };
    let other = |authority| Act::ForAnother {
        authority,
        quantity: 9,
    };
    let acts = [
        Act::Closes,
        own(5),
        other("BRY"),
        own(6),
        other("GLA"),
        other("BRY"),
        own(7),
    ];
    let on_each = async |how| {
        let mut all = Vec::new();
        for fresh in Fresh::each().await {
            all.push(played(fresh, &acts, how).await);
        }
        all
    };
    let apart = on_each(How::Apart).await;
    let together = on_each(How::Together).await;
    assert_eq!(apart, on_each(How::InTurn).await);
    assert_eq!(apart, together);
    let mut said = together.iter().flat_map(|it| &it.0);
    assert!(said.all(|said| !said.contains("frozen")));
}
