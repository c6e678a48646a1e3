//! What a person sees of requirements: a value in, a message or a form out. What people typed is escaped.

use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::rules::EVERY_YEAR;
use super::service::{
    Ceased, Change, Confirmed, Declared, LotTotals, Preview, Requirement, Shown, Stated,
};
use crate::discord::escape::line;
use crate::discord::{Answer, CustomId, limits};
use crate::tenders::service::{Lot, Tender, Who};
use crate::values::{Quantity, TenderId};
use crate::words::{Lang, Text, say};

mod form;

pub use form::form;

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
    /// The answer still holds on the terms as they are now.
    pub const CONFIRM: &str = "requirement.confirm";
    /// Under a preview: declare all of it.
    pub const IMPORT: &str = "requirement.import";
    /// Under a preview: none of it.
    pub const NO_IMPORT: &str = "requirement.import.no";
}

fn named(tender: &Tender) -> String {
    format!("**{}** {}", tender.reference, line(&tender.title))
}

fn called(who: &Who) -> Text {
    let with = |name: &str| format!("{} ({})", line(name), line(&who.short_name));
    Text::named(with(&who.name), who.name_cy.as_deref().map(with))
}

fn year(year: i32, lang: Lang) -> String {
    match year {
        EVERY_YEAR => say!(lang, "requirements-every-year"),
        year => say!(lang, "requirements-in-year", year),
    }
}

fn amount(lot: &Lot, quantity: Quantity, lang: Lang) -> String {
    line(&lot.unit.show(quantity).say(lang))
}

/// Says requirements, one after the other. The first that is indicative says what that means, and so does the first
/// that is committed.
struct Saying {
    lang: Lang,
    indicative_explained: bool,
    committed_explained: bool,
}

impl Saying {
    fn new(lang: Lang) -> Self {
        Self {
            lang,
            indicative_explained: false,
            committed_explained: false,
        }
    }

    /// A quantity with all that was said of it.
    fn requirement(&mut self, lot: &Lot, it: &Requirement) -> String {
        let lang = self.lang;
        let mut parts = vec![say!(
            lang,
            "requirements-quantity",
            quantity = amount(lot, it.expected, lang),
            lot = line(&lot.title),
            when = year(it.year, lang)
        )];
        if let Some(least) = it.at_least {
            let least = least.to_string();
            parts.push(say!(lang, "requirements-at-least", least));
        }
        if let Some(most) = it.at_most {
            let most = most.to_string();
            parts.push(say!(lang, "requirements-at-most", most));
        }
        parts.push(self.bound(it.committed));
        if let Some(baseline) = it.baseline {
            parts.push(say!(
                lang,
                "requirements-paid-now",
                price = baseline.to_string(),
                unit = line(lot.unit.as_str())
            ));
        }
        if let Some(supplier) = &it.supplier_now {
            let supplier = line(supplier);
            parts.push(say!(lang, "requirements-supplied-now", supplier));
        }
        if it.late {
            parts.push(say!(lang, "requirements-late"));
        }
        if let Some(note) = &it.note {
            parts.push(say!(lang, "requirements-note", note = line(note)));
        }
        parts.join(", ")
    }

    fn bound(&mut self, committed: bool) -> String {
        let lang = self.lang;
        let explained = match committed {
            true => &mut self.committed_explained,
            false => &mut self.indicative_explained,
        };
        match (committed, std::mem::replace(explained, true)) {
            (true, false) => say!(lang, "requirements-committed-explained"),
            (true, true) => say!(lang, "requirements-committed"),
            (false, false) => say!(lang, "requirements-indicative-explained"),
            (false, true) => say!(lang, "requirements-indicative"),
        }
    }

    /// What is stated, with the quantity that counted before, where it differs.
    fn stated(&mut self, it: &Stated) -> String {
        let said = self.requirement(&it.lot, &it.requirement);
        match &it.before {
            Some(before) if before.expected != it.requirement.expected => {
                let quantity = amount(&it.lot, before.expected, self.lang);
                let was = say!(self.lang, "requirements-was", quantity);
                format!("{said} {was}")
            }
            _ => said,
        }
    }

    fn change(&mut self, it: &Change) -> String {
        let said = self.stated(&it.stated);
        if it.in_place_of.is_empty() {
            return said;
        }
        let years = it.in_place_of.iter().map(|it| year(*it, self.lang));
        let years = Text::and(years.map(Text::verbatim));
        let instead = say!(self.lang, "requirements-in-place-of", years);
        format!("{said}, {instead}")
    }
}

/// What was declared.
pub fn declared(it: &Declared, lang: Lang) -> Answer {
    let mut saying = Saying::new(lang);
    let stated = |it| format!("- {}", saying.stated(it));
    let lines: Vec<String> = it.stated.iter().map(stated).collect();
    let (who, tender) = (called(&it.who), named(&it.tender));
    let head = match it.late {
        true => say!(lang, "requirements-declared-late", who, tender),
        false => say!(lang, "requirements-declared", who, tender),
    };
    let file = format!("{}-declared.txt", it.tender.reference);
    long(&head, &lines, &file, lang)
}

/// What a table would change, with the buttons that say yes or no to it; about the interaction by which it was handed in.
pub fn preview(it: &Preview, interaction: i64, lang: Lang) -> Answer {
    let (who, tender) = (called(&it.who), named(&it.tender));
    if it.changes.is_empty() {
        return Answer::text(say!(lang, "requirements-nothing-to-declare", who, tender));
    }
    let mut saying = Saying::new(lang);
    let change = |it| format!("- {}", saying.change(it));
    let changes: Vec<String> = it.changes.iter().map(change).collect();
    let mut head = say!(lang, "requirements-preview", who, tender);
    if it.late {
        let late = say!(lang, "requirements-preview-late");
        head.push_str(&format!(" {late}"));
    }
    if it.unchanged > 0 {
        let unchanged = say!(lang, "requirements-unchanged", count = it.unchanged);
        head.push_str(&format!("\n{unchanged}"));
    }
    if let Some(why) = &it.why {
        let (authority, reason) = (line(&it.who.short_name), line(why));
        let told = say!(lang, "requirements-preview-told", authority, reason);
        head.push_str(&format!("\n{told}"));
    }
    if !it.odd.is_empty() {
        let odd = it.odd.iter().map(|odd| line(&odd.say(lang)));
        let odd: Vec<String> = odd.map(|odd| format!("- ⚠️ {odd}")).collect();
        let asks = say!(lang, "requirements-preview-odd");
        head.push_str(&format!("\n{asks}\n{}", odd.join("\n")));
    }
    let button = |kind, style| CreateButton::new(CustomId::new(kind, interaction)).style(style);
    let yes = button(kind::IMPORT, ButtonStyle::Success);
    let no = button(kind::NO_IMPORT, ButtonStyle::Secondary);
    let buttons = CreateActionRow::Buttons(vec![
        yes.label(say!(lang, "requirements-import-button")),
        no.label(say!(lang, "requirements-no-import-button")),
    ]);
    let file = format!("{}-preview.txt", it.tender.reference);
    long(&head, &changes, &file, lang).row(buttons)
}

/// Under what is said when the terms have changed: Still right and Change.
pub fn to_confirm(tender_id: TenderId, lang: Lang) -> CreateActionRow {
    let button = |kind, style, label: String| {
        CreateButton::new(CustomId::new(kind, tender_id))
            .style(style)
            .label(label)
    };
    let right = say!(lang, "requirements-still-right-button");
    let change = say!(lang, "requirements-change-button");
    CreateActionRow::Buttons(vec![
        button(kind::CONFIRM, ButtonStyle::Success, right),
        button(kind::DECLARE, ButtonStyle::Secondary, change),
    ])
}

/// Answers were confirmed.
pub fn confirmed(it: &Confirmed, lang: Lang) -> Answer {
    let mut saying = Saying::new(lang);
    let who = Text::and(it.who.iter().map(called));
    let head = say!(
        lang,
        "requirements-confirmed",
        who,
        tender = named(&it.tender)
    );
    let stands = it.stands.iter();
    let lines: Vec<String> = stands
        .map(|(lot, it)| format!("- {}", saying.requirement(lot, it)))
        .collect();
    let file = format!("{}-confirmed.txt", it.tender.reference);
    long(&head, &lines, &file, lang)
}

/// The preview was turned down.
pub fn not_imported(lang: Lang) -> Answer {
    Answer::text(say!(lang, "requirements-not-imported"))
}

/// Lines under a head; those that are too long for a message are in a file as well.
fn long(head: &str, lines: &[String], file: &str, lang: Lang) -> Answer {
    let text = format!("{head}\n{}", lines.join("\n"));
    if limits::length(&text) <= limits::CONTENT {
        return Answer::text(text);
    }
    let in_file = say!(lang, "requirements-in-file");
    let cut = Answer::text(format!("{head}\n{in_file}\n{}", lines.join("\n")));
    cut.file(file, text)
}

/// A nil return.
pub fn none(it: &Ceased, lang: Lang) -> Answer {
    let (who, tender) = (called(&it.who), named(&it.tender));
    let noted = say!(lang, "requirements-none", who, tender);
    Answer::text(match it.ceased.len() {
        0 => noted,
        _ => format!("{noted} {}", say!(lang, "requirements-none-instead")),
    })
}

/// What was declared was taken back.
pub fn withdrawn(it: &Ceased, lang: Lang) -> Answer {
    Answer::text(say!(
        lang,
        "requirements-withdrawn",
        who = called(&it.who),
        tender = named(&it.tender),
        count = it.ceased.len()
    ))
}

/// What a person may see of a tender's requirements. What is too long for a message is in a file as well.
pub fn shown(it: &Shown, lang: Lang) -> Answer {
    let mut saying = Saying::new(lang);
    let mut lines = vec![say!(lang, "requirements-shown", tender = named(&it.tender))];
    for totals in &it.totals {
        lines.push(total(totals, lang));
        for row in it
            .rows
            .iter()
            .filter(|row| row.requirement.lot_id == totals.lot.id)
        {
            let who = line(&row.who.short_name);
            let said = saying.requirement(&totals.lot, &row.requirement);
            lines.push(format!("- {who}: {said}"));
        }
    }
    if !it.everything {
        lines.push(say!(lang, "requirements-others-hidden"));
    }
    let text = lines.join("\n");
    if limits::length(&text) <= limits::CONTENT {
        return Answer::text(text);
    }
    let in_file = say!(lang, "requirements-in-file");
    let cut = Answer::text(format!("{in_file}\n{text}"));
    cut.file(format!("{}-requirements.txt", it.tender.reference), text)
}

fn total(it: &LotTotals, lang: Lang) -> String {
    let lot = format!("**{}** {}", it.lot.number, line(&it.lot.title));
    if it.years.iter().all(|y| y.declared == 0) {
        return say!(lang, "requirements-lot-none", lot);
    }
    if let Some(total) = it.a_year() {
        let quantity = amount(&it.lot, total.expected, lang);
        return match total.committed {
            None => say!(lang, "requirements-lot-a-year-alone", lot, quantity),
            Some(Quantity::ZERO) => {
                say!(lang, "requirements-lot-a-year-indicative", lot, quantity)
            }
            Some(all) if all == total.expected => {
                say!(lang, "requirements-lot-a-year-all-committed", lot, quantity)
            }
            Some(part) => say!(
                lang,
                "requirements-lot-a-year",
                lot,
                quantity,
                committed = part.to_string()
            ),
        };
    }
    if it.years.iter().all(|y| y.total.is_none()) {
        return say!(lang, "requirements-lot-hidden", lot);
    }
    let years: Vec<String> = it
        .years
        .iter()
        .map(|y| match y.total {
            Some(total) => {
                let quantity = amount(&it.lot, total.expected, lang);
                say!(lang, "requirements-year-total", quantity, year = y.year)
            }
            None => say!(lang, "requirements-year-hidden", year = y.year),
        })
        .collect();
    format!("{lot}: {}", years.join(", "))
}

/// Every revision of an authority's requirement in a lot.
pub fn history(tender: &Tender, lot: &Lot, revisions: &[Requirement], lang: Lang) -> Answer {
    let tender = named(tender);
    if revisions.is_empty() {
        let lot = line(&lot.title);
        return Answer::text(say!(lang, "requirements-no-revisions", lot, tender));
    }
    let mut saying = Saying::new(lang);
    let mut lines = vec![say!(lang, "requirements-revisions", tender)];
    for it in revisions.iter().rev() {
        let revision = it.revision;
        let at = format!("<t:{}:f>", it.at.timestamp());
        let said = saying.requirement(lot, it);
        lines.push(match it.current {
            true => say!(lang, "requirements-revision-current", revision, at, said),
            false => say!(lang, "requirements-revision", revision, at, said),
        });
    }
    Answer::text(lines.join("\n"))
}

/// Asks for whom, where a button can't know it.
pub fn for_whom(kind: &'static str, tender: &Tender, candidates: &[Who], lang: Lang) -> Answer {
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
    .placeholder(say!(lang, "requirements-for-whom-placeholder"));
    let asks = say!(lang, "requirements-for-whom", tender = named(tender));
    Answer::text(asks).row(CreateActionRow::SelectMenu(menu))
}

/// Asks which lots, where there are more than a form holds.
pub fn which_lots(tender: &Tender, who: &Who, lots: &[Lot], lang: Lang) -> Answer {
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
        .placeholder(say!(lang, "requirements-which-lots-placeholder"))
        .min_values(1)
        .max_values(5);
    let (tender, who) = (named(tender), called(who));
    Answer::text(say!(lang, "requirements-which-lots", tender, who))
        .row(CreateActionRow::SelectMenu(menu))
}
