use super::super::Recurrence;

#[test]
fn ordinals_end_alike_where_they_are_kept_and_where_they_are_said() {
    let kept = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map(super::with_ending);
    assert_eq!(
        kept.join(" "),
        "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st"
    );
    for number in 1..=31 {
        let said = super::MonthDay::Day(number).describe().to_string();
        assert_eq!(said, super::with_ending(number));
    }
}

fn read(text: &str) -> Recurrence {
    // A Monday.
    let now = "2026-11-23T10:15:00Z".parse().unwrap();
    Recurrence::parse(text, now, chrono_tz::Europe::London).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn is_written_one_way_and_described() {
    for (typed, text, described) in [
        ("Every Day 9am", "daily 09:00", "every day at 09:00"),
        ("0 9 * * *", "daily 09:00", "every day at 09:00"),
        (
            "mon-fri",
            "every weekday 09:00",
            "every weekday (Monday to Friday) at 09:00",
        ),
        (
            "friday to sunday",
            "every friday, saturday and sunday 09:00",
            "every Friday, Saturday and Sunday at 09:00",
        ),
        (
            "0 8 * * 1-5",
            "every weekday 08:00",
            "every weekday (Monday to Friday) at 08:00",
        ),
        (
            "every working day",
            "every working day 09:00",
            "every working day at 09:00",
        ),
        (
            "every monday 9am",
            "every monday 09:00",
            "every Monday at 09:00",
        ),
        ("0 9 * * 1", "every monday 09:00", "every Monday at 09:00"),
        (
            "thursday, monday and friday 9am",
            "every monday, thursday and friday 09:00",
            "every Monday, Thursday and Friday at 09:00",
        ),
        (
            "monthly on the 1st",
            "monthly on the 1st 09:00",
            "on the 1st of every month at 09:00",
        ),
        (
            "every month on the 31st",
            "monthly on the 31st 09:00",
            "on the 31st of every month (or its last day) at 09:00",
        ),
        (
            "2nd tuesday of each month",
            "monthly on the second tuesday 09:00",
            "on the second Tuesday of every month at 09:00",
        ),
        (
            "10th working day of the month",
            "monthly on the 10th working day 09:00",
            "on the 10th working day of every month at 09:00",
        ),
        (
            "every quarter on the last working day",
            "quarterly on the last working day 09:00",
            "on the last working day of March, June, September and December at 09:00",
        ),
        (
            "annually on april 1st noon",
            "yearly on 1 april 12:00",
            "every year on 1 April at 12:00",
        ),
        (
            "every other monday from 1/12/2026",
            "every 2 weeks on monday 09:00 from 2026-12-07",
            "every 2 weeks on Monday at 09:00, from 7 December 2026",
        ),
        (
            "every 6 months",
            "every 6 months on the 1st 09:00 from 2026-12-01",
            "every 6 months on the 1st at 09:00, from 1 December 2026",
        ),
        (
            "every three months on the 1st",
            "every 3 months on the 1st 09:00 from 2026-12-01",
            "every 3 months on the 1st at 09:00, from 1 December 2026",
        ),
        (
            "every other month on the last working day 17.00",
            "every 2 months on the last working day 17:00 from 2026-11-27",
            "every 2 months on the last working day at 17:00, from 27 November 2026",
        ),
        (
            "31st every 2 months from 1 february 2027",
            "every 2 months on the 31st 09:00 from 2027-02-28",
            "every 2 months on the 31st (or the month's last day) at 09:00, from 28 February 2027",
        ),
        (
            "every 6 months from 1 april",
            "every 6 months on the 1st 09:00 from 2027-04-01",
            "every 6 months on the 1st at 09:00, from 1 April 2027",
        ),
        (
            "monthly from 15 january 2027",
            "every 1 months on the 15th 09:00 from 2027-01-15",
            "on the 15th of every month at 09:00, from 15 January 2027",
        ),
        (
            "twice a year on the last day of the month",
            "every 6 months on the last day 09:00 from 2026-11-30",
            "every 6 months on the last day at 09:00, from 30 November 2026",
        ),
        (
            "every 2 years on 1 april",
            "every 24 months on the 1st 09:00 from 2027-04-01",
            "every 24 months on the 1st at 09:00, from 1 April 2027",
        ),
        (
            "quarterly",
            "quarterly on the 1st 09:00",
            "on the 1st of January, April, July and October at 09:00",
        ),
        (
            "monthly",
            "monthly on the 1st 09:00",
            "on the 1st of every month at 09:00",
        ),
        ("weekly", "every monday 09:00", "every Monday at 09:00"),
        (
            "1 april and 1 october",
            "yearly on the 1st of april and october 09:00",
            "on the 1st of April and October at 09:00",
        ),
        (
            "last day of june and december",
            "yearly on the last day of june and december 09:00",
            "on the last day of June and December at 09:00",
        ),
        (
            "first monday of may",
            "yearly on the first monday of may 09:00",
            "on the first Monday of May at 09:00",
        ),
        (
            "31 january and 31 july",
            "yearly on the 31st of january and july 09:00",
            "on the 31st of January and July (or its last day) at 09:00",
        ),
        (
            "yearly on 1 April",
            "yearly on 1 april 09:00",
            "every year on 1 April at 09:00",
        ),
        (
            "fortnightly",
            "every 2 weeks on monday 09:00 from 2026-11-30",
            "every 2 weeks on Monday at 09:00, from 30 November 2026",
        ),
        (
            "every other Tuesday",
            "every 2 weeks on tuesday 09:00 from 2026-11-24",
            "every 2 weeks on Tuesday at 09:00, from 24 November 2026",
        ),
        (
            "every second tuesday",
            "every 2 weeks on tuesday 09:00 from 2026-11-24",
            "every 2 weeks on Tuesday at 09:00, from 24 November 2026",
        ),
        (
            "every two weeks on friday at 4pm from 4 dec",
            "every 2 weeks on friday 16:00 from 2026-12-04",
            "every 2 weeks on Friday at 16:00, from 4 December 2026",
        ),
        (
            "every 2 weeks from tomorrow",
            "every 2 weeks on tuesday 09:00 from 2026-11-24",
            "every 2 weeks on Tuesday at 09:00, from 24 November 2026",
        ),
        (
            "fridays from 4 december",
            "every 1 weeks on friday 09:00 from 2026-12-04",
            "every Friday at 09:00, from 4 December 2026",
        ),
        (
            "every friday at 16",
            "every friday 16:00",
            "every Friday at 16:00",
        ),
        ("hourly", "0 * * * *", "every hour"),
        (
            "0 9,17 * * *",
            "0 9,17 * * *",
            "by the cron line 0 9,17 * * *",
        ),
        ("15 * * * *", "15 * * * *", "every hour at 15 minutes past"),
        (
            "0  9 1-7 * MON",
            "0 9 1-7 * mon",
            "by the cron line 0 9 1-7 * mon",
        ),
        ("@monthly", "0 0 1 * *", "by the cron line 0 0 1 * *"),
    ] {
        let recurrence = read(typed);
        assert_eq!(
            (
                recurrence.as_text().as_str(),
                recurrence.describe().to_string().as_str()
            ),
            (text, described),
            "{typed}"
        );
        assert_eq!(Recurrence::kept(text).as_ref(), Ok(&recurrence), "{typed}");
        assert_eq!(read(described), recurrence, "{described}");
        let json = serde_json::to_string(&recurrence).unwrap();
        assert_eq!(
            serde_json::from_str::<Recurrence>(&json).unwrap(),
            recurrence
        );
    }
}
