//! What a person sees of call-offs: a value in, a message out. Units need no escaping: no sign of markdown is in one.

use chrono_tz::Tz;
use poise::serenity_prelude::{
    CreateActionRow, CreateEmbed, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle,
};

use super::rules::Part;
use super::service::{Balance, Done, Line, Listed, LotBalance};
use super::views::PAGE;
use crate::awards::cards::day;
use crate::discord::{Answer, CustomId, escape, limits};
use crate::values::{Money, Quantity, Unit};

/// Opens the form; about the tender's row.
pub const CALL_OFF: &str = "calloff.open";
/// Says for whom to call off; about the tender's row.
pub const CALL_OFF_AS: &str = "calloff.as";
/// The form; about the tender's row, then that of the authority.
pub const FORM: &str = "calloff.form";
/// Shows the balance; about the tender's row.
pub const BALANCE: &str = "calloff.balance";
/// Says whose balance is meant; about the tender's row.
pub const BALANCE_AS: &str = "calloff.balance.as";

/// The form's inputs.
pub mod input {
    /// The lot's title or number.
    pub const LOT: &str = "lot";
    /// How much.
    pub const QUANTITY: &str = "quantity";
    /// When it is wanted.
    pub const DELIVER_ON: &str = "deliver_on";
    /// Where it is wanted.
    pub const SITE: &str = "site";
    /// The authority's own number.
    pub const ORDER_NUMBER: &str = "order_number";
}

/// How much of a site, an order number or a title a list shows.
const SHORT: usize = 40;

/// What a call-off saves against what the authority paid before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// So much; below zero where the contract is dearer.
    Of(Money),
    /// The authority gave no price that it paid before: never a saving.
    NoBaseline,
}

/// Asks an officer of several authorities for which one; each is its row's number and its name.
pub fn for_whom(kind: &'static str, tender_id: i64, authorities: &[(i64, String)]) -> Answer {
    let option = |(id, name): &(i64, String)| {
        CreateSelectMenuOption::new(limits::cut(name, limits::MENU_TEXT), id.to_string())
    };
    let options = authorities
        .iter()
        .take(limits::MENU_OPTIONS)
        .map(option)
        .collect();
    let menu = CreateSelectMenu::new(
        CustomId::new(kind, tender_id),
        CreateSelectMenuKind::String { options },
    );
    Answer::text("For which authority?").row(CreateActionRow::SelectMenu(menu))
}

/// The form of a call-off; lots are each its number and its title.
pub fn form(
    tender_id: i64,
    authority_id: Option<i64>,
    reference: &str,
    lots: &[(i32, String)],
) -> CreateModal {
    let id = match authority_id {
        Some(authority_id) => format!("{tender_id}-{authority_id}"),
        None => tender_id.to_string(),
    };
    let text = |label, name| CreateInputText::new(InputTextStyle::Short, label, name);
    let names: Vec<String> = lots
        .iter()
        .map(|(number, title)| format!("{number} {title}"))
        .collect();
    let placeholder = limits::cut(&names.join(", "), limits::INPUT_PLACEHOLDER);
    let mut lot = text("Lot: its name or number", input::LOT).placeholder(placeholder);
    if let [(_, only)] = lots {
        lot = lot.value(only);
    }
    let optional = |label, name| text(label, name).required(false).max_length(200);
    let inputs = [
        lot,
        text("Quantity, such as 1,250.5", input::QUANTITY).max_length(40),
        optional("Deliver on, such as 18 Dec", input::DELIVER_ON),
        optional("Site", input::SITE),
        optional("Order number", input::ORDER_NUMBER),
    ];
    let title = limits::cut(&format!("Call off under {reference}"), limits::FORM_TITLE);
    CreateModal::new(CustomId::new(FORM, id), title)
        .components(inputs.into_iter().map(CreateActionRow::InputText).collect())
}

/// A call-off, or a correction, that was recorded.
pub fn done(done: &Done, saving: Option<Saving>, tz: Tz) -> Answer {
    let call_off = &done.call_off;
    let head = if call_off.corrects.is_some() {
        "Corrected"
    } else {
        "Called off"
    };
    let show = |quantity| done.unit.show(quantity);
    let number = call_off.corrects.unwrap_or(call_off.id);
    let mut lines = vec![
        format!(
            "**{head}: {}, {}** for {}",
            done.reference,
            escape::line(&done.lot),
            escape::line(&done.authority)
        ),
        format!(
            "Call-off `{number}`: {} from {}",
            show(done.stands),
            escape::line(&done.supplier)
        ),
    ];
    if call_off.corrects.is_some() {
        lines.push(format!("By this correction: {}", show(call_off.quantity)));
    }
    lines.push(format!(
        "Price: {}, in all **{}**",
        parts(&call_off.parts, &done.unit),
        done.cost
    ));
    match saving {
        Some(Saving::Of(saved)) => {
            lines.push(format!("Saving against the price paid before: {saved}"))
        }
        Some(Saving::NoBaseline) => lines.push("Saving: no baseline".to_owned()),
        None => {}
    }
    lines.extend(
        call_off
            .deliver_on
            .map(|on| format!("Deliver on: {}", day(on, tz))),
    );
    lines.extend(
        call_off
            .site
            .as_ref()
            .map(|site| format!("Site: {}", escape::line(site))),
    );
    lines.extend(
        call_off
            .order_number
            .as_ref()
            .map(|number| format!("Order number: {}", escape::line(number))),
    );
    let year = call_off.year.get();
    lines.push(match done.declared_left {
        Some(left) => format!("Contract year {year}: {}", of_declared(left, &done.unit)),
        None => format!("Contract year {year}: nothing was declared"),
    });
    lines.extend(
        done.ceiling_left
            .map(|left| format!("Left of the ceiling: {}", show(left))),
    );
    Answer::text(lines.join("\n"))
}

/// What is left of what was declared, or by how much it is exceeded.
fn of_declared(left: Quantity, unit: &Unit) -> String {
    let beyond = Quantity::ZERO
        .checked_sub(left)
        .filter(|_| left.is_negative());
    match beyond {
        Some(beyond) => format!("{} more than declared", unit.show(beyond)),
        None => format!("{} left of what was declared", unit.show(left)),
    }
}

/// `281.75 tonnes at £147.50, 1.75 tonnes at £143.25`.
fn parts(parts: &[Part], unit: &Unit) -> String {
    let shown: Vec<String> = parts
        .iter()
        .map(|part| format!("{} at {}", unit.show(part.quantity), part.price))
        .collect();
    shown.join(", ")
}

/// A page of call-offs.
pub fn list(listed: &Listed) -> Answer {
    let (title, text) = list_text(listed);
    if listed.lines.is_empty() {
        return Answer::text(text);
    }
    Answer::text(title).embed(CreateEmbed::new().description(text))
}

/// The title of a page of call-offs, and its lines.
fn list_text(listed: &Listed) -> (String, String) {
    let pages = listed.count.div_ceil(PAGE).max(1);
    let page = listed.page.saturating_add(1);
    let count = match listed.count {
        1 => "1 call-off".to_owned(),
        count => format!("{count} call-offs"),
    };
    let title = format!("**{}: {count}**, page {page} of {pages}", listed.reference);
    if listed.lines.is_empty() {
        let text = match listed.count {
            0 => format!(
                "There is no call-off under {} that you may see.",
                listed.reference
            ),
            _ => format!(
                "There are {pages} pages of call-offs under {}.",
                listed.reference
            ),
        };
        return (title, text);
    }
    let mut lines: Vec<String> = listed.lines.iter().map(line).collect();
    if page < pages {
        lines.push(format!("More: `/calloff list` with `page` {}", page + 1));
    }
    (
        title,
        limits::cut(&lines.join("\n"), limits::EMBED_DESCRIPTION),
    )
}

fn line(line: &Line) -> String {
    let call_off = &line.call_off;
    let short = |text: &str| escape::line(&limits::cut(text, SHORT));
    let mut text = format!(
        "`{}` <t:{}:d> {}: {} {}, {}",
        call_off.id,
        call_off.at.timestamp(),
        escape::line(&line.authority),
        line.unit.show(call_off.quantity),
        short(&line.lot),
        line.cost,
    );
    if let Some(corrected) = call_off.corrects {
        text.push_str(&format!(", corrects `{corrected}`"));
    }
    for (what, of) in [("to", &call_off.site), ("order", &call_off.order_number)] {
        if let Some(of) = of {
            text.push_str(&format!(", {what} {}", short(of)));
        }
    }
    text
}

/// A call-off to choose, as plain text: no markdown is read there.
pub fn choice(line: &Line) -> String {
    let call_off = &line.call_off;
    let quantity = line.unit.show(call_off.quantity);
    format!(
        "{} {}: {quantity} {}, {}",
        call_off.id,
        line.authority,
        line.lot,
        call_off.at.format("%-d %b %Y")
    )
}

/// What is left for an authority.
pub fn balance(balance: &Balance) -> Answer {
    let head = format!(
        "**{}: balance of {}**, contract year {}",
        balance.reference,
        escape::line(&balance.authority),
        balance.year.get()
    );
    let lots: Vec<String> = balance.lots.iter().map(of_lot).collect();
    Answer::text("").embed(CreateEmbed::new().description(balance_text(&head, &lots)))
}

fn balance_text(head: &str, lots: &[String]) -> String {
    limits::cut(
        &format!("{head}\n\n{}", lots.join("\n\n")),
        limits::EMBED_DESCRIPTION,
    )
}

fn of_lot(lot: &LotBalance) -> String {
    let show = |quantity| lot.unit.show(quantity);
    let mut lines = vec![format!("**{}**", escape::line(&lot.lot))];
    lines.push(match (lot.declared, lot.left) {
        (Some(declared), Some(left)) => format!(
            "Declared {}, called off {}: {}",
            show(declared),
            show(lot.called_off),
            of_declared(left, &lot.unit)
        ),
        _ => format!("Nothing declared, called off {}", show(lot.called_off)),
    });
    lines.extend(
        lot.called_off_by_all
            .map(|all| format!("Called off by all in the contract year: {}", show(all))),
    );
    lines.extend(lot.next_band.map(|next| next.told(&lot.unit)));
    lines.push(match (lot.ceiling, lot.ceiling_left) {
        (Some(ceiling), Some(left)) => format!(
            "Ceiling {} over the term: {} left",
            show(ceiling),
            show(left)
        ),
        (Some(ceiling), None) => format!("Ceiling {} over the term", show(ceiling)),
        (None, _) => "No ceiling".to_owned(),
    });
    lines.join("\n")
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;
