//! What a person has begun to announce.

use chrono::NaiveDate;
use poise::serenity_prelude::{
    CreateActionRow, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};

use crate::discord::escape::line;
use crate::discord::pending::{Begun, RESUME};
use crate::discord::{Answer, CustomId, limits};
use crate::values::day;
use crate::words::{Lang, say};

/// The announcements that were begun, with a menu to go on with one.
pub fn drafts(begun: &[Begun], lang: Lang) -> Answer {
    if begun.is_empty() {
        return Answer::text(say!(lang, "tenders-no-drafts"));
    }
    let option = |it: &Begun, name: &str| {
        let given = it.options.iter().find(|(option, _)| option == name);
        given.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let lines = begun.iter().map(|it| {
        let title = line(&option(it, "title"));
        // A copy has whole dates; whatever else was typed is shown as it was.
        let date = |name: &str| {
            let typed = option(it, name);
            let date = typed.parse::<NaiveDate>();
            date.map_or_else(|_| line(&typed), |date| day(date).say(lang))
        };
        let (by, starts) = (date("respond_by"), date("starts"));
        let since = format!("<t:{}:R>", it.at.timestamp());
        say!(lang, "tenders-draft", title, by, starts, since)
    });
    let head = say!(lang, "tenders-drafts", count = begun.len());
    let lines: Vec<String> = [head].into_iter().chain(lines).collect();
    let options = begun.iter().take(limits::MENU_OPTIONS).map(|it| {
        let label = limits::cut(&option(it, "title"), limits::MENU_TEXT);
        CreateSelectMenuOption::new(label, it.row.to_string())
    });
    let options = options.collect();
    let kind = CreateSelectMenuKind::String { options };
    let menu = CreateSelectMenu::new(CustomId::new(RESUME, 0), kind)
        .placeholder(say!(lang, "tenders-drafts-placeholder"));
    Answer::text(limits::cut(&lines.join("\n"), limits::CONTENT))
        .row(CreateActionRow::SelectMenu(menu))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::testing::shows;

    #[test]
    fn drafts_read_well() {
        let given = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let begun = Begun {
            row: 7,
            at: "2028-07-01T10:00:00Z".parse().unwrap(),
            options: vec![
                given("title", "Solid fuel 2029–2031"),
                given("respond_by", "2028-12-18"),
                given("starts", "2029-04-01"),
            ],
        };
        shows!("drafts", |lang| drafts(std::slice::from_ref(&begun), lang));
        shows!("no_drafts", |lang| drafts(&[], lang));
    }
}
