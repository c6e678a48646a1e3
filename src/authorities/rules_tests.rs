use super::*;
use proptest::prelude::*;

#[test]
fn names_read_back() {
    for kind in Kind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
        assert_eq!(kind.label().to_string().parse(), Ok(kind));
        let json = serde_json::to_string(&kind).unwrap();
        assert_eq!(json, format!("\"{}\"", kind.as_str()));
    }
    assert_eq!("London  borough".parse(), Ok(Kind::LondonBorough));
    assert!(
        "guild"
            .parse::<Kind>()
            .unwrap_err()
            .help
            .to_string()
            .contains("national-park")
    );
    for role in [Role::Officer, Role::Observer] {
        assert_eq!(role.as_str().parse(), Ok(role));
    }
    assert!("boss".parse::<Role>().is_err());
    for state in [
        State::Requested,
        State::Held,
        State::Refused,
        State::Revoked,
    ] {
        assert_eq!(State::kept(state.as_str()), Some(state));
    }
    assert_eq!(State::kept("lost"), None);
}

#[test]
fn kinds_are_read_as_councils_and_published_lists_call_them() {
    for (typed, kind) in [
        ("Unitary authority", Kind::Unitary),
        ("Scottish unitary authority", Kind::Unitary),
        ("County Borough", Kind::Unitary),
        ("Metropolitan district", Kind::Metropolitan),
        ("Non-metropolitan district", Kind::District),
        ("NI district", Kind::District),
        ("Combined authority", Kind::Combined),
        ("Town and community council", Kind::TownOrCommunity),
        ("Parish council", Kind::TownOrCommunity),
        ("University", Kind::University),
        ("Housing association", Kind::HousingAssociation),
        ("housing-association", Kind::HousingAssociation),
    ] {
        assert_eq!(typed.parse(), Ok(kind), "{typed}");
    }
}

#[test]
fn short_names_are_suggested_from_the_initials() {
    let free = |name: &str| suggest_short_name(name, |_| false);
    for (name, short) in [
        ("Aberwen County Council", "ACC"),
        ("Pennant Fire and Rescue", "PFR"),
        ("The Royal Borough of Ŷstrad", "RBY"),
        ("Glanmor", "GLA"),
        ("X", "X2"),
        ("The A and Y", "TAAY"),
        ("Cyngor Sir Ynys Môn", "CSYM"),
        ("St. Mary's (21)", "SM2"),
        ("A B C D E F G H I J K L", "BCDEFGH"),
    ] {
        assert_eq!(free(name).as_deref(), Some(short), "{name}");
    }
    assert_eq!(free("燃料 電力"), None);
    let taken = |short: &str| ["ACC", "ACC2"].contains(&short);
    assert_eq!(
        suggest_short_name("A. C. Council", taken).as_deref(),
        Some("CC")
    );
    assert_eq!(
        suggest_short_name("Aber City Council", taken).as_deref(),
        Some("ACC3")
    );
    assert_eq!(suggest_short_name("Aber City Council", |_| true), None);
}

#[test]
fn addresses_of_e_mail() {
    for text in ["a@b.cymru", "prynu+tan@sir.aberwen.gov.example"] {
        assert_eq!(parse_email(text).as_deref(), Ok(text));
    }
    let long = format!("{}@b.cymru", "x".repeat(250));
    for text in [
        "a",
        "@b.c",
        "a@b",
        "a@b..c",
        "a@@b.c",
        "a b@c.d",
        "a@b.c@d.e",
        &long,
    ] {
        assert!(parse_email(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_suggested_is_a_short_name(name in any::<String>(), near in "[A-Za-z ŵ&'’0-9-]{0,80}", taken in 0..3_usize) {
        for name in [name, near] {
            let short = suggest_short_name(&name, |short| short.len() < taken);
            if let Some(short) = short {
                prop_assert_eq!(parse_short_name(&short), Ok(short));
            }
        }
    }

    #[test]
    fn what_is_read_has_no_control_signs_and_reads_as_itself(text in any::<String>()) {
        if let Ok(name) = parse_name(&text) {
            prop_assert!(!name.chars().any(char::is_control));
            prop_assert_eq!(parse_name(&name), Ok(name));
        }
        if let Ok(short) = parse_short_name(&text) {
            prop_assert!((2..=10).contains(&short.len()));
        }
    }
}
