//! What everybody sees of all that is known of a tender: the card. What people typed is escaped.

use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter,
};

use super::service::Card;
use crate::awards;
use crate::awards::service::Varied;
use crate::calloffs::service::{next_band, percent_of};
use crate::discord::escape::{line, markdown};
use crate::discord::{Answer, CustomId, limits};
use crate::requirements::service::LotTotals;
use crate::tenders::cards::{called, contract, count, kind, moment};
use crate::tenders::service::{Lot, Responses, Tender};
use crate::values::{Quantity, Stage, VariationKind, cpv, day};
use crate::words::{Join, Lang, Text, say, text};

/// The most fields that lots take, and the most of a description: beyond, the whole would not fit an embed.
const LOT_FIELDS: usize = 2;
const DESCRIPTION: usize = 1_000;
/// The most lots whose award is shown whole.
const AWARD_FIELDS: usize = 3;
/// The most changes of a lot's contract that are shown.
const CHANGES: usize = 3;
/// The most of an award that is shown.
const AWARD: usize = 500;
/// How many contract years a lot's line shows.
const YEARS_SHOWN: usize = 3;

/// A tender's card: the public message in each forum post, and the answer of `/tender show`.
pub fn card(card: &Card, lang: Lang) -> Answer {
    Answer::text(String::new())
        .embed(embed(card, lang))
        .row(buttons(&card.tender, lang))
}

/// The card's buttons: what may be done at the tender's stage (design, section 6).
pub fn buttons(tender: &Tender, lang: Lang) -> CreateActionRow {
    let button = |kind, label: String, style| {
        CreateButton::new(CustomId::new(kind, tender.id))
            .label(label)
            .style(style)
    };
    let mut buttons = match tender.stage {
        Stage::Collecting => vec![
            button(
                kind::DECLARE,
                say!(lang, "dossiers-declare-button"),
                ButtonStyle::Primary,
            ),
            button(
                kind::NONE,
                say!(lang, "dossiers-none-button"),
                ButtonStyle::Secondary,
            ),
            button(
                kind::JOIN,
                say!(lang, "dossiers-join-button"),
                ButtonStyle::Secondary,
            ),
        ],
        Stage::CallOff => vec![
            button(
                kind::CALL_OFF,
                say!(lang, "dossiers-call-off-button"),
                ButtonStyle::Primary,
            ),
            button(
                kind::BALANCE,
                say!(lang, "dossiers-balance-button"),
                ButtonStyle::Secondary,
            ),
        ],
        _ => Vec::new(),
    };
    buttons.push(button(
        kind::DETAILS,
        say!(lang, "dossiers-details-button"),
        ButtonStyle::Secondary,
    ));
    CreateActionRow::Buttons(buttons)
}

/// The card's embed.
pub fn embed(card: &Card, lang: Lang) -> CreateEmbed {
    let (title, description, fields) = texts(card, lang);
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

/// The reason for the lead's last change, as long as that change is what is new.
fn reason(stage: Stage, reason: &str) -> Option<Text> {
    let reason = line(reason);
    match stage {
        Stage::Collecting => Some(text!("dossiers-deadline-reason", reason)),
        Stage::Collected => Some(text!("dossiers-collected-reason", reason)),
        Stage::Cancelled => Some(text!("dossiers-reason", reason)),
        Stage::OutToTender | Stage::Awarded | Stage::CallOff | Stage::Ended => None,
    }
}

type Field = (String, String, bool);

/// The card's title, description and fields.
fn texts(card: &Card, lang: Lang) -> (String, String, Vec<Field>) {
    let tender = &card.tender;
    let title = format!("{} · {}", tender.reference, line(&tender.title));
    let stage = tender.stage.label().say(lang);
    let mut description = format!("**{stage}.** {}", next_step(tender).say(lang));
    if let Some(reason) = tender
        .reason
        .as_deref()
        .and_then(|it| reason(tender.stage, it))
    {
        description.push_str(&format!("\n{}", reason.say(lang)));
    }
    if let Some(text) = &tender.description {
        description.push_str(&format!(
            "\n\n{}",
            limits::cut(&markdown(text), DESCRIPTION)
        ));
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut field = |name: String, value: String, inline: bool| {
        fields.push((name, limits::cut(&value, limits::FIELD_VALUE), inline));
    };
    field(
        say!(lang, "dossiers-lead-field"),
        called(&card.lead).say(lang),
        true,
    );
    let collecting = matches!(tender.stage, Stage::Collecting | Stage::Collected);
    if collecting {
        let answered = responses(card.responses).say(lang);
        field(say!(lang, "dossiers-answered-field"), answered, true);
    }
    let contract = contract(tender).say(lang);
    field(say!(lang, "dossiers-contract-field"), contract, true);
    let mut lots = lot_fields(&card.totals, &card.lots, lang).into_iter();
    if let Some(first) = lots.next() {
        field(say!(lang, "dossiers-declared-field"), first, false);
    }
    for more in lots {
        field(say!(lang, "dossiers-declared-more-field"), more, false);
    }
    for (name, value) in indicative_fields(card, lang) {
        field(name, value, false);
    }
    for (name, value) in award_fields(card, lang) {
        field(name, value, false);
    }
    if let Some(code) = &tender.category {
        let name = cpv::find(code)
            .map(|c| format!(" {}", line(c.name)))
            .unwrap_or_default();
        let category = format!("{code}{name}");
        field(say!(lang, "dossiers-category-field"), category, true);
    }
    if tender.open_book {
        let open = say!(lang, "dossiers-open-book");
        field(say!(lang, "dossiers-open-book-field"), open, false);
    }
    for (section, text) in &card.sections {
        field(section.name().say(lang), line(text), true);
    }
    if let Some(value) = tender.value {
        let value = say!(lang, "dossiers-value", value = value.to_string());
        field(say!(lang, "dossiers-value-field"), value, true);
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
fn next_step(tender: &Tender) -> Text {
    let (starts, ends) = (day(tender.starts), day(tender.ends));
    match tender.stage {
        Stage::Collecting => text!("dossiers-next-declare", by = moment(tender.respond_by)),
        Stage::Collected => text!("dossiers-next-publish"),
        Stage::OutToTender => Text::sentences([
            match tender.bids_by {
                Some(by) => text!("dossiers-next-bids", by = moment(by)),
                None => Text::default(),
            },
            text!("dossiers-next-award"),
        ]),
        Stage::Awarded => Text::sentences([
            match tender.standstill_ends {
                Some(last) => text!("dossiers-next-standstill", last = day(last)),
                None => Text::default(),
            },
            text!("dossiers-next-starts", starts),
        ]),
        Stage::CallOff => text!("dossiers-next-call-off", ends),
        Stage::Ended => text!("dossiers-next-ended", ends),
        Stage::Cancelled if tender.withdrawn_at.is_some() => text!("dossiers-next-withdrawn"),
        Stage::Cancelled => text!("dossiers-next-cancelled"),
    }
}

/// The prices that the lead expects, and what the declared total would cost at them.
fn indicative_fields(card: &Card, lang: Lang) -> Vec<(String, String)> {
    let expected = card.lots.iter().filter_map(|lot| {
        let bands = card.indicative.get(&lot.id)?;
        let mut text = awards::cards::price(bands, &lot.unit, lang);
        if limits::length(&text) > AWARD
            && let [first, .., last] = bands.as_slice()
        {
            // Cut, its table of bands would have no end.
            text = say!(
                lang,
                "dossiers-indicative-bands",
                bands = bands.as_slice().len(),
                first = first.price.to_string(),
                last = last.price.to_string(),
                unit = line(lot.unit.as_str())
            );
        }
        let totals = card.totals.iter().find(|totals| totals.lot.id == lot.id);
        let declared = totals
            .and_then(|it| it.years.first()?.total)
            .map(|it| it.expected);
        let mut lines = vec![text];
        if let Some(next) = declared.and_then(|it| next_band(bands, it, None)) {
            let next = line(&next.told(&lot.unit).say(lang));
            lines.push(say!(lang, "dossiers-indicative-declared", next));
        }
        lines.push(say!(lang, "dossiers-indicative"));
        let name = say!(lang, "dossiers-indicative-field", lot = line(&lot.title));
        Some((name, lines.join("\n")))
    });
    expected.take(AWARD_FIELDS).collect()
}

/// Each lot's award, and what was called off under it.
fn award_fields(card: &Card, lang: Lang) -> Vec<(String, String)> {
    let awarded = card.lots.iter().filter_map(|lot| {
        let name = say!(lang, "dossiers-award-field", lot = line(&lot.title));
        if let Some(why) = lot.no_award {
            return Some((name, say!(lang, "dossiers-no-award", why = why.label())));
        }
        let award = card.awards.iter().find(|award| award.lot_id == lot.id)?;
        let mut text = awards::cards::award(award, &lot.unit, lang);
        if limits::length(&text) > AWARD {
            // Cut, its table of bands would have no end.
            let supplier = line(&award.supplier);
            text = say!(lang, "dossiers-award-short", supplier);
        }
        let mut lines = vec![text];
        let changes = card.variations.iter();
        let changes = changes.filter(|it| it.variation.lot_id == Some(lot.id));
        let changes: Vec<&Varied> = changes.collect();
        lines.extend(awards::cards::changes(&changes, CHANGES, lang));
        if let Some(quantity) = card.called_off.get(&lot.id) {
            let quantity = line(&lot.unit.show(*quantity).say(lang));
            lines.push(say!(lang, "dossiers-called-off", quantity));
        }
        // By which ceiling depends on the day, once it was moved.
        let moved = |it: &&Varied| it.variation.kind == VariationKind::Ceiling;
        let ceiling = award.ceiling.filter(|_| !changes.iter().any(moved));
        let of_ceiling = card.called_off.get(&lot.id).zip(ceiling);
        if let Some(percent) = of_ceiling.and_then(|(it, ceiling)| percent_of(ceiling, *it)) {
            lines.push(say!(lang, "calloffs-headroom", percent));
        }
        if let Some((year, next)) = card.next_bands.get(&lot.id) {
            let next = line(&next.told(&lot.unit).say(lang));
            lines.push(say!(lang, "dossiers-next-band", year = year.get(), next));
        }
        Some((name, lines.join("\n")))
    });
    let mut fields: Vec<(String, String)> = awarded.collect();
    if fields.len() > AWARD_FIELDS {
        let more = fields.split_off(AWARD_FIELDS).len();
        let text = say!(lang, "dossiers-more-awards", more);
        fields.push((say!(lang, "dossiers-more-awards-field"), text));
    }
    fields
}

fn responses(of: Responses) -> Text {
    let Responses {
        invited,
        answered,
        late,
    } = of;
    let rate = text!(
        "dossiers-answered",
        answered,
        invited,
        percent = of.percent()
    );
    match late {
        0 => rate,
        late => text!("dossiers-answered-late", rate, late),
    }
}

/// The lots' lines, in as many fields as they need, [`LOT_FIELDS`] at most.
fn lot_fields(totals: &[LotTotals], lots: &[Lot], lang: Lang) -> Vec<String> {
    // Room is left for the line that says how many more there are.
    const ROOM: usize = limits::FIELD_VALUE - 60;
    let mut fields = vec![String::new()];
    for (n, lot) in lots.iter().enumerate() {
        let text = lot_line(lot, totals.iter().find(|t| t.lot.id == lot.id), lang);
        let count = fields.len();
        let Some(last) = fields.last_mut() else { break };
        if limits::length(last) + limits::length(&text) < ROOM {
            last.push_str(&text);
        } else if count < LOT_FIELDS {
            fields.push(text);
        } else {
            last.push_str(&say!(lang, "dossiers-more-lots", more = lots.len() - n));
            break;
        }
    }
    fields.retain(|field| !field.is_empty());
    fields
}

/// A lot's number, title and what is declared of it, as far as everybody may see it (design, section 3, rule 8).
fn lot_line(lot: &Lot, totals: Option<&LotTotals>, lang: Lang) -> String {
    let declared = totals.map_or_else(String::new, |totals| declared(lot, totals, lang));
    format!("**{}** {}: {declared}\n", lot.number, line(&lot.title))
}

fn declared(lot: &Lot, totals: &LotTotals, lang: Lang) -> String {
    let unit = line(&lot.unit.plural().say(lang));
    let show = |quantity| line(&lot.unit.show(quantity).say(lang));
    if totals.years.iter().all(|y| y.declared == 0) {
        return say!(lang, "dossiers-none-declared", unit);
    }
    if let Some(total) = totals.a_year() {
        let (quantity, by) = (show(total.expected), count(total.declared));
        return match total.committed {
            None | Some(Quantity::ZERO) => say!(lang, "dossiers-declared", quantity, by),
            Some(all) if all == total.expected => {
                say!(lang, "dossiers-declared-all-committed", quantity, by)
            }
            Some(part) => say!(
                lang,
                "dossiers-declared-part-committed",
                quantity,
                by,
                part = part.to_string()
            ),
        };
    }
    if totals.hidden() && totals.years.iter().all(|y| y.total.is_none()) {
        return say!(lang, "dossiers-declared-hidden", unit);
    }
    let years = totals.years.iter().take(YEARS_SHOWN).map(|of| {
        let year = of.year;
        match of.total {
            Some(total) => {
                let quantity = show(total.expected);
                text!("dossiers-year-declared", year, quantity)
            }
            None if of.declared == 0 => text!("dossiers-year-none", year),
            None => text!("dossiers-year-hidden", year),
        }
    });
    let years = Text::joined(Join::Comma, years).say(lang);
    let more = if totals.years.len() > YEARS_SHOWN {
        " …"
    } else {
        ""
    };
    format!("{years}{more}")
}

#[cfg(test)]
#[path = "cards_tests.rs"]
pub(crate) mod tests;
