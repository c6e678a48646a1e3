//! Short ways to write what tests write often.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Europe::London;

use crate::awards::rules::Bands;
use crate::awards::service::{Change, Variation, Varied};
use crate::calloffs::service as calloffs;
use crate::ledger::{Error, Result};
use crate::requirements::rules::Total;
use crate::requirements::service::{Line, Requirement, YearTotal};
use crate::tenders::service::{Lot, TakePart, Tender, Who};
use crate::values::{
    AuthorityId, Ground, LotId, Quantity, Reference, Refusal, Regime, Stage, TenderId, Unit,
    VariationId, VariationKind,
};

use super::REF;

/// An instant, as RFC 3339 writes it.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A time by the clocks in London.
pub(crate) fn local(y: i32, m: u32, d: u32, hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
    London
        .with_ymd_and_hms(y, m, d, hour, minute, second)
        .unwrap()
        .to_utc()
}

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A quantity: so many tonnes, which may be fewer than none.
pub(crate) fn t(text: &str) -> Quantity {
    let less = text.strip_prefix('-');
    let quantity = Quantity::parse(less.unwrap_or(text)).unwrap();
    match less {
        Some(_) => Quantity::from_thousandths(-quantity.thousandths()),
        None => quantity,
    }
}

pub(crate) fn tonne() -> Unit {
    Unit::parse("tonne").unwrap()
}

/// The refusal, or a panic.
pub(crate) fn refusal<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// The refusal as a person reads it, or a panic.
pub(crate) fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    refusal(outcome).to_string()
}

/// What is declared for every year of a lot, and the price paid before.
pub(crate) fn line(lot: &str, quantity: &str, baseline: &str) -> Line {
    Line {
        lot: lot.into(),
        quantity: quantity.into(),
        baseline: Some(baseline.into()),
        ..Line::default()
    }
}

/// An order of so many tonnes of a lot, for an authority where it has to be named.
pub(crate) fn order(lot: &str, tonnes: &str, acting_as: Option<&str>) -> calloffs::Request {
    calloffs::Request {
        tender: REF.into(),
        lot: lot.into(),
        quantity: t(tonnes),
        acting_as: acting_as.map(str::to_owned),
        deliver_on: None,
        site: None,
        order_number: None,
    }
}

/// An authority that joins, declines or leaves the tender.
pub(crate) fn part(authority: &str, reason: &str) -> TakePart {
    TakePart {
        tender: REF.into(),
        authority: Some(authority.into()),
        reason: Some(reason.into()),
    }
}

/// The tender of design, section 9, number 7, while requirements are collected.
pub(crate) fn tender() -> Tender {
    Tender {
        id: TenderId(7),
        guild_id: 1,
        reference: Reference::parse(REF).unwrap(),
        title: "Solid fuel 2027–2029".into(),
        description: None,
        lead_id: AuthorityId(1),
        category: None,
        regime: Regime::Wales,
        open_book: false,
        stage: Stage::Collecting,
        respond_by: local(2026, 12, 18, 17, 0, 0),
        starts: date(2027, 4, 1),
        ends: date(2029, 3, 31),
        notice: None,
        bids_by: None,
        value: None,
        published_on: None,
        notice_on: None,
        standstill_ends: None,
        reason: None,
        cancelled_from: None,
        cancelled_at: None,
        created_by: 5,
        created_at: at("2026-11-02T09:00:00Z"),
        invited_at_close: None,
        answered_at_close: None,
        withdrawn_at: None,
    }
}

/// A lot of it, in tonnes; its row has its number.
pub(crate) fn lot(number: i32, title: &str) -> Lot {
    Lot {
        id: LotId(number.into()),
        tender_id: TenderId(7),
        number,
        title: title.into(),
        unit: tonne(),
        no_award: None,
        no_award_reason: None,
        removed_at: None,
    }
}

/// What authority 3 needs of a lot in a contract year (0: in each).
pub(crate) fn requirement(lot_id: LotId, year: i32, thousandths: i64) -> Requirement {
    Requirement {
        id: 1,
        lot_id,
        authority_id: AuthorityId(3),
        year,
        revision: 1,
        current: true,
        expected: Quantity::from_thousandths(thousandths),
        at_least: None,
        at_most: None,
        committed: false,
        baseline: None,
        supplier_now: None,
        note: None,
        late: false,
        by_user: 5,
        at: at("2026-11-02T09:00:00Z"),
    }
}

/// What was declared of a lot for one contract year, by so many; no total: it may not be told.
pub(crate) fn year(year: i32, declared: u32, thousandths: Option<i64>) -> YearTotal {
    let total = thousandths.map(|n| Total {
        expected: Quantity::from_thousandths(n),
        committed: Some(Quantity::ZERO),
        declared,
    });
    YearTotal {
        year,
        declared,
        total,
    }
}

/// An authority in South Wales.
pub(crate) fn who(id: i64, short_name: &str, name: &str) -> Who {
    Who {
        id: AuthorityId(id),
        name: name.into(),
        short_name: short_name.into(),
        region: "South Wales".into(),
        name_cy: None,
    }
}

/// House coal has another price from 1 October 2027 on, by an index.
pub(crate) fn varied() -> Varied {
    Varied {
        variation: Variation {
            id: VariationId(1),
            tender_id: TenderId(1),
            lot_id: Some(LotId(1)),
            kind: VariationKind::Price,
            from: date(2027, 10, 1),
            ground: Ground::Index,
            index: Some("CPI 138.2, +3.3%".into()),
            change: Change::Price(Bands::parse("157").unwrap()),
            ends_before: None,
            reason: "More time".into(),
            by_user: 1,
            at: at("2027-09-01T10:00:00Z"),
        },
        before: Change::Price(Bands::parse("152").unwrap()),
        lot: Some(("House coal".into(), tonne())),
    }
}
