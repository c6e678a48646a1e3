//! What a person sees of requirements: a value in, a message or a form out. What people typed is escaped.

use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle,
};

use super::rules::EVERY_YEAR;
use super::service::{Ceased, Change, Declared, LotTotals, Preview, Requirement, Shown, Stated};
use crate::discord::escape::line;
use crate::discord::{Answer, CustomId, limits};
use crate::tenders::service::{Lot, Tender, Who};

#[cfg(test)]
pub(super) mod tests;

/// The kinds of buttons, menus and forms of requirements.
pub mod kind {
    /// On the card: opens the form.
    pub const DECLARE: &str = "requirement.declare";
    /// A menu: for whom the form is.
    pub const DECLARE_AS: &str = "requirement.declare.as";
    /// A menu: which lots the form has.
    pub const LOTS: &str = "requirement.lots";
    /// The form.
    pub const FORM: &str = "requirement.form";
    /// On the card: the nil return.
    pub const NONE: &str = "requirement.none";
    /// A menu: whose nil return it is.
    pub const NONE_AS: &str = "requirement.none.as";
    /// Under a preview: declare all of it.
    pub const IMPORT: &str = "requirement.import";
    /// Under a preview: none of it.
    pub const NO_IMPORT: &str = "requirement.import.no";
}

fn named(tender: &Tender) -> String {
    format!("**{}** {}", tender.reference, line(&tender.title))
}

fn called(who: &Who) -> String {
    format!("{} ({})", line(&who.name), line(&who.short_name))
}

fn year(year: i32) -> String {
    match year {
        EVERY_YEAR => "every contract year".to_owned(),
        year => format!("contract year {year}"),
    }
}

/// A quantity with all that was said of it.
fn requirement(lot: &Lot, it: &Requirement) -> String {
    let mut text = format!(
        "{} of {}, {}",
        line(&lot.unit.show(it.expected).to_string()),
        line(&lot.title),
        year(it.year)
    );
    if let Some(least) = it.at_least {
        text.push_str(&format!(", at least {least}"));
    }
    if let Some(most) = it.at_most {
        text.push_str(&format!(", at most {most}"));
    }
    text.push_str(if it.committed {
        ", committed"
    } else {
        ", indicative"
    });
    if let Some(baseline) = it.baseline {
        text.push_str(&format!(
            ", paid now {baseline} a {}",
            line(lot.unit.as_str())
        ));
    }
    if let Some(supplier) = &it.supplier_now {
        text.push_str(&format!(", from {}", line(supplier)));
    }
    if let Some(note) = &it.note {
        text.push_str(&format!(" ({})", line(note)));
    }
    if it.late {
        text.push_str(" **late**");
    }
    text
}

/// What was declared.
pub fn declared(it: &Declared) -> Answer {
    let stated = |s: &Stated| format!("- {}{}", requirement(&s.lot, &s.requirement), was(s));
    let lines: Vec<String> = it.stated.iter().map(stated).collect();
    let late = if it.late { " It is marked late." } else { "" };
    let head = format!(
        "**Declared** for {}, {}:{late}",
        called(&it.who),
        named(&it.tender)
    );
    long(
        &head,
        &lines,
        &format!("{}-declared.txt", it.tender.reference),
    )
}

/// What a table would change, with the buttons that say yes or no to it; about the interaction by which it was handed in.
pub fn preview(it: &Preview, interaction: i64) -> Answer {
    let changes: Vec<String> = it.changes.iter().map(change).collect();
    let unchanged = match it.unchanged {
        0 => String::new(),
        1 => "\n1 line says what is declared already.".to_owned(),
        n => format!("\n{n} lines say what is declared already."),
    };
    let late = if it.late {
        " It would be marked late."
    } else {
        ""
    };
    if changes.is_empty() {
        return Answer::text(format!(
            "**Nothing to declare.** The table says what {} has declared already in {}.",
            called(&it.who),
            named(&it.tender)
        ));
    }
    let head = format!(
        "**Not declared yet.** For {}, {}, the table changes this:{late}{unchanged}",
        called(&it.who),
        named(&it.tender)
    );
    let button = |kind, label, style| {
        CreateButton::new(CustomId::new(kind, interaction))
            .label(label)
            .style(style)
    };
    let buttons = CreateActionRow::Buttons(vec![
        button(kind::IMPORT, "Declare all of this", ButtonStyle::Success),
        button(kind::NO_IMPORT, "Change nothing", ButtonStyle::Secondary),
    ]);
    long(
        &head,
        &changes,
        &format!("{}-preview.txt", it.tender.reference),
    )
    .row(buttons)
}

fn change(it: &Change) -> String {
    let stated = &it.stated;
    let ceased: Vec<String> = it.in_place_of.iter().map(|it| year(*it)).collect();
    let ceased = match ceased.is_empty() {
        true => String::new(),
        false => format!(", in place of what was declared for {}", ceased.join(", ")),
    };
    let said = requirement(&stated.lot, &stated.requirement);
    format!("- {said}{}{ceased}", was(stated))
}

/// The preview was turned down.
pub fn not_imported() -> Answer {
    Answer::text(
        "**Nothing was changed.** Correct the table and hand it in again, whenever you like.",
    )
}

/// Lines under a head; those that are too long for a message are in a file as well.
fn long(head: &str, lines: &[String], file: &str) -> Answer {
    let text = format!("{head}\n{}", lines.join("\n"));
    if limits::length(&text) <= limits::CONTENT {
        return Answer::text(text);
    }
    let cut = Answer::text(format!(
        "{head}\nAll of it is in the file.\n{}",
        lines.join("\n")
    ));
    cut.file(file, text)
}

/// The quantity that counted before, where it differs.
fn was(it: &Stated) -> String {
    match &it.before {
        Some(before) if before.expected != it.requirement.expected => {
            format!(
                " (before: {})",
                line(&it.lot.unit.show(before.expected).to_string())
            )
        }
        _ => String::new(),
    }
}

/// A nil return.
pub fn none(it: &Ceased) -> Answer {
    let ceased = match it.ceased.len() {
        0 => "",
        _ => " What was declared before counts no more.",
    };
    let (who, tender) = (called(&it.who), named(&it.tender));
    Answer::text(format!(
        "**Noted: {who} needs none** in {tender}. That is a full answer.{ceased}"
    ))
}

/// What was declared was taken back.
pub fn withdrawn(it: &Ceased) -> Answer {
    let count = match it.ceased.len() {
        1 => "One quantity counts no more.".to_owned(),
        n => format!("{n} quantities count no more."),
    };
    Answer::text(format!(
        "**Withdrawn** for {}, {}. {count}",
        called(&it.who),
        named(&it.tender)
    ))
}

/// What a person may see of a tender's requirements. What is too long for a message is in a file as well.
pub fn shown(it: &Shown) -> Answer {
    let mut text = format!("**Requirements** of {}\n", named(&it.tender));
    for totals in &it.totals {
        text.push_str(&total(totals));
        for row in it
            .rows
            .iter()
            .filter(|row| row.requirement.lot_id == totals.lot.id)
        {
            let of = line(&row.who.short_name);
            text.push_str(&format!(
                "- {of}: {}\n",
                requirement(&totals.lot, &row.requirement)
            ));
        }
    }
    if !it.everything {
        text.push_str("Others' quantities are seen by the lead and the registrars alone.");
    }
    if limits::length(&text) <= limits::CONTENT {
        return Answer::text(text);
    }
    let cut = Answer::text(format!("All of it is in the file.\n{text}"));
    cut.file(format!("{}-requirements.txt", it.tender.reference), text)
}

fn total(it: &LotTotals) -> String {
    let title = format!("**{}** {}", it.lot.number, line(&it.lot.title));
    if it.years.iter().all(|y| y.declared == 0) {
        return format!("{title}: nothing declared yet\n");
    }
    if let Some(total) = it.a_year() {
        let quantity = line(&it.lot.unit.show(total.expected).to_string());
        return format!(
            "{title}: {quantity} a contract year, {} of it committed\n",
            total.committed
        );
    }
    let years: Vec<String> = it
        .years
        .iter()
        .map(|y| match y.total {
            Some(total) => format!(
                "{} {}",
                year(y.year),
                line(&it.lot.unit.show(total.expected).to_string())
            ),
            None => format!(
                "{} shown once three authorities have declared",
                year(y.year)
            ),
        })
        .collect();
    format!("{title}: {}\n", years.join(", "))
}

/// Every revision of an authority's requirement in a lot.
pub fn history(tender: &Tender, lot: &Lot, revisions: &[Requirement]) -> Answer {
    if revisions.is_empty() {
        return Answer::text(format!(
            "Nothing was declared of {} in {}.",
            line(&lot.title),
            named(tender)
        ));
    }
    let lines: Vec<String> = revisions
        .iter()
        .rev()
        .map(|it| {
            let counts = if it.current { ", **counts now**" } else { "" };
            format!(
                "- revision {}, <t:{}:f>: {}{counts}",
                it.revision,
                it.at.timestamp(),
                requirement(lot, it)
            )
        })
        .collect();
    Answer::text(format!(
        "**Revisions**, {}, the newest first\n{}",
        named(tender),
        lines.join("\n")
    ))
}

/// Asks for whom, where a button can't know it.
pub fn for_whom(kind: &'static str, tender: &Tender, candidates: &[Who]) -> Answer {
    let option = |who: &Who| {
        let label = limits::cut(
            &format!("{} ({})", who.name, who.short_name),
            limits::MENU_TEXT,
        );
        CreateSelectMenuOption::new(label, who.id.to_string())
    };
    let options = candidates
        .iter()
        .take(limits::MENU_OPTIONS)
        .map(option)
        .collect();
    let menu = CreateSelectMenu::new(
        CustomId::new(kind, tender.id),
        CreateSelectMenuKind::String { options },
    )
    .placeholder("For whom?");
    Answer::text(format!(
        "{}: you act for several authorities. For whom?",
        named(tender)
    ))
    .row(CreateActionRow::SelectMenu(menu))
}

/// Asks which lots, where there are more than a form holds.
pub fn which_lots(tender: &Tender, who: &Who, lots: &[Lot]) -> Answer {
    let option = |lot: &Lot| {
        let label = limits::cut(
            &format!("{} {} ({})", lot.number, lot.title, lot.unit),
            limits::MENU_TEXT,
        );
        CreateSelectMenuOption::new(label, lot.id.to_string())
    };
    let options = lots.iter().take(limits::MENU_OPTIONS).map(option).collect();
    let id = CustomId::new(kind::LOTS, format!("{}-{}", tender.id, who.id));
    // A form has five inputs at most.
    let menu = CreateSelectMenu::new(id, CreateSelectMenuKind::String { options })
        .placeholder("Which lots? Up to five at a time.")
        .min_values(1)
        .max_values(5);
    Answer::text(format!(
        "{}: which lots does {} need?",
        named(tender),
        called(who)
    ))
    .row(CreateActionRow::SelectMenu(menu))
}

/// The form of a declaration: an input a lot, five at most, with what the authority has declared for every year.
///
/// A lot that is declared year by year is left empty: a quantity typed there would stand for every year.
pub fn form(tender: &Tender, who: &Who, lots: &[&Lot], own: &[Requirement]) -> CreateModal {
    let rows = lots.iter().take(limits::FORM_INPUTS).map(|lot| {
        let label = limits::cut(
            &format!("{} ({})", lot.title, lot.unit.plural()),
            limits::INPUT_LABEL,
        );
        let input = CreateInputText::new(InputTextStyle::Short, label, lot.id.to_string())
            .required(false)
            .max_length(30);
        let mine: Vec<&Requirement> = own.iter().filter(|r| r.lot_id == lot.id).collect();
        CreateActionRow::InputText(match mine[..] {
            [] => input.placeholder("A year, such as 1,250.5; or leave empty"),
            [it] if it.year == EVERY_YEAR => input
                .value(it.expected.to_string())
                .placeholder("Empty: it stays as declared"),
            _ => input.placeholder("Declared year by year; a quantity here is for every year"),
        })
    });
    let title = limits::cut(
        &format!("{}: needs of {}", tender.reference, who.short_name),
        limits::FORM_TITLE,
    );
    CreateModal::new(
        CustomId::new(kind::FORM, format!("{}-{}", tender.id, who.id)),
        title,
    )
    .components(rows.collect())
}
