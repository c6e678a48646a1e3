//! What looks like a slip in an award: it is asked about, never refused (design, section 2a). Pure.

use chrono::{DateTime, NaiveDate, Utc};

use super::rules::Bands;
use crate::values::{Standstill, Unit, UnitPrice, day};
use crate::words::{Text, text};

/// A penny, and what is less.
const A_PENNY: UnitPrice = UnitPrice::from_ten_thousandths(100);
/// A price is far off from more than so many times the highest price paid now, or less than that part of the lowest.
const FAR: i64 = 3;

/// Prices that are next to nothing, that rise with the volume, or that are far from what councils pay now.
pub fn price(bands: &Bands, paid_now: &[UnitPrice], unit: &Unit) -> Vec<Text> {
    let mut odd = Vec::new();
    let prices: Vec<UnitPrice> = bands.as_slice().iter().map(|band| band.price).collect();
    let unit = || unit.as_str().to_owned();
    if let Some(least) = prices.iter().min().filter(|least| **least <= A_PENNY) {
        odd.push(text!(
            "awards-odd-nothing",
            price = least.to_string(),
            unit = unit()
        ));
    }
    if let Some(pair) = prices.windows(2).find(|pair| pair[1] > pair[0]) {
        odd.push(text!(
            "awards-odd-rises",
            from = pair[0].to_string(),
            to = pair[1].to_string()
        ));
    }
    let first = prices.first().copied();
    if let (Some(price), Some(low), Some(high)) =
        (first, paid_now.iter().min(), paid_now.iter().max())
    {
        let times = |it: UnitPrice| it.ten_thousandths().saturating_mul(FAR);
        let shown = price.to_string();
        if price.ten_thousandths() > times(*high) {
            odd.push(text!(
                "awards-odd-high",
                price = shown,
                most = high.to_string(),
                unit = unit()
            ));
        } else if times(price) < low.ten_thousandths() && price > A_PENNY {
            odd.push(text!(
                "awards-odd-low",
                price = shown,
                least = low.to_string(),
                unit = unit()
            ));
        }
    }
    odd
}

/// An award before bids are due, without a notice, or with a contract that starts before its standstill can end.
pub fn moment(
    bids_by: Option<DateTime<Utc>>,
    notice: Option<&str>,
    starts: NaiveDate,
    standstill: &Standstill,
    now: DateTime<Utc>,
) -> Vec<Text> {
    let early = bids_by.filter(|due| now < *due);
    let early = early.map(|due| text!("awards-odd-before-bids", day = day(due.date_naive())));
    let without = notice.is_none().then(|| text!("awards-odd-no-notice"));
    let soon = (starts <= standstill.last_day).then(|| {
        text!(
            "awards-odd-start",
            starts = day(starts),
            last = day(standstill.last_day)
        )
    });
    [early, without, soon].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Regime;

    fn said(bands: &str, paid_now: &[&str]) -> Vec<String> {
        let paid: Vec<UnitPrice> = paid_now
            .iter()
            .map(|it| UnitPrice::parse(it).unwrap())
            .collect();
        let unit = Unit::parse("tonne").unwrap();
        let odd = price(&Bands::parse(bands).unwrap(), &paid, &unit);
        odd.iter().map(Text::to_string).collect()
    }

    #[test]
    fn a_price_that_is_a_slip_is_asked_about() {
        let paid = ["168", "190"];
        for (bands, says) in [
            ("0.01", "£0.01"),
            ("0", "£0.00"),
            ("0:152; 400:160", "rises"),
            ("14.25", "under a third"),
            ("1425", "more than three times"),
        ] {
            let odd = said(bands, &paid);
            assert!(odd.len() == 1 && odd[0].contains(says), "{bands}: {odd:?}");
        }
        assert_eq!(
            said("0:152; 400:147.50; 700:143.25", &paid),
            [] as [String; 0]
        );
        // Exactly a third, exactly three times; and where nobody said what they pay.
        assert_eq!(said("56", &paid), [] as [String; 0]);
        assert_eq!(said("570", &paid), [] as [String; 0]);
        assert_eq!(said("14.25", &[]), [] as [String; 0]);
    }

    #[test]
    fn an_award_too_early_is_asked_about() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let standstill = Regime::Wales.standstill(date("2027-03-11"));
        let due = Some(at("2027-02-19T12:00:00Z"));
        let (now, starts) = (at("2027-03-11T09:00:00Z"), date("2027-04-01"));
        let odd = |due, notice, starts, now| moment(due, notice, starts, &standstill, now).len();
        assert_eq!(odd(due, Some("1-2027"), starts, now), 0);
        assert_eq!(
            odd(due, Some("1-2027"), starts, at("2027-02-19T11:59:00Z")),
            1
        );
        assert_eq!(odd(due, None, starts, now), 1);
        assert_eq!(odd(due, Some("1-2027"), date("2027-03-23"), now), 1);
    }
}
