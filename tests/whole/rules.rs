//! The rules that always hold (design, section 3), in the members' words. Rules 1, 3 and 10 are held by `ledger` and
//! `killed`, rule 7 by the values' own tests.

use chrono::TimeDelta;
use griffin::clock::Clock;
use sandbox::ChannelKind::Forum;
use sandbox::Sandbox;

use crate::support::councils::{announced, card, does};
use crate::support::region::DEADLINE;

const DECLARE: &str = "/requirement declare tender:SF-1 lot:House coal quantity:";

#[tokio::test]
async fn rule_2_the_same_interaction_twice_changes_things_once_and_answers_the_same() {
    let (region, [megan, _, _]) = announced(Forum).await;
    does(&megan, &format!("{DECLARE}420")).await;
    let before = region.entries().await;
    for _ in 0..3 {
        region.sandbox.replay_last_interaction();
    }
    // The repeats are answered, and Discord has the answer already.
    let again = |s: &Sandbox| {
        let answered = s.requests();
        let mut answers = answered.iter().filter(|it| it.path.ends_with("/callback"));
        answers.find(|it| it.status == 400).map(drop)
    };
    region
        .sandbox
        .wait_for("a repeated answer", DEADLINE, again)
        .await;
    let shown = does(&megan, "/requirement show tender:SF-1 lot:House coal").await;
    assert!(!shown.says("revision 2"), "{shown}");
    assert_eq!(region.entries().await, before);
    region.end().await;
}

#[tokio::test]
async fn rule_4_what_fell_due_in_an_outage_comes_once_merged_and_says_that_it_is_late() {
    let (mut region, [megan, owain, gwen]) = announced(Forum).await;
    does(&megan, &format!("{DECLARE}420")).await;
    region.stop_griffin().await;
    // Three chasers and the deadline pass while it is down.
    region.clock.advance(TimeDelta::days(40));
    region.sandbox.clock_moved();
    region.run_griffin().await;
    let late = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        let all = posts.into_iter().flat_map(|post| post.messages);
        all.into_iter().find(|m| m.says("**Late:**"))
    };
    let message = region
        .sandbox
        .wait_for("the late message", DEADLINE, late)
        .await;
    assert!(message.says("the requirements are in"), "{message}");
    assert!(
        !message.says("Still to answer"),
        "the time to answer is over: {message}"
    );
    region.clock.advance(TimeDelta::seconds(3));
    let collected = |s: &Sandbox| card(s)?.says("Requirements in.").then_some(());
    region
        .sandbox
        .wait_for("the card", DEADLINE, collected)
        .await;
    let posts = region.sandbox.channel("south-wales").posts();
    let said: usize = posts.iter().map(|post| post.messages.len() - 1).sum();
    assert_eq!(said, 1, "one message a channel");
    assert!(owain.pings().is_empty() && gwen.pings().is_empty());
    region.end().await;
}

#[tokio::test]
async fn rule_5_an_archived_and_locked_post_is_reopened_for_its_card() {
    let (region, [megan, _, _]) = announced(Forum).await;
    let post = region.sandbox.channel("south-wales").posts()[0].clone();
    region.sandbox.set_locked(post.id, true);
    region.sandbox.set_archived(post.id, true);
    does(&megan, &format!("{DECLARE}420")).await;
    let true_again = |s: &Sandbox| card(s)?.says("Answered: 1 of 3").then_some(());
    region
        .sandbox
        .wait_for("the card", DEADLINE, true_again)
        .await;
    let posts = region.sandbox.channel("south-wales").posts();
    assert_eq!(posts.len(), 1, "the same post, no second one");
    assert!(posts[0].locked, "what a moderator locked stays locked");
    region.end().await;
}

#[tokio::test]
async fn rule_5_what_discord_forbids_waits_the_registrars_are_told_and_it_comes_once_it_may() {
    let (region, [megan, _, _]) = announced(Forum).await;
    let forum = region.sandbox.channel("south-wales").id();
    region
        .sandbox
        .deny_bot(forum, sandbox::permissions::SEND_MESSAGES);
    does(
        &megan,
        "/tender announce title:Salt respond_by:18/12/2026 starts:2027-04-01 ends:2029-03-31 lot:Salt, tonne reference:SA-1",
    )
    .await;
    let told = |s: &Sandbox| {
        let said = s.channel("registrars").messages();
        said.into_iter()
            .find(|m| m.says("griffin can't send") && m.says("isn't allowed to write"))
    };
    region
        .sandbox
        .wait_for("a line to the registrars", DEADLINE, told)
        .await;
    let posts = region.sandbox.channel("south-wales").posts();
    assert_eq!(posts.len(), 1, "SA-1 could not be posted");
    // Whoever gives the permission back need do no more.
    region.sandbox.restore_bot(forum);
    let posted = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        posts.into_iter().find(|p| p.title.starts_with("SA-1"))
    };
    let post = region.sandbox.wait_for("the post", DEADLINE, posted).await;
    assert_eq!(post.tags, ["Collecting"]);
    region.end().await;
}

#[tokio::test]
async fn rule_5_a_deleted_post_or_forum_is_made_anew_and_nothing_is_lost() {
    let (region, [megan, owain, _]) = announced(Forum).await;
    let sandbox = &region.sandbox;
    let posts = |s: &Sandbox, channel: &str| {
        let posts = s.channel(channel).posts().into_iter();
        posts
            .filter(|p| p.title.starts_with("SF-1"))
            .collect::<Vec<_>>()
    };
    let says = |s: &Sandbox, channel: &str, text: &str| {
        let found = posts(s, channel);
        let there = found
            .iter()
            .any(|p| p.messages.iter().any(|m| m.says(text)));
        there.then_some(found)
    };
    // A post that somebody deleted comes again with the next thing that is said, once.
    sandbox.delete_channel(posts(sandbox, "south-wales")[0].id);
    does(
        &megan,
        "/tender extend tender:SF-1 respond_by:21/12/2026 reason:More time",
    )
    .await;
    let extended = |s: &Sandbox| says(s, "south-wales", "answers are now due");
    let found = sandbox
        .wait_for("the notice in a new post", DEADLINE, extended)
        .await;
    assert_eq!(found.len(), 1);
    let told = |s: &Sandbox| {
        let said = s.channel("registrars").messages();
        said.into_iter().find(|m| m.says("deleted the post"))
    };
    let told = sandbox
        .wait_for("a line to the registrars", DEADLINE, told)
        .await;
    assert!(
        told.says("SF-1") && told.says("South Wales"),
        "{}",
        told.text
    );
    // A card alone comes again in its post.
    sandbox.delete_message(found[0].id, found[0].id);
    does(
        &owain,
        "/requirement declare tender:SF-1 lot:House coal quantity:12",
    )
    .await;
    region.clock.advance(TimeDelta::seconds(4)); // a card is edited every 3 s at most
    let anew = |s: &Sandbox| {
        let found = says(s, "south-wales", "Answered: 1 of 3");
        found.filter(|it| it[0].starter.is_none())
    };
    let found = sandbox.wait_for("the card again", DEADLINE, anew).await;
    assert_eq!(found.len(), 1);
    // The whole forum goes; the region gets another one.
    sandbox.delete_channel(sandbox.channel("south-wales").id());
    does(&megan, "/tender close tender:SF-1").await;
    region.clock.advance(TimeDelta::seconds(4));
    let held = |s: &Sandbox| {
        let said = s.channel("registrars").messages();
        said.into_iter().find(|m| m.says("griffin can't send"))
    };
    let held = sandbox
        .wait_for("a line to the registrars", DEADLINE, held)
        .await;
    assert!(held.says("/forum open"), "{}", held.text);
    sandbox.add_forum(sandbox.guild(), "the-south", &[]);
    let carys = region.member("Carys Pugh");
    does(&carys, "/forum open region:South Wales channel:#the-south").await;
    let collected = |s: &Sandbox| says(s, "the-south", "requirements are in");
    let found = sandbox
        .wait_for("the post in the new forum", DEADLINE, collected)
        .await;
    assert_eq!(found.len(), 1);
    region.end().await;
}

#[tokio::test]
async fn rule_6_an_old_or_forged_button_is_no_key() {
    let (region, [megan, owain, _]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let stranger = region.officer("Dafydd Jones");
    let old = card(&region.sandbox).unwrap();
    let before = region.entries().await;
    for label in ["Declare requirement", "We need none", "Join"] {
        let refused = stranger.presses(&old, label).await;
        assert!(
            refused.private && refused.says("mandate"),
            "{label}: {refused}"
        );
    }
    for forged in [
        "v1:calloff.open:1",
        "v1:tender.join.as:999",
        "v1:requirement.form:1-1",
        "v1:mandate.confirm:1",
    ] {
        let refused = stranger.presses_custom_id(&old, forged).await;
        assert!(
            refused.private && refused.says("Not done"),
            "{forged}: {refused}"
        );
    }
    assert_eq!(region.entries().await, before);
    // A mandate that was taken back doesn't count for a form that is still open.
    let form = owain.presses(&old, "Declare requirement").await;
    does(&carys, "/mandate revoke officer:@Owain Price authority:BRY").await;
    let refused = owain.fills(&form, &[("House coal (tonnes)", "5")]).await;
    assert!(refused.private && refused.says("Not done"), "{refused}");
    does(&megan, "/tender cancel tender:SF-1 reason:no need").await;
    let refused = megan.presses(&old, "Declare requirement").await;
    let refused = match &refused.form {
        Some(_) => megan.fills(&refused, &[("House coal (tonnes)", "5")]).await,
        None => refused,
    };
    assert!(
        refused.says("Not done") && refused.says("over"),
        "{refused}"
    );
    region.end().await;
}

#[tokio::test]
async fn rule_8_quantities_are_private_until_three_have_declared() {
    let (region, [megan, owain, gwen]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    does(&megan, &format!("{DECLARE}4321")).await;
    does(&owain, &format!("{DECLARE}1234")).await;
    let read = |text: String| text.replace(['\\', ','], "");
    for command in ["/tender show tender:SF-1", "/requirement show tender:SF-1"] {
        let seen = read(gwen.types(command).await.render());
        for hidden in ["4321", "1234", "5555"] {
            assert!(!seen.contains(hidden), "{command} shows {hidden}:\n{seen}");
        }
        let own = read(owain.types(command).await.render());
        assert!(!own.contains("4321") && !own.contains("5555"), "{own}");
    }
    let public = read(card(&region.sandbox).unwrap().render());
    assert!(
        !public.contains("4321") && !public.contains("5555"),
        "{public}"
    );
    for sees_all in [&megan, &carys] {
        let seen = read(
            sees_all
                .types("/requirement show tender:SF-1")
                .await
                .render(),
        );
        assert!(seen.contains("4321") && seen.contains("1234"), "{seen}");
    }
    does(&gwen, &format!("{DECLARE}1000")).await;
    // Each of those who aren't the lead knows one of the three.
    let seen = read(gwen.types("/tender show tender:SF-1").await.render());
    assert!(!seen.contains("6555") && !seen.contains("4321"), "{seen}");
    let owen = region.officer("Owen Pugh");
    for line in [
        "/authority register name:Traeth kind:district region:South Wales short_name:TRA",
        "/mandate grant officer:@Owen Pugh authority:TRA",
    ] {
        does(&carys, line).await;
    }
    does(&owen, &format!("{DECLARE}2000")).await;
    let seen = read(gwen.types("/tender show tender:SF-1").await.render());
    assert!(seen.contains("8555") && !seen.contains("4321"), "{seen}");
    region.end().await;
}

#[tokio::test]
async fn rule_9_what_a_person_types_never_pings_and_shows_as_typed() {
    let nasty = "@everyone **x** [y](https://x.example) `z` > # <@1> ||s||";
    let (region, [megan, owain, gwen]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let file = format!("lot,quantity,note\nHouse coal,7,\"{nasty}\"\n");
    for (who, line) in [
        (
            &carys,
            format!(
                "/authority register name:{nasty} kind:unitary region:South Wales short_name:ZZZ"
            ),
        ),
        (
            &gwen,
            format!("/mandate request authority:BRY reason:{nasty}"),
        ),
        (
            &megan,
            format!("/tender edit tender:SF-1 title:Coal {nasty} description:{nasty}"),
        ),
        (
            &megan,
            format!("{DECLARE}3 supplier_now:{nasty} note:{nasty}"),
        ),
        (
            &megan,
            format!("/tender extend tender:SF-1 respond_by:20 Dec 2026 reason:{nasty}"),
        ),
        (
            &owain,
            format!("/requirement none tender:SF-1 reason:{nasty}"),
        ),
        (&megan, format!("/tender close tender:SF-1 reason:{nasty}")),
        (
            &megan,
            format!("/tender publish tender:SF-1 notice:{nasty} bids_by:2027-02-19"),
        ),
        (
            &megan,
            format!("/tender award tender:SF-1 lot:House coal supplier:{nasty} price:152"),
        ),
        (&megan, "/tender show tender:SF-1".to_owned()),
        (
            &gwen,
            format!("/requirement declare tender:{nasty} lot:{nasty} quantity:{nasty}"),
        ),
    ] {
        let mut answers = vec![who.types(&line).await];
        if answers[0].button("Go ahead").is_some() {
            answers.push(who.presses(&answers[0], "Go ahead").await);
        }
        for answer in answers {
            assert!(!answer.failed(), "{line}");
            assert!(!answer.says("@everyone"), "{line}\n{answer}");
            assert!(
                !answer.says("**x**") && !answer.says("[y](https"),
                "{line}\n{answer}"
            );
        }
    }
    let with = owain.attaches("file", "r.csv", file);
    let answer = with
        .types("/requirement import tender:SF-1 file:r.csv")
        .await;
    assert!(!answer.says("@everyone"), "{answer}");
    region.clock.advance(TimeDelta::seconds(3));
    let awarded = |s: &Sandbox| card(s)?.says("Awarded.").then_some(());
    region
        .sandbox
        .wait_for("the award on the card", DEADLINE, awarded)
        .await;
    for who in [&megan, &owain, &gwen, &carys] {
        let pinged: Vec<String> = who.pings().iter().map(ToString::to_string).collect();
        // The lead alone, of its own tender's requirements being in.
        let fine = pinged
            .iter()
            .all(|text| text.contains("requirements are in"));
        assert!(fine, "{pinged:?}");
    }
    for post in region.sandbox.threads() {
        for message in post.messages {
            assert!(
                !message.says("@everyone") && !message.says("**x**"),
                "{message}"
            );
        }
    }
    assert!(region.clock.now().timestamp() > 0);
    region.end().await;
}
