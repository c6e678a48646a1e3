//! What waits for somebody, in `/griffin status`: in words, with the buttons that have it sent again or dismiss it.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::cards::{self, Done, One};
use super::service::{self, Decision};
use crate::discord::press::Handler;
use crate::discord::{Answer, Data, Press, Result};
use crate::values::Actor;
use crate::words::{Lang, text};

/// What handles the buttons.
pub(super) fn presses() -> [(&'static str, Handler); 3] {
    [
        (cards::SEND_AGAIN, send_again),
        (cards::DISMISS, dismiss),
        (cards::PAGE, page),
    ]
}

/// How griffin is in a server, with a page of what waits for somebody, from 0, for whoever sees to it.
///
/// # Errors
/// A fault, if the database can't be read.
pub(super) async fn status(
    data: &Data,
    actor: &Actor,
    page: usize,
    done: Option<Done>,
    lang: Lang,
) -> Result<Answer> {
    let guild_id = actor.guild_id;
    let mut lines = vec![
        text!("servers-version", version = env!("CARGO_PKG_VERSION")),
        text!("servers-database", kind = data.ledger.database().kind()),
    ];
    for line in data.status.iter() {
        lines.extend(line(data, guild_id).await?);
    }
    match data.unknown_events.total() {
        0 => {}
        number => lines.push(text!("servers-unknown-events", number)),
    }
    let reader = data.ledger.reader();
    let waiting = service::waiting(&reader, guild_id, data.clock.now()).await?;
    if !service::sees_to_it(&reader, actor).await? {
        lines.push(match waiting.len() {
            0 => text!("servers-nothing-waits"),
            messages => text!("servers-waits-for-others", messages),
        });
        return Ok(cards::status(&lines, lang));
    }
    let pages = waiting.len().div_ceil(cards::ON_A_PAGE).max(1);
    let page = page.min(pages - 1);
    let mut shown = Vec::new();
    for it in waiting
        .iter()
        .skip(page * cards::ON_A_PAGE)
        .take(cards::ON_A_PAGE)
    {
        shown.push(One {
            id: it.id,
            due_at: it.due_at,
            stuck: data.letters.stuck(it).await,
        });
    }
    Ok(cards::waiting(
        &lines,
        waiting.len(),
        page,
        &shown,
        done,
        lang,
    ))
}

fn send_again<'a>(press: &'a Press<'a>) -> BoxFuture<'a, Result<()>> {
    decided(press, Decision::SendAgain).boxed()
}

fn dismiss<'a>(press: &'a Press<'a>) -> BoxFuture<'a, Result<()>> {
    decided(press, Decision::Dismiss).boxed()
}

async fn decided(press: &Press<'_>, decision: Decision) -> Result<()> {
    let (actor, lang, data) = (press.actor()?, press.lang().await, press.data);
    let id: i64 = press.row()?;
    let shown = press
        .updating(async {
            let found = service::decide(&data.ledger, &actor, id, decision).await?;
            let done = match found {
                Some(it) => Done::Decided {
                    id,
                    what: data.letters.stuck(&it).await.what,
                    decision,
                },
                None => Done::Nothing,
            };
            status(data, &actor, 0, Some(done), lang).await
        })
        .await?;
    press.update(shown).await
}

fn page<'a>(press: &'a Press<'a>) -> BoxFuture<'a, Result<()>> {
    async move {
        let (actor, lang) = (press.actor()?, press.lang().await);
        let page = usize::try_from(press.row::<i64>()?).unwrap_or_default();
        let shown = press.updating(status(press.data, &actor, page, None, lang));
        let shown = shown.await?;
        press.update(shown).await
    }
    .boxed()
}
