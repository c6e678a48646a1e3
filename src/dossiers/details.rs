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

#[cfg(test)]
mod tests {
    use super::super::service::card;
    use super::*;
    use crate::requirements::service::show;
    use crate::tenders::service::{decline, find, join};
    use crate::testing::{BRY, GUILD, NIA, REF, TRA, line, part, scenes};

    #[tokio::test]
    async fn one_person_sees_what_is_theirs_and_how_each_authority_stands() {
        for (world, _) in scenes::announced().await {
            let coal = vec![line("House coal", "96.25", "")];
            world.declare(NIA, "DYF", coal).await.unwrap();
            let second_year = crate::requirements::service::Line {
                year: Some("2".into()),
                ..line("Smokeless fuel", "1", "")
            };
            world.declare(NIA, "DYF", vec![second_year]).await.unwrap();
            join(&world.ledger, &world.by(BRY), part("BRY", ""))
                .await
                .unwrap();
            decline(&world.ledger, &world.by(TRA), part("TRA", ""))
                .await
                .unwrap();
            let db = world.reader();
            let tender = find(&db, GUILD, REF).await.unwrap();
            let card = card(&db, &tender).await.unwrap();
            let declared = show(&db, &world.by(NIA), REF).await.unwrap();
            assert_eq!(
                details(&card, &declared, Lang::English).content(),
                "DYF needs 96\\.25 tonnes of House coal in every contract year\n\
             DYF needs 1 tonne of Smokeless fuel in contract year 2\n\
             **Answered**: DYF\n\
             **Joined, but still to declare**: ABW, BRY\n\
             **Not heard from**: GLA, PFR\n\
             **Not taking part**: TRA"
            );
        }
    }
}
