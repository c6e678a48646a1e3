//! What a person can type and press: `/reminder calloff|list|pause|resume|delete`, and the buttons under a reminder.

use futures::FutureExt;
use poise::serenity_prelude::{CreateAutocompleteResponse, ResolvedValue};

use super::cards;
use super::rules::Step;
use super::service::{self, Remind};
use crate::authorities::service::{prefers_direct, set_prefers_direct};
use crate::discord::autocomplete::{self, Offer};
use crate::discord::press::Handler;
use crate::discord::{self, Command, Context, Press, Result, answer};
use crate::servers;
use crate::tenders::service as tenders;
use crate::values::Recurrence;
use crate::words::{Text, text};

/// Every command of reminders.
pub fn commands() -> Vec<Command> {
    vec![reminder()]
}

/// Who handles the buttons under a reminder; **Call off** is handled by `calloffs`.
pub fn handlers() -> Vec<(&'static str, Handler)> {
    vec![
        (cards::WEEK, |press| pressed(press, Step::PutOff).boxed()),
        (cards::STOP, |press| pressed(press, Step::Delete).boxed()),
        (cards::DIRECT, |press| choose(press).boxed()),
    ]
}

/// Reminders to call off, on your own schedule.
#[poise::command(
    slash_command,
    subcommands("calloff", "list", "pause", "resume", "delete"),
    subcommand_required
)]
pub async fn reminder(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Reminds you to call off, on a schedule.
#[poise::command(slash_command)]
pub async fn calloff(
    ctx: Context<'_>,
    #[autocomplete = "offer_tender"] tender: String,
    #[autocomplete = "offer_schedule"] schedule: String,
    #[autocomplete = "offer_lot"] lot: Option<String>,
    #[rename = "as"]
    #[autocomplete = "crate::authorities::offers::authority"]
    acting_as: Option<String>,
    #[max_length = 500] message: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Remind {
        tender,
        schedule,
        lot,
        acting_as,
        message,
    };
    let ledger = &ctx.data().ledger;
    let (shown, direct) = answer::waiting(ctx, async {
        let shown = service::remind(ledger, &actor, request).await?;
        Ok((
            shown,
            prefers_direct(&ledger.reader(), actor.user_id).await?,
        ))
    })
    .await?;
    answer::send(ctx, cards::set(&shown, direct, discord::lang(ctx).await)).await
}

/// Lists the reminders of the authorities you act for.
#[poise::command(slash_command)]
pub async fn list(ctx: Context<'_>) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let reader = ctx.data().ledger.reader();
    let (all, direct) = answer::waiting(ctx, async {
        let all = service::list(&reader, &actor).await?;
        Ok((all, prefers_direct(&reader, actor.user_id).await?))
    })
    .await?;
    answer::send(ctx, cards::list(&all, direct, discord::lang(ctx).await)).await
}

/// Pauses a reminder.
#[poise::command(slash_command)]
pub async fn pause(
    ctx: Context<'_>,
    #[autocomplete = "offer_reminder"] reminder: String,
) -> Result<()> {
    stepped(ctx, reminder, Step::Pause).await
}

/// Has a paused reminder come again.
#[poise::command(slash_command)]
pub async fn resume(
    ctx: Context<'_>,
    #[autocomplete = "offer_reminder"] reminder: String,
) -> Result<()> {
    stepped(ctx, reminder, Step::Resume).await
}

/// Deletes a reminder.
#[poise::command(slash_command)]
pub async fn delete(
    ctx: Context<'_>,
    #[autocomplete = "offer_reminder"] reminder: String,
) -> Result<()> {
    stepped(ctx, reminder, Step::Delete).await
}

async fn stepped(ctx: Context<'_>, reminder: String, step: Step) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::step(&ctx.data().ledger, &actor, reminder, step);
    let shown = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::done(step, &shown, discord::lang(ctx).await)).await
}

async fn pressed(press: &Press<'_>, step: Step) -> Result<()> {
    let actor = press.actor()?;
    let reminder = press.row::<i64>()?.to_string();
    let work = service::step(&press.data.ledger, &actor, reminder, step);
    let shown = press.waiting(work).await?;
    press
        .reply(cards::done(step, &shown, press.lang().await))
        .await
}

/// Keeps where the person wants reminders: what a forged id says is no more than that.
async fn choose(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let direct = press.row::<i64>()? == 1;
    let work = set_prefers_direct(&press.data.ledger, &actor, direct);
    let direct = press.updating(work).await?;
    press
        .update(cards::chosen(direct, press.lang().await))
        .await
}

async fn offer_tender(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    // Sifted by the service already.
    autocomplete::offer("", async {
        let actor = discord::actor(ctx)?;
        let found = tenders::search(&ctx.data().ledger.reader(), actor.guild_id, typed).await?;
        let offer = |t: &tenders::Tender| {
            Offer::new(format!("{} {}", t.reference, t.title), t.reference.as_str())
        };
        Ok(found
            .iter()
            .filter(|tender| !tender.stage.is_over())
            .map(offer)
            .collect())
    })
    .await
}

async fn offer_lot(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let reader = ctx.data().ledger.reader();
        let Some(given) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let tender = tenders::find(&reader, actor.guild_id, given).await?;
        let lots = tenders::lots(&reader, tender.id).await?;
        Ok(lots
            .iter()
            .map(|lot| Offer::new(format!("{} {}", lot.number, lot.title), &lot.title))
            .collect())
    })
    .await
}

async fn offer_reminder(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let lang = discord::lang(ctx).await;
        let all = service::list(&ctx.data().ledger.reader(), &actor).await?;
        let offer = |shown: &service::Shown| {
            let reminder = &shown.reminder;
            let (id, when) = (reminder.id, reminder.schedule.describe().say(lang));
            Offer::new(
                format!("{id}: {}, {}, {when}", shown.reference, shown.authority),
                id.to_string(),
            )
        };
        Ok(all.iter().map(offer).collect())
    })
    .await
}

/// Offers what was typed as it is understood, or examples.
async fn offer_schedule(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer("", async {
        let actor = discord::actor(ctx)?;
        let data = ctx.data();
        let settings = servers::service::settings(&data.ledger.reader(), actor.guild_id).await?;
        if let Ok(read) = Recurrence::parse(typed, data.clock.now(), settings.time_zone) {
            return Ok(vec![Offer::new(
                read.describe().say(discord::lang(ctx).await),
                typed,
            )]);
        }
        let examples = [
            text!("reminders-monthly-choice"),
            text!("reminders-weekly-choice"),
            text!("reminders-working-day-choice"),
        ];
        // Read as it is shown, so in English.
        let offer = |text: Text| Offer::new(text.to_string(), text.to_string());
        Ok(examples.into_iter().map(offer).collect())
    })
    .await
}

/// What was given for another option, finished or not.
fn given<'a>(ctx: Context<'a>, name: &str) -> Option<&'a str> {
    let Context::Application(ctx) = ctx else {
        return None;
    };
    match ctx.args.iter().find(|option| option.name == name)?.value {
        ResolvedValue::String(text) => Some(text),
        ResolvedValue::Autocomplete { value, .. } => Some(value),
        _ => None,
    }
}
