use super::*;
use crate::testing::{at, date, local};
use chrono_tz::Europe::London;
use proptest::prelude::*;

#[test]
fn reads_lots_as_people_type_them() {
    let read = |text: &str| -> Vec<String> {
        let lots = parse_lots(text).unwrap();
        lots.iter()
            .map(|l| format!("{}|{}", l.title, l.unit.as_str()))
            .collect()
    };
    assert_eq!(
        read("House coal, tonne; Smokeless fuel, tonne"),
        ["House coal|tonne", "Smokeless fuel|tonne"]
    );
    assert_eq!(
        read(" Paper,  A4, white , reams ;; "),
        ["Paper, A4, white|ream"]
    );
    for (text, says) in [
        ("", "at least one lot"),
        (";;", "at least one lot"),
        ("House coal", "its unit"),
        (", tonne", "is empty"),
        ("House coal,", "unit of measure"),
        ("Coal, tonne; coal, kg", "twice"),
    ] {
        let said = parse_lots(text).unwrap_err().to_string();
        assert!(said.contains(says), "{text}: {said}");
    }
    let many: String = (0..=LOTS_MAX).map(|n| format!("Lot {n}, tonne;")).collect();
    assert!(
        parse_lots(&many)
            .unwrap_err()
            .wrong
            .to_string()
            .contains("too many")
    );
}

fn armed(stage: Stage, respond_by: DateTime<Utc>, now: DateTime<Utc>) -> Vec<&'static str> {
    let all = calendar(
        stage,
        respond_by,
        date(2027, 4, 1),
        date(2029, 3, 31),
        now,
        London,
    );
    all.into_iter()
        .filter(|(_, arm)| matches!(arm, Arm::At(_)))
        .map(|(kind, _)| kind)
        .collect()
}

#[test]
fn chases_skip_holidays_and_hours_that_are_past() {
    // The deadline is Tuesday 29 December 2026: Monday is a bank holiday for Boxing Day, Friday is Christmas.
    let all = calendar(
        Stage::Collecting,
        local(2026, 12, 29, 17, 0, 0),
        date(2027, 4, 1),
        date(2029, 3, 31),
        local(2026, 12, 1, 9, 0, 0),
        London,
    );
    assert_eq!(
        all[2],
        ("tender.chase.1wd", Arm::At(local(2026, 12, 24, 9, 0, 0)))
    );
    let deadline = local(2026, 12, 18, 17, 0, 0);
    let later = [
        "tender.deadline",
        "tender.start",
        "tender.end",
        "tender.renewal",
    ];
    assert_eq!(
        armed(Stage::Collecting, deadline, local(2026, 12, 17, 9, 0, 0)),
        later,
        "09:00 itself is past"
    );
    assert_eq!(
        armed(Stage::Collecting, deadline, local(2026, 12, 17, 8, 0, 0)).len(),
        5
    );
    assert_eq!(
        armed(Stage::Collected, deadline, local(2026, 12, 1, 9, 0, 0)),
        later[1..]
    );
    assert!(armed(Stage::Cancelled, deadline, local(2026, 12, 1, 9, 0, 0)).is_empty());
    let past = calendar(
        Stage::CallOff,
        deadline,
        date(2027, 4, 1),
        date(2029, 3, 31),
        local(2027, 5, 1, 9, 0, 0),
        London,
    );
    assert_eq!(past[4], ("tender.start", Arm::Leave));
    let late = calendar(
        Stage::Awarded,
        deadline,
        date(2027, 4, 1),
        date(2029, 3, 31),
        local(2027, 5, 1, 9, 0, 0),
        London,
    );
    assert_eq!(
        late[4],
        ("tender.start", Arm::At(local(2027, 4, 1, 0, 0, 0))),
        "an award after the start falls due at once"
    );
    // 09:00 is by the clocks of the server's zone, in summer too.
    let summer = calendar(
        Stage::Collecting,
        local(2026, 7, 17, 17, 0, 0),
        date(2027, 4, 1),
        date(2029, 3, 31),
        local(2026, 7, 1, 9, 0, 0),
        London,
    );
    assert_eq!(summer[0].1, Arm::At(at("2026-07-10T08:00:00Z")));
}

#[test]
fn a_name_with_a_comma_is_one_where_it_is_known() {
    let known = |text: &str| same_name(text, "Bath, Bristol and Avon");
    assert_eq!(
        names_among("bath, bristol and avon ", known),
        ["bath, bristol and avon"]
    );
    assert_eq!(
        names_among("South Wales, ; south wales; Mid", known),
        ["South Wales", "Mid"]
    );
    assert!(names_among(" ", known).is_empty());
}

#[test]
fn who_may_join_when() {
    for stage in Stage::ALL {
        let outcome = |invited, entitled| joining(stage, "SF-2027-01", invited, entitled).ok();
        let all = [(true, true), (true, false), (false, true), (false, false)]
            .map(|(i, e)| outcome(i, e));
        let expected = match stage {
            Stage::Collecting => [Some(Joining::Joins), Some(Joining::Joins), None, None],
            Stage::Collected => [Some(Joining::Asks), Some(Joining::Asks), None, None],
            Stage::OutToTender | Stage::Awarded | Stage::CallOff => [
                Joining::Asks,
                Joining::NextRound,
                Joining::Asks,
                Joining::NextRound,
            ]
            .map(Some),
            Stage::Ended | Stage::Cancelled => [None; 4],
        };
        assert_eq!(all, expected, "{stage}");
    }
}

#[test]
fn answers_and_rates() {
    assert!(AnswerState::of(None).is_outstanding());
    assert!(AnswerState::of(Some((Part::Joined, false))).is_outstanding());
    for answered in [
        (Part::Joined, true),
        (Part::Declined, true),
        (Part::Declined, false),
        (Part::Withdrawn, false),
        (Part::Asked, false),
    ] {
        assert!(
            !AnswerState::of(Some(answered)).is_outstanding(),
            "{answered:?}"
        );
    }
    let states = [
        AnswerState::Invited,
        AnswerState::Answered,
        AnswerState::Declined,
        AnswerState::Asked,
    ];
    let responses = Responses::count(states);
    assert_eq!(
        (responses.invited, responses.answered, responses.percent()),
        (3, 2, 66)
    );
    assert_eq!(Responses::default().percent(), 100);
}

proptest! {
    #[test]
    fn nothing_panics(text in any::<String>(), near in "([A-Za-z]{0,8}|,|;| |tonne|\n){0,12}") {
        for text in [&text, &near] {
            let _ = names(text);
            if let Ok(lots) = parse_lots(text) {
                // What is read is written the same way again.
                let again: String = lots.iter().map(|l| format!("{}, {};", l.title, l.unit.as_str())).collect();
                prop_assert_eq!(parse_lots(&again), Ok(lots));
            }
        }
    }

    #[test]
    fn what_is_armed_is_to_come_and_chases_come_before_the_deadline(
        respond in 0_i64..63_000_000, now in 0_i64..63_000_000, length in 0_u64..4_000,
    ) {
        let base = local(2026, 1, 1, 0, 0, 0);
        let (respond, now) = (base + chrono::TimeDelta::seconds(respond), base + chrono::TimeDelta::seconds(now));
        let starts = date(2028, 2, 1);
        let ends = starts.checked_add_days(Days::new(length)).unwrap();
        for (kind, arm) in calendar(Stage::Collecting, respond, starts, ends, now, London) {
            if let Arm::At(at) = arm {
                prop_assert!(at > now || kind == "tender.deadline");
                prop_assert!(!kind.starts_with("tender.chase") || at < respond);
            }
        }
    }
}

#[test]
fn a_tender_that_is_there_already_says_so() {
    let said = |to| {
        step(Stage::Collected, to, "SF-1")
            .unwrap_err()
            .wrong
            .to_string()
    };
    assert_eq!(
        said(Stage::Collected),
        "SF-1 is already at the stage “Requirements in”."
    );
    assert_eq!(
        said(Stage::Ended),
        "SF-1 is at the stage “Requirements in”, so it can't go to “Ended”."
    );
}

#[test]
fn a_step_that_was_taken_already_helps_with_what_can_be_done() {
    let said = |at| step(at, at, "SF-1").unwrap_err().to_string();
    assert!(said(Stage::Collecting).ends_with("use /tender extend."));
    assert_eq!(
        said(Stage::Cancelled),
        "SF-1 was cancelled. Announce a new one with /tender announce."
    );
}
