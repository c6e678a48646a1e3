//! What people do, at random, as far as it can be done; and what the model makes of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Weekday};

use crate::model::{
    CANCELLED, CHASE, COLLECTED, CallOff, EXTENDED, Every, LEFT_OUT, Model, PUBLISHED, RESTORED,
    Reminder, Seen, Stage, Tender, local,
};
use crate::world::{AUTHORITIES, REGIONS, Told, World};

const LOTS: [&str; 2] = ["Coal", "Coke"];
/// No more tenders than this at the same time.
const TENDERS: usize = 3;
const SCHEDULES: [(&str, Every); 3] = [
    ("daily 9am", Every::Day),
    ("every tuesday 9am", Every::Week(Weekday::Tue)),
    ("every sunday 9am", Every::Week(Weekday::Sun)),
];

/// Who acts for an authority.
pub fn officer(authority: &str) -> &'static str {
    AUTHORITIES.iter().find(|it| it.0 == authority).unwrap().2
}

fn region(authority: &str) -> &'static str {
    AUTHORITIES.iter().find(|it| it.0 == authority).unwrap().1
}

/// One of these.
pub fn one<T: Copy>(world: &mut World, of: &[T]) -> T {
    let n = world.chance.below(of.len() as u64);
    of[usize::try_from(n).unwrap()]
}

/// Somebody does something that makes sense now. With `killed`, griffin is killed so many requests later.
pub async fn act(world: &mut World, model: &mut Model, killed: Option<usize>) {
    let open: Vec<usize> = (0..model.tenders.len())
        .filter(|n| !matches!(model.tenders[*n].stage, Stage::Ended | Stage::Cancelled))
        .collect();
    if open.is_empty() || (open.len() < TENDERS && world.chance.below(6) == 0) {
        return announce(world, model, killed).await;
    }
    let at = one(world, &open);
    let tender = &mut model.tenders[at];
    match tender.stage {
        Stage::Collecting => collecting(world, tender, killed).await,
        Stage::Collected => publish(world, tender, killed).await,
        Stage::OutToTender | Stage::Awarded => award(world, tender, killed).await,
        _ => calling_off(world, tender, killed).await,
    }
}

/// What was typed once is not refused; typed again, it may have been done the first time.
fn expect(world: &World, told: &Told, line: &str) {
    assert!(
        !told.refused() || told.typed > 1,
        "refused: {line}\n{}\n{}",
        told.answer,
        world.diary.join("\n")
    );
}

async fn does(world: &mut World, who: &str, line: &str, killed: Option<usize>) -> Told {
    let told = world.tell(who, line, killed).await;
    expect(world, &told, line);
    told
}

async fn announce(world: &mut World, model: &mut Model, killed: Option<usize>) {
    let today = local(world.now());
    let (lead, _, who) = one(world, &AUTHORITIES);
    let lots = match world.chance.below(2) {
        0 => vec![LOTS[0]],
        _ => LOTS.to_vec(),
    };
    let respond_by = today + Days::new(4 + world.chance.below(12));
    let starts = respond_by + Days::new(10 + world.chance.below(15));
    let ends = starts + Days::new(40 + world.chance.below(200));
    let reference = format!("T-{}", model.tenders.len() + 1);
    let listed: Vec<String> = lots.iter().map(|lot| format!("{lot}, tonne")).collect();
    let line = format!(
        "/tender announce title:Fuel respond_by:{respond_by} starts:{starts} ends:{ends} lot:{} reference:{reference} \
         regions:all lead:{lead}",
        listed.join("; ")
    );
    does(world, who, &line, killed).await;
    model.tenders.push(Tender {
        reference,
        lead,
        lots,
        stage: Stage::Collecting,
        respond_by,
        starts,
        ends,
        declared: BTreeMap::new(),
        answered: BTreeMap::new(),
        awarded: BTreeMap::new(),
        left_out: BTreeSet::new(),
        call_offs: BTreeMap::new(),
        reminders: Vec::new(),
        notices: BTreeMap::new(),
        post_gone: BTreeSet::new(),
    });
}

async fn collecting(world: &mut World, tender: &mut Tender, killed: Option<usize>) {
    let reference = tender.reference.clone();
    let lead = officer(tender.lead);
    let (authority, _, who) = one(world, &AUTHORITIES);
    match world.chance.below(12) {
        0 => {
            does(
                world,
                lead,
                &format!("/tender close tender:{reference}"),
                killed,
            )
            .await;
            tender.moved(Stage::Collected);
            tender.say(COLLECTED);
        }
        1 => {
            let days = 1 + world.chance.below(10);
            let respond_by =
                (tender.respond_by + Days::new(days)).min(tender.starts - Days::new(3));
            if respond_by <= tender.respond_by {
                return;
            }
            let line = format!(
                "/tender extend tender:{reference} respond_by:{respond_by} reason:More time"
            );
            does(world, lead, &line, killed).await;
            tender.respond_by = respond_by;
            tender.say(EXTENDED);
        }
        2 if tender.answered.len() < AUTHORITIES.len() => {
            let told = does(
                world,
                lead,
                &format!("/tender chase tender:{reference}"),
                killed,
            )
            .await;
            for (region, _, _) in REGIONS {
                // One that answers before it is sent is not named.
                if !tender.missing(region).is_empty() {
                    tender.say_in(region, CHASE, 0..=told.typed);
                }
            }
        }
        3 if !tender.answered.contains_key(authority) => {
            let line = format!("/requirement none tender:{reference} as:{authority} reason:Gas");
            does(world, who, &line, killed).await;
            tender.answered.entry(authority).or_insert(world.now());
        }
        4 if world.chance.below(8) == 0 => {
            cancel(world, tender, killed).await;
        }
        _ => {
            let lot = one(world, &tender.lots);
            let quantity = 1 + u32::try_from(world.chance.below(900)).unwrap();
            let line = format!(
                "/requirement declare tender:{reference} lot:{lot} quantity:{quantity} as:{authority}"
            );
            does(world, who, &line, killed).await;
            tender.declared.insert((authority, lot), quantity);
            tender.answered.entry(authority).or_insert(world.now());
        }
    }
}

async fn publish(world: &mut World, tender: &mut Tender, killed: Option<usize>) {
    let today = local(world.now());
    let bids_by = (today + Days::new(10)).min(tender.starts - Days::new(1));
    if bids_by <= today {
        return cancel(world, tender, killed).await; // It is too late for bids.
    }
    let reference = &tender.reference;
    let line = format!("/tender publish tender:{reference} notice:000123-2027 bids_by:{bids_by}");
    does(world, officer(tender.lead), &line, killed).await;
    tender.moved(Stage::OutToTender);
    tender.say(PUBLISHED);
}

async fn cancel(world: &mut World, tender: &mut Tender, killed: Option<usize>) {
    let line = format!("/tender cancel tender:{} reason:No money", tender.reference);
    does(world, officer(tender.lead), &line, killed).await;
    let before = tender.stage;
    tender.moved(Stage::Cancelled);
    tender.say(CANCELLED);
    // It was a slip.
    if world.chance.below(2) == 0 {
        let line = format!("/tender reopen tender:{}", tender.reference);
        does(world, officer(tender.lead), &line, killed).await;
        tender.say(RESTORED);
        tender.moved(before);
    }
}

async fn award(world: &mut World, tender: &mut Tender, killed: Option<usize>) {
    let open = tender
        .lots
        .iter()
        .find(|lot| !tender.awarded.contains_key(*lot) && !tender.left_out.contains(*lot));
    let Some(lot) = open.copied() else {
        return; // Nothing is to be done before the contract starts.
    };
    if !tender.awarded.is_empty() && world.chance.below(2) == 0 {
        let line = format!(
            "/tender award tender:{} lot:{lot} outcome:no bids reason:Nobody makes it",
            tender.reference
        );
        does(world, officer(tender.lead), &line, killed).await;
        tender.say(LEFT_OUT);
        tender.left_out.insert(lot);
        return all_decided(world, tender);
    }
    let supplier = format!("Supplier of {lot}");
    let line = format!(
        "/tender award tender:{} lot:{lot} supplier:{supplier} price:142.50",
        tender.reference
    );
    does(world, officer(tender.lead), &line, killed).await;
    tender.say(&format!("was awarded to {supplier}"));
    tender.awarded.insert(lot, supplier);
    all_decided(world, tender);
}

fn all_decided(world: &World, tender: &mut Tender) {
    if tender.awarded.len() + tender.left_out.len() == tender.lots.len() {
        tender.moved(Stage::Awarded);
        if tender.starts <= local(world.now()) {
            tender.moved(Stage::CallOff);
            tender.say(crate::model::STARTED);
        }
    }
}

async fn calling_off(world: &mut World, tender: &mut Tender, killed: Option<usize>) {
    let joined: BTreeSet<&'static str> = tender.declared.keys().map(|it| it.0).collect();
    let mut buyers: Vec<&'static str> = joined.into_iter().collect();
    if !buyers.contains(&tender.lead) {
        buyers.push(tender.lead);
    }
    let authority = one(world, &buyers);
    let who = officer(authority);
    let reference = tender.reference.clone();
    let lots: Vec<&'static str> = tender.awarded.keys().copied().collect();
    let lot = one(world, &lots);
    if !tender.call_offs.is_empty() && world.chance.below(5) == 0 {
        return correct(world, tender, killed).await;
    }
    if tender.reminders.len() < 2 && world.chance.below(6) == 0 {
        let schedule = one(world, &SCHEDULES);
        let message = format!("Bunker {} of {reference}", tender.reminders.len() + 1);
        let line = format!(
            "/reminder calloff tender:{reference} schedule:{} as:{authority} message:{message}",
            schedule.0
        );
        does(world, who, &line, killed).await;
        tender.reminders.push(Reminder {
            officer: who,
            message,
            region: region(authority),
            schedule,
            seen: Seen::default(),
        });
        return;
    }
    let order = format!("{reference}-{authority}-{}", tender.call_offs.len() + 1);
    let quantity = 1 + u32::try_from(world.chance.below(5)).unwrap();
    let line = format!(
        "/calloff record tender:{reference} lot:{lot} quantity:{quantity} as:{authority} order_number:{order}"
    );
    does(world, who, &line, killed).await;
    let call_off = CallOff {
        authority,
        lot,
        quantity,
        corrected: 0,
    };
    tender.call_offs.insert(order, call_off);
}

async fn correct(world: &mut World, tender: &mut Tender, killed: Option<usize>) {
    let orders: Vec<&String> = tender.call_offs.keys().collect();
    let order = orders[usize::try_from(world.chance.below(orders.len() as u64)).unwrap()].clone();
    let number = world.number_of_order(&order).await;
    let it = tender.call_offs.get_mut(&order).unwrap();
    let quantity = it.quantity % 9 + 1;
    let line = format!(
        "/calloff correct tender:{} call_off:{number} quantity:{quantity}",
        tender.reference
    );
    does(world, officer(it.authority), &line, killed).await;
    it.quantity = quantity;
    it.corrected += 1;
}
