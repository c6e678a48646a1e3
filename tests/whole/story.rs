//! The solid-fuel story (design, section 9), in the members' words, with every figure given there.

use griffin::demo::solid_fuel::{self, Chapter};
use griffin::demo::{Event, Play, Region};
use griffin::proof;

use crate::support::{Fresh, on_each_database};

/// What a person reads: Discord shows an escaped character without its backslash, and bold without stars.
fn read(text: &str) -> String {
    text.replace('\\', "").replace("**", "")
}

/// The answer to what somebody did: if they were asked first, the one to their yes.
fn answer(play: &Play, deed: &str) -> String {
    let of = |event: &Event, deed: &str| match event {
        Event::Did {
            deed: done, answer, ..
        } if done.contains(deed) => Some(read(answer)),
        _ => None,
    };
    let mut events = play.events.iter();
    let first = events.find_map(|event| of(event, deed));
    let first = first.unwrap_or_else(|| panic!("nobody did this: {deed}"));
    match first.contains("Nothing has been done yet") {
        true => events
            .find_map(|event| of(event, "presses [Go ahead]"))
            .unwrap_or(first),
        false => first,
    }
}

/// Messages in the forums and channels that say this: where, and whom each notified.
fn posted(play: &Play, says: &str) -> Vec<(String, Vec<String>, String)> {
    let of = |event: &Event| match event {
        Event::Posted {
            place,
            text,
            notified,
            at,
        } if read(text).contains(says) => {
            Some((place.clone(), notified.clone(), at.date_naive().to_string()))
        }
        _ => None,
    };
    play.events.iter().filter_map(of).collect()
}

fn letters(play: &Play, says: &str) -> Vec<(String, String)> {
    let of = |event: &Event| match event {
        Event::Letter { to, text, at } if read(text).contains(says) => {
            Some((to.clone(), at.date_naive().to_string()))
        }
        _ => None,
    };
    play.events.iter().filter_map(of).collect()
}

fn cards(play: &Play) -> Vec<String> {
    let of = |event: &Event| match event {
        Event::Card { text, .. } => Some(read(text)),
        _ => None,
    };
    play.events.iter().filter_map(of).collect()
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

#[tokio::test]
async fn councils_buy_coal_together() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        as_the_design_says(&url).await;
    })
    .await;
}

async fn as_the_design_says(url: &str) {
    let mut play = Play::new(Region::start(url).await.unwrap(), |_| {});
    solid_fuel::play(&mut play, Chapter::End).await.unwrap();

    // Announced in both regions, the same card.
    let announced = posted(&play, "Collecting. Declare what you need");
    let places: Vec<&str> = announced.iter().map(|(place, ..)| place.as_str()).collect();
    for forum in [
        "#south-wales: SF-2027-01",
        "#mid-and-west-wales: SF-2027-01",
    ] {
        assert!(
            places.iter().any(|place| place.starts_with(forum)),
            "{places:?}"
        );
    }

    // Who has not answered is chased, and nobody else.
    let chased = posted(&play, "Still to answer here");
    let chased: Vec<(&str, Vec<&str>)> = chased
        .iter()
        .map(|(_, who, at)| (at.as_str(), who.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        chased,
        [
            ("2026-12-11", vec!["Gwen Tudor", "Sioned Parry"]),
            ("2026-12-16", vec!["Sioned Parry"]),
            ("2026-12-17", vec!["Sioned Parry"]),
        ]
    );

    // The totals, with what GLA said first. Nia Rees knows two of the four that declared coal: its total would give the other
    // two away.
    let cards = cards(&play);
    says(
        &cards[0],
        &[
            "House coal: total shown once three others have declared",
            "526.5 tonnes",
            "Answered: 5 of 6",
        ],
    );
    says(
        &answer(&play, "quantity:310"),
        &["310 tonnes", "it was 290 tonnes", "£255.50"],
    );
    says(
        &answer(&play, "/requirement show"),
        &[
            "ABW: 420 tonnes",
            "BRY: 185.5 tonnes",
            "DYF: 96.25 tonnes",
            "PFR: 12 tonnes",
            "GLA: 310 tonnes",
            "PFR: 6.5 tonnes",
            "£168.00",
            "£175.25",
            "£181.00",
            "£190.00",
            "£262.00",
            "£270.00",
            "£288.00",
        ],
    );

    // Whoever needs nothing has answered too.
    says(
        &answer(&play, "presses [We need none]"),
        &["Traeth District Council (TRA) needs none", "a full answer"],
    );
    says(
        &cards[1],
        &["Requirements in.", "Answered: 6 of 6", "546.5 tonnes"],
    );

    // The deadline comes by itself; the lead is told.
    let collected = posted(&play, "the requirements are in");
    assert_eq!(collected.len(), 2);
    let told: Vec<&String> = collected.iter().flat_map(|(_, who, _)| who).collect();
    assert_eq!(told, ["Megan Howell"]);

    // Published and awarded.
    says(
        &answer(&play, "/tender publish"),
        &["under the contract (6)", "ABW, BRY, DYF, GLA, PFR, TRA"],
    );
    says(
        &answer(&play, "price:0:152"),
        &[
            "£152.00",
            "£147.50",
            "£143.25",
            "(SME, local)",
            "23 March 2027",
        ],
    );
    says(
        &answer(&play, "price:241.60"),
        &["£241.60", "1,200 tonnes over the whole contract"],
    );

    // The first year's call-offs, by band, with what each saved.
    for (deed, parts) in [
        ("quantity:400 ", &["400 tonnes at £152.00", "£6,400.00"][..]),
        (
            "House coal; Quantity",
            &["185.5 tonnes at £147.50", "£5,147.63"],
        ),
        (
            "House coal quantity:96.25 as:DYF",
            &["96.25 tonnes at £147.50", "£3,224.38"],
        ),
        (
            "lot:House coal quantity:20",
            &["18.25 tonnes at £147.50", "1.75 tonnes at £143.25"],
        ),
        (
            "quantity:200",
            &["200 tonnes at £241.60", "£2,780.00", "110 tonnes left"],
        ),
        (
            "Smokeless fuel quantity:6.5 as:PFR",
            &["6.5 tonnes at £241.60", "£301.60"],
        ),
    ] {
        let shown = play.events.iter().rev().find_map(|event| match event {
            Event::Did {
                deed: done, answer, ..
            } if done.contains(deed) => Some(read(answer)),
            _ => None,
        });
        says(&shown.unwrap(), parts);
    }
    let late = "quantity:10";
    let late = play.events.iter().rev().find_map(|event| match event {
        Event::Did {
            who, deed, answer, ..
        } if who == "Sioned Parry"
            && (deed.contains(late) || deed.contains("Go ahead"))
            && !answer.contains("Nothing has been done yet") =>
        {
            Some(read(answer))
        }
        _ => None,
    });
    says(&late.unwrap(), &["10 tonnes at £143.25", "(the baseline)"]);

    // What it saved, to the penny: each sum is rounded once, the region's from the unrounded amounts.
    says(
        &answer(&play, "/savings report year:2027-28"),
        &[
            "ABW: £6,817.44 (9.66% of what was paid before), target 3% reached",
            "BRY: £5,147.63",
            "DYF: £3,224.38",
            "GLA: £2,780.00",
            "PFR: £301.60",
            "TRA: no baseline for 1 lot, £1,432.50 ordered",
            "All 6 authorities: £18,271.04",
            "of the £156,623.59 ordered went to SMEs",
            // The picture, in words.
            "Cash savings, all authorities, in £. 2027–28: Saved 18,271.04.",
        ],
    );
    says(
        &answer(&play, "presses [Show the call-offs]"),
        &[
            "no. 4",
            "(£168.00 − £143.25) × 1.75 = £43.3125",
            "no price paid before; £143.25 × 10",
        ],
    );
    says(
        &answer(&play, "/savings report year:2026-27"),
        &["3 separate tenders avoided, £15,000.00; 2 more in regions that haven't set a cost"],
    );
    says(
        &answer(&play, "/requirement import tender:SF-2027-01"),
        &["Not declared yet.", "185.5 tonnes of House coal"],
    );
    says(
        &answer(&play, "/report tender"),
        &[
            "Answered: 6 of 6 (100%), and 1 joined late",
            "Collecting 25 days, Requirements in 24 days, Out to tender 57 days",
            "711.75 ordered of the 713.75 tonnes declared up to this contract year (99.72%)",
            "TRA: 10 tonnes, and nothing declared (joined late, no baseline)",
        ],
    );
    let own = answer(&play, "/savings report");
    says(&own, &["DYF: £3,224.38", "PFR: £301.60", "£18,271.04"]);
    assert!(!own.contains("ABW") && !own.contains("GLA"), "{own}");

    // Reminders on an officer's own schedule: one by direct message, one in the post for one person alone.
    assert_eq!(
        letters(&play, "Look at the bunkers"),
        ["2027-05-01", "2027-06-01", "2027-07-01"]
            .map(|at| ("Gwen Tudor".to_owned(), at.to_owned()))
    );
    let in_post = posted(&play, "time to place an order for Dyffryn Vale Council");
    assert_eq!(in_post.len(), 3);
    assert!(
        in_post.iter().all(|(_, who, _)| who == &["Nia Rees"]),
        "{in_post:?}"
    );

    // A digest a month in each forum.
    let digests = posted(&play, "");
    let digests: Vec<_> = digests
        .iter()
        .filter(|(place, ..)| place.contains(": Digest, "))
        .collect();
    // From December 2026 to July 2027 in both forums, except for January: with requirements in and no notice out there
    // is nothing to say. Then in one of them, each January and July.
    assert_eq!(digests.len(), 2 * 7 + 3);
    assert_eq!(posted(&play, "Ending within nine months").len(), 2);
    // Nia Rees knows two of those who ordered coal: its total would give the others away.
    assert_eq!(posted(&play, "701.75 ordered").len(), 0);
    let overdue = posted(&play, "bids were due");
    assert!(
        overdue.len() == 2 && overdue.iter().all(|(.., at)| at == "2027-03-01"),
        "{overdue:?}"
    );
    let digests = play.region.sandbox.threads();
    let july = digests
        .iter()
        .find(|post| post.title == "Digest, South Wales, 1 July 2027")
        .unwrap();
    let first = july.starter.as_ref().or(july.messages.first()).unwrap();
    // The region's saving would tell whoever acts for two of its councils what the others ordered.
    assert!(first.files.is_empty(), "{first:?}");
    let asked = posted(&play, "Traeth District Council (TRA) asks to join late");
    assert_eq!(asked[0].1, ["Megan Howell"]);
    let renewal = posted(&play, "time to plan the next round");
    assert!(
        renewal.iter().all(|(.., at)| at == "2028-06-30"),
        "{renewal:?}"
    );
    says(
        cards.last().unwrap(),
        &["The contract ended on 31 March 2029"],
    );

    let verified = proof::verify(&play.region.ledger().reader())
        .await
        .unwrap()
        .servers;
    assert_eq!(verified[0].broken, None);
    let sandbox = play.region.sandbox.clone();
    play.region.end().await.unwrap();
    let complaints = sandbox.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
    assert_eq!(sandbox.too_many_requests(), 0);
}
