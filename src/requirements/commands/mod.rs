//! `/requirement`, and the buttons and the form of a declaration: parse, call the service, answer.
//!
//! - `offers`: what the options offer while a person types.
//! - `presses`: buttons, menus and the form.

use poise::serenity_prelude::Attachment;

use super::cards;
use super::pictures;
use super::service::{self, Declare, Line, Nil, Withdraw};
use super::table;
use crate::discord::{self, Command, Context, Result, answer, pending};
use crate::tenders::service as tenders;
use crate::values::Refusal;
use crate::words::text;

mod offers;
mod presses;

pub use presses::presses;

/// `/requirement`.
pub fn commands() -> Vec<Command> {
    vec![requirement()]
}

/// What an authority needs of each lot in each contract year.
#[poise::command(
    slash_command,
    subcommands("declare", "none", "show", "withdraw", "import"),
    subcommand_required
)]
async fn requirement(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Declares what an authority needs of a lot; declaring joins the tender.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn declare(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_declare"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    quantity: String,
    at_least: Option<String>,
    at_most: Option<String>,
    committed: Option<bool>,
    year: Option<String>,
    #[rename = "as"]
    #[autocomplete = "offers::own"]
    authority: Option<String>,
    baseline: Option<String>,
    supplier_now: Option<String>,
    note: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let line = Line {
        lot,
        quantity,
        at_least,
        at_most,
        committed,
        year,
        baseline,
        supplier_now,
        note,
    };
    let request = Declare {
        tender,
        authority,
        lines: vec![line],
        reason,
    };
    let done = answer::waiting(ctx, service::declare(&ctx.data().ledger, &actor, request)).await?;
    let lang = discord::lang(ctx).await;
    let answer = cards::declared(&done, lang).with_receipt(done.receipt.as_ref(), lang);
    answer::send(ctx, answer).await
}

/// Says that an authority needs none: a full answer.
#[poise::command(slash_command)]
pub async fn none(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_declare"] tender: String,
    #[rename = "as"]
    #[autocomplete = "offers::own"]
    authority: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Nil {
        tender,
        authority,
        reason,
    };
    let done = answer::waiting(ctx, service::none(&ctx.data().ledger, &actor, request)).await?;
    answer::send(ctx, cards::none(&done, discord::lang(ctx).await)).await
}

/// Shows what is declared; with a lot and an authority, every revision.
#[poise::command(slash_command)]
pub async fn show(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: String,
    #[autocomplete = "offers::lot"] lot: Option<String>,
    #[rename = "as"]
    #[autocomplete = "offers::visible"]
    authority: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let db = ctx.data().ledger.reader();
    let lang = discord::lang(ctx).await;
    let answer = answer::waiting(ctx, async {
        let (lot, authority) = match (lot, authority) {
            (None, None) => {
                let shown = service::show(&db, &actor, &tender).await?;
                let charts = pictures::by_lot(&shown, lang);
                let card = cards::shown(&shown, lang);
                return Ok(answer::with_pictures(card, charts, lang).await);
            }
            (Some(lot), authority) => (lot, authority),
            (None, Some(_)) => {
                return Err(Refusal::new(
                    text!("requirements-revisions-of-one-lot"),
                    text!("requirements-revisions-of-one-lot-help"),
                )
                .into());
            }
        };
        let authority = match authority {
            Some(authority) => authority,
            None => {
                crate::authorities::service::acting_for(&db, &actor, None)
                    .await?
                    .short_name
            }
        };
        let tender = tenders::find(&db, actor.guild_id, &tender).await?;
        let lots = tenders::lots(&db, tender.id).await?;
        let lot = tenders::find_lot(&lots, &lot)?;
        let number = lot.number.to_string();
        let revisions =
            service::history(&db, &actor, tender.reference.as_str(), &number, &authority).await?;
        Ok(cards::history(&tender, lot, &revisions, lang))
    })
    .await?;
    answer::send(ctx, answer).await
}

/// Takes back what was declared.
#[poise::command(slash_command)]
pub async fn withdraw(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_declare"] tender: String,
    #[autocomplete = "offers::lot"] lot: Option<String>,
    year: Option<String>,
    #[rename = "as"]
    #[autocomplete = "offers::own"]
    authority: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Withdraw {
        tender,
        authority,
        lot,
        year,
        reason,
    };
    let done = answer::waiting(ctx, service::withdraw(&ctx.data().ledger, &actor, request)).await?;
    answer::send(ctx, cards::withdrawn(&done, discord::lang(ctx).await)).await
}

/// Shows what a table would change, and declares all of it once you say yes.
#[poise::command(slash_command)]
pub async fn import(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_declare"] tender: String,
    file: Attachment,
    #[rename = "as"]
    #[autocomplete = "offers::own"]
    authority: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let (found, held) = answer::waiting(ctx, async {
        let authority = authority.as_deref();
        service::may_import(&db, &actor, &tender, authority, now).await?;
        let turn = ctx.data().attachments.turn(&actor).await?;
        let bytes = turn.fetch(&file, table::BYTES_MAX).await?;
        let reason = reason.as_deref();
        let found = service::preview(&db, &actor, &tender, authority, bytes, reason, now).await?;
        let held = pending::hold(ctx, &found.import).await?;
        Ok((found, held))
    })
    .await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::preview(&found, held, lang)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The buttons that tenders put on their card.
    #[test]
    fn the_buttons_of_a_card_are_handled() {
        let handled: Vec<&str> = presses().into_iter().map(|(kind, _)| kind).collect();
        for kind in [
            "requirement.declare",
            "requirement.none",
            "requirement.import",
        ] {
            assert!(handled.contains(&kind), "{kind}");
        }
    }

    /// Design, section 6.
    #[test]
    fn the_options_are_those_of_the_design() {
        let [requirement] = &commands()[..] else {
            panic!()
        };
        let options: Vec<String> = requirement
            .subcommands
            .iter()
            .map(|part| {
                let star = |required| if required { "*" } else { "" };
                let options = part
                    .parameters
                    .iter()
                    .map(|o| format!("{}{}", o.name, star(o.required)));
                format!("{}: {}", part.name, options.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            options,
            [
                "declare: tender* lot* quantity* at_least at_most committed year as baseline supplier_now note reason",
                "none: tender* as reason",
                "show: tender* lot as",
                "withdraw: tender* lot year as reason",
                "import: tender* file* as reason",
            ]
        );
    }
}
