use super::*;
use crate::ledger::{Error, Result};
use crate::savings::rules::{Savings, Sum};
use crate::testing::{ABW, BRY, GLA, NIA, REF, REGISTRAR, World, at, scenes};
use crate::values::Percent;

async fn asked(world: &World, who: &str, ask: Ask) -> Result<Report> {
    let now = at("2027-06-01T09:00:00Z");
    report(&world.ledger.reader(), &world.by(who), &ask, now).await
}

#[tokio::test]
async fn an_officer_sees_their_own_and_the_total_once_three_have_called_off() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "400").await;
        let other = asked(&world, BRY, Ask::default()).await.unwrap();
        assert_eq!((other.lines.len(), other.total, other.count), (0, None, 1));
        let own = asked(&world, ABW, Ask::default()).await.unwrap();
        let saved = own.total.and_then(|sum| sum.rounded()).unwrap();
        assert_eq!(saved.to_string(), "£6,400.00");
        assert_eq!(own.lines[0].authority.short_name, "ABW");

        world.orders(BRY, "House coal", "185.5").await;
        world.orders(GLA, "Smokeless fuel", "200").await;
        // Of three, each has two others, and would have the sum of these.
        let other = asked(&world, BRY, Ask::default()).await.unwrap();
        assert_eq!((other.lines.len(), other.total), (1, None));
        world.orders_for(NIA, "PFR", "Smokeless fuel", "6.5").await;
        let other = asked(&world, BRY, Ask::default()).await.unwrap();
        let total = other.total.and_then(|sum| sum.rounded()).unwrap();
        assert_eq!(total.to_string(), "£14,629.23");

        // House coal is with an SME, and local: 60,800 + 27,361.25 of 138,051.65. But two bought it.
        let spent = other.spent;
        assert_eq!(spent.share(spent.sme).unwrap().to_string(), "100%");
        let all = asked(&world, REGISTRAR, Ask::default()).await.unwrap();
        let spent = all.spent;
        let share = spent.share(spent.sme).unwrap();
        assert_eq!(
            (share.to_string(), spent.sme),
            ("63.86%".to_owned(), spent.local)
        );
        let last_year = Ask {
            year: Some("2026-27".to_owned()),
            ..Ask::default()
        };
        let none = asked(&world, ABW, last_year).await.unwrap();
        assert_eq!(none.count, 0);
        let anothers = Ask {
            authority: Some("ABW".to_owned()),
            ..Ask::default()
        };
        let refused = asked(&world, BRY, anothers).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused}");
    }
}

#[tokio::test]
async fn a_year_stands_beside_the_one_before_and_its_target() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "400").await;
        let set = async |percent: &str| {
            let gwen = world.by(ABW);
            set_target(&world.ledger, &gwen, percent.to_owned(), None).await
        };
        assert_eq!(set("9.53").await.unwrap().target.to_string(), "9.53%");
        let again = set("3").await.unwrap();
        assert_eq!(again.before.unwrap().to_string(), "9.53%");
        let next_year = Ask {
            year: Some("2028-29".to_owned()),
            ..Ask::default()
        };
        let report = asked(&world, ABW, next_year).await.unwrap();
        let line = &report.lines[0];
        assert_eq!(line.sum, Sum::default());
        assert_eq!(line.last.rounded().unwrap().to_string(), "£6,400.00");
        assert_eq!(line.target.unwrap().to_string(), "3%");
        // 6,400 of 67,200 is 9.5238%.
        let report = asked(&world, ABW, Ask::default()).await.unwrap();
        let sum = report.lines[0].sum;
        assert_eq!(sum.reaches(Percent::parse("9.52").unwrap()), Some(true));
        assert_eq!(sum.reaches(Percent::parse("9.53").unwrap()), Some(false));
        let refused = set("300").await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused}");
    }
}

#[tokio::test]
async fn exercises_are_spared_to_whoever_joined_and_priced_where_the_region_has_set_a_cost() {
    for world in scenes::calling_off().await {
        let ask = Ask {
            // Published on 12 January 2027.
            year: Some("2026-27".to_owned()),
            ..Ask::default()
        };
        let before = asked(&world, BRY, ask.clone()).await.unwrap();
        assert_eq!((before.process.spared, before.process.unpriced), (0, 4));
        let cost = async |who: &str, region: &str, amount: &str| {
            let (region, amount) = (region.to_owned(), amount.to_owned());
            set_cost(&world.ledger, &world.by(who), region, amount).await
        };
        for (who, region, amount) in [
            (BRY, "South Wales", "5000"),
            (REGISTRAR, "Narnia", "5000"),
            (REGISTRAR, "South Wales", "nothing"),
        ] {
            let refused = cost(who, region, amount).await.unwrap_err();
            assert!(matches!(refused, Error::Refused(_)), "{refused}");
        }
        cost(REGISTRAR, "south wales", "£5,000").await.unwrap();
        let after = asked(&world, BRY, ask.clone()).await.unwrap();
        // BRY and GLA; DYF and PFR are of the other region.
        assert_eq!((after.process.spared, after.process.unpriced), (2, 2));
        assert_eq!(after.process.saved.to_string(), "£10,000.00");
        let own = after
            .lines
            .iter()
            .find(|it| it.authority.short_name == "BRY");
        assert_eq!(own.unwrap().process.saved.to_string(), "£5,000.00");
        let lead = asked(&world, ABW, ask).await.unwrap();
        assert!(lead.lines.is_empty(), "who leads is spared none");
        let this_year = asked(&world, BRY, Ask::default()).await.unwrap();
        assert!(this_year.process.is_nothing());
    }
}

#[tokio::test]
async fn a_report_opens_to_the_call_offs_it_is_made_of_and_to_no_others() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "391").await;
        for order in 0..PAGE {
            let tonnes = format!("2.{order:03}");
            world.orders(BRY, "House coal", &tonnes).await;
        }
        let ask = Ask {
            tender: Some(REF.to_owned()),
            ..Ask::default()
        };
        let report = asked(&world, BRY, ask).await.unwrap();
        let db = world.ledger.reader();
        let opened = async |who: &str, page| {
            let actor = world.by(who);
            open(&db, &actor, report.sift, page).await.unwrap()
        };
        let first = opened(BRY, 0).await;
        // Sixteen parts: one order lies in two bands.
        assert_eq!(
            (first.lines.len(), first.pages, first.count),
            (PAGE, 2, PAGE + 1)
        );
        assert!(
            first
                .lines
                .iter()
                .all(|it| it.authority == "BRY" && it.reference == REF)
        );
        let parts = opened(REGISTRAR, 0).await.lines.into_iter();
        let saved = Savings::of(
            parts
                .chain(opened(REGISTRAR, 1).await.lines)
                .map(|it| it.bought),
        );
        let whole = asked(&world, REGISTRAR, Ask::default()).await.unwrap();
        assert_eq!(saved.unwrap().total(), whole.total);
        let beyond = opened(BRY, 9).await;
        assert_eq!(beyond.page, beyond.pages - 1);
        let nobody = opened("Somebody", 0).await;
        assert_eq!((nobody.count, nobody.pages), (0, 1));
    }
}

/// A region that has no forum is asked for by its name alone; its call-offs are opened, and no other's.
#[tokio::test]
async fn a_region_without_a_forum_opens_to_its_own_call_offs() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "400").await;
        world.orders_for(NIA, "DYF", "House coal", "96.25").await;
        let ask = Ask {
            region: Some("mid and west wales".to_owned()),
            ..Ask::default()
        };
        let report = asked(&world, REGISTRAR, ask).await.unwrap();
        let registrar = world.by(REGISTRAR);
        let db = world.ledger.reader();
        let opened = open(&db, &registrar, report.sift, 0).await.unwrap();
        let whose: Vec<&str> = opened
            .lines
            .iter()
            .map(|it| it.authority.as_str())
            .collect();
        assert_eq!(whose, ["DYF"]);
    }
}

/// Design, section 3, rule 8: the lead sees every authority's, of its own tender.
#[tokio::test]
async fn a_lead_sees_every_authority_in_the_report_of_its_tender() {
    for world in scenes::calling_off().await {
        world.orders(BRY, "House coal", "185.5").await;
        let of_tender = Ask {
            tender: Some(REF.to_owned()),
            ..Ask::default()
        };
        let lead = asked(&world, ABW, of_tender.clone()).await.unwrap();
        assert_eq!(lead.lines[0].authority.short_name, "BRY");
        let db = world.ledger.reader();
        let opened = open(&db, &world.by(ABW), lead.sift, 0).await.unwrap();
        assert_eq!(opened.count, 1);
        let of_all = asked(&world, ABW, Ask::default()).await.unwrap();
        assert!(of_all.lines.is_empty(), "not of what others lead");
        let other = asked(&world, GLA, of_tender).await.unwrap();
        assert!(
            other
                .lines
                .iter()
                .all(|it| it.authority.short_name == "GLA")
        );
    }
}
