//! A date as people read it.

use chrono::{Datelike, NaiveDate, Weekday};
use words::{Text, text};

/// A day: `1 April 2027`.
pub fn day(date: NaiveDate) -> Text {
    let (number, year) = (date.day(), date.year());
    text!("values-day", number, month = month(date.month()), year)
}

/// A day with its weekday: `Thursday 1 April 2027`.
pub fn weekday_and_day(date: NaiveDate) -> Text {
    text!(
        "values-weekday-and-day",
        weekday = weekday(date.weekday()),
        day = day(date)
    )
}

/// A month's name, from its number, 1 to 12.
pub fn month(number: u32) -> Text {
    match number {
        1 => text!("values-january"),
        2 => text!("values-february"),
        3 => text!("values-march"),
        4 => text!("values-april"),
        5 => text!("values-may"),
        6 => text!("values-june"),
        7 => text!("values-july"),
        8 => text!("values-august"),
        9 => text!("values-september"),
        10 => text!("values-october"),
        11 => text!("values-november"),
        _ => text!("values-december"),
    }
}

/// A weekday's name.
pub fn weekday(weekday: Weekday) -> Text {
    match weekday {
        Weekday::Mon => text!("values-monday"),
        Weekday::Tue => text!("values-tuesday"),
        Weekday::Wed => text!("values-wednesday"),
        Weekday::Thu => text!("values-thursday"),
        Weekday::Fri => text!("values-friday"),
        Weekday::Sat => text!("values-saturday"),
        Weekday::Sun => text!("values-sunday"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn is_said_in_each_language() {
        let thursday = NaiveDate::from_ymd_opt(2027, 4, 1).unwrap();
        assert_eq!(day(thursday).to_string(), "1 April 2027");
        assert_eq!(
            weekday_and_day(thursday).to_string(),
            "Thursday 1 April 2027"
        );
        assert_eq!(
            weekday_and_day(thursday).say(Lang::Welsh),
            "Dydd Iau 1 Ebrill 2027"
        );
        for number in 1..=12 {
            let date = NaiveDate::from_ymd_opt(2027, number, 9).unwrap();
            assert_eq!(
                weekday_and_day(date).to_string(),
                date.format("%A %-d %B %Y").to_string()
            );
        }
        for days in 0..7 {
            let date = thursday + chrono::Days::new(days);
            assert!(
                weekday_and_day(date)
                    .to_string()
                    .starts_with(&date.format("%A ").to_string())
            );
        }
    }
}
