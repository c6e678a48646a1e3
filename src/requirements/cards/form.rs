//! The form of a declaration.

use poise::serenity_prelude::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle};

use super::kind;
use crate::discord::{CustomId, limits};
use crate::requirements::rules::EVERY_YEAR;
use crate::requirements::service::{Before, Requirement};
use crate::tenders::service::{Lot, Tender, Who};
use crate::words::{Lang, say};

/// The form of a declaration: an input a lot, five at most, with what the authority has declared for every year.
///
/// Where it has declared nothing yet, it is shown what it declared the last time.
///
/// A lot that is declared year by year is left empty: a quantity typed there would stand for every year.
pub fn form(
    tender: &Tender,
    who: &Who,
    lots: &[&Lot],
    own: &[Requirement],
    before: &[Before],
    lang: Lang,
) -> CreateModal {
    let rows = lots.iter().take(limits::FORM_INPUTS).map(|lot| {
        let unit = lot.unit.plural();
        let label = say!(
            lang,
            "requirements-lot-input",
            lot = lot.title.as_str(),
            unit
        );
        let label = limits::cut(&label, limits::INPUT_LABEL);
        let input = CreateInputText::new(InputTextStyle::Short, label, lot.id.to_string())
            .required(false)
            .max_length(30);
        let mine: Vec<&Requirement> = own.iter().filter(|r| r.lot_id == lot.id).collect();
        CreateActionRow::InputText(match mine[..] {
            [] => input.placeholder(match before.iter().find(|it| it.lot_id == lot.id) {
                Some(last) => limits::cut(&last_time(last, lot, lang), limits::INPUT_PLACEHOLDER),
                None => say!(lang, "requirements-not-declared-placeholder"),
            }),
            [it] if it.year == EVERY_YEAR => input
                .value(it.expected.to_string())
                .placeholder(say!(lang, "requirements-declared-placeholder")),
            _ => input.placeholder(say!(lang, "requirements-by-year-placeholder")),
        })
    });
    let title = say!(
        lang,
        "requirements-declare-form",
        reference = tender.reference.as_str(),
        who = who.short_name.as_str()
    );
    let id = CustomId::new(kind::FORM, format!("{}-{}", tender.id, who.id));
    CreateModal::new(id, limits::cut(&title, limits::FORM_TITLE)).components(rows.collect())
}

fn last_time(last: &Before, lot: &Lot, lang: Lang) -> String {
    say!(
        lang,
        "requirements-last-time-placeholder",
        quantity = lot.unit.show(last.a_year),
        reference = last.reference.as_str()
    )
}
