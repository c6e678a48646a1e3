use crate::Recurrence;
use chrono_tz::Europe::London;

#[test]
fn refuses_with_help() {
    let now = "2026-11-23T10:15:00Z".parse().unwrap();
    for (text, help) in [
        ("every 30 minutes", "once an hour"),
        ("*/30 * * * *", "once an hour"),
        ("0 9 31 2 *", "never"),
        ("0 0 9 * * 1", "five fields"),
        ("every 60 weeks on monday from 2026-12-01", "1 to 52"),
        ("every 0 weeks on monday", "1 to 52"),
        ("every 61 months", "1 to 60"),
        ("every 0 months on the 1st", "1 to 60"),
        ("every 6 years on 1 april", "1 to 60"),
        ("yearly", "which day and month"),
        ("yearly on 30 feb", "no such day"),
        ("fifth monday of the month", "first to the fourth"),
        ("20th working day of the month", "first to the 15th"),
        ("every 2 hours", "cron line"),
        ("daily from 2026-12-01", "goes with"),
        (
            "every 2 weeks on monday from easter",
            "Write something like",
        ),
        ("daily 25:00", "Write a time such as"),
        ("daily at midnight", "00:00 or 23:59"),
        ("", "Write something like"),
        ("every", "day of the week"),
        ("sometimes", "Write something like"),
        ("monthly on the 32nd", "Write something like"),
        ("daily please", "Write something like"),
        (
            "6 monthly",
            "every 6 months on the 1st, or monthly on the 6th",
        ),
        (
            "every third tuesday",
            "every 3 weeks on Tuesday, or third Tuesday of the month",
        ),
        (
            "every 3 tuesdays",
            "every 3 weeks on Tuesday, or third Tuesday of the month",
        ),
        ("biweekly", "“biweekly” means different things"),
        (
            "bi-monthly on the 1st",
            "“bi-monthly” means different things",
        ),
        ("friday at 4", "4am or 4pm"),
        ("every friday 4", "4am or 4pm"),
        ("fridays at 12", "12 noon or midnight"),
        ("daily 9am GMT", "clock on the wall"),
        ("1 april and 15 october", "one day for all"),
        ("every 2 weeks on monday and friday", "one day of the week"),
        ("every april", "which day and month"),
        ("every 10 days", "every monday, wednesday and friday"),
        ("every last friday", "first to the fourth, or the last"),
        ("monthly on monday", "first to the fourth, or the last"),
        ("monthly and weekly", "Write something like"),
        ("five times a year", "Write something like"),
    ] {
        let invalid = Recurrence::parse(text, now, London).expect_err(text);
        assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
    }
}

#[test]
fn what_is_kept_names_the_date_that_it_counts_from() {
    for text in [
        "every 2 weeks on monday 09:00",
        "every 3 months on the 1st",
        "fortnightly on monday from 1 dec",
    ] {
        let invalid = Recurrence::kept(text).expect_err(text);
        assert!(
            invalid.help.to_string().contains("from which date"),
            "{text}: {invalid}"
        );
    }
}
