//! A tender's news in words, as everybody may read it.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::told::Section;
use crate::dossiers::news::News;
use crate::dossiers::service::Card;
use crate::values::{Stage, time_zone};
use crate::words::text;

fn day(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// The title and what stands below it; none: there is nothing to say any more.
pub fn milestone(card: &Card, news: &News, tz: Tz) -> Option<(String, Vec<Section>)> {
    let tender = &card.tender;
    let stage = tender.stage;
    if !news.is_told_at(stage) {
        return None;
    }
    let moment = |at| time_zone::told(at, tz);
    let (headline, next) = match news {
        News::Announced => (
            "requirements are being collected".to_owned(),
            Some(format!("Answers are due {}.", moment(tender.respond_by))),
        ),
        News::Extended { .. } => (
            "more time to answer".to_owned(),
            Some(format!(
                "Answers are now due {}.",
                moment(tender.respond_by)
            )),
        ),
        News::Reopened { .. } => (
            "requirements are being collected again".to_owned(),
            Some(format!("Answers are due {}.", moment(tender.respond_by))),
        ),
        News::Collected { .. } => (
            "the requirements are in".to_owned(),
            (stage == Stage::Collected).then(|| "Next, the lead goes out to tender.".to_owned()),
        ),
        News::Published if stage == Stage::OutToTender => (
            "out to tender".to_owned(),
            tender
                .bids_by
                .map(|at| format!("Bids are due {}.", moment(at))),
        ),
        News::Published => (text!("webhooks-was-published").to_string(), None),
        News::Awarded { lot_id, replaced } => {
            let lot = card.lots.iter().find(|lot| lot.id == *lot_id)?;
            let award = card.awards.iter().find(|award| award.lot_id == *lot_id)?;
            let anew = match replaced {
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
        News::Started => (
            "the contract has begun".to_owned(),
            (stage == Stage::CallOff).then(|| "Call-offs are open.".to_owned()),
        ),
        News::Renewal => (
            format!("the contract ends on {}", day(tender.ends)),
            Some("It is time to plan the next round.".to_owned()),
        ),
        News::Ended => ("the contract has ended".to_owned(), None),
        News::Cancelled { .. } => ("cancelled".to_owned(), None),
    };
    let mut lines: Vec<String> = next.into_iter().collect();
    if let Some(reason) = news.reason() {
        lines.push(format!("Reason: {reason}"));
    }
    lines.push(format!(
        "Lead: {} ({})",
        card.lead.name, card.lead.short_name
    ));
    let announced = *news == News::Announced;
    if announced || matches!(news, News::Published | News::Awarded { .. } | News::Started) {
        lines.push(format!(
            "Contract: {} to {}",
            day(tender.starts),
            day(tender.ends)
        ));
        if let Some(notice) = tender.notice.as_ref().filter(|_| !announced) {
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

    use super::*;
    use crate::awards::testing::{TENDER, worlds};
    use crate::dossiers::news;
    use crate::dossiers::service as dossiers;
    use crate::tenders::service as tenders;

    #[tokio::test]
    async fn all_news_has_words_and_nobodys_markup() {
        for world in worlds().await {
            world.award("Gwen Parry", world.house_coal()).await.unwrap();
            let db = world.ledger.reader();
            let tender = tenders::find(&db, world.guild_id, TENDER).await.unwrap();
            let mut card = dossiers::card(&db, &tender).await.unwrap();
            let mut told = |news: &News| {
                let told = |stage: &&Stage| news.is_told_at(**stage);
                card.tender.stage = *Stage::ALL.iter().find(told).unwrap();
                let (title, sections) =
                    milestone(&card, news, London).unwrap_or_else(|| panic!("{}", news.name()));
                let lines = sections.into_iter().flat_map(|it| it.lines);
                [title].into_iter().chain(lines).collect::<Vec<_>>()
            };
            let mut titles = Vec::new();
            for news in news::of_each_fact(world.lots[0]) {
                let lines = told(&news);
                let all = lines.join("\n");
                assert!(!all.contains("**") && !all.contains("<t:"), "{all}");
                let why = all.contains("Reason: More time");
                assert_eq!(why, news.reason().is_some(), "{all}");
                titles.push((news.name(), lines[0].clone()));
            }
            titles.sort();
            titles.dedup();
            let mut said: Vec<_> = titles.iter().map(|(_, title)| title).collect();
            said.sort();
            said.dedup();
            assert_eq!(said.len(), titles.len(), "{titles:#?}");
            let awarded = told(&News::Awarded {
                lot_id: world.lots[0],
                replaced: false,
            });
            assert!(
                awarded[0].ends_with("House coal was awarded to Cwm Fuels Ltd"),
                "{awarded:?}"
            );
            assert!(
                !awarded.join(" ").contains("152"),
                "no price is told elsewhere: {awarded:?}"
            );
        }
    }
}
