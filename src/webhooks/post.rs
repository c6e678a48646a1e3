//! One request to an address outside Discord, and what its answer means. Redirects are not followed, private networks
//! not entered unless the settings allow it, nothing is waited for long, and little is read of what comes back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Response, Url};
use serde_json::Value;
use tokio::sync::Semaphore;

use super::formats::{self, Number, Request};
use super::networks::is_public;
use super::rules::{Service, may_be_public};
use super::told::Told;
use crate::delivery::wire::{Failure, retry_after};
use crate::intake;
use crate::words::{Lang, Text, text};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a request may take as a whole.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How much of an answer is read, in bytes.
const ANSWER: usize = 64 * 1024;
/// So many are under way at once: slow ones hold none of Discord's messages back.
const AT_ONCE: usize = 4;
/// How long to wait where so many are.
const BUSY: Duration = Duration::from_secs(1);
/// So many tries are some three days, as most are 7.5 to 15 minutes apart ([`backoff`](crate::delivery::backoff)): then it
/// is given up, and the registrars are told.
const MOST_TRIES: i32 = 390;
/// Discord's code for a webhook in a forum, where a message must become a post.
const MUST_BE_A_POST: i64 = 220_001;

/// The way to addresses outside Discord.
#[derive(Clone)]
pub struct Outside {
    client: Client,
    private_networks: bool,
    free: Arc<Semaphore>,
}

impl Outside {
    /// With the settings' leave to enter private networks, or without.
    ///
    /// # Errors
    /// If TLS can't be set up.
    pub fn new(private_networks: bool) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            // A proxy would look names up by itself.
            .no_proxy()
            .user_agent("griffin");
        if !private_networks {
            client = client.dns_resolver(Arc::new(PublicOnly));
        }
        Ok(Outside {
            client: client.build()?,
            private_networks,
            free: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// Tells it.
    ///
    /// # Errors
    /// Why it was not taken, as far as is known.
    pub async fn post(
        &self,
        service: Service,
        request: &Request,
        told: &Told,
        lang: Lang,
    ) -> Outcome {
        let Ok(_free) = self.free.try_acquire() else {
            return Err(Failure::Limited(BUSY));
        };
        match self.once(request, lang).await {
            Err(failure) if service == Service::Discord && failure.code() == MUST_BE_A_POST => {
                self.once(&formats::as_post(request, told), lang).await
            }
            outcome => outcome,
        }
    }

    async fn once(&self, request: &Request, lang: Lang) -> Outcome {
        self.may(&request.url, lang)?;
        let mut post = self
            .client
            .post(request.url.clone())
            .header("Content-Type", "application/json")
            .body(request.body.clone());
        for (name, value) in &request.headers {
            let mut value = reqwest::header::HeaderValue::from_str(value)
                .map_err(|_| refused(&text!("webhooks-key-not-sent"), lang))?;
            value.set_sensitive(true);
            post = post.header(*name, value);
        }
        let answer = post.send().await;
        judge(answer.map_err(|error| failure(error, lang))?, lang).await
    }

    /// Whether a Discourse forum has the topic of this number; the answer is its page, or a way to it.
    ///
    /// # Errors
    /// Why nobody knows.
    pub async fn is_there(
        &self,
        request: &Request,
        number: Number,
        address: &Url,
        lang: Lang,
    ) -> Looked {
        let url = formats::looked_up(address, number);
        self.may(&url, lang)?;
        let mut get = self.client.get(url);
        for (name, value) in &request.headers {
            get = get.header(*name, value);
        }
        let answer = get.send().await.map_err(|error| failure(error, lang))?;
        match answer.status().as_u16() {
            200..=399 => Ok(true),
            404 => Ok(false),
            _ => judge(answer, lang).await.map(|()| true),
        }
    }

    fn may(&self, url: &Url, lang: Lang) -> Outcome {
        if self.private_networks || may_be_public(url) {
            return Ok(());
        }
        Err(refused(&private(), lang))
    }
}

/// Whether it was taken.
pub type Outcome = Result<(), Failure>;
/// Whether it is there.
pub type Looked = Result<bool, Failure>;

fn private() -> Text {
    text!("webhooks-in-private-network")
}

/// A refusal as the registrars read it.
fn refused(message: &Text, lang: Lang) -> Failure {
    Failure::Refused {
        status: 0,
        code: 0,
        message: message.say(lang),
    }
}

/// What could not be delivered is given up after [`MOST_TRIES`].
pub fn not_for_ever(attempts: i32, failure: Failure, lang: Lang) -> Failure {
    match failure {
        Failure::Unknown(why) | Failure::NotNow(why) if attempts >= MOST_TRIES => {
            refused(&text!("webhooks-given-up", why), lang)
        }
        failure => failure,
    }
}

/// A refusal that says which webhook it was.
pub fn told_of(name: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Refused {
            status,
            code,
            message,
        } => Failure::Refused {
            status,
            code,
            message: format!("“{name}”: {message}"),
        },
        failure => failure,
    }
}

async fn judge(answer: Response, lang: Lang) -> Outcome {
    let status = answer.status();
    let header = answer.headers().get("retry-after").cloned();
    let body: Value = match status.is_success() {
        true => Value::Null,
        // Its status says enough where its text is too long, or breaks off.
        false => {
            let read = intake::body(answer, ANSWER).await.unwrap_or_default();
            intake::json(&read).unwrap_or_default()
        }
    };
    let reason = match status.canonical_reason() {
        Some(reason) => Text::verbatim(reason),
        None => text!("webhooks-no-reason"),
    };
    let reason = reason.say(lang);
    match status.as_u16() {
        200..=299 => Ok(()),
        429 => {
            let said = header.as_ref().and_then(|it| it.to_str().ok());
            let seconds = body["retry_after"].as_f64();
            Err(Failure::Limited(retry_after(said, seconds)))
        }
        300..=399 => Err(refused(&text!("webhooks-redirected"), lang)),
        408 | 425 | 500.. => Err(Failure::Unknown(format!("{} {reason}", status.as_u16()))),
        status => Err(Failure::Refused {
            status,
            code: body["code"].as_i64().unwrap_or_default(),
            // Not what the answer says: it may repeat the address.
            message: reason,
        }),
    }
}

/// Without the address: that is a secret.
fn failure(error: reqwest::Error, lang: Lang) -> Failure {
    let error = error.without_url();
    let mut cause = std::error::Error::source(&error);
    let mut last = error.to_string();
    while let Some(deeper) = cause {
        if deeper.is::<NotPublic>() {
            return refused(&private(), lang);
        }
        last = deeper.to_string();
        cause = deeper.source();
    }
    match error.is_connect() || error.is_builder() {
        true => Failure::NotNow(last),
        false => Failure::Unknown(last),
    }
}

/// Looks names up, and gives only those of their addresses that are on the public internet.
struct PublicOnly;

/// A name leads into a private network alone.
#[derive(Debug, thiserror::Error)]
#[error("only addresses in a private network")]
struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0))
                .await?
                .filter(|address| is_public(address.ip()))
                .collect();
            if found.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use axum::response::{IntoResponse, Response as Answer};

    use super::*;
    use crate::intake::testing::{endless, machine, unfolding};

    #[tokio::test]
    async fn a_name_that_leads_into_ones_own_network_is_not_entered() {
        // As a name of the public internet that leads to this machine would be: only looking it up tells.
        let outside = Outside::new(false).unwrap();
        let sent = outside.client.get("http://localhost:9/hunter2").send();
        let refused = failure(sent.await.unwrap_err(), Lang::English);
        assert_eq!(refused, super::refused(&private(), Lang::English));
        let inside = Request {
            url: Url::parse("https://10.0.0.1/hunter2").unwrap(),
            body: String::new(),
            headers: Vec::new(),
        };
        let told = Told::default();
        let posted = outside.post(Service::Json, &inside, &told, Lang::English);
        assert_eq!(posted.await, Err(super::refused(&private(), Lang::English)));
    }

    #[tokio::test]
    async fn what_can_not_be_reached_says_so_without_its_address_and_is_given_up_in_the_end() {
        let outside = Outside::new(true).unwrap();
        let nobody = Request {
            // A port of this machine that nobody listens at.
            url: Url::parse("http://127.0.0.1:1/hunter2").unwrap(),
            body: String::new(),
            headers: Vec::new(),
        };
        let told = Told::default();
        let posted = outside.post(Service::Json, &nobody, &told, Lang::English);
        let posted = posted.await;
        let Err(Failure::NotNow(why)) = posted else {
            panic!("{posted:?}")
        };
        assert!(!why.contains("hunter2") && !why.is_empty(), "{why}");
        let again = Failure::NotNow(why);
        let after = |tries, failure| not_for_ever(tries, failure, Lang::English);
        assert_eq!(after(MOST_TRIES - 1, again.clone()), again);
        let given_up = told_of("Intranet", after(MOST_TRIES, again));
        let Failure::Refused { message, .. } = given_up else {
            panic!("{given_up:?}")
        };
        assert!(
            message.starts_with("“Intranet”: it hasn't been reachable for three days"),
            "{message}"
        );
        let limited = Failure::Limited(BUSY);
        assert_eq!(after(MOST_TRIES, limited.clone()), limited);
    }

    #[tokio::test]
    async fn little_is_read_of_what_is_answered_whatever_comes() {
        let outside = Outside::new(true).unwrap();
        let told = Told::default();
        let with = |text: fn() -> Answer| move || (StatusCode::BAD_GATEWAY, text()).into_response();
        for answer in [with(endless), with(|| unfolding().into_response())] {
            let (address, _) = machine(answer).await;
            let request = Request {
                url: Url::parse(&address).unwrap(),
                body: String::new(),
                headers: Vec::new(),
            };
            let posted = outside.post(Service::Json, &request, &told, Lang::English);
            let unknown = Failure::Unknown("502 Bad Gateway".to_owned());
            assert_eq!(posted.await, Err(unknown));
        }
    }

    #[tokio::test]
    async fn no_more_than_a_few_are_under_way() {
        let outside = Outside::new(true).unwrap();
        let all = outside.free.clone().try_acquire_many_owned(4).unwrap();
        let request = Request {
            url: Url::parse("http://127.0.0.1:1/").unwrap(),
            body: String::new(),
            headers: Vec::new(),
        };
        let told = Told::default();
        let busy = outside.post(Service::Json, &request, &told, Lang::English);
        assert_eq!(busy.await, Err(Failure::Limited(BUSY)));
        drop(all);
    }
}
