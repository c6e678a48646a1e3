//! Decisions about servers: who may set one up, who is a registrar, what its settings become.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::values::{Actor, Invalid, Refusal, Regime};
use crate::words::{Lang, Text, text};

/// What a server has told griffin of itself (design, section 6, `/griffin setup`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The Discord server.
    pub guild_id: i64,
    /// The zone in which its dates are read and shown.
    #[serde(with = "zone")]
    pub time_zone: Tz,
    /// The regime that its tenders run under unless they say otherwise.
    pub regime: Regime,
    /// Language of what griffin posts, and of its answers to those who have chosen none.
    pub language: Lang,
    /// The Discord role whose members are registrars; none: the server's managers are.
    pub registrar_role: Option<i64>,
    /// The channel in which registrars are asked and told.
    pub registrar_channel: Option<i64>,
    /// The Discord category that holds griffin's channels.
    pub category: Option<i64>,
}

/// A time zone by its IANA name: chrono-tz's own serde is a feature that nothing else needs.
mod zone {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(tz: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(tz.name())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// What `/griffin setup` is told; what is left out stays as it was, or is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetUp {
    /// The Discord category that holds griffin's channels.
    pub category: Option<i64>,
    /// The nation whose law tenders run under.
    pub nation: Option<Regime>,
    /// A time zone as people type it.
    pub time_zone: Option<String>,
    /// The Discord role whose members are registrars.
    pub registrar_role: Option<i64>,
    /// A language, as its code or its name.
    pub language: Option<String>,
    /// The channel in which registrars are asked and told.
    pub registrar_channel: Option<i64>,
}

/// Reads a language by its code or its name, in any case.
///
/// # Errors
/// None that griffin has.
pub fn parse_language(text: &str) -> Result<Lang, Invalid> {
    Lang::parse(text).ok_or_else(|| {
        let names =
            Lang::ALL.map(|it| Text::verbatim(format!("{} ({})", it.code(), it.own_name())));
        let help = text!("servers-languages", languages = Text::or(names));
        Invalid::new(text!("servers-a-language"), text, help)
    })
}

/// Refuses who may not manage the server (design, section 6: "server managers").
///
/// # Errors
/// They may not.
pub fn require_manager(actor: &Actor) -> Result<(), Refusal> {
    if actor.manager {
        return Ok(());
    }
    Err(Refusal::new(
        text!("servers-only-managers"),
        text!("servers-only-managers-help"),
    ))
}

/// Refuses `@everyone`, whose id is the server's: no member carries it, and it must never be mentioned.
///
/// # Errors
/// It is that role.
pub fn require_role(guild_id: i64, role: Option<i64>) -> Result<(), Refusal> {
    if role == Some(guild_id) {
        return Err(Refusal::new(
            text!("servers-everyone"),
            text!("servers-everyone-help"),
        ));
    }
    Ok(())
}

/// Whether this person is a registrar: has the role, or manages the server where no role is set.
pub fn is_registrar(settings: &Settings, actor: &Actor) -> bool {
    settings.guild_id == actor.guild_id
        && match settings.registrar_role {
            Some(role) => actor.roles.contains(&role),
            None => actor.manager,
        }
}

/// What a person is told who would need to be a registrar.
pub fn not_a_registrar(settings: &Settings) -> Refusal {
    match settings.registrar_role {
        Some(_) => Refusal::new(
            text!("servers-only-registrars"),
            text!("servers-only-registrars-help"),
        ),
        None => Refusal::new(
            text!("servers-only-managers-yet"),
            text!("servers-only-managers-yet-help"),
        ),
    }
}

/// What a person is told who would have a message sent again or dismissed, and may not.
pub fn not_to_decide() -> Refusal {
    Refusal::new(
        text!("servers-only-who-sees-to-it"),
        text!("servers-only-who-sees-to-it-help"),
    )
}

/// The settings that follow from those before and what was asked; what a first set-up leaves out is Europe/London (design,
/// section 6) and English. Whose law applies is nobody's to guess.
///
/// # Errors
/// The time zone or the language can't be read, the role is `@everyone`, or a first set-up names no nation.
pub fn settings_after(
    guild_id: i64,
    before: Option<Settings>,
    asked: &SetUp,
) -> Result<Settings, Refusal> {
    require_role(guild_id, asked.registrar_role)?;
    let before = before.as_ref();
    let time_zone = match &asked.time_zone {
        Some(text) => crate::values::parse_time_zone(text)?,
        None => before.map_or(Tz::Europe__London, |it| it.time_zone),
    };
    let language = match &asked.language {
        Some(text) => parse_language(text)?,
        None => before.map_or(Lang::English, |it| it.language),
    };
    // Last, since the answer to it is chosen from a menu: what else is wrong is told first.
    let regime = asked.nation.or(before.map(|it| it.regime));
    Ok(Settings {
        guild_id,
        time_zone,
        regime: regime.ok_or_else(which_nation)?,
        language,
        registrar_role: asked
            .registrar_role
            .or(before.and_then(|it| it.registrar_role)),
        registrar_channel: asked
            .registrar_channel
            .or(before.and_then(|it| it.registrar_channel)),
        category: asked.category.or(before.and_then(|it| it.category)),
    })
}

/// The nations whose law griffin knows, as a set-up offers them.
pub const NATIONS: [Regime; 4] = [
    Regime::England,
    Regime::Wales,
    Regime::Scotland,
    Regime::NorthernIreland,
];

/// What whoever sets griffin up without a nation is asked.
fn which_nation() -> Refusal {
    let nations = NATIONS.map(|it| (it.label().to_string(), it.as_str().to_owned()));
    let asked = Refusal::new(
        text!("servers-which-nation"),
        text!("servers-which-nation-help"),
    );
    asked.of(nations.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Onward;

    fn actor(manager: bool, roles: &[i64]) -> Actor {
        Actor {
            guild_id: 7,
            user_id: 1,
            name: "Nia Rees".to_owned(),
            manager,
            roles: roles.to_vec(),
            interaction_id: 1,
            agreed: crate::values::Agreed::Nothing,
        }
    }

    #[test]
    fn registrars_have_the_role_or_manage_where_there_is_none() {
        let asked = SetUp {
            nation: Some(Regime::England),
            ..SetUp::default()
        };
        let mut settings = settings_after(7, None, &asked).unwrap();
        assert!(is_registrar(&settings, &actor(true, &[])));
        assert!(!is_registrar(&settings, &actor(false, &[9])));
        settings.registrar_role = Some(9);
        assert!(is_registrar(&settings, &actor(false, &[8, 9])));
        assert!(!is_registrar(&settings, &actor(true, &[8])));
        settings.guild_id = 8;
        assert!(!is_registrar(&settings, &actor(false, &[9])));
        settings.registrar_role = None;
        assert!(!is_registrar(&settings, &actor(true, &[])));
    }

    #[test]
    fn what_is_left_out_stays() {
        let asked = SetUp {
            nation: Some(Regime::Wales),
            time_zone: Some("dublin".to_owned()),
            language: Some("cymraeg".to_owned()),
            category: Some(5),
            registrar_role: Some(9),
            registrar_channel: Some(6),
        };
        let first = settings_after(7, None, &asked).unwrap();
        assert_eq!(first.time_zone, Tz::Europe__Dublin);
        assert_eq!(first.language, Lang::Welsh);
        let second = settings_after(7, Some(first.clone()), &SetUp::default()).unwrap();
        assert_eq!(second, first);
        let json = serde_json::to_string(&first).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&json).unwrap(), first);
    }

    #[test]
    fn the_nation_is_asked_for_once_all_else_is_right() {
        let Onward::SayForWhom(nations) = settings_after(7, None, &SetUp::default())
            .unwrap_err()
            .onward
        else {
            panic!("no menu");
        };
        let offered: Vec<&str> = nations.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(
            offered,
            ["england", "wales", "scotland", "northern-ireland"]
        );
        let wrong = SetUp {
            time_zone: Some("Narnia".to_owned()),
            ..SetUp::default()
        };
        let told = settings_after(7, None, &wrong).unwrap_err();
        assert_eq!(told.onward, Onward::TryAgain);
    }

    #[test]
    fn refuses_what_it_can_not_read() {
        let asked = |zone: Option<&str>, language: Option<&str>, role| SetUp {
            time_zone: zone.map(str::to_owned),
            language: language.map(str::to_owned),
            registrar_role: role,
            ..SetUp::default()
        };
        let refused = |asked| settings_after(7, None, &asked).unwrap_err();
        assert!(
            refused(asked(Some("Narnia"), None, None))
                .wrong
                .to_string()
                .contains("“Narnia”")
        );
        assert!(
            refused(asked(None, Some("Klingon"), None))
                .help
                .to_string()
                .contains("cy (Cymraeg)")
        );
        assert!(
            refused(asked(None, None, Some(7)))
                .wrong
                .to_string()
                .contains("@everyone")
        );
        assert!(
            require_manager(&actor(false, &[]))
                .unwrap_err()
                .help
                .to_string()
                .contains("Manage Server")
        );
        assert!(require_manager(&actor(true, &[])).is_ok());
    }
}
