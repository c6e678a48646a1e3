//! A date as people type it, with or without a time of day.
//!
//! A grammar of our own. The crate `interim` (MIT, kept up) was tried first and does not fit: it takes any text after a
//! date it has understood, has no `18.12.2026`, no "Friday 18 December", no "in 3 weeks", no "end of March", takes
//! `18 Dec` in this year even where that is past, and multiplies unchecked.

use std::fmt;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Invalid, dates, time_zone, typed};
use words::{Text, text};

/// A local date, with a time of day where one was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// The date on the calendar of the server's time zone; years 1 to 9999 where it was parsed.
    pub date: NaiveDate,
    /// The time of day, to the minute where it was parsed; `None` means the end of the day (design section 2).
    pub time: Option<NaiveTime>,
}

impl When {
    /// Reads a date as people type it; `now` and `tz` say which day is today.
    ///
    /// - `2026-12-18`, `18/12/2026` (the day first), `18.12.2026`, `18-12-2026`, `18/12/26`, `18/12`
    /// - `18 Dec`, `18th December 2026`, `Dec 18`, `Friday 18 December` (which must be a Friday), `18 Rhagfyr`,
    ///   `the 18th`
    /// - `today`, `tomorrow`, `yesterday`, `heddiw`, `yfory`, `in 3 weeks`, `two days`, `a fortnight`,
    ///   `in 5 working days`, `3 days ago`, `mewn 3 wythnos`
    /// - `friday` (the next one after today), `this friday` (today counts), `next friday` (the Friday of next week,
    ///   weeks beginning on Monday), `dydd Gwener`
    /// - `end of march`, `end of the month`, `end of next month`, `end of the year`
    /// - any of them with a time: `18 Dec 17:00`, `tomorrow 9am`, `friday at noon`; a time alone is the next such time
    ///
    /// A day without a year is the next such day, today counting; two digits of a year are the nearest such year.
    ///
    /// # Errors
    /// A day that no calendar has, a weekday that the date isn't, `next week` or `next month` (any day of it?), two
    /// dates, an unreadable word. The help has examples counted from `now`.
    pub fn parse(text: &str, now: DateTime<Utc>, tz: Tz) -> Result<Self, Invalid> {
        let local = time_zone::utc_to_local(now, tz);
        let today = local.date();
        Self::read(text, today, local.time()).map_err(|problem| {
            let help = [problem.unwrap_or_default(), examples(today)];
            Invalid::new(text!("values-a-date"), text, Text::sentences(help))
        })
    }

    fn read(text: &str, today: NaiveDate, clock: NaiveTime) -> Result<Self, Option<Text>> {
        let mut words = typed::cut(text).ok_or(None)?;
        // `2026-12-18T17:00` comes as `2026-12-18`, `t`, `17:00`.
        words.retain(|word| word != "t");
        let time = typed::take_time(&mut words).map_err(Some)?;
        words.retain(|word| !matches!(word.as_str(), "on" | "o" | "ar"));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let date = match (words.as_slice(), time) {
            // A time alone: today if it is still to come, else tomorrow.
            ([], Some(time)) if time > clock => today,
            ([], Some(_)) => today.succ_opt().ok_or(None)?,
            (words, _) => dates::read(words, today)?,
        };
        if (1..=9999).contains(&date.year()) {
            Ok(Self { date, time })
        } else {
            Err(None)
        }
    }

    /// The instant meant: the time given, else the last second of the day in this zone.
    pub fn instant(&self, tz: Tz) -> DateTime<Utc> {
        match self.time {
            Some(time) => time_zone::local_to_utc(self.date.and_time(time), tz),
            None => time_zone::end_of_day(self.date, tz),
        }
    }

    /// The instant from which it holds: the time given, else the first instant of the day in this zone.
    pub fn start(&self, tz: Tz) -> DateTime<Utc> {
        match self.time {
            Some(time) => time_zone::local_to_utc(self.date.and_time(time), tz),
            None => time_zone::start_of_day(self.date, tz),
        }
    }
}

/// `2026-12-18` or `2026-12-18 17:00`, which [`When::parse`] reads back.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => write!(f, "{} {}", self.date, time.format("%H:%M")),
            None => write!(f, "{}", self.date),
        }
    }
}

/// How dates are written, with a day three weeks from now.
fn examples(today: NaiveDate) -> Text {
    let day = today.checked_add_days(Days::new(21)).unwrap_or(today);
    text!(
        "values-date-help",
        short = day.format("%-d %b").to_string(),
        digits = day.format("%d/%m/%Y").to_string()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use chrono_tz::Europe::London;
    use proptest::prelude::*;

    /// Monday 23 November 2026, 10:15 in London.
    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, 10, 15, 0).unwrap()
    }

    fn read(text: &str) -> String {
        When::parse(text, now(), London)
            .map_or_else(|e| e.help.to_string(), |when| when.to_string())
    }

    #[test]
    fn reads_dates_as_people_type_them() {
        for (text, date) in [
            ("2026-12-18", "2026-12-18"),
            ("18/12/2026", "2026-12-18"),
            ("18.12.2026", "2026-12-18"),
            ("18-12-2026", "2026-12-18"),
            ("18/12/26", "2026-12-18"),
            ("1/2/2027", "2027-02-01"),
            ("18/12", "2026-12-18"),
            ("18 Dec", "2026-12-18"),
            ("18dec", "2026-12-18"),
            ("18th of December", "2026-12-18"),
            ("18 December 2026", "2026-12-18"),
            ("18-Dec-2026", "2026-12-18"),
            ("Dec 18", "2026-12-18"),
            ("December 18th, 2026", "2026-12-18"),
            ("Friday 18 December", "2026-12-18"),
            ("fri, the 18th of dec.", "2026-12-18"),
            ("the 18th", "2026-12-18"),
            ("the 31st", "2026-12-31"),
            ("1 April", "2027-04-01"),
            ("23 November", "2026-11-23"),
            ("22 November", "2027-11-22"),
            ("29 Feb", "2028-02-29"),
            ("today", "2026-11-23"),
            ("Tomorrow", "2026-11-24"),
            ("yesterday", "2026-11-22"),
            ("day after tomorrow", "2026-11-25"),
            ("in 3 weeks", "2026-12-14"),
            ("3 weeks", "2026-12-14"),
            ("in three weeks' time", "2026-12-14"),
            ("in two days", "2026-11-25"),
            ("a fortnight", "2026-12-07"),
            ("in a month", "2026-12-23"),
            ("in 5 working days", "2026-12-01"),
            ("2 days ago", "2026-11-21"),
            ("friday", "2026-11-27"),
            ("monday", "2026-11-30"),
            ("this monday", "2026-11-23"),
            ("next friday", "2026-12-04"),
            ("next monday", "2026-11-30"),
            ("friday week", "2026-12-04"),
            ("end of march", "2027-03-31"),
            ("end of november", "2026-11-30"),
            ("end of the month", "2026-11-30"),
            ("end of next month", "2026-12-31"),
            ("end of February 2028", "2028-02-29"),
            ("end of the year", "2026-12-31"),
        ] {
            assert_eq!(read(text), date, "{text}");
        }
    }

    #[test]
    fn reads_welsh() {
        for (text, date) in [
            ("heddiw", "2026-11-23"),
            ("yfory 9am", "2026-11-24 09:00"),
            ("18 Rhagfyr 2026", "2026-12-18"),
            ("1 o Ebrill", "2027-04-01"),
            ("Dydd Gwener", "2026-11-27"),
            ("dydd Gwener nesaf", "2026-12-04"),
            ("dydd Mawrth", "2026-11-24"),
            ("2 Mawrth", "2027-03-02"),
            ("dydd Gwener 18 Rhagfyr", "2026-12-18"),
            ("mewn 3 wythnos", "2026-12-14"),
        ] {
            assert!(read(text).starts_with(date), "{text}: {}", read(text));
        }
    }

    #[test]
    fn reads_times_of_day() {
        for (text, when) in [
            ("18 Dec 17:00", "2026-12-18 17:00"),
            ("18/12/2026 5pm", "2026-12-18 17:00"),
            ("2026-12-18T17:00", "2026-12-18 17:00"),
            ("tomorrow 9am", "2026-11-24 09:00"),
            ("9.30am tomorrow", "2026-11-24 09:30"),
            ("friday at noon", "2026-11-27 12:00"),
            ("at noon on friday", "2026-11-27 12:00"),
            ("5pm", "2026-11-23 17:00"),
            ("at noon", "2026-11-23 12:00"),
            ("9am", "2026-11-24 09:00"),
            ("in 3 weeks at 17:00", "2026-12-14 17:00"),
        ] {
            assert_eq!(read(text), when, "{text}");
        }
    }

    #[test]
    fn refuses_with_what_is_wrong_and_examples() {
        for (text, help) in [
            ("30 Feb", "no such day"),
            ("31/04/2027", "no such day"),
            ("2027-02-29", "no such day"),
            ("12/18/2026", "Put the day first"),
            ("Friday 17 December 2026", "17 December 2026 is a Thursday."),
            ("next week", "say which"),
            ("next month", "say which"),
            ("december", "which day"),
            ("18 Dec 226", "four digits"),
            ("18 Dec midnight", "23:59"),
            ("18 Dec at 9", "9am"),
            ("18 Dec 25:00", "Write a time such as"),
            ("in 2 hours", "time itself"),
            ("<t:1797613200>", "Write a time such as"),
        ] {
            assert!(read(text).contains(help), "{text}: {}", read(text));
        }
        let examples = "Write a date such as 14 Dec, 14/12/2026, in 3 weeks or next friday, \
                        with a time if you like: 14 Dec 17:00.";
        for text in [
            "",
            "soon",
            "18",
            "2026",
            "18 Dec 19 Dec",
            "18 Dec please",
            "0000-01-01",
            "18//12",
            "18/12/2026/1",
            "-",
            "/",
            "in",
            "in weeks",
            "the",
            "next",
            "dydd",
            "friday friday",
            "99999999999 weeks",
            "in 9999 years",
            "dec dec",
            "18/12-2026",
        ] {
            assert_eq!(read(text), examples, "{text}");
        }
        let long = "x".repeat(5_000);
        let invalid = When::parse(&long, now(), London).unwrap_err();
        assert_eq!(invalid.given.chars().count(), 100);
    }

    #[test]
    fn today_is_the_zones_today() {
        // 23:30 UTC on 30 June is half past midnight on 1 July in London.
        let late = Utc.with_ymd_and_hms(2026, 6, 30, 23, 30, 0).unwrap();
        let read = |tz| When::parse("today", late, tz).unwrap().to_string();
        assert_eq!(read(London), "2026-07-01");
        assert_eq!(read(Tz::UTC), "2026-06-30");
    }

    #[test]
    fn a_day_ends_and_starts_in_its_zone() {
        let when = When::parse("1 July 2027", now(), London).unwrap();
        assert_eq!(
            when.instant(London).to_rfc3339(),
            "2027-07-01T22:59:59+00:00"
        );
        assert_eq!(when.start(London).to_rfc3339(), "2027-06-30T23:00:00+00:00");
        let when = When::parse("28 March 2027 01:30", now(), London).unwrap();
        assert_eq!(
            when.instant(London).to_rfc3339(),
            "2027-03-28T01:00:00+00:00"
        );
        assert_eq!(when.instant(London), when.start(London));
    }

    fn clocks() -> impl Strategy<Value = DateTime<Utc>> {
        let any_year = (1_i32..=9999).prop_map(|year| (year, 0_i64));
        let likely = prop::sample::select(vec![1999, 2026, 2100]).prop_map(|year| (year, 0));
        (prop_oneof![any_year, likely], 0_i64..31_536_000).prop_map(|((year, _), seconds)| {
            let start = Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
            start + chrono::TimeDelta::seconds(seconds)
        })
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_whatever_the_clock(
            days in 1_i32..3_652_000, minute in prop::option::of(0_u32..1_440), now in clocks(),
        ) {
            let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let time = minute.map(|m| NaiveTime::from_hms_opt(m / 60, m % 60, 0).unwrap());
            let when = When { date, time };
            prop_assert_eq!(When::parse(&when.to_string(), now, London), Ok(when));
            let uk = format!("{} {}", date.format("%d/%m/%Y"), time.map_or(String::new(), |t| t.to_string()[..5].to_owned()));
            prop_assert_eq!(When::parse(&uk, now, London), Ok(when));
            let long = date.format("%A %-d %B %Y").to_string();
            prop_assert_eq!(When::parse(&long, now, London).map(|w| w.date), Ok(date));
        }

        #[test]
        fn a_day_without_a_year_is_the_next_one(now in clocks(), day in 1_u32..=365) {
            let named = NaiveDate::from_yo_opt(2027, day).unwrap();
            let today = time_zone::local_date(now, London);
            if let Ok(when) = When::parse(&named.format("%-d %b").to_string(), now, London) {
                prop_assert!(when.date >= today && (when.date - today).num_days() <= 366);
                prop_assert_eq!((when.date.month(), when.date.day()), (named.month(), named.day()));
            } else {
                prop_assert!(now.year() >= 9999);
            }
        }

        #[test]
        fn nothing_panics(
            text in any::<String>(),
            near in "((in|next|end|of|the|friday|dydd|mawrth|dec|18|29|2027|3|weeks|at|9|am|17:00|-|/|[.]|,|o|99) ?){0,8}",
            now in clocks(),
        ) {
            for text in [&text, &near] {
                for now in [now, DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                    if let Ok(when) = When::parse(text, now, London) {
                        prop_assert!(when.start(London) <= when.instant(London));
                    }
                }
            }
        }
    }
}
