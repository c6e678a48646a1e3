//! Tries again what Discord, or the line to it, failed in.

use std::future::Future;
use std::time::Duration;

use poise::serenity_prelude as serenity;

/// The pauses between tries to give an answer: all of them within the 3 s that Discord waits for the first.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_millis(1_000),
];

/// Tries again what Discord, or the line to it, failed in.
///
/// # Errors
/// What the last try ended with, or the first that another try won't help.
pub async fn persist<T, F>(mut once: impl FnMut() -> F) -> Result<T, serenity::Error>
where
    F: Future<Output = Result<T, serenity::Error>>,
{
    for pause in PAUSES {
        match once().await {
            Err(serenity::Error::Http(error)) if passes(&error) => {
                tracing::warn!(%error, "Discord did not take it; will be tried again");
                tokio::time::sleep(pause).await;
            }
            ended => return ended,
        }
    }
    once().await
}

/// Whether trying again may help: a limit, a fault of Discord's, or a line that broke.
pub fn passes(error: &serenity::HttpError) -> bool {
    match error {
        serenity::HttpError::UnsuccessfulRequest(answer) => {
            answer.status_code.as_u16() == 429 || answer.status_code.is_server_error()
        }
        error => matches!(error, serenity::HttpError::Request(_)),
    }
}

/// Whether Discord says that this interaction has its answer (40060): it was handed over twice, and whoever asked has
/// been told.
pub(in crate::discord) fn is_answered(error: &serenity::Error) -> bool {
    matches!(error, serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(response))
        if response.error.code == 40060)
}
