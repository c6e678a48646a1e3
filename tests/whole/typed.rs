//! What officers type who are in a hurry: it is understood, and the answer shows as what, or it is refused with what would
//! be right.

use chrono::{TimeZone, Utc};
use sandbox::ChannelKind::Forum;
use sandbox::client::Member;

use crate::support::councils::{announced, card, does};
use crate::support::region::{DEADLINE, Region};

/// Types each line, and goes ahead where that is asked; the answer says this.
async fn hears(who: &Member, lines: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (line, says) in lines {
        let answer = who.types(line).await;
        let mut read = answer.render();
        // What is shown first is right.
        if answer.button("Go ahead").is_some() {
            read += &who.presses(&answer, "Go ahead").await.render();
        }
        let read = read.replace('\\', "");
        if !read.contains(says) {
            wrong.push(format!("{line}\nno {says:?}: {read}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn schedules_come_as_often_as_was_said() {
    let (region, [megan, ..]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    // It is Monday 23 November 2026, 9 o'clock.
    hears(
        &megan,
        &[
            (
                "/reminder calloff tender:SF-1 schedule:every 6 months",
                "every 6 months on the 1st at 09:00, from 1 December 2026",
            ),
            (
                "/reminder calloff tender:SF-1 schedule:every three months on the 15th",
                "every 3 months on the 15th at 09:00, from 15 December 2026",
            ),
            (
                "/reminder calloff tender:SF-1 schedule:twice a year from 1 april",
                "every 6 months on the 1st at 09:00, from 1 April 2027",
            ),
            (
                "/reminder calloff tender:SF-1 schedule:6 monthly",
                "every 6 months on the 1st, or monthly on the 6th",
            ),
            (
                "/reminder calloff tender:SF-1 schedule:Friday at 4",
                "Say whether you mean 4am or 4pm",
            ),
        ],
    )
    .await;
    hears(
        &carys,
        &[
            (
                "/digest schedule region:South Wales schedule:every other Tuesday",
                "every 2 weeks on Tuesday at 09:00, from 24 November 2026",
            ),
            (
                "/digest schedule region:South Wales schedule:fortnightly on friday 17.00",
                "every 2 weeks on Friday at 17:00, from 27 November 2026",
            ),
            (
                "/digest schedule region:South Wales schedule:quarterly",
                "on the 1st of January, April, July and October at 09:00",
            ),
        ],
    )
    .await;
    let offered = megan
        .completes("reminder calloff", "schedule", "every 2 months", &[])
        .await;
    assert_eq!(
        offered[0].name,
        "every 2 months on the 1st at 09:00, from 1 December 2026"
    );
    // What was set comes back as it was, after a restart too.
    let mut region = region;
    region.stop_griffin().await;
    region.run_griffin().await;
    let listed = megan.types("/reminder list").await;
    for schedule in ["every 6 months on the 1st", "every 3 months on the 15th"] {
        assert!(listed.says(schedule), "{listed}");
    }
    region.end().await;
}

#[tokio::test]
async fn days_and_times_as_tenders_have_them() {
    let (region, [megan, ..]) = announced(Forum).await;
    let at = |day, hour| {
        let at = Utc.with_ymd_and_hms(2026, 12, day, hour, 0, 0).unwrap();
        at.format("%-d %B %Y %H:%M").to_string()
    };
    for (typed, day, hour) in [
        ("12 noon on 19 December 2026", 19, 12),
        ("20 Dec 12 noon", 20, 12),
        ("21 December 2026 at 12 noon", 21, 12),
        ("by 5pm on 22 Dec", 22, 17),
        ("23 Dec 1700 hrs", 23, 17),
        ("24/12/2026 17.00", 24, 17),
        ("28 Dec 5pm GMT", 28, 17),
    ] {
        let line = format!("/tender extend tender:SF-1 respond_by:{typed} reason:More time");
        let answer = does(&megan, &line).await;
        assert!(answer.says(&at(day, hour)), "{line}\n{answer}");
    }
    let announce = |starts| {
        format!(
            "/tender announce title:Salt respond_by:18 Dec starts:{starts} ends:31 March 2029 lot:Salt, tonne"
        )
    };
    let (month, quarter) = (announce("April 2027"), announce("Q2 2027"));
    hears(
        &megan,
        &[
            (&month, "Say which day: 1 April 2027, or 30 April 2027?"),
            (&quarter, "Say which day: 1 April 2027, or 30 June 2027?"),
            (
                "/tender extend tender:SF-1 respond_by:29 Dec 27 noon reason:x",
                "write any year with four digits",
            ),
            (
                "/tender extend tender:SF-1 respond_by:29 Dec 5pm BST reason:x",
                "clocks here show GMT, not BST",
            ),
            (
                "/tender extend tender:SF-1 respond_by:29 Dec midnight reason:x",
                "write 00:00 or 23:59",
            ),
        ],
    )
    .await;
    region.end().await;
}

#[tokio::test]
async fn figures_may_have_the_unit_of_their_lot() {
    let (region, [megan, owain, _]) = announced(Forum).await;
    hears(
        &megan,
        &[
            (
                "/requirement declare tender:SF-1 lot:House coal quantity:620 tonnes at_least:600t baseline:£168.00/t",
                "620 tonnes",
            ),
            (
                "/requirement declare tender:SF-1 lot:House\u{a0}coal, tonne quantity:1.2k t",
                "1,200 tonnes",
            ),
            (
                "/requirement declare tender:SF-1 lot:House coal quantity:620 kg",
                "This lot is counted in tonnes, not in kilograms",
            ),
        ],
    )
    .await;
    let table = "lot\u{200b},quantity,at\u{a0}least,baseline\nHouse\u{202f}coal,185.5\u{a0}t,150 tonnes,£175.25 per tonne\n";
    let found = owain
        .attaches("file", "r.csv", table)
        .types("/requirement import tender:SF-1 file:r.csv")
        .await;
    let declared = owain.presses(&found, "Declare all of this").await;
    assert!(
        declared.render().replace('\\', "").contains("185.5 tonnes"),
        "{declared}"
    );
    hears(
        &megan,
        &[
            ("/tender close tender:SF-1", "SF-1"),
            (
                "/tender publish tender:SF-1 notice:000123-2026 bids_by:12 noon on 18 January 2027",
                "SF-1",
            ),
            (
                "/tender indicate tender:SF-1 lot:House coal price:£150 a tonne",
                "£150.00",
            ),
            (
                "/tender award tender:SF-1 lot:House coal supplier:Cwm Fuels price:142.50/t ceiling:£250k",
                "1,754.385 tonnes",
            ),
            (
                "/tender award tender:SF-1 lot:House coal supplier:Cwm Fuels price:142.50/kg",
                "priced by the tonne, not by the kilogram",
            ),
            (
                "/tender award tender:SF-1 lot:House coal supplier:Cwm Fuels price:142.50/t ceiling:1.5k tonnes",
                "1,500 tonnes",
            ),
        ],
    )
    .await;
    region
        .clock
        .advance_to(Utc.with_ymd_and_hms(2027, 4, 2, 9, 0, 0).unwrap());
    let open = |s: &sandbox::Sandbox| card(s).filter(|it| it.says("Call-offs open.")).map(drop);
    region
        .sandbox
        .wait_for("call-offs to open", DEADLINE, open)
        .await;
    hears(
        &megan,
        &[
            (
                "/calloff record tender:SF-1 lot:House coal quantity:20t deliver_on:12 noon on 9 April 2027",
                "20 tonnes",
            ),
            (
                "/calloff record tender:SF-1 lot:House coal quantity:20 litres",
                "in tonnes, not in litres",
            ),
            (
                "/calloff correct tender:SF-1 call_off:1 quantity:18 tonnes",
                "18 tonnes",
            ),
            (
                "/calloff correct tender:SF-1 call_off:1 quantity:18 kWh",
                "in tonnes, not in kWh",
            ),
        ],
    )
    .await;
    // Of another's order nothing is told, not even what it is measured in.
    let other = owain
        .types("/calloff correct tender:SF-1 call_off:1 quantity:18 kWh")
        .await;
    assert!(!other.says("in tonnes"), "{other}");
    let carys = region.member("Carys Pugh");
    hears(
        &carys,
        &[("/savings cost region:South Wales amount:£1.5k", "£1,500.00")],
    )
    .await;
    region.end().await;
}

#[tokio::test]
async fn whose_law_applies_is_asked_and_not_guessed() {
    let region = Region::start().await;
    let rhys = region.member("Rhys Morgan");
    let asked = rhys
        .types("/griffin setup registrar_role:@Registrar time_zone:london")
        .await;
    assert!(
        asked.private && asked.says("Which nation's procurement law"),
        "{asked}"
    );
    // Nothing was made or kept meanwhile.
    assert_eq!(region.entries().await, 0);
    assert!(!rhys.can_see("registrars"));
    let early = region.member("Carys Pugh").types("/ledger show").await;
    assert!(early.says("isn't set up"), "{early}");

    let done = rhys.chooses(&asked, "Choose one", &["Scotland"]).await;
    assert!(
        done.says("griffin is set up")
            && done.says("Nation: Scotland")
            && done.says("Time zone: Europe/London")
            && done.says("Registrar"),
        "{done}"
    );
    // What is set up stays as it is.
    let again = rhys.types("/griffin setup").await;
    assert!(
        again.says("The settings have changed") && again.says("Nation: Scotland"),
        "{again}"
    );
    region.end().await;
}
