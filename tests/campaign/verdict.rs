//! What there is in the end, held against what should have happened: nothing lost, nothing twice, nothing out of order,
//! every card true.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use entity::{answer, authority, call_off, delivery, ledger_entry, lot, requirement, tender};
use griffin::delivery::mark::numbers;
use griffin::ledger::{Database, Db};
use griffin::values::{AuthorityId, LotId, Quantity};
use sandbox::Complaint;
use sandbox::client::{Message, Post};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::life::officer;
use crate::model::{Model, Stage, Tender};
use crate::world::{AUTHORITIES, REGIONS, World};

/// More waits than this are no back-off.
const WAITS: u32 = 6;
/// How long a message may have been on its way: the longest delay of a round, and a slow machine. An answer that came
/// meanwhile can't be known in it. A jump of the clock is longer, and griffin is down for it.
const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(30);
/// Requests answered with 401, 403 or 429 in a round; Discord bars an address at 10,000 in ten minutes.
const INVALID: usize = 500;

/// Waits until nothing is left to do, letting back-offs pass.
async fn quiet(world: &mut World) {
    for _ in 0..WAITS {
        if world.settle().await {
            return;
        }
        world.note("a while passes");
        world.sleep_through(TimeDelta::minutes(20)).await;
    }
    panic!("something is never sent: {:?}", world.left().await);
}

/// Holds everything against the model.
pub async fn hold(world: &mut World, model: &Model) {
    quiet(world).await;
    // Whatever was deleted under it is put right with the next change at the latest.
    for tender in &model.tenders {
        if !tender.post_gone.is_empty() && tender.stage < Stage::Ended {
            nudge(world, tender).await;
        }
    }
    quiet(world).await;
    for tender in &model.tenders {
        seen(world, tender, &model.channels).await;
    }
    digests(world, model);
    reminders(world, model);
    let mut complaints = world.sandbox.complaints();
    // Answers were held up on purpose.
    complaints.retain(|it| !matches!(it, Complaint::LateAnswer { .. }));
    assert!(complaints.is_empty(), "{complaints:?}");
    let invalid = world.sandbox.invalid_requests();
    assert!(invalid < INVALID, "{invalid} invalid requests");
    assert!(world.griffin.stop().await.success());
    // What is there for whoever comes now, by a connection that saw nothing of it.
    let after = Database::open(&world.storage.url).await.unwrap();
    let before = std::mem::replace(&mut world.database, after);
    before.close().await.unwrap();
    answers(world).await;
    rows(world, model).await;
    deliveries(world, model).await;
    ledger(world, model).await;
    let verified = world.griffin.griffin(&["verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}

/// A change that edits the card.
async fn nudge(world: &mut World, tender: &Tender) {
    let line = format!(
        "/tender edit tender:{} description:Looked at again",
        tender.reference
    );
    let told = world.tell(officer(tender.lead), &line, None).await;
    assert!(!told.refused(), "{}", told.answer);
}

/// The posts of a tender in a region, wherever its forum has been.
fn posts(world: &World, tender: &Tender, channels: &[String]) -> Vec<Post> {
    let start = format!("{} ", tender.reference);
    let found = channels
        .iter()
        .filter_map(|it| world.sandbox.find_channel(it));
    let posts = found.flat_map(|it| it.posts());
    posts.filter(|it| it.title.starts_with(&start)).collect()
}

/// A card as its reader sees it, without what is the message's own.
fn shown(message: &Message) -> Vec<(String, String)> {
    let Some(embed) = message.embeds.first() else {
        return Vec::new();
    };
    let title = (
        embed.title.clone().unwrap_or_default(),
        embed.description.clone().unwrap_or_default(),
    );
    let fields = embed.fields.iter();
    let fields = fields.map(|it| (it.name.clone(), it.value.clone()));
    [title].into_iter().chain(fields).collect()
}

async fn seen(world: &mut World, tender: &Tender, channels: &BTreeMap<&'static str, Vec<String>>) {
    let line = format!("/tender show tender:{}", tender.reference);
    let told = world.tell(officer(tender.lead), &line, None).await;
    let truth = shown(told.answer.message.as_ref().unwrap());
    let over = tender.stage >= Stage::Ended;
    for (region, _, _) in REGIONS {
        let posts = posts(world, tender, &channels[region]);
        let what = format!("{} in {region}", tender.reference);
        if posts.is_empty() && over && tender.post_gone.contains(region) {
            continue; // Nothing more is said of it.
        }
        let [post] = &posts[..] else {
            panic!("{what}: {} posts", posts.len());
        };
        assert_eq!(post.tags, [tender.stage.tag()], "{what}");
        let cards: Vec<&Message> = post
            .messages
            .iter()
            .filter(|it| !it.embeds.is_empty())
            .collect();
        let card = post.starter.as_ref().or(cards.last().copied());
        if !(over && tender.post_gone.contains(region)) {
            let card = card.unwrap_or_else(|| panic!("{what}: no card"));
            assert_eq!(shown(card), truth, "{what}");
        }
        let texts: Vec<&str> = post.messages.iter().map(|it| it.content.as_str()).collect();
        for ((of, text), expected) in &tender.notices {
            if *of != region {
                continue;
            }
            let mut expected = *expected;
            if tender.post_gone.contains(region) {
                expected.least = 0;
            }
            let times: usize = texts
                .iter()
                .map(|it| it.matches(text.as_str()).count())
                .sum();
            let times = u32::try_from(times).unwrap();
            assert!(
                expected.holds(times),
                "{what}: “{text}” {times} times, not {expected:?}\n{texts:#?}"
            );
        }
        nobody_chased_who_has_answered(tender, region, post, &what);
    }
}

/// Whoever has answered is never mentioned (design, section 2): a chase names nobody who had answered before it was on
/// its way.
fn nobody_chased_who_has_answered(tender: &Tender, region: &str, post: &Post, what: &str) {
    for message in &post.messages {
        let Some((_, names)) = message.content.split_once("Still to answer here: ") else {
            continue;
        };
        let names = names.split(". ").next().unwrap_or_default();
        for (authority, of, _) in AUTHORITIES {
            let named = names.split(", ").any(|it| it == authority);
            assert!(
                !named || of == region,
                "{what}: {authority} is chased in {region}"
            );
            let answered = tender.answered.get(authority);
            assert!(
                !named || answered.is_none_or(|at| *at + ON_ITS_WAY >= message.timestamp),
                "{what}: {authority} had answered, and is chased: {}",
                message.content
            );
        }
    }
}

fn digests(world: &World, model: &Model) {
    let channels = &model.channels;
    for (region, _, _) in REGIONS {
        let found = channels[region]
            .iter()
            .filter_map(|it| world.sandbox.find_channel(it));
        let posts = found.flat_map(|it| it.posts());
        let times = posts.filter(|it| it.title.starts_with("Digest")).count();
        let mut expected = model.digests.get(region).copied().unwrap_or_default();
        if channels[region].len() > 1 {
            expected.least = 0;
        }
        let times = u32::try_from(times).unwrap();
        assert!(
            expected.holds(times),
            "{region}: {times} digests, not {expected:?}"
        );
    }
}

fn reminders(world: &World, model: &Model) {
    let posts = world.sandbox.threads();
    for tender in &model.tenders {
        for reminder in &tender.reminders {
            let letters = world.member(reminder.officer).direct_messages();
            let said = posts.iter().flat_map(|it| it.messages.iter());
            let all = letters.iter().chain(said);
            let times: usize = all
                .map(|it| it.content.matches(&reminder.message).count())
                .sum();
            let mut expected = reminder.seen;
            if tender.post_gone.contains(reminder.region) {
                expected.least = 0;
            }
            let times = u32::try_from(times).unwrap();
            assert!(
                expected.holds(times),
                "“{}” ({}): {times} times, not {expected:?}",
                reminder.message,
                reminder.schedule.0
            );
        }
    }
}

/// What was answered as done is there.
async fn answers(world: &World) {
    let reader = world.database.reader();
    let rows = answer::Entity::find().all(reader.conn()).await.unwrap();
    let there: BTreeSet<i64> = rows.iter().map(|it| it.interaction_id).collect();
    for (interaction, line) in &world.done {
        assert!(there.contains(interaction), "answered and not kept: {line}");
    }
    assert!(!world.done.is_empty());
}

/// The database says what was typed.
async fn rows(world: &World, model: &Model) {
    let reader = world.database.reader();
    let db = reader.conn();
    let tenders = tender::Entity::find().all(db).await.unwrap();
    let lots = lot::Entity::find().all(db).await.unwrap();
    let authorities = authority::Entity::find().all(db).await.unwrap();
    let current = requirement::Entity::find();
    let current = current
        .filter(requirement::Column::Current.eq(true))
        .all(db)
        .await
        .unwrap();
    let call_offs = call_off::Entity::find().all(db).await.unwrap();
    assert_eq!(tenders.len(), model.tenders.len());
    let short = |id: AuthorityId| {
        let found = authorities.iter().find(|it| it.id == id).unwrap();
        found.short_name.clone()
    };
    for tender in &model.tenders {
        let row = tenders
            .iter()
            .find(|it| it.reference.as_str() == tender.reference)
            .unwrap();
        let title = |id: LotId| {
            let lot = lots.iter().find(|it| it.id == id && it.tender_id == row.id);
            lot.map(|it| it.title.clone())
        };
        let declared = current.iter().filter_map(|it| {
            let lot = title(it.lot_id)?;
            Some(((short(it.authority_id), lot), it.expected))
        });
        let declared: Vec<_> = declared.collect();
        let distinct: BTreeMap<_, _> = declared.iter().cloned().collect();
        assert_eq!(declared.len(), distinct.len(), "{}", tender.reference);
        let expected = tender.declared.iter().map(|((authority, lot), quantity)| {
            let key = ((*authority).to_owned(), (*lot).to_owned());
            (
                key,
                Quantity::from_thousandths(i64::from(*quantity) * 1_000),
            )
        });
        let expected: BTreeMap<_, _> = expected.collect();
        assert_eq!(distinct, expected, "{}", tender.reference);
        let first = call_offs.iter().filter(|it| it.corrects.is_none());
        let ordered = first.filter_map(|it| {
            let lot = title(it.lot_id)?;
            let order = it.order_number.clone().unwrap_or_default();
            let of_it = call_offs
                .iter()
                .filter(|row| row.id == it.id || row.corrects == Some(it.id));
            let quantity: i64 = of_it.map(|row| row.quantity.thousandths()).sum();
            let quantity = Quantity::from_thousandths(quantity);
            Some((order, short(it.authority_id), lot, quantity))
        });
        let ordered: BTreeSet<_> = ordered.collect();
        let expected = tender.call_offs.iter().map(|(order, it)| {
            let quantity = Quantity::from_thousandths(i64::from(it.quantity) * 1_000);
            (
                order.clone(),
                it.authority.to_owned(),
                it.lot.to_owned(),
                quantity,
            )
        });
        assert_eq!(ordered, expected.collect(), "{}", tender.reference);
    }
    let orders = model.tenders.iter().flat_map(|it| it.call_offs.values());
    let all: usize = orders.map(|it| 1 + it.corrected).sum();
    assert_eq!(
        call_offs.len(),
        all,
        "no order or correction is there twice"
    );
}

/// The numbers in the mark of a message.
fn marks(message: &Message) -> Vec<i64> {
    let footer = message.embeds.last().and_then(|it| it.footer.clone());
    let small = message.content.lines().next_back();
    let small = small
        .and_then(|it| it.strip_prefix("-# "))
        .map(str::to_owned);
    let mut found = Vec::new();
    for mark in [footer, small].into_iter().flatten() {
        let mark = mark.rsplit(" · ").next().unwrap_or_default().to_owned();
        found.extend(numbers(&mark).into_iter().map(|it| it.id));
    }
    found
}

/// Every delivery that is marked sent is there once, in its lane's order; nothing is there that was not sent.
async fn deliveries(world: &World, model: &Model) {
    let reader = world.database.reader();
    let rows = delivery::Entity::find().order_by_asc(delivery::Column::Id);
    let rows = rows.all(reader.conn()).await.unwrap();
    let mut channels: BTreeSet<u64> = rows
        .iter()
        .filter_map(|it| it.channel_id)
        .map(i64::cast_unsigned)
        .collect();
    channels.extend(world.sandbox.threads().iter().map(|it| it.id));
    let mut times: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
    for channel in channels {
        let Some(channel) = world.sandbox.channel_by_id(channel) else {
            continue;
        };
        for message in channel.messages() {
            for number in marks(&message) {
                times.entry(number).or_default().push(message.id);
            }
        }
    }
    let mut lanes: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &rows {
        let there = times.remove(&row.id).unwrap_or_default();
        assert!(
            !matches!(row.state.as_str(), "waiting" | "claimed" | "failed"),
            "left: {row:?}"
        );
        let edit = row.kind == "tender.card" && there.is_empty();
        if row.state != griffin::values::DeliveryState::Sent || edit {
            assert!(there.is_empty(), "{row:?} is at {there:?}");
            continue;
        }
        let id = row.message_id.unwrap().cast_unsigned();
        match &there[..] {
            [one] => assert_eq!(*one, id, "{row:?}"),
            [] => {
                let deleted = |it: Option<i64>| {
                    it.is_some_and(|it| model.deleted.contains(&it.cast_unsigned()))
                };
                let gone = deleted(row.message_id) || deleted(row.channel_id);
                // An edit of the card takes the mark of the post away.
                let card = || world.sandbox.channel_by_id(row.channel_id?.cast_unsigned());
                let card = row.kind == "tender.post" && card().is_some();
                assert!(gone || card, "lost: {row:?}");
            }
            more => panic!("{} times: {row:?}", more.len()),
        }
        let before = lanes.insert(&row.lane, id).unwrap_or_default();
        assert!(before <= id, "out of order: {row:?} after message {before}");
    }
    assert!(times.is_empty(), "not sent, but there: {times:?}");
}

async fn ledger(world: &World, model: &Model) {
    let reader = world.database.reader();
    let entries = ledger_entry::Entity::find()
        .all(reader.conn())
        .await
        .unwrap();
    let done = |kind: &str| entries.iter().filter(|it| it.kind == kind).count();
    let sum = |of: &dyn Fn(&Tender) -> usize| model.tenders.iter().map(of).sum::<usize>();
    for (kind, times) in [
        ("tender.announced", model.tenders.len()),
        ("calloff.recorded", sum(&|it| it.call_offs.len())),
        (
            "calloff.corrected",
            sum(&|it| it.call_offs.values().map(|it| it.corrected).sum()),
        ),
        ("award.recorded", sum(&|it| it.awarded.len())),
        ("award.none", sum(&|it| it.left_out.len())),
        ("reminder.set", sum(&|it| it.reminders.len())),
    ] {
        assert_eq!(done(kind), times, "{kind}");
    }
}
