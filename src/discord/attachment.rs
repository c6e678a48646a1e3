//! Files that people hand in with a command: fetched from where Discord keeps them and from nowhere else, no further than
//! they may be long, and one at a time a person.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use poise::serenity_prelude::Attachment;
use reqwest::{Client, Url, redirect};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::intake::{self, Unread};
use crate::values::{Actor, Refusal};
use crate::words::text;

/// Where Discord keeps what is attached (reference, "CDN Formatting").
const DISCORDS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];
/// How long fetching may take as a whole: somebody waits.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How many files may be in hand at once, each with all its bytes; others wait to be fetched.
const IN_HAND: usize = 16;

/// The way to files that people hand in.
pub struct Attachments {
    client: Client,
    /// The base in Discord's place, which keeps files too.
    base: Option<Url>,
    /// Whose file is being read, or waits for that, by Discord's id.
    people: Mutex<HashSet<i64>>,
    places: Semaphore,
}

impl Attachments {
    /// From Discord, and from the base that the settings name in its place (`discord.api_url`).
    ///
    /// # Errors
    /// If TLS can't be set up.
    pub fn new(base: Option<&str>) -> Result<Self, reqwest::Error> {
        Self::within(base, TIMEOUT)
    }

    fn within(base: Option<&str>, timeout: Duration) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .timeout(timeout)
            .redirect(redirect::Policy::none())
            .user_agent("griffin");
        Ok(Attachments {
            client: client.build()?,
            base: base.and_then(|base| Url::parse(base).ok()),
            people: Mutex::default(),
            places: Semaphore::new(IN_HAND),
        })
    }

    /// A person's turn to hand in a file, once there is a place for it. It lasts until it is dropped: until the file is
    /// read.
    ///
    /// # Errors
    /// Refused while another file of theirs is being read.
    pub async fn turn(&self, actor: &Actor) -> Result<Turn<'_>, Refusal> {
        let person = self.begins(actor.user_id).ok_or_else(|| {
            Refusal::new(
                text!("discord-file-in-hand"),
                text!("discord-file-in-hand-help"),
            )
        })?;
        Ok(Turn {
            _place: self.places.acquire().await.ok(),
            person,
        })
    }

    fn begins(&self, id: i64) -> Option<Person<'_>> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.insert(id).then(|| Person { of: self, id })
    }

    fn may_be_asked(&self, url: &Url) -> bool {
        let own = |host| DISCORDS.contains(&host);
        let discord =
            url.scheme() == "https" && url.port().is_none() && url.host_str().is_some_and(own);
        let base = self.base.as_ref();
        discord || base.is_some_and(|base| base.origin() == url.origin())
    }
}

/// A person's turn ([`Attachments::turn`]).
pub struct Turn<'a> {
    _place: Option<SemaphorePermit<'a>>,
    person: Person<'a>,
}

/// Somebody with a file in hand.
struct Person<'a> {
    of: &'a Attachments,
    id: i64,
}

impl Drop for Person<'_> {
    fn drop(&mut self) {
        let people = self.of.people.lock();
        let mut people = people.unwrap_or_else(PoisonError::into_inner);
        people.remove(&self.id);
    }
}

impl Turn<'_> {
    /// Fetches the file; never more than `most` bytes of it, whatever was said of its size.
    ///
    /// # Errors
    /// Refused where it is larger, lies elsewhere than at Discord, or can't be had in time.
    pub async fn fetch(&self, file: &Attachment, most: usize) -> Result<Vec<u8>, Refusal> {
        let too_large = || {
            let help = text!("discord-file-too-large-help", most = most / 1024);
            Refusal::new(text!("discord-file-too-large"), help)
        };
        if usize::try_from(file.size).is_ok_and(|size| size > most) {
            return Err(too_large());
        }
        let url = Url::parse(&file.url).ok();
        let Some(url) = url.filter(|url| self.person.of.may_be_asked(url)) else {
            // Nobody but Discord says where a file is; without what follows the host, which may be a key to it.
            tracing::warn!("a file that is said to be elsewhere than on Discord was not fetched");
            return Err(Refusal::new(
                text!("discord-file-elsewhere"),
                text!("discord-file-elsewhere-help"),
            ));
        };
        let unread = |error: reqwest::Error| {
            tracing::warn!(error = %error.without_url(), "a file could not be fetched from Discord");
            not_given()
        };
        let answer = self
            .person
            .of
            .client
            .get(url)
            .send()
            .await
            .map_err(unread)?;
        let status = answer.status().as_u16();
        // A redirect is not followed: it may lead anywhere.
        if status != 200 {
            tracing::warn!(status, "Discord does not give a file");
            return Err(not_given());
        }
        intake::body(answer, most).await.map_err(|why| match why {
            Unread::TooLong(_) => too_large(),
            Unread::Broken(error) => unread(error),
        })
    }
}

fn not_given() -> Refusal {
    Refusal::new(
        text!("discord-file-not-given"),
        text!("discord-file-not-given-help"),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::http::StatusCode;
    use axum::response::{IntoResponse, Redirect};
    use futures::FutureExt;
    use serde_json::json;

    use super::*;
    use crate::intake::testing::{endless, machine, silent};

    fn by(user_id: i64) -> Actor {
        Actor {
            guild_id: 7,
            user_id,
            name: "Somebody".to_owned(),
            manager: false,
            roles: Vec::new(),
            interaction_id: 1,
            agreed: crate::values::Agreed::Nothing,
        }
    }

    /// What comes of a file at this address that is said to have so many bytes, of which at most 1 KiB is fetched.
    async fn fetched(
        base: &str,
        url: &str,
        size: usize,
        timeout: Duration,
    ) -> Result<Vec<u8>, Refusal> {
        let attachments = Attachments::within(Some(base), timeout).unwrap();
        let told =
            json!({ "id": "1", "filename": "it", "size": size, "url": url, "proxy_url": url });
        let turn = attachments.turn(&by(1)).await?;
        turn.fetch(&serde_json::from_value(told).unwrap(), 1024)
            .await
    }

    #[tokio::test]
    async fn only_where_discord_keeps_files_is_asked_and_no_redirect_leads_on() {
        let (elsewhere, asked) = machine(|| "stolen".into_response()).await;
        let to = elsewhere.clone();
        let (base, leading) = machine(move || Redirect::temporary(&to).into_response()).await;
        let foreign = fetched(&base, &elsewhere, 6, TIMEOUT).await.unwrap_err();
        assert!(foreign.wrong.to_string().contains("isn't on Discord"));
        let redirected = fetched(&base, &base, 6, TIMEOUT).await;
        assert_eq!(redirected, Err(not_given()));
        let count = |of: &AtomicUsize| of.load(Ordering::SeqCst);
        assert_eq!((count(&asked), count(&leading)), (0, 1));
        let large = fetched(&base, &base, 1025, TIMEOUT).await.unwrap_err();
        assert!(large.wrong.to_string().contains("too large"));
        assert_eq!(count(&leading), 1, "its size was said");
    }

    #[test]
    fn what_is_discords_is_told_from_what_looks_like_it() {
        let attachments = Attachments::new(Some("http://127.0.0.1:8080")).unwrap();
        for (url, may) in [
            ("https://cdn.discordapp.com/attachments/1/2/it?ex=3", true),
            ("https://media.discordapp.net/attachments/1/2/it", true),
            ("http://127.0.0.1:8080/attachments/1/2/it", true),
            ("http://cdn.discordapp.com/attachments/1/2/it", false),
            ("https://cdn.discordapp.com:8443/it", false),
            ("https://cdn.discordapp.com.example.org/it", false),
            ("https://example.org/cdn.discordapp.com/it", false),
            ("https://cdn.discordapp.com@example.org/it", false),
            ("http://127.0.0.1:8081/it", false),
            ("https://127.0.0.1:8080/it", false),
            ("file:///etc/passwd", false),
        ] {
            let read = Url::parse(url).unwrap();
            assert_eq!(attachments.may_be_asked(&read), may, "{url}");
        }
        let discord = Attachments::new(None).unwrap();
        let loopback = Url::parse("http://127.0.0.1:8080/it").unwrap();
        assert!(!discord.may_be_asked(&loopback));
    }

    #[tokio::test]
    async fn no_more_is_fetched_than_may_be_and_nothing_is_waited_for_without_end() {
        let (whole, _) = machine(|| "lot,quantity".into_response()).await;
        let read = fetched(&whole, &whole, 12, TIMEOUT).await;
        assert_eq!(read.unwrap(), b"lot,quantity");
        let (longer, _) = machine(|| vec![b'x'; 2048].into_response()).await;
        let (endless, _) = machine(endless).await;
        for base in [longer, endless] {
            let refused = fetched(&base, &base, 12, TIMEOUT).await.unwrap_err();
            assert!(refused.wrong.to_string().contains("too large"), "{refused}");
        }
        let (gone, _) = machine(|| StatusCode::NOT_FOUND.into_response()).await;
        assert_eq!(fetched(&gone, &gone, 12, TIMEOUT).await, Err(not_given()));
        let (silent, _) = machine(silent).await;
        let short = Duration::from_millis(200);
        assert_eq!(fetched(&silent, &silent, 12, short).await, Err(not_given()));
    }

    #[test]
    fn a_person_hands_in_one_file_at_a_time_and_all_together_some() {
        let attachments = Attachments::new(None).unwrap();
        let turn = |user| attachments.turn(&by(user)).now_or_never();
        let first = turn(1).unwrap().unwrap();
        let second = turn(1).unwrap().err().unwrap();
        assert!(
            second
                .wrong
                .to_string()
                .contains("still reading another file"),
            "{second}"
        );
        let others: Vec<_> = (2..).map(turn).take(IN_HAND - 1).collect();
        assert!(others.iter().all(|other| matches!(other, Some(Ok(_)))));
        assert!(turn(100).is_none(), "there is no place until one ends");
        drop(first);
        // Whoever gave up waiting has no file in hand.
        assert!(matches!(turn(100), Some(Ok(_))));
        drop(others);
        assert!(matches!(turn(1), Some(Ok(_))));
    }
}
