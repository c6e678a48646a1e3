//! What a person sees of authorities and mandates: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::letters::{Trouble, Unsent};
use super::service::{Authority, Imported, Mandate, Page, Role, Shown, State, called};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::words::{self, Lang, Text, text};

/// How many short names an import shows.
const NAMES: usize = 60;

/// What registrars press to confirm a mandate; about the mandate's row.
pub const CONFIRM: &str = "mandate.confirm";
/// What registrars press to refuse a mandate; about the mandate's row.
pub const REFUSE: &str = "mandate.refuse";

fn named(authority: &Authority) -> String {
    escape::line(&called(authority))
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

/// An authority that was registered.
pub fn registered(authority: &Authority) -> Answer {
    Answer::text(format!(
        "**Registered:** {}, {}, {}.\nIts officers can ask for a mandate with `/mandate request`.",
        named(authority),
        authority.kind.label().to_string().to_lowercase(),
        escape::line(&authority.region),
    ))
}

/// What came of an import.
pub fn imported(imported: &Imported) -> Answer {
    let names = &imported.short_names;
    let mut shown = names
        .iter()
        .take(NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > NAMES {
        shown.push_str(&format!(" and {} more", names.len() - NAMES));
    }
    let of = if names.len() == 1 {
        "authority"
    } else {
        "authorities"
    };
    Answer::text(format!("**Registered {} {of}:** {shown}.", names.len()))
}

/// A page of the register.
pub fn page(page: &Page) -> Answer {
    if page.total == 0 {
        return Answer::text(
            "No authority is registered. A registrar can use `/authority register`.",
        );
    }
    let line = |authority: &Authority| {
        format!(
            "`{}` {}, {}, {}",
            authority.short_name,
            escape::line(&authority.name),
            authority.kind.label().to_string().to_lowercase(),
            escape::line(&authority.region),
        )
    };
    let lines: Vec<String> = page.authorities.iter().map(line).collect();
    let head = format!(
        "**Authorities: {}**, page {} of {}",
        page.total, page.page, page.pages
    );
    Answer::text(format!("{head}\n{}", lines.join("\n")))
}

/// An authority and who acts for it.
pub fn shown(shown: &Shown) -> Answer {
    let authority = &shown.authority;
    let mut lines = vec![
        format!("**{}**", named(authority)),
        format!(
            "{}, {}",
            authority.kind.label(),
            escape::line(&authority.region)
        ),
    ];
    let parts = [
        ("Address", &authority.address),
        ("E-mail", &authority.email),
        ("Identifier", &authority.identifier),
    ];
    for (what, text) in parts {
        match text {
            Some(text) => lines.push(format!("{what}: {}", escape::line(text))),
            None => lines.push(format!("{what}: none given; a joint notice must name it")),
        }
    }
    lines.extend(authority.role_id.map(|role| format!("Role: <@&{role}>")));
    lines.push(held(&shown.mandates));
    Answer::text(lines.join("\n"))
}

/// Who holds a mandate for an authority.
pub fn of_authority(shown: &Shown) -> Answer {
    Answer::text(format!(
        "**{}**\n{}",
        named(&shown.authority),
        held(&shown.mandates)
    ))
}

/// Who acts for whom, an authority a line.
pub fn of_all(mandates: &[Mandate]) -> Answer {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for mandate in mandates {
        let observes = if mandate.acts() { "" } else { " (observes)" };
        let who = format!("<@{}>{observes}", mandate.user_id);
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
        return Answer::text("Nobody has a mandate yet. `/mandate request` asks for one.");
    }
    let mut text = String::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        // Room for the last line, which says how many are not shown.
        if limits::length(&text) + limits::length(line) + 90 > limits::CONTENT {
            let left = lines.len() - at;
            text.push_str(&format!("… and {left} more: name the authority."));
            break;
        }
        text.push_str(line);
        text.push('\n');
    }
    Answer::text(text)
}

fn held(mandates: &[Mandate]) -> String {
    let of = |role: Role| {
        let names: Vec<String> = mandates
            .iter()
            .filter(|m| m.role == role)
            .map(|m| format!("<@{}>", m.user_id))
            .collect();
        if names.is_empty() {
            "nobody".to_owned()
        } else {
            names.join(", ")
        }
    };
    format!(
        "Officers: {}\nObservers: {}",
        of(Role::Officer),
        of(Role::Observer)
    )
}

/// What a person holds and has asked for.
pub fn mine(mandates: &[Mandate]) -> Answer {
    if mandates.is_empty() {
        return Answer::text(
            "You hold no mandate. `/mandate request` asks the registrars for one.",
        );
    }
    let line = |mandate: &Mandate| {
        let state = match (mandate.state, mandate.role) {
            (State::Requested, _) => "asked for; no registrar has decided yet",
            (_, Role::Officer) => "you act for it",
            (_, Role::Observer) => "you observe it",
        };
        format!("- {}: {state}", named(&mandate.authority))
    };
    let lines: Vec<String> = mandates.iter().map(line).collect();
    Answer::text(format!("**Your mandates**\n{}", lines.join("\n")))
}

/// What a person is told who asked for a mandate.
pub fn requested(mandate: &Mandate) -> Answer {
    Answer::text(format!(
        "**Asked.** The registrars have your request to act for {}; you will be told what they decide.",
        named(&mandate.authority)
    ))
}

/// A mandate that was given.
pub fn granted(mandate: &Mandate) -> Answer {
    let (who, whom) = (mandate.user_id, named(&mandate.authority));
    let may = match mandate.role {
        Role::Officer => "acts for",
        Role::Observer => "observes",
    };
    Answer::text(format!("**Given.** <@{who}> {may} {whom}."))
}

/// A mandate that was taken back.
pub fn revoked(mandate: &Mandate) -> Answer {
    let (who, whom) = (mandate.user_id, named(&mandate.authority));
    Answer::text(format!(
        "**Taken back.** <@{who}> has no mandate for {whom} any more."
    ))
}

/// What registrars read of a request; its buttons are [`request_buttons`] until it is decided.
pub fn request_text(mandate: &Mandate) -> String {
    let mut text = format!(
        "<@{}> ({}) asks to act for **{}**.",
        mandate.user_id,
        escape::line(&mandate.officer_name),
        named(&mandate.authority)
    );
    if let Some(reason) = &mandate.reason {
        text.push_str(&format!("\n> {}", escape::line(reason)));
    }
    let by = mandate
        .decided_by
        .map(|by| format!(" by <@{by}>"))
        .unwrap_or_default();
    match mandate.state {
        State::Requested => {}
        State::Held => text.push_str(&format!("\n**Confirmed**{by}.")),
        State::Refused => text.push_str(&format!("\n**Refused**{by}.")),
        State::Revoked => text.push_str(&format!("\n**Taken back**{by}.")),
    }
    text
}

/// The buttons under a request.
pub fn request_buttons(mandate_id: i64) -> CreateActionRow {
    CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::new(CONFIRM, mandate_id))
            .label("Confirm")
            .style(ButtonStyle::Success),
        CreateButton::new(CustomId::new(REFUSE, mandate_id))
            .label("Refuse")
            .style(ButtonStyle::Danger),
    ])
}

/// What an officer is told of what a registrar decided; none: it was asked for again since, or taken back.
pub fn decided_text(mandate: &Mandate) -> Option<String> {
    let authority = format!(
        "{} ({})",
        escape::line(&mandate.authority.name),
        escape::line(&mandate.authority.short_name)
    );
    match mandate.state {
        State::Held => Some(format!(
            "You now act for {authority}. `/mandate mine` lists your mandates."
        )),
        State::Refused => Some(format!(
            "A registrar did not confirm that you act for {authority}."
        )),
        State::Requested | State::Revoked => None,
    }
}

/// What griffin tells the registrars of what it can't do by itself.
pub fn line_to_registrars(said: &Trouble) -> String {
    let message = |it: &Unsent| format!("message no. {} ({})", it.delivery, escape::line(&it.kind));
    match said {
        Trouble::PostLost { reference, region } => format!(
            "Somebody deleted the post of **{}** in {}. griffin has made it anew, with the card as it is now; what was \
             said in it before is lost. `/tender cancel` ends a tender.",
            escape::line(reference),
            escape::line(region)
        ),
        Trouble::Held(it) => format!(
            "Discord does not let griffin send {}: {}. It waits, with what belongs behind it, and is sent once \
             griffin may. `/griffin setup` says what is missing; if the channel was deleted, `/forum open` gives the \
             region another.",
            message(it),
            escape::line(&it.error)
        ),
        Trouble::Failed(it) => {
            let told = format!(
                "M{} was not taken: {}. It is kept, and not tried again. {}",
                message(it).trim_start_matches('m'),
                escape::line(&it.error),
                it.help
            );
            told.trim_end().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authorities::service::Kind;

    fn mandate(state: State) -> Mandate {
        let authority = Authority {
            id: 3,
            guild_id: 7,
            name: "Dyffryn *Vale* Council".to_owned(),
            short_name: "DYF".to_owned(),
            kind: Kind::Unitary,
            region: "Mid and West Wales".to_owned(),
            role_id: None,
            address: None,
            email: Some("buy@dyffryn.example".to_owned()),
            identifier: None,
        };
        Mandate {
            id: 17,
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
            request_text(&open),
            "<@41> (Nia\\_Rees) asks to act for **Dyffryn \\*Vale\\* Council (DYF)**.\n> I buy for # both"
        );
        assert!(request_text(&mandate(State::Held)).ends_with("\n**Confirmed** by <@5>."));
        let buttons = serde_json::to_string(&request_buttons(17)).unwrap();
        assert!(
            buttons.contains("v1:mandate.confirm:17") && buttons.contains("v1:mandate.refuse:17")
        );
    }

    #[test]
    fn an_authority_shows_what_a_notice_will_need_and_who_acts() {
        let held = mandate(State::Held);
        let shown_to = shown(&Shown {
            authority: held.authority.clone(),
            mandates: vec![held],
        })
        .content();
        assert_eq!(
            shown_to,
            "**Dyffryn \\*Vale\\* Council (DYF)**\nUnitary council, Mid and West Wales\n\
             Address: none given; a joint notice must name it\nE-mail: buy@\u{200b}dyffryn.example\n\
             Identifier: none given; a joint notice must name it\nOfficers: <@41>\nObservers: nobody"
        );
    }

    #[test]
    fn a_full_page_fits_a_message() {
        let mut authority = mandate(State::Held).authority;
        authority.name = "*".repeat(100);
        authority.region = "_".repeat(60);
        let authorities = vec![authority; crate::authorities::service::PAGE];
        let text = page(&Page {
            authorities,
            page: 1,
            pages: 1,
            total: 20,
        })
        .content();
        assert!(crate::discord::limits::length(&text) <= crate::discord::limits::CONTENT);
    }
}
