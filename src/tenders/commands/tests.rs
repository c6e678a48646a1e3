//! The commands have the options of the design, section 6.

use super::*;

/// The options of each subcommand, required ones with a star.
fn options(commands: &[Command]) -> Vec<String> {
    let part = |command: &Command, part: &Command| {
        let options: Vec<String> = part
            .parameters
            .iter()
            .map(|o| format!("{}{}", o.name, if o.required { "*" } else { "" }))
            .collect();
        format!("/{} {}: {}", command.name, part.name, options.join(" "))
    };
    commands
        .iter()
        .flat_map(|c| c.subcommands.iter().map(move |s| part(c, s)))
        .collect()
}

#[test]
fn the_options_are_those_of_the_design() {
    let expected = [
        "/tender announce: title* respond_by* starts* ends* lot* lead category regions description open_book reference",
        "/tender copy: tender*",
        "/tender drafts: ",
        "/tender list: stage region mine",
        "/tender join: tender* as reason",
        "/tender decline: tender* as reason",
        "/tender leave: tender* as reason",
        "/tender edit: tender* title description category starts ends open_book notice bids_by lead regions entitled reason",
        "/tender extend: tender* respond_by reason",
        "/tender close: tender* reason",
        "/tender reopen: tender* respond_by reason",
        "/tender cancel: tender* reason",
        "/tender withdraw: tender* reason",
        "/tender publish: tender* notice* bids_by entitled",
        "/tender admit: tender* authority*",
        "/tender chase: tender*",
        "/lot add: tender* lot*",
        "/lot edit: tender* lot* title unit",
        "/lot remove: tender* lot* reason",
    ];
    assert_eq!(options(&commands()), expected);
}

#[test]
fn every_button_and_menu_of_a_tender_is_handled() {
    let handled: Vec<&str> = presses().into_iter().map(|(kind, _)| kind).collect();
    use cards::kind::{AMENDMENT, JOIN, JOIN_AS, NOT_YET, OBJECT, PAGE};
    use cards::kind::{PUBLISH_AS_READ, PUBLISH_AS_TYPED, RESTORE};
    let buttons = [
        JOIN,
        JOIN_AS,
        RESTORE,
        AMENDMENT,
        OBJECT,
        PAGE,
        PUBLISH_AS_READ,
        PUBLISH_AS_TYPED,
        NOT_YET,
    ];
    assert_eq!(handled, buttons);
}

#[test]
fn discord_takes_the_commands() {
    use crate::discord::limits::{COMMAND_DESCRIPTION, COMMAND_TOTAL, length};
    for mut command in commands() {
        crate::discord::describing::describe(&mut command);
        let mut total = 0;
        for part in &command.subcommands {
            let what = part.description.as_deref().unwrap_or_default();
            assert!(
                !what.is_empty() && length(what) <= COMMAND_DESCRIPTION,
                "{}",
                part.name
            );
            total += length(&part.name) + length(what);
            for option in &part.parameters {
                let what = option.description.as_deref().unwrap_or_default();
                assert!(
                    !what.is_empty() && length(what) <= COMMAND_DESCRIPTION,
                    "{}",
                    option.name
                );
                total += length(&option.name) + length(what);
            }
        }
        // Room is left for `award`, which another capability brings.
        assert!(total <= COMMAND_TOTAL - 2_000, "{total}");
    }
}
