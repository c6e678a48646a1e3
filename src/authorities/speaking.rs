//! The language in which griffin answers a person (design, section 6, `/griffin language`).

use futures::FutureExt;

use super::facts::{self, Preference};
use super::store;
use crate::ledger::{About, Cause, Db, Error, Ledger, Result};
use crate::servers;
use crate::values::Actor;
use crate::words::Lang;

/// The language in which a person is answered, and written to: their own choice, else the server's, else English.
///
/// # Errors
/// A fault, if the database fails.
pub async fn language_of(db: &impl Db, guild_id: i64, user_id: i64) -> Result<Lang> {
    if let Some(chosen) = store::language(db, user_id).await? {
        return Ok(chosen);
    }
    match servers::service::settings(db, guild_id).await {
        Ok(settings) => Ok(settings.language),
        Err(Error::Refused(_)) => Ok(Lang::default()), // not set up yet
        Err(fault) => Err(fault),
    }
}

/// Keeps the language that a person has chosen, in whichever server they are.
///
/// # Errors
/// A fault, if the database fails.
pub async fn choose_language(ledger: &Ledger, actor: &Actor, language: Lang) -> Result<Lang> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                store::set_language(tx, actor.user_id, language).await?;
                let preferred = Preference::Language(language);
                tx.tell(&facts::Preferred::of(About::SERVER, preferred))
                    .await?;
                Ok(language)
            }
            .boxed()
        })
        .await
}
