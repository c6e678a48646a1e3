//! What puts an order right by a press: Correct and Undo with their forms, the menu of the list, and its pages.

use futures::FutureExt;

use super::super::cards::{self, input};
use super::super::service::{self, AskList, Correct, Done, Now, Standing, Undo};
use super::shared::{saving, short_name, tender_of, time_zone};
use crate::discord::press::Handler;
use crate::discord::{Press, Result};
use crate::ledger::Receipted;
use crate::tenders::service as tenders;
use crate::values::{AuthorityId, CallOffId, LotId, Quantity, TenderId, When};

/// Who handles them.
pub(super) fn presses() -> Vec<(&'static str, Handler)> {
    vec![
        (cards::CORRECT, |press| open_correct(press).boxed()),
        (cards::CORRECT_FORM, |press| corrected(press).boxed()),
        (cards::UNDO, |press| open_undo(press).boxed()),
        (cards::UNDO_FORM, |press| undone(press).boxed()),
        (cards::CHOOSE, |press| choose(press).boxed()),
        (cards::TURN, |press| turn(press).boxed()),
    ]
}

/// The number at a place of what a button is about; 0 where it names fewer.
fn at(rows: &[i64], place: usize) -> i64 {
    rows.get(place).copied().unwrap_or_default()
}

/// What stands of the order that a button is about.
async fn standing(press: &Press<'_>) -> Result<Standing> {
    let rows = press.rows()?;
    of(press, TenderId(at(&rows, 0)), CallOffId(at(&rows, 1))).await
}

async fn of(press: &Press<'_>, tender_id: TenderId, id: CallOffId) -> Result<Standing> {
    let actor = press.actor()?;
    let tender = tender_of(press, &actor, tender_id).await?;
    service::stands(&press.data.ledger.reader(), &actor, tender, id).await
}

async fn open_correct(press: &Press<'_>) -> Result<()> {
    let standing = standing(press).await?;
    press
        .open(cards::correct_form(&standing, press.lang().await))
        .await
}

async fn open_undo(press: &Press<'_>) -> Result<()> {
    let standing = standing(press).await?;
    press
        .open(cards::undo_form(&standing, press.lang().await))
        .await
}

async fn corrected(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let typed = |name| press.typed(name).map(str::to_owned);
    let done = press
        .waiting(async {
            let standing = standing(press).await?;
            let tz = time_zone(&press.data.ledger.reader(), &actor).await?;
            let quantity = press.typed(input::QUANTITY).unwrap_or_default();
            let deliver_on = press
                .typed(input::DELIVER_ON)
                .map(|text| When::parse(text, press.data.clock.now(), tz))
                .transpose()?;
            // The form is filled in with what stands: what is empty in it is meant to be nothing.
            let request = Correct {
                tender: standing.tender.reference.to_string(),
                call_off_id: standing.id,
                quantity: Some(Quantity::parse_in(quantity, &standing.lot.unit)?),
                lot: typed(input::LOT),
                deliver_on: Now::Is(deliver_on.map(|when| when.date)),
                site: Now::Is(typed(input::SITE)),
                order_number: Now::Is(typed(input::ORDER_NUMBER)),
                reason: typed(input::REASON),
            };
            service::correct(&press.data.ledger, &actor, request).await
        })
        .await?;
    answer(press, done).await
}

async fn undone(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let done = press
        .waiting(async {
            let standing = standing(press).await?;
            let request = Undo {
                tender: standing.tender.reference.to_string(),
                call_off_id: standing.id,
                reason: press.typed(input::REASON).unwrap_or_default().to_owned(),
            };
            service::undo(&press.data.ledger, &actor, request).await
        })
        .await?;
    answer(press, done).await
}

async fn answer(press: &Press<'_>, done: Receipted<Done>) -> Result<()> {
    let reader = press.data.ledger.reader();
    let tz = time_zone(&reader, &press.actor()?).await?;
    let (saving, lang) = (saving(&reader, &done).await, press.lang().await);
    let answer = cards::done(&done, saving, tz, lang);
    press
        .reply(answer.with_receipt(done.receipt.as_ref(), lang))
        .await
}

/// An order was chosen from the list's menu.
async fn choose(press: &Press<'_>) -> Result<()> {
    let chosen = press.chosen().first().and_then(|text| text.parse().ok());
    let id = CallOffId(chosen.unwrap_or_default());
    let standing = of(press, press.row()?, id).await?;
    press
        .reply(cards::chosen(&standing, press.lang().await))
        .await
}

/// Another page of the list, in its place.
async fn turn(press: &Press<'_>) -> Result<()> {
    let (actor, rows) = (press.actor()?, press.rows()?);
    let reader = press.data.ledger.reader();
    let listed = press
        .updating(async {
            let tender = tender_of(press, &actor, TenderId(at(&rows, 0))).await?;
            let lots = tenders::lots(&reader, tender.id).await?;
            let lot = lots.iter().find(|lot| lot.id == LotId(at(&rows, 1)));
            let authority = match at(&rows, 2) {
                0 => None,
                id => Some(short_name(&reader, &actor, AuthorityId(id)).await?),
            };
            let ask = AskList {
                tender: tender.reference.to_string(),
                lot: lot.map(|lot| lot.number.to_string()),
                authority,
                page: u64::try_from(at(&rows, 3)).unwrap_or_default(),
            };
            service::list(&reader, &actor, &ask).await
        })
        .await?;
    press.update(cards::list(&listed, press.lang().await)).await
}
