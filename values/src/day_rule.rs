//! The days on which a schedule comes: what each rule means, and how it is kept and said.

use chrono::{Datelike, NaiveDate, Weekday};
use words::{Text, text};

use super::cron_line::CronLine;
use super::{day, holidays};

/// On which days.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum DayRule {
    Daily,
    /// Monday to Friday, holidays or not.
    Weekdays,
    /// Days that are working days in every part of the United Kingdom.
    WorkingDays,
    /// In order from Monday, at least one.
    Weekly(Vec<Weekday>),
    /// Every so many weeks, counted from a date, which is the first of them.
    EveryWeeks {
        weeks: u8,
        weekday: Weekday,
        from: NaiveDate,
    },
    Monthly(MonthDay),
    /// Every so many months, counted from that of a date, which is the first of them.
    EveryMonths {
        months: u8,
        day: MonthDay,
        from: NaiveDate,
    },
    /// In these months, in order, at least one.
    InMonths(Vec<u32>, MonthDay),
    /// In the first month of each calendar quarter, or in its last for what counts from a month's end.
    Quarterly(MonthDay),
    /// Month and day; 29 February is 28 February in other years.
    Yearly(u32, u32),
    Cron(CronLine),
}

/// Which day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum MonthDay {
    /// 1 to 31; in a shorter month its last day, so that what is monthly comes every month.
    Day(u32),
    Last,
    /// The first to fourth (1 to 4) of a weekday, or the last (`None`).
    Weekday(Option<u8>, Weekday),
    /// The first to 15th working day, or the last (`None`).
    Working(Option<u16>),
}

impl DayRule {
    /// The canonical text with a time of day (`09:00`); a cron line has its times in itself.
    pub(super) fn text(&self, at: &str) -> String {
        match self {
            Self::Daily => format!("daily {at}"),
            Self::Weekdays => format!("every weekday {at}"),
            Self::WorkingDays => format!("every working day {at}"),
            Self::Weekly(days) => {
                let days = list(days.iter().map(|day| day_name(*day)));
                format!("every {} {at}", days.to_lowercase())
            }
            Self::EveryWeeks {
                weeks,
                weekday,
                from,
            } => {
                let day = day_name(*weekday).to_lowercase();
                format!("every {weeks} weeks on {day} {at} from {from}")
            }
            Self::Monthly(day) => format!("monthly on the {} {at}", day.text().to_lowercase()),
            Self::EveryMonths { months, day, from } => {
                let day = day.text().to_lowercase();
                format!("every {months} months on the {day} {at} from {from}")
            }
            Self::InMonths(months, day) => {
                let months = list(months.iter().map(|month| month_name(*month)));
                let all = format!("yearly on the {} of {months} {at}", day.text());
                all.to_lowercase()
            }
            Self::Quarterly(day) => format!("quarterly on the {} {at}", day.text().to_lowercase()),
            Self::Yearly(month, day) => {
                format!("yearly on {day} {} {at}", month_name(*month).to_lowercase())
            }
            Self::Cron(line) => line.source.clone(),
        }
    }

    /// The same for a person to read.
    pub(super) fn describe(&self, at: &str) -> Text {
        match self {
            Self::Daily => text!("values-every-day", at),
            Self::Weekdays => text!("values-every-weekday", at),
            Self::WorkingDays => text!("values-every-working-day", at),
            Self::Weekly(days) => {
                let days = Text::and(days.iter().map(|it| day::weekday(*it)));
                text!("values-weekly", days, at)
            }
            Self::EveryWeeks {
                weeks,
                weekday,
                from,
            } => text!(
                "values-every-weeks",
                weeks = *weeks,
                weekday = day::weekday(*weekday),
                at,
                from = day::day(*from)
            ),
            Self::Monthly(day) => match day {
                MonthDay::Day(29..) => text!("values-monthly-or-last", day = day.describe(), at),
                _ => text!("values-monthly", day = day.describe(), at),
            },
            Self::Quarterly(day) => {
                let months = match day.counts_from_end() {
                    true => [3, 6, 9, 12],
                    false => [1, 4, 7, 10],
                };
                in_months(&months, *day, at)
            }
            Self::InMonths(months, day) => in_months(months, *day, at),
            Self::EveryMonths { months, day, from } => {
                let (number, on, from) = (*months, day.describe(), day::day(*from));
                match day {
                    MonthDay::Day(29..) => {
                        text!("values-every-months-or-last", number, day = on, at, from)
                    }
                    _ => text!("values-every-months", number, day = on, at, from),
                }
            }
            Self::Yearly(month, day) => {
                text!("values-yearly", day = *day, month = day::month(*month), at)
            }
            Self::Cron(line) => text!("values-by-cron", line = line.source.as_str()),
        }
    }

    /// Whether it comes on this date.
    pub(super) fn matches(&self, date: NaiveDate) -> bool {
        match self {
            Self::Daily => true,
            Self::Weekdays => date.weekday().num_days_from_monday() < 5,
            Self::WorkingDays => holidays::is_working_day(date),
            Self::Weekly(days) => days.contains(&date.weekday()),
            Self::EveryWeeks { weeks, from, .. } => {
                let days = (date - *from).num_days();
                days >= 0 && days % (7 * i64::from(*weeks)) == 0
            }
            Self::Monthly(day) => day.matches(date),
            Self::EveryMonths { months, day, from } => {
                let number =
                    |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month());
                date >= *from
                    && (number(date) - number(*from)) % i64::from(*months) == 0
                    && day.matches(date)
            }
            Self::InMonths(months, day) => months.contains(&date.month()) && day.matches(date),
            Self::Quarterly(day) => {
                let month_of_quarter = if day.counts_from_end() { 0 } else { 1 };
                date.month() % 3 == month_of_quarter && day.matches(date)
            }
            Self::Yearly(month, day) => date.month() == *month && MonthDay::Day(*day).matches(date),
            Self::Cron(line) => line.matches(date),
        }
    }
}

/// On a day of months that are named.
fn in_months(months: &[u32], day: MonthDay, at: &str) -> Text {
    let months = Text::and(months.iter().map(|month| day::month(*month)));
    match day {
        MonthDay::Day(29..) => {
            text!("values-in-months-or-last", day = day.describe(), months, at)
        }
        _ => text!("values-in-months", day = day.describe(), months, at),
    }
}

impl MonthDay {
    pub(super) fn matches(self, date: NaiveDate) -> bool {
        let is_last = || {
            date.succ_opt()
                .is_none_or(|next| next.month() != date.month())
        };
        match self {
            Self::Day(day) => date.day() == day || (date.day() < day && is_last()),
            Self::Last => is_last(),
            Self::Weekday(nth, weekday) => {
                date.weekday() == weekday
                    && match nth {
                        Some(nth) => (date.day() - 1) / 7 + 1 == u32::from(nth),
                        None => date
                            .checked_add_days(chrono::Days::new(7))
                            .is_none_or(|next| next.month() != date.month()),
                    }
            }
            Self::Working(nth) => {
                let (year, month) = (date.year(), date.month());
                let wanted = match nth {
                    Some(nth) => holidays::nth_working_day_of_month(year, month, nth),
                    None => holidays::last_working_day_of_month(year, month),
                };
                wanted == Some(date)
            }
        }
    }

    pub(super) const fn counts_from_end(self) -> bool {
        matches!(
            self,
            Self::Last | Self::Weekday(None, _) | Self::Working(None)
        )
    }

    /// `1st`, `last day`, `first Monday`, `last working day`.
    fn text(self) -> String {
        let ordinal = |nth: Option<u32>| match nth {
            None => "last".to_owned(),
            Some(1) => "first".to_owned(),
            Some(2) => "second".to_owned(),
            Some(3) => "third".to_owned(),
            Some(4) => "fourth".to_owned(),
            Some(nth) => with_ending(nth),
        };
        match self {
            Self::Day(day) => with_ending(day),
            Self::Last => "last day".to_owned(),
            Self::Weekday(nth, weekday) => {
                format!("{} {}", ordinal(nth.map(u32::from)), day_name(weekday))
            }
            Self::Working(nth) => format!("{} working day", ordinal(nth.map(u32::from))),
        }
    }

    /// The same for a person to read.
    fn describe(self) -> Text {
        match self {
            Self::Day(number) => text!("values-ordinal", number),
            Self::Last => text!("values-last-day"),
            Self::Weekday(nth, weekday) => {
                let weekday = day::weekday(weekday);
                match nth {
                    Some(nth) => text!("values-nth-weekday", nth, weekday),
                    None => text!("values-last-weekday", weekday),
                }
            }
            Self::Working(Some(nth)) => text!("values-nth-working-day", nth),
            Self::Working(None) => text!("values-last-working-day"),
        }
    }
}

/// `Monday`, `Monday and Thursday`, `Monday, Wednesday and Friday`.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// The English name of a day of the week: `Monday`.
const fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The number with its ordinal ending: `1st`, `22nd`, `13th`.
fn with_ending(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn month_name(month: u32) -> &'static str {
    u8::try_from(month)
        .ok()
        .and_then(|month| chrono::Month::try_from(month).ok())
        .map_or("", |month| month.name())
}

#[cfg(test)]
#[path = "day_rule_tests.rs"]
mod tests;
