//! What a person sees of authorities and mandates: a value in, a message out.

use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::finding::called_in;
use super::letters::{Trouble, Unsent};
use super::rules;
use super::service::{Authority, Edited, Imported, Mandate, Page, Role, Shown, Stands, State};
use super::succession::cards as ending;
use crate::delivery::Stuck;
use crate::discord::{Answer, CustomId, escape, limits};
use crate::ledger::called;
use crate::values::{AuthorityId, MandateId};
use crate::words::{self, Join, Lang, Text, say, text};

/// How many short names an import shows.
const NAMES: usize = 60;
/// How many of an authority's former names are shown.
const FORMER: usize = 6;
/// How many rows of menus a message holds.
const MENUS: usize = 5;

/// What registrars press to confirm a mandate; about the mandate's row.
pub const CONFIRM: &str = "mandate.confirm";
/// What registrars press to refuse a mandate; about the mandate's row.
pub const REFUSE: &str = "mandate.refuse";

/// A menu of regions, for asking for a mandate.
pub const ASK_IN: &str = "mandate.ask.in";
/// A menu of authorities, for asking for a mandate.
pub const ASK_FOR: &str = "mandate.ask.for";

fn named(authority: &Authority, lang: Lang) -> String {
    escape::line(&called_in(authority, lang))
}

/// The language in which a person is answered from now on.
pub fn language(chosen: Lang) -> Answer {
    let name = chosen.own_name();
    let note = words::how_much(chosen);
    Answer::text(
        Text::lines([
            text!("authorities-language-chosen", language = name),
            note.unwrap_or_default(),
        ])
        .say(chosen),
    )
}

/// What sort of body it is and where, as a line goes on.
fn kind_and_region(authority: &Authority, lang: Lang) -> (String, String) {
    (
        authority.kind.label().say(lang).to_lowercase(),
        escape::line(&authority.region),
    )
}

/// An authority that was registered.
pub fn registered(authority: &Authority, lang: Lang) -> Answer {
    let (kind, region) = kind_and_region(authority, lang);
    Answer::text(say!(
        lang,
        "authorities-registered",
        authority = named(authority, lang),
        kind,
        region
    ))
}

/// A correction, each thing with what stood there and what stands there now.
pub fn edited(edited: &Edited, lang: Lang) -> Answer {
    let stands = |it: &Stands| match it {
        Stands::Role(id) => Text::verbatim(format!("<@&{id}>")),
        other => Text::verbatim(escape::line(&other.text().say(lang))),
    };
    let authority = named(&edited.authority, lang);
    let mut lines = vec![text!("authorities-edited", authority)];
    lines.extend(edited.changes.iter().map(|it| {
        let (before, after) = (stands(&it.before), stands(&it.after));
        text!(
            "authorities-edited-line",
            what = it.what.clone(),
            before,
            after
        )
    }));
    Answer::text(Text::lines(lines).say(lang))
}

/// The first of these short names, and how many more there are.
fn some(names: &[String]) -> Text {
    let shown = names.iter().take(NAMES).map(Text::verbatim);
    match names.len().saturating_sub(NAMES) {
        0 => Text::and(shown),
        more => text!(
            "authorities-and-more",
            names = Text::joined(Join::Comma, shown),
            more
        ),
    }
}

/// What came of an import.
pub fn imported(imported: &Imported, lang: Lang) -> Answer {
    let (new, changed) = (&imported.short_names, &imported.changed);
    let mut lines = Vec::new();
    if !new.is_empty() {
        let count = new.len();
        lines.push(text!("authorities-imported", count, names = some(new)));
    }
    if !changed.is_empty() {
        let count = changed.len();
        lines.push(text!(
            "authorities-import-changed",
            count,
            names = some(changed)
        ));
    }
    if lines.is_empty() {
        lines.push(text!("authorities-import-nothing"));
    }
    if imported.same > 0 {
        lines.push(text!("authorities-import-same", count = imported.same));
    }
    if !imported.left_out.is_empty() {
        let lines_wrong = imported.left_out.as_str();
        lines.push(text!("authorities-import-left-out", lines = lines_wrong));
    }
    Answer::text(Text::lines(lines).say(lang))
}

/// A page of the register.
pub fn page(page: &Page, lang: Lang) -> Answer {
    if page.total == 0 {
        return Answer::text(say!(lang, "authorities-page-empty"));
    }
    let line = |authority: &Authority| {
        let (kind, region) = kind_and_region(authority, lang);
        let name = escape::line(authority.name_in(lang));
        format!("`{}` {name}, {kind}, {region}", authority.short_name)
    };
    let mut lines = vec![say!(
        lang,
        "authorities-page",
        total = page.total,
        page = page.page,
        pages = page.pages
    )];
    lines.extend(page.authorities.iter().map(line));
    Answer::text(lines.join("\n"))
}

/// An authority and who acts for it.
pub fn shown(shown: &Shown, lang: Lang) -> Answer {
    let authority = &shown.authority;
    let given = |text: &Option<String>| match text {
        Some(text) => Text::verbatim(escape::line(text)),
        None => text!("authorities-not-given"),
    };
    let mut lines = vec![
        format!("**{}**", named(authority, lang)),
        format!(
            "{}, {}",
            authority.kind.label().say(lang),
            escape::line(&authority.region)
        ),
        say!(
            lang,
            "authorities-address",
            address = given(&authority.address)
        ),
        say!(lang, "authorities-email", email = given(&authority.email)),
        say!(
            lang,
            "authorities-identifier",
            identifier = given(&authority.identifier)
        ),
    ];
    // What it is called in the other language.
    if let Some(welsh) = &authority.name_cy {
        let other = match lang {
            Lang::Welsh => text!(
                "authorities-in-english",
                name = escape::line(&authority.name)
            ),
            Lang::English => text!("authorities-in-welsh", name = escape::line(welsh)),
        };
        lines.insert(1, other.say(lang));
    }
    if !authority.former_names.is_empty() {
        let names = authority.former_names.iter().take(FORMER);
        let names = names.map(|name| Text::verbatim(escape::line(name)));
        let names = Text::joined(Join::Semicolon, names);
        lines.push(say!(lang, "authorities-formerly", names));
    }
    if let Some(role) = authority.role_id {
        lines.push(say!(lang, "authorities-role", role = format!("<@&{role}>")));
    }
    lines.push(held(&shown.mandates, lang));
    let Some(ending) = &authority.ending else {
        return Answer::text(lines.join("\n"));
    };
    lines.push(ending::line(ending, &shown.heirs, lang));
    Answer::text(lines.join("\n")).row(ending::undo(authority, lang))
}

/// Who holds a mandate for an authority.
pub fn of_authority(shown: &Shown, lang: Lang) -> Answer {
    Answer::text(format!(
        "**{}**\n{}",
        named(&shown.authority, lang),
        held(&shown.mandates, lang)
    ))
}

/// Who acts for whom, an authority a line.
pub fn of_all(mandates: &[Mandate], lang: Lang) -> Answer {
    let mut lines: Vec<(AuthorityId, String)> = Vec::new();
    for mandate in mandates {
        let who = format!("<@{}>", mandate.user_id);
        let who = match mandate.acts() {
            true => who,
            false => say!(lang, "authorities-who-observes", who),
        };
        match lines
            .last_mut()
            .filter(|(id, _)| *id == mandate.authority.id)
        {
            Some((_, line)) => line.push_str(&format!(", {who}")),
            None => lines.push((
                mandate.authority.id,
                format!("{}: {who}", escape::line(&mandate.authority.short_name)),
            )),
        }
    }
    if lines.is_empty() {
        return Answer::text(say!(lang, "authorities-nobody-acts"));
    }
    let mut text = String::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        // Room for the last line, which says how many are not shown.
        if limits::length(&text) + limits::length(line) + 90 > limits::CONTENT {
            let more = lines.len() - at;
            text.push_str(&say!(lang, "authorities-more-lines", more));
            break;
        }
        text.push_str(line);
        text.push('\n');
    }
    Answer::text(text)
}

fn held(mandates: &[Mandate], lang: Lang) -> String {
    let of = |role: Role| {
        let held = mandates.iter().filter(|m| m.role == role);
        let names: Vec<Text> = held
            .map(|m| Text::verbatim(format!("<@{}>", m.user_id)))
            .collect();
        match names[..] {
            [] => text!("authorities-nobody"),
            _ => Text::joined(Join::Comma, names),
        }
    };
    let lines = [
        text!("authorities-officers", names = of(Role::Officer)),
        text!("authorities-observers", names = of(Role::Observer)),
    ];
    Text::lines(lines).say(lang)
}

/// What a person holds and has asked for.
pub fn mine(mandates: &[Mandate], lang: Lang) -> Answer {
    if mandates.is_empty() {
        return Answer::text(say!(lang, "authorities-mine-none"));
    }
    let line = |mandate: &Mandate| {
        let authority = named(&mandate.authority, lang);
        match (mandate.state, mandate.role) {
            (State::Requested, _) => text!("authorities-mine-asked", authority),
            (_, Role::Officer) => text!("authorities-mine-officer", authority),
            (_, Role::Observer) => text!("authorities-mine-observer", authority),
        }
    };
    let mut lines = vec![text!("authorities-mine")];
    lines.extend(mandates.iter().map(line));
    Answer::text(Text::lines(lines).say(lang))
}

/// What a person is told who asked for a mandate.
pub fn requested(mandate: &Mandate, lang: Lang) -> Answer {
    let authority = named(&mandate.authority, lang);
    Answer::text(say!(lang, "authorities-asked", authority))
}

/// For which authority somebody asks for a mandate: of many, the region first.
pub fn which(register: &[Authority], lang: Lang) -> Answer {
    if register.len() <= limits::MENU_OPTIONS {
        return which_of(register, lang);
    }
    let regions = rules::regions(register).into_iter();
    let options = regions.map(|it| CreateSelectMenuOption::new(&it, &it));
    menus(
        say!(lang, "authorities-ask-region"),
        &say!(lang, "authorities-ask-region-placeholder"),
        ASK_IN,
        options.collect(),
    )
}

/// For which of these authorities somebody asks for a mandate.
pub fn which_of(authorities: &[Authority], lang: Lang) -> Answer {
    if authorities.is_empty() {
        return Answer::text(say!(lang, "authorities-none-yet"));
    }
    let options = authorities.iter().map(|it| {
        let label = limits::cut(&called_in(it, lang), limits::MENU_TEXT);
        CreateSelectMenuOption::new(label, it.id.to_string())
    });
    menus(
        say!(lang, "authorities-ask-authority"),
        &say!(lang, "authorities-ask-authority-placeholder"),
        ASK_FOR,
        options.collect(),
    )
}

/// As many menus as the options need; at most five, which is as many as a message holds.
fn menus(
    text: String,
    placeholder: &str,
    kind: &'static str,
    options: Vec<CreateSelectMenuOption>,
) -> Answer {
    let menus = options.chunks(limits::MENU_OPTIONS).take(MENUS).enumerate();
    menus.fold(Answer::text(text), |answer, (at, options)| {
        let options = options.to_vec();
        let id = CustomId::new(kind, at);
        let menu = CreateSelectMenu::new(id, CreateSelectMenuKind::String { options });
        answer.row(CreateActionRow::SelectMenu(menu.placeholder(placeholder)))
    })
}

/// A mandate that was given.
pub fn granted(mandate: &Mandate, lang: Lang) -> Answer {
    let (who, whom) = (
        format!("<@{}>", mandate.user_id),
        named(&mandate.authority, lang),
    );
    Answer::text(match mandate.role {
        Role::Officer => say!(lang, "authorities-granted-officer", who, whom),
        Role::Observer => say!(lang, "authorities-granted-observer", who, whom),
    })
}

/// A mandate that was taken back.
pub fn revoked(mandate: &Mandate, lang: Lang) -> Answer {
    let (who, whom) = (
        format!("<@{}>", mandate.user_id),
        named(&mandate.authority, lang),
    );
    Answer::text(say!(lang, "authorities-revoked", who, whom))
}

/// What an officer is told of what a registrar decided; none: it was asked for again since, or taken back.
pub fn decided_text(mandate: &Mandate, lang: Lang) -> Option<String> {
    let authority = named(&mandate.authority, lang);
    match mandate.state {
        State::Held => Some(say!(lang, "authorities-decided-yes", authority)),
        State::Refused => Some(say!(lang, "authorities-decided-no", authority)),
        State::Requested | State::Revoked => None,
    }
}

/// What registrars read of a request; its buttons are [`request_buttons`] until it is decided.
pub fn request_text(mandate: &Mandate, lang: Lang) -> String {
    let mut text = say!(
        lang,
        "authorities-request",
        who = format!("<@{}>", mandate.user_id),
        name = escape::line(&mandate.officer_name),
        authority = named(&mandate.authority, lang)
    );
    if let Some(reason) = &mandate.reason {
        text.push_str(&format!("\n> {}", escape::line(reason)));
    }
    let by = match mandate.decided_by {
        Some(by) => Text::verbatim(format!("<@{by}>")),
        None => text!("authorities-a-registrar"),
    };
    let decided = match mandate.state {
        State::Requested => return text,
        State::Held => say!(lang, "authorities-request-confirmed", by),
        State::Refused => say!(lang, "authorities-request-refused", by),
        State::Revoked => say!(lang, "authorities-request-revoked", by),
    };
    format!("{text}\n{decided}")
}

/// The buttons under a request.
pub fn request_buttons(mandate_id: MandateId, lang: Lang) -> CreateActionRow {
    CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::new(CONFIRM, mandate_id))
            .label(say!(lang, "authorities-confirm-button"))
            .style(ButtonStyle::Success),
        CreateButton::new(CustomId::new(REFUSE, mandate_id))
            .label(say!(lang, "authorities-refuse-button"))
            .style(ButtonStyle::Danger),
    ])
}

/// What griffin tells the registrars of what it can't do by itself.
pub fn line_to_registrars(said: &Trouble, lang: Lang) -> String {
    match said {
        Trouble::PostLost { reference, region } => say!(
            lang,
            "authorities-post-lost",
            reference = escape::line(reference),
            region = escape::line(region)
        ),
        Trouble::Objected {
            reference,
            authority,
            lead,
        } => say!(
            lang,
            "authorities-objected",
            reference = escape::line(reference),
            authority = escape::line(authority),
            lead = escape::line(lead)
        ),
        Trouble::Held(it) => {
            let Stuck { what, why, cure } = stuck(it);
            say!(lang, "authorities-message-held", what, why, cure)
        }
        Trouble::Failed(it) => {
            let Stuck { what, why, cure } = stuck(it);
            say!(lang, "authorities-message-failed", what, why, cure)
        }
    }
}

/// The most mandates that the registrars read of at once.
const HELD: usize = 12;

/// What the registrars are told of an officer who has left the server: what they hold, and of each whether nobody else there
/// acts for that authority.
pub fn departed(held: &[(Mandate, bool)], lang: Lang) -> String {
    let Some((first, _)) = held.first() else {
        return String::new();
    };
    let who = escape::line(&first.officer_name);
    let mut lines = vec![say!(
        lang,
        "authorities-departed",
        who,
        id = first.user_id.to_string(),
        count = held.len()
    )];
    for (mandate, last) in held.iter().take(HELD) {
        let authority = named(&mandate.authority, lang);
        lines.push(match (last, mandate.role) {
            (true, _) => say!(lang, "authorities-departed-last", authority),
            (false, Role::Officer) => say!(lang, "authorities-departed-officer", authority),
            (false, Role::Observer) => say!(lang, "authorities-departed-observer", authority),
        });
    }
    let more = held.len().saturating_sub(HELD);
    if more > 0 {
        lines.push(say!(lang, "authorities-import-more", more));
    }
    lines.push(say!(lang, "authorities-departed-help"));
    lines.join("\n")
}

/// What is told of a message that isn't sent.
fn stuck(it: &Unsent) -> Stuck {
    match it.stuck.what.is_empty() {
        true => Stuck {
            what: called::letter(&it.kind),
            why: Text::verbatim(escape::line(&it.error)),
            cure: Text::default(),
        },
        false => it.stuck.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authorities::service::Kind;
    use crate::discord::testing::shows;

    fn mandate(state: State) -> Mandate {
        let authority = Authority {
            id: AuthorityId(3),
            guild_id: 7,
            name: "Dyffryn *Vale* Council".to_owned(),
            short_name: "DYF".to_owned(),
            kind: Kind::Unitary,
            region: "Mid and West Wales".to_owned(),
            role_id: None,
            address: None,
            email: Some("buy@dyffryn.example".to_owned()),
            identifier: None,
            name_cy: None,
            former_names: Vec::new(),
            ending: None,
        };
        Mandate {
            id: MandateId(17),
            authority,
            user_id: 41,
            officer_name: "Nia_Rees".to_owned(),
            role: Role::Officer,
            state,
            reason: Some("I buy for\n# both".to_owned()),
            decided_by: Some(5),
        }
    }

    #[test]
    fn a_request_shows_who_asks_for_what_and_what_became_of_it() {
        let mut open = mandate(State::Requested);
        open.decided_by = None;
        assert_eq!(
            request_text(&open, Lang::English),
            "<@41> (Nia\\_Rees) asks to act for **Dyffryn \\*Vale\\* Council (DYF)**.\n> I buy for # both"
        );
        assert!(
            request_text(&mandate(State::Held), Lang::English)
                .ends_with("\n**Confirmed** by <@5>.")
        );
        let buttons =
            serde_json::to_string(&request_buttons(MandateId(17), Lang::English)).unwrap();
        assert!(
            buttons.contains("v1:mandate.confirm:17") && buttons.contains("v1:mandate.refuse:17")
        );
    }

    #[test]
    fn an_authority_shows_what_a_notice_will_need_and_who_acts() {
        let held = mandate(State::Held);
        let shown_to = shown(
            &Shown {
                authority: held.authority.clone(),
                mandates: vec![held],
                heirs: Vec::new(),
            },
            Lang::English,
        )
        .content();
        assert_eq!(
            shown_to,
            "**Dyffryn \\*Vale\\* Council (DYF)**\nUnitary council, Mid and West Wales\n\
             Address: not given yet (a joint notice needs it)\nEmail: buy@\u{200b}dyffryn.example\n\
             Identifier: not given yet (a joint notice needs it)\nOfficers: <@41>\nObservers: nobody"
        );
    }

    #[test]
    fn the_register_reads_well() {
        let plain = |short: &str, name: &str| Authority {
            short_name: short.to_owned(),
            name: name.to_owned(),
            ..mandate(State::Held).authority
        };
        let listed = Page {
            authorities: vec![
                plain("ABW", "Aberwen County Council"),
                plain("DYF", "Dyffryn Vale Council"),
            ],
            page: 1,
            pages: 2,
            total: 22,
        };
        shows!("authority_list", |lang| page(&listed, lang));
        let one = Shown {
            authority: plain("DYF", "Dyffryn Vale Council"),
            mandates: vec![mandate(State::Held)],
            heirs: Vec::new(),
        };
        shows!("authority", |lang| shown(&one, lang));
        let asked = mandate(State::Requested);
        shows!("mandate_request", |lang| request_text(&asked, lang));
        let left = [(mandate(State::Held), true), (mandate(State::Held), false)];
        shows!("officer_departed", |lang| departed(&left, lang));
    }

    #[test]
    fn a_full_page_fits_a_message() {
        let mut authority = mandate(State::Held).authority;
        authority.name = "*".repeat(100);
        authority.region = "_".repeat(60);
        let authorities = vec![authority; crate::authorities::service::PAGE];
        let text = page(
            &Page {
                authorities,
                page: 1,
                pages: 1,
                total: 20,
            },
            Lang::English,
        )
        .content();
        assert!(crate::discord::limits::length(&text) <= crate::discord::limits::CONTENT);
    }
}
