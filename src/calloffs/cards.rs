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
use crate::values::{self, AuthorityId, Money, Quantity, TenderId, Unit};
use crate::words::{Join, Lang, Text, say, text};

/// Opens the form; about the tender's row.
pub const CALL_OFF: &str = "calloff.open";
/// Says which authority calls off; about the tender's row.
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
pub fn for_whom(
    kind: &'static str,
    tender_id: TenderId,
    authorities: &[(AuthorityId, String)],
    lang: Lang,
) -> Answer {
    let option = |(id, name): &(AuthorityId, String)| {
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
    Answer::text(say!(lang, "calloffs-for-whom")).row(CreateActionRow::SelectMenu(menu))
}

/// The form of a call-off; lots are each its number and its title.
pub fn form(
    tender_id: TenderId,
    authority_id: Option<AuthorityId>,
    reference: &str,
    lots: &[(i32, String)],
    lang: Lang,
) -> CreateModal {
    let id = match authority_id {
        Some(authority_id) => format!("{tender_id}-{authority_id}"),
        None => tender_id.to_string(),
    };
    let text = |label: String, name| CreateInputText::new(InputTextStyle::Short, label, name);
    let names: Vec<String> = lots
        .iter()
        .map(|(number, title)| format!("{number} {title}"))
        .collect();
    let placeholder = limits::cut(&names.join(", "), limits::INPUT_PLACEHOLDER);
    let mut lot = text(say!(lang, "calloffs-lot-input"), input::LOT).placeholder(placeholder);
    if let [(_, only)] = lots {
        lot = lot.value(only);
    }
    let optional = |label, name| text(label, name).required(false).max_length(200);
    let inputs = [
        lot,
        text(say!(lang, "calloffs-quantity-input"), input::QUANTITY).max_length(40),
        optional(say!(lang, "calloffs-deliver-on-input"), input::DELIVER_ON),
        optional(say!(lang, "calloffs-site-input"), input::SITE),
        optional(
            say!(lang, "calloffs-order-number-input"),
            input::ORDER_NUMBER,
        ),
    ];
    let title = say!(lang, "calloffs-form", reference);
    let title = limits::cut(&title, limits::FORM_TITLE);
    CreateModal::new(CustomId::new(FORM, id), title)
        .components(inputs.into_iter().map(CreateActionRow::InputText).collect())
}

/// A call-off, or a correction, that was recorded.
pub fn done(done: &Done, saving: Option<Saving>, tz: Tz, lang: Lang) -> Answer {
    let call_off = &done.call_off;
    let show = |quantity| done.unit.show(quantity);
    let number = call_off.corrects.unwrap_or(call_off.id);
    let reference = done.reference.as_str();
    let (lot, authority) = (escape::line(&done.lot), escape::line(&done.authority));
    let mut lines = vec![match call_off.corrects {
        Some(_) => text!("calloffs-corrected", reference, lot, authority),
        None => text!("calloffs-recorded", reference, lot, authority),
    }];
    let supplier = escape::line(&done.supplier);
    let correction = call_off.corrects.is_some();
    lines.push(match done.stands {
        Quantity::ZERO if correction => text!("calloffs-number-taken-back", number, supplier),
        stands => text!("calloffs-number", number, quantity = show(stands), supplier),
    });
    if correction {
        lines.push(match below_zero(call_off.quantity) {
            Some(less) => text!("calloffs-less-than-before", quantity = show(less)),
            None => text!(
                "calloffs-more-than-before",
                quantity = show(call_off.quantity)
            ),
        });
    }
    let parts = parts(&call_off.parts, &done.unit);
    let cost = done.cost.to_string();
    lines.push(match correction {
        true => text!("calloffs-price-change", parts, cost),
        false => text!("calloffs-price", parts, cost),
    });
    lines.extend(saving.map(|saving| match saving {
        Saving::Of(saved) if correction => {
            text!("calloffs-saving-change", saved = saved.to_string())
        }
        Saving::Of(saved) => text!("calloffs-saving", saved = saved.to_string()),
        Saving::NoBaseline => text!("calloffs-no-baseline"),
    }));
    let deliver_on = call_off.deliver_on.map(|on| day(on, tz));
    lines.extend(deliver_on.map(|day| text!("calloffs-deliver-on", day)));
    let site = call_off.site.as_deref().map(escape::line);
    lines.extend(site.map(|site| text!("calloffs-site", site)));
    let order = call_off.order_number.as_deref().map(escape::line);
    lines.extend(order.map(|number| text!("calloffs-order-number", number)));
    let left = match done.declared_left {
        Some(left) => of_declared(left, &done.unit),
        None => text!("calloffs-none-declared"),
    };
    let year = call_off.year.get();
    lines.push(text!("calloffs-of-year", year, left));
    let left = done.ceiling_left.map(show);
    lines.extend(left.map(|quantity| text!("calloffs-under-ceiling", quantity)));
    Answer::text(Text::lines(lines).say(lang))
}

/// By how much a quantity is below zero, if it is.
fn below_zero(quantity: Quantity) -> Option<Quantity> {
    Quantity::ZERO
        .checked_sub(quantity)
        .filter(|_| quantity.is_negative())
}

/// What is left of what was declared, or by how much it is exceeded.
fn of_declared(left: Quantity, unit: &Unit) -> Text {
    match below_zero(left) {
        Some(beyond) => text!("calloffs-beyond-declared", quantity = unit.show(beyond)),
        None => text!("calloffs-left-of-declared", quantity = unit.show(left)),
    }
}

/// `281.75 tonnes at £147.50, 1.75 tonnes at £143.25`. Neighbours at the same price, as what takes back a call-off that
/// was corrected before may have, are one.
fn parts(parts: &[Part], unit: &Unit) -> Text {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if last.price == part.price => {
                match last.quantity.checked_add(part.quantity) {
                    Some(both) => last.quantity = both,
                    None => merged.push(*part),
                }
            }
            _ => merged.push(*part),
        }
    }
    let shown = merged.iter().map(|part| {
        let (quantity, price) = (unit.show(part.quantity), part.price.to_string());
        text!("calloffs-part", quantity, price)
    });
    Text::joined(Join::Comma, shown)
}

/// A page of call-offs.
pub fn list(listed: &Listed, lang: Lang) -> Answer {
    let (title, text) = list_text(listed, lang);
    if listed.lines.is_empty() {
        return Answer::text(text);
    }
    Answer::text(title).embed(CreateEmbed::new().description(text))
}

/// The title of a page of call-offs, and its lines.
fn list_text(listed: &Listed, lang: Lang) -> (String, String) {
    let pages = listed.count.div_ceil(PAGE).max(1);
    let page = listed.page.saturating_add(1);
    let (reference, count) = (listed.reference.as_str(), listed.count);
    let title = say!(lang, "calloffs-list", reference, count, page, pages);
    if listed.lines.is_empty() {
        let text = match count {
            0 => say!(lang, "calloffs-none-listed", reference),
            _ => say!(lang, "calloffs-no-such-page", pages, reference),
        };
        return (title, text);
    }
    let mut lines: Vec<String> = listed.lines.iter().map(|it| line(it, lang)).collect();
    if page < pages {
        lines.push(say!(lang, "calloffs-more", page = page + 1));
    }
    (
        title,
        limits::cut(&lines.join("\n"), limits::EMBED_DESCRIPTION),
    )
}

fn line(line: &Line, lang: Lang) -> String {
    let call_off = &line.call_off;
    let short = |text: &String| escape::line(&limits::cut(text, SHORT));
    let corrects = call_off.corrects;
    let (site, order) = (&call_off.site, &call_off.order_number);
    let mut parts = vec![text!(
        "calloffs-line",
        number = call_off.id,
        at = format!("<t:{}:d>", call_off.at.timestamp()),
        authority = escape::line(&line.authority),
        quantity = line.unit.show(call_off.quantity),
        lot = short(&line.lot),
        cost = line.cost.to_string()
    )];
    parts.extend(corrects.map(|number| text!("calloffs-line-corrects", number)));
    let site = site.as_ref().map(short);
    parts.extend(site.map(|site| text!("calloffs-line-site", site)));
    let order = order.as_ref().map(short);
    parts.extend(order.map(|number| text!("calloffs-line-order", number)));
    Text::joined(Join::Comma, parts).say(lang)
}

/// A call-off to choose, as plain text: no markdown is read there.
pub fn choice(line: &Line, lang: Lang) -> String {
    say!(
        lang,
        "calloffs-call-off-choice",
        number = line.call_off.id,
        authority = line.authority.as_str(),
        quantity = line.unit.show(line.call_off.quantity),
        lot = line.lot.as_str(),
        day = values::day(line.call_off.at.date_naive())
    )
}

/// What is left for an authority.
pub fn balance(balance: &Balance, lang: Lang) -> Answer {
    let head = say!(
        lang,
        "calloffs-balance",
        reference = balance.reference.as_str(),
        authority = escape::line(&balance.authority),
        year = balance.year.get()
    );
    let lots: Vec<String> = balance.lots.iter().map(|lot| of_lot(lot, lang)).collect();
    Answer::text("").embed(CreateEmbed::new().description(balance_text(&head, &lots)))
}

fn balance_text(head: &str, lots: &[String]) -> String {
    limits::cut(
        &format!("{head}\n\n{}", lots.join("\n\n")),
        limits::EMBED_DESCRIPTION,
    )
}

fn of_lot(lot: &LotBalance, lang: Lang) -> String {
    let show = |quantity| lot.unit.show(quantity);
    let called_off = show(lot.called_off);
    let mut lines = vec![Text::verbatim(format!("**{}**", escape::line(&lot.lot)))];
    lines.push(match (lot.declared, lot.left) {
        (Some(declared), Some(left)) => text!(
            "calloffs-of-declared",
            declared = show(declared),
            called_off,
            left = of_declared(left, &lot.unit)
        ),
        _ => text!("calloffs-of-none-declared", called_off),
    });
    let by_all = lot.called_off_by_all.map(show);
    lines.extend(by_all.map(|quantity| text!("calloffs-by-all", quantity)));
    lines.extend(lot.next_band.map(|next| next.told(&lot.unit)));
    let ceiling = lot.ceiling.map(show);
    lines.push(match (ceiling, lot.ceiling_left.map(show)) {
        (Some(ceiling), Some(left)) => text!("calloffs-left-of-ceiling", ceiling, left),
        (Some(ceiling), None) => text!("calloffs-ceiling", ceiling),
        (None, _) => text!("calloffs-no-ceiling"),
    });
    Text::lines(lines).say(lang)
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;
