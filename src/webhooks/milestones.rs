//! A tender's milestone in words, as everybody may read it.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::Value;

use super::told::Section;
use crate::dossiers::service::Card;
use crate::values::time_zone;

fn day(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// The title and what stands below it; none: there is nothing to say any more.
pub fn milestone(card: &Card, what: &str, args: &Value, tz: Tz) -> Option<(String, Vec<Section>)> {
    let tender = &card.tender;
    let moment = |at| time_zone::told(at, tz);
    let (headline, next) = match what {
        "announced" => (
            "requirements are being collected".to_owned(),
            Some(format!("Answers are due {}.", moment(tender.respond_by))),
        ),
        "extended" => (
            "more time to answer".to_owned(),
            Some(format!(
                "Answers are now due {}.",
                moment(tender.respond_by)
            )),
        ),
        "reopened" => (
            "requirements are being collected again".to_owned(),
            Some(format!("Answers are due {}.", moment(tender.respond_by))),
        ),
        "collected" => (
            "the requirements are in".to_owned(),
            Some("Next, the lead goes out to tender.".to_owned()),
        ),
        "published" => (
            "out to tender".to_owned(),
            tender
                .bids_by
                .map(|at| format!("Bids are due {}.", moment(at))),
        ),
        "awarded" => {
            let id = args["lot_id"].as_i64()?;
            let lot = card.lots.iter().find(|lot| lot.id == id)?;
            let award = card.awards.iter().find(|award| award.lot_id == id)?;
            let anew = match args["replaced"] == true {
                true => "was awarded anew, to",
                false => "was awarded to",
            };
            (
                format!("{} {anew} {}", lot.title, award.supplier),
                tender
                    .standstill_ends
                    .map(|on| format!("The standstill ends at the end of {}.", day(on))),
            )
        }
        "started" => (
            "the contract has begun".to_owned(),
            Some("Call-offs are open.".to_owned()),
        ),
        "renewal" => (
            format!("the contract ends on {}", day(tender.ends)),
            Some("It is time to plan the next round.".to_owned()),
        ),
        "ended" => ("the contract has ended".to_owned(), None),
        "cancelled" => ("cancelled".to_owned(), None),
        _ => return None,
    };
    let mut lines: Vec<String> = next.into_iter().collect();
    if let Some(reason) = args["reason"].as_str() {
        lines.push(format!("Reason: {reason}"));
    }
    lines.push(format!(
        "Lead: {} ({})",
        card.lead.name, card.lead.short_name
    ));
    if matches!(what, "announced" | "published" | "awarded" | "started") {
        lines.push(format!(
            "Contract: {} to {}",
            day(tender.starts),
            day(tender.ends)
        ));
        if let Some(notice) = tender.notice.as_ref().filter(|_| what != "announced") {
            lines.push(format!("Notice: {notice}"));
        }
        let lots: Vec<String> = card
            .lots
            .iter()
            .map(|lot| format!("{} ({})", lot.title, lot.unit.plural()))
            .collect();
        lines.push(format!("Lots: {}", lots.join("; ")));
    }
    let title = format!("{} {}: {headline}", tender.reference, tender.title);
    Some((title, vec![Section::of(lines)]))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::London;
    use serde_json::json;

    use super::super::hearing::MILESTONES;
    use super::*;
    use crate::awards::testing::{TENDER, worlds};
    use crate::dossiers::service as dossiers;
    use crate::tenders::service as tenders;

    #[tokio::test]
    async fn every_milestone_that_is_queued_has_words_and_nobodys_markup() {
        for world in worlds().await {
            world.award("Gwen Parry", world.house_coal()).await.unwrap();
            let db = world.ledger.reader();
            let tender = tenders::find(&db, world.guild_id, TENDER).await.unwrap();
            let card = dossiers::card(&db, &tender).await.unwrap();
            let args = json!({ "lot_id": world.lots[0], "reason": "More time" });
            let told = |what: &str| {
                let (title, sections) = milestone(&card, what, &args, London).expect(what);
                let lines = sections.into_iter().flat_map(|it| it.lines);
                [title].into_iter().chain(lines).collect::<Vec<_>>()
            };
            let mut titles = Vec::new();
            for what in MILESTONES {
                let lines = told(what);
                let all = lines.join("\n");
                assert!(!all.contains("**") && !all.contains("<t:"), "{all}");
                assert!(all.contains("Reason: More time"), "{all}");
                titles.push(lines[0].clone());
            }
            titles.sort();
            titles.dedup();
            assert_eq!(titles.len(), MILESTONES.len(), "{titles:#?}");
            let awarded = told("awarded");
            assert!(
                awarded[0].ends_with("House coal was awarded to Cwm Fuels Ltd"),
                "{awarded:?}"
            );
            assert!(
                !awarded.join(" ").contains("152"),
                "no price is told elsewhere: {awarded:?}"
            );
            for nobodys in ["chase", "asked", "admitted"] {
                assert_eq!(milestone(&card, nobodys, &args, London), None);
            }
        }
    }
}
