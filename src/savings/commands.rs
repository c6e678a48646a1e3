//! `/savings report`, `/savings target` and `/savings cost`.

use futures::FutureExt;

use super::cards;
use super::pictures;
use super::service::{self, Ask, OpenedPage, Sift};
use crate::discord::press::Handler;
use crate::discord::{self, Context, Press, Result, answer};
use crate::values::{AuthorityId, FinancialYear, Refusal, TenderId};
use crate::words::text;

/// Who handles the buttons of a report.
pub fn handlers() -> Vec<(&'static str, Handler)> {
    vec![
        (cards::OPEN, |press| open(press).boxed()),
        (cards::TURN, |press| turn(press).boxed()),
    ]
}

/// What buying together spared.
#[poise::command(
    slash_command,
    subcommands("report", "target", "cost"),
    subcommand_required
)]
pub async fn savings(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows a financial year's savings: your authorities' and the total; for registrars, everybody's.
#[poise::command(slash_command)]
async fn report(
    ctx: Context<'_>,
    year: Option<String>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: Option<String>,
    #[autocomplete = "crate::authorities::offers::region"] region: Option<String>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let ask = Ask {
        year,
        authority,
        region,
        tender,
    };
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let lang = discord::lang(ctx).await;
    let found = answer::waiting(ctx, async {
        let report = service::report(&db, &actor, &ask, now).await?;
        let charts = report.years.as_ref();
        let charts = charts.and_then(|it| pictures::by_year(it, lang));
        Ok(answer::with_pictures(cards::report(&report, lang), charts, lang).await)
    })
    .await?;
    answer::send(ctx, found).await
}

/// Sets what an authority aims to save each year, as a percentage of what it paid before.
#[poise::command(slash_command)]
async fn target(
    ctx: Context<'_>,
    percent: String,
    #[rename = "as"]
    #[autocomplete = "crate::authorities::offers::own"]
    authority: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::set_target(&ctx.data().ledger, &actor, percent, authority);
    let set = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::target_set(&set, discord::lang(ctx).await)).await
}

/// Sets what one tender exercise costs an authority of a region, for process savings; for registrars.
#[poise::command(slash_command)]
async fn cost(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
    amount: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::set_cost(&ctx.data().ledger, &actor, region, amount);
    let (region, cost) = answer::waiting(ctx, work).await?;
    answer::send(
        ctx,
        cards::cost_set(&region, cost, discord::lang(ctx).await),
    )
    .await
}

async fn open(press: &Press<'_>) -> Result<()> {
    let found = press.waiting(opened(press)).await?;
    press.reply(cards::opened(&found, press.lang().await)).await
}

async fn turn(press: &Press<'_>) -> Result<()> {
    let found = press.updating(opened(press)).await?;
    press
        .update(cards::opened(&found, press.lang().await))
        .await
}

async fn opened(press: &Press<'_>) -> Result<OpenedPage> {
    let actor = press.actor()?;
    let rows = press.rows()?;
    let unknown = || {
        Refusal::new(
            text!("savings-unknown-button"),
            text!("savings-unknown-button-help"),
        )
    };
    let [year, authority, region, tender, page] = rows[..] else {
        return Err(unknown().into());
    };
    let some = |row: i64| Some(row).filter(|row| *row > 0);
    let sift = Sift {
        year: FinancialYear::parse(&year.to_string())?,
        authority_id: some(authority).map(AuthorityId),
        region_of: some(region).map(AuthorityId),
        tender_id: some(tender).map(TenderId),
    };
    let page = usize::try_from(page).map_err(|_| unknown())?;
    let db = press.data.ledger.reader();
    service::open(&db, &actor, sift, page).await
}
