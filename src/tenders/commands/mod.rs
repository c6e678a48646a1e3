//! `/tender` and `/lot`, and the buttons on a tender's card: parse, call the service, answer.
//!
//! - `leading`: what the lead types.
//! - `offers`: what the options offer while a person types.
//! - `rounds`: `/tender copy` and `/tender drafts`.
//! - `publishing`: `/tender publish`, with what the notice says.
//! - `presses`: buttons and menus.

use super::cards;
use super::service::{self, TakePart, Wanted};
use crate::discord::{self, Choice, Command, Context, OneOf, Result, answer};
use crate::forums;
use crate::values::Stage;
use crate::words::Text;

mod leading;
mod offers;
mod presses;
mod publishing;
mod rounds;
#[cfg(test)]
mod tests;

pub use presses::presses;

impl Choice for Stage {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

/// `/tender` and `/lot`.
pub fn commands() -> Vec<Command> {
    vec![tender(), leading::lot()]
}

/// Joint procurements, each led by one authority.
#[poise::command(
    slash_command,
    subcommands(
        "leading::announce",
        "rounds::copy",
        "rounds::drafts",
        "list",
        "join",
        "decline",
        "leave",
        "leading::edit",
        "leading::extend",
        "leading::close",
        "leading::reopen",
        "leading::cancel",
        "leading::withdraw",
        "publishing::publish",
        "leading::admit",
        "leading::chase"
    ),
    subcommand_required
)]
async fn tender(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Lists the tenders, the newest first.
#[poise::command(slash_command)]
pub async fn list(
    ctx: Context<'_>,
    stage: Option<OneOf<Stage>>,
    #[autocomplete = "crate::forums::offers::forum"] region: Option<String>,
    mine: Option<bool>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let db = ctx.data().ledger.reader();
    let wanted = Wanted {
        stage: stage.map(|OneOf(stage)| stage),
        region,
        mine: mine.unwrap_or_default(),
        page: 0,
    };
    let (page, forum) = answer::waiting(ctx, async {
        let forum = match &wanted.region {
            Some(region) => Some(forums::service::find(&db, actor.guild_id, region).await?.id),
            None => None,
        };
        Ok((service::list(&db, &actor, &wanted).await?, forum))
    })
    .await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::list(&page, &wanted, forum, lang)).await
}

/// Joins a tender; late, asks its lead to be admitted.
#[poise::command(slash_command)]
pub async fn join(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_join"] tender: String,
    #[rename = "as"]
    #[autocomplete = "offers::own"]
    authority: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = TakePart {
        tender,
        authority,
        reason,
    };
    let done = answer::waiting(ctx, service::join(&ctx.data().ledger, &actor, request)).await?;
    answer::send(ctx, cards::joined(&done, discord::lang(ctx).await)).await
}

/// Says that an authority takes no part in a tender.
#[poise::command(slash_command)]
pub async fn decline(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_decline"] tender: String,
    #[rename = "as"]
    #[autocomplete = "offers::own"]
    authority: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = TakePart {
        tender,
        authority,
        reason,
    };
    let done = answer::waiting(ctx, service::decline(&ctx.data().ledger, &actor, request)).await?;
    answer::send(ctx, cards::declined(&done, discord::lang(ctx).await)).await
}

/// Leaves a tender while requirements are collected.
#[poise::command(slash_command)]
pub async fn leave(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_leave"] tender: String,
    #[rename = "as"]
    #[autocomplete = "offers::own"]
    authority: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = TakePart {
        tender,
        authority,
        reason,
    };
    let done = answer::waiting(ctx, service::leave(&ctx.data().ledger, &actor, request)).await?;
    answer::send(ctx, cards::left(&done, discord::lang(ctx).await)).await
}
