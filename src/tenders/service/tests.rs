use chrono::{DateTime, Utc};

use super::*;
use crate::requirements::service::{self as requirements, Nil};
use crate::testing::{
    ABW, BRY, FAR, GLA, GUILD, NIA, OBSERVER, REF, TRA, World, date, line, local, part, refusal,
    scenes,
};
use crate::values::{PostId, Stage, TenderId};

async fn armed(world: &World, tender_id: TenderId) -> Vec<(String, DateTime<Utc>)> {
    let duties = world.duties().await.into_iter();
    let mut armed: Vec<_> = duties
        .filter(|(kind, subject, ..)| kind.starts_with("tender.") && *subject == tender_id.0)
        .filter(|(.., state)| state == "armed")
        .map(|(kind, _, at, _)| (kind, at))
        .collect();
    armed.sort_by_key(|(_, at)| *at);
    armed
}

fn short_names(who: &[Who]) -> Vec<&str> {
    who.iter().map(|w| w.short_name.as_str()).collect()
}

async fn outstanding_now(world: &World) -> Vec<String> {
    let tender = find(&world.reader(), GUILD, REF).await.unwrap();
    let who = outstanding(&world.reader(), &tender).await.unwrap();
    who.into_iter().map(|w| w.short_name).collect()
}

#[tokio::test]
async fn announcing_makes_posts_and_arms_the_calendar() {
    for (world, announced) in scenes::announced().await {
        let Announced {
            tender,
            lead,
            lots,
            posts,
        } = announced;
        assert_eq!(tender.reference.as_str(), REF);
        assert_eq!(
            (lead.short_name.as_str(), tender.stage),
            ("ABW", Stage::Collecting)
        );
        assert_eq!(tender.respond_by, local(2026, 12, 18, 17, 0, 0));
        assert_eq!(
            (tender.starts, tender.ends),
            (date(2027, 4, 1), date(2029, 3, 31))
        );
        assert_eq!(tender.category.as_deref(), Some("09110000"));
        let named: Vec<_> = lots
            .iter()
            .map(|l| (l.number, l.title.as_str(), l.unit.as_str()))
            .collect();
        assert_eq!(
            named,
            [(1, "House coal", "tonne"), (2, "Smokeless fuel", "tonne")]
        );
        let regions: Vec<_> = posts
            .iter()
            .map(|p| (p.region.as_str(), p.channel_id))
            .collect();
        assert_eq!(regions, [("South Wales", 501), ("Mid and West Wales", 502)]);
        let queued = world.queued("tender.post").await;
        let lanes: Vec<_> = queued
            .iter()
            .map(|(subject, lane, _)| (*subject, lane.clone()))
            .collect();
        assert_eq!(
            lanes,
            posts
                .iter()
                .map(|p| (p.id.0, format!("post:{}", p.id)))
                .collect::<Vec<_>>()
        );
        let calendar: Vec<_> = armed(&world, tender.id).await;
        let expected = [
            ("tender.chase.7d", local(2026, 12, 11, 9, 0, 0)),
            ("tender.chase.2d", local(2026, 12, 16, 9, 0, 0)),
            ("tender.chase.1wd", local(2026, 12, 17, 9, 0, 0)),
            ("tender.deadline", local(2026, 12, 18, 17, 0, 0)),
            ("tender.start", local(2027, 4, 1, 0, 0, 0)),
            ("tender.renewal", local(2028, 6, 30, 9, 0, 0)),
            ("tender.end", local(2029, 4, 1, 0, 0, 0)),
        ];
        assert_eq!(calendar, expected.map(|(kind, at)| (kind.to_owned(), at)));
        assert_eq!(world.entries().await, ["tender.announced"]);
        assert_eq!(
            outstanding_now(&world).await,
            ["ABW", "BRY", "DYF", "GLA", "PFR", "TRA"]
        );
    }
}

#[tokio::test]
async fn the_same_interaction_announces_once() {
    for world in scenes::councils().await {
        let actor = world.by(ABW);
        let first = announce(&world.ledger, &actor, World::solid_fuel())
            .await
            .unwrap();
        let again = announce(&world.ledger, &actor, World::solid_fuel())
            .await
            .unwrap();
        assert_eq!(first, again);
        let page = list(&world.reader(), &actor, &Wanted::default())
            .await
            .unwrap();
        assert_eq!(page.total, 1);
        // Another interaction with the same words is another tender, with the next reference.
        let second = announce(&world.ledger, &world.by(ABW), World::solid_fuel())
            .await
            .unwrap();
        assert_eq!(second.tender.reference.as_str(), "SF-2027-02");
    }
}

#[tokio::test]
async fn announcing_refuses_what_can_not_be() {
    for world in scenes::councils().await {
        let try_with = async |user: &str, change: &dyn Fn(&mut Announce)| {
            let mut request = World::solid_fuel();
            change(&mut request);
            refusal(announce(&world.ledger, &world.by(user), request).await).to_string()
        };
        let said = try_with("Nobody", &|_| {}).await;
        assert!(said.contains("/mandate request"), "{said}");
        assert!(!try_with(OBSERVER, &|_| {}).await.is_empty());
        let said = try_with(NIA, &|_| {}).await;
        assert!(said.contains("DYF") && said.contains("PFR"), "{said}");
        let said = try_with(ABW, &|r| r.lead = Some("BRY".into())).await;
        assert!(said.contains("Bryncoch"), "{said}");
        let said = try_with(ABW, &|r| r.respond_by = "yesterday".into()).await;
        assert!(said.contains("already passed"), "{said}");
        let said = try_with(ABW, &|r| r.respond_by = "1 April 2027".into()).await;
        assert!(said.contains("before answers are due"), "{said}");
        let said = try_with(ABW, &|r| r.ends = "31 March 2027".into()).await;
        assert!(said.contains("ends before it starts"), "{said}");
        let said = try_with(ABW, &|r| r.lots = "House coal".into()).await;
        assert!(said.contains("“House coal” isn't a lot"), "{said}");
        let said = try_with(ABW, &|r| r.regions = Some("North East".into())).await;
        assert!(said.contains("North East"), "{said}");
        let said = try_with(ABW, &|r| r.category = Some("99999999".into())).await;
        assert!(said.contains("CPV"), "{said}");
        announce(&world.ledger, &world.by(ABW), World::solid_fuel())
            .await
            .unwrap();
        let said = try_with(ABW, &|r| r.reference = Some("sf-2027-01".into())).await;
        assert!(
            said.contains("taken") && said.contains("SF-2027-02"),
            "{said}"
        );
        // A refusal leaves nothing behind: one tender, two posts.
        let page = list(&world.reader(), &world.by(ABW), &Wanted::default())
            .await
            .unwrap();
        assert_eq!(page.total, 1);
        assert_eq!(world.queued("tender.post").await.len(), 2);
    }
}

#[tokio::test]
async fn the_leads_region_is_invited_when_none_is_given() {
    for world in scenes::councils().await {
        let request = Announce {
            regions: None,
            ..World::solid_fuel()
        };
        let announced = announce(&world.ledger, &world.by(ABW), request)
            .await
            .unwrap();
        assert_eq!(announced.posts.len(), 1);
        let request = Announce {
            regions: Some("All".into()),
            ..World::solid_fuel()
        };
        let announced = announce(&world.ledger, &world.by(ABW), request)
            .await
            .unwrap();
        assert_eq!(announced.posts.len(), 2);
    }
}

#[tokio::test]
async fn answers_take_authorities_off_the_list_and_edit_the_card_once() {
    for (world, announced) in scenes::announced().await {
        let id = announced.tender.id;
        world.sent().await;
        world.declare_all().await;
        // Six declarations, two cards wait: the newest state wins.
        assert_eq!(world.queued("tender.card").await.len(), 2);
        assert_eq!(outstanding_now(&world).await, ["TRA"]);
        let joined = join(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        assert!(matches!(joined, Joined::Joined { already: false, .. }));
        let again = join(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        assert!(matches!(again, Joined::Joined { already: true, .. }));
        // Joined is not answered.
        assert_eq!(outstanding_now(&world).await, ["TRA"]);
        let chased = chase(&world.ledger, &world.by(ABW), REF.into())
            .await
            .unwrap();
        assert_eq!(short_names(&chased.outstanding), ["TRA"]);
        let notices = world.queued("tender.notice").await;
        // Only in the post of the region where somebody is waited for.
        assert_eq!(notices.len(), 1);
        assert_eq!(
            (notices[0].0, notices[0].2["post_id"].as_i64()),
            (i64::from(id), Some(i64::from(announced.posts[1].id)))
        );
        let nil = Nil {
            tender: REF.into(),
            ..Nil::default()
        };
        requirements::none(&world.ledger, &world.by(TRA), nil)
            .await
            .unwrap();
        assert!(outstanding_now(&world).await.is_empty());
        let said = refusal(chase(&world.ledger, &world.by(ABW), REF.into()).await);
        assert!(said.wrong.to_string().contains("Everybody has answered"));
        let tender = find(&world.reader(), GUILD, REF).await.unwrap();
        let shown = crate::dossiers::service::card(&world.reader(), &tender)
            .await
            .unwrap();
        assert_eq!(
            (
                shown.responses.invited,
                shown.responses.answered,
                shown.responses.percent()
            ),
            (6, 6, 100)
        );
    }
}

#[tokio::test]
async fn declining_is_an_answer_and_leaving_takes_the_quantities_along() {
    for (world, _) in scenes::announced().await {
        world.declare_all().await;
        decline(&world.ledger, &world.by(TRA), part("TRA", "We have gas."))
            .await
            .unwrap();
        assert!(outstanding_now(&world).await.is_empty());
        leave(&world.ledger, &world.by(BRY), part("BRY", ""))
            .await
            .unwrap();
        let tender = find(&world.reader(), GUILD, REF).await.unwrap();
        let left = requirements::current(&world.reader(), tender.id, None)
            .await
            .unwrap();
        let bry = answers(&world.reader(), &tender)
            .await
            .unwrap()
            .into_iter()
            .find(|a| a.who.short_name == "BRY");
        let bry = bry.unwrap();
        assert!(left.iter().all(|r| r.authority_id != bry.who.id));
        assert_eq!((bry.state, bry.joined()), (AnswerState::Declined, false));
        // It may come back while requirements are collected.
        let back = join(&world.ledger, &world.by(BRY), part("BRY", ""))
            .await
            .unwrap();
        assert!(matches!(back, Joined::Joined { already: false, .. }));
        let said = refusal(leave(&world.ledger, &world.by(ABW), part("ABW", "")).await);
        assert!(said.wrong.to_string().contains("leads"));
        let said = refusal(join(&world.ledger, &world.by(FAR), part("FAR", "")).await);
        assert!(
            said.wrong
                .to_string()
                .contains("wasn't announced in your authority's region")
        );
        let said = refusal(leave(&world.ledger, &world.by(FAR), part("FAR", "")).await);
        assert!(said.wrong.to_string().contains("isn't taking part"));
        let said = refusal(join(&world.ledger, &world.by(OBSERVER), part("BRY", "")).await);
        assert!(!said.wrong.is_empty());
    }
}

#[tokio::test]
async fn extending_moves_the_calendar_and_closing_ends_it() {
    for (world, announced) in scenes::announced().await {
        let id = announced.tender.id;
        world.clock.advance_to(local(2026, 12, 16, 12, 0, 0));
        let said = refusal(
            extend(
                &world.ledger,
                &world.by(BRY),
                REF.into(),
                "8 January 2027".into(),
                "Holidays".into(),
            )
            .await,
        );
        assert!(said.wrong.to_string().contains("led by Aberwen"), "{said}");
        let said = refusal(
            extend(
                &world.ledger,
                &world.by(ABW),
                REF.into(),
                "17 December".into(),
                "Holidays".into(),
            )
            .await,
        );
        assert!(
            said.wrong.to_string().contains("already that late"),
            "{said}"
        );
        let said = refusal(
            extend(
                &world.ledger,
                &world.by(ABW),
                REF.into(),
                "8 January 2027".into(),
                " ".into(),
            )
            .await,
        );
        assert!(
            said.wrong.to_string().contains("reason is missing"),
            "{said}"
        );
        let changed = extend(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            "8 January 2027".into(),
            "Holidays".into(),
        )
        .await
        .unwrap();
        // A date without a time means the end of that day.
        assert_eq!(changed.tender.respond_by, local(2027, 1, 8, 23, 59, 59));
        let collecting: Vec<_> = armed(&world, id).await.into_iter().take(4).collect();
        let expected = [
            ("tender.chase.7d", local(2027, 1, 1, 9, 0, 0)),
            ("tender.chase.2d", local(2027, 1, 6, 9, 0, 0)),
            ("tender.chase.1wd", local(2027, 1, 7, 9, 0, 0)),
            ("tender.deadline", local(2027, 1, 8, 23, 59, 59)),
        ];
        assert_eq!(collecting, expected.map(|(kind, at)| (kind.to_owned(), at)));
        let notices = world.queued("tender.notice").await;
        assert_eq!(notices.len(), 2);
        assert!(
            notices
                .iter()
                .all(|n| n.2["what"] == "extended" && n.2["reason"] == "Holidays")
        );
        // The old deadline does nothing now.
        world.clock.advance_to(local(2026, 12, 18, 17, 0, 0));
        assert_eq!(
            close_at_deadline(&world.ledger, GUILD, id).await.unwrap(),
            None
        );
        let closed = close(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            Some("All in.".into()),
        )
        .await
        .unwrap();
        assert_eq!(closed.tender.stage, Stage::Collected);
        let left: Vec<_> = armed(&world, id)
            .await
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        assert_eq!(left, ["tender.start", "tender.renewal", "tender.end"]);
        let said = refusal(close(&world.ledger, &world.by(ABW), REF.into(), None).await);
        assert!(said.wrong.to_string().contains("Requirements in"), "{said}");
        // A short extension leaves out the chases whose hour is past.
        let back = reopen(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            "20 December 2026".into(),
            "GLA".into(),
        )
        .await
        .unwrap();
        assert_eq!(back.tender.stage, Stage::Collecting);
        let kinds: Vec<_> = armed(&world, id)
            .await
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        assert_eq!(
            kinds,
            [
                "tender.deadline",
                "tender.start",
                "tender.renewal",
                "tender.end"
            ]
        );
    }
}

#[tokio::test]
async fn collecting_ends_at_the_deadline_by_itself_and_once() {
    for (world, announced) in scenes::announced().await {
        let id = announced.tender.id;
        world.clock.advance_to(local(2026, 12, 18, 16, 59, 59));
        assert_eq!(
            close_at_deadline(&world.ledger, GUILD, id).await.unwrap(),
            None
        );
        let changed = world.deadline().await.unwrap();
        assert_eq!(
            (changed.before.stage, changed.tender.stage),
            (Stage::Collecting, Stage::Collected)
        );
        assert_eq!(world.deadline().await, None);
        let entries = world.entries().await;
        assert_eq!(entries, ["tender.announced", "tender.collected"]);
        assert!(
            outstanding_now(&world).await.is_empty(),
            "nobody is chased any more"
        );
    }
}

#[tokio::test]
async fn publishing_fixes_who_is_entitled() {
    for (world, _) in scenes::announced().await {
        world.declare_all().await;
        let publish_now = Publish {
            tender: REF.into(),
            notice: "2027/S 000-001234".into(),
            bids_by: Some("19 February 2027".into()),
            entitled: None,
            taken: None,
        };
        let said = refusal(publish(&world.ledger, &world.by(ABW), publish_now.clone()).await);
        assert!(said.help.to_string().contains("/tender close"), "{said}");
        world.deadline().await;
        let said = refusal(publish(&world.ledger, &world.by(GLA), publish_now.clone()).await);
        assert!(
            said.wrong.to_string().contains("Only officers of the lead"),
            "{said}"
        );
        let wrong = Publish {
            entitled: Some("South Wales, Narnia".into()),
            ..publish_now.clone()
        };
        let said = refusal(publish(&world.ledger, &world.by(ABW), wrong).await);
        assert!(said.wrong.to_string().contains("Narnia"), "{said}");
        let late = Publish {
            bids_by: Some("1 April 2027".into()),
            ..publish_now
        };
        let said = refusal(publish(&world.ledger, &world.by(ABW), late).await);
        assert!(
            said.wrong
                .to_string()
                .contains("contract has already started"),
            "{said}"
        );
        let published = world.publish().await;
        assert_eq!(published.tender.stage, Stage::OutToTender);
        assert_eq!(published.tender.published_on, Some(date(2027, 1, 12)));
        assert_eq!(
            short_names(&published.entitled),
            ["ABW", "BRY", "DYF", "GLA", "PFR", "TRA"]
        );
        let said = refusal(
            reopen(
                &world.ledger,
                &world.by(ABW),
                REF.into(),
                "1 February 2027".into(),
                "x".into(),
            )
            .await,
        );
        assert!(said.wrong.to_string().contains("can't go to"), "{said}");
    }
}

#[tokio::test]
async fn late_joiners_ask_and_others_wait_for_the_next_round() {
    for (world, announced) in scenes::announced().await {
        let id = announced.tender.id;
        world.declare_all().await;
        world.deadline().await;
        world.publish().await;
        assert_eq!(
            start(&world.ledger, GUILD, id).await.unwrap(),
            None,
            "not awarded"
        );
        world.set_stage(Stage::Awarded).await;
        world.clock.advance_to(local(2027, 4, 1, 0, 0, 0));
        let started = start(&world.ledger, GUILD, id).await.unwrap().unwrap();
        assert_eq!(started.tender.stage, Stage::CallOff);
        assert_eq!(start(&world.ledger, GUILD, id).await.unwrap(), None);
        world.clock.advance_to(local(2027, 7, 1, 11, 0, 0));
        world.sent().await;

        let said = refusal(admit(&world.ledger, &world.by(ABW), REF.into(), "TRA".into()).await);
        assert!(said.wrong.to_string().contains("hasn't asked"), "{said}");
        let asked = join(
            &world.ledger,
            &world.by(TRA),
            part("TRA", "Our boiler is back."),
        )
        .await
        .unwrap();
        assert!(
            matches!(&asked, Joined::Asked { lead, .. } if lead.short_name == "ABW"),
            "{asked:?}"
        );
        let again = join(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        assert!(matches!(again, Joined::Asked { .. }));
        let notices = world.queued("tender.notice").await;
        assert_eq!(
            notices.len(),
            1,
            "the lead is asked once, where the lead reads: {notices:?}"
        );
        assert_eq!(
            notices[0].2["post_id"].as_i64(),
            Some(i64::from(announced.posts[0].id))
        );
        let said = refusal(admit(&world.ledger, &world.by(TRA), REF.into(), "TRA".into()).await);
        assert!(
            said.wrong.to_string().contains("Only officers of the lead"),
            "{said}"
        );
        let admitted = admit(&world.ledger, &world.by(ABW), REF.into(), "TRA".into())
            .await
            .unwrap();
        assert_eq!(
            (admitted.who.short_name.as_str(), admitted.wave),
            ("TRA", 2)
        );
        let said = refusal(admit(&world.ledger, &world.by(ABW), REF.into(), "TRA".into()).await);
        assert!(said.wrong.to_string().contains("already"), "{said}");

        // Not entitled: kept for the next round, and told so.
        let far = world.by(FAR);
        let kept = join(&world.ledger, &far, part("FAR", "We burn coal too."))
            .await
            .unwrap();
        let Joined::NextRound {
            refusal: said, who, ..
        } = &kept
        else {
            panic!("{kept:?}")
        };
        assert!(said.help.to_string().contains("next round"));
        assert_eq!(
            join(&world.ledger, &far, part("FAR", "")).await.unwrap(),
            kept,
            "the same interaction"
        );
        let round = next_round(&world.reader(), id).await.unwrap();
        assert_eq!(round, [(who.id, Some("We burn coal too.".to_owned()))]);
        let said = refusal(leave(&world.ledger, &world.by(BRY), part("BRY", "")).await);
        assert!(said.wrong.to_string().contains("too late"), "{said}");
        let said = refusal(cancel(&world.ledger, &world.by(ABW), REF.into(), "No".into()).await);
        assert!(said.wrong.to_string().contains("Call-offs open"), "{said}");

        world.clock.advance_to(local(2029, 3, 31, 23, 59, 59));
        assert_eq!(end(&world.ledger, GUILD, id).await.unwrap(), None);
        world.clock.advance_to(local(2029, 4, 1, 0, 0, 0));
        assert_eq!(
            end(&world.ledger, GUILD, id)
                .await
                .unwrap()
                .unwrap()
                .tender
                .stage,
            Stage::Ended
        );
        assert!(armed(&world, id).await.is_empty());
        let said = refusal(join(&world.ledger, &world.by(FAR), part("FAR", "")).await);
        assert!(said.wrong.to_string().contains("has ended"), "{said}");
    }
}

#[tokio::test]
async fn cancelling_says_why_and_withdraws_every_duty() {
    for (world, announced) in scenes::announced().await {
        let said = refusal(cancel(&world.ledger, &world.by(ABW), REF.into(), String::new()).await);
        assert!(said.wrong.to_string().contains("reason"), "{said}");
        let gone = cancel(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            "A framework does it.".into(),
        )
        .await
        .unwrap();
        assert_eq!(
            (gone.tender.stage, gone.tender.reason.as_deref()),
            (Stage::Cancelled, Some("A framework does it."))
        );
        assert!(armed(&world, announced.tender.id).await.is_empty());
        let said = refusal(world.declare(BRY, "BRY", vec![line("1", "5", "")]).await);
        assert!(said.wrong.to_string().contains("over"), "{said}");
    }
}

#[tokio::test]
async fn editing_keeps_its_promises() {
    for (world, announced) in scenes::announced().await {
        let edit_with = async |change: &dyn Fn(&mut Edit)| {
            let mut request = Edit {
                tender: REF.into(),
                ..Edit::default()
            };
            change(&mut request);
            edit(&world.ledger, &world.by(ABW), request).await
        };
        assert!(
            refusal(edit_with(&|_| {}).await)
                .wrong
                .to_string()
                .contains("changes nothing")
        );
        let changed = edit_with(&|e| (e.title, e.open_book) = (Some("Coal".into()), Some(true)))
            .await
            .unwrap();
        assert_eq!(
            (changed.tender.title.as_str(), changed.tender.open_book),
            ("Coal", true)
        );
        edit_with(&|e| e.open_book = Some(false)).await.unwrap();
        world
            .declare(ABW, "ABW", vec![line("1", "420", "")])
            .await
            .unwrap();
        edit_with(&|e| e.open_book = Some(true)).await.unwrap();
        edit_with(&|e| e.open_book = Some(false)).await.unwrap();
        let second_year = crate::requirements::service::Line {
            year: Some("2".into()),
            ..line("1", "5", "")
        };
        world.declare(BRY, "BRY", vec![second_year]).await.unwrap();
        let said = refusal(edit_with(&|e| e.open_book = Some(true)).await);
        assert!(said.wrong.to_string().contains("promise"), "{said}");
        let said = refusal(edit_with(&|e| e.ends = Some("31 March 2028".into())).await);
        assert!(said.wrong.to_string().contains("contract year 2"), "{said}");
        let longer = |e: &mut Edit| e.ends = Some("31 March 2030".into());
        let said = refusal(edit_with(&longer).await);
        assert!(said.to_string().contains("reason"), "{said}");
        let changed = edit_with(&|e| {
            longer(e);
            e.reason = Some("It saves more".into());
        })
        .await
        .unwrap();
        assert_eq!(changed.tender.ends, date(2030, 3, 31));
        let end = armed(&world, announced.tender.id)
            .await
            .into_iter()
            .find(|(kind, _)| kind == "tender.end");
        assert_eq!(end.unwrap().1, local(2030, 4, 1, 0, 0, 0));
        assert!(
            refusal(edit_with(&|e| e.notice = Some("1".into())).await)
                .wrong
                .to_string()
                .contains("isn't published")
        );

        let lots = add_lot(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            "Coke, tonne".into(),
        )
        .await
        .unwrap();
        assert_eq!(
            lots.last().map(|l| (l.number, l.title.as_str())),
            Some((3, "Coke"))
        );
        let said = refusal(
            edit_lot(
                &world.ledger,
                &world.by(ABW),
                REF.into(),
                "House coal".into(),
                None,
                Some("kg".into()),
            )
            .await,
        );
        assert!(said.wrong.to_string().contains("in tonnes"), "{said}");
        let lot = edit_lot(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            "3".into(),
            Some("Coke, graded".into()),
            Some("kg".into()),
        )
        .await
        .unwrap();
        assert_eq!(
            (lot.title.as_str(), lot.unit.as_str()),
            ("Coke, graded", "kilogram")
        );
        assert!(find_lot(&lots, "smoke").is_ok() && find_lot(&lots, "lot 2").is_ok());
        let said = refusal(find_lot(&lots, "peat").cloned());
        assert!(said.help.to_string().contains("1 (House coal)"), "{said}");
    }
}

#[tokio::test]
async fn tenders_are_listed_searched_and_found() {
    for (world, _) in scenes::announced().await {
        let oil = Announce {
            title: "Heating oil 100%".into(),
            regions: Some("Mid and West Wales".into()),
            lead: None,
            ..World::solid_fuel()
        };
        let oil = announce(&world.ledger, &world.by(GLA), oil)
            .await
            .unwrap()
            .tender;
        assert_eq!(oil.reference.as_str(), "HO-2027-01");
        let reader = world.reader();
        let list_of = async |user: &str, wanted: Wanted| {
            let page = list(&reader, &world.by(user), &wanted).await.unwrap();
            page.lines
                .into_iter()
                .map(|l| l.tender.reference.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(list_of(FAR, Wanted::default()).await, ["HO-2027-01", REF]);
        let region = |r: &str| Wanted {
            region: Some(r.into()),
            ..Wanted::default()
        };
        assert_eq!(list_of(FAR, region("south wales")).await, [REF]);
        let mine = Wanted {
            mine: true,
            ..Wanted::default()
        };
        assert_eq!(list_of(GLA, mine.clone()).await, ["HO-2027-01"]);
        assert!(list_of(FAR, mine).await.is_empty());
        let beyond = list(
            &reader,
            &world.by(FAR),
            &Wanted {
                page: 9,
                ..Wanted::default()
            },
        )
        .await
        .unwrap();
        assert_eq!((beyond.page, beyond.pages, beyond.lines.len()), (0, 1, 2));
        cancel(
            &world.ledger,
            &world.by(GLA),
            "ho-2027-01".into(),
            "No".into(),
        )
        .await
        .unwrap();
        let open = Wanted {
            stage: Some(Stage::Collecting),
            ..Wanted::default()
        };
        assert_eq!(list_of(FAR, open).await, [REF]);
        let search_for = async |text: &str| {
            let found = search(&reader, GUILD, text).await.unwrap();
            found
                .into_iter()
                .map(|t| t.reference.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(search_for("").await, [REF, "HO-2027-01"], "open ones first");
        assert_eq!(search_for("OIL").await, ["HO-2027-01"]);
        assert_eq!(search_for("100%").await, ["HO-2027-01"]);
        assert!(search_for("f%l").await.is_empty(), "a wildcard is a letter");
        assert_eq!(search_for("sf-2027").await, [REF]);
        assert_eq!(
            find(&reader, GUILD, "sf–2027–01 Solid fuel")
                .await
                .unwrap()
                .reference
                .as_str(),
            REF
        );
        let said = refusal(find(&reader, GUILD, "solid").await);
        assert!(said.help.to_string().contains("SF-2027-01"), "{said}");
        assert!(
            refusal(find(&reader, 7, REF).await)
                .wrong
                .to_string()
                .contains("no tender"),
            "another server's"
        );
    }
}

#[tokio::test]
async fn what_falls_due_is_done_by_kind() {
    use futures::FutureExt;
    for (world, announced) in scenes::announced().await {
        let id = announced.tender.id;
        world.declare_all().await;
        world.sent().await;
        let fell = async |kind: &'static str| {
            let cause = crate::ledger::Cause::due(GUILD);
            world
                .ledger
                .write(cause, move |tx| {
                    async move { fell_due(tx, kind, id).await }.boxed()
                })
                .await
        };
        let notices = async || {
            let all = world.queued("tender.notice").await;
            all.into_iter()
                .map(|n| {
                    (
                        n.2["what"].as_str().unwrap().to_owned(),
                        PostId(n.2["post_id"].as_i64().unwrap()),
                    )
                })
                .collect::<Vec<_>>()
        };
        fell("tender.chase.7d").await.unwrap();
        // TRA alone is waited for: South Wales hears nothing.
        assert_eq!(
            notices().await,
            [("chase".to_owned(), announced.posts[1].id)]
        );
        decline(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        fell("tender.chase.2d").await.unwrap();
        fell("tender.renewal").await.unwrap();
        assert_eq!(notices().await.len(), 1);
        assert!(fell("tender.deadline").await.unwrap().is_none());
        assert!(matches!(
            fell("digest").await,
            Err(crate::ledger::Error::Fault(_))
        ));
        world.clock.advance_to(local(2026, 12, 18, 17, 0, 0));
        assert_eq!(
            fell("tender.deadline").await.unwrap().unwrap().tender.stage,
            Stage::Collected
        );
    }
}
