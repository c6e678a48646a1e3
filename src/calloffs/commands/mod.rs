//! What a person can type and press: `/calloff record|list|balance|correct`, Call off with its form, and My balance.

use chrono_tz::Tz;
use futures::FutureExt;
use poise::serenity_prelude::CreateAutocompleteResponse;

use self::shared::{number, saving, short_name, tender_of, time_zone, unknown_authority};
use super::cards::{self, Saving, input};
use super::pictures;
use super::rules;
use super::service::{self, AskBalance, AskList, Correct, Done, Now, Request};
use super::views;
use crate::authorities::service::{self as authorities, Authority, called_in};
use crate::awards::offers::{self, at_stages, given, tender_offer};
use crate::discord::autocomplete::{self, Offer};
use crate::discord::press::Handler;
use crate::discord::{self, Answer, Command, Context, Data, Press, Result, answer, limits};
use crate::ledger::{Reader, Receipted};
use crate::servers;
use crate::tenders::service::{self as tenders, Part, Tender};
use crate::values::{Actor, AuthorityId, ContractYear, Quantity, Stage, TenderId, When};
use crate::words::Lang;

mod righting;
mod shared;

/// Every command of call-offs.
pub fn commands() -> Vec<Command> {
    vec![calloff()]
}

/// Who handles the buttons, menus and the form of call-offs.
pub fn presses() -> Vec<(&'static str, Handler)> {
    let mut all: Vec<(&'static str, Handler)> = vec![
        (cards::CALL_OFF, |press| open(press).boxed()),
        (cards::CALL_OFF_AS, |press| open_as(press).boxed()),
        (cards::FORM, |press| filled_in(press).boxed()),
        (cards::BALANCE, |press| my_balance(press).boxed()),
        (cards::BALANCE_AS, |press| balance_as(press).boxed()),
    ];
    all.extend(righting::presses());
    all
}

/// Orders under an award.
#[poise::command(
    slash_command,
    subcommands("record", "list", "balance", "correct"),
    subcommand_required
)]
pub async fn calloff(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Calls off under an award.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn record(
    ctx: Context<'_>,
    #[autocomplete = "offer_open"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    quantity: String,
    #[rename = "as"]
    #[autocomplete = "offer_as"]
    acting_as: Option<String>,
    deliver_on: Option<String>,
    site: Option<String>,
    order_number: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let typed = Typed {
        tender,
        lot,
        quantity,
        acting_as,
        deliver_on,
        site,
        order_number,
    };
    let (done, saving, tz) = answer::waiting(ctx, typed.record(ctx.data(), &actor)).await?;
    let lang = discord::lang(ctx).await;
    let answer = cards::done(&done, saving, tz, lang);
    answer::send(ctx, answer.with_receipt(done.receipt.as_ref(), lang)).await
}

/// Lists the call-offs that you may see.
#[poise::command(slash_command)]
pub async fn list(
    ctx: Context<'_>,
    #[autocomplete = "offer_any"] tender: String,
    #[autocomplete = "offers::lot"] lot: Option<String>,
    #[autocomplete = "offer_readable"] authority: Option<String>,
    #[min = 1]
    #[max = 100000]
    page: Option<u64>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let ask = AskList {
        tender,
        lot,
        authority,
        page: page.unwrap_or(1).saturating_sub(1),
    };
    let reader = ctx.data().ledger.reader();
    let listed = answer::waiting(ctx, service::list(&reader, &actor, &ask)).await?;
    answer::send(ctx, cards::list(&listed, discord::lang(ctx).await)).await
}

/// Shows what is left of what was declared, and of the ceiling.
#[poise::command(slash_command)]
pub async fn balance(
    ctx: Context<'_>,
    #[autocomplete = "offer_any"] tender: String,
    #[autocomplete = "offers::lot"] lot: Option<String>,
    #[rename = "as"]
    #[autocomplete = "offer_readable"]
    authority: Option<String>,
    year: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (data, lang) = (ctx.data(), discord::lang(ctx).await);
    let balance = answer::waiting(ctx, async {
        let year = year.as_deref().map(ContractYear::parse).transpose()?;
        let ask = AskBalance {
            tender,
            lot,
            authority,
            year,
        };
        looked_at(data, &actor, &ask, lang).await
    })
    .await?;
    answer::send(ctx, balance).await
}

/// A balance, with how the contract goes to look at.
async fn looked_at(data: &Data, actor: &Actor, ask: &AskBalance, lang: Lang) -> Result<Answer> {
    let (db, now) = (data.ledger.reader(), data.clock.now());
    let balance = service::balance(&db, actor, ask, now).await?;
    let courses = service::courses(&db, actor, &balance, now).await?;
    let mut charts = Vec::new();
    for course in courses.iter().take(pictures::CHARTS_MAX) {
        charts.push(pictures::over_the_term(course, lang));
    }
    Ok(answer::with_pictures(cards::balance(&balance, lang), charts, lang).await)
}

/// Corrects a call-off of yours by a new entry.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn correct(
    ctx: Context<'_>,
    #[autocomplete = "offer_any"] tender: String,
    #[autocomplete = "offer_call_off"] call_off: String,
    quantity: Option<String>,
    #[autocomplete = "offers::lot"] lot: Option<String>,
    deliver_on: Option<String>,
    site: Option<String>,
    order_number: Option<String>,
    reason: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let data = ctx.data();
    let (done, saving, tz) = answer::waiting(ctx, async {
        let tz = time_zone(&data.ledger.reader(), &actor).await?;
        let call_off_id = number(&call_off)?;
        let quantity = match quantity
            .as_deref()
            .map(|text| (text, Quantity::parse(text)))
        {
            None => None,
            Some((_, Ok(plain))) => Some(plain),
            Some((text, Err(plain))) => {
                let reader = data.ledger.reader();
                let unit = service::unit_of(&reader, &actor, &tender, call_off_id).await?;
                Some(Quantity::parse_in(text, &unit.ok_or(plain)?)?)
            }
        };
        let deliver_on = deliver_on
            .map(|text| When::parse(&text, data.clock.now(), tz))
            .transpose()?;
        // What is left out of a command stays as it stands.
        fn given<T>(value: Option<T>) -> Now<T> {
            value.map_or(Now::AsItStands, |it| Now::Is(Some(it)))
        }
        let request = Correct {
            call_off_id,
            quantity,
            lot,
            deliver_on: given(deliver_on.map(|when| when.date)),
            site: given(site),
            order_number: given(order_number),
            tender,
            reason,
        };
        let done = service::correct(&data.ledger, &actor, request).await?;
        let saving = saving(&data.ledger.reader(), &done).await;
        Ok((done, saving, tz))
    })
    .await?;
    let lang = discord::lang(ctx).await;
    let answer = cards::done(&done, saving, tz, lang);
    answer::send(ctx, answer.with_receipt(done.receipt.as_ref(), lang)).await
}

/// A call-off, as it was typed into the command or the form.
struct Typed {
    tender: String,
    lot: String,
    quantity: String,
    acting_as: Option<String>,
    deliver_on: Option<String>,
    site: Option<String>,
    order_number: Option<String>,
}

impl Typed {
    async fn record(
        self,
        data: &Data,
        actor: &Actor,
    ) -> Result<(Receipted<Done>, Option<Saving>, Tz)> {
        let reader = data.ledger.reader();
        let tz = time_zone(&reader, actor).await?;
        let deliver_on = self
            .deliver_on
            .map(|text| When::parse(&text, data.clock.now(), tz))
            .transpose()?;
        let quantity = match Quantity::parse(&self.quantity) {
            Ok(plain) => plain,
            // It may have the lot's unit behind it.
            Err(_) => {
                let (tender, lot) = (&self.tender, &self.lot);
                let unit = tenders::unit_of(&reader, actor.guild_id, tender, lot).await?;
                Quantity::parse_in(&self.quantity, &unit)?
            }
        };
        let request = Request {
            tender: self.tender,
            lot: self.lot,
            quantity,
            acting_as: self.acting_as,
            deliver_on: deliver_on.map(|when| when.date),
            site: self.site,
            order_number: self.order_number,
        };
        let done = service::record(&data.ledger, actor, request).await?;
        let saving = saving(&reader, &done).await;
        Ok((done, saving, tz))
    }
}

/// Those that may call off under a tender: its lead and who has joined.
async fn partners(reader: &Reader, tender: &Tender) -> Result<Vec<AuthorityId>> {
    let parts = tenders::participants(reader, tender.id).await?;
    let joined = parts
        .iter()
        .filter(|part| part.part == Part::Joined)
        .map(|part| part.authority_id);
    Ok(joined.chain([tender.lead_id]).collect())
}

/// The authorities in a tender for which a person holds a mandate; `acting`: as an officer.
async fn own(
    reader: &Reader,
    actor: &Actor,
    tender: &Tender,
    acting: bool,
) -> Result<Vec<Authority>> {
    let partners = partners(reader, tender).await?;
    let mut theirs = authorities::mandates_of(reader, actor.guild_id, actor.user_id).await?;
    theirs.retain(|m| (!acting || m.acts()) && partners.contains(&m.authority.id));
    Ok(theirs
        .into_iter()
        .map(|mandate| mandate.authority)
        .collect())
}

/// Each with its row's number.
fn named(authorities: &[Authority]) -> Vec<(AuthorityId, String)> {
    authorities
        .iter()
        .map(|authority| (authority.id, called_in(authority, Lang::English)))
        .collect()
}

/// Call off: the form, or for an officer of several authorities a menu first.
async fn open(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let tender = tender_of(press, &actor, press.row()?).await?;
    let theirs = own(&press.data.ledger.reader(), &actor, &tender, true).await?;
    match theirs.as_slice() {
        [_, _, ..] => {
            press
                .reply(cards::for_whom(
                    cards::CALL_OFF_AS,
                    tender.id,
                    &named(&theirs),
                    press.lang().await,
                ))
                .await
        }
        [only] => show_form(press, &tender, Some(only.id)).await,
        [] => {
            // Nobody's: say why before anything is typed.
            authorities::acting_for(&press.data.ledger.reader(), &actor, None).await?;
            show_form(press, &tender, None).await
        }
    }
}

async fn open_as(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let tender = tender_of(press, &actor, press.row()?).await?;
    let chosen = chosen(press)?;
    show_form(press, &tender, Some(chosen)).await
}

async fn show_form(
    press: &Press<'_>,
    tender: &Tender,
    authority_id: Option<AuthorityId>,
) -> Result<()> {
    rules::may_call_off(tender.reference.as_str(), tender.stage, tender.starts)?;
    let (reader, actor) = (press.data.ledger.reader(), press.actor()?);
    let lots = tenders::lots(&reader, tender.id).await?;
    let balance = match authority_id {
        Some(id) => {
            let ask = AskBalance {
                tender: tender.reference.to_string(),
                authority: Some(short_name(&reader, &actor, id).await?),
                ..AskBalance::default()
            };
            Some(service::balance(&reader, &actor, &ask, press.data.clock.now()).await?)
        }
        None => None,
    };
    let lots: Vec<(i32, String)> = lots
        .into_iter()
        .map(|lot| (lot.number, lot.title))
        .collect();
    press
        .open(cards::form(
            tender.id,
            authority_id,
            tender.reference.as_str(),
            &lots,
            balance.as_ref(),
            press.lang().await,
        ))
        .await
}

/// The authority chosen from a menu.
fn chosen(press: &Press<'_>) -> Result<AuthorityId> {
    let id = press.chosen().first().and_then(|text| text.parse().ok());
    Ok(id.ok_or_else(unknown_authority)?)
}

async fn filled_in(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let rows = press.rows()?;
    let text = |name| press.typed(name).map(str::to_owned);
    let (done, saving, tz) = press
        .waiting(async {
            let reader = press.data.ledger.reader();
            let tender = tender_of(
                press,
                &actor,
                TenderId(rows.first().copied().unwrap_or_default()),
            )
            .await?;
            let acting_as = match rows.get(1) {
                Some(&id) => Some(short_name(&reader, &actor, AuthorityId(id)).await?),
                None => None,
            };
            let typed = Typed {
                tender: tender.reference.to_string(),
                lot: text(input::LOT).unwrap_or_default(),
                quantity: text(input::QUANTITY).unwrap_or_default(),
                acting_as,
                deliver_on: text(input::DELIVER_ON),
                site: text(input::SITE),
                order_number: text(input::ORDER_NUMBER),
            };
            typed.record(press.data, &actor).await
        })
        .await?;
    let lang = press.lang().await;
    let answer = cards::done(&done, saving, tz, lang);
    press
        .reply(answer.with_receipt(done.receipt.as_ref(), lang))
        .await
}

/// My balance: that of the person's authority, or for one of several a menu first.
async fn my_balance(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let tender = tender_of(press, &actor, press.row()?).await?;
    let theirs = own(&press.data.ledger.reader(), &actor, &tender, false).await?;
    match theirs.as_slice() {
        [_, _, ..] => {
            press
                .reply(cards::for_whom(
                    cards::BALANCE_AS,
                    tender.id,
                    &named(&theirs),
                    press.lang().await,
                ))
                .await
        }
        _ => {
            show_balance(
                press,
                &actor,
                &tender,
                theirs.first().map(|authority| authority.id),
            )
            .await
        }
    }
}

async fn balance_as(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let tender = tender_of(press, &actor, press.row()?).await?;
    let chosen = chosen(press)?;
    show_balance(press, &actor, &tender, Some(chosen)).await
}

async fn show_balance(
    press: &Press<'_>,
    actor: &Actor,
    tender: &Tender,
    authority_id: Option<AuthorityId>,
) -> Result<()> {
    let (data, lang) = (press.data, press.lang().await);
    let balance = press
        .waiting(async {
            let reader = data.ledger.reader();
            let authority = match authority_id {
                Some(id) => Some(short_name(&reader, actor, id).await?),
                None => None,
            };
            let ask = AskBalance {
                tender: tender.reference.to_string(),
                lot: None,
                authority,
                year: None,
            };
            looked_at(data, actor, &ask, lang).await
        })
        .await?;
    press.reply(balance).await
}

/// Offers the tenders in call-off of the person's authorities.
pub async fn offer_open(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let found = at_stages(ctx, &[Stage::CallOff], true).await?;
        Ok(found.iter().map(tender_offer).collect())
    })
    .await
}

/// Offers the tenders with call-offs that the person may see: a registrar's are all.
pub async fn offer_any(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let settings =
            servers::service::settings(&ctx.data().ledger.reader(), actor.guild_id).await?;
        let mine = !servers::service::is_registrar(&settings, &actor);
        let found = at_stages(ctx, &[Stage::CallOff, Stage::Ended], mine).await?;
        Ok(found.iter().map(tender_offer).collect())
    })
    .await
}

/// The authorities in the tender that was given, the person's own ones only or, where they see all, every one.
async fn in_given(ctx: Context<'_>, acting: bool) -> Result<Vec<Offer>> {
    let actor = discord::actor(ctx)?;
    let reader = ctx.data().ledger.reader();
    let Some(text) = given(ctx, "tender") else {
        return Ok(Vec::new());
    };
    let tender = tenders::find(&reader, actor.guild_id, text).await?;
    let sees_all = !acting && views::sees_all(&reader, &actor, &tender).await?;
    let found = if sees_all {
        let partners = partners(&reader, &tender).await?;
        let mut register = authorities::list(&reader, actor.guild_id).await?;
        register.retain(|authority| partners.contains(&authority.id));
        register
    } else {
        own(&reader, &actor, &tender, acting).await?
    };
    Ok(found
        .iter()
        .map(|authority| Offer::new(called_in(authority, Lang::English), &authority.short_name))
        .collect())
}

/// Offers the authorities in the tender for which the person acts.
pub async fn offer_as(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, in_given(ctx, true)).await
}

/// Offers the authorities in the tender whose call-offs the person may see.
pub async fn offer_readable(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, in_given(ctx, false)).await
}

/// Offers the call-offs of the authorities for which the person acts, the newest first.
pub async fn offer_call_off(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let reader = ctx.data().ledger.reader();
        let Some(tender) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let tender = tenders::find(&reader, actor.guild_id, tender).await?;
        let theirs = own(&reader, &actor, &tender, true).await?;
        let mut offers = Vec::new();
        for authority in theirs.iter().take(limits::CHOICES) {
            let authority = Some(authority.short_name.clone());
            let ask = AskList {
                tender: tender.reference.to_string(),
                authority,
                ..AskList::default()
            };
            let lines = service::list(&reader, &actor, &ask).await?.lines;
            offers.extend(
                lines
                    .into_iter()
                    .filter(|line| line.call_off.corrects.is_none()),
            );
        }
        offers.sort_by_key(|line| std::cmp::Reverse(line.call_off.id));
        let lang = discord::lang(ctx).await;
        Ok(offers
            .iter()
            .map(|line| Offer::new(cards::choice(line, lang), line.call_off.id.to_string()))
            .collect())
    })
    .await
}

#[cfg(test)]
#[path = "../commands_tests.rs"]
mod tests;
