//! What a person is told when something is not done: a refusal, or a fault.

use sha2::{Digest, Sha256};

use super::super::{Error, escape, limits};
use super::message::Answer;
use crate::ledger::Fault;
use crate::values::Refusal;
use crate::words::{Lang, say, text};

/// How much of a person's own input is shown back, however much there is to say: more where there is room.
const GIVEN_MIN: usize = 700;

/// What a person is told of an error; a fault is logged here, once.
///
/// `what` names the command, button or form; `given` is the person's own input.
pub(in crate::discord) fn of_error(
    error: &Error,
    what: &str,
    given: &str,
    interaction: u64,
    lang: Lang,
) -> Answer {
    match error {
        Error::Refused(refusal) => refused(refusal, given, lang),
        Error::Asks(preview) => {
            let fault = Fault::new(format!("asked where nobody can say yes: {}", preview.title));
            broken(&fault, what, interaction, lang)
        }
        Error::Fault(fault) => broken(fault, what, interaction, lang),
    }
}

/// A refusal: what was wrong, what would be right, and the person's own input.
pub fn refused(refusal: &Refusal, given: &str, lang: Lang) -> Answer {
    let wrong = escape::markdown(&refusal.wrong.say(lang));
    let mut text = say!(lang, "discord-refused", wrong);
    if !refusal.help.is_empty() {
        // After a list, what would be right is said of all of it.
        let between = if text.contains('\n') { '\n' } else { ' ' };
        text = format!(
            "{text}{between}{}",
            escape::markdown(&refusal.help.say(lang))
        );
    }
    if given.trim().is_empty() {
        return Answer::text(text);
    }
    let given = format!("\n> {}", escape::line(given));
    let room = limits::CONTENT.saturating_sub(limits::length(&text));
    let given = limits::cut(&given, room.max(GIVEN_MIN));
    let left = limits::CONTENT.saturating_sub(limits::length(&given));
    Answer::text(limits::cut(&text, left) + &given)
}

/// A fault: a short reference that is also in the log, and never the cause.
pub(in crate::discord) fn broken(
    cause: &dyn std::fmt::Display,
    what: &str,
    interaction: u64,
    lang: Lang,
) -> Answer {
    let reference = reference(interaction);
    tracing::error!(%reference, what, %cause, "a fault");
    Answer::text(say!(lang, "discord-fault", reference))
}

/// Eight digits that an interaction always has, and that say nothing of it.
pub fn reference(interaction: u64) -> String {
    let hash = Sha256::digest(interaction.to_be_bytes());
    hash.iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// griffin's commands are for servers.
pub(in crate::discord) fn only_in_a_server() -> Refusal {
    Refusal::new(
        text!("discord-only-in-a-server"),
        text!("discord-only-in-a-server-help"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::testing::shows;
    use crate::words::Text;

    fn plain(wrong: &str, help: &str) -> Refusal {
        Refusal::new(Text::verbatim(wrong), Text::verbatim(help))
    }

    #[test]
    fn a_refusal_helps_and_shows_the_input_back_harmless() {
        let refusal = plain("“**” is no lot.", "Lots are: House coal.");
        let text = refused(
            &refusal,
            "/requirement declare lot:** @everyone\n# x",
            Lang::English,
        )
        .content();
        assert_eq!(
            text,
            "**Not done.** “\\*\\*” is no lot. Lots are: House coal.\n> /requirement declare lot:\\*\\* @\u{200b}everyone # x"
        );
        assert_eq!(
            refused(&plain("No.", ""), " ", Lang::English).content(),
            "**Not done.** No."
        );
        let of_lines = plain("A line is wrong.\nLine 2: No.", "Correct it.");
        assert_eq!(
            refused(&of_lines, "", Lang::English).content(),
            "**Not done.** A line is wrong.\nLine 2: No.\nCorrect it."
        );
    }

    #[test]
    fn a_refusal_reads_well() {
        let refusal = only_in_a_server();
        shows!("refusal", |lang| refused(
            &refusal,
            "/tender show tender:SF-2027-01",
            lang
        ));
        shows!("fault", |lang| broken(&"a fault", "/tender show", 42, lang));
    }

    #[test]
    fn a_refusal_of_any_length_fits_and_keeps_the_input() {
        for (wrong, given) in [(3000, 3000), (3000, 5), (10, 3000), (10, 1500)] {
            let (wrong, given) = ("*".repeat(wrong), "x".repeat(given));
            let text = refused(&plain(&wrong, "y"), &given, Lang::English).content();
            assert!(limits::length(&text) <= limits::CONTENT);
            let shown = text.split_once("\n> ").map_or("", |(_, it)| it);
            let all = given.len() < 700 || (wrong.len() == 10 && given.len() == 1500);
            assert_eq!(shown == given, all, "{text}");
            assert!(shown.len() >= given.len().min(690), "{text}");
        }
    }

    #[test]
    fn a_fault_says_a_reference_and_never_its_cause() {
        let error = Error::Fault(Fault::new("no such table: tender"));
        let text = of_error(&error, "/tender show", "secret", 42, Lang::English).content();
        assert!(
            text.contains(&reference(42)) && !text.contains("table") && !text.contains("secret"),
            "{text}"
        );
        assert_eq!(reference(42).len(), 8);
        assert_ne!(reference(42), reference(43));
    }
}
