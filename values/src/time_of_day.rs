//! The time of day among the words of a date or a schedule: `17:00`, `5pm`, `12 noon`, `1700 hrs`.

use chrono::{NaiveTime, Timelike};
use words::{Text, text};

use super::typed::{month, number_of_digits};

/// Takes the time of day out of the words, with the `at` before it: `17:00`, `9am`, `9:30 pm`, `at 17.30`, `noon`,
/// `12 noon`, `1700 hrs`, `4 in the afternoon`.
///
/// # Errors
/// What is wrong with it, as a sentence: two times, an hour that no clock has, midnight (which may be the day's start
/// or its end), `at 9` (morning or evening?), `27 noon`.
pub(super) fn take_time(words: &mut Vec<String>) -> Result<Option<NaiveTime>, Text> {
    name_halves(words);
    name_close(words);
    take_oclock(words);
    let mut found: Option<NaiveTime> = None;
    let mut rest: Vec<String> = Vec::with_capacity(words.len());
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let Some((time, used)) = read_time(&rest, &words[index..])? else {
            rest.push(word.clone());
            index += 1;
            continue;
        };
        if found.replace(time).is_some() {
            return Err(text!("values-one-time"));
        }
        if rest.last().is_some_and(|last| last == "at") {
            rest.pop();
        }
        index += used;
    }
    *words = rest;
    Ok(found)
}

/// A word that is a time of day if it is nothing else: `17.00` could be the 17th of a month, `1700` a year.
pub(super) fn loose_time(word: &str) -> Option<NaiveTime> {
    let (hour, minute) = match word.split_once('.') {
        Some((hour, minute)) if hour.len() <= 2 && minute.len() == 2 => (hour, minute),
        None if word.len() == 4 && word.is_ascii() => word.split_at(2),
        _ => return None,
    };
    NaiveTime::from_hms_opt(number_of_digits(hour)?, number_of_digits(minute)?, 0)
}

/// `4 in the afternoon` becomes `4 pm`.
fn name_halves(words: &mut Vec<String>) {
    let half = |word: &str| match word {
        "morning" => Some("am"),
        "afternoon" | "evening" => Some("pm"),
        _ => None,
    };
    let mut index = 0;
    while let [a, b, c, ..] = &words[index..] {
        if a == "in"
            && b == "the"
            && let Some(half) = half(c)
        {
            words.splice(index..index + 3, [half.to_owned()]);
        }
        index += 1;
    }
}

/// When business ends is five, as tender documents mean it: `COB`, `close of business` and `close of play` become `17:00`.
fn name_close(words: &mut Vec<String>) {
    let is_close = |words: &[String]| match words {
        [cob, ..] if matches!(cob.as_str(), "cob" | "cop") => Some(1),
        [close, of, what, ..]
            if matches!(close.as_str(), "close" | "end")
                && of == "of"
                && matches!(what.as_str(), "business" | "play") =>
        {
            Some(3)
        }
        _ => None,
    };
    let mut index = 0;
    while index < words.len() {
        if let Some(used) = is_close(&words[index..]) {
            words.splice(index..index + used, ["17:00".to_owned()]);
        }
        index += 1;
    }
}

/// `5 oclock` becomes `at 5`, unless what follows says which 5.
fn take_oclock(words: &mut Vec<String>) {
    while let Some(at) = words.iter().position(|word| word == "oclock") {
        words.remove(at);
        let said = words.get(at).map_or("", String::as_str);
        let hour = at.checked_sub(1);
        let is_said = matches!(said, "am" | "pm" | "noon" | "midday" | "midnight");
        let after_at = at
            .checked_sub(2)
            .is_some_and(|before| words[before] == "at");
        if let Some(hour) = hour
            && !is_said
            && !after_at
        {
            words.insert(hour, "at".to_owned());
        }
    }
}

/// Reads a time at the head of `words`, of which `before` has those that came before: the time, and how many words it
/// took.
fn read_time(before: &[String], words: &[String]) -> Result<Option<(NaiveTime, usize)>, Text> {
    let [word, next @ ..] = words else {
        return Ok(None);
    };
    let after_at = before.last().is_some_and(|last| last == "at");
    let following = |word: &str| next.first().is_some_and(|next| next == word);
    let is_noon = |word: &String| matches!(word.as_str(), "noon" | "midday");
    let noon = |used| Ok(NaiveTime::from_hms_opt(12, 0, 0).map(|time| (time, used)));
    if is_noon(word) {
        return noon(1);
    }
    if word == "midnight" {
        return Err(text!("values-midnight"));
    }
    let is_twelve = matches!(word.as_str(), "12" | "12:00" | "12.00" | "1200");
    let half_named = usize::from(is_twelve && following("pm"));
    match next.get(half_named) {
        Some(name) if is_twelve && is_noon(name) => return noon(2 + half_named),
        Some(name) if is_twelve && name == "midnight" => return Err(text!("values-midnight")),
        // `18 Dec 27 noon`: neither an hour nor the day, so a year, or a slip.
        Some(name)
            if is_noon(name)
                && word.len() <= 2
                && number_of_digits(word).is_some()
                && has_its_day(before) =>
        {
            return Err(text!("values-noon-is-twelve", number = word));
        }
        _ => {}
    }
    let half = next
        .first()
        .map(String::as_str)
        .filter(|next| matches!(*next, "am" | "pm"));
    if let Some(found) = by_hours(word, next)? {
        return Ok(Some(found));
    }
    let hours_named = ["hrs", "hours", "hr", "h"].into_iter().any(following);
    if (hours_named || after_at) && word.len() == 4 && number_of_digits(word).is_some() {
        let time = loose_time(word).ok_or_else(|| text!("values-time-help"))?;
        return Ok(Some((time, 1 + usize::from(hours_named))));
    }
    let (hour, minute) = if let Some((hour, minute)) = word.split_once(':') {
        (hour, minute)
    } else if let Some((hour, minute)) = word.split_once('.')
        && (half.is_some() || hours_named || after_at)
    {
        (hour, minute)
    } else if half.is_some() && number_of_digits(word).is_some() {
        (word.as_str(), "00")
    } else if after_at && let Some(hour) = number_of_digits(word) {
        let time = whole_hour(hour)?;
        return Ok(Some((time, 1)));
    } else {
        return Ok(None);
    };
    let no_such_time = || text!("values-time-help");
    let (Some(hour), true, Some(minute)) = (
        number_of_digits(hour),
        minute.len() == 2,
        number_of_digits(minute),
    ) else {
        return Err(no_such_time());
    };
    let hour = match (half, hour) {
        (None, 24) if minute == 0 => return Err(text!("values-midnight")),
        (None, hour) => hour,
        (Some("am"), 12) => 0,
        (Some("am"), 1..=11) => hour,
        (Some(_), 12) => 12,
        (Some("pm"), 1..=11) => hour + 12,
        _ => return Err(no_such_time()),
    };
    let time = NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(no_such_time)?;
    let used = 1 + usize::from(half.is_some() || hours_named);
    Ok(Some((time, used)))
}

/// `17h00` and `17h`, which come as `17`, `h`, `00`: the time, and how many words it took. Hours to 12 without their
/// minutes may be how long something takes.
fn by_hours(word: &str, next: &[String]) -> Result<Option<(NaiveTime, usize)>, Text> {
    let hour = number_of_digits(word).filter(|_| word.len() <= 2);
    let (Some(hour), [h, rest @ ..]) = (hour, next) else {
        return Ok(None);
    };
    let minute = rest.first().filter(|it| h == "h" && it.len() == 2);
    let (minute, used) = match minute.and_then(|it| number_of_digits(it)) {
        Some(minute) => (minute, 3),
        None if matches!(h.as_str(), "h" | "hrs") && hour > 12 => (0, 2),
        None => return Ok(None),
    };
    let time = NaiveTime::from_hms_opt(hour, minute, 0);
    let time = time.ok_or_else(|| text!("values-time-help"))?;
    Ok(Some((time, used)))
}

/// `at 16`; of the hours to 12, nobody knows which half of the day is meant.
pub(super) fn whole_hour(hour: u32) -> Result<NaiveTime, Text> {
    match hour {
        12 => Err(text!("values-noon-or-midnight")),
        1..=11 => Err(text!("values-morning-or-evening", hour)),
        hour => NaiveTime::from_hms_opt(hour, 0, 0).ok_or_else(|| text!("values-time-help")),
    }
}

/// Whether the words have a day of a month, so that a number after them isn't it.
fn has_its_day(words: &[String]) -> bool {
    words.iter().any(|word| month(word).is_some())
        && words.iter().any(|word| number_of_digits(word).is_some())
}

/// Takes what names the clock out of the words: `GMT` or `BST` if it is one of those; `UK time` says nothing more.
pub(super) fn take_clock(words: &mut Vec<String>) -> Option<&'static str> {
    let mut clock = None;
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let next = words.get(index + 1).map(String::as_str);
        let used = match (word.as_str(), next) {
            ("gmt" | "utc", _) => {
                clock = Some("GMT");
                1
            }
            ("bst", _) => {
                clock = Some("BST");
                1
            }
            ("uk" | "local", Some("time")) => 2,
            _ => 0,
        };
        words.drain(index..index + used);
        index += usize::from(used == 0);
    }
    clock
}

/// `17:00`, as it is kept and shown.
pub(super) fn shown(time: impl Timelike) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::super::typed::cut;
    use super::*;
    use proptest::prelude::*;

    fn time_in(text: &str) -> (Result<Option<String>, String>, String) {
        let mut words = cut(text).unwrap();
        let time = take_time(&mut words).map(|time| time.map(|t| t.format("%H:%M").to_string()));
        (time.map_err(|e| e.to_string()), words.join(" "))
    }

    #[test]
    fn takes_times() {
        for (text, time, rest) in [
            ("18 dec 17:00", "17:00", "18 dec"),
            ("tomorrow 9am", "09:00", "tomorrow"),
            ("9:30 pm tomorrow", "21:30", "tomorrow"),
            ("tomorrow at 5.30pm", "17:30", "tomorrow"),
            ("friday at 17.30", "17:30", "friday"),
            ("at noon on friday", "12:00", "on friday"),
            ("12am", "00:00", ""),
            ("12pm", "12:00", ""),
            ("0:05", "00:05", ""),
            ("at 12 noon on friday", "12:00", "on friday"),
            ("18 dec 12:00 noon", "12:00", "18 dec"),
            ("12 pm midday", "12:00", ""),
            ("1700 hrs tomorrow", "17:00", "tomorrow"),
            ("17.00hrs", "17:00", ""),
            ("17h00 friday", "17:00", "friday"),
            ("friday 9h30", "09:30", "friday"),
            ("17h", "17:00", ""),
            ("COB friday", "17:00", "friday"),
            ("friday close of business", "17:00", "friday"),
            ("by close of play", "17:00", "by"),
            ("5 o'clock pm", "17:00", ""),
            ("12 o'clock noon on friday", "12:00", "on friday"),
            ("friday at 1700", "17:00", "friday"),
            ("friday at 16", "16:00", "friday"),
            ("friday at 4 in the afternoon", "16:00", "friday"),
        ] {
            assert_eq!(
                time_in(text),
                (Ok(Some(time.to_owned())), rest.to_owned()),
                "{text}"
            );
        }
        assert_eq!(time_in("18.12.2026"), (Ok(None), "18.12.2026".to_owned()));
        assert_eq!(time_in("18.12"), (Ok(None), "18.12".to_owned()));
    }

    #[test]
    fn refuses_times_that_no_clock_shows_or_that_may_mean_two() {
        for text in [
            "24:00", "12:60", "13pm", "0am", "17:5", "17:00:00", "9am 10am", "midnight", "at 9",
            "17:00 pm", "1:2:3", "::", "at 5.5", "25h00", "17h60", "COB 5pm",
        ] {
            assert!(time_in(text).0.is_err(), "{text}");
        }
    }

    #[test]
    fn says_what_would_be_right() {
        for (text, help) in [
            ("at 4", "Say whether you mean 4am or 4pm."),
            ("at 12", "Say whether you mean 12 noon or midnight"),
            ("at 25", "Write a time such as"),
            ("at 1760", "Write a time such as"),
            ("2460 hrs", "Write a time such as"),
            ("24:00", "00:00 or 23:59"),
            ("5 o'clock", "Say whether you mean 5am or 5pm."),
            ("at 5 o'clock", "Say whether you mean 5am or 5pm."),
            ("16 in the afternoon", "Write a time such as"),
        ] {
            let said = time_in(text).0.expect_err(text);
            assert!(said.contains(help), "{text}: {said}");
        }
    }

    #[test]
    fn knows_clocks() {
        for (text, clock, rest) in [
            ("5pm gmt", Some("GMT"), "5 pm"),
            ("17:00 (BST) friday", Some("BST"), "17:00 friday"),
            ("5pm UK time tomorrow", None, "5 pm tomorrow"),
            ("in time", None, "in time"),
        ] {
            let mut words = cut(text).unwrap();
            assert_eq!(
                (take_clock(&mut words), words.join(" ").as_str()),
                (clock, rest)
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(
            text in any::<String>(),
            near in "[0-9apmt:. ]{0,30}",
            words in "((at|12|noon|midnight|27|dec|pm|in|the|morning|1700|hrs|h|00|cob|close|of|business|17[.]00|gmt|uk|time) ?){0,8}",
        ) {
            for text in [text, near, words] {
                if let Some(mut words) = cut(&text) {
                    take_clock(&mut words);
                    let _ = take_time(&mut words);
                }
                let _ = loose_time(&text);
            }
        }
    }
}
