//! Asking Find a Tender for a notice over HTTP.

use std::time::Duration;

use chrono_tz::Tz;
use reqwest::Url;
use serde_json::Value;

use super::rules::{self, Notice};
use crate::intake;

/// How long it may take as a whole: somebody waits.
const TIMEOUT: Duration = Duration::from_secs(8);
/// How much is read, in bytes: a package of a notice is some tens of KiB.
const MOST: usize = 4 * 1024 * 1024;

/// Why a notice could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// There is no notice of this number.
    #[error("Find a Tender has no notice of that number yet")]
    NotThere,
    /// It did not answer, or not in time.
    #[error("Find a Tender could not be reached")]
    Unreachable,
    /// What it answered is nothing that we know.
    #[error("what Find a Tender answered could not be read")]
    Odd,
}

/// Reads a notice by its number, from Find a Tender at `base` (its documentation: `GET
/// /api/1.0/ocdsReleasePackages/{notice identifier}`). Days are those of the zone.
///
/// # Errors
/// Why it could not be read; an officer types it then.
pub async fn read(base: &Url, number: &str, tz: Tz) -> Result<Notice, Unread> {
    let read = tokio::time::timeout(TIMEOUT, package(base, number));
    let package = read.await.map_err(|_| Unread::Unreachable)??;
    rules::notice(&package, number, tz).ok_or(Unread::Odd)
}

async fn package(base: &Url, number: &str) -> Result<Value, Unread> {
    let unreachable = |error: reqwest::Error| {
        tracing::warn!(%error, "Find a Tender could not be reached");
        Unread::Unreachable
    };
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("griffin")
        .build()
        .map_err(unreachable)?;
    let mut url = base.clone();
    let root = base.path().trim_end_matches('/');
    url.set_path(&format!("{root}/api/1.0/ocdsReleasePackages/{number}"));
    let answer = client
        .get(url)
        .header("Accept", "application/json")
        .send()
        .await;
    let answer = answer.map_err(unreachable)?;
    match answer.status().as_u16() {
        200 => {}
        404 => return Err(Unread::NotThere),
        status => {
            tracing::warn!(status, "Find a Tender did not answer");
            return Err(Unread::Unreachable);
        }
    }
    let body = intake::body(answer, MOST).await.map_err(|why| match why {
        intake::Unread::TooLong(_) => Unread::Odd,
        intake::Unread::Broken(error) => unreachable(error),
    })?;
    intake::json(&body).ok_or(Unread::Odd)
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;

    use super::*;
    use crate::intake::testing::{endless, machine, unfolding};

    #[tokio::test]
    async fn of_an_answer_without_an_end_or_that_unfolds_nothing_is_kept() {
        let package = || {
            let text = unfolding();
            format!("{{\"releases\":[{{\"tender\":{{\"lots\":{text}}}}}]}}").into_response()
        };
        for (address, _) in [machine(endless).await, machine(package).await] {
            let base = Url::parse(&address).unwrap();
            let read = read(&base, "012345-2027", chrono_tz::Europe::London).await;
            assert_eq!(read, Err(Unread::Odd));
        }
    }
}
