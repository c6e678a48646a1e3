//! What puts an order right: buttons on its answer and beside it in the list, a menu where there are many, and the forms
//! that they open.

use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle,
};

use super::super::service::{Line, Listed, Standing};
use super::super::views::PAGE;
use super::input;
use crate::discord::{Answer, CustomId, escape, limits};
use crate::values::{CallOffId, TenderId, day};
use crate::words::{Lang, say};

/// Opens the form that corrects a call-off; about the tender's row, then that of the call-off.
pub const CORRECT: &str = "calloff.correct";
/// That form.
pub const CORRECT_FORM: &str = "calloff.correct.form";
/// Opens the form that asks why a call-off is taken back; about the tender's row, then that of the call-off.
pub const UNDO: &str = "calloff.undo";
/// That form.
pub const UNDO_FORM: &str = "calloff.undo.form";
/// Chooses an order of the list; about the tender's row.
pub const CHOOSE: &str = "calloff.choose";
/// Turns to a page of the list; about the tender's row, then those of the lot and the authority (0: all), and the page.
pub const TURN: &str = "calloff.turn";

/// So many orders have their buttons beside them; of more, one is chosen from a menu.
const BESIDE: usize = limits::ROWS;

fn button(
    kind: &'static str,
    tender_id: TenderId,
    id: CallOffId,
    label: String,
    style: ButtonStyle,
) -> CreateButton {
    CreateButton::new(CustomId::new(kind, format!("{tender_id}-{id}")))
        .label(label)
        .style(style)
}

/// The buttons of an order; without Undo where nothing stands of it.
pub fn buttons(tender_id: TenderId, id: CallOffId, stands: bool, lang: Lang) -> CreateActionRow {
    let correct = say!(lang, "calloffs-correct-button");
    let mut buttons = vec![button(
        CORRECT,
        tender_id,
        id,
        correct,
        ButtonStyle::Secondary,
    )];
    if stands {
        let undo = say!(lang, "calloffs-undo-button");
        buttons.push(button(UNDO, tender_id, id, undo, ButtonStyle::Danger));
    }
    CreateActionRow::Buttons(buttons)
}

/// The rows below a page of the list: what puts its orders right, and what turns the page.
pub fn rows(listed: &Listed, choice: impl Fn(&Line) -> String, lang: Lang) -> Vec<CreateActionRow> {
    let orders: Vec<&Line> = listed
        .lines
        .iter()
        .filter(|line| line.may_correct && line.call_off.corrects.is_none())
        .collect();
    let turn = turning(listed, lang);
    let mut rows = Vec::new();
    if orders.len() + usize::from(turn.is_some()) <= BESIDE {
        for line in orders {
            let (tender_id, id) = (listed.tender_id, line.call_off.id);
            let correct = say!(lang, "calloffs-correct-number-button", number = id);
            let undo = say!(lang, "calloffs-undo-number-button", number = id);
            rows.push(CreateActionRow::Buttons(vec![
                button(CORRECT, tender_id, id, correct, ButtonStyle::Secondary),
                button(UNDO, tender_id, id, undo, ButtonStyle::Danger),
            ]));
        }
    } else {
        let option = |line: &&Line| {
            let text = limits::cut(&choice(line), limits::MENU_TEXT);
            CreateSelectMenuOption::new(text, line.call_off.id.to_string())
        };
        let options = orders
            .iter()
            .take(limits::MENU_OPTIONS)
            .map(option)
            .collect();
        let id = CustomId::new(CHOOSE, listed.tender_id);
        let menu = CreateSelectMenu::new(id, CreateSelectMenuKind::String { options })
            .placeholder(say!(lang, "calloffs-choose-order-placeholder"));
        rows.push(CreateActionRow::SelectMenu(menu));
    }
    rows.extend(turn);
    rows
}

/// The buttons that turn the page, where there is more than one.
fn turning(listed: &Listed, lang: Lang) -> Option<CreateActionRow> {
    let pages = listed.count.div_ceil(PAGE);
    let to = |page: u64, label| {
        let lot = listed.lot_id.unwrap_or_default();
        let authority = listed.authority_id.unwrap_or_default();
        let id = format!("{}-{lot}-{authority}-{page}", listed.tender_id);
        CreateButton::new(CustomId::new(TURN, id))
            .label(label)
            .style(ButtonStyle::Secondary)
    };
    let newer = listed.page.checked_sub(1);
    let older = listed.page.checked_add(1).filter(|page| *page < pages);
    let newer = newer.map(|page| {
        to(
            page.min(pages.saturating_sub(1)),
            say!(lang, "calloffs-newer-button"),
        )
    });
    let older = older.map(|page| to(page, say!(lang, "calloffs-older-button")));
    let buttons: Vec<_> = newer.into_iter().chain(older).collect();
    (!buttons.is_empty()).then_some(CreateActionRow::Buttons(buttons))
}

/// An order chosen from the menu, with its buttons.
pub fn chosen(it: &Standing, lang: Lang) -> Answer {
    let text = say!(
        lang,
        "calloffs-chosen",
        number = it.id,
        quantity = it.lot.unit.show(it.quantity),
        lot = escape::line(&it.lot.title),
        authority = escape::line(&it.authority.short_name)
    );
    Answer::text(text).row(buttons(it.tender.id, it.id, !it.quantity.is_zero(), lang))
}

fn short(label: String, name: &str) -> CreateInputText {
    CreateInputText::new(InputTextStyle::Short, label, name)
}

fn form(
    kind: &'static str,
    it: &Standing,
    title: &str,
    inputs: Vec<CreateInputText>,
) -> CreateModal {
    let id = CustomId::new(kind, format!("{}-{}", it.tender.id, it.id));
    CreateModal::new(id, limits::cut(title, limits::FORM_TITLE))
        .components(inputs.into_iter().map(CreateActionRow::InputText).collect())
}

/// The form that corrects an order, filled in with what stands. It has no room for the lot and a reason both: the lead, who
/// corrects another's, has to give a reason.
pub fn correct_form(it: &Standing, lang: Lang) -> CreateModal {
    let reference = it.tender.reference.as_str();
    let title = say!(lang, "calloffs-correct-form", number = it.id, reference);
    let units = it.lot.unit.plural();
    let label = say!(lang, "calloffs-right-quantity-input", units);
    let label = limits::cut(&label, limits::INPUT_LABEL);
    let optional = |label, name, value: Option<&str>| {
        let input = short(label, name).required(false).max_length(200);
        match value {
            Some(value) => input.value(value),
            None => input,
        }
    };
    let deliver_on = it.last.deliver_on.map(|on| day(on).say(lang));
    let mut inputs = vec![
        short(label, input::QUANTITY)
            .max_length(40)
            .value(it.quantity.to_string()),
        optional(
            say!(lang, "calloffs-deliver-on-input"),
            input::DELIVER_ON,
            deliver_on.as_deref(),
        ),
        optional(
            say!(lang, "calloffs-site-input"),
            input::SITE,
            it.last.site.as_deref(),
        ),
        optional(
            say!(lang, "calloffs-order-number-input"),
            input::ORDER_NUMBER,
            it.last.order_number.as_deref(),
        ),
    ];
    if it.by_lead {
        inputs.push(why(lang));
    } else {
        let lot = short(say!(lang, "calloffs-lot-input"), input::LOT);
        inputs.insert(0, lot.value(it.lot.title.as_str()));
    }
    form(CORRECT_FORM, it, &title, inputs)
}

/// The form that asks why an order is taken back.
pub fn undo_form(it: &Standing, lang: Lang) -> CreateModal {
    let reference = it.tender.reference.as_str();
    let title = say!(lang, "calloffs-undo-form", number = it.id, reference);
    form(UNDO_FORM, it, &title, vec![why(lang)])
}

fn why(lang: Lang) -> CreateInputText {
    short(say!(lang, "calloffs-reason-input"), input::REASON).max_length(200)
}
