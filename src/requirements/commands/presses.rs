//! The buttons Declare requirement and We need none, their menus, and the form. Each looks up again who presses and
//! what they may do.

use futures::FutureExt;
use poise::serenity_prelude::CreateModal;

use super::super::cards::{self, kind};
use super::super::service::{self, Ceased, Declare, Declared, Line, Nil, Requirement};
use crate::authorities;
use crate::discord::press::Handler;
use crate::discord::{Answer, Press, Result, limits, pending};
use crate::ledger::{Reader, Receipted};
use crate::tenders::service::{self as tenders, Lot, Tender, Who};
use crate::values::{Actor, AuthorityId, Quantity, Refusal, TenderId};
use crate::words::{Lang, Text, text};

/// Who handles which button, menu and form.
pub fn presses() -> Vec<(&'static str, Handler)> {
    vec![
        (kind::DECLARE, |press| declare(press).boxed()),
        (kind::DECLARE_AS, |press| declare_as(press).boxed()),
        (kind::LOTS, |press| with_lots(press).boxed()),
        (kind::FORM, |press| form(press).boxed()),
        (kind::NONE, |press| none(press).boxed()),
        (kind::NONE_AS, |press| none_as(press).boxed()),
        (kind::CONFIRM, |press| confirm(press).boxed()),
        (kind::IMPORT, |press| import(press).boxed()),
        (kind::NO_IMPORT, |press| no_import(press).boxed()),
    ]
}

/// A form, or what must be asked before it.
enum Next {
    Form(CreateModal),
    Asks(Answer),
}

impl Next {
    async fn tell(self, press: &Press<'_>) -> Result<()> {
        match self {
            // A form must be the first answer: nothing may be deferred before it.
            Next::Form(form) => press.open(form).await,
            Next::Asks(answer) => press.reply(answer).await,
        }
    }
}

async fn declare(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let db = press.data.ledger.reader();
    let tender = tenders::by_id(&db, actor.guild_id, press.row()?).await?;
    let candidates = candidates(&db, &actor, &tender).await?;
    let lang = press.lang().await;
    let next = match &candidates[..] {
        [who] => for_one(&db, &tender, who, lang).await?,
        _ => Next::Asks(cards::for_whom(
            kind::DECLARE_AS,
            &tender,
            &candidates,
            lang,
        )),
    };
    next.tell(press).await
}

async fn declare_as(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let db = press.data.ledger.reader();
    let tender = tenders::by_id(&db, actor.guild_id, press.row()?).await?;
    let who = acting(&db, &actor, numbers(press.chosen()).first().copied()).await?;
    let next = for_one(&db, &tender, &who, press.lang().await).await?;
    next.tell(press).await
}

async fn import(press: &Press<'_>) -> Result<()> {
    let done = press
        .updating(async {
            let (import, actor) = pending::held(press).await?;
            service::import(&press.data.ledger, &actor, import).await
        })
        .await?;
    let lang = press.lang().await;
    let answer = cards::declared(&done, lang).with_receipt(done.receipt.as_ref(), lang);
    press.update(answer).await
}

/// Still right.
async fn confirm(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let done = press
        .waiting(service::confirm(&press.data.ledger, &actor, id))
        .await?;
    press
        .reply(cards::confirmed(&done, press.lang().await))
        .await
}

async fn no_import(press: &Press<'_>) -> Result<()> {
    press.update(cards::not_imported(press.lang().await)).await
}

async fn with_lots(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let db = press.data.ledger.reader();
    let (tender, who) = about(&db, &actor, press).await?;
    let chosen = numbers(press.chosen());
    let lots = tenders::lots(&db, tender.id).await?;
    let lots: Vec<&Lot> = lots.iter().filter(|lot| chosen.contains(&lot.id)).collect();
    let own = service::current(&db, tender.id, Some(who.id)).await?;
    let before = service::before(&db, &tender, who.id).await?;
    let lang = press.lang().await;
    press
        .open(cards::form(&tender, &who, &lots, &own, &before, lang))
        .await
}

/// The form for an authority, or first the question which lots.
async fn for_one(db: &Reader, tender: &Tender, who: &Who, lang: Lang) -> Result<Next> {
    let lots = tenders::lots(db, tender.id).await?;
    if lots.len() > limits::FORM_INPUTS {
        return Ok(Next::Asks(cards::which_lots(tender, who, &lots, lang)));
    }
    let own = service::current(db, tender.id, Some(who.id)).await?;
    let before = service::before(db, tender, who.id).await?;
    let lots: Vec<&Lot> = lots.iter().collect();
    let form = cards::form(tender, who, &lots, &own, &before, lang);
    Ok(Next::Form(form))
}

async fn form(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let ledger = &press.data.ledger;
    let done: Receipted<Declared> = press
        .waiting(async {
            let db = ledger.reader();
            let (tender, who) = about(&db, &actor, press).await?;
            let lots = tenders::lots(&db, tender.id).await?;
            let own = service::current(&db, tender.id, Some(who.id)).await?;
            let lines = changed(press.inputs(), &lots, &own)?;
            let request = Declare {
                tender: tender.reference.to_string(),
                authority: Some(who.short_name),
                lines,
                reason: None,
            };
            service::declare(ledger, &actor, request).await
        })
        .await?;
    let lang = press.lang().await;
    let answer = cards::declared(&done, lang).with_receipt(done.receipt.as_ref(), lang);
    press.reply(answer).await
}

/// The lines of a form that say something new: an input left as it was shown isn't a new revision, which would lose
/// what else was said of it.
fn changed<'a>(
    inputs: impl Iterator<Item = (&'a str, &'a str)>,
    lots: &[Lot],
    own: &[Requirement],
) -> Result<Vec<Line>, Refusal> {
    let mut typed = false;
    let mut lines = Vec::new();
    for (input, text) in inputs {
        typed = true;
        let Some(lot) = lots.iter().find(|lot| lot.id.to_string() == input) else {
            return Err(Refusal::new(
                text!("requirements-form-lot-gone"),
                text!("requirements-form-lot-gone-help"),
            ));
        };
        let mut mine = own.iter().filter(|it| it.lot_id == lot.id);
        let shown = match (mine.next(), mine.next()) {
            (Some(only), None) if only.year == super::super::rules::EVERY_YEAR => {
                Some(only.expected)
            }
            _ => None,
        };
        if shown.is_none() || Quantity::parse_in(text, &lot.unit).ok() != shown {
            lines.push(Line {
                lot: lot.number.to_string(),
                quantity: text.to_owned(),
                ..Line::default()
            });
        }
    }
    if typed && lines.is_empty() {
        return Err(Refusal::new(
            text!("requirements-form-unchanged"),
            Text::default(),
        ));
    }
    Ok(lines)
}

/// What came of pressing We need none.
enum Pressed {
    Done(Ceased),
    /// For whom?
    Asks(Tender, Vec<Who>),
}

async fn none(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let ledger = &press.data.ledger;
    let pressed = press
        .waiting(async {
            let db = ledger.reader();
            let tender = tenders::by_id(&db, actor.guild_id, id).await?;
            let candidates = candidates(&db, &actor, &tender).await?;
            match &candidates[..] {
                [who] => Ok(Pressed::Done(
                    service::none(ledger, &actor, nil(&tender, who)).await?,
                )),
                _ => Ok(Pressed::Asks(tender, candidates)),
            }
        })
        .await?;
    let lang = press.lang().await;
    let answer = match pressed {
        Pressed::Done(done) => cards::none(&done, lang),
        Pressed::Asks(tender, candidates) => {
            cards::for_whom(kind::NONE_AS, &tender, &candidates, lang)
        }
    };
    press.reply(answer).await
}

async fn none_as(press: &Press<'_>) -> Result<()> {
    let (actor, id) = (press.actor()?, press.row()?);
    let ledger = &press.data.ledger;
    let done = press
        .updating(async {
            let db = ledger.reader();
            let tender = tenders::by_id(&db, actor.guild_id, id).await?;
            let who = acting(&db, &actor, numbers(press.chosen()).first().copied()).await?;
            service::none(ledger, &actor, nil(&tender, &who)).await
        })
        .await?;
    press.update(cards::none(&done, press.lang().await)).await
}

fn nil(tender: &Tender, who: &Who) -> Nil {
    Nil {
        tender: tender.reference.to_string(),
        authority: Some(who.short_name.clone()),
        reason: None,
    }
}

fn numbers<T: From<i64>>(chosen: &[String]) -> Vec<T> {
    chosen
        .iter()
        .filter_map(|number| number.parse::<i64>().ok())
        .map(T::from)
        .collect()
}

/// The tender and the authority that a menu or a form is about: `tender-authority`.
async fn about(db: &Reader, actor: &Actor, press: &Press<'_>) -> Result<(Tender, Who)> {
    let rows = press.rows()?;
    let tender = tenders::by_id(
        db,
        actor.guild_id,
        TenderId(rows.first().copied().unwrap_or_default()),
    )
    .await?;
    Ok((
        tender,
        acting(db, actor, rows.get(1).copied().map(AuthorityId)).await?,
    ))
}

/// An authority that the person acts for, by its row.
async fn acting(db: &Reader, actor: &Actor, id: Option<AuthorityId>) -> Result<Who> {
    let found = match id {
        Some(id) => authorities::service::by_id(db, id).await?,
        None => None,
    };
    let found = found.filter(|authority| authority.guild_id == actor.guild_id);
    let gone = || {
        Refusal::new(
            text!("requirements-authority-gone"),
            text!("requirements-authority-gone-help"),
        )
    };
    let found = found.ok_or_else(gone)?;
    let authority = authorities::service::acting_for(db, actor, Some(&found.short_name)).await?;
    Ok(Who::from(&authority))
}

/// The authorities that the person acts for and that may answer; where none of those may, all that they act for: the
/// service then says why not.
async fn candidates(db: &Reader, actor: &Actor, tender: &Tender) -> Result<Vec<Who>> {
    let held = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let acting: Vec<Who> = held
        .iter()
        .filter(|m| m.acts())
        .map(|m| Who::from(&m.authority))
        .collect();
    if acting.is_empty() {
        // The refusal that says how to get a mandate.
        authorities::service::acting_for(db, actor, None).await?;
    }
    let answers = tenders::answers(db, tender).await?;
    let invited: Vec<Who> = acting
        .iter()
        .filter(|who| answers.iter().any(|a| a.who.id == who.id))
        .cloned()
        .collect();
    Ok(if invited.is_empty() { acting } else { invited })
}

#[cfg(test)]
mod tests {
    use super::super::super::rules::EVERY_YEAR;
    use super::*;
    use crate::testing::values::{lot, requirement as of};
    use crate::values::LotId;

    #[test]
    fn only_what_was_changed_in_a_form_is_declared() {
        let lots = [lot(1, "House coal"), lot(2, "Peat"), lot(3, "Coke")];
        let own = [
            of(LotId(1), EVERY_YEAR, 1_250_500),
            of(LotId(2), EVERY_YEAR, 80_000),
            of(LotId(3), 1, 5_000),
        ];
        let lines = changed(
            [("1", "1250.5"), ("2", "81"), ("3", "5")].into_iter(),
            &lots,
            &own,
        )
        .unwrap();
        let told: Vec<(&str, &str)> = lines
            .iter()
            .map(|l| (l.lot.as_str(), l.quantity.as_str()))
            .collect();
        assert_eq!(told, [("2", "81"), ("3", "5")]);
        let refusal = changed([("1", "1,250.5")].into_iter(), &lots, &own).unwrap_err();
        assert!(refusal.wrong.to_string().contains("Nothing has changed"));
        assert_eq!(changed([].into_iter(), &lots, &own).unwrap(), []);
        assert!(changed([("9", "1")].into_iter(), &lots, &own).is_err());
        // What can't be read goes to the service, which refuses it with help.
        assert_eq!(
            changed([("1", "lots")].into_iter(), &lots, &own)
                .unwrap()
                .len(),
            1
        );
    }
}
