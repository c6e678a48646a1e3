//! What the options of `/requirement` offer while a person types: only what that person may use there.

use poise::serenity_prelude::{CreateAutocompleteResponse, ResolvedValue};

use super::super::service as requirements;
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context, Result};
use crate::ledger::Reader;
use crate::tenders::rules::same_name;
use crate::tenders::service::{self as tenders, Tender, Wanted};
use crate::values::{Actor, Stage};
use crate::{authorities, forums};

/// How many pages of a list are looked through: more than an autocomplete can show.
const PAGES: u32 = 4;

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

async fn acting(db: &Reader, actor: &Actor) -> Result<Vec<authorities::service::Authority>> {
    let held = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    Ok(held
        .into_iter()
        .filter(|m| m.acts())
        .map(|m| m.authority)
        .collect())
}

/// Tenders that collect requirements in the regions of the person's authorities; for the lead, those whose requirements
/// are in, too: it may make a late change.
pub async fn to_declare(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
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
            let wanted = Wanted {
                stage: Some(Stage::Collecting),
                region: Some(forum.region),
                ..Wanted::default()
            };
            add(&db, &actor, wanted, &mut found).await?;
        }
        for stage in [Stage::Collecting, Stage::Collected] {
            let wanted = Wanted {
                stage: Some(stage),
                mine: true,
                ..Wanted::default()
            };
            add(&db, &actor, wanted, &mut found).await?;
        }
        let here = tenders::of_thread(&db, actor.guild_id, discord::id(ctx.channel_id())).await?;
        found.sort_by_key(|tender| here.as_ref().is_none_or(|here| here.id != tender.id));
        Ok(of_tenders(&found))
    })
    .await
}

async fn add(db: &Reader, actor: &Actor, wanted: Wanted, found: &mut Vec<Tender>) -> Result<()> {
    for page in 0..PAGES {
        let page = tenders::list(
            db,
            actor,
            &Wanted {
                page,
                ..wanted.clone()
            },
        )
        .await?;
        for line in page.lines {
            if found.iter().all(|there| there.id != line.tender.id) {
                found.push(line.tender);
            }
        }
        if page.page + 1 >= page.pages {
            break;
        }
    }
    Ok(())
}

/// The lots of the tender given.
pub async fn lot(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let Some(tender) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let tender = tenders::find(&db, actor.guild_id, tender).await?;
        let lots = tenders::lots(&db, tender.id).await?;
        Ok(lots
            .iter()
            .map(|l| Offer::new(format!("{} {} ({})", l.number, l.title, l.unit), &l.title))
            .collect())
    })
    .await
}

/// The authorities that the person acts for; for the lead of the tender given, all that were invited: it may make a
/// late change for each.
pub async fn own(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let mut names: Vec<(String, String)> = acting(&db, &actor)
            .await?
            .into_iter()
            .map(|a| (a.name, a.short_name))
            .collect();
        if let Some(text) = given(ctx, "tender") {
            let tender = tenders::find(&db, actor.guild_id, text).await?;
            if tender.stage == Stage::Collected
                && authorities::service::acts_for(&db, &actor, tender.lead_id).await?
            {
                for answer in tenders::answers(&db, &tender).await? {
                    let who = (answer.who.name, answer.who.short_name);
                    if !names.contains(&who) {
                        names.push(who);
                    }
                }
            }
        }
        Ok(names
            .into_iter()
            .map(|(name, short)| Offer::new(format!("{name} ({short})"), short))
            .collect())
    })
    .await
}

/// The authorities whose requirements the person may see in the tender given.
pub async fn visible(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let Some(tender) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let mut who: Vec<_> = requirements::show(&db, &actor, tender)
            .await?
            .rows
            .into_iter()
            .map(|row| row.who)
            .collect();
        who.sort_by(|a, b| a.short_name.cmp(&b.short_name));
        who.dedup();
        Ok(who
            .into_iter()
            .map(|w| Offer::new(format!("{} ({})", w.name, w.short_name), w.short_name))
            .collect())
    })
    .await
}
