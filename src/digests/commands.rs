//! `/digest schedule`, `preview`, `now` and `pause`.

use super::{cards, service};
use crate::discord::{self, Command, Context, Result, answer};
use crate::forums;

/// The commands of digests.
pub fn commands() -> Vec<Command> {
    vec![digest()]
}

/// A region's digest: a summary of its tenders, posted to its forum.
#[poise::command(
    slash_command,
    subcommands("schedule", "preview", "now", "pause"),
    subcommand_required
)]
pub async fn digest(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Gives a region's digest a schedule; one that was paused comes again.
#[poise::command(slash_command)]
pub async fn schedule(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
    schedule: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let ledger = &ctx.data().ledger;
    let forum = answer::waiting(
        ctx,
        forums::service::schedule_digest(ledger, &actor, &region, &schedule),
    )
    .await?;
    answer::send(ctx, cards::scheduled(&forum, discord::lang(ctx).await)).await
}

/// Shows you a region's digest as it would be posted now.
#[poise::command(slash_command)]
pub async fn preview(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let data = ctx.data();
    let reader = data.ledger.reader();
    let now = data.clock.now();
    let (digest, chart) = answer::waiting(ctx, async {
        let digest = service::preview(&reader, &actor, &region, now).await?;
        let chart = match digest.is_empty() {
            true => None,
            false => service::to_look_at(&reader, &digest, now).await?,
        };
        Ok((digest, chart))
    })
    .await?;
    let mut chart = chart;
    let lang = discord::lang(ctx).await;
    for (at, answer) in cards::previewed(&digest, lang).into_iter().enumerate() {
        // After the title comes the first message, which has the picture.
        let looked_at = chart.take_if(|_| at == 1);
        answer::send(
            ctx,
            answer::with_pictures(answer, looked_at, digest.forum.language).await,
        )
        .await?;
    }
    Ok(())
}

/// Posts a region's digest now.
#[poise::command(slash_command)]
pub async fn now(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let ledger = &ctx.data().ledger;
    let queued = answer::waiting(ctx, service::now(ledger, &actor, &region)).await?;
    answer::send(ctx, cards::queued(&queued.forum, discord::lang(ctx).await)).await
}

/// Pauses a region's digest.
#[poise::command(slash_command)]
pub async fn pause(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let ledger = &ctx.data().ledger;
    let forum = answer::waiting(
        ctx,
        forums::service::pause_digest(ledger, &actor, &region, true),
    )
    .await?;
    answer::send(ctx, cards::paused(&forum, discord::lang(ctx).await)).await
}
