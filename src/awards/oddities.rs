//! What looks like a slip in an award: it is asked about, never refused (design, section 2a). Pure.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::award::Award;
use super::extensions::Extensions;
use super::rules::Bands;
use crate::values::{Quantity, Standstill, Unit, UnitPrice, VariationKind, day};
use crate::words::{Text, text};

/// A price is far off from more than so many times the highest price paid now, or less than that part of the lowest.
const FAR: i64 = 3;

/// Prices that are next to nothing, that rise with the volume, or that are far from what councils pay now.
pub fn price(bands: &Bands, paid_now: &[UnitPrice], unit: &Unit) -> Vec<Text> {
    let mut odd = Vec::new();
    let prices: Vec<UnitPrice> = bands.as_slice().iter().map(|band| band.price).collect();
    let unit = || unit.as_str().to_owned();
    if let Some(least) = prices
        .iter()
        .min()
        .filter(|least| least.is_next_to_nothing())
    {
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
        } else if times(price) < low.ten_thousandths() && !price.is_next_to_nothing() {
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

/// What an award has that the one in its place hasn't: options that were left out the second time.
pub fn left_out(before: &Award, now: &Award, unit: &Unit) -> Option<Text> {
    let gone = |had: bool, has: bool, what: Text| (had && !has).then_some(what);
    let ceiling = before.ceiling.filter(|_| now.ceiling.is_none());
    let same = before.supplier == now.supplier;
    let parts = [
        ceiling.map(|most| text!("awards-odd-left-ceiling", most = unit.show(most))),
        gone(same && before.sme, now.sme, text!("awards-odd-left-sme")),
        gone(
            same && before.local,
            now.local,
            text!("awards-odd-left-local"),
        ),
        gone(
            !before.extensions.is_empty(),
            !now.extensions.is_empty(),
            text!("awards-odd-left-extensions"),
        ),
        gone(
            before.index.is_some(),
            now.index.is_some(),
            text!("awards-odd-left-index"),
        ),
    ];
    let parts: Vec<Text> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| text!("awards-odd-left-out", parts = Text::and(parts)))
}

/// A new price of a running contract that is next to nothing, rises with the volume, or is far from the one before: of each
/// volume from which a price holds.
pub fn varied_price(bands: &Bands, before: &Bands, unit: &Unit) -> Vec<Text> {
    let mut odd = price(bands, &[], unit);
    let at = |bands: &Bands, from| {
        let bands = bands.as_slice().iter().rev();
        let mut holds = bands.filter(|band| band.from <= from);
        holds.next().map(|band| band.price)
    };
    let volumes = bands.as_slice().iter().chain(before.as_slice());
    let far = volumes.map(|band| band.from).find_map(|from| {
        let (now, then) = (at(bands, from)?, at(before, from)?);
        let times = |it: UnitPrice| it.ten_thousandths().saturating_mul(FAR);
        let (price, before) = (now.to_string(), then.to_string());
        if now.ten_thousandths() > times(then) {
            Some(text!("awards-odd-far-more", price, before))
        } else if times(now) < then.ten_thousandths() && !now.is_next_to_nothing() {
            Some(text!("awards-odd-far-less", price, before))
        } else {
            None
        }
    });
    odd.extend(far);
    odd
}

/// A new ceiling that is below what is called off already, or far from the one before.
pub fn varied_ceiling(
    now: Option<Quantity>,
    before: Option<Quantity>,
    called_off: Quantity,
    unit: &Unit,
) -> Vec<Text> {
    let Some(now) = now else { return Vec::new() };
    let times = |it: Quantity| it.thousandths().saturating_mul(FAR);
    let below = (now < called_off).then(|| {
        let called_off = unit.show(called_off);
        text!("awards-odd-ceiling-below", called_off)
    });
    let far = before.and_then(|before| {
        let (ceiling, shown) = (unit.show(now), unit.show(before));
        if now.thousandths() > times(before) {
            Some(text!(
                "awards-odd-far-more",
                price = ceiling,
                before = shown
            ))
        } else if times(now) < before.thousandths() {
            Some(text!(
                "awards-odd-far-less",
                price = ceiling,
                before = shown
            ))
        } else {
            None
        }
    });
    [below, far].into_iter().flatten().collect()
}

/// An extension that was not offered when the contract was awarded, or one more than was.
pub fn extension(
    offered: Option<&Extensions>,
    used: usize,
    now: NaiveDate,
    before: NaiveDate,
) -> Vec<Text> {
    let months = offered.map_or(&[][..], Extensions::months);
    let Some(this) = months.get(used) else {
        return vec![match months.is_empty() {
            true => text!("awards-odd-no-extension"),
            false => text!("awards-odd-extensions-used", used),
        }];
    };
    let first = before.succ_opt();
    let last = first.and_then(|it| it.checked_add_months(Months::new((*this).into())));
    let as_offered = last.and_then(|it| it.pred_opt()) == Some(now);
    let odd = (!as_offered).then(|| text!("awards-odd-other-extension", months = *this));
    odd.into_iter().collect()
}

/// An end that comes later than the one before.
pub fn moved_end(now: NaiveDate, before: NaiveDate) -> Vec<Text> {
    let later = (now > before).then(|| text!("awards-odd-later-end", before = day(before)));
    later.into_iter().collect()
}

/// A day that is gone, or outside the contract.
pub fn varied_from(
    kind: VariationKind,
    from: NaiveDate,
    today: NaiveDate,
    starts: NaiveDate,
    ends: NaiveDate,
) -> Vec<Text> {
    let mut odd = Vec::new();
    if from < today {
        odd.push(text!(
            "awards-odd-day-past",
            day = day(from),
            today = day(today)
        ));
    }
    if from < starts {
        odd.push(text!("awards-odd-before-start", starts = day(starts)));
    }
    let within = matches!(
        kind,
        VariationKind::Price | VariationKind::Supplier | VariationKind::Ceiling
    );
    if within && from > ends {
        odd.push(text!("awards-odd-after-end", ends = day(ends)));
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
    use crate::values::{AwardId, LotId, Regime};

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
    fn what_an_award_loses_by_being_typed_again_is_asked_about() {
        let unit = Unit::parse("tonne").unwrap();
        let now = Award {
            id: AwardId(1),
            lot_id: LotId(1),
            supplier: "Cwm Fuels".into(),
            bands: Bands::parse("152").unwrap(),
            ceiling: None,
            sme: false,
            local: false,
            at: DateTime::UNIX_EPOCH,
            extensions: Extensions::default(),
            index: None,
            variations: Vec::new(),
        };
        let before = Award {
            ceiling: Some(crate::testing::t("1200")),
            sme: true,
            local: true,
            extensions: Extensions::parse("12 months").unwrap(),
            index: Some("CPI".into()),
            ..now.clone()
        };
        assert_eq!(
            left_out(&before, &now, &unit).unwrap().to_string(),
            "The award as it stands has a ceiling of 1,200 tonnes, the mark that the supplier is an SME, the mark that the \
             supplier is local, options to extend it and an index for its price, and this one hasn't."
        );
        assert_eq!(left_out(&now, &before, &unit), None);
        // Another supplier has marks of its own.
        let other = Award {
            supplier: "Another".into(),
            ceiling: before.ceiling,
            ..now
        };
        let odd = left_out(&before, &other, &unit).unwrap().to_string();
        assert!(!odd.contains("SME") && odd.contains("extend"), "{odd}");
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
