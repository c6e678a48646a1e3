//! What a person sees of all that is known of a tender: the card, and the details for one person. What people typed is
//! escaped.

use chrono::{DateTime, Utc};
use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter,
};

use super::service::Card;
use crate::awards;
use crate::calloffs::service::next_band;
use crate::discord::escape::{line, markdown};
use crate::discord::{Answer, CustomId, limits};
use crate::requirements::service::{LotTotals, Shown};
use crate::tenders::cards::{called, contract, count, kind, moment};
use crate::tenders::rules::{self, AnswerState};
use crate::tenders::service::{Lot, Respondent, Tender};
use crate::values::{Stage, cpv};
use crate::words::Lang;

/// The most fields that lots take, and the most of a description: beyond, the whole would not fit an embed.
const LOT_FIELDS: usize = 2;
const DESCRIPTION: usize = 1_000;
/// The most lots whose award is shown whole.
const AWARD_FIELDS: usize = 3;
/// The most of an award that is shown.
const AWARD: usize = 500;
/// How many contract years a lot's line shows.
const YEARS_SHOWN: usize = 3;

/// A tender's card: the public message in each forum post, and the answer of `/tender show`.
pub fn card(card: &Card) -> Answer {
    Answer::text(String::new())
        .embed(embed(card))
        .row(buttons(&card.tender))
}

/// The card's buttons: what may be done at the tender's stage (design, section 6).
pub fn buttons(tender: &Tender) -> CreateActionRow {
    let button = |kind, label, style| {
        CreateButton::new(CustomId::new(kind, tender.id))
            .label(label)
            .style(style)
    };
    let mut buttons = match tender.stage {
        Stage::Collecting => vec![
            button(kind::DECLARE, "Declare requirement", ButtonStyle::Primary),
            button(kind::NONE, "We need none", ButtonStyle::Secondary),
            button(kind::JOIN, "Join", ButtonStyle::Secondary),
        ],
        Stage::CallOff => vec![
            button(kind::CALL_OFF, "Call off", ButtonStyle::Primary),
            button(kind::BALANCE, "My balance", ButtonStyle::Secondary),
        ],
        _ => Vec::new(),
    };
    buttons.push(button(kind::DETAILS, "Details", ButtonStyle::Secondary));
    CreateActionRow::Buttons(buttons)
}

/// The card's embed.
pub fn embed(card: &Card) -> CreateEmbed {
    let (title, description, fields) = texts(card);
    let mut embed = CreateEmbed::new()
        .title(title)
        .description(description)
        .color(color(card.tender.stage))
        .footer(CreateEmbedFooter::new(footer(card)));
    for (name, value, inline) in fields {
        embed = embed.field(name, value, inline);
    }
    embed
}

fn footer(card: &Card) -> String {
    let regions: Vec<&str> = card.posts.iter().map(|p| p.region.as_str()).collect();
    let text = format!("{} · {}", card.tender.reference, regions.join(", "));
    limits::cut(&text, limits::FIELD_VALUE)
}

fn color(stage: Stage) -> u32 {
    match stage {
        Stage::Collecting => 0x2E_86_C1,
        Stage::Collected => 0x8E_44_AD,
        Stage::OutToTender => 0xD6_89_10,
        Stage::Awarded => 0x1E_84_49,
        Stage::CallOff => 0x28_B4_63,
        Stage::Ended => 0x7F_8C_8D,
        Stage::Cancelled => 0xA9_32_26,
    }
}

type Field = (String, String, bool);

/// The card's title, description and fields.
fn texts(card: &Card) -> (String, String, Vec<Field>) {
    let tender = &card.tender;
    let title = format!("{} · {}", tender.reference, line(&tender.title));
    let mut description = format!("**{}.** {}", tender.stage.label(), next_step(tender));
    if let Some(reason) = &tender.reason {
        description.push_str(&format!("\nReason: {}", line(reason)));
    }
    if let Some(text) = &tender.description {
        description.push_str(&format!(
            "\n\n{}",
            limits::cut(&markdown(text), DESCRIPTION)
        ));
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut field = |name: &str, value: String, inline: bool| {
        fields.push((
            name.to_owned(),
            limits::cut(&value, limits::FIELD_VALUE),
            inline,
        ));
    };
    field("Lead", called(&card.lead), true);
    let collecting = matches!(tender.stage, Stage::Collecting | Stage::Collected);
    if collecting {
        field("Answered", responses(card), true);
    }
    field("Contract", contract(tender), true);
    let mut lots = lot_fields(&card.totals, &card.lots).into_iter();
    if let Some(first) = lots.next() {
        field("Declared, per contract year", first, false);
    }
    for more in lots {
        field("Declared, continued", more, false);
    }
    for (name, value) in indicative_fields(card) {
        field(&name, value, false);
    }
    for (name, value) in award_fields(card) {
        field(&name, value, false);
    }
    if let Some(code) = &tender.category {
        let name = cpv::find(code)
            .map(|c| format!(" {}", line(c.name)))
            .unwrap_or_default();
        field("Category", format!("{code}{name}"), true);
    }
    if tender.open_book {
        field(
            "Open book",
            "Everybody sees every authority's quantities.".to_owned(),
            false,
        );
    }
    if let Some(notice) = &tender.notice {
        field("Notice", line(notice), true);
    }
    if let Some(value) = tender.value {
        field("Value in the notice", format!("{value} without VAT"), true);
    }
    let title = limits::cut(&title, limits::EMBED_TITLE);
    // What is too much for an embed is left out: Discord would refuse the whole card.
    let used = [&title, &description, &footer(card)].map(|text| limits::length(text));
    let mut room = limits::EMBEDS_TOTAL.saturating_sub(used.iter().sum());
    fields.retain(|(name, value, _)| {
        let need = limits::length(name) + limits::length(value);
        let fits = need <= room;
        room -= if fits { need } else { 0 };
        fits
    });
    (title, description, fields)
}

/// What comes next, at a glance (design, section 2).
fn next_step(tender: &Tender) -> String {
    let due = |at: Option<DateTime<Utc>>| at.map_or_else(String::new, moment);
    match tender.stage {
        Stage::Collecting => {
            format!(
                "Declare what you need, or say that you need none, by {}.",
                moment(tender.respond_by)
            )
        }
        Stage::Collected => {
            "Requirements are frozen. Next: the lead publishes the notice.".to_owned()
        }
        Stage::OutToTender => format!("Bids are due {}. Next: the award.", due(tender.bids_by)),
        Stage::Awarded => match tender.standstill_ends {
            Some(last) => format!(
                "The standstill's last day is {}. The contract starts on {}.",
                rules::day(last),
                rules::day(tender.starts)
            ),
            None => format!("The contract starts on {}.", rules::day(tender.starts)),
        },
        Stage::CallOff => {
            format!(
                "Call off whenever you need some, until {}.",
                rules::day(tender.ends)
            )
        }
        Stage::Ended => format!("The contract ended on {}.", rules::day(tender.ends)),
        Stage::Cancelled => "It goes no further.".to_owned(),
    }
}

/// The prices that the lead expects, and what the declared total would cost at them.
fn indicative_fields(card: &Card) -> Vec<(String, String)> {
    let expected = card.lots.iter().filter_map(|lot| {
        let bands = card.indicative.get(&lot.id)?;
        let mut text = awards::cards::price(bands, &lot.unit, Lang::English);
        if limits::length(&text) > AWARD
            && let [first, .., last] = bands.as_slice()
        {
            // Cut, its table of bands would have no end.
            let (bands, unit) = (bands.as_slice().len(), line(lot.unit.as_str()));
            text = format!(
                "{bands} bands by what all call off in a contract year, from {} to {} a {unit}",
                first.price, last.price
            );
        }
        let totals = card.totals.iter().find(|totals| totals.lot.id == lot.id);
        let declared = totals
            .and_then(|it| it.years.first()?.total)
            .map(|it| it.expected);
        if let Some(next) = declared.and_then(|it| next_band(bands, it, None)) {
            let next = line(&next.told(&lot.unit));
            text.push_str(&format!(
                "\nWith what is declared for contract year 1: {next}."
            ));
        }
        text.push_str("\n-# What the lead expects: no offer, and no promise.");
        Some((format!("Indicative: {}", line(&lot.title)), text))
    });
    expected.take(AWARD_FIELDS).collect()
}

/// Each lot's award, and what was called off under it.
fn award_fields(card: &Card) -> Vec<(String, String)> {
    let awarded = card.lots.iter().filter_map(|lot| {
        let award = card.awards.iter().find(|award| award.lot_id == lot.id)?;
        let mut text = awards::cards::award(award, &lot.unit, Lang::English);
        if limits::length(&text) > AWARD {
            // Cut, its table of bands would have no end.
            text = format!(
                "Supplier: {}. Its prices: `/calloff balance`.",
                line(&award.supplier)
            );
        }
        if let Some(quantity) = card.called_off.get(&lot.id) {
            text.push_str(&format!(
                "\nCalled off so far: {}",
                line(&lot.unit.show(*quantity).to_string())
            ));
        }
        if let Some((year, next)) = card.next_bands.get(&lot.id) {
            let next = line(&next.told(&lot.unit));
            text.push_str(&format!("\nContract year {}: {next}.", year.get()));
        }
        Some((format!("Award: {}", line(&lot.title)), text))
    });
    let mut fields: Vec<(String, String)> = awarded.collect();
    if fields.len() > AWARD_FIELDS {
        let more = fields.split_off(AWARD_FIELDS).len();
        let text = format!("… and {more} more: `/calloff balance` shows each.");
        fields.push(("Awards, continued".to_owned(), text));
    }
    fields
}

fn responses(card: &Card) -> String {
    let of = card.responses;
    format!("{} of {} ({}%)", of.answered, of.invited, of.percent())
}

/// The lots' lines, in as many fields as they need, [`LOT_FIELDS`] at most.
fn lot_fields(totals: &[LotTotals], lots: &[Lot]) -> Vec<String> {
    // Room is left for the line that says how many more there are.
    const ROOM: usize = limits::FIELD_VALUE - 60;
    let mut fields = vec![String::new()];
    for (n, lot) in lots.iter().enumerate() {
        let text = lot_line(lot, totals.iter().find(|t| t.lot.id == lot.id));
        let count = fields.len();
        let Some(last) = fields.last_mut() else { break };
        if limits::length(last) + limits::length(&text) < ROOM {
            last.push_str(&text);
        } else if count < LOT_FIELDS {
            fields.push(text);
        } else {
            last.push_str(&format!(
                "… and {} more: `/requirement show`",
                lots.len() - n
            ));
            break;
        }
    }
    fields.retain(|field| !field.is_empty());
    fields
}

/// A lot's number, title and what is declared of it, as far as everybody may see it (design, section 3, rule 8).
fn lot_line(lot: &Lot, totals: Option<&LotTotals>) -> String {
    let told = totals.map_or_else(String::new, |totals| declared(lot, totals));
    format!("**{}** {}: {told}\n", lot.number, line(&lot.title))
}

fn declared(lot: &Lot, totals: &LotTotals) -> String {
    let unit = line(&lot.unit.plural().to_string());
    if totals.years.iter().all(|y| y.declared == 0) {
        return format!("nothing yet ({unit})");
    }
    if let Some(total) = totals.a_year() {
        let committed = match total.committed {
            none if none.is_zero() => String::new(),
            all if all == total.expected => ", all of it committed".to_owned(),
            part => format!(", {part} of it committed"),
        };
        return format!(
            "**{}** by {}{committed}",
            line(&lot.unit.show(total.expected).to_string()),
            count(total.declared)
        );
    }
    let years: Vec<String> = totals
        .years
        .iter()
        .take(YEARS_SHOWN)
        .map(|year| match year.total {
            Some(total) => format!(
                "year {} {}",
                year.year,
                line(&lot.unit.show(total.expected).to_string())
            ),
            None if year.declared == 0 => format!("year {} nothing yet", year.year),
            None => format!("year {} not shown", year.year),
        })
        .collect();
    if totals.hidden() && totals.years.iter().all(|y| y.total.is_none()) {
        return format!("total shown once three authorities have declared ({unit})");
    }
    let more = if totals.years.len() > YEARS_SHOWN {
        " …"
    } else {
        ""
    };
    format!("{}{more}", years.join(", "))
}

/// All about a tender for one person: the card and how each authority stands.
///
/// `declared` is what that person may see of the requirements.
pub fn details(it: &Card, declared: &Shown) -> Answer {
    let mut text = String::new();
    for row in declared.rows.iter().filter(|row| row.own) {
        let Some(lot) = it.lots.iter().find(|lot| lot.id == row.requirement.lot_id) else {
            continue;
        };
        let year = match row.requirement.year {
            0 => "every contract year".to_owned(),
            year => format!("contract year {year}"),
        };
        text.push_str(&format!(
            "{} needs {} of {}, {year}\n",
            line(&row.who.short_name),
            line(&lot.unit.show(row.requirement.expected).to_string()),
            line(&lot.title),
        ));
    }
    let groups = [
        ("Answered", AnswerState::Answered),
        ("Joined, requirement outstanding", AnswerState::Outstanding),
        ("Not heard of", AnswerState::Invited),
        ("Take no part", AnswerState::Declined),
        ("Ask to join late", AnswerState::Asked),
    ];
    for (title, state) in groups {
        let names: Vec<String> = it
            .answers
            .iter()
            .filter(|a| a.state == state)
            .map(short)
            .collect();
        if !names.is_empty() {
            text.push_str(&format!("**{title}**: {}\n", names.join(", ")));
        }
    }
    Answer::text(text).embed(embed(it)).row(buttons(&it.tender))
}

fn short(respondent: &Respondent) -> String {
    line(&respondent.who.short_name)
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;
