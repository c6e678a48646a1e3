//! What one person sees of all that is known of a tender: the card, what their authorities declared, and how each
//! authority stands.

use super::cards::{buttons, embed};
use super::service::Card;
use crate::discord::Answer;
use crate::discord::escape::line;
use crate::requirements::service::Shown;
use crate::tenders::rules::AnswerState;
use crate::words::{Lang, say};

/// All about a tender for one person: the card and how each authority stands.
///
/// `declared` is what that person may see of the requirements.
pub fn details(it: &Card, declared: &Shown, lang: Lang) -> Answer {
    let mut lines = Vec::new();
    for row in declared.rows.iter().filter(|row| row.own) {
        let Some(lot) = it.lots.iter().find(|lot| lot.id == row.requirement.lot_id) else {
            continue;
        };
        let who = line(&row.who.short_name);
        let quantity = line(&lot.unit.show(row.requirement.expected).say(lang));
        let lot = line(&lot.title);
        lines.push(match row.requirement.year {
            0 => say!(lang, "dossiers-needs", who, quantity, lot),
            year => say!(lang, "dossiers-needs-in-year", who, quantity, lot, year),
        });
    }
    for state in [
        AnswerState::Answered,
        AnswerState::Outstanding,
        AnswerState::Invited,
        AnswerState::Declined,
        AnswerState::Asked,
    ] {
        let of = it.answers.iter().filter(|a| a.state == state);
        let names: Vec<String> = of.map(|a| line(&a.who.short_name)).collect();
        if !names.is_empty() {
            let names = names.join(", ");
            lines.push(match state {
                AnswerState::Answered => say!(lang, "dossiers-have-answered", names),
                AnswerState::Outstanding => say!(lang, "dossiers-have-joined", names),
                AnswerState::Invited => say!(lang, "dossiers-not-heard-from", names),
                AnswerState::Declined => say!(lang, "dossiers-have-declined", names),
                AnswerState::Asked => say!(lang, "dossiers-have-asked", names),
            });
        }
    }
    Answer::text(lines.join("\n"))
        .embed(embed(it, lang))
        .row(buttons(&it.tender, lang))
}
