//! `/tender award` and `/tender indicate`: subcommands of `/tender`, whose parent is in `tenders::commands`.

use super::rules::{self, Bands};
use super::service::{self, Extensions, Request, Vary};
use super::{cards, offers};
use crate::discord::{self, Choice, Context, OneOf, Result, answer};
use crate::servers;
use crate::tenders::service as tenders;
use crate::values::{Ground, NoAward, Refusal, VariationKind, When};
use crate::words::{Text, text};

impl Choice for NoAward {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

impl Choice for VariationKind {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

impl Choice for Ground {
    const OFFERED: &'static [Self] = &Self::ALL;

    fn value(self) -> &'static str {
        self.as_str()
    }

    fn shown(self) -> Text {
        self.label()
    }
}

/// Records the award of a lot.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn award(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_award"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    supplier: Option<String>,
    price: Option<String>,
    ceiling: Option<String>,
    sme: Option<bool>,
    local: Option<bool>,
    notice_on: Option<String>,
    outcome: Option<OneOf<NoAward>>,
    reason: Option<String>,
    extensions: Option<String>,
    index: Option<String>,
) -> Result<()> {
    if let Some(OneOf(why)) = outcome {
        return leave_out(ctx, tender, lot, why, reason.unwrap_or_default()).await;
    }
    let actor = discord::actor(ctx)?;
    let data = ctx.data();
    let missing = || {
        Refusal::new(
            text!("awards-supplier-or-price-missing"),
            text!("awards-supplier-or-price-missing-help"),
        )
    };
    let (supplier, price) = supplier.zip(price).ok_or_else(missing)?;
    let (recorded, tz) = answer::waiting(ctx, async {
        let reader = data.ledger.reader();
        let tz = servers::service::settings(&reader, actor.guild_id)
            .await?
            .time_zone;
        let unit = tenders::unit_of(&reader, actor.guild_id, &tender, &lot).await?;
        let bands = Bands::parse_per(&price, &unit)?;
        let ceiling = ceiling.map(|text| rules::read_ceiling(&text, &unit, &bands));
        let ceiling = ceiling.transpose()?;
        // A notice is usually out already when it is typed.
        let day = |text: String| When::parse_nearest(&text, data.clock.now(), tz);
        let request = Request {
            tender,
            lot,
            supplier,
            bands,
            ceiling: ceiling.map(|it| it.quantity),
            ceiling_amount: ceiling.and_then(|it| it.amount),
            sme: sme.unwrap_or(false),
            local: local.unwrap_or(false),
            notice_on: notice_on.map(day).transpose()?.map(|when| when.date),
            standstill_ends: None,
            extensions: Extensions::parse(extensions.as_deref().unwrap_or_default())?,
            index,
        };
        Ok((service::record(&data.ledger, &actor, request).await?, tz))
    })
    .await?;
    let lang = discord::lang(ctx).await;
    let answer = cards::recorded(&recorded, tz, lang);
    answer::send(ctx, answer.with_receipt(recorded.receipt.as_ref(), lang)).await
}

async fn leave_out(
    ctx: Context<'_>,
    tender: String,
    lot: String,
    why: NoAward,
    reason: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::leave_out(&ctx.data().ledger, &actor, tender, lot, why, reason);
    let done = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    let answer = cards::left_out(&done, lang);
    answer::send(ctx, answer.with_receipt(done.receipt.as_ref(), lang)).await
}

/// Varies a running contract from a day on.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn vary(
    ctx: Context<'_>,
    #[autocomplete = "offers::running"] tender: String,
    kind: OneOf<VariationKind>,
    reason: String,
    #[autocomplete = "offers::lot"] lot: Option<String>,
    from: Option<String>,
    value: Option<String>,
    ground: Option<OneOf<Ground>>,
    index: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Vary {
        tender,
        lot,
        kind: kind.0,
        from,
        value,
        ground: ground.map(|it| it.0),
        index,
        reason,
    };
    let work = service::vary(&ctx.data().ledger, &actor, request);
    let done = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    let answer = cards::varied(&done, lang);
    answer::send(ctx, answer.with_receipt(done.receipt.as_ref(), lang)).await
}

/// Gives the price you expect for a lot before its award: others see what joining may bring.
#[poise::command(slash_command)]
pub async fn indicate(
    ctx: Context<'_>,
    #[autocomplete = "offers::unawarded"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    price: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::indicate(&ctx.data().ledger, &actor, tender, lot, price);
    let indicated = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::indicated(&indicated, discord::lang(ctx).await)).await
}
