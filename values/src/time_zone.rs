//! Local time: from the wall clock to the instant and back, through clock changes.

use chrono::{
    DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::{GapInfo, TZ_VARIANTS, Tz};

use super::{Invalid, weekday_and_day};
use words::{Text, text};

/// The instant at which a clock in this zone first shows `local`, or first shows something later where a clock change
/// skips it: a skipped time is the first instant after the gap, one that occurs twice is the first of the two (design
/// section 3, rule 4). A later `local` never gives an earlier instant.
pub fn local_to_utc(local: NaiveDateTime, tz: Tz) -> DateTime<Utc> {
    match tz.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => instant.to_utc(),
        LocalResult::None => GapInfo::new(&local, &tz)
            .and_then(|gap| gap.end)
            // Only at the ends of the calendar, where no offset fits any more.
            .map_or_else(|| local.and_utc(), |end| end.to_utc()),
    }
}

/// What a clock in this zone shows at an instant. Unlike chrono's own it doesn't panic at the ends of the calendar.
pub fn utc_to_local(instant: DateTime<Utc>, tz: Tz) -> NaiveDateTime {
    let utc = instant.naive_utc();
    utc.checked_add_offset(tz.offset_from_utc_datetime(&utc).fix())
        .unwrap_or(utc)
}

/// The date in this zone at an instant.
pub fn local_date(instant: DateTime<Utc>, tz: Tz) -> NaiveDate {
    utc_to_local(instant, tz).date()
}

/// The first instant of a day in this zone: 00:00 local, or later where a clock change skips it.
pub fn start_of_day(date: NaiveDate, tz: Tz) -> DateTime<Utc> {
    local_to_utc(date.and_time(NaiveTime::MIN), tz)
}

/// The last second of a day in this zone: 23:59:59 local, the second of them where the clocks go back over midnight.
///
/// A date without a time means the end of that day (design section 2).
pub fn end_of_day(date: NaiveDate, tz: Tz) -> DateTime<Utc> {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    let local = date.and_time(last);
    match tz.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(_, instant) => instant.to_utc(),
        // A change that skips midnight: the day's last second is the one before the gap.
        LocalResult::None => {
            let after = local_to_utc(local, tz);
            after
                .checked_sub_signed(TimeDelta::seconds(1))
                .unwrap_or(after)
        }
    }
}

/// Reads the name of a time zone of the IANA database in any case, also without its region: `Europe/London`,
/// `europe/london`, `London`; spaces stand for underscores.
///
/// # Errors
/// No such zone; the help names those that contain what was typed.
pub fn parse_time_zone(text: &str) -> Result<Tz, Invalid> {
    let wanted = text
        .trim()
        .to_ascii_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("_");
    let named = |tz: &&Tz| tz.name().eq_ignore_ascii_case(&wanted);
    if let Some(tz) = TZ_VARIANTS.iter().find(named) {
        return Ok(*tz);
    }
    // A city alone, where only one zone has it.
    let mut cities = TZ_VARIANTS.iter().filter(|tz| {
        tz.name()
            .rsplit('/')
            .next()
            .is_some_and(|city| city.eq_ignore_ascii_case(&wanted))
    });
    if let (Some(tz), None) = (cities.next(), cities.next()) {
        return Ok(*tz);
    }
    let suggestions = suggest_time_zones(&wanted);
    let help = if suggestions.is_empty() {
        text!("values-time-zone-help")
    } else {
        text!(
            "values-did-you-mean",
            names = Text::or(suggestions.into_iter().map(Text::verbatim))
        )
    };
    Err(Invalid::new(text!("values-a-time-zone"), text, help))
}

/// Up to five names of zones that contain the text, those in Europe first.
pub fn suggest_time_zones(text: &str) -> Vec<&'static str> {
    let wanted = text.trim().to_ascii_lowercase().replace(' ', "_");
    if wanted.chars().count() < 2 {
        return Vec::new();
    }
    let mut found: Vec<&'static str> = TZ_VARIANTS
        .iter()
        .map(|tz| tz.name())
        .filter(|name| name.to_ascii_lowercase().contains(&wanted))
        .collect();
    found.sort_by_key(|name| (!name.starts_with("Europe/"), *name));
    found.truncate(5);
    found
}

/// A moment by the clocks of a zone, in words for those who see no other: `Friday 18 December 2026, 17:00`.
pub fn told(at: DateTime<Utc>, tz: Tz) -> Text {
    let local = utc_to_local(at, tz);
    let time = local.format("%H:%M").to_string();
    text!(
        "values-day-and-time",
        day = weekday_and_day(local.date()),
        time
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::Sao_Paulo;
    use chrono_tz::Europe::{Berlin, London};
    use chrono_tz::Pacific::Apia;
    use proptest::prelude::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn clock_changes_in_london() {
        for (wall, instant) in [
            ("2026-03-29T00:59:59", "2026-03-29T00:59:59Z"),
            ("2026-03-29T01:00:00", "2026-03-29T01:00:00Z"),
            ("2026-03-29T01:30:00", "2026-03-29T01:00:00Z"),
            ("2026-03-29T02:00:00", "2026-03-29T01:00:00Z"),
            ("2026-10-25T00:59:59", "2026-10-24T23:59:59Z"),
            ("2026-10-25T01:30:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25T02:00:00", "2026-10-25T02:00:00Z"),
        ] {
            assert_eq!(local_to_utc(local(wall), London), utc(instant), "{wall}");
        }
    }

    #[test]
    fn days_end_with_their_last_second() {
        let ends = |day, tz| end_of_day(day, tz);
        assert_eq!(
            ends(date(2026, 12, 18), London),
            utc("2026-12-18T23:59:59Z")
        );
        assert_eq!(ends(date(2026, 7, 1), London), utc("2026-07-01T22:59:59Z"));
        // São Paulo went back at midnight: 17 February 2018 had 23:59:59 twice.
        assert_eq!(
            ends(date(2018, 2, 17), Sao_Paulo),
            utc("2018-02-18T02:59:59Z")
        );
        // And forward at midnight: 4 November 2018 began at 01:00.
        assert_eq!(
            start_of_day(date(2018, 11, 4), Sao_Paulo),
            utc("2018-11-04T03:00:00Z")
        );
        // Samoa had no 30 December 2011.
        assert_eq!(ends(date(2011, 12, 30), Apia), utc("2011-12-30T09:59:59Z"));
    }

    #[test]
    fn reads_zones_in_any_case_and_suggests() {
        assert_eq!(parse_time_zone(" europe/london "), Ok(London));
        assert_eq!(parse_time_zone("London"), Ok(London));
        assert_eq!(parse_time_zone("Berlin"), Ok(Berlin));
        assert_eq!(parse_time_zone("america/sao paulo"), Ok(Sao_Paulo));
        let help = parse_time_zone("lond").unwrap_err().help;
        assert!(help.to_string().contains("Europe/London"), "{help}");
        let help = parse_time_zone("atlantis").unwrap_err().help;
        assert!(help.to_string().contains("such as Europe/London"), "{help}");
    }

    fn any_zone() -> impl Strategy<Value = Tz> {
        (0..TZ_VARIANTS.len()).prop_map(|index| TZ_VARIANTS[index])
    }

    proptest! {
        /// The definition itself: the clock shows at least `wanted` then, and showed less a second before.
        #[test]
        fn it_is_the_first_instant_not_before(
            tz in any_zone(),
            day in 1_i32..3_652_000,
            seconds in 0_u32..86_400,
        ) {
            let wanted = NaiveDate::from_num_days_from_ce_opt(day).unwrap()
                .and_time(NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap());
            let instant = local_to_utc(wanted, tz);
            prop_assert!(utc_to_local(instant, tz) >= wanted);
            prop_assert!(utc_to_local(instant - TimeDelta::seconds(1), tz) < wanted);
            let end = end_of_day(wanted.date(), tz);
            prop_assert!(utc_to_local(end, tz).date() <= wanted.date());
            prop_assert!(end >= start_of_day(wanted.date(), tz) - TimeDelta::seconds(1));
        }

        /// The same where it is hard: around the hours of the clock changes of each year.
        #[test]
        fn it_is_so_in_the_nights_of_clock_changes(
            tz in prop::sample::select(vec![London, Berlin, Sao_Paulo, Apia, chrono_tz::Australia::Lord_Howe]),
            year in 1970_i32..2040,
            day in 1_u32..=366,
            minutes in 0_i64..300,
        ) {
            if let Some(day) = NaiveDate::from_yo_opt(year, day) {
                let wanted = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes - 60);
                let instant = local_to_utc(wanted, tz);
                prop_assert!(utc_to_local(instant, tz) >= wanted);
                prop_assert!(utc_to_local(instant - TimeDelta::seconds(1), tz) < wanted);
                prop_assert!(local_to_utc(wanted + TimeDelta::minutes(1), tz) >= instant);
            }
        }

        #[test]
        fn nothing_panics(text in any::<String>(), tz in any_zone(), seconds in any::<i64>(), days in any::<i32>()) {
            let _ = parse_time_zone(&text);
            if let Some(instant) = DateTime::from_timestamp(seconds, 0) {
                let _ = local_date(instant, tz);
            }
            if let Some(date) = NaiveDate::from_num_days_from_ce_opt(days) {
                let _ = (start_of_day(date, tz), end_of_day(date, tz));
            }
            for edge in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                let _ = local_to_utc(utc_to_local(edge, tz), tz);
            }
        }
    }
}
