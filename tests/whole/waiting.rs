//! Nothing is given up: what Discord refuses passes by itself, waits for somebody who reads why in `/griffin status`, or is
//! tried again after the next start; in the members' words.

use sandbox::client::{Answer, Member, Message};
use sandbox::{Fault, Matcher, Sandbox};

use crate::support::councils::SET_UP;
use crate::support::councils::{ABERWEN, ALONE, BRYNCOCH, alone, does, founded, founding, server};
use crate::support::process::{DEADLINE, Process};
use crate::support::{Fresh, on_each_database};

const EXTEND: &str = "/tender extend tender:SF-1 respond_by:in 4 weeks reason:More time";

/// The address alone: griffin has the database to itself.
async fn shut(fresh: Fresh) -> String {
    fresh.database.close().await.unwrap();
    fresh.url
}

fn announce(reference: &str) -> String {
    format!(
        "/tender announce title:Gravel respond_by:in 3 weeks starts:in 20 weeks ends:in 100 weeks \
         lot:Gravel, tonne reference:{reference}"
    )
}

/// Discord refuses this until [`Sandbox::clear_faults`]: griffin may try again whenever a channel has changed.
fn refuse(sandbox: &Sandbox, what: Matcher, code: u32) {
    let fault = Fault::refuse(400, code, "Not like this");
    sandbox.fail_next(what.times(usize::MAX), fault);
}

fn posts() -> Matcher {
    Matcher::route("POST", "/channels/*/threads")
}

fn posts_refused(sandbox: &Sandbox) -> usize {
    let requests = sandbox.requests();
    let of = requests.iter().filter(|it| it.path.ends_with("/threads"));
    of.filter(|it| it.status == 400).count()
}

async fn posted(sandbox: &Sandbox, reference: &str) {
    let there = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        let of = |it: &&sandbox::client::Post| it.title.starts_with(reference);
        (posts.iter().filter(of).count() == 1).then_some(())
    };
    let what = format!("the post of {reference}");
    sandbox.wait_for(&what, DEADLINE, there).await;
}

/// What the registrars are told.
async fn told(sandbox: &Sandbox, text: &str) -> Message {
    let said = |s: &Sandbox| {
        let said = s.channel("registrars").messages();
        said.into_iter().find(|m| m.says(text))
    };
    sandbox.wait_for(text, DEADLINE, said).await
}

async fn status(who: &Member) -> Answer {
    does(who, "/griffin status").await
}

/// What the status says once it says this: griffin notes what became of a message after Discord has answered.
async fn status_says(who: &Member, text: &str) -> Answer {
    let mut listed = status(who).await;
    for _ in 0..1_000 {
        if listed.says(text) {
            break;
        }
        listed = status(who).await;
    }
    assert!(listed.says(text), "no {text:?} in {listed}");
    listed
}

/// How often SF-1's post says this.
fn said(sandbox: &Sandbox, text: &str) -> usize {
    let posts = sandbox.channel("south-wales").posts();
    let of = posts.iter().filter(|it| it.title.starts_with("SF-1"));
    of.flat_map(|it| &it.messages)
        .filter(|m| m.says(text))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_was_refused_comes_with_a_change_at_the_start_on_forum_open_and_by_send_again()
{
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let rhys = alone(&mut griffin).await;
        for way in ["change", "start", "open", "again"] {
            let reference = format!("GR-{way}").to_uppercase();
            refuse(&sandbox, posts(), 40_067);
            does(&rhys, &announce(&reference)).await;
            let told = told(&sandbox, &reference).await;
            assert!(
                told.says("the post of") && told.says("South Wales") && told.says("demands a tag"),
                "{told}"
            );
            assert!(
                !told.says("tender.post") && !told.says("message no."),
                "{told}"
            );
            let listed = status_says(&rhys, "One message is waiting for you").await;
            assert!(
                listed.says(&reference) && listed.says("Remove one of its tags"),
                "{listed}"
            );
            if way == "start" {
                griffin.kill();
            }
            sandbox.clear_faults();
            match way {
                "change" => {
                    let declare =
                        format!("/requirement declare tender:{reference} lot:1 quantity:5");
                    does(&rhys, &declare).await;
                }
                "start" => griffin.start().await,
                "open" => {
                    let line = "/forum open region:South Wales channel:#south-wales";
                    let mended = does(&rhys, line).await;
                    assert!(
                        mended.says("open already") && mended.says("One message that was waiting"),
                        "{mended}"
                    );
                }
                _ => {
                    let again = rhys.presses(&listed, "Send again").await;
                    assert!(again.says("trying to send the post of"), "{again}");
                }
            }
            posted(&sandbox, &reference).await;
            status_says(&rhys, "Nothing is waiting").await;
        }
        griffin.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_behind_a_post_that_waits_is_not_lost() {
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let [rhys] = founded(&mut griffin, [ALONE]).await;
        // It is griffin's own fault, and tried again after the next start alone.
        refuse(&sandbox, posts(), 50_035);
        does(&rhys, &announce("SF-1")).await;
        let told = told(&sandbox, "griffin's own fault").await;
        assert!(told.says("the post of **SF-1** in South Wales"), "{told}");
        griffin.kill();
        let before = posts_refused(&sandbox);
        griffin.start().await;
        let tried = |s: &Sandbox| (posts_refused(s) > before).then_some(());
        sandbox.wait_for("one more try", DEADLINE, tried).await;
        sandbox.clear_faults();
        does(&rhys, EXTEND).await;
        posted(&sandbox, "SF-1").await;
        let extended = |s: &Sandbox| (said(s, "answers are now due") == 1).then_some(());
        sandbox.wait_for("the extension", DEADLINE, extended).await;
        griffin.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_full_of_threads_passes_by_itself_and_nobody_is_told() {
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let [rhys] = founded(&mut griffin, [ALONE]).await;
        sandbox.limit_active_threads(0);
        does(&rhys, &announce("SF-1")).await;
        let refused = |s: &Sandbox| (posts_refused(s) > 0).then_some(());
        sandbox.wait_for("a refusal", DEADLINE, refused).await;
        griffin.kill();
        griffin.start().await;
        assert!(status(&rhys).await.says("Nothing is waiting"));
        sandbox.limit_active_threads(1_000);
        posted(&sandbox, "SF-1").await;
        let told = sandbox.channel("registrars").messages();
        assert!(told.is_empty(), "{told:?}");
        griffin.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_was_griffins_own_fault_comes_after_the_next_start_once() {
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let rhys = alone(&mut griffin).await;
        let notices =
            Matcher::route("POST", "/channels/*/messages").containing("answers are now due");
        refuse(&sandbox, notices, 50_035);
        does(&rhys, EXTEND).await;
        let told = told(&sandbox, "griffin's own fault").await;
        assert!(
            told.says("news for the post of **SF-1** in South Wales"),
            "{told}"
        );
        // It holds up nothing.
        does(&rhys, "/requirement declare tender:SF-1 lot:1 quantity:5").await;
        let edited = |s: &Sandbox| {
            let posts = s.channel("south-wales").posts();
            posts[0].starter.as_ref()?.says("1 of 1").then_some(())
        };
        sandbox.wait_for("the card", DEADLINE, edited).await;
        assert_eq!(said(&sandbox, "answers are now due"), 0);
        griffin.kill();
        sandbox.clear_faults();
        griffin.start().await;
        let extended = |s: &Sandbox| (said(s, "answers are now due") == 1).then_some(());
        sandbox.wait_for("the extension", DEADLINE, extended).await;
        assert!(status(&rhys).await.says("Nothing is waiting"));
        griffin.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_was_refused_comes_right_with_the_next_change() {
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let rhys = alone(&mut griffin).await;
        let edits = Matcher::route("PATCH", "/channels/*/messages/*");
        refuse(&sandbox, edits, 50_035);
        does(&rhys, "/requirement declare tender:SF-1 lot:1 quantity:5").await;
        let told = told(&sandbox, "the newest card of **SF-1** in South Wales").await;
        assert!(told.says("griffin's own fault"), "{told}");
        sandbox.clear_faults();
        does(&rhys, "/requirement declare tender:SF-1 lot:1 quantity:6").await;
        let edited = |s: &Sandbox| {
            let posts = s.channel("south-wales").posts();
            posts[0].starter.as_ref()?.says("1 of 1").then_some(())
        };
        sandbox.wait_for("the card", DEADLINE, edited).await;
        status_says(&rhys, "Nothing is waiting").await;
        griffin.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn registrars_see_what_waits_and_dismiss_it_and_everybody_else_that_something_does() {
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let [megan, _] = founded(&mut griffin, [ABERWEN, BRYNCOCH]).await;
        let rhys = sandbox.member("Rhys Morgan");
        let whole = status(&megan).await;
        assert!(whole.says("Nothing is waiting for anybody"), "{whole}");
        let of = |n: u32| posts().containing(&format!("GR-{n}"));
        for n in 1..=6 {
            refuse(&sandbox, of(n), 40_067);
            does(&megan, &announce(&format!("GR-{n}"))).await;
        }
        for n in 1..=6 {
            told(&sandbox, &format!("the post of **GR-{n}**")).await;
        }
        let seen = status_says(&megan, "6 messages are waiting for somebody").await;
        assert!(seen.says("registrar"), "{seen}");
        assert!(
            !seen.says("GR-1") && seen.button("1. Dismiss").is_none(),
            "{seen}"
        );
        let first = status(&rhys).await;
        assert!(first.says("GR-4") && !first.says("GR-5"), "{first}");
        let second = rhys.presses(&first, "Next").await;
        assert!(
            second.says("GR-5") && second.says("GR-6") && !second.says("GR-4"),
            "{second}"
        );
        let dismissed = rhys.presses(&second, "5. Dismiss").await;
        assert!(
            dismissed.says("**Dismissed:** the post of **GR-5** in South Wales"),
            "{dismissed}"
        );
        assert!(dismissed.says("5 messages are waiting"), "{dismissed}");
        let entries = does(&rhys, "/ledger show").await;
        assert!(
            entries.says("Message dismissed") && entries.says("Rhys Morgan"),
            "{entries}"
        );
        // It was a slip.
        sandbox.clear_faults();
        for n in [1, 2, 3, 4, 6] {
            refuse(&sandbox, of(n), 40_067);
        }
        let after_all = rhys.presses(&dismissed, "Send it after all").await;
        assert!(
            after_all.says("trying to send the post of **GR-5**"),
            "{after_all}"
        );
        posted(&sandbox, "GR-5").await;
        // An old button is no key.
        let old = status(&rhys).await;
        let managers = sandbox.role("Managers").unwrap();
        sandbox.take_role(sandbox.guild(), rhys.id(), managers);
        let refused = rhys.presses(&old, "1. Dismiss").await;
        assert!(
            refused.says("Not done") && refused.says("registrar"),
            "{refused}"
        );
        sandbox.give_role(sandbox.guild(), rhys.id(), managers);
        let still = status(&rhys).await;
        assert!(still.says("5 messages are waiting for you"), "{still}");
        griffin.stop().await;
    })
    .await;
}

/// griffin in a server whose forum has these tags of its own, and what `/forum open` said.
async fn opened(griffin: &mut Process, own: usize, demands: bool) -> (Member, Answer) {
    let sandbox = griffin.sandbox.clone();
    let rhys = server(&sandbox, &[ALONE]);
    let forum = sandbox.channel("south-wales").id();
    let names: Vec<String> = (1..=own).map(|n| format!("Topic {n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    sandbox.set_tags(forum, &names);
    sandbox.require_tag(forum, demands);
    griffin.start().await;
    does(&rhys, SET_UP).await;
    let mut open = None;
    for line in founding(&[ALONE]) {
        let answer = does(&rhys, &line).await;
        open = open.or(Some(answer));
    }
    (rhys, open.unwrap())
}

async fn tagged(sandbox: &Sandbox, tags: &[&str]) {
    let has = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        posts.iter().any(|post| post.tags == tags).then_some(())
    };
    let what = format!("a post with the tags {tags:?}");
    sandbox.wait_for(&what, DEADLINE, has).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_without_room_for_stage_tags_works_without_them_and_says_so() {
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let (rhys, open) = opened(&mut griffin, 20, false).await;
        assert!(
            open.says("Open.") && open.says("20 tags of its own") && open.says("no stage tag"),
            "{open}"
        );
        assert!(!open.says("Manage Channels"), "{open}");
        does(&rhys, &announce("SF-1")).await;
        posted(&griffin.sandbox, "SF-1").await;
        // Somebody comes to demand a tag.
        let forum = griffin.sandbox.channel("south-wales").id();
        griffin.sandbox.require_tag(forum, true);
        tagged(&griffin.sandbox, &["Topic 1"]).await;
        does(&rhys, &announce("GR-1")).await;
        posted(&griffin.sandbox, "GR-1").await;
        assert!(griffin.sandbox.channel("registrars").messages().is_empty());
        griffin.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_forum_that_demands_a_tag_gets_one_of_its_own_until_there_is_room() {
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let (rhys, open) = opened(&mut griffin, 20, true).await;
        assert!(
            open.says("demands a tag on each post") && open.says("“Topic 1”"),
            "{open}"
        );
        does(&rhys, &announce("SF-1")).await;
        tagged(&sandbox, &["Topic 1"]).await;
        let forum = sandbox.channel("south-wales").id();
        sandbox.set_tags(forum, &["Topic 1"]);
        let line = "/forum open region:South Wales channel:#south-wales";
        let mended = does(&rhys, line).await;
        assert!(mended.says("open already"), "{mended}");
        tagged(&sandbox, &["Collecting"]).await;
        griffin.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_six_stage_tags_fit_the_seventh_stage_has_none_and_what_is_taken_away_stops_nothing()
{
    on_each_database(async |fresh| {
        let mut griffin = Process::new(&shut(fresh).await).await;
        let sandbox = griffin.sandbox.clone();
        let (rhys, open) = opened(&mut griffin, 14, false).await;
        assert!(
            open.says("Cancelled") && open.says("14 tags of its own"),
            "{open}"
        );
        for reference in ["SF-1", "GR-1"] {
            does(&rhys, &announce(reference)).await;
            posted(&sandbox, reference).await;
        }
        tagged(&sandbox, &["Collecting"]).await;
        does(&rhys, "/tender cancel tender:SF-1 reason:No money").await;
        tagged(&sandbox, &[]).await;
        // griffin doesn't see it go.
        griffin.kill();
        let forum = sandbox.channel("south-wales").id();
        sandbox.set_tags(forum, &["Topic 1", "Awarded"]);
        griffin.start().await;
        does(&rhys, "/tender close tender:GR-1").await;
        let told = |s: &Sandbox| {
            let posts = s.channel("south-wales").posts();
            let mut messages = posts.iter().flat_map(|it| &it.messages);
            messages.find(|m| m.says("in and fixed")).map(drop)
        };
        sandbox.wait_for("the news", DEADLINE, told).await;
        let told = sandbox.channel("registrars").messages();
        assert!(told.is_empty(), "{told:?}");
        griffin.stop().await;
    })
    .await;
}
