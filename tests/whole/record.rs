//! The record as registrars and a tender's lead read it; and commands that ask for which authority they are.

use sandbox::client::Member;
use sandbox::{Sandbox, permissions};

use crate::support::by_hand;
use crate::support::councils::{ABERWEN, Council, DYFFRYN, PENNANT, does, founding};
use crate::support::region::{DEADLINE, Region};

/// A region with two councils, of which Nia Rees acts for both, and a tender led by Aberwen.
async fn announced() -> (Region, Member, Member, Member) {
    let region = Region::start().await;
    region.set_up().await;
    region
        .sandbox
        .add_forum(region.sandbox.guild(), "south-wales", &[]);
    let carys = region.member("Carys Pugh");
    let dyffryn = Council {
        region: "South Wales",
        ..DYFFRYN
    };
    let [megan, nia] = region.founded([ABERWEN, dyffryn]).await;
    let pennant = Council {
        region: "South Wales",
        ..PENNANT
    };
    for line in &founding(&[pennant])[1..] {
        does(&carys, line).await;
    }
    let line = "/tender announce title:Solid fuel respond_by:18/12/2026 starts:2027-04-01 ends:2029-03-31 \
                lot:House coal, tonne reference:SF-1";
    let answer = megan.types(line).await;
    assert!(answer.says("Announced"), "{answer}");
    (region, carys, megan, nia)
}

#[tokio::test]
async fn the_record_is_for_registrars_and_a_tenders_lead() {
    let (region, carys, megan, nia) = announced().await;
    // Enough for a second page.
    does(
        &carys,
        "/digest schedule region:South Wales schedule:every monday 9am",
    )
    .await;
    let declared = megan
        .types("/requirement declare tender:SF-1 lot:House coal quantity:420")
        .await;
    assert!(declared.says("420"), "{declared}");

    let refused = nia.types("/ledger show").await;
    assert!(refused.private && refused.says("Not done"), "{refused}");
    let refused = nia.types("/ledger show tender:SF-1").await;
    assert!(
        refused.says("Only the registrars and its lead, Aberwen"),
        "{refused}"
    );
    let refused = megan.types("/ledger verify").await;
    assert!(refused.says("Not done"), "{refused}");

    let shown = megan.types("/ledger show tender:SF-1").await;
    assert!(shown.private, "{shown}");
    assert!(
        shown.says("@Megan Howell for ABW: Requirement declared (declared 420 of lot 1)"),
        "{shown}"
    );
    assert!(shown.says("Tender announced"), "{shown}");
    assert!(!shown.says("Authority registered"), "{shown}");

    let all = carys.types("/ledger show").await;
    assert!(
        all.says("page 1 of 2") && all.button("Older").is_some(),
        "{all}"
    );
    let older = carys.presses(&all, "Older").await;
    assert!(
        older.says("page 2 of 2") && older.says("Server set up"),
        "{older}"
    );
    let message = nia.says("general", "hello");
    let stolen = nia
        .presses_custom_id(&message, "v1:record.page:0-0-0-0")
        .await;
    assert!(stolen.private && stolen.says("Not done"), "{stolen}");
    let none = carys
        .types("/ledger show authority:PFR since:2026-11-24")
        .await;
    assert!(none.says("Not done"), "a day to come: {none}");
    let some = carys
        .types("/ledger show authority:PFR since:2026-11-23")
        .await;
    assert!(some.says("Mandate granted") && !some.says("ABW"), "{some}");

    let whole = carys.types("/ledger verify").await;
    assert!(
        whole.private && whole.says("The record is whole"),
        "{whole}"
    );
    // A digest's last line names an entry and the beginning of its hash: here from the answer itself.
    let text = whole.render();
    let entries: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let hash = text.split('`').nth(1).unwrap();
    let line = format!("Record: entry {entries}, {}", &hash[..32]);
    let kept = carys.types(&format!("/ledger verify anchor:{line}")).await;
    assert!(kept.says("as the receipt or digest says"), "{line}\n{kept}");
    let cut = carys
        .types("/ledger verify anchor:entry 9000, 0123456789ab")
        .await;
    assert!(
        cut.says("The record is whole") && cut.says("doesn't have entry 9000"),
        "{cut}"
    );
    let none = carys.types("/ledger verify anchor:the last one").await;
    assert!(
        none.says("Not done") && none.says("neither a receipt nor the last line of a digest"),
        "{none}"
    );
    assert!(
        megan
            .types("/ledger verify tender:SF-1")
            .await
            .says("whole")
    );
    region.end().await;
}

/// Runs this on the database behind griffin's back.
async fn tampers(region: &Region, sql: &str) {
    by_hand(region.url(), sql).await;
}

#[tokio::test]
async fn entries_cut_off_the_end_are_found_by_what_the_forum_says() {
    let (region, carys, megan, _) = announced().await;
    let none = carys.types("/ledger verify").await;
    assert!(
        none.says("No digest in the forums confirms it yet"),
        "{none}"
    );
    for n in 1..=5 {
        let line = format!("/requirement declare tender:SF-1 lot:1 quantity:{n}");
        does(&megan, &line).await;
        if n > 1 {
            let now = carys.types("/digest now region:South Wales").await;
            assert!(!now.says("Not done"), "{now}");
            let posted = |s: &Sandbox| {
                let posts = s.channel("south-wales").posts();
                let digests = posts.iter().filter(|post| post.title.starts_with("Digest"));
                (digests.count() == n - 1).then_some(())
            };
            region
                .sandbox
                .wait_for("the digest", DEADLINE, posted)
                .await;
        }
    }
    let whole = carys.types("/ledger verify").await;
    assert!(
        whole.says("The digests in the forums agree")
            && whole.says("so do 2 others that were read"),
        "{whole}"
    );
    assert!(
        !whole.says("couldn't be read") && !whole.says("doesn't have"),
        "{whole}"
    );

    // Whoever has the database cuts off the last two entries, and puts the head right.
    tampers(
        &region,
        "DELETE FROM ledger_entry WHERE seq > (SELECT max(seq) - 2 FROM ledger_entry); \
         UPDATE ledger_head SET seq = (SELECT max(seq) FROM ledger_entry), \
         hash = (SELECT hash FROM ledger_entry ORDER BY seq DESC LIMIT 1)",
    )
    .await;
    let cut = carys.types("/ledger verify").await;
    assert!(
        cut.says("the record itself is whole"),
        "by itself it is: {cut}"
    );
    assert!(cut.says("no entry wrote it"), "the rows tell: {cut}");
    assert!(
        cut.says("It doesn't have what these digests say") && cut.says("so does 1 other"),
        "{cut}"
    );
    assert!(!cut.says("older copy"), "{cut}");
    // An older state that was put back may be why, but not of digests that came after.
    for (at, may_be_why) in [("2026-11-20", false), ("2026-11-24", true)] {
        let sql = format!("INSERT INTO restoration (at) VALUES ('{at} 09:00:00+00:00')");
        tampers(&region, &sql).await;
        let restored = carys.types("/ledger verify").await;
        assert_eq!(
            restored.says("An older copy of the database was restored"),
            may_be_why,
            "{restored}"
        );
    }

    // griffin may not look into the forum.
    let forum = region.sandbox.channel("south-wales").id();
    region.sandbox.deny_bot(forum, permissions::VIEW_CHANNEL);
    let unread = carys.types("/ledger verify").await;
    assert!(unread.says("of 1 forum couldn't be read"), "{unread}");
    region.sandbox.restore_bot(forum);
    region.end().await;
}

#[tokio::test]
async fn who_acts_for_several_is_asked_for_which_and_nothing_typed_is_lost() {
    let (mut region, carys, _, nia) = announced().await;
    let asked = nia
        .types("/requirement declare tender:SF-1 lot:House coal quantity:96.25 note:two *bunkers*")
        .await;
    assert!(
        asked.private && asked.says("Which one is this for?"),
        "{asked}"
    );
    // The bot may be restarted in between.
    region.stop_griffin().await;
    region.run_griffin().await;
    let declared = nia.chooses(&asked, "Which authority?", &["DYF"]).await;
    assert!(declared.private, "{declared}");
    assert!(
        declared.says("Declared for Dyffryn Vale (DYF)") || declared.says("Dyffryn Vale"),
        "{declared}"
    );
    assert!(
        nia.try_chooses(&asked, "Which authority?", &["PFR"])
            .await
            .is_err(),
        "the answer has taken the menu's place"
    );
    let shown = nia.types("/requirement show tender:SF-1").await;
    assert!(
        shown.render().replace('\\', "").contains("DYF: 96.25"),
        "{shown}"
    );
    assert!(!shown.says("PFR"), "{shown}");

    let asked = nia.types("/tender join tender:SF-9").await;
    assert!(
        asked.says("Not done"),
        "nothing is asked where it can't be: {asked}"
    );

    let asked = nia.types("/requirement none tender:SF-1").await;
    let none = nia.chooses(&asked, "Which authority?", &["PFR"]).await;
    assert!(none.says("Pennant Fire"), "{none}");
    carys
        .types("/mandate revoke officer:@Nia Rees authority:PFR")
        .await;
    let alone = nia.types("/requirement withdraw tender:SF-1").await;
    assert!(
        !alone.says("Which one is this for"),
        "one mandate left: {alone}"
    );
    region.end().await;
}

/// The answer gives a receipt, which the record bears out at any time; one that was made up it does not.
#[tokio::test]
async fn a_receipt_is_held_against_the_record() {
    let (region, carys, _, nia) = announced().await;
    let declared = nia
        .types("/requirement declare tender:SF-1 lot:House coal quantity:96.25 as:DYF")
        .await;
    let text = declared.render();
    let receipt = text
        .split("Receipt ")
        .nth(1)
        .and_then(|rest| rest.split(':').next());
    let receipt = receipt.unwrap_or_else(|| panic!("no receipt: {text}"));
    let there = carys
        .types(&format!("/ledger verify receipt:{receipt}"))
        .await;
    assert!(
        there.says("The record is whole") && there.says("nothing up to there has been changed"),
        "{there}"
    );
    let (entry, _) = receipt.split_once('-').unwrap();
    let made_up = carys
        .types(&format!("/ledger verify receipt:{entry}-0123456789ab"))
        .await;
    assert!(made_up.says("It doesn't have"), "{made_up}");
    region.end().await;
}
