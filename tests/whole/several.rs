//! Several processes share one PostgreSQL: any of them may die, or be paused, at any time (design, section 7).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use entity::delivery;
use griffin::ledger::{Database, Db};
use griffin::values::DeliveryState;
use sandbox::client::Member;
use sandbox::{Fault, Matcher, Sandbox};
use sea_orm::EntityTrait;
use tokio_util::sync::CancellationToken;

use crate::support::chance::Seeded;
use crate::support::councils::{ABERWEN, BRYNCOCH, COAL, GLANMOR, agrees, founded};
use crate::support::process::{DEADLINE, Process, faketime, has_faketime};
use crate::support::watched::{asked_until, figure};
use crate::support::{Fresh, on_each_database};

/// How often somebody types a line that is not answered.
const PATIENCE: u32 = 20;

async fn does(who: &Member, line: &str) {
    for typed in 1..=PATIENCE {
        let answer = agrees(who, line).await;
        if answer.failed() {
            continue;
        }
        // Typed again, it may have been done the first time.
        assert!(!answer.says("Not done") || typed > 1, "{line}\n{answer}");
        return;
    }
    panic!("never answered: {line}");
}

/// A server with three councils, set up by way of one process; the officers.
async fn set_up(process: &mut Process) -> [Member; 3] {
    let officers = founded(process, [ABERWEN, BRYNCOCH, GLANMOR]).await;
    does(&officers[0], COAL).await;
    officers
}

/// Waits until the one post says each of these once, and nothing twice.
async fn said_once(sandbox: &Sandbox, texts: &[&str]) {
    let all_there = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        let says = |text: &&str| {
            posts
                .iter()
                .any(|p| p.messages.iter().any(|m| m.says(text)))
        };
        texts.iter().all(says).then_some(posts)
    };
    let posts = sandbox
        .wait_for("what is to be said", DEADLINE, all_there)
        .await;
    assert_eq!(posts.len(), 1, "one post");
    for text in texts {
        let times = posts[0].messages.iter().filter(|m| m.says(text)).count();
        assert_eq!(times, 1, "{text}");
    }
}

/// Waits until nothing is left to send, and counts the messages that each delivery became.
async fn nothing_left_and_nothing_twice(sandbox: &Sandbox, database: &Database) {
    let reader = database.reader();
    let mut look = tokio::time::interval(Duration::from_millis(100));
    let rows = loop {
        look.tick().await;
        let rows = delivery::Entity::find().all(reader.conn()).await.unwrap();
        if rows
            .iter()
            .all(|row| !["waiting", "claimed"].contains(&row.state.as_str()))
        {
            break rows;
        }
    };
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for post in sandbox.channel("south-wales").posts() {
        for message in post.messages {
            let mark = message.content.lines().next_back().unwrap_or("").to_owned();
            if mark.starts_with("-# no") {
                *times.entry(mark).or_default() += 1;
            }
        }
    }
    assert!(times.values().all(|n| *n == 1), "{times:?}");
    let failed: Vec<_> = rows
        .iter()
        .filter(|row| row.state == DeliveryState::Failed)
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_three_are_killed_in_turn_and_nothing_is_lost_or_doubled() {
    if !has_faketime() {
        return;
    }
    on_each_database(async |Fresh { url, database }| {
        if database.kind() == "SQLite" {
            return; // One process has it to itself.
        }
        let mut first = Process::new(&url).await.beside();
        first.environment = vec![("GRIFFIN__DISCORD__SHARDS", "2".to_owned())];
        let officers = set_up(&mut first).await;
        let sandbox = first.sandbox.clone();
        let (mut second, mut third) = (first.beside(), first.beside());
        // Its clock is a minute ahead. One of the three has no shard, and stands by.
        second.environment = faketime("+60s");
        second.start().await;
        third.start().await;
        let mut chance = Seeded(11);
        for n in 1..=12 {
            let who = officers[usize::try_from(chance.below(3)).unwrap()].clone();
            let line = format!("/requirement declare tender:SF-1 lot:Coal quantity:{n}");
            let seen = sandbox.requests_made();
            let later = usize::try_from(chance.below(3)).unwrap();
            let mut typed = tokio::spawn(async move { does(&who, &line).await });
            let reached = |s: &Sandbox| (s.requests_made() > seen + later).then_some(());
            let moment = sandbox.wait_for("the moment to kill it", DEADLINE, reached);
            let done = tokio::select! {
                () = moment => None,
                done = &mut typed => Some(done),
            };
            let victim = if n % 2 == 0 { &mut first } else { &mut second };
            victim.kill();
            match done {
                Some(done) => done.unwrap(),
                None => typed.await.unwrap(),
            }
            victim.start().await;
        }
        for line in [
            "/tender close tender:SF-1",
            "/tender publish tender:SF-1 notice:000123-2027 bids_by:in 6 weeks",
            "/tender award tender:SF-1 lot:Coal supplier:Cwm Fuels price:142.50",
        ] {
            does(&officers[0], line).await;
            third.kill();
            third.start().await;
        }
        let texts = [
            "requirements are in",
            "is out to tender",
            "was awarded to Cwm Fuels",
        ];
        said_once(&sandbox, &texts).await;
        nothing_left_and_nothing_twice(&sandbox, &database).await;
        for process in [&mut first, &mut second, &mut third] {
            assert!(process.stop().await.success());
        }
        let verified = first.griffin(&["verify"]).output().unwrap();
        assert!(verified.status.success(), "{verified:?}");
    })
    .await;
}

/// Waits until this process is connected on so many shards; which.
async fn keeps(process: &Process, how_many: usize) -> BTreeSet<u32> {
    let on = |page: &str| -> BTreeSet<u32> {
        let connected = |n: &u32| {
            let name = format!("griffin_gateway_connected{{shard=\"{n}\"}}");
            figure(page, &name) == Some(1.0)
        };
        (0..3).filter(connected).collect()
    };
    let at = process.listen.unwrap();
    let page = asked_until(at, "/metrics", |_, page| on(page).len() == how_many).await;
    on(&page)
}

#[tokio::test(flavor = "multi_thread")]
async fn shards_go_over_to_those_who_come_and_from_those_who_go_and_each_command_is_answered() {
    on_each_database(async |Fresh { url, database }| {
        if database.kind() == "SQLite" {
            return;
        }
        let mut first = Process::new(&url).await.beside();
        first.environment = vec![("GRIFFIN__DISCORD__SHARDS", "3".to_owned())];
        let officers = set_up(&mut first).await;
        assert_eq!(keeps(&first, 3).await, BTreeSet::from([0, 1, 2]));

        // Somebody asks all the while, until griffin is killed.
        let ending = CancellationToken::new();
        let (who, asking) = (officers[1].clone(), ending.clone());
        let asks = tokio::spawn(async move {
            let mut asked = 0;
            while !asking.is_cancelled() {
                let answer = who.types("/tender show tender:SF-1").await;
                assert!(answer.says("Coal"), "{answer}");
                asked += 1;
            }
            asked
        });
        let (mut second, mut third) = (first.beside(), first.beside());
        // What it is told counts only once all were stopped.
        second.environment = vec![("GRIFFIN__DISCORD__SHARDS", "7".to_owned())];
        second.start().await;
        third.start().await;
        let mut kept = BTreeSet::new();
        for process in [&first, &second, &third] {
            kept.append(&mut keeps(process, 1).await);
        }
        assert_eq!(kept, BTreeSet::from([0, 1, 2]));
        assert!(third.stop().await.success());
        let two = async {
            tokio::select! {
                kept = keeps(&first, 2) => kept,
                kept = keeps(&second, 2) => kept,
            }
        };
        assert_eq!(two.await.len(), 2);
        ending.cancel();
        assert!(asks.await.unwrap() > 10);

        second.kill();
        assert_eq!(keeps(&first, 3).await, BTreeSet::from([0, 1, 2]));
        does(&officers[0], "/tender close tender:SF-1").await;
        said_once(&first.sandbox, &["requirements are in"]).await;
        assert!(first.stop().await.success());
        assert!(
            first.sandbox.complaints().is_empty(),
            "{:?}",
            first.sandbox.complaints()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_paused_past_its_lease_and_goes_on_sends_nothing_twice() {
    on_each_database(async |Fresh { url, database }| {
        if database.kind() == "SQLite" {
            return;
        }
        let mut paused = Process::new(&url).await;
        let officers = set_up(&mut paused).await;
        let sandbox = paused.sandbox.clone();
        // It is paused while Discord carries out what it sent.
        let messages = Matcher::route("POST", "/channels/*/messages");
        sandbox.fail_next(messages, Fault::Delay(Duration::from_millis(500)));
        does(&officers[0], "/tender close tender:SF-1").await;
        let sent = |s: &Sandbox| (s.faults_to_come() == 0).then_some(());
        sandbox
            .wait_for("the notice under way", DEADLINE, sent)
            .await;
        paused.signal("STOP");
        let mut other = paused.beside();
        other.start().await;
        does(
            &officers[0],
            "/tender publish tender:SF-1 notice:000123-2027 bids_by:in 6 weeks",
        )
        .await;
        // Behind the notice of unknown outcome, so only once the lease has run out.
        let texts = ["requirements are in", "is out to tender"];
        said_once(&sandbox, &texts).await;
        paused.signal("CONT");
        does(
            &officers[0],
            "/tender award tender:SF-1 lot:Coal supplier:Cwm Fuels price:142.50",
        )
        .await;
        said_once(
            &sandbox,
            &["requirements are in", "was awarded to Cwm Fuels"],
        )
        .await;
        nothing_left_and_nothing_twice(&sandbox, &database).await;
        for process in [&mut paused, &mut other] {
            assert!(process.stop().await.success());
        }
    })
    .await;
}
