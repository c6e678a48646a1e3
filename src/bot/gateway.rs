//! Where Discord is, and the connection to its gateway: reached, kept, and told about.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{Client, ConnectionStage, Http, HttpBuilder, ShardManager};

use crate::config::Config;
use crate::discord::answer;
use crate::ledger::{Fault, Result};
use crate::watch::{Gateway, Shard};

/// How long Discord may take to say where its gateway is.
const GATEWAY_ANSWER: Duration = Duration::from_secs(10);
/// How long it waits at most before it asks for the gateway again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Starts the gateway, and again while Discord says that it can't answer just now: an outage there, or a limit that was
/// reached by starting often, is waited for.
pub(super) async fn keep_started(client: &mut Client, shards: Option<u32>) -> serenity::Result<()> {
    let mut pause = Duration::from_secs(1);
    loop {
        let ended = match shards {
            Some(count) => client.start_shards(count).await,
            None => client.start_autosharded().await,
        };
        match ended {
            Err(serenity::Error::Http(error)) if answer::passes(&error) => {
                tracing::warn!(%error, ?pause, "the gateway can't be asked for; will be tried again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            ended => return ended,
        }
    }
}

/// Discord's REST, or the other base that the settings name, once that was seen to answer.
///
/// # Errors
/// A fault, if the other base does not answer: serenity would go to the real Discord without a word.
pub async fn connect(config: &Config, token: &str) -> Result<Http> {
    let http = HttpBuilder::new(token);
    let Some(base) = &config.discord.api_url else {
        return Ok(http.build());
    };
    ask_gateway(base).await.map_err(|why| {
        Fault::new(format!("discord.api_url is {base}, and GET {base}/api/v10/gateway {why}: griffin does not start"))
    })?;
    // serenity ignores another base while its own limiter is on.
    Ok(http.proxy(base).ratelimiter_disabled(true).build())
}

/// Asks where the gateway is; what went wrong, as the end of a sentence.
async fn ask_gateway(base: &str) -> std::result::Result<(), String> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(GATEWAY_ANSWER)
        .build()
        .map_err(|error| format!("can't be asked ({error})"))?;
    let answer = client.get(format!("{base}/api/v10/gateway")).send().await;
    let answer = answer.map_err(|error| {
        let kind = if error.is_timeout() {
            "in time"
        } else {
            "at all"
        };
        format!("does not answer {kind} ({})", error.without_url())
    })?;
    let status = answer.status();
    // Too fast, so it is there: the gateway is asked for later.
    if status.as_u16() == 429 {
        return Ok(());
    }
    if !status.is_success() {
        return Err(format!("answers {status}"));
    }
    let text = answer
        .text()
        .await
        .map_err(|error| format!("breaks off ({})", error.without_url()))?;
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    match answer["url"].as_str() {
        Some(url) if url.starts_with("ws://") || url.starts_with("wss://") => Ok(()),
        _ => Err("names no gateway".to_owned()),
    }
}

/// Tells the state of each shard.
pub(super) fn told(shards: Arc<ShardManager>) -> Gateway {
    Arc::new(move || {
        let shards = shards.clone();
        async move {
            let runners = shards.runners.lock().await;
            let mut told: Vec<_> = runners
                .iter()
                .map(|(id, runner)| Shard {
                    number: id.0,
                    connected: runner.stage == ConnectionStage::Connected,
                })
                .collect();
            told.sort_by_key(|shard| shard.number);
            told
        }
        .boxed()
    })
}
