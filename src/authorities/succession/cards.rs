//! What a person sees of an authority that ceases: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::super::finding::called;
use super::super::rules::{Authority, Ending};
use super::rules::named;
use super::service::Ended;
use crate::discord::{Answer, CustomId, escape};
use crate::values::day;
use crate::words::{Lang, Text, say, text};

/// What registrars press so that an authority doesn't cease after all; about its row.
pub const KEEP: &str = "authority.keep";

fn escaped(text: &Text, lang: Lang) -> String {
    escape::line(&text.say(lang))
}

/// What came of `/authority succeed`, of Undo, or of `/authority merge`.
pub fn ended(it: &Ended, lang: Lang) -> Answer {
    let whom = escaped(&called(&it.authority), lang);
    let heirs = escaped(&it.named(), lang);
    let said = match &it.authority.ending {
        None => text!("authorities-kept", whom),
        Some(_) if it.merged => text!("authorities-merged", whom, heirs),
        Some(ending) if ending.ended => text!("authorities-succeeded", whom, heirs),
        Some(ending) => text!("authorities-ends", whom, heirs, day = day(ending.on)),
    };
    let told = text!("authorities-ending-told", count = it.told);
    let answer = Answer::text(Text::sentences([said, told]).say(lang));
    match &it.authority.ending {
        Some(ending) if !ending.ended => answer.row(undo(&it.authority, lang)),
        _ => answer,
    }
}

/// The button that takes it back.
pub fn undo(authority: &Authority, lang: Lang) -> CreateActionRow {
    let button = CreateButton::new(CustomId::new(KEEP, authority.id))
        .label(say!(lang, "authorities-ending-undo-button"))
        .style(ButtonStyle::Secondary);
    CreateActionRow::Buttons(vec![button])
}

/// The line of `/authority show` that says when it ceases.
pub fn line(ending: &Ending, register: &[Authority], lang: Lang) -> String {
    let heirs = escaped(&named(&ending.heirs, register), lang);
    say!(lang, "authorities-shown-ends", day = day(ending.on), heirs)
}

/// What an officer whom it concerns is told, as it is now.
pub fn told(authority: &Authority, register: &[Authority], merged: bool, lang: Lang) -> String {
    let whom = escaped(&called(authority), lang);
    let heirs = |ending: &Ending| escaped(&named(&ending.heirs, register), lang);
    match &authority.ending {
        None => say!(lang, "authorities-told-kept", whom),
        Some(ending) if merged && ending.ended => {
            say!(lang, "authorities-told-merged", whom, heirs = heirs(ending))
        }
        Some(ending) if ending.ended => say!(
            lang,
            "authorities-told-succeeded",
            whom,
            heirs = heirs(ending)
        ),
        Some(ending) => say!(
            lang,
            "authorities-told-ends",
            whom,
            heirs = heirs(ending),
            day = day(ending.on)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authorities::rules::Kind;
    use crate::discord::testing::shows;
    use crate::testing::date;
    use crate::values::{AuthorityId, Heir, Heirs};

    fn council(id: i64, name: &str, short_name: &str) -> Authority {
        Authority {
            id: AuthorityId(id),
            guild_id: 7,
            name: name.to_owned(),
            short_name: short_name.to_owned(),
            kind: Kind::Unitary,
            region: "South East".to_owned(),
            role_id: None,
            address: None,
            email: None,
            identifier: None,
            name_cy: None,
            former_names: Vec::new(),
            ending: None,
        }
    }

    fn shares(hundredths: [i64; 2]) -> Heirs {
        let heir = |(id, hundredths)| Heir {
            authority_id: AuthorityId(id),
            hundredths,
        };
        Heirs::new((2..).zip(hundredths).map(heir).collect()).unwrap()
    }

    #[test]
    fn what_ends_reads_well() {
        let register = vec![
            council(2, "East *Surrey*", "EAS"),
            council(3, "West Surrey", "WES"),
        ];
        let surrey = |ended| Authority {
            ending: Some(Ending {
                on: date(2027, 3, 31),
                heirs: shares([6_000, 4_000]),
                ended,
            }),
            ..council(1, "Surrey County Council", "SUR")
        };
        let of = |authority: Authority, merged| Ended {
            authority,
            heirs: register.clone(),
            told: 5,
            merged,
        };
        shows!("authority_ends", |lang| ended(
            &of(surrey(false), false),
            lang
        ));
        shows!("authority_ended", |lang| ended(
            &of(surrey(true), false),
            lang
        ));
        shows!("authority_merged", |lang| ended(
            &of(surrey(true), true),
            lang
        ));
        shows!("authority_told_ends", |lang| told(
            &surrey(false),
            &register,
            false,
            lang
        ));
        shows!("authority_told_ended", |lang| told(
            &surrey(true),
            &register,
            false,
            lang
        ));
        // What people typed is escaped.
        let shown = told(&surrey(true), &register, false, Lang::English);
        assert!(shown.contains("East \\*Surrey\\*"), "{shown}");
    }
}
