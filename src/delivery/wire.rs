//! One request to Discord: over serenity's settings, but with the headers and the `retry_after` that
//! serenity's own errors leave out.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use metrics::counter;
use serde_json::Value;
use serenity::all::{CreateAttachment, Http};
use tokio::time::Instant;

use super::pace::{Bucket, Limits, Pace};
use crate::intake;

/// How long a request may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// No limit of Discord's is longer; a proxy that says more is not believed, as griffin would stand still for ever.
const LONGEST_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);
/// How much of an answer is read, in bytes: a page of messages has some hundreds of KiB.
const ANSWER: usize = 16 * 1024 * 1024;
const DISCORD: &str = "https://discord.com";

/// A request.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET`, `POST`, `PUT` or `PATCH`.
    pub method: reqwest::Method,
    /// Below `/api/v10`, with its query.
    pub path: String,
    /// What is limited together with it.
    pub bucket: Bucket,
    /// JSON.
    pub body: Option<Value>,
    /// Files beside it.
    pub files: Vec<CreateAttachment>,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// What its headers say of the pace.
    pub limits: Limits,
    /// JSON; null where there was none.
    pub body: Value,
}

/// A way to Discord.
#[async_trait]
pub trait Wire: Send + Sync {
    /// Makes a request.
    ///
    /// # Errors
    /// Why no answer came; the request may have been carried out.
    async fn call(&self, call: &Call) -> Result<Reply, String>;
}

/// The way over HTTP.
pub struct Rest {
    http: Arc<Http>,
    client: reqwest::Client,
}

impl Rest {
    /// To where `http` is pointed, with its token. griffin paces deliveries itself, so serenity's
    /// limiter has no part in them, whether it is on or off.
    ///
    /// # Errors
    /// If TLS can't be set up.
    pub fn new(http: Arc<Http>) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).build()?;
        Ok(Rest { http, client })
    }
}

#[async_trait]
impl Wire for Rest {
    async fn call(&self, call: &Call) -> Result<Reply, String> {
        let base = self
            .http
            .proxy
            .as_deref()
            .unwrap_or(DISCORD)
            .trim_end_matches('/');
        let url = format!("{base}/api/v10{}", call.path);
        let mut request = self
            .client
            .request(call.method.clone(), url)
            .header("Authorization", self.http.token())
            .header("User-Agent", "DiscordBot (griffin, 0.1)");
        let json = call.body.as_ref().map(Value::to_string);
        request = match json {
            Some(json) if !call.files.is_empty() => {
                let mut form = reqwest::multipart::Form::new().text("payload_json", json);
                for (id, file) in call.files.iter().enumerate() {
                    let part = reqwest::multipart::Part::bytes(file.data.clone())
                        .file_name(file.filename.clone());
                    form = form.part(format!("files[{id}]"), part);
                }
                request.multipart(form)
            }
            Some(json) => request
                .header("Content-Type", "application/json")
                .body(json),
            None => request,
        };
        // The address holds ids only, and the token is in a header: nothing to hide in an error.
        let answer = request.send().await.map_err(|error| describe(&error))?;
        let text = |name: &str| answer.headers().get(name)?.to_str().ok();
        let whole = |name: &str| text(name)?.parse::<u32>().ok();
        let limits = Limits {
            limit: whole("x-ratelimit-limit"),
            remaining: whole("x-ratelimit-remaining"),
            reset_after: text("x-ratelimit-reset-after").and_then(pause),
        };
        let retry_after = text("retry-after")
            .and_then(pause)
            .map(|pause| pause.as_secs_f64());
        let status = answer.status().as_u16();
        let read = intake::body(answer, ANSWER)
            .await
            .map_err(|why| match why {
                intake::Unread::Broken(error) => describe(&error),
                too_long => too_long.to_string(),
            })?;
        let mut body: Value = serde_json::from_slice(&read).unwrap_or_default();
        // Cloudflare's 429 has no JSON.
        if status == 429 && body["retry_after"].is_null() {
            body = serde_json::json!({"retry_after": retry_after, "global": true});
        }
        Ok(Reply {
            status,
            limits,
            body,
        })
    }
}

/// A header's seconds, with a fraction: a pause, nothing that is counted.
fn pause(said: &str) -> Option<Duration> {
    in_seconds(said.parse().ok()?)
}

/// How long a service asks to be left alone, by its header (`Retry-After`, in seconds) or in what it answered; a
/// minute where it does not say.
pub fn retry_after(header: Option<&str>, seconds: Option<f64>) -> Duration {
    let said = header.and_then(pause).or(seconds.and_then(in_seconds));
    said.unwrap_or(Duration::from_secs(60))
}

/// No longer than [`LONGEST_LIMIT`]; none where it is no time.
fn in_seconds(seconds: f64) -> Option<Duration> {
    let pause = Duration::try_from_secs_f64(seconds).ok()?;
    Some(pause.min(LONGEST_LIMIT))
}

fn describe(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    text
}

/// Why a request had no success.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Not done: too fast.
    Limited(Duration),
    /// Nobody knows whether it was done: the line broke, or Discord did.
    Unknown(String),
    /// Not done, and may be another time: the token was refused, say.
    NotNow(String),
    /// Not done, and trying again won't help.
    Refused {
        /// HTTP status.
        status: u16,
        /// Discord's code; 0 for none.
        code: i64,
        /// What Discord said.
        message: String,
    },
}

impl Failure {
    /// Discord's code for why not; 0 for none.
    pub fn code(&self) -> i64 {
        match self {
            Failure::Refused { code, .. } => *code,
            _ => 0,
        }
    }
}

/// What an answer means: 429 and the like may be retried as they are, 5xx after a look whether it
/// was done, and what Discord refuses (10003, 50001, 50013, 50035 …) not at all.
///
/// # Errors
/// Why the request had no success.
pub fn judge(answer: Reply) -> Result<Value, Failure> {
    let body = answer.body;
    let code = body["code"].as_i64().unwrap_or(0);
    let message = || {
        body["message"]
            .as_str()
            .unwrap_or("no reason given")
            .to_owned()
    };
    match answer.status {
        200..=299 => Ok(body),
        429 => {
            let after = body["retry_after"].as_f64().and_then(in_seconds);
            Err(Failure::Limited(after.unwrap_or(Duration::from_secs(5))))
        }
        401 | 407 | 425 => Err(Failure::NotNow(format!("{}: {}", answer.status, message()))),
        status @ (408 | 500..) => Err(Failure::Unknown(format!("{status}: {}", message()))),
        status => {
            let detail = match &body["errors"] {
                Value::Null => String::new(),
                errors => format!(" {errors}"),
            };
            Err(Failure::Refused {
                status,
                code,
                message: format!("{}{detail}", message()),
            })
        }
    }
}

/// A wire with a pace.
#[derive(Clone)]
pub struct Line {
    wire: Arc<dyn Wire>,
    pace: Arc<Pace>,
    good_until: Option<Instant>,
}

impl Line {
    /// Paces `wire`.
    pub fn new(wire: Arc<dyn Wire>) -> Self {
        Line {
            wire,
            pace: Arc::default(),
            good_until: None,
        }
    }

    /// The same line, over which nothing is asked after this moment: whoever was paused meanwhile no longer holds what
    /// it would send.
    #[must_use]
    pub fn until(&self, moment: Instant) -> Self {
        Line {
            good_until: Some(moment),
            ..self.clone()
        }
    }

    /// Divides the limits that hold for all channels together among so many processes, each of which sends.
    pub fn divide_by(&self, processes: u32) {
        self.pace.divide_by(processes);
    }

    /// Among how many processes they are divided.
    #[must_use]
    pub fn processes(&self) -> u32 {
        self.pace.processes()
    }

    /// How long a channel takes no more messages, as far as the last answer said.
    #[must_use]
    pub fn rests(&self, channel_id: i64) -> Option<Duration> {
        self.pace.rests(channel_id, Instant::now())
    }

    /// Whether whoever sends still holds what it sends.
    ///
    /// # Errors
    /// The lease may have run out.
    pub fn holds(&self) -> Result<(), Failure> {
        match self.good_until.is_some_and(|until| Instant::now() > until) {
            true => Err(Failure::NotNow("its lease may have run out".to_owned())),
            false => Ok(()),
        }
    }

    /// Waits for a turn, makes the request, learns from its answer.
    ///
    /// # Errors
    /// Why it had no success.
    pub async fn call(&self, call: Call) -> Result<Value, Failure> {
        let turn = self
            .pace
            .turn(call.bucket)
            .await
            .map_err(Failure::Limited)?;
        self.holds()?;
        let answered = self.wire.call(&call).await;
        drop(turn);
        let status = match &answered {
            Ok(answer) => answer.status.to_string(),
            Err(_) => "none".to_owned(),
        };
        counter!("griffin_discord_answers_total", "status" => status).increment(1);
        let answer = answered.map_err(Failure::Unknown)?;
        let now = Instant::now();
        self.pace.learn(call.bucket, answer.limits, now);
        let global = answer.body["global"] == true;
        if matches!(answer.status, 401 | 403 | 429) {
            self.pace.invalid(now);
        }
        let judged = judge(answer);
        if let Err(Failure::Limited(after)) = &judged {
            self.pace.limited(call.bucket, *after, global, now);
        }
        judged
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::intake::testing::{endless, machine};

    fn answered(status: u16, body: Value) -> Result<Value, Failure> {
        judge(Reply {
            status,
            body,
            ..Default::default()
        })
    }

    struct Counting(std::sync::atomic::AtomicUsize);

    #[async_trait]
    impl Wire for Counting {
        async fn call(&self, _: &Call) -> Result<Reply, String> {
            self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Ok(Reply {
                status: 200,
                ..Reply::default()
            })
        }
    }

    #[tokio::test]
    async fn an_answer_without_an_end_is_left() {
        let (address, _) = machine(endless).await;
        let http = serenity::all::HttpBuilder::new("token").proxy(address);
        let wire = Rest::new(Arc::new(http.build())).unwrap();
        let call = Call {
            method: reqwest::Method::GET,
            path: "/channels/1/messages".to_owned(),
            bucket: ("messages", 1),
            body: None,
            files: Vec::new(),
        };
        let why = wire.call(&call).await.unwrap_err();
        assert!(why.contains("it is longer than"), "{why}");
    }

    #[tokio::test]
    async fn whoever_was_paused_for_longer_than_its_claim_is_good_for_asks_nothing() {
        let wire = Arc::new(Counting(0.into()));
        let line = Line::new(wire.clone());
        let call = |channel| Call {
            method: reqwest::Method::POST,
            path: "/channels/1/messages".to_owned(),
            bucket: ("messages", channel),
            body: None,
            files: Vec::new(),
        };
        let long = Duration::from_secs(100);
        let asked = || wire.0.load(std::sync::atomic::Ordering::SeqCst);
        line.until(Instant::now() + long)
            .call(call(1))
            .await
            .unwrap();
        assert_eq!(asked(), 1);
        let past = Instant::now()
            .checked_sub(Duration::from_millis(1))
            .unwrap();
        let refused = line.until(past).call(call(2)).await.unwrap_err();
        assert!(matches!(refused, Failure::NotNow(_)), "{refused:?}");
        assert_eq!(asked(), 1);
    }

    #[test]
    fn what_may_be_retried_is_told_from_what_may_not() {
        let limited = answered(429, json!({"retry_after": 1.5, "global": false}));
        assert_eq!(limited, Err(Failure::Limited(Duration::from_millis(1500))));
        // Added to a time as it is, this would be beyond any calendar.
        let absurd = answered(429, json!({"retry_after": 1e15}));
        assert_eq!(absurd, Err(Failure::Limited(LONGEST_LIMIT)));
        for status in [500, 502, 503, 408] {
            assert!(matches!(
                answered(status, Value::Null),
                Err(Failure::Unknown(_))
            ));
        }
        assert!(matches!(
            answered(401, Value::Null),
            Err(Failure::NotNow(_))
        ));
        for (status, code) in [
            (404, 10003),
            (403, 50001),
            (403, 50013),
            (400, 50035),
            (403, 50007),
        ] {
            let refused = answered(status, json!({"code": code, "message": "no"}));
            assert_eq!(refused.unwrap_err().code(), code);
        }
        assert_eq!(answered(200, json!({"id": "1"})), Ok(json!({"id": "1"})));
    }
    /// Anything that JSON can say, as a broken proxy may answer it.
    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        let name = prop_oneof![
            Just("code".to_owned()),
            Just("message".to_owned()),
            Just("retry_after".to_owned()),
            Just("errors".to_owned()),
            ".{0,6}",
        ];
        leaf.prop_recursive(3, 24, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::hash_map(name.clone(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_answer_breaks_it_or_stops_it_for_good(status in prop_oneof![Just(429), 100..600_u16], body in any_json()) {
            let judged = answered(status, body);
            prop_assert_eq!(judged.is_ok(), (200..300).contains(&status));
            if let Err(Failure::Limited(after)) = judged {
                prop_assert!(after <= LONGEST_LIMIT, "{after:?}");
            }
        }

        #[test]
        fn no_header_stops_it_for_good(seconds in any::<f64>(), text in ".{0,12}") {
            for said in [seconds.to_string(), text] {
                prop_assert!(pause(&said).is_none_or(|pause| pause <= LONGEST_LIMIT), "{said}");
            }
        }
    }
}
