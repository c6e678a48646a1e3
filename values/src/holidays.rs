//! Bank holidays of the United Kingdom by rule, and working days.
//!
//! Sources: Banking and Financial Dealings Act 1971, section 1 and schedule 1; St Andrew's Day Bank Holiday (Scotland)
//! Act 2007; the royal proclamations of the single days; gov.uk/bank-holidays for the dates since 2012. By rule, so
//! that a year which gov.uk has not listed yet works too; a day proclaimed later has to be added to `ONE_OFFS`.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A part of the United Kingdom with bank holidays of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Division {
    /// England and Wales.
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Division {
    /// Every division.
    pub const ALL: [Self; 3] = [Self::EnglandAndWales, Self::Scotland, Self::NorthernIreland];
}

/// Single days, added by proclamation: (year, month, day, name, Scotland alone).
const ONE_OFFS: &[(i32, u32, u32, &str, bool)] = &[
    (1981, 7, 29, "Wedding of Charles and Diana", false),
    (1999, 12, 31, "Millennium holiday", false),
    (2002, 6, 3, "Golden Jubilee", false),
    (2011, 4, 29, "Wedding of William and Catherine", false),
    (2012, 6, 5, "Diamond Jubilee", false),
    (2022, 6, 3, "Platinum Jubilee", false),
    (2022, 9, 19, "State funeral of Queen Elizabeth II", false),
    (2023, 5, 8, "Coronation of King Charles III", false),
    (2026, 6, 15, "World Cup", true),
];

/// Years in which a day was moved: the early May holiday in 1995 and 2020 (50 and 75 years of VE Day), the spring
/// holiday in 2002, 2012 and 2022 (jubilees).
const EARLY_MAY_MOVED: &[(i32, u32, u32)] = &[(1995, 5, 8), (2020, 5, 8)];
const SPRING_MOVED: &[(i32, u32, u32)] = &[(2002, 6, 4), (2012, 6, 4), (2022, 6, 2)];

/// The first year in which 30 November was a bank holiday in Scotland.
const ST_ANDREW_SINCE: i32 = 2007;

/// The bank holidays of a year, in order of their dates; a holiday at a weekend stands on its substitute day.
///
/// True for 1978 (when the early May holiday came in) and later; earlier years follow the same rules, and a
/// year that the calendar doesn't reach gives none.
pub fn bank_holidays(year: i32, division: Division) -> Vec<(NaiveDate, &'static str)> {
    let mut days: Vec<(NaiveDate, &'static str)> = Vec::with_capacity(14);
    let scotland = division == Division::Scotland;
    let ymd = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let moved = |table: &[(i32, u32, u32)]| {
        table
            .iter()
            .find(|(moved, ..)| *moved == year)
            .and_then(|(_, month, day)| ymd(*month, *day))
    };
    let easter = easter(year);
    let early_may = moved(EARLY_MAY_MOVED).or_else(|| first_monday(year, 5));
    let spring = moved(SPRING_MOVED).or_else(|| last_monday(year, 5));
    let good_friday = easter.and_then(|day| day.checked_sub_days(Days::new(2)));

    push(&mut days, ymd(1, 1), "New Year’s Day");
    if scotland {
        push(&mut days, ymd(1, 2), "2nd January");
    }
    if division == Division::NorthernIreland {
        push(&mut days, ymd(3, 17), "St Patrick’s Day");
        push(&mut days, ymd(7, 12), "Battle of the Boyne");
    }
    push(&mut days, good_friday, "Good Friday");
    if !scotland {
        let monday = easter.and_then(|day| day.succ_opt());
        push(&mut days, monday, "Easter Monday");
    }
    push(&mut days, early_may, "Early May bank holiday");
    push(&mut days, spring, "Spring bank holiday");
    let summer = if scotland {
        first_monday(year, 8)
    } else {
        last_monday(year, 8)
    };
    push(&mut days, summer, "Summer bank holiday");
    if scotland && year >= ST_ANDREW_SINCE {
        push(&mut days, ymd(11, 30), "St Andrew’s Day");
    }
    // Where Christmas is a Sunday, the Monday is Boxing Day itself, and Christmas's substitute comes after it.
    let christmas = (ymd(12, 25), "Christmas Day");
    let boxing_day = (ymd(12, 26), "Boxing Day");
    let boxing_day_first = christmas.0.is_some_and(|day| day.weekday() == Weekday::Sun);
    let (first, second) = if boxing_day_first {
        (boxing_day, christmas)
    } else {
        (christmas, boxing_day)
    };
    push(&mut days, first.0, first.1);
    push(&mut days, second.0, second.1);
    for &(when, month, day, name, scottish) in ONE_OFFS {
        if when == year && (scotland || !scottish) {
            push(&mut days, ymd(month, day), name);
        }
    }
    days.sort_unstable();
    days
}

/// What a day is called that is a bank holiday in this division; none: it is none there.
pub fn bank_holiday(date: NaiveDate, division: Division) -> Option<&'static str> {
    let holidays = bank_holidays(date.year(), division);
    let found = holidays.into_iter().find(|(day, _)| *day == date);
    found.map(|(_, name)| name)
}

/// Adds a holiday on its day, or, at a weekend, on the next day that is neither a weekend nor taken (schedule 1 of the
/// Act for the fixed days; by proclamation each year for the others).
fn push(days: &mut Vec<(NaiveDate, &'static str)>, date: Option<NaiveDate>, name: &'static str) {
    let Some(mut date) = date else { return };
    while is_weekend(date) || days.iter().any(|(taken, _)| *taken == date) {
        match date.succ_opt() {
            Some(next) => date = next,
            None => return,
        }
    }
    days.push((date, name));
}

/// Easter Sunday by the Gregorian computus (the "anonymous" algorithm: Nature, 20 April 1876; Meeus, Astronomical
/// Algorithms, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    // In i64, so that no year overflows.
    let y = i64::from(year);
    let a = y.rem_euclid(19);
    let (b, c) = (y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (b - (b + 8).div_euclid(25) + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let month = u32::try_from(n / 31).ok()?;
    let day = u32::try_from(n % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn first_monday(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1)
}

fn last_monday(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5)
        .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 4))
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Whether the day is a working day: not a Saturday, a Sunday or a bank holiday in *any* part of the United Kingdom
/// (Procurement Act 2023, section 123(1)).
pub fn is_working_day(date: NaiveDate) -> bool {
    !is_weekend(date)
        && !Division::ALL
            .into_iter()
            .any(|division| bank_holiday(date, division).is_some())
}

/// The working day that is `days` working days after `date`; `date` itself, working day or not, for 0.
///
/// Stops at the end of the calendar (year 262142), as all functions here do.
pub fn add_working_days(date: NaiveDate, days: u16) -> NaiveDate {
    step(date, days, NaiveDate::succ_opt).unwrap_or(NaiveDate::MAX)
}

/// The working day that is `days` working days before `date`; `date` itself, working day or not, for 0.
pub fn working_days_before(date: NaiveDate, days: u16) -> NaiveDate {
    step(date, days, NaiveDate::pred_opt).unwrap_or(NaiveDate::MIN)
}

/// The last of so many working days "beginning with" `first`: `first` counts where it is a working day itself.
pub fn last_of_working_days_from(first: NaiveDate, days: u16) -> NaiveDate {
    match days.checked_sub(1) {
        Some(more) if is_working_day(first) => add_working_days(first, more),
        _ => add_working_days(first, days),
    }
}

fn step(
    mut date: NaiveDate,
    mut days: u16,
    next: impl Fn(&NaiveDate) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    while days > 0 {
        date = next(&date)?;
        if is_working_day(date) {
            days -= 1;
        }
    }
    Some(date)
}

/// The `n`th working day of a month, counted from 1; `None` where the month has fewer or there is no such month.
pub fn nth_working_day_of_month(year: i32, month: u32, n: u16) -> Option<NaiveDate> {
    let index = usize::from(n.checked_sub(1)?);
    days_of_month(year, month)
        .filter(|day| is_working_day(*day))
        .nth(index)
}

/// The last working day of a month; `None` where there is no such month.
pub fn last_working_day_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    days_of_month(year, month)
        .filter(|day| is_working_day(*day))
        .last()
}

fn days_of_month(year: i32, month: u32) -> impl Iterator<Item = NaiveDate> {
    (1..=31).filter_map(move |day| NaiveDate::from_ymd_opt(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Division::*;
    use proptest::prelude::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// The dates of a year as `month-day`, in one line.
    fn line(year: i32, division: Division) -> String {
        let days = bank_holidays(year, division);
        let days: Vec<String> = days
            .iter()
            .map(|(day, _)| day.format("%m-%d").to_string())
            .collect();
        days.join(" ")
    }

    /// As gov.uk/bank-holidays lists them (2026 and 2027) and listed them.
    #[test]
    fn as_gov_uk_lists_them() {
        for (year, division, days) in [
            (
                2026,
                EnglandAndWales,
                "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
            ),
            (
                2026,
                Scotland,
                "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
            ),
            (
                2026,
                NorthernIreland,
                "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
            ),
            (
                2027,
                EnglandAndWales,
                "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
            ),
            (
                2027,
                Scotland,
                "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
            ),
            (
                2027,
                NorthernIreland,
                "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
            ),
            (
                2012,
                EnglandAndWales,
                "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
            ),
            (
                2020,
                EnglandAndWales,
                "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
            ),
            (
                2022,
                Scotland,
                "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
            ),
            (
                2023,
                Scotland,
                "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
            ),
            (
                2011,
                EnglandAndWales,
                "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
            ),
            (
                2002,
                EnglandAndWales,
                "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26",
            ),
            (
                1999,
                EnglandAndWales,
                "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31",
            ),
            (
                1995,
                Scotland,
                "01-02 01-03 04-14 05-08 05-29 08-07 12-25 12-26",
            ),
        ] {
            assert_eq!(line(year, division), days, "{year} {division:?}");
        }
    }

    #[test]
    fn substitutes_keep_their_names() {
        let named = |year, month, day| {
            let wanted = date(year, month, day);
            bank_holidays(year, Scotland)
                .into_iter()
                .find_map(|(day, name)| (day == wanted).then_some(name))
        };
        assert_eq!(named(2022, 12, 26), Some("Boxing Day"));
        assert_eq!(named(2022, 12, 27), Some("Christmas Day"));
        assert_eq!(named(2027, 12, 27), Some("Christmas Day"));
        assert_eq!(named(2027, 12, 28), Some("Boxing Day"));
        assert_eq!(named(2027, 1, 4), Some("2nd January"));
    }

    /// Easter Sundays from the tables of the Book of Common Prayer and the Astronomical Almanac.
    #[test]
    fn easter_by_the_tables() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (1981, 4, 19),
            (2000, 4, 23),
            (2026, 4, 5),
            (2038, 4, 25),
            (2076, 4, 19),
            (2100, 3, 28),
            (2285, 3, 22),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn a_holiday_anywhere_is_no_working_day() {
        for (year, month, day) in [
            (2027, 3, 17),  // St Patrick's Day, Northern Ireland alone
            (2026, 11, 30), // St Andrew's Day, Scotland alone
            (2026, 8, 3),   // Scotland's summer holiday
            (2026, 8, 31),  // everybody else's
            (2026, 6, 15),
            (2026, 11, 28), // a Saturday
            (2026, 11, 29),
        ] {
            assert!(
                !is_working_day(date(year, month, day)),
                "{year}-{month}-{day}"
            );
        }
        assert!(is_working_day(date(2026, 11, 27)));
    }

    #[test]
    fn counts_working_days() {
        let friday = date(2026, 11, 27);
        assert_eq!(add_working_days(friday, 0), friday);
        assert_eq!(add_working_days(friday, 1), date(2026, 12, 1));
        assert_eq!(working_days_before(date(2026, 12, 1), 1), friday);
        assert_eq!(working_days_before(date(2026, 11, 29), 1), friday);
        assert_eq!(last_of_working_days_from(friday, 1), friday);
        assert_eq!(
            last_of_working_days_from(date(2026, 11, 28), 1),
            date(2026, 12, 1)
        );
        assert_eq!(last_of_working_days_from(friday, 0), friday);
        // January 2027 begins with a holiday, a weekend and Scotland's substitute for 2 January.
        assert_eq!(nth_working_day_of_month(2027, 1, 1), Some(date(2027, 1, 5)));
        assert_eq!(nth_working_day_of_month(2027, 1, 0), None);
        assert_eq!(nth_working_day_of_month(2027, 1, 20), None);
        assert_eq!(nth_working_day_of_month(2027, 13, 1), None);
        assert_eq!(
            last_working_day_of_month(2026, 12),
            Some(date(2026, 12, 31))
        );
        assert_eq!(last_working_day_of_month(2026, 11), Some(friday));
        assert_eq!(last_working_day_of_month(2026, 0), None);
    }

    proptest! {
        #[test]
        fn every_year_has_its_holidays_on_weekdays(year in 1_i32..=9999) {
            for (division, fewest) in [(EnglandAndWales, 8), (Scotland, 8), (NorthernIreland, 10)] {
                let days = bank_holidays(year, division);
                prop_assert!((fewest..=fewest + 3).contains(&days.len()), "{} {:?}", year, division);
                prop_assert!(days.iter().all(|(day, _)| !is_weekend(*day)));
                prop_assert!(days.windows(2).all(|pair| pair[0].0 < pair[1].0));
            }
            let sunday = easter(year).unwrap();
            prop_assert_eq!(sunday.weekday(), Weekday::Sun);
            prop_assert!(sunday >= date(year, 3, 22) && sunday <= date(year, 4, 25));
        }

        #[test]
        fn forth_and_back_meet(days in 722_000_i32..770_000, n in 1_u16..40) {
            let start = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let later = add_working_days(start, n);
            prop_assert!(is_working_day(later));
            let back = working_days_before(later, n);
            prop_assert!(back <= start && (back == start) == is_working_day(start) || back < start);
        }

        #[test]
        fn nothing_panics(year in any::<i32>(), month in any::<u32>(), n in any::<u16>(), days in any::<i32>()) {
            for division in Division::ALL {
                let _ = bank_holidays(year, division);
            }
            let _ = (nth_working_day_of_month(year, month, n), last_working_day_of_month(year, month));
            if let Some(date) = NaiveDate::from_num_days_from_ce_opt(days) {
                let _ = (add_working_days(date, 20), working_days_before(date, 20));
            }
        }
    }

    #[test]
    fn the_ends_of_the_calendar_hold() {
        assert_eq!(add_working_days(NaiveDate::MAX, 5), NaiveDate::MAX);
        assert_eq!(working_days_before(NaiveDate::MIN, 5), NaiveDate::MIN);
    }
}
