//! What one person sees of all that is known of a tender: the card, what their authorities declared, and how each
//! authority stands.

use super::cards::{buttons, embed};
use super::service::{Card, LastTime};
use crate::discord::escape::line;
use crate::discord::{Answer, limits};
use crate::requirements::service::Shown;
use crate::tenders::rules::AnswerState;
use crate::words::{Lang, say};

/// So many characters at most of what others need in an open book: how each stands must have room below.
const OTHERS_ROOM: usize = limits::CONTENT / 2;

/// All about a tender for one person: the card and how each authority stands.
///
/// `declared` is what that person may see of the requirements.
/// `last` is what their own authorities declared and called off the last time.
pub fn details(it: &Card, declared: &Shown, last: &[LastTime], lang: Lang) -> Answer {
    let mut lines = Vec::new();
    let mut left_out = 0;
    let open = it.tender.open_book;
    let mut rows: Vec<_> = declared.rows.iter().filter(|row| row.own || open).collect();
    rows.sort_by_key(|row| !row.own);
    for row in rows {
        let Some(lot) = it.lots.iter().find(|lot| lot.id == row.requirement.lot_id) else {
            continue;
        };
        let who = line(&row.who.short_name);
        let quantity = line(&lot.unit.show(row.requirement.expected).say(lang));
        let lot = line(&lot.title);
        let needs = match row.requirement.year {
            0 => say!(lang, "dossiers-needs", who, quantity, lot),
            year => say!(lang, "dossiers-needs-in-year", who, quantity, lot, year),
        };
        match row.own || limits::length(&lines.join("\n")) < OTHERS_ROOM {
            true => lines.push(needs),
            false => left_out += 1,
        }
    }
    for last in last {
        let Some(lot) = it.lots.iter().find(|lot| lot.id == last.before.lot_id) else {
            continue;
        };
        let show = |quantity| line(&lot.unit.show(quantity).say(lang));
        lines.push(say!(
            lang,
            "dossiers-last-time",
            who = line(&last.who),
            reference = last.before.reference.as_str(),
            declared = show(last.before.a_year),
            lot = line(&lot.title),
            ordered = show(last.called_off)
        ));
    }
    if left_out > 0 {
        lines.push(say!(lang, "dossiers-need-too", count = left_out));
    }
    for state in [
        AnswerState::Answered,
        AnswerState::ToConfirm,
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
                AnswerState::ToConfirm => say!(lang, "dossiers-to-confirm-names", names),
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
    use crate::tenders::service::{Announce, announce, decline, find, join};
    use crate::testing::{ABW, BRY, GUILD, NIA, REF, TRA, World, line, part, scenes};

    #[tokio::test]
    async fn an_open_book_shows_everybodys() {
        for world in scenes::councils().await {
            let open = Announce {
                open_book: true,
                ..World::solid_fuel()
            };
            announce(&world.ledger, &world.by(ABW), open).await.unwrap();
            for (who, authority, tonnes) in [(NIA, "DYF", "96.25"), (BRY, "BRY", "185.5")] {
                let coal = vec![line("House coal", tonnes, "")];
                world.declare(who, authority, coal).await.unwrap();
            }
            let db = world.reader();
            let tender = find(&db, GUILD, REF).await.unwrap();
            let card = card(&db, &tender).await.unwrap();
            let declared = show(&db, &world.by(NIA), REF).await.unwrap();
            let said = details(&card, &declared, &[], Lang::English);
            let said = said.content();
            let first_two: Vec<&str> = said.lines().take(2).collect();
            assert_eq!(
                first_two,
                [
                    "DYF needs 96\\.25 tonnes of House coal in every contract year",
                    "BRY needs 185\\.5 tonnes of House coal in every contract year"
                ]
            );
        }
    }

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
                details(&card, &declared, &[], Lang::English).content(),
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
