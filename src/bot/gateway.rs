//! Where Discord is, and the connection to its gateway: reached, kept, and told about.

use std::sync::Arc;
use std::time::Duration;

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{BotGateway, Http, HttpBuilder};
use tokio_util::sync::CancellationToken;

use super::runners::Runners;
use crate::config::Config;
use crate::database::Presence;
use crate::discord::answer;
use crate::intake;
use crate::ledger::{Fault, Ledger, Result};
use crate::shards::rules::BETWEEN;
use crate::shards::service::{self, Keeper};

/// How long Discord may take to say where its gateway is.
const GATEWAY_ANSWER: Duration = Duration::from_secs(10);
/// How much of that is read, in bytes: it is one address.
const ANSWER: usize = 64 * 1024;
/// How long it waits at most before it asks for the gateway again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How long a process that was told to stop stays connected at most until others have its shards, and how often it looks.
const HANDOVER: Duration = Duration::from_secs(4);
const HANDED: Duration = Duration::from_millis(200);

/// Keeps the shards of the gateway that are this process's until `ending`: all of them on SQLite, which one process has to
/// itself, and on PostgreSQL what its [`Keeper`] says.
///
/// # Errors
/// A fault, if Discord refuses to say what its gateway wants, or the database fails at the start.
pub(super) async fn keep(
    runners: Arc<Runners>,
    ledger: Ledger,
    presence: Arc<Presence>,
    wanted: Option<u32>,
    ending: CancellationToken,
) -> Result<()> {
    let asked = tokio::select! {
        () = ending.cancelled() => return Ok(()),
        asked = asked(runners.http()) => asked.map_err(Fault::new)?,
    };
    let total = wanted.unwrap_or(asked.shards).max(1);
    let together = u32::try_from(asked.session_start_limit.max_concurrency)
        .unwrap_or(1)
        .max(1);
    if ledger.database().kind() == "SQLite" {
        all(&runners, total, together, &ending).await;
        return Ok(());
    }
    let mut keeper = Keeper::new(ledger, presence, together);
    let total = keeper.join(total).await?;
    while !ending.is_cancelled() {
        match keeper.look(&runners.open_ones().await).await {
            Ok(change) => {
                for number in change.open {
                    tracing::info!(shard = number, of = total, "keeps a shard of the gateway");
                    runners.open(number, total);
                }
                for number in change.close {
                    tracing::info!(shard = number, of = total, "another process keeps it now");
                    runners.close(number);
                }
                if change.all_kept {
                    runners.is_split(total);
                }
            }
            Err(error) => tracing::error!(%error, "the shards of the gateway can't be split"),
        }
        tokio::select! {
            () = ending.cancelled() => {}
            () = tokio::time::sleep(service::LOOK) => {}
        }
    }
    let left = async {
        keeper.leave().await?;
        while keeper.is_awaited(&runners.open_ones().await).await? {
            tokio::time::sleep(HANDED).await;
        }
        Result::Ok(())
    };
    if let Ok(Err(error)) = tokio::time::timeout(HANDOVER, left).await {
        tracing::error!(%error, "the shards can't be left to others");
    }
    Ok(())
}

/// Opens every shard, as many at once as Discord lets identify themselves, and waits for the end.
async fn all(runners: &Runners, total: u32, together: u32, ending: &CancellationToken) {
    for number in 0..total {
        if number > 0 && number % together == 0 {
            tokio::select! {
                () = ending.cancelled() => return,
                () = tokio::time::sleep(BETWEEN) => {}
            }
        }
        runners.open(number, total);
    }
    runners.is_split(total);
    ending.cancelled().await;
}

/// What Discord says of its gateway; asked again while it can't answer just now: an outage there, or a limit that was
/// reached by starting often, is waited for.
async fn asked(http: &Http) -> serenity::Result<BotGateway> {
    let mut pause = Duration::from_secs(1);
    loop {
        match http.get_bot_gateway().await {
            Err(serenity::Error::Http(error)) if answer::passes(&error) => {
                tracing::warn!(%error, ?pause, "the gateway can't be asked for; will be tried again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            answered => return answered,
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
    let read = intake::body(answer, ANSWER)
        .await
        .map_err(|why| match why {
            intake::Unread::Broken(error) => format!("breaks off ({})", error.without_url()),
            too_long => format!("answers too much ({too_long})"),
        })?;
    let answer: serde_json::Value = serde_json::from_slice(&read).unwrap_or_default();
    match answer["url"].as_str() {
        Some(url) if url.starts_with("ws://") || url.starts_with("wss://") => Ok(()),
        _ => Err("names no gateway".to_owned()),
    }
}
