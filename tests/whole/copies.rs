//! A copy is made while griffin runs, and put back: what was sent since is not sent again, and every card is true.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use griffin::delivery::queue;
use griffin::ledger::Database;
use sandbox::client::Member;
use sandbox::{Options, Sandbox, permissions};
use sea_orm::ConnectionTrait;

use crate::killed::shown;
use crate::support::ahead::Ahead;
use crate::support::councils::{alone, does};
use crate::support::process::{DEADLINE, Process, has_faketime};
use crate::support::{Fresh, by_hand, on_each_database};

fn run(griffin: &Process, words: &[&str]) -> (bool, String) {
    let output = griffin.griffin(words).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

async fn announced(url: &str) -> (Process, Member) {
    let mut griffin = Process::new(url).await;
    let rhys = alone(&mut griffin).await;
    (griffin, rhys)
}

/// How often the one post says this.
fn said(sandbox: &Sandbox, text: &str) -> usize {
    let posts = sandbox.channel("south-wales").posts();
    assert_eq!(posts.len(), 1, "one post");
    posts[0].messages.iter().filter(|m| m.says(text)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_meanwhile_is_put_back_and_nothing_is_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("griffin.sqlite");
    let copy = folder.path().join("copy.sqlite");
    let copy_text = copy.to_str().unwrap();
    let url = format!("sqlite://{}", file.display());
    let (mut griffin, rhys) = announced(&url).await;
    let sandbox = griffin.sandbox.clone();
    let forum = sandbox.channel("south-wales").id();
    // In the copy a notice waits, as griffin may not write just then.
    let bits = permissions::SEND_MESSAGES | permissions::SEND_MESSAGES_IN_THREADS;
    sandbox.deny_bot(forum, bits);
    does(
        &rhys,
        "/tender extend tender:SF-1 respond_by:in 4 weeks reason:More time",
    )
    .await;
    let held = |s: &Sandbox| {
        let said = s.channel("registrars").messages();
        said.into_iter().find(|m| m.says("griffin can't send"))
    };
    sandbox.wait_for("the notice held", DEADLINE, held).await;
    let (done, told) = run(&griffin, &["backup", copy_text]);
    assert!(done && told.contains("The ledger in it is whole"), "{told}");
    let (done, told) = run(&griffin, &["backup", copy_text]);
    assert!(!done && told.contains("is there already"), "{told}");
    // It is sent after the copy was made, and more happens.
    sandbox.restore_bot(forum);
    let sent = |s: &Sandbox| (said(s, "answers are now due") == 1).then_some(());
    sandbox.wait_for("the notice", DEADLINE, sent).await;
    does(&rhys, "/tender close tender:SF-1").await;
    let sent = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        (posts[0].tags == ["Requirements in"] && said(s, "in and fixed") == 1).then_some(())
    };
    sandbox.wait_for("the other notice", DEADLINE, sent).await;
    // Not over what is there, nor under a griffin that runs.
    let (done, told) = run(&griffin, &["restore", copy_text]);
    assert!(!done && told.contains("another griffin runs"), "{told}");
    griffin.kill();
    let (done, told) = run(&griffin, &["restore", copy_text]);
    assert!(
        !done && told.contains("is there already. Move it away"),
        "{told}"
    );
    // Killed, it left its last commits beside the file: read into the copy, they would spoil it.
    std::fs::remove_file(&file).unwrap();
    let (done, told) = run(&griffin, &["restore", copy_text]);
    assert!(!done && told.contains("-wal is left of another"), "{told}");
    for end in ["-wal", "-shm"] {
        std::fs::remove_file(format!("{}{end}", file.display())).unwrap();
    }
    let (done, told) = run(&griffin, &["restore", copy_text]);
    assert!(done && told.contains("is not in it"), "{told}");
    griffin.start().await;
    // The tender collects again, and its card says so; what was said since the copy is said once.
    let answer = rhys.types("/tender show tender:SF-1").await;
    let truth = shown(answer.message.as_ref().unwrap());
    assert!(truth[0].1.contains("Collecting"), "{truth:?}");
    let stands = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        let card = shown(posts[0].starter.as_ref()?);
        (card == truth && posts[0].tags == ["Collecting"]).then_some(())
    };
    sandbox.wait_for("the true card", DEADLINE, stands).await;
    assert_eq!(said(&sandbox, "answers are now due"), 1);
    // What is said from now on has a number that no message had.
    does(&rhys, "/tender close tender:SF-1").await;
    let sent = |s: &Sandbox| (said(s, "in and fixed") == 2).then_some(());
    sandbox
        .wait_for("the notice of the second close", DEADLINE, sent)
        .await;
    let posts = sandbox.channel("south-wales").posts();
    let last = posts[0].messages.last().unwrap().content.clone();
    let number = last.rsplit("no. ").next().unwrap().trim();
    assert!(number.parse::<i64>().unwrap() > 1_000_000, "{last}");
    // Nor has a kind of row that the copy had none of.
    let reminder = "/reminder calloff tender:SF-1 schedule:daily 9am";
    let answer = rhys.types(reminder).await;
    assert!(answer.says("**Set.**"), "{answer}");
    assert!(!answer.says("`1` "), "{answer}");
    assert!(griffin.stop().await.success());
    let (done, told) = run(&griffin, &["verify"]);
    assert!(done, "{told}");
}

/// griffin is not there for a while: a copy of its PostgreSQL is made, or the copy takes the database's place.
async fn copied(server: &str, from: &str, to: &str) {
    let admin = sea_orm::Database::connect(server).await.unwrap();
    for sql in [
        format!("DROP DATABASE IF EXISTS {to}"),
        format!("CREATE DATABASE {to} TEMPLATE {from}"),
    ] {
        admin.execute_unprepared(&sql).await.unwrap();
    }
}

/// What a region was told by itself: the titles of its digests, and how often the tender's post says that time is up.
fn told_by_itself(sandbox: &Sandbox) -> (Vec<String>, usize) {
    let posts = sandbox.channel("south-wales").posts();
    let titles = posts.iter().map(|post| post.title.clone());
    let messages = posts.iter().flat_map(|post| &post.messages);
    (
        titles.filter(|title| title.starts_with("Digest")).collect(),
        messages.filter(|m| m.says("in and fixed")).count(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fell_due_between_the_copy_and_its_being_put_back_is_not_said_again() {
    if !has_faketime() {
        return;
    }
    on_each_database(async |Fresh { url, database }| {
        let sqlite = database.kind() == "SQLite";
        database.close().await.unwrap();
        let clock = Ahead::at("2027-03-02T10:00:00Z".parse().unwrap());
        let options = Options {
            clock: Arc::new(clock.clone()),
            application_name: "griffin".into(),
            ..Options::default()
        };
        let mut griffin = Process::with(&url, options).await;
        griffin.environment = clock.environment();
        let rhys = alone(&mut griffin).await;
        let sandbox = griffin.sandbox.clone();
        for line in [
            "/tender extend tender:SF-1 respond_by:in 4 weeks reason:More time",
            // Of which there is something to say all the while.
            "/tender announce title:Gravel respond_by:in 20 weeks starts:in 40 weeks ends:in 90 weeks \
             lot:Gravel, tonne reference:GR-1",
            "/digest schedule region:South Wales schedule:every monday 9am",
            "/digest now region:South Wales",
        ] {
            does(&rhys, line).await;
        }
        let by_hand = |s: &Sandbox| (told_by_itself(s).0.len() == 1).then_some(());
        sandbox
            .wait_for("a digest by hand", DEADLINE, by_hand)
            .await;
        assert!(griffin.stop().await.success());

        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy");
        let copy = copy.to_str().unwrap();
        let server = std::env::var("TEST_POSTGRES_URL").unwrap_or_default();
        let name = url.rsplit('/').next().unwrap().to_owned();
        if sqlite {
            let (done, told) = run(&griffin, &["backup", copy]);
            assert!(done, "{told}");
        } else {
            copied(&server, &name, &format!("{name}_copy")).await;
        }
        // Five weeks: digests, the last of them late, and the end of the time to answer.
        for weeks in [2, 3] {
            clock.moves(TimeDelta::weeks(weeks));
            sandbox.clock_moved();
            griffin.environment = clock.environment();
            griffin.start().await;
            let told = |s: &Sandbox| {
                let (digests, frozen) = told_by_itself(s);
                (digests.len() > usize::try_from(weeks - 1).unwrap()
                    && frozen == usize::from(weeks == 3))
                .then_some(())
            };
            sandbox.wait_for("what falls due", DEADLINE, told).await;
            assert!(griffin.stop().await.success());
        }
        let told = told_by_itself(&sandbox);
        assert_eq!(told.0.len(), 3, "{told:?}");

        if sqlite {
            let (done, said) = run(&griffin, &["restore"]);
            assert!(!done && said.contains("which copy?"), "{said}");
            let file = url.strip_prefix("sqlite://").unwrap();
            std::fs::remove_file(file).unwrap();
            for end in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{file}{end}"));
            }
            let (done, said) = run(&griffin, &["restore", copy]);
            assert!(done, "{said}");
        } else {
            let (done, said) = run(&griffin, &["restore", copy]);
            assert!(!done && said.contains("pg_restore"), "{said}");
            copied(&server, &format!("{name}_copy"), &name).await;
            let (done, said) = run(&griffin, &["restore"]);
            assert!(done && said.contains("is not in it"), "{said}");
        }
        griffin.start().await;
        if !sqlite {
            let (done, said) = run(&griffin, &["restore"]);
            assert!(!done && said.contains("a griffin runs"), "{said}");
        }
        // The deadline is past again, and griffin comes to all that fell due.
        let database = Database::open(&url).await.unwrap();
        let reader = database.reader();
        let over = async {
            let mut look = tokio::time::interval(Duration::from_millis(50));
            loop {
                look.tick().await;
                let shown = rhys.types("/tender show tender:SF-1").await;
                let left = queue::unfinished(&reader).await.unwrap();
                if shown.says("Requirements in") && left == 0 {
                    return;
                }
            }
        };
        tokio::time::timeout(DEADLINE, over).await.unwrap();
        database.close().await.unwrap();
        assert_eq!(told_by_itself(&sandbox), told);

        // What falls due from now on is said.
        assert!(griffin.stop().await.success());
        clock.moves(TimeDelta::weeks(1));
        sandbox.clock_moved();
        griffin.environment = clock.environment();
        griffin.start().await;
        let one_more = |s: &Sandbox| (told_by_itself(s).0.len() == 4).then_some(());
        sandbox
            .wait_for("the next digest", DEADLINE, one_more)
            .await;
        assert!(griffin.stop().await.success());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_none_or_was_changed_is_not_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("griffin.sqlite");
    let url = format!("sqlite://{}", file.display());
    let (mut griffin, _) = announced(&url).await;
    let copy = folder.path().join("copy.sqlite");
    let (done, told) = run(&griffin, &["backup", copy.to_str().unwrap()]);
    assert!(done, "{told}");
    assert!(griffin.stop().await.success());
    by_hand(
        &format!("sqlite://{}", copy.display()),
        "UPDATE ledger_entry SET data = '{}' WHERE seq = 3",
    )
    .await;
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "Coal, 420 tonnes.\n".repeat(100)).unwrap();
    let elsewhere = folder.path().join("elsewhere.sqlite");
    griffin
        .environment
        .push(("DATABASE_URL", format!("sqlite://{}", elsewhere.display())));
    for (from, why) in [
        (copy.as_path(), "is not whole"),
        (notes.as_path(), "no SQLite database"),
        (Path::new("/nowhere/copy.sqlite"), "can't be copied"),
    ] {
        let (done, told) = run(&griffin, &["restore", from.to_str().unwrap()]);
        assert!(!done && told.contains(why), "{told}");
        assert!(!elsewhere.exists(), "nothing is left");
    }
}
