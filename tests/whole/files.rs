//! Files that officers hand in: griffin keeps little of them, whatever is in them, and fetches none for anybody who may
//! not hand one in, and none from elsewhere than Discord.

use sandbox::client::{Answer, Member};
use sandbox::{ChannelKind, Fault, Matcher, Options};

use crate::support::councils::{BRYNCOCH, alone, announced, does, founding};
use crate::support::memory::{forget_peak, peak, resident};
use crate::support::process::Process;
use crate::support::receiver::Receiver;
use crate::support::workbooks;

/// How much more memory griffin may hold than when nobody asks anything, in KiB.
const MOST: u64 = 100 * 1024;
const TABLE: &str = "lot,quantity\nCoal,5\n";
const IMPORT: &str = "/requirement import tender:SF-1 file:it";

fn refused(answer: &Answer, says: &str) {
    let said = answer.private && answer.says("Not done") && answer.says(says);
    assert!(said, "no {says:?}: {answer}");
}

/// Where the file of the last command lies.
fn address(griffin: &Process) -> String {
    let event = griffin.sandbox.last_interaction_event().unwrap();
    let files = &event["data"]["resolved"]["attachments"];
    let (_, file) = files.as_object().unwrap().iter().next().unwrap();
    file["url"].as_str().unwrap().to_owned()
}

/// Files that aren't tables, each with what it does and its size in bytes, under columns that exist.
fn tables(columns: &str, most: usize) -> Vec<(&'static str, Vec<u8>)> {
    let columns = format!("{columns}\n");
    let filled = |head: &str, one: &str| {
        let mut text = head.to_owned();
        text.push_str(&one.repeat((most - head.len()) / one.len()));
        text.into_bytes()
    };
    vec![
        ("one long cell", filled(&columns, "x")),
        ("columns without a name", filled("lot", ",")),
        ("columns of one name", filled("lot", ",lot")),
        ("lines with too much", filled(&columns, "1,1,1,1,1\n")),
        ("lines with little", filled(&columns, "1,1\n")),
        ("quotation marks", filled(&columns, "\"")),
    ]
}

#[tokio::test]
async fn of_hostile_files_little_is_kept_and_others_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::with(&url, Options::default()).await;
    let rhys = alone(&mut griffin).await;
    let sandbox = &griffin.sandbox;
    let owain = sandbox.add_member(sandbox.guild(), BRYNCOCH.officer, &[]);
    for line in &founding(&[BRYNCOCH])[1..] {
        does(&rhys, line).await;
    }
    for (who, short_name) in [(&rhys, "ABW"), (&owain, "BRY")] {
        let ordinary = workbooks::ordinary(short_name);
        does(&who.attaches("file", "it", ordinary), IMPORT).await;
    }
    let process = griffin.id().to_string();
    let idle = resident(&process);
    let mut worst = (0, "nothing");
    let mut look = |what: &'static str| {
        let more = peak(&process).saturating_sub(idle);
        println!("{more} KiB: {what}");
        worst = worst.max((more, what));
        forget_peak(&process);
    };
    forget_peak(&process);
    let mut all = tables("lot,quantity", 512 * 1024);
    all.extend(workbooks::all("ABW"));
    all.push(("as much as is taken", workbooks::heaviest("ABW")));
    for (what, bytes) in all {
        // One waits for the other.
        let (by_rhys, by_owain) = (
            rhys.attaches("file", "it", bytes.clone()),
            owain.attaches("file", "it", bytes),
        );
        let (one, other) = tokio::join!(by_rhys.types(IMPORT), by_owain.types(IMPORT));
        refused(&one, "");
        refused(&other, "");
        look(what);
    }
    // More is sent than was said: a large file, and one without an end.
    let large = rhys.attaches("file", "it", vec![b'x'; 64 * 1024 * 1024]);
    let asked = griffin.sandbox.files_asked_for();
    refused(&large.types(IMPORT).await, "too large");
    assert_eq!(
        griffin.sandbox.files_asked_for(),
        asked,
        "its size was said"
    );
    let said_small = rhys.attaches_at("file", "it", &address(&griffin), TABLE.len());
    refused(&said_small.types(IMPORT).await, "too large");
    look("a file that is larger than was said");
    for line in [IMPORT, "/authority import file:it"] {
        let file = Matcher::route("GET", "/attachments/*/*/*");
        griffin.sandbox.fail_next(file, Fault::Endless);
        let endless = rhys.attaches("file", "it", TABLE);
        refused(&endless.types(line).await, "too large");
        look("a file without an end");
    }
    for (what, bytes) in tables("name,kind,region", 256 * 1024) {
        let table = rhys.attaches("file", "it", bytes);
        refused(&table.types("/authority import file:it").await, "");
        look(what);
    }
    let (more, what) = worst;
    assert!(more < MOST, "{what}: {} MiB more than before", more / 1024);
    let after = resident(&process).saturating_sub(idle);
    assert!(after < MOST, "{} MiB are kept", after / 1024);
    does(&rhys, "/tender show tender:SF-1").await;
    assert!(griffin.stop().await.success());
}

#[tokio::test]
async fn nothing_is_fetched_for_whoever_may_not_hand_a_file_in() {
    let (region, [megan, owain, _]) = announced(ChannelKind::Forum).await;
    let carys = region.member("Carys Pugh");
    let stranger = region.officer("Dafydd Jones");
    let observer = region.officer("Elin Watt");
    does(
        &carys,
        "/mandate grant officer:@Elin Watt authority:BRY role:observer",
    )
    .await;
    let with = |who: &Member| who.attaches("file", "it", "lot,quantity\nHouse coal,5\n");
    for (who, line, says) in [
        (&stranger, IMPORT, "/mandate request"),
        (&observer, IMPORT, "bserver"),
        (&owain, "/requirement import tender:XX-9 file:it", "XX-9"),
        (
            &owain,
            "/requirement import tender:SF-1 as:GLA file:it",
            "act for",
        ),
        (&owain, "/authority import file:it", "registrar"),
    ] {
        let answer = with(who).types(line).await;
        refused(&answer, says);
        assert!(answer.says("file:it"), "with the file's name: {answer}");
    }
    let asked = || region.sandbox.files_asked_for();
    assert_eq!(asked(), 0);
    does(&with(&owain), IMPORT).await;
    assert_eq!(asked(), 1);
    for line in [
        "/tender close tender:SF-1",
        "/tender publish tender:SF-1 notice:000123-2027 bids_by:2027-02-19",
    ] {
        does(&megan, line).await;
    }
    refused(&with(&owain).types(IMPORT).await, "requirements are fixed");
    assert_eq!(asked(), 1);
    region.end().await;
}

#[tokio::test]
async fn no_file_is_fetched_from_elsewhere_whatever_is_said_of_it() {
    let (region, [_, owain, _]) = announced(ChannelKind::Forum).await;
    let elsewhere = Receiver::start().await;
    let url = format!("{}/attachments/1/2/it", elsewhere.address);
    let foreign = owain.attaches_at("file", "it", &url, TABLE.len());
    refused(&foreign.types(IMPORT).await, "isn't on Discord");
    let file = || Matcher::route("GET", "/attachments/*/*/*");
    for fault in [Fault::Redirect(url.clone()), Fault::refuse(404, 0, "gone")] {
        region.sandbox.fail_next(file(), fault);
        let with = owain.attaches("file", "it", TABLE);
        refused(&with.types(IMPORT).await, "couldn't get that file");
    }
    assert_eq!(region.sandbox.faults_to_come(), 0);
    assert!(elsewhere.came(0).await.is_empty());
    region.end().await;
}
