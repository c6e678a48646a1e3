//! What a person sees of call-offs: a value in, a message out. Units need no escaping: no sign of markdown is in one.

use chrono_tz::Tz;
use poise::serenity_prelude::{
    CreateActionRow, CreateEmbed, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle,
};

use super::service::{Balance, Done, Line, Listed, LotBalance, Moved};
use super::under::{change, of_declared, parts};
use super::views::PAGE;
use crate::awards::cards::day;
use crate::discord::{Answer, CustomId, escape, limits};
use crate::values::{self, AuthorityId, Money, Quantity, TenderId};
use crate::words::{Join, Lang, Text, say, text};

pub mod input;
mod order;
mod righting;

pub use righting::{
    CHOOSE, CORRECT, CORRECT_FORM, TURN, UNDO, UNDO_FORM, chosen, correct_form, undo_form,
};

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

/// The form of a call-off: of each lot its number and its title, and, where the authority is known, what is left of it.
pub fn form(
    tender_id: TenderId,
    authority_id: Option<AuthorityId>,
    reference: &str,
    lots: &[(i32, String)],
    balance: Option<&Balance>,
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
    let mut quantity = text(say!(lang, "calloffs-quantity-input"), input::QUANTITY).max_length(40);
    if let Some(balance) = balance {
        let hint = quantity_hint(lots, balance, lang);
        quantity = quantity.placeholder(limits::cut(&hint, limits::INPUT_PLACEHOLDER));
    }
    let optional = |label, name| text(label, name).required(false).max_length(200);
    let inputs = [
        lot,
        quantity,
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

/// `1: 185.5 tonnes left, £147.50 per tonne; 2: …`, without the number where there is one lot.
fn quantity_hint(lots: &[(i32, String)], balance: &Balance, lang: Lang) -> String {
    let of = |lot: &LotBalance| {
        let mut about = vec![match lot.left {
            Some(left) if left.is_negative() => text!(
                "calloffs-form-beyond",
                quantity = lot
                    .unit
                    .show(Quantity::ZERO.checked_sub(left).unwrap_or_default())
            ),
            Some(left) => text!("calloffs-form-left", quantity = lot.unit.show(left)),
            None => text!("calloffs-form-undeclared", units = lot.unit.plural()),
        }];
        about.extend(lot.price.map(|price| {
            let (price, unit) = (price.to_string(), lot.unit.as_str());
            text!("calloffs-form-price", price, unit)
        }));
        Text::joined(Join::Comma, about).say(lang)
    };
    let numbered = lots.iter().filter_map(|(number, title)| {
        let lot = balance.lots.iter().find(|lot| lot.lot == *title)?;
        Some(match lots {
            [_] => of(lot),
            _ => format!("{number}: {}", of(lot)),
        })
    });
    numbered.collect::<Vec<_>>().join("; ")
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
    let moved = done.moved.as_ref().map(|it| Moved {
        lot: escape::line(&it.lot),
        ..it.clone()
    });
    lines.extend(moved.map(|it| it.told()));
    // What moved to another lot is new there.
    let correction = correction && done.moved.is_none();
    if !call_off.quantity.is_zero() {
        if correction {
            lines.push(change(call_off.quantity, &done.unit));
        }
        let parts = parts(&call_off.parts, &done.unit);
        let cost = done.cost.to_string();
        lines.push(match correction {
            true => text!("calloffs-price-change", parts, cost),
            false => text!("calloffs-price", parts, cost),
        });
    }
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
    let left = of_declared(done.declared_left, &done.unit);
    let year = call_off.year.get();
    lines.push(text!("calloffs-of-year", year, left));
    let left = done.ceiling_left.map(show);
    lines.extend(left.map(|quantity| text!("calloffs-under-ceiling", quantity)));
    lines.push(match call_off.corrects {
        None => text!("calloffs-tell-supplier"),
        Some(_) if done.stands.is_zero() => text!("calloffs-tell-supplier-undone"),
        Some(_) => text!("calloffs-tell-supplier-corrected"),
    });
    let mut answer = Answer::text(Text::lines(lines).say(lang));
    if !done.stands.is_zero() {
        let embed = CreateEmbed::new()
            .title(say!(lang, "calloffs-order-title"))
            .description(order::order(done, lang));
        answer = answer.embed(embed);
    }
    let stands = !done.stands.is_zero();
    answer.row(righting::buttons(done.tender_id, number, stands, lang))
}

/// A page of call-offs.
pub fn list(listed: &Listed, lang: Lang) -> Answer {
    let (title, text) = list_text(listed, lang);
    if listed.lines.is_empty() {
        return Answer::text(text);
    }
    let answer = Answer::text(title).embed(CreateEmbed::new().description(text));
    let rows = righting::rows(listed, |line| choice(line, lang), lang);
    rows.into_iter().fold(answer, Answer::row)
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
    let lines: Vec<String> = listed.lines.iter().map(|it| line(it, lang)).collect();
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
            left = of_declared(Some(left), &lot.unit)
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
    lines.extend(lot.headroom.map(|it| it.told()));
    Text::lines(lines).say(lang)
}

#[cfg(test)]
#[path = "../cards_tests.rs"]
mod tests;
