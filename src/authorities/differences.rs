//! Pure: what is another in an authority after a correction, what of it is kept for finding it, and which region a new
//! name may mean.

use serde::{Deserialize, Serialize};

use super::rules::{
    Authority, Registration, fold, parse_address, parse_email, parse_identifier, parse_name,
    parse_region, parse_short_name, words,
};
use crate::values::{Invalid, Refusal};
use crate::words::{Text, text};

/// What stands somewhere in an authority's entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stands {
    /// Nothing.
    Nothing,
    /// What was typed.
    Typed(String),
    /// One of a few words.
    Said(Text),
    /// A Discord role.
    Role(i64),
}

impl Stands {
    fn typed(text: Option<&str>) -> Self {
        text.map_or(Stands::Nothing, |text| Stands::Typed(text.to_owned()))
    }

    /// As plain text, for a preview.
    pub fn text(&self) -> Text {
        match self {
            Stands::Nothing => text!("authorities-nothing-there"),
            Stands::Typed(text) => Text::verbatim(text),
            Stands::Said(text) => text.clone(),
            Stands::Role(id) => Text::verbatim(id.to_string()),
        }
    }
}

/// Something in an authority's entry that is another now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is.
    pub what: Text,
    /// What stood there.
    pub before: Stands,
    /// What stands there now.
    pub after: Stands,
}

impl Change {
    /// As plain text, for a preview: "Address: nothing → The Square".
    pub fn text(&self) -> Text {
        text!(
            "authorities-change",
            what = self.what.clone(),
            before = self.before.text(),
            after = self.after.text()
        )
    }
}

/// What is another in the second, in the order in which people are shown it.
pub fn changes(before: &Authority, after: &Authority) -> Vec<Change> {
    let of = |authority: &Authority| {
        let typed = |text: &Option<String>| Stands::typed(text.as_deref());
        [
            Stands::typed(Some(&authority.name)),
            typed(&authority.name_cy),
            Stands::Said(authority.kind.label()),
            Stands::typed(Some(&authority.region)),
            Stands::typed(Some(&authority.short_name)),
            authority.role_id.map_or(Stands::Nothing, Stands::Role),
            typed(&authority.address),
            typed(&authority.email),
            typed(&authority.identifier),
        ]
    };
    let what = [
        text!("authorities-what-name"),
        text!("authorities-what-name-cy"),
        text!("authorities-what-kind"),
        text!("authorities-what-region"),
        text!("authorities-what-short-name"),
        text!("authorities-what-role"),
        text!("authorities-what-address"),
        text!("authorities-what-email"),
        text!("authorities-what-identifier"),
    ];
    let both = of(before).into_iter().zip(of(after));
    what.into_iter()
        .zip(both)
        .filter(|(_, (before, after))| before != after)
        .map(|(what, (before, after))| Change {
            what,
            before,
            after,
        })
        .collect()
}

/// What it was called before is kept beside what it is called, each name once.
pub fn remember_names(before: &Authority, after: &mut Authority) {
    let mut names = before.former_names.clone();
    names.extend([before.name.clone(), before.short_name.clone()]);
    let now = [&after.name, &after.short_name].map(|name| fold(name));
    let mut seen = Vec::new();
    names.retain(|name| {
        let name = fold(name);
        let keep = !now.contains(&name) && !seen.contains(&name);
        seen.push(name);
        keep
    });
    after.former_names = names;
}

/// What to change in an authority's entry; what is left out stays. Only what it can be without can be taken away, with
/// "none".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Its full name.
    pub name: Option<String>,
    /// Its name in Welsh.
    pub name_cy: Option<String>,
    /// What sort of body it is.
    pub kind: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Its short name.
    pub short_name: Option<String>,
    /// A Discord role of its officers.
    pub role_id: Option<i64>,
    /// Postal address.
    pub address: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// PPON or another identifier.
    pub identifier: Option<String>,
}

/// What takes something away, in each language.
const NONE: [&str; 5] = ["none", "-", "–", "—", "dim"];

/// Puts what was typed in place of what stands.
fn put<T>(
    wrong: &mut Vec<Refusal>,
    place: &mut T,
    typed: Option<&str>,
    read: impl FnOnce(&str) -> Result<T, Invalid>,
) {
    match typed.map(read) {
        Some(Ok(value)) => *place = value,
        Some(Err(invalid)) => wrong.push(invalid.into()),
        None => {}
    }
}

/// Reads what can be taken away.
fn or_none(
    read: impl FnOnce(&str) -> Result<String, Invalid>,
) -> impl FnOnce(&str) -> Result<Option<String>, Invalid> {
    move |text| match NONE.contains(&fold(text).as_str()) {
        true => Ok(None),
        false => read(text).map(Some),
    }
}

impl Edit {
    /// The authority as it is to stand.
    ///
    /// # Errors
    /// Every part that can't be read.
    pub fn apply(&self, before: &Authority) -> Result<Authority, Vec<Refusal>> {
        let mut after = before.clone();
        let mut wrong = Vec::new();
        let it = &mut after;
        put(&mut wrong, &mut it.name, self.name.as_deref(), parse_name);
        let name_cy = self.name_cy.as_deref();
        put(&mut wrong, &mut it.name_cy, name_cy, or_none(parse_name));
        put(&mut wrong, &mut it.kind, self.kind.as_deref(), str::parse);
        let region = self.region.as_deref();
        put(&mut wrong, &mut it.region, region, parse_region);
        let short_name = self.short_name.as_deref();
        put(&mut wrong, &mut it.short_name, short_name, parse_short_name);
        let address = self.address.as_deref();
        put(&mut wrong, &mut it.address, address, or_none(parse_address));
        let email = self.email.as_deref();
        put(&mut wrong, &mut it.email, email, or_none(parse_email));
        let identifier = self.identifier.as_deref();
        put(
            &mut wrong,
            &mut it.identifier,
            identifier,
            or_none(parse_identifier),
        );
        it.role_id = self.role_id.or(it.role_id);
        match wrong[..] {
            [] => Ok(after),
            _ => Err(wrong),
        }
    }
}

/// What a line of a table makes of an authority that is there: what its cells give; empty ones change nothing. A name by
/// which it is known already, in whatever case or language, is no other name.
pub fn updated(before: &Authority, line: &Registration) -> Authority {
    let mut after = before.clone();
    if !is_called(before, &line.name) {
        after.name.clone_from(&line.name);
    }
    if fold(&before.region) != fold(&line.region) {
        after.region.clone_from(&line.region);
    }
    if let Some(short_name) = &line.short_name {
        after.short_name.clone_from(short_name);
    }
    after.kind = line.kind;
    for (place, given) in [
        (&mut after.name_cy, &line.name_cy),
        (&mut after.address, &line.address),
        (&mut after.email, &line.email),
        (&mut after.identifier, &line.identifier),
    ] {
        if given.is_some() {
            place.clone_from(given);
        }
    }
    remember_names(before, &mut after);
    after
}

/// Whether that is its name, or was, or is in Welsh; short names are none here.
pub fn is_called(authority: &Authority, name: &str) -> bool {
    let name = fold(name);
    let others = authority.name_cy.iter().chain(&authority.former_names);
    let mut all = others.chain([&authority.name]);
    all.any(|it| fold(it) == name)
}

/// The authority that a line of a table is about: the one with its name; else the one with its short name, if the names
/// could be one misspelt or cut short.
pub fn known<'a>(register: &'a [Authority], line: &Registration) -> Option<&'a Authority> {
    let mut there = register.iter().filter(|it| !it.has_ended());
    let now = |it: &&Authority| fold(&it.name) == fold(&line.name);
    let by_name = there.clone().find(now);
    let by_name = by_name.or_else(|| there.clone().find(|it| is_called(it, &line.name)));
    by_name.or_else(|| {
        let short_name = line.short_name.as_deref()?;
        let its = there.find(|it| it.short_name == short_name)?;
        may_be_one(&its.name, &line.name).then_some(its)
    })
}

fn may_be_one(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    let slips = (a.chars().count() / 6).clamp(1, 3);
    a.starts_with(&b) || b.starts_with(&a) || strsim::osa_distance(&a, &b) <= slips
}

/// What to ask about a region, given those there are: none, if it is one of them, or the first of all.
pub fn odd_region<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Option<Text> {
    let known: Vec<&str> = known.into_iter().collect();
    if known.is_empty() || known.iter().any(|it| fold(it) == fold(typed)) {
        return None;
    }
    let mut near: Vec<&str> = known.into_iter().filter(|it| is_near(typed, it)).collect();
    near.sort_unstable();
    Some(match near.first() {
        Some(near) => text!("authorities-region-near", typed, near = *near),
        None => text!("authorities-region-new", typed),
    })
}

/// Whether the names of two regions may be one: abbreviated, in another order, or a slip apart.
fn is_near(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> Vec<String> {
        let text = words(&fold(text).replace('&', " and "));
        let word = |it: &str| it.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let words = text.split(' ').map(word);
        words.filter(|it| !it.is_empty() && it != "the").collect()
    };
    let (a, b) = (plain(a), plain(b));
    let (mut sorted_a, mut sorted_b) = (a.clone(), b.clone());
    sorted_a.sort_unstable();
    sorted_b.sort_unstable();
    let begins =
        |(a, b): (&String, &String)| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    let short = a.len() == b.len() && !a.is_empty() && a.iter().zip(&b).all(begins);
    let (a, b) = (a.join(" "), b.join(" "));
    let slips = (a.chars().count() / 10).clamp(1, 2);
    short || sorted_a == sorted_b || strsim::osa_distance(&a, &b) <= slips
}

/// What would be registered, from what stands: for finding room.
pub fn registration(authority: &Authority) -> Registration {
    Registration {
        name: authority.name.clone(),
        kind: authority.kind,
        region: authority.region.clone(),
        short_name: Some(authority.short_name.clone()),
        role_id: authority.role_id,
        address: authority.address.clone(),
        email: authority.email.clone(),
        identifier: authority.identifier.clone(),
        name_cy: authority.name_cy.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::Kind;
    use super::*;
    use crate::values::AuthorityId;
    use proptest::prelude::*;

    fn bryncoch() -> Authority {
        Authority {
            id: AuthorityId(3),
            guild_id: 7,
            name: "Bryncoch County Borough".to_owned(),
            short_name: "BRY".to_owned(),
            kind: Kind::Unitary,
            region: "South Wales".to_owned(),
            role_id: None,
            address: None,
            email: Some("buy@bryncoch.example".to_owned()),
            identifier: None,
            name_cy: None,
            former_names: Vec::new(),
            ending: None,
        }
    }

    fn said(changes: &[Change]) -> Vec<String> {
        changes.iter().map(|it| it.text().to_string()).collect()
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_stands_and_the_rest_stays() {
        let edit = Edit {
            name: Some("Bryn Coch  Council".to_owned()),
            name_cy: Some("Cyngor Bryn-coch".to_owned()),
            kind: Some("county borough".to_owned()),
            address: Some("The Square".to_owned()),
            email: Some("none".to_owned()),
            ..Edit::default()
        };
        let after = edit.apply(&bryncoch()).unwrap();
        assert_eq!(
            said(&changes(&bryncoch(), &after)),
            [
                "Name: Bryncoch County Borough → Bryn Coch Council",
                "Welsh name: nothing → Cyngor Bryn-coch",
                "Address: nothing → The Square",
                "Email: buy@bryncoch.example → nothing",
            ]
        );
        assert_eq!(Edit::default().apply(&bryncoch()), Ok(bryncoch()));
        let wrong = Edit {
            name: Some("none".repeat(40)),
            short_name: Some("-".to_owned()),
            email: Some("nobody".to_owned()),
            ..Edit::default()
        };
        assert_eq!(wrong.apply(&bryncoch()).unwrap_err().len(), 3);
    }

    #[test]
    fn names_that_were_are_kept_once_and_not_those_that_are() {
        let names = |name: &str, short_name: &str, before: &Authority| {
            let mut after = before.clone();
            (after.name, after.short_name) = (name.to_owned(), short_name.to_owned());
            remember_names(before, &mut after);
            after
        };
        let second = names("Bryn Coch", "BRC", &bryncoch());
        assert_eq!(second.former_names, ["Bryncoch County Borough", "BRY"]);
        let third = names("bryncoch county borough", "BRC", &second);
        assert_eq!(third.former_names, ["BRY", "Bryn Coch"]);
    }

    #[test]
    fn a_region_that_is_new_is_asked_about() {
        let known = [
            "South Wales",
            "Mid and West Wales",
            "North Wales",
            "Yorkshire and The Humber",
        ];
        for (typed, asked) in [
            ("south  WALES", None),
            ("S. Wales", Some("S. Wales: do you mean South Wales?")),
            ("Soth Wales", Some("Soth Wales: do you mean South Wales?")),
            ("Wales South", Some("Wales South: do you mean South Wales?")),
            (
                "Mid & West Wales",
                Some("Mid & West Wales: do you mean Mid and West Wales?"),
            ),
            (
                "Yorkshire & Humber",
                Some("Yorkshire & Humber: do you mean Yorkshire and The Humber?"),
            ),
            (
                "West Wales",
                Some("West Wales is a new region: there is no forum for it yet."),
            ),
            (
                "North East",
                Some("North East is a new region: there is no forum for it yet."),
            ),
        ] {
            let odd = odd_region(typed, known).map(|it| it.to_string());
            assert_eq!(odd.as_deref(), asked, "{typed}");
        }
        assert_eq!(
            odd_region("South Wales", []),
            None,
            "the first of all is no slip"
        );
    }

    #[test]
    fn a_line_of_a_table_finds_whom_it_is_about() {
        let register = [Authority {
            name_cy: Some("Bwrdeistref Bryn-coch".to_owned()),
            former_names: vec!["Coch Urban District".to_owned()],
            ending: None,
            ..bryncoch()
        }];
        let line = |name: &str, short_name: Option<&str>| Registration {
            name: name.to_owned(),
            short_name: short_name.map(str::to_owned),
            ..registration(&bryncoch())
        };
        for (name, short_name, found) in [
            ("BRYNCOCH County Borough", None, true),
            ("bwrdeistref bryn-coch", None, true),
            ("Coch Urban District", None, true),
            ("Brynoch County Borough", Some("BRY"), true),
            ("Bryncoch County Borough Council", Some("BRY"), true),
            ("Glanmor City Council", Some("BRY"), false),
            ("Brynoch County Borough", None, false),
        ] {
            let line = line(name, short_name);
            assert_eq!(known(&register, &line).is_some(), found, "{name}");
        }
        let same = updated(&register[0], &line("Coch Urban District", None));
        assert_eq!(same, register[0]);
        let mended = updated(
            &register[0],
            &line("Bryncoch County Borough Council", Some("BRY")),
        );
        assert_eq!(mended.name, "Bryncoch County Borough Council");
        assert!(
            mended
                .former_names
                .contains(&"Bryncoch County Borough".to_owned())
        );
    }

    proptest! {
        #[test]
        fn a_name_is_near_to_itself(a in any::<String>(), b in any::<String>()) {
            prop_assert!(is_near(&a, &a));
            let _ = is_near(&a, &b);
        }
    }
}
