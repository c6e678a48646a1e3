//! Services, topics, and which addresses may be: pure decisions over values.

use std::net::IpAddr;

use reqwest::Url;

use super::networks::is_public;
use crate::values::Refusal;
use crate::values::text::words;
use crate::words::{Text, text};

pub use crate::values::{WebhookService as Service, WebhookTopics as Topics};

/// The longest name of a webhook, in characters.
pub const NAME_MAX: usize = 60;
/// The longest address, in characters: more than any of the services gives.
pub const ADDRESS_MAX: usize = 1_000;
/// The longest key.
pub const SECRET_MAX: usize = 300;
/// The fewest characters of a key with which messages are signed.
const SIGNING_MIN: usize = 16;
/// The most webhooks of one server.
pub const MOST: usize = 20;

/// What takes messages at an address, as people know it.
pub fn service_label(service: Service) -> Text {
    match service {
        Service::Discord => text!("webhooks-discord-choice"),
        Service::Teams => text!("webhooks-teams-choice"),
        Service::Slack => text!("webhooks-slack-choice"),
        Service::Discourse => text!("webhooks-discourse-choice"),
        Service::Json => text!("webhooks-json-choice"),
    }
}

/// What is to be typed as a service's address.
pub fn address_help(service: Service) -> Text {
    match service {
        Service::Discord => text!("webhooks-discord-placeholder"),
        Service::Teams => text!("webhooks-teams-placeholder"),
        Service::Slack => text!("webhooks-slack-placeholder"),
        Service::Discourse => text!("webhooks-discourse-placeholder"),
        Service::Json => text!("webhooks-json-placeholder"),
    }
}

/// What is to be typed as a service's key; none: it has none.
pub fn secret_help(service: Service) -> Option<Text> {
    match service {
        Service::Discourse => Some(text!("webhooks-discourse-key-placeholder")),
        Service::Json => Some(text!("webhooks-json-key-placeholder")),
        Service::Discord | Service::Teams | Service::Slack => None,
    }
}

/// What goes to an address, as people read it.
pub fn topics_label(topics: Topics) -> Text {
    match topics {
        Topics::All => text!("webhooks-all-choice"),
        Topics::Digests => text!("webhooks-digests-choice"),
        Topics::Milestones => text!("webhooks-milestones-choice"),
    }
}

/// The address that was typed for a service; `private` allows what is not on the public internet, and plain HTTP there.
/// The refusal repeats nothing of it: for most services it is a secret by itself.
///
/// # Errors
/// It isn't an address, isn't encrypted, leads into a private network, or isn't one of that service.
pub fn address(service: Service, typed: &str, private: bool) -> Result<Url, Refusal> {
    let help = text!("webhooks-address-help", example = address_help(service));
    let wrong = |wrong: Text| Refusal::new(wrong, help.clone());
    let typed = typed.trim();
    if typed.chars().count() > ADDRESS_MAX {
        return Err(wrong(text!("webhooks-address-too-long")));
    }
    let mut url = Url::parse(typed).map_err(|_| wrong(text!("webhooks-address-unreadable")))?;
    url.set_fragment(None);
    if url.scheme() != "https" && !(private && url.scheme() == "http") {
        return Err(wrong(text!("webhooks-address-not-encrypted")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong(text!("webhooks-address-with-password")));
    }
    if !private && !may_be_public(&url) {
        return Err(Refusal::new(
            text!("webhooks-address-not-public"),
            text!("webhooks-address-not-public-help"),
        ));
    }
    let of_service = match service {
        Service::Discord => {
            let parts: Vec<&str> = url.path().split('/').filter(|it| !it.is_empty()).collect();
            parts.contains(&"webhooks") && parts.len() >= 4
        }
        Service::Discourse => category(&url).is_some(),
        Service::Teams | Service::Slack | Service::Json => true,
    };
    match of_service {
        true => Ok(url),
        false => Err(wrong(text!(
            "webhooks-address-of-another",
            service = service_label(service)
        ))),
    }
}

/// Whether an address may be public as far as it says: one that is a name is looked up when it is used.
pub fn may_be_public(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(it) = bare.parse::<IpAddr>() {
        return is_public(it);
    }
    let name = host.trim_end_matches('.').to_lowercase();
    let local = ["localhost", "local", "internal", "home.arpa", "lan"];
    let within = |top: &str| name == top || name.ends_with(&format!(".{top}"));
    name.contains('.') && !local.into_iter().any(within)
}

/// The number of a Discourse category, the last in the address of its page (`/c/buying/12`).
pub fn category(url: &Url) -> Option<u64> {
    let mut parts = url.path().split('/').filter(|part| !part.is_empty());
    let from_c = parts.by_ref().skip_while(|part| *part != "c");
    let last = from_c.skip(1).filter_map(|part| part.parse().ok()).last();
    last.filter(|it| *it > 0)
}

/// The key that was typed for a service; never shown back.
///
/// # Errors
/// It is missing where the service needs one, given where it needs none, too short or too long.
pub fn secret(service: Service, typed: Option<&str>) -> Result<Option<String>, Refusal> {
    let typed = typed.map(str::trim).filter(|it| !it.is_empty());
    let Some(help) = secret_help(service) else {
        return match typed {
            None => Ok(None),
            Some(_) => Err(Refusal::new(
                text!("webhooks-needs-no-key", service = service_label(service)),
                text!("webhooks-needs-no-key-help"),
            )),
        };
    };
    let wrong = |wrong: Text| {
        let help = text!("webhooks-key-help", key = &help);
        Err(Refusal::new(wrong, help))
    };
    let Some(typed) = typed else {
        return wrong(text!("webhooks-key-missing"));
    };
    if typed.chars().count() > SECRET_MAX || !typed.chars().all(|c| c.is_ascii_graphic()) {
        return wrong(text!("webhooks-key-odd"));
    }
    match service {
        Service::Discourse => match typed.split_once(':') {
            Some((user, key)) if !user.is_empty() && !key.is_empty() => Ok(Some(typed.to_owned())),
            _ => wrong(text!("webhooks-key-without-user")),
        },
        _ if typed.len() < SIGNING_MIN => wrong(text!("webhooks-key-too-short")),
        _ => Ok(Some(typed.to_owned())),
    }
}

/// A webhook's name.
///
/// # Errors
/// It is missing or too long.
pub fn name(typed: &str) -> Result<String, Refusal> {
    let name = words(typed);
    let help = text!("webhooks-name-help");
    match name.chars().count() {
        0 => Err(Refusal::new(text!("webhooks-name-missing"), help)),
        1..=NAME_MAX => Ok(name),
        _ => Err(Refusal::new(
            text!("webhooks-name-too-long", most = NAME_MAX),
            help,
        )),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(service: Service, typed: &str) -> String {
        address(service, typed, false)
            .unwrap_err()
            .wrong
            .to_string()
    }

    #[test]
    fn addresses_of_services_are_taken_and_others_refused_without_being_repeated() {
        for (service, typed) in [
            (
                Service::Discord,
                "https://discord.com/api/webhooks/12/abc-def",
            ),
            (
                Service::Discord,
                "https://discord.com/api/v10/webhooks/12/abc-def",
            ),
            (
                Service::Teams,
                "https://prod-1.westeurope.logic.azure.com/workflows/1?sig=x",
            ),
            (Service::Slack, "https://hooks.slack.com/services/T/B/x"),
            (Service::Discourse, "https://forum.example.org/c/buying/12"),
            (Service::Json, "https://council.example.org:8443/hook"),
        ] {
            assert!(address(service, typed, false).is_ok(), "{typed}");
        }
        let secret = "hunter2";
        for (service, typed, why) in [
            (Service::Json, "hunter2", "can't be read"),
            (Service::Json, "http://example.org/hunter2", "https://"),
            (
                Service::Json,
                "https://me:hunter2@example.org/",
                "user name or password",
            ),
            (
                Service::Json,
                "https://127.0.0.1/hunter2",
                "public internet",
            ),
            (Service::Json, "https://[::1]/hunter2", "public internet"),
            (
                Service::Json,
                "https://2130706433/hunter2",
                "public internet",
            ),
            (
                Service::Json,
                "https://localhost/hunter2",
                "public internet",
            ),
            (
                Service::Json,
                "https://db.internal./hunter2",
                "public internet",
            ),
            (Service::Json, "https://intranet/hunter2", "public internet"),
            (
                Service::Discord,
                "https://discord.com/hunter2",
                "isn't an address of Discord",
            ),
            (
                Service::Discourse,
                "https://forum.example.org/t/hunter2/12",
                "isn't an address of Discourse",
            ),
            (Service::Json, "ftp://example.org/hunter2", "https://"),
        ] {
            let said = refused(service, typed);
            assert!(said.contains(why), "{typed}: {said}");
            assert!(!said.contains(secret), "{said}");
        }
        assert!(address(Service::Json, "http://127.0.0.1:9/x", true).is_ok());
    }

    #[test]
    fn a_category_is_the_last_number_of_its_page() {
        let of = |text: &str| category(&Url::parse(text).unwrap());
        assert_eq!(of("https://f.example/c/buying/12"), Some(12));
        assert_eq!(of("https://f.example/c/buying/fuel/13/l/latest"), Some(13));
        assert_eq!(of("https://f.example/sub/c/12"), Some(12));
        assert_eq!(of("https://f.example/t/12"), None);
        assert_eq!(of("https://f.example/c/buying"), None);
    }

    #[test]
    fn keys_are_asked_for_where_they_are_needed() {
        assert_eq!(secret(Service::Slack, None), Ok(None));
        assert!(secret(Service::Slack, Some("x")).is_err());
        assert!(secret(Service::Json, None).is_err());
        assert!(secret(Service::Json, Some("short")).is_err());
        assert!(secret(Service::Json, Some(" 0123456789abcdef ")).is_ok());
        assert!(secret(Service::Discourse, Some("0123")).is_err());
        assert!(secret(Service::Discourse, Some("griffin:0123")).is_ok());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_taken_or_refused_and_never_repeated(
            typed in ".{0,60}",
            near in "(https?://)?(([a-z0-9.:@/-]|\\[|\\]){0,30})",
        ) {
            for text in [typed, near] {
                for service in Service::ALL {
                    match address(service, &text, false) {
                        Ok(url) => prop_assert!(may_be_public(&url) && url.scheme() == "https"),
                        Err(refusal) if text.trim().len() > 12 => {
                            prop_assert!(!refusal.to_string().contains(text.trim()));
                        }
                        Err(_) => {}
                    }
                    if let Err(refusal) = secret(service, Some(&text)) && text.trim().len() > 12 {
                        prop_assert!(!refusal.to_string().contains(text.trim()));
                    }
                }
            }
        }
    }
}
