use super::*;
use crate::values::CallOffId;

/// Each option's name, with a star where it is required.
fn options(command: &Command) -> String {
    let name = |option: &poise::CommandParameter<Data, crate::discord::Error>| {
        format!("{}{}", option.name, if option.required { "*" } else { "" })
    };
    command
        .parameters
        .iter()
        .map(name)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn options_are_those_of_the_design() {
    let calloff = calloff();
    let of: Vec<String> = calloff
        .subcommands
        .iter()
        .map(|c| format!("{}: {}", c.name, options(c)))
        .collect();
    assert_eq!(
        of,
        [
            "record: tender* lot* quantity* as deliver_on site order_number",
            "list: tender* lot authority page",
            "balance: tender* lot as year",
            "correct: tender* call_off* quantity lot deliver_on site order_number reason",
        ]
    );
    assert_eq!(
        options(&crate::awards::commands::award()),
        "tender* lot* supplier price ceiling sme local notice_on outcome reason extensions index"
    );
    assert_eq!(
        options(&crate::awards::commands::vary()),
        "tender* kind* reason* lot from value ground index"
    );
}

#[test]
fn what_must_be_remembered_is_offered() {
    let calloff = calloff();
    let award = crate::awards::commands::award();
    for command in calloff.subcommands.iter().chain([&award]) {
        for option in &command.parameters {
            let remembered =
                ["tender", "lot", "as", "authority", "call_off"].contains(&&*option.name);
            assert_eq!(
                option.autocomplete_callback.is_some(),
                remembered,
                "{} {}",
                command.name,
                option.name
            );
        }
    }
}

#[test]
fn a_call_off_is_known_by_its_number_with_or_without_signs() {
    for text in ["17", "#17", " `17` "] {
        assert_eq!(number(text).unwrap(), CallOffId(17), "{text}");
    }
    assert!(
        number("seventeen")
            .unwrap_err()
            .to_string()
            .contains("“seventeen” isn't a call-off's number")
    );
}

#[test]
fn every_button_has_one_handler() {
    let presses = crate::discord::Presses::new(presses()).unwrap();
    assert_eq!(
        presses.kinds().collect::<Vec<_>>(),
        [
            cards::CALL_OFF_AS,
            cards::BALANCE,
            cards::BALANCE_AS,
            cards::CHOOSE,
            cards::CORRECT,
            cards::CORRECT_FORM,
            cards::FORM,
            cards::CALL_OFF,
            cards::TURN,
            cards::UNDO,
            cards::UNDO_FORM
        ]
    );
}
