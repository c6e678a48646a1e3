use super::*;
use crate::testing::{ABW, BRY, REF, TRA, at, part, scenes, t};

#[tokio::test]
async fn called_off_stands_against_declared_and_who_is_quiet_is_told() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "420").await;
        world.orders(BRY, "House coal", "100").await;
        let db = world.ledger.reader();
        let of =
            async |who: &str, now: &str| tender(&db, &world.by(who), REF, at(now)).await.unwrap();
        let lead = of(ABW, "2027-09-30T09:00:00Z").await;
        let coal = &lead.uses[0];
        assert_eq!(
            (coal.called_off, coal.declared),
            (Some(t("520")), Some(t("713.75")))
        );
        let seen = |it: &Use| -> Vec<(String, Quantity, Quantity, bool)> {
            let one = |it: &Buyer| {
                (
                    it.who.short_name.clone(),
                    it.declared,
                    it.called_off,
                    it.quiet,
                )
            };
            it.buyers.iter().map(one).collect()
        };
        assert_eq!(
            seen(coal),
            [
                ("ABW".to_owned(), t("420"), t("420"), false),
                ("BRY".to_owned(), t("185.5"), t("100"), false),
                ("DYF".to_owned(), t("96.25"), t("0"), false),
                ("PFR".to_owned(), t("12"), t("0"), false),
            ]
        );
        let later = of(ABW, "2027-10-01T09:00:00Z").await;
        let quiet: Vec<&str> = later.uses[0]
            .buyers
            .iter()
            .filter(|it| it.quiet)
            .map(|it| it.who.short_name.as_str())
            .collect();
        // ABW has called off all it declared.
        assert_eq!(quiet, ["BRY", "DYF", "PFR"]);
        // In the second contract year, what was declared for it counts too.
        let second = of(ABW, "2028-04-01T09:00:00Z").await;
        assert_eq!(second.uses[0].declared, Some(t("1427.5")));
        let other = of(BRY, "2027-09-30T09:00:00Z").await;
        assert_eq!(seen(&other.uses[0]).len(), 1);
        // Four have declared, two of them by one officer, and two have called off.
        assert_eq!(
            (other.uses[0].called_off, other.uses[0].declared),
            (None, None)
        );
        assert_eq!(other.uses[1].declared, Some(t("546.5")));
    }
}

/// Whoever joined late stands by itself, so that the rows add up to the total; and the response rate stays as it was.
#[tokio::test]
async fn a_late_joiner_has_its_row_and_the_response_rate_stays() {
    use crate::tenders::service::{admit, join};
    for world in scenes::calling_off().await {
        let db = world.ledger.reader();
        let report = async || {
            tender(&db, &world.by(ABW), REF, at("2027-09-30T09:00:00Z"))
                .await
                .unwrap()
        };
        let before = report().await.responses;
        assert_eq!((before.answered, before.invited, before.late), (5, 6, 0));
        world.orders(ABW, "House coal", "420").await;
        join(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        admit(
            &world.ledger,
            &world.by(ABW),
            REF.to_owned(),
            "TRA".to_owned(),
        )
        .await
        .unwrap();
        world.orders(TRA, "House coal", "10").await;
        let report = report().await;
        let now = report.responses;
        assert_eq!((now.answered, now.invited, now.late), (5, 6, 1));
        let coal = &report.uses[0];
        assert_eq!(coal.called_off, Some(t("430")));
        let rows = Quantity::checked_sum(coal.buyers.iter().map(|it| it.called_off));
        assert_eq!(rows, coal.called_off);
        let late = coal
            .buyers
            .iter()
            .find(|it| it.who.short_name == "TRA")
            .unwrap();
        assert_eq!(
            (late.called_off, late.declared, late.quiet),
            (t("10"), t("0"), false)
        );
    }
}

#[tokio::test]
async fn a_region_counts_the_answers_of_its_tenders_and_names_contracts_nobody_uses() {
    for world in scenes::calling_off().await {
        let db = world.ledger.reader();
        let of = async |year: Option<&str>| {
            let who = world.by(BRY);
            let now = at("2027-07-01T09:00:00Z");
            region(&db, &who, "South Wales", year, now).await.unwrap()
        };
        // It was announced on 11 March 2027.
        assert!(of(None).await.lines.is_empty());
        let report = of(Some("2026-27")).await;
        assert_eq!(report.lines.len(), 1);
        assert!(report.lines[0].unused);
        world.orders(ABW, "House coal", "1").await;
        let report = of(Some("2026-27")).await;
        assert!(!report.lines[0].unused);
        assert_eq!(
            report.responses().invited,
            report.lines[0].responses.invited
        );
        let who = world.by(BRY);
        let unknown = region(&db, &who, "Narnia", None, at("2027-07-01T09:00:00Z")).await;
        assert!(matches!(unknown, Err(crate::ledger::Error::Refused(_))));
    }
}
