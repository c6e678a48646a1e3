//! A notice's number, and what is read of a release of open contracting data (OCDS 1.1 with the UK's extension).

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::values::{Money, time_zone};

/// The longest title that is taken, in characters.
const TITLE: usize = 500;

/// What a notice says, as far as a tender has a place for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number, such as `012345-2027`.
    pub number: String,
    /// What is bought.
    pub title: Option<String>,
    /// When bids are due.
    pub bids_by: Option<DateTime<Utc>>,
    /// First day of the contract.
    pub starts: Option<NaiveDate>,
    /// Last day of the contract.
    pub ends: Option<NaiveDate>,
    /// What it is estimated at, without VAT, in pounds.
    pub value: Option<Money>,
}

/// The number of a Find a Tender notice in what somebody typed: `012345-2027` by itself or in the address of its page,
/// or as it was written before 2025, `2027/S 000-012345`.
pub fn number(typed: &str) -> Option<String> {
    let whole = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned())
    };
    let typed = typed.trim();
    if let Some((year, rest)) = typed.split_once("/S") {
        let number = rest.trim().strip_prefix("000-")?;
        return Some(format!("{}-{}", whole(number, 6)?, whole(year.trim(), 4)?));
    }
    let last = typed.split(['?', '#']).next()?;
    let last = last.trim_end_matches('/').rsplit('/').next()?;
    let elsewhere = typed.contains("://") && !typed.contains("find-tender.service.gov.uk/");
    let (number, year) = last.split_once('-').filter(|_| !elsewhere)?;
    Some(format!("{}-{}", whole(number, 6)?, whole(year, 4)?))
}

/// What the newest release of a package says of its tender; none, if there is no tender in it. What is there and can't
/// be read is left out: an officer types it then.
pub fn notice(package: &Value, number: &str, tz: Tz) -> Option<Notice> {
    let releases = package["releases"].as_array()?;
    let newest = releases
        .iter()
        .filter(|it| it["tender"].is_object())
        .max_by_key(|it| it["date"].as_str().and_then(moment))?;
    let tender = &newest["tender"];
    let lots: Vec<&Value> = tender["lots"].as_array().into_iter().flatten().collect();
    // Since the Procurement Act a contract's dates stand in its lots: from the first start to the last end.
    let periods = || {
        let own = std::iter::once(&tender["contractPeriod"]);
        own.chain(lots.iter().map(|lot| &lot["contractPeriod"]))
    };
    let day = |at: DateTime<Utc>| time_zone::local_date(at, tz);
    let title = tender["title"].as_str().map(|it| {
        let it = it.split_whitespace().collect::<Vec<_>>().join(" ");
        it.chars().take(TITLE).collect::<String>()
    });
    Some(Notice {
        number: number.to_owned(),
        title: title.filter(|it| !it.is_empty()),
        bids_by: tender["tenderPeriod"]["endDate"].as_str().and_then(moment),
        starts: periods()
            .filter_map(|it| it["startDate"].as_str().and_then(moment))
            .min()
            .map(day),
        ends: periods()
            .filter_map(|it| it["endDate"].as_str().and_then(moment))
            .max()
            .map(day),
        value: value(&tender["value"]),
    })
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc())
}

/// In pounds, from the digits as they stand: no other currency is taken.
fn value(it: &Value) -> Option<Money> {
    if it["currency"] != "GBP" {
        return None;
    }
    let amount = Money::parse(&it["amount"].as_number()?.to_string()).ok()?;
    (!amount.is_negative()).then_some(amount)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::London;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn numbers_are_found_in_what_people_type() {
        for typed in [
            "012345-2027",
            " 012345-2027 ",
            "2027/S 000-012345",
            "2027/S000-012345",
            "https://www.find-tender.service.gov.uk/Notice/012345-2027",
            "https://www.find-tender.service.gov.uk/Notice/012345-2027?origin=SearchResults&p=1",
        ] {
            assert_eq!(number(typed).as_deref(), Some("012345-2027"), "{typed}");
        }
        for typed in [
            "",
            "12345-2027",
            "012345-27",
            "2027/S 001-012345",
            "https://www.sell2wales.gov.wales/Search/012345-2027",
            "OCT512345",
            "ref 012345-2027",
        ] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_newest_release_says_what_the_tender_is() {
        let package = json!({ "releases": [
            { "date": "2027-01-12T10:00:00Z", "tender": { "title": "Old", "value": { "amount": 1, "currency": "GBP" } } },
            { "date": "2027-01-14T10:00:00Z", "tender": {
                "title": "Solid  fuel\n2027",
                "tenderPeriod": { "endDate": "2027-02-19T12:00:00Z" },
                "value": { "amount": 1_250_000.5, "amountGross": 1_500_000, "currency": "GBP" },
                "lots": [
                    { "contractPeriod": { "startDate": "2027-04-01T00:00:00+01:00", "endDate": "2029-03-31T23:59:59+01:00" } },
                    { "contractPeriod": { "startDate": "2027-05-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00" } },
                ],
            } },
            { "date": "2027-01-15T10:00:00Z", "planning": {} },
        ] });
        let found = notice(&package, "012345-2027", London).unwrap();
        assert_eq!(
            found,
            Notice {
                number: "012345-2027".to_owned(),
                title: Some("Solid fuel 2027".to_owned()),
                bids_by: Some("2027-02-19T12:00:00Z".parse().unwrap()),
                starts: day(2027, 4, 1),
                ends: day(2029, 3, 31),
                value: Some(Money::from_pence(125_000_050)),
            }
        );
        assert_eq!(notice(&json!({ "releases": [] }), "1", London), None);
        assert_eq!(notice(&json!([]), "1", London), None);
        let euro =
            json!({ "releases": [{ "tender": { "value": { "amount": 5, "currency": "EUR" } } }] });
        assert_eq!(notice(&euro, "1", London).unwrap().value, None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_or_answered_breaks_nothing(typed in ".{0,40}", date in ".{0,30}", amount in any::<f64>()) {
            let _ = number(&typed);
            let odd = json!({ "releases": [{ "date": &date, "tender": {
                "title": typed,
                "tenderPeriod": { "endDate": &date },
                "contractPeriod": { "startDate": date },
                "value": { "amount": amount, "currency": "GBP" },
            } }] });
            prop_assert!(notice(&odd, "012345-2027", London).is_some());
        }
    }
}
