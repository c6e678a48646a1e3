use crate::clock::Clock;
use crate::ledger::Error;
use crate::proof;
use crate::requirements::rules::Total;
use crate::requirements::service::{
    self, Line, LotTotals, Nil, Requirement, Withdraw, import, none, preview, show, withdraw,
};
use crate::tenders::service as tenders;
use crate::testing::{
    ABW, BRY, FAR, GLA, GUILD, NIA, OBSERVER, REF, REGISTRAR, TRA, World, line, local, part,
    refusal, scenes, t, user_id,
};
use crate::values::{Actor, Agreed, Quantity, UnitPrice};

fn expected(totals: &[LotTotals]) -> Vec<Vec<Option<Quantity>>> {
    let year = |y: &service::YearTotal| y.total.map(|t: Total| t.expected);
    totals
        .iter()
        .map(|lot| lot.years.iter().map(year).collect())
        .collect()
}

async fn sees(world: &World, user: &str) -> service::Shown {
    show(&world.reader(), &world.by(user), REF).await.unwrap()
}

async fn of(world: &World, authority: &str) -> Vec<Requirement> {
    let who = crate::authorities::service::find(&world.reader(), GUILD, authority)
        .await
        .unwrap();
    let tender = tenders::find(&world.reader(), GUILD, REF).await.unwrap();
    service::current(&world.reader(), tender.id, Some(who.id))
        .await
        .unwrap()
}

#[tokio::test]
async fn the_storys_totals_a_year() {
    for (world, _) in scenes::announced().await {
        world.declare_all().await;
        let totals = sees(&world, ABW).await.totals;
        let (coal, smokeless) = (Some(t("713.75")), Some(t("546.5")));
        assert_eq!(
            expected(&totals),
            [vec![coal, coal], vec![smokeless, smokeless]]
        );
        let a_year: Vec<_> = totals.iter().map(|t| t.a_year().unwrap()).collect();
        assert_eq!((a_year[0].declared, a_year[1].declared), (4, 4));
        assert_eq!(a_year[0].committed, Some(Quantity::ZERO));

        // GLA's revision stands, the one before is kept, and the price paid now is carried over.
        let gla = of(&world, "GLA").await;
        assert_eq!(gla.len(), 1);
        assert_eq!((gla[0].expected, gla[0].revision), (t("310"), 2));
        assert_eq!(gla[0].baseline, Some(UnitPrice::parse("255.50").unwrap()));
        let kept = service::history(&world.reader(), &world.by(GLA), REF, "smokeless", "GLA")
            .await
            .unwrap();
        let kept: Vec<_> = kept
            .iter()
            .map(|r| (r.revision, r.expected, r.current))
            .collect();
        assert_eq!(kept, [(1, t("290"), false), (2, t("310"), true)]);
        let verified = proof::verify(&world.reader()).await.unwrap().servers;
        assert!(verified.iter().all(|v| v.broken.is_none()), "{verified:?}");
    }
}

#[tokio::test]
async fn declaring_joins_and_the_same_interaction_declares_once() {
    for (world, announced) in scenes::announced().await {
        let actor = world.by(BRY);
        let declare = service::Declare {
            tender: REF.into(),
            authority: None,
            lines: vec![line("1", "185.5", "175.25")],
            reason: None,
        };
        let first = service::declare(&world.ledger, &actor, declare.clone())
            .await
            .unwrap();
        let again = service::declare(&world.ledger, &actor, declare)
            .await
            .unwrap();
        assert_eq!(first, again);
        assert_eq!(of(&world, "BRY").await.len(), 1);
        assert_eq!(of(&world, "BRY").await[0].revision, 1);
        let entries = world.entries().await;
        assert_eq!(
            entries,
            ["tender.announced", "tender.joined", "requirement.declared"]
        );
        let parts = tenders::participants(&world.reader(), announced.tender.id)
            .await
            .unwrap();
        assert!(parts.iter().any(|p| p.authority_id == first.who.id
            && p.part == tenders::Part::Joined
            && p.answered));
    }
}

#[tokio::test]
async fn nobody_declares_without_a_mandate_or_an_invitation() {
    for (world, _) in scenes::announced().await {
        let lines = || vec![line("1", "5", "")];
        let said = refusal(world.declare(BRY, "ABW", lines()).await);
        assert!(
            said.to_string().contains("ABW") || said.to_string().contains("Aberwen"),
            "{said}"
        );
        refusal(world.declare(OBSERVER, "BRY", lines()).await);
        let said = refusal(world.declare(FAR, "FAR", lines()).await);
        assert!(
            said.wrong
                .to_string()
                .contains("wasn't announced in your authority's region"),
            "{said}"
        );
        let nia = service::Declare {
            tender: REF.into(),
            authority: None,
            lines: lines(),
            reason: None,
        };
        let said = refusal(service::declare(&world.ledger, &world.by(NIA), nia).await).to_string();
        assert!(said.contains("DYF") && said.contains("PFR"), "{said}");
        assert!(sees(&world, ABW).await.rows.is_empty());
        // The lead is no exception while requirements are collected.
        refusal(world.declare(ABW, "BRY", lines()).await);
        // A mandate that is taken back doesn't count when the button is pressed again.
        let revoke = crate::authorities::service::Revoke {
            user_id: user_id(BRY),
            authority: "BRY".into(),
        };
        world.declare(BRY, "BRY", lines()).await.unwrap();
        crate::authorities::service::revoke(&world.ledger, &world.by(REGISTRAR), revoke)
            .await
            .unwrap();
        refusal(world.declare(BRY, "BRY", lines()).await);
    }
}

#[tokio::test]
async fn a_mistake_in_one_line_changes_none() {
    for (world, _) in scenes::announced().await {
        let wrong = Line {
            at_most: Some("79".into()),
            ..line("2", "80", "")
        };
        let said = refusal(
            world
                .declare(BRY, "BRY", vec![line("1", "5", ""), wrong])
                .await,
        );
        assert!(
            said.wrong
                .to_string()
                .contains("The most you would need, 79"),
            "{said}"
        );
        let said = refusal(
            world
                .declare(
                    BRY,
                    "BRY",
                    vec![line("1", "5", ""), line("House coal", "6", "")],
                )
                .await,
        );
        assert!(said.wrong.to_string().contains("twice"), "{said}");
        let said = refusal(world.declare(BRY, "BRY", vec![line("peat", "5", "")]).await);
        assert!(said.wrong.to_string().contains("no lot “peat”"), "{said}");
        let said = refusal(world.declare(BRY, "BRY", vec![]).await);
        assert!(
            said.help.to_string().contains("/requirement none"),
            "{said}"
        );
        assert!(sees(&world, ABW).await.rows.is_empty());
    }
}

#[tokio::test]
async fn every_year_and_single_years() {
    for (world, _) in scenes::announced().await {
        let year = |quantity: &str, year: &str| Line {
            year: Some(year.into()),
            committed: Some(true),
            ..line("1", quantity, "")
        };
        world
            .declare(ABW, "ABW", vec![year("400", "2"), line("1", "420", "168")])
            .await
            .unwrap();
        let totals = sees(&world, ABW).await.totals;
        assert_eq!(expected(&totals)[0], [Some(t("420")), Some(t("400"))]);
        assert_eq!(totals[0].a_year(), None);
        assert_eq!(totals[0].years[1].total.unwrap().committed, Some(t("400")));
        // A quantity for every year supersedes those of single years.
        world
            .declare(ABW, "ABW", vec![line("1", "410", "")])
            .await
            .unwrap();
        assert_eq!(
            expected(&sees(&world, ABW).await.totals)[0],
            [Some(t("410")), Some(t("410"))]
        );
        assert_eq!(of(&world, "ABW").await.len(), 1);
        // One year's own, after it, takes over the price.
        let stated = world
            .declare(ABW, "ABW", vec![year("0", "1")])
            .await
            .unwrap()
            .stated;
        assert_eq!(
            stated[0].requirement.baseline,
            Some(UnitPrice::parse("168").unwrap())
        );
        assert_eq!(
            expected(&sees(&world, ABW).await.totals)[0],
            [Some(t("0")), Some(t("410"))]
        );
    }
}

#[tokio::test]
async fn quantities_are_seen_by_those_who_may() {
    for (world, _) in scenes::announced().await {
        let coal = |quantity: &str| vec![line("1", quantity, "")];
        world.declare(ABW, "ABW", coal("420")).await.unwrap();
        world.declare(BRY, "BRY", coal("185.5")).await.unwrap();
        world.declare(NIA, "PFR", coal("0")).await.unwrap();
        // Two need some: BRY sees its own alone, and so does its observer; a declared 0 makes no third.
        for user in [BRY, OBSERVER] {
            let shown = sees(&world, user).await;
            assert_eq!(
                shown
                    .rows
                    .iter()
                    .map(|r| (r.who.short_name.as_str(), r.own))
                    .collect::<Vec<_>>(),
                [("BRY", true)]
            );
            assert!(!shown.everything && shown.totals[0].hidden());
            assert_eq!(expected(&shown.totals)[0], [None, None]);
        }
        for user in [ABW, REGISTRAR] {
            let shown = sees(&world, user).await;
            assert!(shown.everything);
            assert_eq!(shown.rows.len(), 3);
            assert_eq!(expected(&shown.totals)[0][0], Some(t("605.5")));
        }
        let said =
            refusal(service::history(&world.reader(), &world.by(TRA), REF, "1", "BRY").await);
        assert!(
            said.wrong
                .to_string()
                .contains("own officers, the lead and the registrars"),
            "{said}"
        );
        world.declare(NIA, "DYF", coal("96.25")).await.unwrap();
        // Three have, and each has two others: whoever subtracted their own would have the sum of two, and of an officer
        // who acts for two of the three, the third's.
        let shown = sees(&world, BRY).await;
        assert_eq!(expected(&shown.totals)[0][0], None);
        world.declare(GLA, "GLA", coal("120")).await.unwrap();
        // Of four, each has three others.
        for user in [NIA, BRY, GLA, TRA] {
            let shown = sees(&world, user).await;
            assert_eq!(expected(&shown.totals)[0][0], Some(t("821.75")), "{user}");
        }
        // It moves with the third that is new or changed, and not before.
        world.declare(TRA, "TRA", coal("80")).await.unwrap();
        world.declare(NIA, "PFR", coal("12")).await.unwrap();
        world.declare(GLA, "GLA", coal("130")).await.unwrap();
        let shown = sees(&world, BRY).await;
        assert_eq!(expected(&shown.totals)[0][0], Some(t("821.75")));
        // Of TRA, PFR and GLA, the officer of each has two others.
        world.declare(ABW, "ABW", coal("425")).await.unwrap();
        let shown = sees(&world, BRY).await;
        assert_eq!(expected(&shown.totals)[0][0], Some(t("928.75")));
        // One more, and the close: whoever subtracted would have it.
        world.declare(NIA, "PFR", coal("0")).await.unwrap();
        world.deadline().await;
        let shown = sees(&world, BRY).await;
        assert_eq!(expected(&shown.totals)[0][0], Some(t("928.75")));
        let all = sees(&world, ABW).await;
        assert_eq!(expected(&all.totals)[0][0], Some(t("916.75")));
        // The card is everybody's: it shows what anybody may see.
        let tender = tenders::find(&world.reader(), GUILD, REF).await.unwrap();
        let card = crate::dossiers::service::card(&world.reader(), &tender)
            .await
            .unwrap();
        assert_eq!(expected(&card.totals), expected(&shown.totals));
    }
}

#[tokio::test]
async fn an_open_book_is_open() {
    for world in scenes::councils().await {
        let open = tenders::Announce {
            open_book: true,
            ..World::solid_fuel()
        };
        tenders::announce(&world.ledger, &world.by(ABW), open)
            .await
            .unwrap();
        world
            .declare(BRY, "BRY", vec![line("1", "185.5", "")])
            .await
            .unwrap();
        let shown = sees(&world, TRA).await;
        assert!(shown.everything && shown.rows.len() == 1);
        assert_eq!(expected(&shown.totals)[0][0], Some(t("185.5")));
    }
}

#[tokio::test]
async fn a_nil_return_is_a_full_answer() {
    for (world, announced) in scenes::announced().await {
        world
            .declare(BRY, "BRY", vec![line("1", "185.5", "")])
            .await
            .unwrap();
        let nil = |reason: &str| Nil {
            tender: REF.into(),
            authority: None,
            reason: Some(reason.into()),
        };
        let ceased = none(&world.ledger, &world.by(BRY), nil("All on gas now."))
            .await
            .unwrap();
        assert_eq!(ceased.ceased.len(), 1);
        none(&world.ledger, &world.by(TRA), nil("")).await.unwrap();
        let who = tenders::outstanding(&world.reader(), &announced.tender)
            .await
            .unwrap();
        assert_eq!(
            who.iter()
                .map(|w| w.short_name.as_str())
                .collect::<Vec<_>>(),
            ["ABW", "DYF", "GLA", "PFR"]
        );
        assert!(of(&world, "BRY").await.is_empty());
        // Whoever had joined stays, whoever had not does not join by needing none.
        let answers = tenders::answers(&world.reader(), &announced.tender)
            .await
            .unwrap();
        let joined: Vec<_> = answers
            .iter()
            .filter(|a| a.joined())
            .map(|a| a.who.short_name.as_str())
            .collect();
        assert_eq!(joined, ["ABW", "BRY"]);
        // And a later need is declared as ever, as the next revision.
        let stated = world
            .declare(BRY, "BRY", vec![line("1", "20", "")])
            .await
            .unwrap()
            .stated;
        assert_eq!(
            (stated[0].requirement.revision, stated[0].before.clone()),
            (2, None)
        );
    }
}

#[tokio::test]
async fn withdrawing_makes_the_answer_outstanding_again() {
    for (world, announced) in scenes::announced().await {
        world.declare_all().await;
        let request = |lot: Option<&str>| Withdraw {
            tender: REF.into(),
            lot: lot.map(str::to_owned),
            ..Withdraw::default()
        };
        withdraw(&world.ledger, &world.by(BRY), request(Some("2")))
            .await
            .unwrap();
        let names = async || {
            let who = tenders::outstanding(&world.reader(), &announced.tender)
                .await
                .unwrap();
            who.into_iter().map(|w| w.short_name).collect::<Vec<_>>()
        };
        assert_eq!(names().await, ["TRA"]);
        let said = refusal(withdraw(&world.ledger, &world.by(BRY), request(Some("2"))).await);
        assert!(
            said.wrong.to_string().contains("anything like that"),
            "{said}"
        );
        withdraw(&world.ledger, &world.by(BRY), request(None))
            .await
            .unwrap();
        assert_eq!(names().await, ["BRY", "TRA"]);
        assert_eq!(
            expected(&sees(&world, ABW).await.totals)[0][0],
            Some(t("528.25"))
        );
    }
}

#[tokio::test]
async fn after_the_deadline_only_with_the_leads_consent() {
    for (world, _) in scenes::announced().await {
        world.declare_all().await;
        // The moment itself counts, whether or not the tender has been moved yet.
        world.clock.advance_to(local(2026, 12, 18, 17, 0, 0));
        let said = refusal(world.declare(BRY, "BRY", vec![line("1", "5", "")]).await);
        assert!(
            said.wrong
                .to_string()
                .contains("deadline for answers to SF-2027-01 has passed")
                && said.help.to_string().contains("/tender reopen"),
            "{said}"
        );
        refusal(
            none(
                &world.ledger,
                &world.by(BRY),
                Nil {
                    tender: REF.into(),
                    ..Nil::default()
                },
            )
            .await,
        );
        world.deadline().await.unwrap();
        refusal(world.declare(BRY, "BRY", vec![line("1", "5", "")]).await);
        let late = world
            .declare(ABW, "BRY", vec![line("1", "190", "")])
            .await
            .unwrap();
        assert!(late.late && late.stated[0].requirement.late);
        assert_eq!(late.stated[0].requirement.by_user, user_id(ABW));
        assert_eq!(
            expected(&sees(&world, ABW).await.totals)[0][0],
            Some(t("718.25"))
        );
        // One that is admitted after the deadline declares late, too.
        refusal(world.declare(TRA, "TRA", vec![line("1", "10", "")]).await);
        tenders::join(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        refusal(world.declare(TRA, "TRA", vec![line("1", "10", "")]).await);
        tenders::admit(&world.ledger, &world.by(ABW), REF.into(), "TRA".into())
            .await
            .unwrap();
        assert!(
            world
                .declare(TRA, "TRA", vec![line("1", "10", "")])
                .await
                .unwrap()
                .late
        );
        // Once published, nothing changes them.
        world.publish().await;
        let said = refusal(world.declare(ABW, "ABW", vec![line("1", "5", "")]).await);
        assert!(
            said.help.to_string().contains("notice is published"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_table_counts_whole_or_not_at_all() {
    for (world, _) in scenes::announced().await {
        let looked_at = async |csv: &str| {
            let (db, now) = (world.reader(), world.clock.now());
            preview(&db, &world.by(BRY), REF, None, csv.into(), None, now).await
        };
        let said = refusal(
        looked_at("lot,year,quantity,at_least,at_most\nHouse coal,,185.5,,\npeat,,5,,\nSmokeless fuel,3,80,,\n2,,80,90,\n1,,7,,\n").await,
    );
        let said = said.wrong.to_string();
        let lines: Vec<_> = said.lines().collect();
        assert!(
            lines[0].contains("Nothing has changed, because 4 lines are wrong."),
            "{said}"
        );
        assert!(
            lines[1].starts_with("Line 3 (cell A3): There is no lot “peat”"),
            "{said}"
        );
        assert!(
            lines[2].starts_with("Line 4 (cell B4): The contract has no year 3."),
            "{said}"
        );
        assert!(
            lines[3].starts_with("Line 5 (cell D5): The least you would need, 90"),
            "{said}"
        );
        assert!(
            lines[4].starts_with("Line 6: “House coal” is there twice"),
            "{said}"
        );
        assert!(of(&world, "BRY").await.is_empty());
        let csv = "lot,year,quantity,at_least,at_most,committed,baseline,supplier_now,note\n\
        House coal,,185.5,150,200,yes,175.25,\"Hill, Son\",=1+1\nSmokeless fuel,1,80,,,no,270.00,,\nSmokeless fuel,2,75,,,no,,,\n";
        let shown = looked_at(csv).await.unwrap();
        assert_eq!((shown.changes.len(), shown.unchanged), (3, 0));
        // Looked at, and nothing more.
        assert!(of(&world, "BRY").await.is_empty());
        let by = world.by(BRY);
        let imported = import(&world.ledger, &by, shown.import.clone())
            .await
            .unwrap();
        let same = import(&world.ledger, &by, shown.import).await.unwrap();
        assert_eq!(imported, same);
        let told = |it: &service::Stated| (it.lot.id, it.requirement.year, it.requirement.expected);
        let shown = shown.changes.iter().map(|it| told(&it.stated));
        assert!(shown.eq(imported.stated.iter().map(told)));
        // The same table again says nothing new; but for every year takes the place of single years.
        let again = looked_at(csv).await.unwrap();
        assert_eq!((again.changes.len(), again.unchanged), (0, 3), "{again:?}");
        let every = looked_at("lot,quantity\nSmokeless fuel,80\n")
            .await
            .unwrap();
        assert_eq!(every.changes[0].in_place_of, [1, 2]);
        let both = "lot,year,quantity\nSmokeless fuel,,80\nSmokeless fuel,2,75\n";
        let both = looked_at(both).await.unwrap().import;
        import(&world.ledger, &world.by(BRY), both).await.unwrap();
        // The quantity for every year is as before, and yet the second year's would cease.
        let every = looked_at("lot,quantity\nSmokeless fuel,80\n")
            .await
            .unwrap();
        assert_eq!((every.changes.len(), every.unchanged), (1, 0));
        assert_eq!(every.changes[0].in_place_of, [2]);
        let kept = of(&world, "BRY").await;
        assert_eq!(kept[0].supplier_now.as_deref(), Some("Hill, Son"));
        assert_eq!(
            (kept[0].committed, kept[0].at_least, kept[0].at_most),
            (true, Some(t("150")), Some(t("200")))
        );
        let totals = sees(&world, ABW).await.totals;
        assert_eq!(expected(&totals)[1], [Some(t("80")), Some(t("75"))]);
    }
}

/// What is asked before it is declared, by somebody who has said yes to nothing.
async fn asked(world: &World, who: &str, authority: &str, quantity: &str) -> String {
    let declare = service::Declare {
        tender: REF.into(),
        authority: Some(authority.into()),
        lines: vec![line("House coal", quantity, "")],
        reason: None,
    };
    let actor = Actor {
        agreed: Agreed::Nothing,
        ..world.by(who)
    };
    match service::declare(&world.ledger, &actor, declare).await {
        Ok(_) => String::new(),
        Err(Error::Asks(preview)) => {
            let odd: Vec<String> = preview.odd.iter().map(|it| it.to_string()).collect();
            odd.join("\n")
        }
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn ten_times_what_others_say_is_asked_about_as_far_as_that_gives_nobody_away() {
    for (world, _) in scenes::announced().await {
        // Of four, two of them read by one officer, no total is shown, and nothing is said of it.
        for (who, authority, quantity) in [
            (ABW, "ABW", "420"),
            (BRY, "BRY", "185.5"),
            (NIA, "DYF", "96.25"),
            (NIA, "PFR", "12"),
        ] {
            let lines = vec![line("House coal", quantity, "")];
            world.declare(who, authority, lines).await.unwrap();
        }
        assert_eq!(asked(&world, GLA, "GLA", "90000").await, "");
        let withdraws = Withdraw {
            tender: REF.into(),
            ..Withdraw::default()
        };
        withdraw(&world.ledger, &world.by(GLA), withdraws)
            .await
            .unwrap();
        let lines = vec![line("House coal", "100", "")];
        world.declare(TRA, "TRA", lines).await.unwrap();
        // 813.75 tonnes of five are on the card: 162.75 each.
        let odd = asked(&world, GLA, "GLA", "1627.5").await;
        assert_eq!(
            odd,
            "House coal: 1,627.5 tonnes a year is at least ten times what the others say."
        );
        assert_eq!(asked(&world, GLA, "GLA", "1627.499").await, "");
    }
}
