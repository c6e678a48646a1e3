//! What the options of `/tender` and `/lot` offer while a person types: only what that person may use there.

use poise::serenity_prelude::{CreateAutocompleteResponse, ResolvedValue};

use super::super::rules::{AnswerState, same_name};
use super::super::service::{self, Tender, Wanted};
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context, Result};
use crate::ledger::Reader;
use crate::values::{Actor, Stage, cpv};
use crate::{authorities, forums};

/// How many pages of a list are looked through: more than an autocomplete can show.
const PAGES: u32 = 4;
/// Stages in which nothing is published.
const EARLY: [Stage; 2] = [Stage::Collecting, Stage::Collected];
/// Stages that are not over.
const OPEN: [Stage; 5] = [
    Stage::Collecting,
    Stage::Collected,
    Stage::OutToTender,
    Stage::Awarded,
    Stage::CallOff,
];

type Offered = CreateAutocompleteResponse;

fn of_tenders(tenders: &[Tender]) -> Vec<Offer> {
    tenders
        .iter()
        .map(crate::tenders::offers::of_tender)
        .collect()
}

/// What another option of the command holds already.
fn given<'a>(ctx: Context<'a>, option: &str) -> Option<&'a str> {
    let Context::Application(it) = ctx else {
        return None;
    };
    it.args
        .iter()
        .find(|arg| arg.name == option)
        .and_then(|arg| match arg.value {
            ResolvedValue::String(text) => Some(text),
            _ => None,
        })
}

/// The authorities that the person acts for.
async fn acting(db: &Reader, actor: &Actor) -> Result<Vec<authorities::service::Authority>> {
    let held = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    Ok(held
        .into_iter()
        .filter(|m| m.acts())
        .map(|m| m.authority)
        .collect())
}

/// The first pages of a list, the tender of the post where the person types first.
async fn pages(
    ctx: Context<'_>,
    db: &Reader,
    actor: &Actor,
    wanted: Wanted,
) -> Result<Vec<Tender>> {
    let mut found = Vec::new();
    for page in 0..PAGES {
        let page = service::list(
            db,
            actor,
            &Wanted {
                page,
                ..wanted.clone()
            },
        )
        .await?;
        found.extend(page.lines.into_iter().map(|line| line.tender));
        if page.page + 1 >= page.pages {
            break;
        }
    }
    let here = service::of_thread(db, actor.guild_id, discord::id(ctx.channel_id())).await?;
    // The one of this post first; the sort keeps the rest as it is.
    found.sort_by_key(|tender| here.as_ref().is_none_or(|here| here.id != tender.id));
    Ok(found)
}

/// Tenders that the person leads, at one of these stages.
async fn led(ctx: Context<'_>, stages: &[Stage]) -> Result<Vec<Offer>> {
    let (actor, db) = discord::asking(ctx)?;
    let acting = acting(&db, &actor).await?;
    let mut offers = Vec::new();
    for &stage in stages {
        let wanted = Wanted {
            stage: Some(stage),
            mine: true,
            ..Wanted::default()
        };
        let mut found = pages(ctx, &db, &actor, wanted).await?;
        found.retain(|tender| acting.iter().any(|a| a.id == tender.lead_id));
        offers.extend(of_tenders(&found));
    }
    Ok(offers)
}

/// For the lead, while requirements are collected.
pub async fn led_collecting(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, led(ctx, &[Stage::Collecting])).await
}

/// For the lead, before anything is published.
pub async fn led_early(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, led(ctx, &EARLY)).await
}

/// For the lead, once requirements are in.
pub async fn led_collected(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, led(ctx, &[Stage::Collected])).await
}

/// For the lead, while it can be given up.
pub async fn led_before_call_off(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, led(ctx, &OPEN[..4])).await
}

/// Tenders of the person's authorities, whatever has become of them.
pub async fn to_copy(ctx: Context<'_>, typed: &str) -> Offered {
    let found = async {
        let (actor, db) = discord::asking(ctx)?;
        let mine = Wanted {
            mine: true,
            ..Wanted::default()
        };
        Ok(of_tenders(&pages(ctx, &db, &actor, mine).await?))
    };
    autocomplete::offer(typed, found).await
}

/// For the lead, while it is not over.
pub async fn led_open(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, led(ctx, &OPEN)).await
}

/// Tenders announced in the regions of the person's authorities, at one of these stages.
async fn invited(ctx: Context<'_>, stages: &[Stage]) -> Result<Vec<Offer>> {
    let (actor, db) = discord::asking(ctx)?;
    let acting = acting(&db, &actor).await?;
    let mut found: Vec<Tender> = Vec::new();
    for forum in forums::service::list(&db, actor.guild_id).await? {
        if !acting
            .iter()
            .any(|authority| same_name(&authority.region, &forum.region))
        {
            continue;
        }
        for &stage in stages {
            let region = Some(forum.region.clone());
            let wanted = Wanted {
                stage: Some(stage),
                region,
                ..Wanted::default()
            };
            for tender in pages(ctx, &db, &actor, wanted).await? {
                if found.iter().all(|there| there.id != tender.id) {
                    found.push(tender);
                }
            }
        }
    }
    Ok(of_tenders(&found))
}

/// What an officer may join, or ask to join late.
pub async fn to_join(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, invited(ctx, &OPEN)).await
}

/// What an officer may decline.
pub async fn to_decline(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, invited(ctx, &EARLY)).await
}

/// What an officer may leave: joined, and not led by the only authority they act for.
pub async fn to_leave(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let acting = acting(&db, &actor).await?;
        let wanted = Wanted {
            mine: true,
            ..Wanted::default()
        };
        let mut found = pages(ctx, &db, &actor, wanted).await?;
        found.retain(|tender| {
            !tender.stage.is_over()
                && acting
                    .iter()
                    .any(|authority| authority.id != tender.lead_id)
        });
        Ok(of_tenders(&found))
    })
    .await
}

/// The lots of the tender given.
pub async fn lot(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let Some(tender) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let tender = service::find(&db, actor.guild_id, tender).await?;
        let lots = service::lots(&db, tender.id).await?;
        Ok(lots
            .iter()
            .map(|l| Offer::new(format!("{} {} ({})", l.number, l.title, l.unit), &l.title))
            .collect())
    })
    .await
}

/// The authorities that the person acts for.
pub async fn own(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let acting = acting(&db, &actor).await?;
        Ok(acting
            .iter()
            .map(|a| Offer::new(format!("{} ({})", a.name, a.short_name), &a.short_name))
            .collect())
    })
    .await
}

/// Those that ask to join the tender given, for its lead.
pub async fn asked(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let Some(tender) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let tender = service::find(&db, actor.guild_id, tender).await?;
        service::require_lead(&db, &actor, &tender).await?;
        let answers = service::answers(&db, &tender).await?;
        let asked = answers
            .into_iter()
            .filter(|a| a.state == AnswerState::Asked);
        Ok(asked
            .map(|a| {
                Offer::new(
                    format!("{} ({})", a.who.name, a.who.short_name),
                    a.who.short_name,
                )
            })
            .collect())
    })
    .await
}

/// A list of regions: what is there, and each one more.
pub async fn regions(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let forums = forums::service::list(&db, actor.guild_id).await?;
        let mut names: Vec<String> = forums.into_iter().map(|f| f.region).collect();
        names.insert(0, "all".to_owned());
        Ok(one_more(typed, &names))
    })
    .await
}

/// A list of regions and authorities: what is there, and each one more.
pub async fn entitled(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let mut names = authorities::service::regions(&db, actor.guild_id).await?;
        let register = authorities::service::present(&db, actor.guild_id).await?;
        names.extend(register.into_iter().map(|a| a.short_name));
        Ok(one_more(typed, &names))
    })
    .await
}

/// What was typed up to the last comma, with each name that is not there yet.
fn one_more(typed: &str, names: &[String]) -> Vec<Offer> {
    let before = typed.rfind([',', ';']).map_or("", |at| &typed[..=at]);
    let there: Vec<&str> = before.split([',', ';']).map(str::trim).collect();
    let new = names
        .iter()
        .filter(|name| !there.iter().any(|there| same_name(there, name)));
    new.map(|name| {
        let text = if before.is_empty() {
            name.clone()
        } else {
            format!("{before} {name}")
        };
        Offer::new(text.clone(), text)
    })
    .collect()
}

/// Codes of the Common Procurement Vocabulary, by code or by word.
pub async fn category(_: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        Ok(cpv::search(typed)
            .iter()
            .map(|c| Offer::new(format!("{} {}", c.code, c.name), c.code))
            .collect())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_grows_by_names_that_are_not_there() {
        let names = ["South Wales".to_owned(), "Mid and West Wales".to_owned()];
        let values = |typed: &str| -> Vec<String> {
            one_more(typed, &names)
                .into_iter()
                .map(|offer| offer.value)
                .collect()
        };
        assert_eq!(values("Sou"), names);
        assert_eq!(values("south wales,"), ["south wales, Mid and West Wales"]);
        assert_eq!(
            values("South Wales, Mi"),
            ["South Wales, Mid and West Wales"]
        );
    }
}
