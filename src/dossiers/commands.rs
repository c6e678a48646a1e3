//! `/tender show`, `/tender timeline`, and **Details** on a card.

use chrono::{DateTime, Utc};
use futures::FutureExt;

use super::details::details;
use super::service;
use crate::awards::service as awards;
use crate::discord::escape;
use crate::discord::press::Handler;
use crate::discord::{self, Command, Context, Press, Result, answer};
use crate::requirements::service as requirements;
use crate::servers;
use crate::tenders::cards::{kind, timeline as dates};
use crate::tenders::service as tenders;
use crate::values::time_zone::local_date;
use crate::words::say;

/// The subcommands of `/tender`.
pub fn parts() -> Vec<Command> {
    vec![show(), timeline()]
}

/// What handles which button.
pub fn presses() -> Vec<(&'static str, Handler)> {
    vec![(kind::DETAILS, |press| more(press).boxed())]
}

/// Shows a tender: its card, who has answered, and what your authorities have declared.
#[poise::command(slash_command)]
pub async fn show(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let db = ctx.data().ledger.reader();
    let lang = discord::lang(ctx).await;
    let what = format!("tender/show/{} {tender}", lang.code());
    let found = answer::recent(ctx, &actor, &what, async {
        let declared = requirements::show(&db, &actor, &tender).await?;
        let card = service::card(&db, &declared.tender).await?;
        let last = service::last_time(&db, &actor, &declared.tender).await?;
        Ok(details(&card, &declared, &last, lang))
    });
    answer::send(ctx, found.await?).await
}

/// Shows a tender's dates, past and to come.
#[poise::command(slash_command)]
pub async fn timeline(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let db = ctx.data().ledger.reader();
    let now: DateTime<Utc> = ctx.data().clock.now();
    let (tender, today, varied) = answer::waiting(ctx, async {
        let tz = servers::service::settings(&db, actor.guild_id)
            .await?
            .time_zone;
        let tender = tenders::find(&db, actor.guild_id, &tender).await?;
        let varied = awards::varied(&db, tender.id).await?;
        Ok((tender, local_date(now, tz), varied))
    })
    .await?;
    let lang = discord::lang(ctx).await;
    let varied = varied.iter().map(|it| {
        let told = it.told(escape::line);
        say!(lang, "dossiers-timeline-varied", told)
    });
    answer::send(ctx, dates(&tender, today, varied, lang)).await
}

async fn more(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let (card, declared, last) = press
        .waiting(async {
            let db = press.data.ledger.reader();
            let tender = tenders::by_id(&db, actor.guild_id, id).await?;
            let declared = requirements::show(&db, &actor, tender.reference.as_str()).await?;
            let last = service::last_time(&db, &actor, &tender).await?;
            Ok((service::card(&db, &tender).await?, declared, last))
        })
        .await?;
    let lang = press.lang().await;
    press.reply(details(&card, &declared, &last, lang)).await
}
