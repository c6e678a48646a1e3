//! Pure decisions: which authority a text means, and for which one an officer acts.

use super::rules::{Authority, Mandate, Role, State, fold};
use crate::values::{Invalid, Refusal};
use crate::words::{Join, Lang, Text, text};

/// The press that asks for a mandate: about the authority's row, or 0, if it is to be chosen.
pub const ASK: &str = "mandate.ask";

/// How many near ones a refusal names.
const NEAR: usize = 5;
/// How many of the officer's own authorities a refusal names.
const OWN: usize = 15;

/// How messages name an authority: `Aberwen County Council (ABW)`; by its Welsh name, where it has one and that is the
/// language.
pub fn called(authority: &Authority) -> Text {
    let with = |name: &str| format!("{name} ({})", authority.short_name);
    let cy = authority.name_cy.as_deref().map(with);
    Text::named(with(&authority.name), cy)
}

/// The same in a language.
pub fn called_in(authority: &Authority, lang: Lang) -> String {
    called(authority).say(lang)
}

/// The authority that a text means: its short name, its name, or both as [`called`] writes them; else its Welsh name, or
/// what it was called before. In any case.
///
/// # Errors
/// None is called that; the help names near ones.
pub fn find<'a>(register: &'a [Authority], text: &str) -> Result<&'a Authority, Refusal> {
    let wanted = fold(text);
    let is = |name: &dyn Fn(&Authority) -> String| {
        register
            .iter()
            .find(|authority| fold(&name(authority)) == wanted)
    };
    is(&|a| a.short_name.clone())
        .or_else(|| is(&|a| a.name.clone()))
        .or_else(|| is(&|a| called_in(a, Lang::English)))
        .map_or_else(|| find_also(register, text), Ok)
}

/// The one with that name in Welsh, or that was called so before.
fn find_also<'a>(register: &'a [Authority], text: &str) -> Result<&'a Authority, Refusal> {
    let wanted = fold(text);
    let found: Vec<&Authority> = register.iter().filter(|it| is_also(it, &wanted)).collect();
    match found[..] {
        [only] => Ok(only),
        [] => Err(unknown(register, text)),
        // One that has ceased, and several succeeded it.
        [..] => Err(Refusal::new(
            text!(
                "authorities-several-now",
                name = text.trim(),
                names = list(&found, Join::And)
            ),
            text!("authorities-several-now-help"),
        )),
    }
}

/// Whether that is its name in Welsh, or what it was called before; folded.
fn is_also(authority: &Authority, wanted: &str) -> bool {
    let mut names = authority.name_cy.iter().chain(&authority.former_names);
    names.any(|name| fold(name) == wanted)
}

fn unknown(register: &[Authority], typed: &str) -> Refusal {
    let near = near(register, typed, NEAR);
    let help = if register.is_empty() {
        text!("authorities-none-yet")
    } else if near.is_empty() {
        text!("authorities-unknown-help")
    } else {
        let names = Text::or(near.into_iter().map(called));
        text!("authorities-did-you-mean", names)
    };
    Invalid::new(text!("authorities-an-authority"), typed, help).into()
}

/// Up to `most` authorities that a text may mean, the likeliest first: those that begin with it,
/// those that contain it, those that are a slip or two away. No text: the first by short name.
pub fn near<'a>(register: &'a [Authority], text: &str, most: usize) -> Vec<&'a Authority> {
    let wanted = fold(text);
    let mut ranked: Vec<(usize, &Authority)> = register
        .iter()
        .filter_map(|authority| rank(authority, &wanted).map(|rank| (rank, authority)))
        .collect();
    ranked.sort_by(|(a, x), (b, y)| (a, &x.short_name).cmp(&(b, &y.short_name)));
    ranked.truncate(most);
    ranked.into_iter().map(|(_, authority)| authority).collect()
}

fn rank(authority: &Authority, wanted: &str) -> Option<usize> {
    let names = [&authority.name].into_iter().chain(&authority.name_cy);
    let names = names.chain(&authority.former_names).map(|name| fold(name));
    let short = fold(&authority.short_name);
    names
        .filter_map(|name| rank_of(&short, &name, wanted))
        .min()
}

fn rank_of(short: &str, name: &str, wanted: &str) -> Option<usize> {
    if short.starts_with(wanted) || name.starts_with(wanted) {
        return Some(0);
    }
    if name.contains(wanted) || short.contains(wanted) {
        return Some(1);
    }
    let slips = |of: &str| {
        let allowed = (of.chars().count() / 3).clamp(1, 3);
        Some(distance(wanted, of)).filter(|d| *d <= allowed)
    };
    let words = name.split(' ').filter_map(slips).min();
    [slips(short), slips(name), words]
        .into_iter()
        .flatten()
        .min()
        .map(|d| d + 1)
}

/// How many letters must be put in, taken out or changed. What people type is cut, so that nobody can make this slow.
fn distance(typed: &str, of: &str) -> usize {
    let typed: String = typed.chars().take(200).collect();
    strsim::levenshtein(&typed, of)
}

/// The authority for which an officer acts: the one given, else the only one (design, section 6, `as`).
/// `mandates` are the officer's in this server.
///
/// # Errors
/// They don't act for the one given, act for several and gave none, or act for none.
pub fn acting_for<'a>(
    mandates: &'a [Mandate],
    given: Option<&Authority>,
) -> Result<&'a Authority, Refusal> {
    let acting: Vec<&Authority> = mandates
        .iter()
        .filter(|mandate| mandate.acts())
        .map(|mandate| &mandate.authority)
        .collect();
    if let Some(given) = given {
        let found = acting.iter().find(|authority| authority.id == given.id);
        return found
            .copied()
            .ok_or_else(|| not_for(mandates, &acting, given));
    }
    match acting[..] {
        [only] => Ok(only),
        [] => Err(no_mandate(mandates)),
        _ => Err(Refusal::new(
            text!("authorities-which"),
            text!("authorities-which-help", names = list(&acting, Join::Or)),
        )
        .of(acting
            .iter()
            .map(|it| (called_in(it, Lang::English), it.short_name.clone()))
            .collect())),
    }
}

fn not_for(mandates: &[Mandate], acting: &[&Authority], given: &Authority) -> Refusal {
    let called = called(given);
    let theirs = mandates.iter().find(|m| m.authority.id == given.id);
    let (wrong, ask) = match theirs.map(|m| (m.state, m.role)) {
        Some((State::Held, Role::Observer)) => (
            text!("authorities-only-observes", authority = called),
            text!("authorities-observes-already-help"),
        ),
        Some((State::Requested, _)) => (
            text!("authorities-undecided", authority = called),
            text!("authorities-undecided-help"),
        ),
        _ => (
            text!("authorities-does-not-act", authority = called),
            text!(
                "authorities-does-not-act-help",
                short_name = given.short_name.as_str()
            ),
        ),
    };
    let others = match acting {
        [] => Text::default(),
        acting => text!("authorities-acts-for", names = list(acting, Join::And)),
    };
    let refusal = Refusal::new(wrong, Text::sentences([others, ask]));
    // Whoever acts for another may have typed a slip, and tries again.
    if acting.is_empty() && may_request(theirs, given).is_ok() {
        return refusal.leading_to(text!("authorities-ask-button"), ASK, given.id);
    }
    refusal
}

fn no_mandate(mandates: &[Mandate]) -> Refusal {
    let named = |wanted: fn(&&Mandate) -> bool| -> Vec<&Authority> {
        mandates
            .iter()
            .filter(wanted)
            .map(|m| &m.authority)
            .collect()
    };
    let asked = named(|m| m.state == State::Requested);
    let reads = named(|m| m.state == State::Held);
    if !asked.is_empty() {
        return Refusal::new(
            text!("authorities-asked-only", names = list(&asked, Join::And)),
            text!("authorities-asked-only-help"),
        );
    }
    if reads.is_empty() {
        return Refusal::new(
            text!("authorities-acts-for-none"),
            text!("authorities-acts-for-none-help"),
        )
        .leading_to(text!("authorities-ask-button"), ASK, 0);
    }
    Refusal::new(
        text!(
            "authorities-only-observes",
            authority = list(&reads, Join::And)
        ),
        text!("authorities-observes-already-help"),
    )
}

fn list(authorities: &[&Authority], join: Join) -> Text {
    let names = authorities.iter().take(OWN).map(|it| called(it));
    match authorities.len().saturating_sub(OWN) {
        0 => Text::joined(join, names),
        more => text!(
            "authorities-and-more",
            names = Text::joined(Join::Comma, names),
            more
        ),
    }
}

/// Whether an officer may ask for a mandate, given what they have.
///
/// # Errors
/// They act already, or have asked already.
pub fn may_request(before: Option<&Mandate>, authority: &Authority) -> Result<(), Refusal> {
    let called = called(authority);
    match before.map(|before| (before.state, before.role)) {
        Some((State::Held, Role::Officer)) => Err(Refusal::new(
            text!("authorities-acts-already", authority = called),
            text!("authorities-acts-already-help"),
        )),
        Some((State::Held, Role::Observer)) => Err(Refusal::new(
            text!("authorities-observes-already", authority = called),
            text!("authorities-observes-already-help"),
        )),
        Some((State::Requested, _)) => Err(Refusal::new(
            text!("authorities-undecided", authority = called),
            text!("authorities-undecided-help"),
        )),
        Some((State::Refused | State::Revoked, _)) | None => Ok(()),
    }
}

/// The mandate to decide, if it is there to be decided in this server.
///
/// # Errors
/// It isn't there, or is decided already: an old button is no key.
pub fn may_decide(found: Option<Mandate>, guild_id: i64) -> Result<Mandate, Refusal> {
    let Some(mandate) = found.filter(|mandate| mandate.authority.guild_id == guild_id) else {
        return Err(Refusal::new(
            text!("authorities-no-request"),
            text!("authorities-no-request-help"),
        ));
    };
    let (who, whom) = (&mandate.officer_name, called(&mandate.authority));
    let (wrong, help) = match mandate.state {
        State::Requested => return Ok(mandate),
        State::Held => (
            text!("authorities-confirmed-already", who, whom),
            text!("authorities-confirmed-already-help"),
        ),
        State::Refused => (
            text!("authorities-refused-already", who, whom),
            text!("authorities-refused-already-help"),
        ),
        State::Revoked => (
            text!("authorities-revoked-already", who, whom),
            text!("authorities-refused-already-help"),
        ),
    };
    Err(Refusal::new(wrong, help))
}

/// Whether a mandate in this role may be given, given what the officer has.
///
/// # Errors
/// They hold it in this role.
pub fn may_grant(before: Option<&Mandate>, role: Role, to: &Authority) -> Result<(), Refusal> {
    match before {
        Some(before) if before.state == State::Held && before.role == role => {
            let (who, whom) = (&before.officer_name, called(to));
            let wrong = match role {
                Role::Officer => text!("authorities-is-officer", who, whom),
                Role::Observer => text!("authorities-is-observer", who, whom),
            };
            Err(Refusal::new(wrong, text!("authorities-has-role-help")))
        }
        _ => Ok(()),
    }
}

/// The mandate to take back, if it is held.
///
/// # Errors
/// It isn't.
pub fn may_revoke(before: Option<Mandate>, of: &Authority) -> Result<Mandate, Refusal> {
    let called = called(of);
    match before {
        Some(before) if before.state == State::Held => Ok(before),
        Some(before) if before.state == State::Requested => Err(Refusal::new(
            text!(
                "authorities-has-only-asked",
                who = &before.officer_name,
                whom = called
            ),
            text!("authorities-has-only-asked-help"),
        )),
        _ => Err(Refusal::new(
            text!("authorities-acts-not", whom = called),
            text!(
                "authorities-acts-not-help",
                short_name = of.short_name.as_str()
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::Kind;
    use super::*;
    use crate::values::{AuthorityId, MandateId};
    use proptest::prelude::*;

    fn authority(id: AuthorityId, name: &str, short_name: &str) -> Authority {
        Authority {
            id,
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

    fn register() -> Vec<Authority> {
        vec![
            authority(AuthorityId(1), "Aberwen County Council", "ABW"),
            authority(AuthorityId(2), "Bryncoch County Borough", "BRY"),
            authority(AuthorityId(3), "Ynys Ŵen", "YW"),
            // Somebody's name is another's short name.
            authority(AuthorityId(4), "ABW", "ABX"),
        ]
    }

    #[test]
    fn a_short_name_goes_before_a_name() {
        let register = register();
        assert_eq!(find(&register, "abw").unwrap().id, AuthorityId(1));
        assert_eq!(find(&register, "ynys ŵen").unwrap().id, AuthorityId(3));
        assert_eq!(
            find(&register, "bryncoch county borough (bry)").unwrap().id,
            AuthorityId(2)
        );
    }

    #[test]
    fn a_slip_is_answered_with_what_is_near() {
        let register = register();
        let ids = |text: &str| {
            near(&register, text, 5)
                .iter()
                .map(|a| a.id.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids("Brincoch"), [2]);
        assert_eq!(ids("county"), [1, 2]);
        assert_eq!(ids("b"), [2, 1, 4], "those that begin with it first");
        assert_eq!(ids("zzzzzz"), [0; 0]);
        assert_eq!(near(&register, "", 2).len(), 2);
        let unknown = find(&register, "zzzzzz").unwrap_err();
        assert!(
            unknown.help.to_string().contains("/authority list"),
            "{unknown}"
        );
    }

    #[test]
    fn lists_of_ones_own_are_cut() {
        let mandate = |id| Mandate {
            id,
            authority: authority(AuthorityId(id.0), "Body", &format!("B{id}")),
            user_id: 30,
            officer_name: "Nia Rees".to_owned(),
            role: Role::Officer,
            state: State::Held,
            reason: None,
            decided_by: None,
        };
        // One officer of the study buys for 27 voluntary organisations.
        let mandates: Vec<Mandate> = (10..37).map(MandateId).map(mandate).collect();
        let refusal = acting_for(&mandates, None).unwrap_err();
        assert!(
            refusal.help.to_string().ends_with("and 12 more."),
            "{refusal}"
        );
        let one = acting_for(&mandates[..1], None).unwrap();
        assert_eq!(one.id, AuthorityId(10));
        let mut observer = mandates[..1].to_vec();
        observer[0].role = Role::Observer;
        assert!(
            acting_for(&observer, None)
                .unwrap_err()
                .wrong
                .to_string()
                .contains("observe")
        );
    }

    #[test]
    fn slips_are_counted() {
        for (a, b, slips) in [
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), slips, "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn finding_never_panics_and_finds_what_is_there(text in any::<String>()) {
            let register = register();
            let _ = find(&register, &text);
            let typed = authority(AuthorityId(9), &super::super::rules::words(&text), "QQ");
            let with = [typed.clone()];
            prop_assert_eq!(find(&with, &typed.name).map(|a| a.id), Ok(AuthorityId(9)));
        }

        #[test]
        fn a_distance_is_the_same_both_ways(a in "[a-d]{0,8}", b in "[a-d]{0,8}") {
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
            prop_assert_eq!(distance(&a, &b) == 0, a == b);
        }
    }
}
