//! Whether those whom a message would mention are still in its server. Nobody tells griffin who leaves (that needs a
//! privileged intent), so it asks before it mentions them (resources/guild, "Get Guild Member").

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;

use super::refusals::{UNKNOWN_MEMBER, UNKNOWN_USER};
use super::send::call;
use super::wire::{Failure, Line};

/// For how long somebody who was there is not looked up again.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// What is no longer fresh is forgotten when more than this is kept.
const KEPT: usize = 1_000;

/// Who was there when they were last looked up, by server and person.
#[derive(Debug, Default)]
pub struct Members(Mutex<HashMap<(i64, i64), DateTime<Utc>>>);

/// What Discord said of people.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Who is there.
    pub there: Vec<i64>,
    /// Who is not.
    pub gone: Vec<i64>,
}

impl Members {
    /// Looks up those of whom it isn't known. Of whom Discord says nothing now, nothing is said: they are taken to be there.
    pub async fn look(
        &self,
        line: &Line,
        guild_id: i64,
        users: &[i64],
        now: DateTime<Utc>,
    ) -> Looked {
        let mut looked = Looked::default();
        for user_id in self.unsure(guild_id, users, now) {
            let path = format!("/guilds/{guild_id}/members/{user_id}");
            let asked = line
                .call(call(Method::GET, path, ("members", guild_id)))
                .await;
            match asked {
                Ok(_) => {
                    self.lock().insert((guild_id, user_id), now);
                    looked.there.push(user_id);
                }
                Err(failure) if matches!(failure.code(), UNKNOWN_MEMBER | UNKNOWN_USER) => {
                    looked.gone.push(user_id);
                }
                Err(failure) => {
                    // What is to be said doesn't wait for it, nor for as many refusals as there are people.
                    tracing::debug!(?failure, user_id, "can't be looked up");
                    if !matches!(failure, Failure::Refused { .. }) {
                        break;
                    }
                }
            }
        }
        looked
    }

    fn unsure(&self, guild_id: i64, users: &[i64], now: DateTime<Utc>) -> Vec<i64> {
        let mut known = self.lock();
        if known.len() > KEPT {
            known.retain(|_, at| is_fresh(*at, now));
        }
        let unsure = |user: &i64| {
            known
                .get(&(guild_id, *user))
                .is_none_or(|at| !is_fresh(*at, now))
        };
        users.iter().copied().filter(unsure).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(i64, i64), DateTime<Utc>>> {
        // Nothing in here is left half-changed by a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - at < FRESH
}
