//! `/export tender` and `/export region`.

use std::time::Duration;

use tokio::sync::watch;

use super::cards;
use super::rules::Format;
use super::service::{self, Ask};
use crate::discord::{self, Choice, Context, OneOf, Result, answer};
use crate::words::{Lang, Text};

/// How often a person is told how far it is: well within what Discord lets one message be edited.
const TOLD_EVERY: Duration = Duration::from_secs(3);

impl Choice for Format {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

/// A tender or a region as a file.
#[poise::command(slash_command, subcommands("tender", "region"), subcommand_required)]
pub async fn export(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Gives a tender as a workbook, tables, open contracting data or a calendar.
#[poise::command(slash_command)]
async fn tender(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: String,
    format: OneOf<Format>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let lang = discord::lang(ctx).await;
    let ask = ask(ctx, tender, format, lang);
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let made = answer::waiting(ctx, service::tender(&db, &actor, &ask, now)).await?;
    answer::send(ctx, cards::exported(made, lang)?).await
}

/// Gives all tenders of a region as a workbook, tables, open contracting data or a calendar.
#[poise::command(slash_command)]
async fn region(
    ctx: Context<'_>,
    #[autocomplete = "crate::forums::offers::forum"] region: String,
    format: OneOf<Format>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let lang = discord::lang(ctx).await;
    let ask = ask(ctx, region, format, lang);
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let (tell, far) = watch::channel((0, 0));
    let work = service::region(&db, &actor, &ask, now, |done, of| {
        tell.send_replace((done, of));
    });
    let how_far = || {
        let (done, of) = *far.borrow();
        cards::progress(done, of, lang)
    };
    let told = |made| cards::exported(made, lang);
    answer::telling(ctx, work, TOLD_EVERY, how_far, told).await
}

fn ask(ctx: Context<'_>, of: String, OneOf(format): OneOf<Format>, lang: Lang) -> Ask {
    Ask {
        of,
        format,
        lang,
        ocid_prefix: ctx.data().config.exports.ocid_prefix.clone(),
    }
}
