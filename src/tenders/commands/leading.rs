//! What the lead of a tender may type: `/tender announce|edit|extend|close|reopen|cancel|withdraw|admit|chase` and
//! `/lot add|edit|remove`.

use super::super::cards;
use super::super::service::{self, Announce, Edit};
use super::offers;
use crate::discord::pending::Draft;
use crate::discord::{self, Context, Result, answer};
use crate::values::Stage;

/// Announces a tender in the forum of every region invited.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command, custom_data = "Draft")]
pub async fn announce(
    ctx: Context<'_>,
    title: String,
    respond_by: String,
    starts: String,
    ends: String,
    lot: String,
    #[autocomplete = "offers::own"] lead: Option<String>,
    #[autocomplete = "offers::category"] category: Option<String>,
    #[autocomplete = "offers::regions"] regions: Option<String>,
    description: Option<String>,
    open_book: Option<bool>,
    reference: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Announce {
        title,
        respond_by,
        starts,
        ends,
        lots: lot,
        lead,
        category,
        regions,
        description,
        open_book: open_book.unwrap_or_default(),
        reference,
    };
    let done = answer::waiting(ctx, service::announce(&ctx.data().ledger, &actor, request)).await?;
    answer::send(ctx, cards::announced(&done, discord::lang(ctx).await)).await
}

/// Corrects what a tender says of itself.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn edit(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_open"] tender: String,
    title: Option<String>,
    description: Option<String>,
    #[autocomplete = "offers::category"] category: Option<String>,
    starts: Option<String>,
    ends: Option<String>,
    open_book: Option<bool>,
    notice: Option<String>,
    bids_by: Option<String>,
    #[autocomplete = "crate::authorities::offers::authority"] lead: Option<String>,
    #[autocomplete = "offers::regions"] regions: Option<String>,
    #[autocomplete = "offers::entitled"] entitled: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Edit {
        tender,
        title,
        description,
        category,
        starts,
        ends,
        open_book,
        notice,
        bids_by,
        lead,
        regions,
        entitled,
        reason,
        as_published: false,
    };
    let done = answer::waiting(ctx, service::edit(&ctx.data().ledger, &actor, request)).await?;
    answer::send(ctx, cards::edited(&done, discord::lang(ctx).await)).await
}

/// Moves the response deadline to a later moment, with a reason.
#[poise::command(slash_command)]
pub async fn extend(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collecting"] tender: String,
    respond_by: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (respond_by, reason) = (respond_by.unwrap_or_default(), reason.unwrap_or_default());
    let work = service::extend(&ctx.data().ledger, &actor, tender, respond_by, reason);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::extended(&done, discord::lang(ctx).await)).await
}

/// Closes collecting before the deadline: requirements are frozen.
#[poise::command(slash_command)]
pub async fn close(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collecting"] tender: String,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::close(&ctx.data().ledger, &actor, tender, reason);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::closed(&done, discord::lang(ctx).await)).await
}

/// Collects requirements again until a new deadline; takes a cancellation back.
#[poise::command(slash_command)]
pub async fn reopen(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collected"] tender: String,
    respond_by: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (respond_by, reason) = (respond_by.unwrap_or_default(), reason.unwrap_or_default());
    let work = service::reopen(&ctx.data().ledger, &actor, tender, respond_by, reason);
    let done = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    let told = match done.before.stage {
        Stage::Cancelled => cards::restored(&done, lang),
        _ => cards::reopened(&done, lang),
    };
    answer::send(ctx, told).await
}

/// Gives a tender up, with a reason.
#[poise::command(slash_command)]
pub async fn cancel(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_before_call_off"] tender: String,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::cancel(
        &ctx.data().ledger,
        &actor,
        tender,
        reason.unwrap_or_default(),
    );
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::cancelled(&done, discord::lang(ctx).await)).await
}

/// Withdraws a tender that was not meant to be announced.
#[poise::command(slash_command)]
pub async fn withdraw(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_early"] tender: String,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::withdraw(&ctx.data().ledger, &actor, tender, reason);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::withdrawn(&done, discord::lang(ctx).await)).await
}

/// Admits an authority that asked to join late.
#[poise::command(slash_command)]
pub async fn admit(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_open"] tender: String,
    #[autocomplete = "offers::asked"] authority: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::admit(&ctx.data().ledger, &actor, tender, authority);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::admitted(&done, discord::lang(ctx).await)).await
}

/// Shows who has not answered, and reminds them.
#[poise::command(slash_command)]
pub async fn chase(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collecting"] tender: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let done = answer::waiting(ctx, service::chase(&ctx.data().ledger, &actor, tender)).await?;
    answer::send(ctx, cards::chased(&done, discord::lang(ctx).await)).await
}

/// The lots of a tender, while requirements are collected.
#[poise::command(
    slash_command,
    subcommands("add", "correct", "remove"),
    subcommand_required
)]
pub async fn lot(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Adds a lot while requirements are collected.
#[poise::command(slash_command)]
pub async fn add(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collecting"] tender: String,
    lot: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let done = answer::waiting(
        ctx,
        service::add_lot(&ctx.data().ledger, &actor, tender, lot),
    )
    .await?;
    answer::send(ctx, cards::lots(&done, discord::lang(ctx).await)).await
}

/// Corrects a lot's title or unit while requirements are collected.
#[poise::command(slash_command, rename = "edit")]
pub async fn correct(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collecting"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    title: Option<String>,
    unit: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::edit_lot(&ctx.data().ledger, &actor, tender, lot, title, unit);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::lot(&done, discord::lang(ctx).await)).await
}

/// Removes a lot while requirements are collected.
#[poise::command(slash_command)]
pub async fn remove(
    ctx: Context<'_>,
    #[autocomplete = "offers::led_collecting"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::remove_lot(&ctx.data().ledger, &actor, tender, lot, reason);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::lot_removed(&done, discord::lang(ctx).await)).await
}
