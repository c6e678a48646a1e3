use super::*;
use chrono::TimeZone;
use chrono_tz::Europe::London;
use proptest::prelude::*;

/// Monday 23 November 2026, 10:15 in London.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 10, 15, 0).unwrap()
}

fn read(text: &str) -> String {
    When::parse(text, now(), London).map_or_else(|e| e.help.to_string(), |when| when.to_string())
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
fn reads_times_as_tenders_have_them() {
    for (text, when) in [
        ("12 noon on 18 December 2026", "2026-12-18 12:00"),
        ("18 Dec 12 noon", "2026-12-18 12:00"),
        ("18 December 2026 at 12 noon", "2026-12-18 12:00"),
        ("18 December 2026 12 noon", "2026-12-18 12:00"),
        ("18 December 2026 noon", "2026-12-18 12:00"),
        ("12:00 noon 18/12/2026", "2026-12-18 12:00"),
        ("12.00 noon on 18/12/2026", "2026-12-18 12:00"),
        ("12noon 18 Dec", "2026-12-18 12:00"),
        ("18 Dec, 12pm noon", "2026-12-18 12:00"),
        ("12 midday, Friday 18 December", "2026-12-18 12:00"),
        ("12 noon, 12 December", "2026-12-12 12:00"),
        ("12 December noon", "2026-12-12 12:00"),
        ("Dec 12 noon", "2026-12-12 12:00"),
        ("the 12th noon", "2026-12-12 12:00"),
        ("Dec 18 noon", "2026-12-18 12:00"),
        ("12 noon", "2026-11-23 12:00"),
        ("noon", "2026-11-23 12:00"),
        ("by noon on 18 Dec", "2026-12-18 12:00"),
        ("by 5pm", "2026-11-23 17:00"),
        ("by 18 Dec", "2026-12-18"),
        ("no later than 12 noon on 18 Dec", "2026-12-18 12:00"),
        ("17.00", "2026-11-23 17:00"),
        ("12.30", "2026-11-23 12:30"),
        ("18 Dec 12.30", "2026-12-18 12:30"),
        ("12.30 on 18/12/2026", "2026-12-18 12:30"),
        ("COB 18 December", "2026-12-18 17:00"),
        (
            "close of business on Friday 18 December",
            "2026-12-18 17:00",
        ),
        ("by COB", "2026-11-23 17:00"),
        ("18 Dec 17h00", "2026-12-18 17:00"),
        ("23.59", "2026-11-23 23:59"),
        ("18 Dec 17.00", "2026-12-18 17:00"),
        ("18/12/2026 17.00", "2026-12-18 17:00"),
        ("10.30 on 18 Dec", "2026-12-18 10:30"),
        ("17.00 18.12.2026", "2026-12-18 17:00"),
        ("18.12 17.05", "2026-12-18 17:05"),
        ("1700", "2026-11-23 17:00"),
        ("1700 hrs", "2026-11-23 17:00"),
        ("0900hrs", "2026-11-24 09:00"),
        ("18 Dec 1700", "2026-12-18 17:00"),
        ("18 Dec 2026 1700", "2026-12-18 17:00"),
        ("1700 18 Dec 2026", "2026-12-18 17:00"),
        ("1700 hours on 18 December 2026", "2026-12-18 17:00"),
        ("18 Dec 2030", "2030-12-18"),
        ("friday 1700", "2026-11-27 17:00"),
        ("tomorrow 2030", "2026-11-24 20:30"),
        ("17:00 hrs tomorrow", "2026-11-24 17:00"),
        ("17:00hrs, 18th December 2026", "2026-12-18 17:00"),
        ("friday at 16", "2026-11-27 16:00"),
        ("friday at 4 in the afternoon", "2026-11-27 16:00"),
        ("9 in the morning on 18 Dec", "2026-12-18 09:00"),
        ("5pm GMT", "2026-11-23 17:00"),
        ("18 Dec 5pm GMT", "2026-12-18 17:00"),
        ("17:00 (GMT) 18 December 2026", "2026-12-18 17:00"),
        ("1 July 2027 5pm BST", "2027-07-01 17:00"),
        ("18 Dec 5pm UK time", "2026-12-18 17:00"),
        ("18 Dec 5pm local time", "2026-12-18 17:00"),
    ] {
        assert_eq!(read(text), when, "{text}");
    }
}

#[test]
fn refuses_with_the_days_or_times_that_would_be_right() {
    for (text, help) in [
        (
            "18 Dec 5pm BST",
            "On 18 December 2026 clocks here show GMT, not BST: write 17:00 without it, or 16:00 if you do mean BST.",
        ),
        (
            "1 July 2027 5pm GMT",
            "On 1 July 2027 clocks here show BST, not GMT: write 17:00 without it, or 18:00 if you do mean GMT.",
        ),
        (
            "18 Dec 27 noon",
            "Noon is 12 o'clock, and “27” before it isn't: write any year with four digits, as in 18 Dec 2027 12 noon.",
        ),
        ("18 Dec 2026 11 noon", "Noon is 12 o'clock"),
        ("18 Dec 12 midnight", "00:00 or 23:59"),
        ("midnight", "00:00 or 23:59"),
        ("18 Dec at 12", "Say whether you mean 12 noon or midnight"),
        ("friday at 4", "Say whether you mean 4am or 4pm"),
        (
            "April 2027",
            "Say which day: 1 April 2027, or 30 April 2027?",
        ),
        ("2027 april", "1 April 2027, or 30 April 2027?"),
        ("april '27", "1 April 2027, or 30 April 2027?"),
        ("4/2027", "1 April 2027, or 30 April 2027?"),
        ("2027-04", "1 April 2027, or 30 April 2027?"),
        ("april", "1 April 2027, or 30 April 2027?"),
        ("mid april", "1 April 2027, or 30 April 2027?"),
        ("december", "1 December 2026, or 31 December 2026?"),
        ("Q2 2027", "1 April 2027, or 30 June 2027?"),
        ("2027 q4", "1 October 2027, or 31 December 2027?"),
        ("Q2", "1 April 2027, or 30 June 2027?"),
        ("H2 2027", "1 July 2027, or 31 December 2027?"),
        ("end of Q2 2027", "1 April 2027, or 30 June 2027?"),
        ("early 2027", "1 January 2027, or 31 March 2027?"),
        ("mid-2027", "1 June 2027, or 31 July 2027?"),
        ("late 2027", "1 October 2027, or 31 December 2027?"),
        ("spring 2027", "1 March 2027, or 31 May 2027?"),
        ("winter 2027", "1 December 2027, or 29 February 2028?"),
        ("2027", "1 January 2027, or 31 December 2027?"),
        ("2027/28", "1 April 2027, or 31 March 2028?"),
        ("2027-2028", "1 April 2027, or 31 March 2028?"),
        ("FY27/28", "1 April 2027, or 31 March 2028?"),
        ("spring", "1 March 2027, or 31 May 2027?"),
        ("24:00 on 18 Dec", "00:00 or 23:59"),
        ("18 Dec 5 o'clock", "5am or 5pm"),
        ("FY 2027-28", "1 April 2027, or 31 March 2028?"),
        ("next month", "1 December 2026, or 31 December 2026?"),
        ("next week", "30 November 2026, or 4 December 2026?"),
        ("next year", "1 January 2027, or 31 December 2027?"),
        ("next quarter", "1 January 2027, or 31 March 2027?"),
        ("this month", "1 November 2026, or 30 November 2026?"),
    ] {
        assert!(read(text).contains(help), "{text}: {}", read(text));
    }
    for (text, day) in [
        ("start of April 2027", "2027-04-01"),
        ("beginning of april", "2027-04-01"),
        ("start of next month", "2026-12-01"),
        ("end of April 2027", "2027-04-30"),
        ("start of 2028", "2028-01-01"),
        ("end of 2028", "2028-12-31"),
    ] {
        assert_eq!(read(text), day, "{text}");
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
        ("18 Dec 226", "four digits"),
        ("18 Dec midnight", "23:59"),
        ("18 Dec at 9", "9am or 9pm"),
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

fn time_of(format: &str, at: chrono::NaiveDateTime) -> String {
    at.format(format).to_string()
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
        // A year that is none of ours is a time of day: 1700.
        if (1900..2200).contains(&date.year()) {
            let long = date.format("%A %-d %B %Y").to_string();
            prop_assert_eq!(When::parse(&long, now, London), Ok(When { date, time: None }));
            let noon = format!("12 noon on {long}");
            let noon_is = Ok(When { date, time: NaiveTime::from_hms_opt(12, 0, 0) });
            prop_assert_eq!(When::parse(&noon, now, London), noon_is.clone());
            let noon = format!("{} 12 noon", date.format("%-d %b %Y"));
            prop_assert_eq!(When::parse(&noon, now, London), noon_is);
        }
    }

    /// However a time of day is written, it is that time, and the day the same.
    #[test]
    fn a_time_is_read_however_it_is_written(days in 693_597_i32..803_169, minute in 0_u32..1_440, now in clocks()) {
        let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
        let wanted = Ok(When { date, time: Some(time) });
        let day = date.format("%-d %B %Y").to_string();
        for time in ["%H:%M", "%H.%M", "%H%M", "%H%M hrs", "%H%Mhrs", "%-I:%M%P", "%-I.%M %P"] {
            let time = time_of(time, date.and_time(NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap()));
            for text in [format!("{day} {time}"), format!("{time} on {day}"), format!("by {time}, {day}")] {
                prop_assert_eq!(When::parse(&text, now, London), wanted.clone(), "{}", text);
            }
        }
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

#[test]
fn of_what_is_over_a_day_without_a_year_is_the_nearest() {
    let march = Utc.with_ymd_and_hms(2027, 3, 10, 9, 0, 0).unwrap();
    for (text, day) in [
        ("1 Feb", "2027-02-01"),
        ("10 March", "2027-03-10"),
        ("11 March", "2027-03-11"),
        ("1/2", "2027-02-01"),
        ("30 Nov", "2026-11-30"),
        ("1 Feb 2028", "2028-02-01"),
        ("1 Aug", "2027-08-01"),
        ("today", "2027-03-10"),
        ("yesterday", "2027-03-09"),
        ("the 1st", "2027-04-01"),
        ("in 3 weeks", "2027-03-31"),
    ] {
        let read = When::parse_nearest(text, march, London).unwrap();
        assert_eq!(read.to_string(), day, "{text}");
    }
    assert!(When::parse_nearest("31 Feb", march, London).is_err());
}
