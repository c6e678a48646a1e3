//! What becomes of what has happened to a tender in its posts: a card is edited, something is said.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::letters::{Correction, NewPost, PostGone, PostLeft, PostMessage, Said};
use super::news::{self, Hearer, News};
use super::refreshing::{edit_cards, mend, refresh};
use crate::authorities::service as authorities;
use crate::calloffs::facts::{Corrected, HeadroomReached};
use crate::capability::Capability;
use crate::ledger::{About, Fault, Result, Tx};
use crate::requirements::facts::AnswersReopened;
use crate::tenders::facts::{
    Admitted, AnswerAmended, AskedToJoin, Chased, LeadPassedOn, LotRemoved, NoticeCorrected,
    Objected, Regions,
};
use crate::tenders::rules::same_name;
use crate::tenders::service::{self as tenders, Post};
use crate::values::{AuthorityId, TenderId};
use crate::{awards, calloffs, forums, requirements};

/// With the facts that show in a tender's posts.
pub(super) fn ears(capability: Capability) -> Capability {
    use crate::authorities::facts::Edited as AuthorityEdited;
    use crate::tenders::facts::{Declined, Edited, HandedOn, Joined, Left, LotEdited, LotsAdded};
    use awards::facts::Indicated;
    use calloffs::facts::Recorded;
    use requirements::facts::{Confirmed, Declared, Imported, NoneNeeded, Withdrawn};

    news::heard_by::<Posts>(capability)
        .hears::<AuthorityEdited>(|tx, it| cards_of(tx, it.told.after.id).boxed())
        .hears::<HandedOn>(|tx, it| card(tx, it.about).boxed())
        .hears::<Edited>(|tx, it| card(tx, it.about).boxed())
        .hears::<LotsAdded>(|tx, it| card(tx, it.about).boxed())
        .hears::<LotEdited>(|tx, it| card(tx, it.about).boxed())
        .hears::<Regions>(|tx, it| regions(tx, it).boxed())
        .hears::<LeadPassedOn>(|tx, it| passed_on(tx, it).boxed())
        .hears::<NoticeCorrected>(|tx, it| corrected(tx, it).boxed())
        .hears::<LotRemoved>(|tx, it| lot_removed(tx, it).boxed())
        .hears::<Joined>(|tx, it| card(tx, it.about).boxed())
        .hears::<Declined>(|tx, it| card(tx, it.about).boxed())
        .hears::<Left>(|tx, it| card(tx, it.about).boxed())
        .hears::<AskedToJoin>(|tx, it| asked(tx, it).boxed())
        .hears::<Admitted>(|tx, it| admitted(tx, it).boxed())
        .hears::<Chased>(|tx, it| chased(tx, it).boxed())
        .hears::<Declared>(|tx, it| card(tx, it.about).boxed())
        .hears::<Imported>(|tx, it| card(tx, it.about).boxed())
        .hears::<NoneNeeded>(|tx, it| card(tx, it.about).boxed())
        .hears::<Withdrawn>(|tx, it| card(tx, it.about).boxed())
        .hears::<AnswersReopened>(|tx, it| reopened(tx, it).boxed())
        .hears::<Confirmed>(|tx, it| card(tx, it.about).boxed())
        .hears::<Indicated>(|tx, it| card(tx, it.about).boxed())
        .hears::<Recorded>(|tx, it| card(tx, it.about).boxed())
        .hears::<HeadroomReached>(|tx, it| headroom(tx, it).boxed())
        .hears::<Corrected>(|tx, it| card(tx, it.about).boxed())
        .hears::<AnswerAmended>(|tx, it| amended(tx, it).boxed())
        .hears::<Objected>(|tx, it| objected(tx, it).boxed())
        .hears::<forums::facts::Mended>(|tx, it| mend(tx, it.told.forum_id).boxed())
}

fn tender_of(about: About) -> Result<TenderId> {
    let none = || Fault::new("what shows on a card is of a tender");
    Ok(about.tender_id.ok_or_else(none)?)
}

/// The cards that show an authority: of the tenders that it leads or takes part in.
async fn cards_of(tx: &Tx, authority_id: AuthorityId) -> Result<()> {
    for tender in tenders::open_of(tx, tx.cause().guild_id, authority_id).await? {
        refresh(tx, tender.id).await?;
    }
    Ok(())
}

async fn card(tx: &Tx, about: About) -> Result<()> {
    refresh(tx, tender_of(about)?).await
}

struct Posts;

impl Hearer for Posts {
    fn hear(tx: &Tx, tender_id: TenderId, news: News) -> BoxFuture<'_, Result<()>> {
        async move {
            let posts = tenders::posts(tx, tender_id).await?;
            if matches!(news, News::Announced | News::PutBack) {
                // Of a tender that is put back it may be gone by now.
                for post in &posts {
                    tx.send(&NewPost { post_id: post.id }).await?;
                }
                return Ok(());
            }
            if matches!(news, News::Withdrawn { .. }) {
                edit_cards(tx, &posts).await?;
                for post in &posts {
                    tx.send(&PostGone { post_id: post.id }).await?;
                }
                return Ok(());
            }
            if news != News::Renewal {
                edit_cards(tx, &posts).await?;
            }
            say(tx, tender_id, &posts, &Said::News(news)).await
        }
        .boxed()
    }
}

async fn say(
    tx: &Tx,
    tender_id: TenderId,
    posts: impl IntoIterator<Item = &Post>,
    said: &Said,
) -> Result<()> {
    for post in posts {
        tx.send(&PostMessage {
            tender_id,
            post_id: post.id,
            said: said.clone(),
        })
        .await?;
    }
    Ok(())
}

/// The post of a region; where it has none there, the first.
fn post_of<'p>(posts: &'p [Post], region: &str) -> Option<&'p Post> {
    let there = posts.iter().find(|post| same_name(&post.region, region));
    there.or(posts.first())
}

/// The lead is asked once, where it reads.
async fn asked(tx: &Tx, it: &AskedToJoin) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let posts = tenders::posts(tx, tender_id).await?;
    if !it.again
        && let Some(authority_id) = it.about.authority_id
    {
        let tender = tenders::by_id(tx, tx.cause().guild_id, tender_id).await?;
        let lead = tenders::lead(tx, &tender).await?;
        let said = Said::Asked { authority_id };
        say(tx, tender_id, post_of(&posts, &lead.region), &said).await?;
    }
    edit_cards(tx, &posts).await
}

/// A ceiling comes closer: each region's post says so to those there whom it concerns.
async fn headroom(tx: &Tx, it: &HeadroomReached) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let posts = tenders::posts(tx, tender_id).await?;
    let (lot_id, percent) = (it.told.lot_id, it.told.percent);
    say(tx, tender_id, &posts, &Said::Headroom { lot_id, percent }).await
}

/// Every post says what has changed and what it makes of what was declared; those who answered are asked there.
async fn reopened(tx: &Tx, it: &AnswersReopened) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let posts = tenders::posts(tx, tender_id).await?;
    let said = Said::ToConfirm {
        lines: it.told.lines.clone(),
        reason: it.told.reason.clone(),
    };
    say(tx, tender_id, &posts, &said).await
}

/// An authority is told, in its own region's post, what the lead has made of its answer or order.
async fn amended(tx: &Tx, it: &AnswerAmended) -> Result<()> {
    let (tender_id, authority_id) = (it.told.tender_id, it.told.authority_id);
    let posts = tenders::posts(tx, tender_id).await?;
    let Some(authority) = authorities::by_id(tx, authority_id).await? else {
        return Ok(());
    };
    let said = Said::Amended {
        authority_id,
        amendment_id: it.told.id,
    };
    say(tx, tender_id, post_of(&posts, &authority.region), &said).await
}

/// The lead hears, where it reads, that an authority says that what it changed isn't right.
async fn objected(tx: &Tx, it: &Objected) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let posts = tenders::posts(tx, tender_id).await?;
    let tender = tenders::by_id(tx, tx.cause().guild_id, tender_id).await?;
    let lead = tenders::lead(tx, &tender).await?;
    let Some(authority_id) = it.about.authority_id else {
        return Ok(());
    };
    let said = Said::Objected {
        authority_id,
        amendment_id: it.amendment_id,
    };
    say(tx, tender_id, post_of(&posts, &lead.region), &said).await
}

/// A region that came gets its post; the post of one that went says so, and is closed.
async fn regions(tx: &Tx, it: &Regions) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    for post in &it.dropped {
        for closes in [false, true] {
            tx.send(&PostLeft {
                tender_id,
                post: post.clone(),
                reason: it.reason.clone(),
                closes,
                out: it.out.clone(),
            })
            .await?;
        }
    }
    let posts = tenders::posts(tx, tender_id).await?;
    let new = |post: &&Post| {
        it.added
            .iter()
            .any(|region| same_name(region, &post.region))
    };
    for post in posts.iter().filter(new) {
        tx.send(&NewPost { post_id: post.id }).await?;
    }
    edit_cards(tx, &posts).await
}

async fn passed_on(tx: &Tx, it: &LeadPassedOn) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let said = Said::LeadPassedOn {
        from: it.from,
        to: it.to,
        reason: it.reason.clone(),
    };
    say(tx, tender_id, &tenders::posts(tx, tender_id).await?, &said).await
}

async fn corrected(tx: &Tx, it: &NoticeCorrected) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let (before, after) = (&it.before, &it.after);
    let contract = ((before.starts, before.ends), (after.starts, after.ends));
    let bids = before.bids_by.zip(after.bids_by);
    let said = Said::Corrected(Correction {
        bids: bids.filter(|(from, to)| from != to),
        contract: (contract.0 != contract.1).then_some(contract),
        gained: it.gained.clone(),
        lost: it.lost.clone(),
        told: it.told.clone(),
        reason: it.reason.clone(),
    });
    let posts = tenders::posts(tx, tender_id).await?;
    say(tx, tender_id, &posts, &said).await?;
    edit_cards(tx, &posts).await
}

/// Those who had declared some of a lot are told that it is gone, each in the post of their region.
async fn lot_removed(tx: &Tx, it: &LotRemoved) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let posts = tenders::posts(tx, tender_id).await?;
    if !it.dropped.is_empty() {
        let said = Said::LotRemoved {
            lot: it.lot.title.clone(),
            reason: it.reason.clone().unwrap_or_default(),
            authorities: it.dropped.clone(),
        };
        say(tx, tender_id, &posts, &said).await?;
    }
    edit_cards(tx, &posts).await
}

async fn admitted(tx: &Tx, it: &Admitted) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let posts = tenders::posts(tx, tender_id).await?;
    if let Some(authority_id) = it.about.authority_id
        && let Some(authority) = authorities::by_id(tx, authority_id).await?
    {
        let said = Said::Admitted { authority_id };
        say(tx, tender_id, post_of(&posts, &authority.region), &said).await?;
    }
    edit_cards(tx, &posts).await
}

/// A reminder in the post of each region where somebody has not answered.
async fn chased(tx: &Tx, it: &Chased) -> Result<()> {
    let tender_id = tender_of(it.about)?;
    let mut posts = tenders::posts(tx, tender_id).await?;
    posts.retain(|post| {
        it.regions
            .iter()
            .any(|region| same_name(region, &post.region))
    });
    say(tx, tender_id, &posts, &Said::Chase).await
}
