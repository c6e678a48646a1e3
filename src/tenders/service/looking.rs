//! Reading: find, card, answers, list, search.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::rules::{self, AnswerState, Part, Responses};
use super::super::store::{self, Lot, Participation, Post, Tender};
use crate::authorities;
use crate::authorities::service::Authority;
use crate::forums::service as forums;
use crate::ledger::{Db, Fault, Result};
use crate::values::text::fold;
use crate::values::{Actor, AuthorityId, PostId, Reference, Refusal, Stage, TenderId, Term, Unit};
use crate::words::{Lang, Text, text};

/// An authority, as much of it as a message needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Row number.
    pub id: AuthorityId,
    /// Its full name.
    pub name: String,
    /// Its short name.
    pub short_name: String,
    /// Its region.
    pub region: String,
    /// Its name in Welsh, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_cy: Option<String>,
}

impl Who {
    /// Its full name, in Welsh where it has one and that is the language.
    pub fn name_in(&self, lang: Lang) -> &str {
        authorities::rules::name_in(&self.name, self.name_cy.as_deref(), lang)
    }
}

impl From<&Authority> for Who {
    fn from(authority: &Authority) -> Self {
        Who {
            id: authority.id,
            name: authority.name.clone(),
            short_name: authority.short_name.clone(),
            region: authority.region.clone(),
            name_cy: authority.name_cy.clone(),
        }
    }
}

/// How one authority stands in a tender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Respondent {
    /// The authority.
    pub who: Who,
    /// Where it stands with its answer.
    pub state: AnswerState,
    /// Its row, if it has one.
    pub participation: Option<Participation>,
}

impl Respondent {
    /// Whether it takes part.
    pub fn joined(&self) -> bool {
        self.participation
            .as_ref()
            .is_some_and(|p| p.part == Part::Joined)
    }
}

/// The tender of this reference.
///
/// # Errors
/// Refused where there is none; those that are near are named.
pub async fn find(db: &impl Db, guild_id: i64, text: &str) -> Result<Tender> {
    // An autocomplete's line may have been left as it was shown: `SF-2027-01 Solid fuel`.
    let first = text.split_whitespace().next().unwrap_or_default();
    if let Ok(reference) = Reference::parse(first)
        && let Some(tender) = store::by_reference(db, guild_id, reference.as_str()).await?
    {
        return Ok(tender);
    }
    let near = store::search(db, guild_id, text, 3).await?;
    if let [only] = near.as_slice()
        && rules::same_name(&only.title, text)
    {
        return Ok(only.clone());
    }
    let given: String = text.trim().chars().take(60).collect();
    let help = if near.is_empty() {
        text!("tenders-unknown-help")
    } else {
        let names = near
            .iter()
            .map(|t| Text::verbatim(format!("{} ({})", t.reference, t.title)));
        text!("tenders-unknown-near-help", names = Text::or(names))
    };
    Err(Refusal::new(text!("tenders-unknown", given), help).into())
}

/// The tender of this row number, in this server.
///
/// # Errors
/// Refused where there is none: an old button of another server, perhaps.
pub async fn by_id(db: &impl Db, guild_id: i64, id: TenderId) -> Result<Tender> {
    let found = store::by_id(db, guild_id, id).await?;
    let gone = || Refusal::new(text!("tenders-not-here"), text!("tenders-not-here-help"));
    Ok(found.ok_or_else(gone)?)
}

/// The tender whose post in Discord this is, if any.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn of_thread(db: &impl Db, guild_id: i64, thread_id: i64) -> Result<Option<Tender>> {
    store::of_thread(db, guild_id, thread_id).await
}

/// A tender's lots, in order.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn lots(db: &impl Db, tender_id: TenderId) -> Result<Vec<Lot>> {
    store::lots(db, tender_id).await
}

/// A tender's posts.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn posts(db: &impl Db, tender_id: TenderId) -> Result<Vec<Post>> {
    let rows = store::posts(db, tender_id).await?;
    let forums = forums::by_ids(db, rows.iter().map(|row| row.forum_id)).await?;
    let mut posts = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(forum) = forums.get(&row.forum_id) {
            posts.push(Post {
                id: row.id,
                tender_id: row.tender_id,
                forum_id: row.forum_id,
                region: forum.region.clone(),
                channel_id: forum.channel_id,
                thread_id: row.thread_id,
                message_id: row.message_id,
            });
        }
    }
    Ok(posts)
}

/// A lot by its number, its title, or the only one whose title begins with it.
///
/// # Errors
/// Refused where there is none; all are named.
pub fn find_lot<'a>(lots: &'a [Lot], text: &str) -> Result<&'a Lot> {
    let wanted = fold(text);
    let number = wanted
        .strip_prefix("lot")
        .unwrap_or(&wanted)
        .trim()
        .parse::<i32>()
        .ok();
    // `House coal, tonne` is how it was announced.
    let announced = |lot: &Lot| fold(&format!("{}, {}", lot.title, lot.unit));
    let titled = lots
        .iter()
        .find(|lot| fold(&lot.title) == wanted || announced(lot) == wanted);
    let numbered = || lots.iter().find(|lot| Some(lot.number) == number);
    if let Some(lot) = titled.or_else(numbered) {
        return Ok(lot);
    }
    let mut begin = lots
        .iter()
        .filter(|lot| !wanted.is_empty() && fold(&lot.title).starts_with(&wanted));
    if let (Some(lot), None) = (begin.next(), begin.next()) {
        return Ok(lot);
    }
    let names = lots
        .iter()
        .map(|l| Text::verbatim(format!("{} ({})", l.number, l.title)));
    let given: String = text.trim().chars().take(60).collect();
    Err(Refusal::new(
        text!("tenders-unknown-lot", given),
        text!(
            "tenders-unknown-lot-help",
            count = lots.len(),
            lots = Text::and(names)
        ),
    )
    .into())
}

/// The unit of the lot that two texts mean, a tender's and a lot's: what is typed of it may name that unit.
///
/// # Errors
/// Refused where there is no such tender or lot.
pub async fn unit_of(db: &impl Db, guild_id: i64, tender: &str, lot: &str) -> Result<Unit> {
    let tender = find(db, guild_id, tender).await?;
    Ok(self::lot(db, tender.id, lot).await?.unit)
}

/// A tender's lot that a text means, as [`find_lot`] finds it.
///
/// # Errors
/// Refused where there is none; all are named.
pub async fn lot(db: &impl Db, tender_id: TenderId, text: &str) -> Result<Lot> {
    Ok(find_lot(&lots(db, tender_id).await?, text)?.clone())
}

/// The contract's term.
///
/// # Errors
/// A fault: only terms that are right are kept.
pub fn term(tender: &Tender) -> Result<Term> {
    Term::new(tender.starts, tender.ends).map_err(|e| Fault::new(e.to_string()).into())
}

/// Refuses anybody who isn't an officer of the lead; returns the lead.
///
/// # Errors
/// They aren't.
pub async fn require_lead(db: &impl Db, actor: &Actor, tender: &Tender) -> Result<Who> {
    let register = authorities::service::list(db, actor.guild_id).await?;
    let lead = lead_of(&register, tender)?;
    if authorities::service::acts_for(db, actor, tender.lead_id).await? {
        return Ok(lead);
    }
    Err(Refusal::new(
        text!(
            "tenders-lead-only",
            reference = tender.reference.as_str(),
            lead = lead.name.as_str()
        ),
        text!("tenders-lead-only-help", lead = lead.short_name),
    )
    .into())
}

/// The lead of a tender, in the register that was read already.
///
/// # Errors
/// A fault, if it is not there.
pub fn lead_of(register: &[Authority], tender: &Tender) -> Result<Who> {
    let lead = register
        .iter()
        .find(|a| a.id == tender.lead_id)
        .map(Who::from);
    lead.ok_or_else(|| {
        Fault::new(format!("{} has no lead in the register", tender.reference)).into()
    })
}

/// The lead of a tender.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn lead(db: &impl Db, tender: &Tender) -> Result<Who> {
    lead_of(
        &authorities::service::list(db, tender.guild_id).await?,
        tender,
    )
}

fn regions(posts: &[Post]) -> Vec<String> {
    posts.iter().map(|p| p.region.clone()).collect()
}

/// Whether the tender was announced in the authority's region, or it has a row there already.
pub(super) async fn is_invited(
    db: &impl Db,
    tender: &Tender,
    authority: &Authority,
) -> Result<bool> {
    let posts = posts(db, tender.id).await?;
    Ok(posts
        .iter()
        .any(|p| rules::same_name(&p.region, &authority.region))
        || store::participation(db, tender.id, authority.id)
            .await?
            .is_some_and(|p| p.part != Part::Asked))
}

/// How each authority of a register stands in a tender with these posts and these that take part.
pub fn answers_of(
    register: &[Authority],
    posts: &[Post],
    parts: Vec<Participation>,
) -> Vec<Respondent> {
    let regions = regions(posts);
    let mut parts: HashMap<AuthorityId, Participation> =
        parts.into_iter().map(|p| (p.authority_id, p)).collect();
    let mut answers = Vec::new();
    for authority in register {
        let participation = parts.remove(&authority.id);
        let region = |r: &String| rules::same_name(r, &authority.region);
        if participation.is_none() && (authority.has_ended() || !regions.iter().any(region)) {
            continue;
        }
        let row = participation.as_ref().map(|p| (p.part, p.answered));
        let to_confirm = participation
            .as_ref()
            .is_some_and(|p| p.to_confirm.is_some());
        answers.push(Respondent {
            who: Who::from(authority),
            state: AnswerState::of(row).reopened(to_confirm),
            participation,
        });
    }
    answers.sort_by(|a, b| a.who.short_name.cmp(&b.who.short_name));
    answers
}

/// How many have answered, as it was when collecting closed, and how many joined late since.
pub fn responses(tender: &Tender, answers: &[Respondent]) -> Responses {
    let late = answers.iter().filter(|it| {
        let wave = it.participation.as_ref().map_or(0, |it| it.wave);
        wave > 1 && it.state != AnswerState::Asked
    });
    let now = Responses::count(answers.iter().map(|it| it.state));
    now.at_close(
        tender.invited_at_close,
        tender.answered_at_close,
        late.count(),
    )
}

/// How each authority stands that was invited or takes part.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn answers(db: &impl Db, tender: &Tender) -> Result<Vec<Respondent>> {
    let register = authorities::service::list(db, tender.guild_id).await?;
    let posts = posts(db, tender.id).await?;
    let parts = store::participations(db, tender.id).await?;
    Ok(answers_of(&register, &posts, parts))
}

/// Those who have not answered, and only those: nobody else is ever chased; none unless requirements are being
/// collected (design, section 2). Worked out when it is asked, so a message is true when it is sent.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn outstanding(db: &impl Db, tender: &Tender) -> Result<Vec<Who>> {
    if tender.stage != Stage::Collecting {
        return Ok(Vec::new());
    }
    let answers = answers(db, tender).await?;
    Ok(answers
        .into_iter()
        .filter(|a| a.state.is_outstanding())
        .map(|a| a.who)
        .collect())
}

/// The tender of this post, whatever server it is in; none where the post is gone.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn of_post(db: &impl Db, post_id: PostId) -> Result<Option<Tender>> {
    store::of_post(db, post_id).await
}

/// The rows of those that take part, or ask to.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn participants(db: &impl Db, tender_id: TenderId) -> Result<Vec<Participation>> {
    store::participations(db, tender_id).await
}

/// How an authority stands in a tender, if it has a row there.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn part_of(
    db: &impl Db,
    tender_id: TenderId,
    authority_id: AuthorityId,
) -> Result<Option<Part>> {
    let row = store::participation(db, tender_id, authority_id).await?;
    Ok(row.map(|row| row.part))
}

/// The authorities that may call off; none before the notice is published.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn entitled(db: &impl Db, tender_id: TenderId) -> Result<Vec<AuthorityId>> {
    store::entitled(db, tender_id).await
}

/// The authorities whose need is kept for the next round, with what they said.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn next_round(
    db: &impl Db,
    tender_id: TenderId,
) -> Result<Vec<(AuthorityId, Option<String>)>> {
    store::next_round(db, tender_id).await
}

/// Which tenders are wanted (design, section 6, `/tender list`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// At this stage only.
    pub stage: Option<Stage>,
    /// Announced in this region only.
    pub region: Option<String>,
    /// Led or joined by an authority of the person's only.
    pub mine: bool,
    /// From 0.
    pub page: u32,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The tender.
    pub tender: Tender,
    /// Who leads it.
    pub lead: Who,
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The tenders, the newest first.
    pub lines: Vec<Listed>,
    /// Which page it is, from 0.
    pub page: u32,
    /// How many pages there are, at least one.
    pub pages: u32,
    /// How many tenders there are in all.
    pub total: u64,
}

/// How many tenders a page has.
pub const PAGE: u64 = 10;

/// One page of a server's tenders; a page beyond the last gives the last.
///
/// # Errors
/// Refused for a region that has no forum.
pub async fn list(db: &impl Db, actor: &Actor, wanted: &Wanted) -> Result<Page> {
    let forum_id = match wanted
        .region
        .as_deref()
        .map(str::trim)
        .filter(|r| !r.is_empty())
    {
        Some(region) => Some(forums::find(db, actor.guild_id, region).await?.id),
        None => None,
    };
    let of = if wanted.mine {
        let mandates = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
        Some(
            mandates
                .iter()
                .filter(|m| m.state == authorities::rules::State::Held)
                .map(|m| m.authority.id)
                .collect(),
        )
    } else {
        None
    };
    let query = store::Wanted {
        stages: wanted.stage.into_iter().collect(),
        forum_id,
        of,
    };
    let mut page = wanted.page;
    let (mut tenders, total) = store::page(db, actor.guild_id, &query, page.into(), PAGE).await?;
    let pages = u32::try_from(total.div_ceil(PAGE))
        .unwrap_or(u32::MAX)
        .max(1);
    if page >= pages {
        page = pages - 1;
        (tenders, _) = store::page(db, actor.guild_id, &query, page.into(), PAGE).await?;
    }
    let register = authorities::service::list(db, actor.guild_id).await?;
    let lines = tenders
        .into_iter()
        .map(|tender| {
            Ok(Listed {
                lead: lead_of(&register, &tender)?,
                tender,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Page {
        lines,
        page,
        pages,
        total,
    })
}

/// The tenders that are not over which an authority leads or takes part in, the newest first.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn open_of(db: &impl Db, guild_id: i64, id: AuthorityId) -> Result<Vec<Tender>> {
    let wanted = store::Wanted {
        stages: Stage::ALL.into_iter().filter(|it| !it.is_over()).collect(),
        forum_id: None,
        of: Some(vec![id]),
    };
    let mut found = Vec::new();
    for page in 0.. {
        let (tenders, _) = store::page(db, guild_id, &wanted, page, AT_A_TIME).await?;
        let all = tenders.is_empty();
        found.extend(tenders);
        if all {
            break;
        }
    }
    Ok(found)
}

/// Who takes part in the tenders published from one day until before another, and doesn't lead them: the rows of tender
/// and authority. Of a tender that was cancelled nobody does.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn shared_between(
    db: &impl Db,
    guild_id: i64,
    from: NaiveDate,
    before: NaiveDate,
) -> Result<Vec<(TenderId, AuthorityId)>> {
    store::shared_between(db, guild_id, from, before).await
}

/// How many tenders are read at a time.
const AT_A_TIME: u64 = 200;

/// Every tender announced in a region, the oldest first.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn in_region(db: &impl Db, guild_id: i64, region: &str) -> Result<Vec<Tender>> {
    let all = forums::list(db, guild_id).await?;
    let Some(forum) = all.into_iter().find(|forum| forum.region == region) else {
        return Ok(Vec::new());
    };
    let wanted = store::Wanted {
        forum_id: Some(forum.id),
        ..store::Wanted::default()
    };
    let mut all = Vec::new();
    for page in 0.. {
        let (found, total) = store::page(db, guild_id, &wanted, page, AT_A_TIME).await?;
        let end = found.is_empty();
        all.extend(found);
        if end || all.len() as u64 >= total {
            break;
        }
    }
    all.reverse();
    Ok(all)
}

/// Up to 25 tenders for an autocomplete, open ones first: those whose reference begins with the text or whose title
/// contains it.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn search(db: &impl Db, guild_id: i64, text: &str) -> Result<Vec<Tender>> {
    store::search(db, guild_id, text, 25).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{LotId, Unit};

    #[test]
    fn a_lot_is_meant_by_its_number_its_title_or_how_it_begins() {
        let titles = ["House coal", "Smokeless fuel", "Smokeless briquettes", "2"];
        let lot = |(number, title): (i32, &str)| Lot {
            id: LotId(number.into()),
            tender_id: TenderId(1),
            number,
            title: title.to_owned(),
            unit: Unit::parse("tonne").unwrap(),
            no_award: None,
            no_award_reason: None,
            removed_at: None,
        };
        let lots: Vec<Lot> = (1..).zip(titles).map(lot).collect();
        for (text, number) in [
            ("House coal", 1),
            (" house COAL", 1),
            ("1", 1),
            ("lot 1", 1),
            ("Lot 3", 3),
            ("house", 1),
            ("smokeless f", 2),
            // What is offered is the title.
            ("2", 4),
            ("lot 2", 2),
        ] {
            assert_eq!(find_lot(&lots, text).unwrap().number, number, "{text}");
        }
        for text in ["smokeless", "", "9", "lot 9", "peat"] {
            let refused = find_lot(&lots, text).unwrap_err().plain();
            assert!(refused.contains("House coal"), "{text}: {refused}");
        }
    }
}
