//! Decisions about authorities that cease: pure functions over values.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::super::finding::called;
use super::super::rules::{Authority, Mandate, Role, State, fold};
use crate::values::time_zone::{end_of_day, start_of_day};
use crate::values::{AuthorityId, Heir, Heirs, Invalid, Percent, Refusal};
use crate::words::{Text, text};

/// The duties of an authority that is to cease, with the months before its last day that officers are told at; the day
/// itself.
pub const DUTIES: [&str; 3] = [
    "authority.ending.6m",
    "authority.ending.3m",
    "authority.ending",
];
/// The most successors of one authority.
pub const HEIRS_MAX: usize = 12;

/// What one authority had goes to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// The one that ceases, as it was.
    pub from: Authority,
    /// Its successors, as they were.
    pub to: Vec<Authority>,
    /// With which shares, in the same order.
    pub heirs: Heirs,
    /// Whether they are one authority that was registered twice: then its call-offs move too.
    pub merged: bool,
}

impl Handover {
    /// The successor that takes what can't be shared.
    pub fn first(&self) -> Option<&Authority> {
        self.to.iter().find(|it| it.id == self.heirs.first())
    }

    /// How the successors are called, with their shares: "Eastshire (EAS) 60 %".
    pub fn named(&self) -> Text {
        named(&self.heirs, &self.to)
    }

    /// "EAS 252, WES 168", of parts in the order of the successors.
    pub fn parts(&self, parts: impl IntoIterator<Item = String>) -> Text {
        let each = self.to.iter().zip(parts);
        Text::and(each.map(|(it, part)| Text::verbatim(format!("{} {part}", it.short_name))))
    }
}

/// How successors are called, with their shares; one alone without.
pub fn named(heirs: &Heirs, register: &[Authority]) -> Text {
    let alone = heirs.iter().count() == 1;
    Text::and(heirs.iter().map(|heir| {
        let of = register.iter().find(|it| it.id == heir.authority_id);
        let name = of.map_or_else(|| Text::verbatim(heir.authority_id.to_string()), called);
        match alone {
            true => name,
            false => text!("authorities-heir", name, percent = heir.percent()),
        }
    }))
}

/// Successors as they are typed: `Eastshire 60%; Westshire 40%`. One alone needs no share.
///
/// # Errors
/// Nobody is named, more than [`HEIRS_MAX`] are, or a share can't be read.
pub fn parse(typed: &str) -> Result<Vec<(String, Option<i64>)>, Refusal> {
    let parts: Vec<&str> = typed
        .split([';', '\n'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    if parts.is_empty() || parts.len() > HEIRS_MAX {
        let help = text!("authorities-successors-help", most = HEIRS_MAX);
        return Err(Invalid::new(text!("authorities-successors"), typed, help).into());
    }
    parts.into_iter().map(part).collect()
}

fn part(text: &str) -> Result<(String, Option<i64>), Refusal> {
    let sign = ["%", "percent"];
    let Some(before) = sign.iter().find_map(|it| text.strip_suffix(it)) else {
        return Ok((text.to_owned(), None));
    };
    let before = before.trim_end();
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let name = before.trim_end_matches(digits);
    let share = Percent::parse(before.get(name.len()..).unwrap_or_default())?;
    let name = name.trim().trim_end_matches([':', '=', ',']).trim();
    Ok((name.to_owned(), Some(share.hundredths())))
}

/// The successors of an authority, found and with the shares that were typed.
///
/// # Errors
/// It succeeds itself, one is named twice, several are named and one of them has no share, or the shares aren't all of it.
pub fn heirs(from: &Authority, typed: &[(Authority, Option<i64>)]) -> Result<Heirs, Refusal> {
    let mut seen = BTreeSet::new();
    for (heir, _) in typed {
        let whom = called(heir);
        if heir.id == from.id {
            return Err(Refusal::new(
                text!("authorities-succeeds-itself", whom),
                text!("authorities-succeeds-itself-help"),
            ));
        }
        if !seen.insert(heir.id) {
            return Err(Refusal::new(
                text!("authorities-successor-twice", whom),
                text!("authorities-successor-twice-help"),
            ));
        }
    }
    if let [(only, None)] = typed {
        return Ok(Heirs::one(only.id));
    }
    let help = || text!("authorities-shares-help");
    let mut all = Vec::new();
    for (heir, share) in typed {
        let Some(hundredths) = *share else {
            let wrong = text!("authorities-share-missing", whom = called(heir));
            return Err(Refusal::new(wrong, help()));
        };
        all.push(Heir {
            authority_id: heir.id,
            hundredths,
        });
    }
    let sum = all.iter().map(|it| i128::from(it.hundredths)).sum::<i128>();
    Heirs::new(all).ok_or_else(|| {
        let sum = i64::try_from(sum).unwrap_or(i64::MAX);
        let sum = Percent::from_hundredths(sum).to_string();
        Refusal::new(text!("authorities-shares-wrong", sum), help())
    })
}

/// Whoever is to succeed an authority doesn't cease in its favour: neither at once nor by others.
///
/// # Errors
/// It does.
pub fn no_circle(from: &Authority, heirs: &Heirs, register: &[Authority]) -> Result<(), Refusal> {
    let mut ahead: Vec<AuthorityId> = heirs.ids().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = ahead.pop() {
        let Some(heir) = register.iter().find(|it| it.id == id && seen.insert(id)) else {
            continue;
        };
        let next = heir.ending.as_ref().filter(|it| !it.ended);
        let next: Vec<AuthorityId> = next.into_iter().flat_map(|it| it.heirs.ids()).collect();
        if next.contains(&from.id) {
            return Err(Refusal::new(
                text!(
                    "authorities-succession-circle",
                    heir = called(heir),
                    whom = called(from)
                ),
                text!("authorities-succession-circle-help"),
            ));
        }
        ahead.extend(next);
    }
    Ok(())
}

/// When each of [`DUTIES`] falls due for an authority whose last day this is: six and three months before, where that is
/// still ahead, and the end of the day.
pub fn moments(
    on: NaiveDate,
    now: DateTime<Utc>,
    tz: Tz,
) -> Vec<(&'static str, Option<DateTime<Utc>>)> {
    let before = |months| {
        let day = on.checked_sub_months(Months::new(months))?;
        Some(start_of_day(day, tz)).filter(|at| *at > now)
    };
    let at = [before(6), before(3), Some(end_of_day(on, tz))];
    DUTIES.into_iter().zip(at).collect()
}

/// A successor is found by the names of the one that has ceased, too.
pub fn remember(from: &Authority, heir: &mut Authority) {
    let own = [&heir.name, &heir.short_name].map(|it| fold(it));
    let mut known: BTreeSet<String> = heir.former_names.iter().map(|it| fold(it)).collect();
    let names = [&from.name, &from.short_name].into_iter();
    let names = names.chain(&from.name_cy).chain(&from.former_names);
    for name in names.filter(|it| !own.contains(&fold(it))) {
        if known.insert(fold(name)) {
            heir.former_names.push(name.clone());
        }
    }
}

/// With what somebody reads besides: those that have ceased, whose successors, or theirs, they hold a mandate for.
pub fn with_predecessors(mut held: Vec<Mandate>, ended: &[Authority]) -> Vec<Mandate> {
    let mut at = 0;
    while let Some(mandate) = held.get(at).cloned() {
        at += 1;
        let succeeded = |it: &&Authority| {
            let ending = it.ending.as_ref();
            ending.is_some_and(|ending| ending.heirs.ids().any(|id| id == mandate.authority.id))
        };
        for authority in ended.iter().filter(succeeded) {
            let there =
                |it: &Mandate| (it.user_id, it.authority.id) == (mandate.user_id, authority.id);
            if !held.iter().any(there) {
                held.push(Mandate {
                    authority: authority.clone(),
                    role: Role::Observer,
                    state: State::Held,
                    ..mandate.clone()
                });
            }
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authorities::rules::{Ending, Kind};
    use crate::testing::date;

    fn council(id: i64, name: &str, short_name: &str) -> Authority {
        Authority {
            id: AuthorityId(id),
            guild_id: 7,
            name: name.to_owned(),
            short_name: short_name.to_owned(),
            kind: Kind::Unitary,
            region: "South Wales".to_owned(),
            role_id: None,
            address: None,
            email: None,
            identifier: None,
            name_cy: None,
            former_names: Vec::new(),
            ending: None,
        }
    }

    #[test]
    fn successors_are_read_with_their_shares() {
        let read = |text: &str| parse(text).map_err(|it| it.to_string());
        let of = |name: &str, share| (name.to_owned(), share);
        assert_eq!(
            read("Eastshire 60%; Westshire (WES) 40 %"),
            Ok(vec![
                of("Eastshire", Some(6_000)),
                of("Westshire (WES)", Some(4_000))
            ])
        );
        assert_eq!(
            read("EAS: 33.33 percent;\nDistrict 9"),
            Ok(vec![of("EAS", Some(3_333)), of("District 9", None)])
        );
        assert!(read(" ; ").is_err());
        assert!(read("Eastshire %").is_err());
        assert!(read(&"A 1%;".repeat(HEIRS_MAX + 1)).is_err());
    }

    #[test]
    fn shares_are_all_of_it() {
        let from = council(1, "Midshire", "MID");
        let (east, west) = (
            council(2, "Eastshire", "EAS"),
            council(3, "Westshire", "WES"),
        );
        let wrong =
            |typed: &[(Authority, Option<i64>)]| heirs(&from, typed).unwrap_err().to_string();
        let alone = heirs(&from, &[(east.clone(), None)]).unwrap();
        assert_eq!(alone, Heirs::one(east.id));
        assert!(wrong(&[(east.clone(), Some(6_000)), (west.clone(), Some(3_000))]).contains("90"));
        assert!(wrong(&[(east.clone(), Some(6_000)), (west.clone(), None)]).contains("Westshire"));
        assert!(
            wrong(&[(east.clone(), Some(5_000)), (east.clone(), Some(5_000))]).contains("twice")
        );
        assert!(wrong(&[(from.clone(), None)]).contains("itself"));
    }

    #[test]
    fn nobody_ceases_in_favour_of_one_that_ceases_in_its_own() {
        let (mut a, mut b, c) = (
            council(1, "Alpha", "AL"),
            council(2, "Beta", "BE"),
            council(3, "Gamma", "GA"),
        );
        let ending = |heir| {
            let heirs = Heirs::one(heir);
            Some(Ending {
                on: date(2027, 3, 31),
                heirs,
                ended: false,
            })
        };
        a.ending = ending(b.id);
        b.ending = ending(c.id);
        let register = [a.clone(), b.clone(), c.clone()];
        assert!(no_circle(&c, &Heirs::one(a.id), &register).is_err());
        assert!(no_circle(&c, &Heirs::one(b.id), &register).is_err());
        assert!(no_circle(&a, &Heirs::one(c.id), &register).is_ok());
    }

    #[test]
    fn whoever_holds_a_mandate_for_a_successor_reads_all_who_went_before() {
        let (mut a, mut b, c) = (
            council(1, "Alpha", "AL"),
            council(2, "Beta", "BE"),
            council(3, "Gamma", "GA"),
        );
        let ended = |heir| {
            let (on, heirs) = (date(2027, 3, 31), Heirs::one(heir));
            Some(Ending {
                on,
                heirs,
                ended: true,
            })
        };
        a.ending = ended(b.id);
        b.ending = ended(c.id);
        let held = Mandate {
            id: crate::values::MandateId(1),
            authority: c,
            user_id: 30,
            officer_name: "Nia Rees".to_owned(),
            role: Role::Officer,
            state: State::Held,
            reason: None,
            decided_by: None,
        };
        let reads = with_predecessors(vec![held], &[a, b]);
        let reads: Vec<_> = reads
            .iter()
            .map(|it| (it.authority.short_name.as_str(), it.acts()))
            .collect();
        assert_eq!(reads, [("GA", true), ("BE", false), ("AL", false)]);
    }

    #[test]
    fn officers_are_told_six_and_three_months_before_where_that_is_ahead() {
        let tz = chrono_tz::Europe::London;
        let now = crate::testing::at("2026-11-28T12:00:00Z");
        let on = date(2027, 3, 31);
        let [six, three, day] = moments(on, now, tz)[..] else {
            panic!("three");
        };
        assert_eq!(six.1, None);
        assert_eq!(three.1, Some(crate::testing::at("2026-12-31T00:00:00Z")));
        assert_eq!(day.1, Some(end_of_day(on, tz)));
    }
}
