//! An order as text, to send to the supplier: griffin tells them nothing.

use super::super::rules;
use super::super::service::Done;
use super::super::under::parts;
use crate::discord::{escape, limits};
use crate::values::day;
use crate::words::{Lang, text};

/// The most characters of a line: some ten of them, and what stands of an order by price, fit an embed.
const LINE: usize = 300;

/// What stands of an order, in a code block, which is copied as it is.
pub fn order(done: &Done, lang: Lang) -> String {
    let call_off = &done.call_off;
    let cost = rules::cost(&done.stand).and_then(|cost| cost.round());
    let mut lines = vec![
        text!("calloffs-order-supplier", supplier = done.supplier.as_str()),
        text!(
            "calloffs-order-contract",
            reference = done.reference.as_str(),
            title = done.title.as_str()
        ),
        text!("calloffs-order-lot", lot = done.lot.as_str()),
        text!(
            "calloffs-order-quantity",
            quantity = done.unit.show(done.stands)
        ),
        text!(
            "calloffs-order-price",
            parts = parts(&done.stand, &done.unit)
        ),
    ];
    lines.extend(cost.map(|cost| text!("calloffs-order-cost", cost = cost.to_string())));
    let deliver_on = call_off.deliver_on.map(day);
    lines.extend(deliver_on.map(|day| text!("calloffs-order-deliver-on", day)));
    let site = call_off.site.as_deref();
    lines.extend(site.map(|site| text!("calloffs-order-site", site)));
    let number = call_off.order_number.as_deref();
    lines.extend(number.map(|number| text!("calloffs-order-number-line", number)));
    let authority = match done.authority_name.as_str() {
        "" => done.authority.as_str(),
        name => name,
    };
    lines.push(text!("calloffs-order-authority", authority));
    if !done.officer.is_empty() {
        lines.push(text!(
            "calloffs-order-officer",
            officer = done.officer.as_str()
        ));
    }
    let lines: Vec<String> = lines
        .iter()
        .map(|line| limits::cut(&escape::code(&line.say(lang)), LINE))
        .collect();
    format!("```\n{}\n```", lines.join("\n"))
}
