//! Texts as Discord's client shows them: mentions by name, moments as dates.

use chrono::{DateTime, TimeZone, Utc};

use crate::{snowflake::Snowflake, state::State};

/// Puts names in place of mentions: `<@1>` becomes `@Nia Rees`, `<#2>` `#general`.
pub(crate) fn with_names(state: &State, guild: Option<Snowflake>, text: &str) -> String {
    replace(text, |inner| {
        let id = |sign: &str| inner.strip_prefix(sign)?.parse::<Snowflake>().ok();
        if let Some(id) = id("@&") {
            let roles = state.guilds.values().find_map(|guild| guild.roles.get(&id));
            return Some(roles.map_or("@deleted-role".into(), |role| format!("@{}", role.name)));
        }
        if let Some(user) = id("@!").or_else(|| id("@")) {
            return Some(format!("@{}", state.name_in(guild, user)));
        }
        if let Some(id) = id("#") {
            let channel = state.channels.get(&id);
            return Some(channel.map_or("#deleted-channel".into(), |c| format!("#{}", c.name)));
        }
        // A command's mention, "</club join:123>".
        inner
            .strip_prefix('/')
            .and_then(|rest| rest.split_once(':'))
            .map(|(name, _)| format!("/{name}"))
    })
}

/// Puts dates in the time zone of `now` in place of `<t:1772355600:F>`.
pub(crate) fn with_dates<Z>(text: &str, now: DateTime<Z>) -> String
where
    Z: TimeZone,
    Z::Offset: std::fmt::Display,
{
    replace(text, |inner| {
        let mut parts = inner.strip_prefix("t:")?.split(':');
        let moment = DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?;
        let moment = moment.with_timezone(&now.timezone());
        let format = match parts.next().unwrap_or("f") {
            "t" => "%H:%M",
            "T" => "%H:%M:%S",
            "d" => "%d/%m/%Y",
            "D" => "%-d %B %Y",
            "f" => "%-d %B %Y %H:%M",
            "F" => "%A, %-d %B %Y %H:%M",
            "R" => return Some(relative(moment.to_utc(), now.to_utc())),
            _ => return None,
        };
        Some(moment.format(format).to_string())
    })
}

fn relative(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (moment - now).num_seconds();
    let (unit, size) = match seconds.abs() {
        0..60 => ("second", 1),
        60..3600 => ("minute", 60),
        3600..86_400 => ("hour", 3600),
        86_400..2_592_000 => ("day", 86_400),
        2_592_000..31_536_000 => ("month", 2_592_000),
        _ => ("year", 31_536_000),
    };
    let count = seconds.abs() / size;
    let plural = if count == 1 { "" } else { "s" };
    if seconds < 0 {
        format!("{count} {unit}{plural} ago")
    } else {
        format!("in {count} {unit}{plural}")
    }
}

/// Replaces what stands between `<` and `>` where `find` knows it.
fn replace(text: &str, find: impl Fn(&str) -> Option<String>) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tail) = rest.split_at(start);
        shown.push_str(before);
        let known = tail
            .find('>')
            .and_then(|end| Some((find(tail.get(1..end)?)?, end)));
        match known {
            Some((name, end)) => {
                shown.push_str(&name);
                rest = tail.get(end + 1..).unwrap_or_default();
            }
            None => {
                shown.push('<');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_shown_in_each_style_and_other_brackets_stay() {
        let now = DateTime::from_timestamp(1_772_355_600, 0).expect("a valid moment");
        assert_eq!(
            with_dates("a <t:1772355600:F> b", now),
            "a Sunday, 1 March 2026 09:00 b"
        );
        assert_eq!(with_dates("<t:1772355600>", now), "1 March 2026 09:00");
        assert_eq!(with_dates("<t:1772362800:R>", now), "in 2 hours");
        assert_eq!(with_dates("1 < 2 <b> <t:x>", now), "1 < 2 <b> <t:x>");
    }
}
