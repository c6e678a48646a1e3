//! In which language each person is answered: their own choice, else the server's.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;

use super::Result;
use crate::ledger::Reader;
use crate::words::Lang;

/// Looks up the language of a person in a server: a capability gives it.
pub type LanguageOf =
    for<'a> fn(&'a Reader, guild_id: i64, user_id: i64) -> BoxFuture<'a, Result<Lang>>;

/// How long a language is remembered. A choice made here counts at once; one made through another process, which serves
/// other servers, after this time.
const KEPT: Duration = Duration::from_secs(60);
/// The most people remembered.
const MOST: usize = 10_000;
/// How long may be waited for it: better a prompt answer in English than none.
const PATIENCE: Duration = Duration::from_millis(500);

/// The languages of those who were answered lately.
#[derive(Debug)]
pub struct Languages {
    look: LanguageOf,
    known: Mutex<HashMap<(i64, i64), (Lang, Instant)>>,
}

impl Languages {
    /// Looked up by this.
    pub fn new(look: LanguageOf) -> Self {
        Languages {
            look,
            known: Mutex::default(),
        }
    }

    /// The language of a person in a server; English, where it can't be found out.
    pub async fn of(&self, db: &Reader, guild_id: i64, user_id: i64) -> Lang {
        let who = (guild_id, user_id);
        if let Some(&(lang, at)) = self.known().get(&who)
            && at.elapsed() < KEPT
        {
            return lang;
        }
        let asked = Instant::now();
        match tokio::time::timeout(PATIENCE, (self.look)(db, guild_id, user_id)).await {
            Ok(Ok(lang)) => {
                let mut known = self.known();
                if known.len() >= MOST {
                    known.clear();
                }
                known.insert(who, (lang, asked));
                lang
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "a person's language can't be found out");
                Lang::default()
            }
            Err(_) => Lang::default(),
        }
    }

    /// Somebody has chosen: it is looked up again.
    pub fn forget(&self) {
        self.known().clear();
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<(i64, i64), (Lang, Instant)>> {
        // Nothing in here is left half-changed by a panic.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures::FutureExt;

    use super::*;
    use crate::ledger::Fault;
    use crate::testing::databases::ledgers;

    static LOOKED: AtomicU32 = AtomicU32::new(0);

    fn look(_: &Reader, guild_id: i64, _: i64) -> BoxFuture<'_, Result<Lang>> {
        LOOKED.fetch_add(1, Ordering::Relaxed);
        let found = (guild_id == 1).then_some(Lang::Welsh);
        async move { found.ok_or_else(|| Fault::new("no database").into()) }.boxed()
    }

    #[tokio::test]
    async fn a_language_is_looked_up_once_and_again_after_a_choice_and_english_without_a_database()
    {
        let folder = tempfile::tempdir().unwrap();
        let ledgers = ledgers(folder.path()).await;
        let db = ledgers[0].0.reader();
        let languages = Languages::new(look);
        let looked = || LOOKED.load(Ordering::Relaxed);
        for _ in 0..3 {
            assert_eq!(languages.of(&db, 1, 7).await, Lang::Welsh);
        }
        assert_eq!(looked(), 1);
        languages.forget();
        assert_eq!(languages.of(&db, 1, 7).await, Lang::Welsh);
        assert_eq!(looked(), 2);
        // What failed is not remembered.
        for _ in 0..2 {
            assert_eq!(languages.of(&db, 2, 7).await, Lang::English);
        }
        assert_eq!(looked(), 4);
    }
}
