//! What a text option offers while a person types: 25 choices at most, none if something is wrong.
//!
//! poise runs this at every key stroke and cuts nothing, so it is cut here.

use std::future::Future;
use std::time::Duration;

use poise::serenity_prelude::{AutocompleteChoice, CreateAutocompleteResponse};

use super::{Error, Result, limits};

/// Discord gives it 3 seconds; a person waits less.
const PATIENCE: Duration = Duration::from_millis(2000);

/// Something to choose: what is shown, and what is put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is shown.
    pub label: String,
    /// What is put in; what can't be put in whole is not offered.
    pub value: String,
}

impl Offer {
    /// Shows `label`, puts in `value`.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Offer {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// Waits for what there is to offer, and offers what matches `typed`; nothing, if that takes too long or fails.
///
/// A refusal offers nothing: it is told when the command is given. A fault is logged.
pub async fn offer(
    typed: &str,
    work: impl Future<Output = Result<Vec<Offer>>>,
) -> CreateAutocompleteResponse {
    let offers = match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(offers)) => offers,
        Ok(Err(Error::Refused(_) | Error::Asks(_))) | Err(_) => Vec::new(),
        Ok(Err(Error::Fault(cause))) => {
            tracing::error!(%cause, "a fault in an autocomplete");
            Vec::new()
        }
    };
    choices(matching(typed, offers))
}

/// Those that hold every word typed, the ones that begin so first.
fn matching(typed: &str, offers: Vec<Offer>) -> Vec<Offer> {
    let typed = typed.trim().to_lowercase();
    let begins = |offer: &Offer| {
        offer.label.to_lowercase().starts_with(&typed)
            || offer.value.to_lowercase().starts_with(&typed)
    };
    let holds = |offer: &Offer| {
        let text = format!("{} {}", offer.label, offer.value).to_lowercase();
        typed.split_whitespace().all(|word| text.contains(word))
    };
    let (mut first, rest): (Vec<_>, Vec<_>) = offers.into_iter().filter(holds).partition(begins);
    first.extend(rest);
    first
}

fn choices(offers: Vec<Offer>) -> CreateAutocompleteResponse {
    let choices = offers
        .into_iter()
        .filter(|offer| !offer.value.is_empty() && limits::length(&offer.value) <= limits::CHOICE)
        .take(limits::CHOICES)
        .map(|offer| {
            let label = if offer.label.is_empty() {
                &offer.value
            } else {
                &offer.label
            };
            AutocompleteChoice::new(limits::cut(label, limits::CHOICE), offer.value.clone())
        })
        .collect();
    CreateAutocompleteResponse::new().set_choices(choices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Fault;

    async fn offered(typed: &str, offers: Result<Vec<Offer>>) -> Vec<(String, String)> {
        let response = serde_json::to_value(offer(typed, async { offers }).await).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let choices = response["choices"].as_array().unwrap();
        choices
            .iter()
            .map(|choice| (text(&choice["name"]), text(&choice["value"])))
            .collect()
    }

    #[tokio::test]
    async fn no_more_is_offered_than_discord_takes() {
        let many = (0..60)
            .map(|n| Offer::new("é".repeat(150), format!("T{n}")))
            .collect();
        let offered = offered("", Ok(many)).await;
        assert_eq!(offered.len(), limits::CHOICES);
        assert!(
            offered
                .iter()
                .all(|(label, _)| limits::length(label) <= limits::CHOICE)
        );
    }

    #[tokio::test]
    async fn what_matches_is_offered_and_what_begins_so_first() {
        let offers = vec![
            Offer::new("South Wales coal", "SF-2"),
            Offer::new("Coal, house", "SF-1"),
            Offer::new("Salt", "RS-1"),
            Offer::new("coal", "x".repeat(101)),
        ];
        let values: Vec<_> = offered("coal", Ok(offers.clone()))
            .await
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        assert_eq!(values, ["SF-1", "SF-2"]);
        assert_eq!(offered("wales sf", Ok(offers)).await.len(), 1);
    }

    #[tokio::test]
    async fn a_fault_offers_nothing() {
        assert!(
            offered("", Err(Fault::new("no such table").into()))
                .await
                .is_empty()
        );
    }
}
