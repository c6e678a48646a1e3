//! `/tender copy` and `/tender drafts`: what is to be announced, and not yet.

use serde_json::Value;

use super::super::cards;
use super::super::service;
use super::offers;
use crate::discord::{self, Context, Result, answer, pending};

/// Announces the next round with what stood in the last.
#[poise::command(slash_command)]
pub async fn copy(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_copy"] tender: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let data = ctx.data();
    let (db, now) = (data.ledger.reader(), data.clock.now());
    let it = service::next_announcement(&db, &actor, &tender, now).await?;
    let texts = [
        ("title", Some(it.title)),
        ("respond_by", Some(it.respond_by)),
        ("starts", Some(it.starts)),
        ("ends", Some(it.ends)),
        ("lot", Some(it.lots)),
        ("lead", it.lead),
        ("category", it.category),
        ("regions", it.regions),
        ("description", it.description),
    ];
    let given = texts.into_iter();
    let mut options: Vec<(&str, Value)> = given
        .filter_map(|(name, text)| Some((name, Value::from(text?))))
        .collect();
    if it.open_book {
        options.push(("open_book", true.into()));
    }
    pending::instead(ctx, "announce", options).await
}

/// Lists the announcements that you have begun, to go on with one.
#[poise::command(slash_command)]
pub async fn drafts(ctx: Context<'_>) -> Result<()> {
    let begun = answer::waiting(ctx, pending::begun(ctx)).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::drafts(&begun, lang)).await
}
