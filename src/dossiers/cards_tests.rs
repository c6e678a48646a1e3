//! The texts of cards, as they are sent.

use chrono::{NaiveDate, TimeZone, Utc};
use serde_json::{Value, json};

use super::*;
use crate::discord::testing::shows;
use crate::dossiers::service::Section;
use crate::tenders::rules::AnswerState;
use crate::tenders::service::{Amendment, Respondent};
use crate::testing::values::{local, lot, tender, who, year};
use crate::values::{AmendmentId, AuthorityId, AwardId, LotId, NoAward, Quantity};

pub(crate) fn solid_fuel() -> Card {
    let lots = vec![
        lot(1, "House coal"),
        lot(2, "Smokeless *fuel*"),
        lot(3, "Peat"),
    ];
    let totals = vec![
        LotTotals {
            lot: lots[0].clone(),
            years: vec![year(1, 4, Some(1_713_750)), year(2, 4, Some(1_713_750))],
        },
        LotTotals {
            lot: lots[1].clone(),
            years: vec![year(1, 2, None), year(2, 2, None)],
        },
        LotTotals {
            lot: lots[2].clone(),
            years: vec![year(1, 0, None), year(2, 0, None)],
        },
    ];
    let tender = Tender {
        title: "Solid fuel @everyone".into(),
        description: Some("# Big\n[coal](https://example.org)".into()),
        category: Some("09110000".into()),
        respond_by: local(2026, 12, 18, 23, 59, 59),
        ..tender()
    };
    let respondent = |id, short, state| Respondent {
        who: who(id, short, short),
        state,
        participation: None,
    };
    let answers = vec![
        respondent(1, "ABW", AnswerState::Answered),
        respondent(2, "B_Y", AnswerState::Invited),
        respondent(3, "GLA", AnswerState::Outstanding),
    ];
    let responses = Responses::count(answers.iter().map(|a| a.state));
    let lead = who(1, "ABW", "Aberwen County Council");
    Card {
        variations: Vec::new(),
        sections: Vec::new(),
        tender,
        lead,
        lots,
        posts: Vec::new(),
        answers,
        responses,
        totals,
        awards: Vec::new(),
        called_off: Default::default(),
        indicative: Default::default(),
        next_bands: Default::default(),
    }
}

fn field<'a>(embed: &'a Value, name: &str) -> &'a str {
    let fields = embed["fields"].as_array().unwrap();
    let found = fields.iter().find(|f| f["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {embed}"))["value"]
        .as_str()
        .unwrap()
}

#[test]
fn a_card_says_all_at_a_glance_and_nothing_it_should_not() {
    let sent = serde_json::to_value(embed(&solid_fuel(), Lang::English)).unwrap();
    let due = "<t:1797638399:F> (<t:1797638399:R>)";
    assert_eq!(sent["title"], "SF-2027-01 · Solid fuel @\u{200b}everyone");
    assert_eq!(
        sent["description"],
        format!(
            "**Collecting.** Declare what you need, or say that you need none, by {due}.\n\n\
             \\# Big\n\\[coal\\](https\\://example.org)"
        )
    );
    assert_eq!(field(&sent, "Lead"), "Aberwen County Council (ABW)");
    assert_eq!(
        field(&sent, "Contract"),
        "1 April 2027 to 31 March 2029 (2 contract years)"
    );
    assert_eq!(field(&sent, "Answered"), "1 of 3 (33%)");
    assert_eq!(
        field(&sent, "Declared, per contract year"),
        "**1** House coal: **1,713.75 tonnes** by 4 authorities\n\
         **2** Smokeless \\*fuel\\*: total shown once three others have declared, for everybody who reads this (tonnes)\n\
         **3** Peat: nothing yet (tonnes)\n"
    );
    assert!(
        !sent.to_string().contains("B_Y"),
        "the public card names nobody who has not answered"
    );
}

#[test]
fn the_buttons_are_those_of_the_stage() {
    let mut card = solid_fuel();
    for stage in Stage::ALL {
        card.tender.stage = stage;
        let row = serde_json::to_value(buttons(&card.tender, Lang::English)).unwrap();
        let shown: Vec<(&Value, &Value)> = row["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| (&b["label"], &b["custom_id"]))
            .collect();
        let mut expected = match stage {
            Stage::Collecting => vec![
                ("Declare requirement", "v1:requirement.declare:7"),
                ("We need none", "v1:requirement.none:7"),
                ("Join", "v1:tender.join:7"),
            ],
            Stage::CallOff => vec![
                ("Call off", "v1:calloff.open:7"),
                ("My balance", "v1:calloff.balance:7"),
            ],
            _ => Vec::new(),
        };
        expected.push(("Details", "v1:tender.details:7"));
        assert_eq!(json!(shown), json!(expected), "{stage}");
    }
}

#[test]
fn a_card_of_any_size_fits_an_embed() {
    let mut card = solid_fuel();
    card.tender.description = Some("*".repeat(1_000));
    card.tender.reason = Some("_".repeat(300));
    card.sections = vec![(Section::Notice, "~".repeat(300))];
    card.lots = (1..=25).map(|n| lot(n, &"*".repeat(40))).collect();
    card.totals = card
        .lots
        .iter()
        .map(|lot| LotTotals {
            lot: lot.clone(),
            years: (1..=20)
                .map(|y| year(y, 9, Some(999_999_999_999_000 + i64::from(y))))
                .collect(),
        })
        .collect();
    let (title, description, fields) = texts(&card, Lang::English);
    let mut total = limits::length(&title) + limits::length(&description);
    for (name, value, _) in &fields {
        assert!(limits::length(value) <= limits::FIELD_VALUE);
        total += limits::length(name) + limits::length(value);
    }
    assert!(
        total + limits::length(&footer(&card)) <= limits::EMBEDS_TOTAL,
        "{total}"
    );
    assert!(
        fields
            .iter()
            .any(|(_, value, _)| value.contains("more: `/requirement show`"))
    );
}

/// Twenty bands of long numbers for every lot, expected or agreed.
#[test]
fn a_card_with_bands_of_any_size_fits_an_embed_and_ends_each_of_its_tables() {
    let bands: Vec<String> = (0..20)
        .map(|n| format!("{}:{}.1234", n * 10_000_000, 900_000_000 - n))
        .collect();
    let bands = crate::awards::rules::Bands::parse(&bands.join("; ")).unwrap();
    let mut card = solid_fuel();
    card.tender.description = Some("*".repeat(1_000));
    card.sections = vec![(Section::Notice, "~".repeat(300))];
    card.lots = (1..=25).map(|n| lot(n, &"*".repeat(100))).collect();
    card.totals = card
        .lots
        .iter()
        .map(|lot| LotTotals {
            lot: lot.clone(),
            years: (1..=20).map(|y| year(y, 9, Some(9_999_999))).collect(),
        })
        .collect();
    let next = crate::calloffs::service::next_band(&bands, Default::default(), None).unwrap();
    for awarded in [false, true] {
        card.indicative.clear();
        for lot in &card.lots {
            if awarded {
                card.awards.push(crate::awards::service::Award {
                    id: AwardId(lot.id.0),
                    lot_id: lot.id,
                    supplier: "_".repeat(200),
                    bands: bands.clone(),
                    ceiling: None,
                    sme: true,
                    local: true,
                    at: card.tender.created_at,
                    extensions: Default::default(),
                    index: None,
                    variations: Vec::new(),
                });
                let first = crate::values::ContractYear::new(1).unwrap();
                card.next_bands.insert(lot.id, (first, next));
            } else {
                card.indicative.insert(lot.id, bands.clone());
            }
        }
        let (title, description, fields) = texts(&card, Lang::English);
        let mut total = limits::length(&title) + limits::length(&description);
        for (name, value, _) in &fields {
            assert!(limits::length(name) <= limits::FIELD_NAME, "{name}");
            assert!(limits::length(value) <= limits::FIELD_VALUE);
            assert_eq!(value.matches("```").count() % 2, 0, "no end: {value}");
            total += limits::length(name) + limits::length(value);
        }
        let whole = total + limits::length(&footer(&card));
        assert!(whole <= limits::EMBEDS_TOTAL, "awarded {awarded}: {whole}");
    }
}

#[test]
fn a_timeline_says_what_is_to_come() {
    let card = solid_fuel();
    let today = NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
    let text = crate::tenders::cards::timeline(&card.tender, today, [], Lang::English).content();
    assert!(
        text.contains("- Contract's first day: 1 April 2027\n"),
        "{text}"
    );
    assert!(
        text.contains("- Reminder to plan the next round: 30 June 2028, to come\n"),
        "{text}"
    );
    assert!(
        text.ends_with("- Contract's last day: 31 March 2029, to come"),
        "{text}"
    );
}

#[test]
fn a_card_reads_well_at_each_stage() {
    let award =
        |lot_id: LotId, supplier: &str, bands: &str, ceiling| crate::awards::service::Award {
            id: AwardId(lot_id.0),
            lot_id,
            supplier: supplier.into(),
            bands: crate::awards::rules::Bands::parse(bands).unwrap(),
            ceiling,
            sme: lot_id == LotId(1),
            local: lot_id == LotId(1),
            at: Utc.with_ymd_and_hms(2027, 3, 11, 10, 0, 0).unwrap(),
            extensions: Default::default(),
            index: None,
            variations: Vec::new(),
        };
    let mut card = solid_fuel();
    card.tender.title = "Solid fuel".into();
    card.tender.description = Some("Coal and smokeless fuel for schools and depots.".into());
    card.lots.truncate(2);
    card.totals.truncate(2);
    for stage in Stage::ALL {
        card.tender.stage = stage;
        let tender = &mut card.tender;
        match stage {
            Stage::OutToTender => {
                card.sections = vec![(Section::Notice, "2027/S 000-012345".into())];
                tender.published_on = NaiveDate::from_ymd_opt(2027, 1, 12);
                tender.bids_by = Some(Utc.with_ymd_and_hms(2027, 2, 19, 12, 0, 0).unwrap());
            }
            Stage::Awarded => {
                tender.notice_on = NaiveDate::from_ymd_opt(2027, 3, 11);
                tender.standstill_ends = NaiveDate::from_ymd_opt(2027, 3, 23);
                let bands = "0:152; 400:147.50; 700:143.25";
                card.awards = vec![
                    award(LotId(1), "Cwm Fuels Ltd", bands, None),
                    award(
                        LotId(2),
                        "Northern Smokeless plc",
                        "241.60",
                        Quantity::parse("1200").ok(),
                    ),
                ];
            }
            Stage::Cancelled => tender.reason = Some("The budget is gone.".into()),
            _ => {}
        }
        let name = format!("card_{}", stage.as_str());
        shows!(name, |lang| super::card(&card, lang));
    }
}

#[test]
fn what_is_said_in_a_post_reads_well() {
    use crate::dossiers::letters::{Correction, Said};
    use crate::dossiers::news::{News, of_each_fact};
    use crate::dossiers::wording::{Words, notice};

    let mut tender = solid_fuel().tender;
    tender.title = "Solid fuel".into();
    tender.reason = Some("The budget is gone.".into());
    tender.bids_by = Some(Utc.with_ymd_and_hms(2027, 2, 19, 12, 0, 0).unwrap());
    let dyf = || who(3, "DYF", "Dyffryn Vale Council");
    let lead = who(1, "ABW", "Aberwen County Council");
    let amendment = Amendment {
        id: AmendmentId(1),
        tender_id: tender.id,
        authority_id: AuthorityId(3),
        changes: Vec::new(),
        reason: "A slip in *their* letter".into(),
        by_user: 1,
        at: tender.created_at,
        objected: None,
    };
    let say = |said: Said, lang| {
        let mut tender = tender.clone();
        if let Said::News(news) = &said {
            let told = |stage: &&Stage| news.is_told_at(**stage);
            tender.stage = *Stage::ALL.iter().find(told).unwrap();
        }
        let varied = crate::testing::varied();
        let words = Words {
            varied: Some(&varied),
            lead: Some(&lead),
            tender: &tender,
            said: &said,
            concerned: vec![(dyf(), vec![41])],
            about: Some(dyf()),
            won: Some(("House coal".into(), "Cwm Fuels Ltd".into())),
            headroom: None,
            left_out: Some(("Smokeless fuel".into(), NoAward::NoBids)),
            amendment: Some(amendment.clone()),
        };
        // A post is its own announcement.
        notice(&words, lang).map(|it| it.content)
    };
    let authority_id = AuthorityId(3);
    let amendment_id = AmendmentId(1);
    let mut all = vec![
        Said::Chase,
        Said::Asked { authority_id },
        Said::Admitted { authority_id },
        Said::LotRemoved {
            lot: "House coal".into(),
            reason: "Bought elsewhere".into(),
            authorities: vec![authority_id],
        },
        Said::LeadPassedOn {
            from: authority_id,
            to: AuthorityId(1),
            reason: None,
        },
        Said::Corrected(Correction {
            bids: Some((tender.bids_by.unwrap(), tender.respond_by)),
            contract: Some(((tender.starts, tender.ends), (tender.starts, tender.starts))),
            gained: vec!["DYF".into(), "PFR".into()],
            lost: vec!["TRA".into()],
            told: vec![authority_id],
            reason: "Last year's dates".into(),
        }),
        Said::Amended {
            authority_id,
            amendment_id,
        },
        Said::Objected {
            authority_id,
            amendment_id,
        },
    ];
    all.extend(of_each_fact(LotId(1)).into_iter().map(Said::News));
    assert!(all.contains(&Said::News(News::Started)));
    shows!("post_notices", |lang| {
        let said = all.iter().filter_map(|it| say(it.clone(), lang));
        said.collect::<Vec<_>>().join("\n")
    });
}
