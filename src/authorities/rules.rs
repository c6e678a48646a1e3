//! Decisions about authorities and mandates: pure functions over values.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::values::{AuthorityId, Heirs, Invalid, MandateId, Refusal, plain_capital};

pub use crate::values::text::{fold, words};
pub use crate::values::{AuthorityKind as Kind, MandateState as State, Role};
use crate::words::{Lang, Text, text};

/// A body that buys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Its row.
    pub id: AuthorityId,
    /// The server whose register it is in.
    pub guild_id: i64,
    /// Its full name.
    pub name: String,
    /// Its short name in capitals, such as `ABW`; unique in the server.
    pub short_name: String,
    /// What sort of body it is.
    pub kind: Kind,
    /// The region it belongs to.
    pub region: String,
    /// A Discord role of its officers.
    pub role_id: Option<i64>,
    /// Postal address; a joint notice must name it.
    pub address: Option<String>,
    /// E-mail address; a joint notice must name it.
    pub email: Option<String>,
    /// PPON or another unique identifier.
    pub identifier: Option<String>,
    /// Its name in Welsh, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_cy: Option<String>,
    /// What it was called before, long and short names: it is still found by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<String>,
    /// When it ceases and who succeeds it, if that is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

/// That an authority ceases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Its last day.
    pub on: NaiveDate,
    /// Who succeeds it.
    pub heirs: Heirs,
    /// Whether it has ceased, and all that it had has moved to them.
    pub ended: bool,
}

impl Authority {
    /// Its full name, in Welsh where it has one and that is the language.
    pub fn name_in(&self, lang: Lang) -> &str {
        name_in(&self.name, self.name_cy.as_deref(), lang)
    }

    /// Whether it has ceased: it is in the record, and offered nowhere.
    pub fn has_ended(&self) -> bool {
        self.ending.as_ref().is_some_and(|it| it.ended)
    }
}

/// A name, or the Welsh one where there is one and that is the language.
pub fn name_in<'n>(name: &'n str, name_cy: Option<&'n str>, lang: Lang) -> &'n str {
    name_cy.filter(|_| lang == Lang::Welsh).unwrap_or(name)
}

/// The fact that an officer acts for an authority, or asked to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Its row.
    pub id: MandateId,
    /// The authority.
    pub authority: Authority,
    /// The officer's Discord user id.
    pub user_id: i64,
    /// The officer's name when it was asked for or given.
    pub officer_name: String,
    /// What they may do.
    pub role: Role,
    /// How far it has come.
    pub state: State,
    /// What the officer said when asking.
    pub reason: Option<String>,
    /// The registrar who decided.
    pub decided_by: Option<i64>,
}

impl Mandate {
    /// Whether the officer acts for the authority by it.
    pub fn acts(&self) -> bool {
        self.state == State::Held && self.role == Role::Officer
    }
}

/// The longest name of an authority, in characters.
pub const NAME_MAX: usize = 100;
/// The longest name of a region: a Discord channel may be named after it, and those have at most 100.
pub const REGION_MAX: usize = 60;
/// The longest address.
pub const ADDRESS_MAX: usize = 300;
/// The longest e-mail address (RFC 5321, section 4.5.3.1.3, without its brackets).
pub const EMAIL_MAX: usize = 254;
/// The longest identifier.
pub const IDENTIFIER_MAX: usize = 50;
/// The longest reason.
pub const REASON_MAX: usize = 500;

fn limited(what: Text, text: &str, max: usize) -> Result<String, Invalid> {
    let text = words(text);
    if text.is_empty() || text.chars().count() > max {
        let help = text!("authorities-too-long", max);
        return Err(Invalid::new(what, &text, help));
    }
    Ok(text)
}

/// Reads an authority's name.
///
/// # Errors
/// It is empty or longer than [`NAME_MAX`].
pub fn parse_name(text: &str) -> Result<String, Invalid> {
    limited(text!("authorities-a-name"), text, NAME_MAX)
}

/// Reads a region's name.
///
/// # Errors
/// It is empty or longer than [`REGION_MAX`].
pub fn parse_region(text: &str) -> Result<String, Invalid> {
    limited(text!("authorities-a-region-name"), text, REGION_MAX)
}

/// Reads a reason; one without a word is none.
///
/// # Errors
/// It is longer than [`REASON_MAX`].
pub fn parse_reason(text: Option<&str>) -> Result<Option<String>, Invalid> {
    optional(text, |text| {
        limited(text!("authorities-a-reason"), text, REASON_MAX)
    })
}

fn optional(
    text: Option<&str>,
    read: impl FnOnce(&str) -> Result<String, Invalid>,
) -> Result<Option<String>, Invalid> {
    match text {
        Some(text) if !words(text).is_empty() => read(text).map(Some),
        _ => Ok(None),
    }
}

/// Reads a short name in any case: 2 to 10 letters A to Z and digits; kept in capitals.
///
/// # Errors
/// It is anything else.
pub fn parse_short_name(text: &str) -> Result<String, Invalid> {
    let short = text.trim().to_ascii_uppercase();
    let signs = short
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if signs && (2..=10).contains(&short.len()) {
        return Ok(short);
    }
    let help = text!("authorities-short-name-help");
    Err(Invalid::new(text!("authorities-a-short-name"), text, help))
}

/// Reads a postal address.
///
/// # Errors
/// It is empty or longer than [`ADDRESS_MAX`].
pub(super) fn parse_address(text: &str) -> Result<String, Invalid> {
    limited(text!("authorities-an-address"), text, ADDRESS_MAX)
}

/// Reads a PPON or another identifier.
///
/// # Errors
/// It is empty or longer than [`IDENTIFIER_MAX`].
pub(super) fn parse_identifier(text: &str) -> Result<String, Invalid> {
    limited(text!("authorities-an-identifier"), text, IDENTIFIER_MAX)
}

/// Reads an e-mail address.
///
/// # Errors
/// It has no `@`, no domain, spaces, or more than [`EMAIL_MAX`] characters.
pub(super) fn parse_email(text: &str) -> Result<String, Invalid> {
    let email = text.trim();
    let fits = email.chars().count() <= EMAIL_MAX
        && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = email.split_once('@').is_some_and(|(local, domain)| {
        let named = domain.split('.').all(|label| !label.is_empty());
        !local.is_empty() && !domain.contains('@') && domain.contains('.') && named
    });
    if fits && parts {
        return Ok(email.to_owned());
    }
    let help = text!("authorities-email-help");
    Err(Invalid::new(text!("authorities-an-email"), text, help))
}

/// A short name from the initials of a name's words, small words left out (`Aberwen County Council`
/// gives `ACC`), or the first three letters of a single word; with a number where it is taken.
/// `None` where the name has no letter to take.
pub fn suggest_short_name(name: &str, taken: impl Fn(&str) -> bool) -> Option<String> {
    const SMALL: [&str; 8] = ["of", "and", "the", "for", "a", "y", "a'r", "ac"];
    let all = || {
        name.split(|c: char| !c.is_alphanumeric() && !"'’".contains(c))
            .filter(|word| !word.is_empty())
    };
    let large = |word: &&str| !SMALL.contains(&word.to_lowercase().as_str());
    let mut words: Vec<&str> = all().filter(large).collect();
    if words.is_empty() {
        words = all().collect();
    }
    let initials = |count: usize| -> String {
        let first = |word: &&str| {
            word.chars()
                .map(plain_capital)
                .filter(char::is_ascii_alphanumeric)
                .take(count)
                .collect::<String>()
        };
        words
            .iter()
            .map(first)
            .collect::<String>()
            .chars()
            .take(7)
            .collect()
    };
    let mut short = initials(1);
    if short.len() < 2 {
        short = initials(3);
    }
    if short.is_empty() {
        return None;
    }
    if short.len() >= 2 && !taken(&short) {
        return Some(short);
    }
    // At most 7 letters and 3 digits: always a short name.
    (2..=999)
        .map(|number| format!("{short}{number}"))
        .find(|short| !taken(short))
}

/// An authority as it is to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its full name.
    pub name: String,
    /// What sort of body it is.
    pub kind: Kind,
    /// Its region.
    pub region: String,
    /// Its short name; suggested from its name where it is left out.
    pub short_name: Option<String>,
    /// A Discord role of its officers.
    pub role_id: Option<i64>,
    /// Postal address.
    pub address: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// PPON or another identifier.
    pub identifier: Option<String>,
    /// Its name in Welsh.
    pub name_cy: Option<String>,
}

/// What was typed of an authority, or stood in a line of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Its full name.
    pub name: String,
    /// What sort of body it is.
    pub kind: String,
    /// Its region.
    pub region: String,
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
    /// Its name in Welsh.
    pub name_cy: Option<String>,
}

impl Typed {
    /// Reads each part.
    ///
    /// # Errors
    /// Every part that can't be read.
    pub fn read(&self) -> Result<Registration, Vec<Refusal>> {
        let mut wrong = Vec::new();
        fn keep<T>(wrong: &mut Vec<Refusal>, read: Result<T, Invalid>) -> Option<T> {
            read.map_err(|invalid| wrong.push(invalid.into())).ok()
        }
        let name = keep(&mut wrong, parse_name(&self.name));
        let kind = keep(&mut wrong, self.kind.parse());
        let region = keep(&mut wrong, parse_region(&self.region));
        let short_name = optional(self.short_name.as_deref(), parse_short_name);
        let short_name = keep(&mut wrong, short_name);
        let address = keep(&mut wrong, optional(self.address.as_deref(), parse_address));
        let email = keep(&mut wrong, optional(self.email.as_deref(), parse_email));
        let identifier = optional(self.identifier.as_deref(), parse_identifier);
        let identifier = keep(&mut wrong, identifier);
        let name_cy = keep(&mut wrong, optional(self.name_cy.as_deref(), parse_name));
        let optionals = (short_name, address, email, identifier, name_cy);
        match (name, kind, region, optionals) {
            (
                Some(name),
                Some(kind),
                Some(region),
                (Some(short_name), Some(address), Some(email), Some(identifier), Some(name_cy)),
            ) => Ok(Registration {
                name,
                kind,
                region,
                short_name,
                role_id: self.role_id,
                address,
                email,
                identifier,
                name_cy,
            }),
            _ => Err(wrong),
        }
    }
}

/// The regions of a register, in order, each once.
pub fn regions(register: &[Authority]) -> Vec<String> {
    let mut regions: Vec<String> = register.iter().map(|a| a.region.clone()).collect();
    regions.sort_by_key(|region| fold(region));
    regions.dedup_by_key(|region| fold(region));
    regions
}

/// What a person is told who names a region that is not there.
pub fn unknown_region(given: &str, regions: &[String]) -> Refusal {
    let help = if regions.is_empty() {
        text!("authorities-no-regions")
    } else {
        text!(
            "authorities-choose-region",
            regions = Text::or(regions.iter().map(Text::verbatim))
        )
    };
    Invalid::new(text!("authorities-a-region"), given, help).into()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
