//! A tender's home in Discord: the card under many changes, a text channel with threads, archived and locked posts,
//! closed direct messages.

use std::time::Duration;

use chrono::TimeDelta;
use griffin::clock::Clock;
use sandbox::{ChannelKind, Fault, Matcher, Sandbox, permissions};

use crate::support::by_hand;
use crate::support::councils::{alone, announced, card, does};
use crate::support::process::Process;
use crate::support::region::{DEADLINE, Region};

fn edits(sandbox: &Sandbox) -> usize {
    let is_edit = |path: &str| path.contains("/messages/");
    let requests = sandbox.requests();
    requests
        .iter()
        .filter(|it| it.method == "PATCH" && is_edit(&it.path))
        .count()
}

async fn card_says(region: &Region, text: &str) {
    let says = |s: &Sandbox| card(s)?.says(text).then_some(());
    region.sandbox.wait_for(text, DEADLINE, says).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_tenders_post_that_moves_with_its_forum_has_its_tag_too() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let rhys = alone(&mut griffin).await;
    sandbox.delete_channel(sandbox.channel("south-wales").id());
    does(&rhys, "/requirement declare tender:SF-1 lot:1 quantity:5").await;
    let held = |s: &Sandbox| {
        let said = s.channel("registrars").messages();
        said.into_iter().find(|m| m.says("griffin can't send"))
    };
    sandbox.wait_for("its new post held", DEADLINE, held).await;
    does(&rhys, "/tender cancel tender:SF-1 reason:No money").await;
    sandbox.add_forum(sandbox.guild(), "south-wales-2", &[]);
    // Discord has griffin wait before it says that the old forum is gone.
    let asked = Matcher::route("GET", "/channels/*");
    let limited = Fault::RateLimited {
        retry_after: Duration::from_millis(100),
        global: true,
    };
    sandbox.fail_next(asked, limited);
    // Its post is made before the forum's tags are.
    for _ in 0..2 {
        let edits = Matcher::route("PATCH", "/channels/*");
        sandbox.fail_next(edits, Fault::refuse(503, 0, "out of order"));
    }
    does(
        &rhys,
        "/forum open region:South Wales channel:#south-wales-2",
    )
    .await;
    let tagged = |s: &Sandbox| {
        let posts = s.channel("south-wales-2").posts();
        posts
            .iter()
            .any(|post| post.tags == ["Cancelled"])
            .then_some(())
    };
    sandbox
        .wait_for("a post with its tag", DEADLINE, tagged)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_cannot_be_read_is_told_of_and_listed_and_stops_nothing_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let rhys = alone(&mut griffin).await;
    let whole = rhys.types("/griffin status").await;
    assert!(whole.says("Nothing is waiting"), "{whole}");
    // As an older griffin, or somebody by hand, may have left it.
    let row = format!(
        "INSERT INTO delivery (guild_id, kind, subject_id, args, lane, priority, due_at, not_before, state, attempts, \
         created_at) SELECT {}, 'tender.notice', 1, '{{\"what\":', 'post:1', 0, created_at, created_at, 'waiting', 0, \
         created_at FROM delivery ORDER BY id LIMIT 1",
        sandbox.guild()
    );
    by_hand(&url, &row).await;
    does(&rhys, "/requirement declare tender:SF-1 lot:1 quantity:5").await;
    let edited = |s: &Sandbox| card(s)?.says("1 of 1").then_some(());
    sandbox.wait_for("the card", DEADLINE, edited).await;
    let told = |s: &Sandbox| {
        let said = s.channel("registrars").messages();
        said.into_iter().find(|m| m.says("griffin's own fault"))
    };
    sandbox
        .wait_for("the registrars told", DEADLINE, told)
        .await;
    let status = rhys.types("/griffin status").await;
    assert!(
        status.says("One message is waiting for you") && status.says("news in a tender's post"),
        "{status}"
    );
    griffin.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_get_their_tags_once_griffin_may_set_them_those_of_tenders_that_are_over_too() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let rhys = alone(&mut griffin).await;
    let forum = sandbox.add_forum(sandbox.guild(), "mid-wales", &[]);
    sandbox.deny_bot(forum, permissions::MANAGE_CHANNELS);
    let open = does(&rhys, "/forum open region:Mid Wales channel:#mid-wales").await;
    assert!(
        open.says("no tags yet") && open.says("Manage Channels"),
        "{open}"
    );
    for reference in ["GR-1", "GR-2"] {
        let announce = format!(
            "/tender announce title:Gravel respond_by:in 3 weeks starts:in 20 weeks ends:in 100 weeks \
             lot:Gravel, tonne reference:{reference} regions:all"
        );
        does(&rhys, &announce).await;
    }
    does(&rhys, "/tender cancel tender:GR-2 reason:No money").await;
    let said = |s: &Sandbox| {
        let posts = s.channel("mid-wales").posts();
        let cancelled = posts.iter().any(|post| post.says("No money"));
        (posts.len() == 2 && cancelled).then_some(())
    };
    sandbox.wait_for("two posts", DEADLINE, said).await;
    sandbox.restore_bot(forum);
    let tagged = |s: &Sandbox| {
        let posts = s.channel("mid-wales").posts();
        let mut tags: Vec<_> = posts.iter().flat_map(|post| post.tags.clone()).collect();
        tags.sort();
        (tags == ["Cancelled", "Collecting"]).then_some(())
    };
    sandbox.wait_for("their tags", DEADLINE, tagged).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_is_not_opened_by_halves_when_griffin_is_killed_before_its_tags_are_set() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let rhys = alone(&mut griffin).await;
    let guild = sandbox.guild();
    sandbox.add_forum(guild, "mid-wales", &[]);
    for _ in 0..2 {
        let edits = Matcher::route("PATCH", "/channels/*");
        sandbox.fail_next(edits, Fault::refuse(503, 0, "out of order"));
    }
    let typing = tokio::spawn({
        let rhys = rhys.clone();
        async move {
            rhys.types("/forum open region:Mid Wales channel:#mid-wales")
                .await
        }
    });
    let tried = |s: &Sandbox| (s.faults_to_come() == 1).then_some(());
    sandbox
        .wait_for("the tags to be tried", DEADLINE, tried)
        .await;
    griffin.kill();
    typing.await.unwrap();
    sandbox.clear_faults();
    griffin.start().await;
    // Whoever had no answer types it again.
    let again = does(&rhys, "/forum open region:Mid Wales channel:#mid-wales").await;
    assert!(again.says("Open.") && !again.says("no tags yet"), "{again}");
    let announce = "/tender announce title:Gravel respond_by:in 3 weeks starts:in 20 weeks ends:in 100 weeks \
                    lot:Gravel, tonne reference:GR-1 regions:all";
    does(&rhys, announce).await;
    let tagged = |s: &Sandbox| {
        let posts = s.channel("mid-wales").posts();
        posts
            .iter()
            .any(|post| post.tags == ["Collecting"])
            .then_some(())
    };
    sandbox
        .wait_for("a post with its tag", DEADLINE, tagged)
        .await;
}

#[tokio::test]
async fn many_changes_at_once_are_few_edits_and_the_newest_state_wins() {
    let (region, [megan, owain, gwen]) = announced(ChannelKind::Forum).await;
    let line = |n| format!("/requirement declare tender:SF-1 lot:House coal quantity:{n}");
    does(&megan, &line(1)).await;
    card_says(&region, "Answered: 1 of 3").await;
    assert_eq!(edits(&region.sandbox), 1);
    for n in 2..12 {
        does(&megan, &line(n)).await;
        does(&owain, &line(100 + n)).await;
        does(&gwen, &line(1000 + n)).await;
    }
    assert_eq!(
        edits(&region.sandbox),
        1,
        "the clock stands still: nothing more for now"
    );
    region.clock.advance(TimeDelta::seconds(3));
    card_says(&region, "1,133 tonnes").await;
    card_says(&region, "Answered: 3 of 3").await;
    assert_eq!(edits(&region.sandbox), 2);
    region.end().await;
}

#[tokio::test]
async fn without_forums_a_text_channel_with_threads_serves() {
    let (region, [megan, owain, _]) = announced(ChannelKind::Text).await;
    let home = region.sandbox.channel("south-wales");
    assert_eq!(home.messages().len(), 1, "the card stands in the channel");
    assert_eq!(home.posts().len(), 1, "the conversation in its thread");
    let first = card(&region.sandbox).unwrap();
    let form = owain.presses(&first, "Declare requirement").await;
    let declared = owain
        .fills(&form, &[("House coal (tonnes)", "185.5")])
        .await;
    assert!(declared.says("185"), "{declared}");
    card_says(&region, "Answered: 1 of 3").await;
    does(&megan, "/tender close tender:SF-1").await;
    region.clock.advance(TimeDelta::seconds(3));
    let told = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        posts
            .iter()
            .any(|p| p.says("requirements are in"))
            .then_some(())
    };
    region
        .sandbox
        .wait_for("the notice in the thread", DEADLINE, told)
        .await;
    card_says(&region, "Requirements in.").await;
    assert_eq!(region.sandbox.channel("south-wales").messages().len(), 1);
    region.end().await;
}

#[tokio::test]
async fn an_archived_post_is_reopened_for_its_card_and_its_chaser() {
    let (region, [megan, _, gwen]) = announced(ChannelKind::Forum).await;
    let post = region.sandbox.channel("south-wales").posts()[0].clone();
    region.sandbox.set_archived(post.id, true);
    does(
        &megan,
        "/requirement declare tender:SF-1 lot:House coal quantity:420",
    )
    .await;
    card_says(&region, "Answered: 1 of 3").await;
    region.sandbox.set_archived(post.id, true);
    // Seven days before the deadline.
    region
        .clock
        .advance_to(region.clock.now() + TimeDelta::days(18) + TimeDelta::hours(1));
    region.sandbox.clock_moved();
    let chased = |_: &Sandbox| gwen.pings().into_iter().find(|m| m.says("Still to answer"));
    let chaser = region
        .sandbox
        .wait_for("the chaser", DEADLINE, chased)
        .await;
    assert!(chaser.says("Still to answer here: BRY, GLA"), "{chaser}");
    assert!(
        megan.pings().is_empty(),
        "whoever has answered is never mentioned"
    );
    region.end().await;
}

#[tokio::test]
async fn a_reminder_falls_back_to_the_post_where_direct_messages_are_closed() {
    let (region, [megan, _, gwen]) = announced(ChannelKind::Forum).await;
    does(
        &megan,
        "/requirement declare tender:SF-1 lot:House coal quantity:420",
    )
    .await;
    does(
        &gwen,
        "/requirement declare tender:SF-1 lot:House coal quantity:96.25",
    )
    .await;
    does(&megan, "/tender close tender:SF-1").await;
    does(
        &megan,
        "/tender publish tender:SF-1 notice:000123-2027 bids_by:2027-02-19",
    )
    .await;
    does(
        &megan,
        "/tender award tender:SF-1 lot:House coal supplier:Cwm Fuels price:152",
    )
    .await;
    let at = |month, day| {
        chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2027, month, day, 8, 0, 1).unwrap()
    };
    region.clock.advance_to(at(4, 1));
    region.sandbox.clock_moved();
    card_says(&region, "Call-offs open").await;
    let set = does(
        &gwen,
        "/reminder calloff tender:SF-1 schedule:monthly on the 1st 09:00",
    )
    .await;
    let chosen = gwen.presses(&set, "Remind me by direct message").await;
    assert!(chosen.says("as direct messages"), "{chosen}");
    region.sandbox.close_direct_messages(gwen.id());
    region.clock.advance_to(at(5, 1));
    region.sandbox.clock_moved();
    let reminded = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        let all = posts.into_iter().flat_map(|post| post.messages);
        all.into_iter().find(|m| m.says("time to place an order"))
    };
    let found = region
        .sandbox
        .wait_for("the reminder in the post", DEADLINE, reminded)
        .await;
    assert!(
        found.says("@Gwen Tudor") && !found.says("96"),
        "no quantities for others to read: {found}"
    );
    assert!(gwen.direct_messages().is_empty());
    let form = gwen.presses(&found, "Call off").await;
    let inputs = [
        ("Lot: its name or number", "1"),
        ("Quantity, such as 1,250.5", "10"),
    ];
    let done = gwen.fills(&form, &inputs).await;
    assert!(done.private && done.says("Called off"), "{done}");
    let stopped = gwen.presses(&found, "Stop these").await;
    assert!(stopped.says("Stopped"), "{stopped}");
    region.end().await;
}
