//! The real program as others run it: told to stop, pressed hard, and killed while councils call off.

use std::time::{Duration, Instant};

use entity::call_off;
use griffin::ledger::{Database, Db};
use sandbox::client::Member;
use sandbox::{Fault, Matcher, Sandbox};
use sea_orm::EntityTrait;

use crate::killed::{Trial, shown};
use crate::support::chance::Seeded;
use crate::support::councils::{ABERWEN, BRYNCOCH, does, founded};
use crate::support::on_each_database;
use crate::support::process::{DEADLINE, Process, faketime, has_faketime};

/// griffin runs, and two councils have announced a tender for coal: it, and an officer of each.
async fn announced(url: &str) -> (Process, [Member; 2]) {
    let mut griffin = Process::new(url).await;
    let officers = founded(&mut griffin, [ABERWEN, BRYNCOCH]).await;
    let announce = "/tender announce title:Solid fuel respond_by:in 1 week starts:in 20 weeks ends:in 100 weeks \
                    lot:Coal, tonne reference:SF-1";
    does(&officers[0], announce).await;
    (griffin, officers)
}

/// Waits until the card says what a fresh `/tender show` says.
async fn card_is_true(sandbox: &Sandbox, who: &Member) {
    let answer = who.types("/tender show tender:SF-1").await;
    let now = shown(answer.message.as_ref().unwrap());
    let stands = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        let of: Vec<_> = posts
            .iter()
            .filter(|p| p.title.starts_with("SF-1"))
            .collect();
        let [post] = of[..] else { return None };
        (shown(post.starter.as_ref()?) == now).then_some(())
    };
    sandbox
        .wait_for("one post with the true card", DEADLINE, stands)
        .await;
}

fn verified(griffin: &Process) {
    let output = griffin.griffin(&["verify"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

fn file() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    (folder, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_finishes_the_command_in_hand() {
    let (_folder, url) = file();
    let (mut griffin, [megan, _]) = announced(&url).await;
    let sandbox = griffin.sandbox.clone();
    card_is_true(&sandbox, &megan).await;
    // Discord takes its time over the answer; griffin is told to stop meanwhile.
    sandbox.fail_next(
        Matcher::route("POST", "/interactions/*/*/callback"),
        Fault::Delay(Duration::from_millis(1_500)),
    );
    let asked = tokio::spawn({
        let megan = megan.clone();
        async move {
            megan
                .types("/requirement declare tender:SF-1 lot:Coal quantity:420")
                .await
        }
    });
    let in_hand = |s: &Sandbox| (s.faults_to_come() == 0).then_some(());
    sandbox
        .wait_for("griffin to answer", DEADLINE, in_hand)
        .await;
    assert!(griffin.stop().await.success());
    let answer = asked.await.unwrap();
    assert!(!answer.failed() && answer.says("Declared"), "{answer}");
    verified(&griffin);
    griffin.start().await;
    let shows = megan.types("/requirement show tender:SF-1 lot:Coal").await;
    assert!(shows.says("420") && !shows.says("revision 2"), "{shows}");
    card_is_true(&sandbox, &megan).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_not_there_is_said_plainly() {
    let griffin = Process::new("postgres://griffin:sekrit@127.0.0.1:9/griffin").await;
    let began = Instant::now();
    let output = griffin.griffin(&["serve"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("database.url") && said.contains("refused"),
        "{said}"
    );
    assert!(!said.contains("sekrit"), "{said}");
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{:?}",
        began.elapsed()
    );
    let griffin = Process::new("mysql://127.0.0.1/griffin").await;
    let output = griffin.griffin(&["serve"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("postgres://"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_declarations_at_once_leave_the_card_true_and_meet_no_429() {
    let (_folder, url) = file();
    let (mut griffin, officers) = announced(&url).await;
    let sandbox = griffin.sandbox.clone();
    let mut typing = Vec::new();
    for n in 1..=30 {
        let who = officers[n % 2].clone();
        typing.push(tokio::spawn(async move {
            let line = format!("/requirement declare tender:SF-1 lot:Coal quantity:{n}");
            does(&who, &line).await;
        }));
    }
    for one in typing {
        one.await.unwrap();
    }
    card_is_true(&sandbox, &officers[0]).await;
    assert_eq!(sandbox.too_many_requests(), 0);
    let edits = sandbox.requests().into_iter().filter(|it| {
        it.method == "PATCH" && it.path.starts_with("/channels/") && it.path.contains("/messages/")
    });
    let edits = edits.count();
    assert!(edits <= 10, "edits are coalesced: {edits}");
    assert!(griffin.stop().await.success());
    verified(&griffin);
    assert!(
        sandbox.complaints().is_empty(),
        "{:?}",
        sandbox.complaints()
    );
}

/// Eight orders, with griffin killed while they are typed. Whoever got no answer looks at the list first, as a person
/// would: an order may be meant twice, so griffin cannot tell.
#[tokio::test(flavor = "multi_thread")]
async fn killed_while_councils_call_off_no_order_is_lost_or_doubled() {
    if !has_faketime() {
        return;
    }
    on_each_database(async |fresh| calling_off(&fresh.url).await).await;
}

async fn calling_off(url: &str) {
    let (mut griffin, [megan, owain]) = announced(url).await;
    let sandbox = griffin.sandbox.clone();
    for (who, line) in [
        (
            &megan,
            "/requirement declare tender:SF-1 lot:Coal quantity:420",
        ),
        (
            &owain,
            "/requirement declare tender:SF-1 lot:Coal quantity:185",
        ),
        (&megan, "/tender close tender:SF-1"),
        (
            &megan,
            "/tender publish tender:SF-1 notice:000123-2027 bids_by:in 6 weeks",
        ),
        (
            &megan,
            "/tender award tender:SF-1 lot:Coal supplier:Cwm Fuels price:142.50",
        ),
    ] {
        does(who, line).await;
    }
    card_is_true(&sandbox, &megan).await;
    assert!(griffin.stop().await.success());
    // Twenty-one weeks later; its clock goes on from there each time it is started again.
    griffin.environment = faketime("+147d");
    griffin.start().await;
    let open = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        posts
            .iter()
            .any(|p| p.says("Call-offs (orders under the contract) are open"))
            .then_some(())
    };
    sandbox.wait_for("call-offs to open", DEADLINE, open).await;
    let mut trial = Trial {
        griffin,
        chance: Seeded(41),
        kills: 0,
    };
    for n in 1..=8 {
        let who = if n % 2 == 0 { &megan } else { &owain };
        let order = format!("PO-77{n}");
        let line =
            format!("/calloff record tender:SF-1 lot:Coal quantity:{n} order_number:{order}");
        loop {
            let answer = match trial.chance.below(4) {
                0 => who.types(&line).await,
                _ => trial.killed_while(who, &line).await,
            };
            if !answer.failed() {
                assert!(!answer.says("Not done"), "{answer}");
                break;
            }
            let list = who.types("/calloff list tender:SF-1").await;
            assert!(!list.failed(), "{list}");
            if list.says(&order) {
                break;
            }
        }
    }
    assert!(trial.kills >= 4, "{}", trial.kills);
    sandbox.clear_faults();
    card_is_true(&sandbox, &megan).await;
    assert!(trial.griffin.stop().await.success());
    verified(&trial.griffin);
    let database = Database::open(url).await.unwrap();
    let rows = call_off::Entity::find()
        .all(database.reader().conn())
        .await
        .unwrap();
    let mut orders: Vec<String> = rows
        .into_iter()
        .filter_map(|row| row.order_number)
        .collect();
    orders.sort();
    let meant: Vec<String> = (1..=8).map(|n| format!("PO-77{n}")).collect();
    assert_eq!(orders, meant);
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_line_of_a_digest_is_a_witness_of_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let (mut griffin, _) = announced(&url).await;
    let rhys = griffin.sandbox.member("Rhys Morgan");
    does(&rhys, "/digest now region:South Wales").await;
    let line = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        let digest = posts.iter().find(|p| p.title.starts_with("Digest"))?;
        let text = digest.starter.as_ref()?.content.clone();
        text.lines()
            .find(|line| line.contains("Record: entry"))
            .map(str::to_owned)
    };
    let line = griffin
        .sandbox
        .wait_for("a digest with the record's head", DEADLINE, line)
        .await;
    assert!(griffin.stop().await.success());
    let verify = |anchor: &str| {
        let output = griffin.griffin(&["verify", "--anchor", anchor]).output();
        let output = output.unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), said)
    };
    let (whole, said) = verify(&line);
    assert!(whole && said.contains("as the digest says"), "{said}");
    let (whole, said) = verify("entry 5, 0123456789ab");
    assert!(!whole && said.contains("were cut off its end"), "{said}");
}
