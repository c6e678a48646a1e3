//! A tender's news in words, as everybody may read it.

use chrono_tz::Tz;

use super::bulletin::Section;
use crate::dossiers::news::News;
use crate::dossiers::service::Card;
use crate::values::{Stage, time_zone, weekday_and_day};
use crate::words::{Join, Lang, Text, say, text};

/// The title and what stands below it; none: there is nothing to say any more.
pub fn milestone(card: &Card, news: &News, tz: Tz, lang: Lang) -> Option<(String, Vec<Section>)> {
    let tender = &card.tender;
    let stage = tender.stage;
    if !news.is_told_at(stage) {
        return None;
    }
    let moment = |at| time_zone::told(at, tz);
    let (headline, next) = match news {
        News::Announced => (
            text!("webhooks-announced"),
            Some(text!(
                "webhooks-answers-due",
                at = moment(tender.respond_by)
            )),
        ),
        News::Extended { .. } => (
            text!("webhooks-extended"),
            Some(text!(
                "webhooks-answers-now-due",
                at = moment(tender.respond_by)
            )),
        ),
        News::Reopened { .. } => (
            text!("webhooks-reopened"),
            Some(text!(
                "webhooks-answers-due",
                at = moment(tender.respond_by)
            )),
        ),
        News::Collected { .. } => (
            text!("webhooks-collected"),
            (stage == Stage::Collected).then(|| text!("webhooks-collected-next")),
        ),
        News::Published if stage == Stage::OutToTender => (
            text!("webhooks-published"),
            tender
                .bids_by
                .map(|at| text!("webhooks-bids-due", at = moment(at))),
        ),
        News::Published => (text!("webhooks-was-published"), None),
        News::Awarded { lot_id, replaced } => {
            let lot = card.lots.iter().find(|lot| lot.id == *lot_id)?;
            let award = card.awards.iter().find(|award| award.lot_id == *lot_id)?;
            let (lot, supplier) = (lot.title.as_str(), award.supplier.as_str());
            (
                match replaced {
                    true => text!("webhooks-awarded-again", lot, supplier),
                    false => text!("webhooks-awarded", lot, supplier),
                },
                tender
                    .standstill_ends
                    .map(|on| text!("webhooks-standstill", day = weekday_and_day(on))),
            )
        }
        News::NotAwarded { lot_id, .. } => {
            let lot = card.lots.iter().find(|lot| lot.id == *lot_id)?;
            let (lot, why) = (lot.title.as_str(), lot.no_award?.label());
            (text!("webhooks-not-awarded", lot, why), None)
        }
        News::Varied { variation_id, .. } => {
            let mut all = card.variations.iter();
            let varied = all.find(|it| it.variation.id == *variation_id)?;
            let told = varied.told(str::to_owned);
            (text!("webhooks-varied", told), None)
        }
        News::Started => (
            text!("webhooks-started"),
            (stage == Stage::CallOff).then(|| text!("webhooks-call-offs-open")),
        ),
        News::Renewal => (
            text!("webhooks-renewal", day = weekday_and_day(tender.ends)),
            Some(text!("webhooks-renewal-next")),
        ),
        News::Ended => (text!("webhooks-ended"), None),
        News::Cancelled { .. } => (text!("webhooks-cancelled"), None),
        News::Withdrawn { .. } => (text!("webhooks-withdrawn"), None),
        News::Restored { .. } | News::PutBack => (
            match news {
                News::PutBack => text!("webhooks-put-back"),
                _ => text!("webhooks-restored"),
            },
            (stage == Stage::Collecting)
                .then(|| text!("webhooks-answers-due", at = moment(tender.respond_by))),
        ),
    };
    let mut lines: Vec<Text> = next.into_iter().collect();
    if let Some(reason) = news.reason() {
        lines.push(text!("webhooks-reason", reason));
    }
    lines.push(text!(
        "webhooks-lead",
        name = &card.lead.name,
        short_name = &card.lead.short_name
    ));
    let announced = *news == News::Announced;
    if announced || matches!(news, News::Published | News::Awarded { .. } | News::Started) {
        lines.push(text!(
            "webhooks-contract",
            starts = weekday_and_day(tender.starts),
            ends = weekday_and_day(tender.ends)
        ));
        if let Some(notice) = tender.notice.as_ref().filter(|_| !announced) {
            lines.push(text!("webhooks-notice", notice));
        }
        let lots = card.lots.iter().map(|lot| {
            let (lot, unit) = (lot.title.as_str(), lot.unit.plural());
            text!("webhooks-lot", lot, unit)
        });
        let lots = Text::joined(Join::Semicolon, lots);
        lines.push(text!("webhooks-lots", lots));
    }
    let title = say!(
        lang,
        "webhooks-milestone",
        reference = tender.reference.as_str(),
        tender = &tender.title,
        headline
    );
    let lines = lines.iter().map(|line| line.say(lang)).collect();
    Some((title, vec![Section::of(lines)]))
}

#[cfg(test)]
mod tests {
    use crate::values::{AwardId, LotId};
    use chrono_tz::Europe::London;

    use super::*;
    use crate::discord::testing::shows;
    use crate::dossiers::news;
    use crate::dossiers::service as dossiers;
    use crate::tenders::service as tenders;
    use crate::testing::{ABW, GUILD, REF, scenes};
    use crate::values::NoAward;

    #[test]
    fn all_news_reads_well() {
        let mut card = crate::dossiers::cards::tests::solid_fuel();
        card.tender.title = "Solid fuel".to_owned();
        card.tender.reason = Some("The budget is gone.".to_owned());
        card.awards = vec![crate::awards::service::Award {
            id: AwardId(1),
            lot_id: LotId(1),
            supplier: "Cwm Fuels Ltd".to_owned(),
            bands: crate::awards::rules::Bands::parse("152").unwrap(),
            ceiling: None,
            sme: true,
            local: true,
            at: card.tender.created_at,
            extensions: Default::default(),
            index: None,
            variations: Vec::new(),
        }];
        card.variations = vec![crate::testing::varied()];
        // For the news of a lot without an award: others don't look at it.
        for lot in &mut card.lots {
            lot.no_award = Some(NoAward::NoBids);
        }
        let told = |lang| {
            let of = |news: News| {
                let mut card = card.clone();
                let told = |stage: &&Stage| news.is_told_at(**stage);
                card.tender.stage = *Stage::ALL.iter().find(told).unwrap();
                let (title, sections) = milestone(&card, &news, London, lang).unwrap();
                let lines = sections.into_iter().flat_map(|it| it.lines);
                [title]
                    .into_iter()
                    .chain(lines)
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            let all = news::of_each_fact(LotId(1)).into_iter().map(of);
            all.collect::<Vec<_>>().join("\n\n")
        };
        shows!("news", told);
    }

    #[tokio::test]
    async fn all_news_has_words_and_nobodys_markup() {
        for world in scenes::out_to_tender().await {
            world.award(ABW, world.house_coal()).await.unwrap();
            let db = world.ledger.reader();
            let tender = tenders::find(&db, GUILD, REF).await.unwrap();
            let mut card = dossiers::card(&db, &tender).await.unwrap();
            card.variations = vec![crate::testing::varied()];
            for lot in &mut card.lots {
                lot.no_award = Some(NoAward::NoBids);
            }
            let mut told = |news: &News| {
                let told = |stage: &&Stage| news.is_told_at(**stage);
                card.tender.stage = *Stage::ALL.iter().find(told).unwrap();
                let (title, sections) = milestone(&card, news, London, Lang::English)
                    .unwrap_or_else(|| panic!("{}", news.name()));
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
