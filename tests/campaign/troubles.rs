//! What goes wrong around griffin.

use std::time::Duration;

use chrono::TimeDelta;
use sandbox::{Fault, Matcher, permissions};

use crate::life::{self, one};
use crate::model::{Model, Stage};
use crate::world::{AUTHORITIES, REGIONS, World};

/// The requests that something happens to.
const ROUTES: [(&str, &str); 8] = [
    ("POST", "/channels/*/messages"),
    ("POST", "/channels/*/messages"),
    ("POST", "/channels/*/threads"),
    ("PATCH", "/channels/*/messages/*"),
    ("PATCH", "/channels/*"),
    ("GET", "/channels/*/messages"),
    ("POST", "/users/@me/channels"),
    ("POST", "/interactions/*/*/callback"),
];

/// What is amiss, and must be put right in the end.
#[derive(Default)]
pub struct Amiss {
    /// Channels that griffin may not write in.
    denied: Vec<String>,
    /// Regions whose forum was deleted.
    without_forum: Vec<&'static str>,
    /// People who take no direct messages.
    closed: Vec<&'static str>,
}

impl Amiss {
    pub fn something(&self) -> bool {
        !self.denied.is_empty() || !self.without_forum.is_empty()
    }

    /// Everything is as it should be again.
    pub async fn end(&mut self, world: &mut World, model: &mut Model) {
        world.sandbox.clear_faults();
        for channel in self.denied.drain(..) {
            if let Some(channel) = world.sandbox.find_channel(&channel) {
                world.sandbox.restore_bot(channel.id());
            }
        }
        for member in self.closed.drain(..) {
            let id = world.member(member).id();
            world.sandbox.open_direct_messages(id);
        }
        for region in std::mem::take(&mut self.without_forum) {
            another_forum(world, model, region).await;
        }
    }
}

/// A request to come is refused, lost, answered late or not at all.
pub fn fault(world: &mut World) {
    let (method, path) = one(world, &ROUTES);
    let times = 1 + usize::try_from(world.chance.below(3)).unwrap();
    let fault = match world.chance.below(9) {
        0 | 1 => Fault::LoseAnswer,
        2 => Fault::LoseRequest,
        3 => Fault::RateLimited {
            retry_after: Duration::from_millis(100 + world.chance.below(1_000)),
            global: world.chance.below(4) == 0,
        },
        4 => Fault::Delay(Duration::from_millis(500 + world.chance.below(2_000))),
        n => {
            let (status, message) = [
                (500, "Internal Server Error"),
                (502, "Bad Gateway"),
                (503, "Service Unavailable"),
                (504, "Gateway Timeout"),
            ][usize::try_from(n).unwrap() - 5];
            Fault::refuse(status, 0, message)
        }
    };
    world.note(format!("fault: {method} {path} {times} times: {fault:?}"));
    let matcher = Matcher::route(method, path).times(times);
    world.sandbox.fail_next(matcher, fault);
}

/// A request is answered only after griffin has given it up.
pub fn delay_past_the_time_out(world: &mut World) {
    world.note("fault: an answer comes 22 s later");
    let matcher = Matcher::route("POST", "/channels/*/messages");
    let after = Duration::from_secs(22);
    world.sandbox.fail_next(matcher, Fault::Delay(after));
}

/// Something other than a request goes wrong.
pub async fn trouble(world: &mut World, model: &mut Model, amiss: &mut Amiss) {
    match world.chance.below(15) {
        11.. => {
            world.breaks();
            for _ in 0..=world.chance.below(3) {
                let killed = match world.chance.below(4) {
                    0 => Some(usize::try_from(world.chance.below(5)).unwrap()),
                    _ => None,
                };
                life::act(world, model, killed).await;
            }
            world.mend().await;
        }
        0 => {
            world.note("the gateway is cut");
            world.sandbox.drop_gateway();
        }
        1 => {
            world.note("the session is invalid");
            let resumable = world.chance.below(2) == 0;
            world.sandbox.invalidate_session(resumable);
        }
        2 => {
            world.note("griffin is asked to reconnect");
            world.sandbox.request_reconnect();
        }
        3 | 4 => {
            world.note("the last interaction comes again");
            world.sandbox.replay_last_interaction();
        }
        5 => {
            let (_, _, who) = one(world, &AUTHORITIES);
            world.note(format!("{who} takes no direct messages"));
            let id = world.member(who).id();
            world.sandbox.close_direct_messages(id);
            amiss.closed.push(who);
        }
        6 => {
            let (region, _, _) = one(world, &REGIONS);
            let channel = model.channel(region).to_owned();
            let Some(found) = world.sandbox.find_channel(&channel) else {
                return;
            };
            let id = found.id();
            if amiss.denied.contains(&channel) {
                world.note(format!("#{channel} may be written in again"));
                world.sandbox.restore_bot(id);
                amiss.denied.retain(|it| it != &channel);
            } else {
                world.note(format!("#{channel} may not be written in"));
                let bits = permissions::SEND_MESSAGES | permissions::SEND_MESSAGES_IN_THREADS;
                world.sandbox.deny_bot(id, bits);
                amiss.denied.push(channel);
            }
        }
        7 => archive(world, model),
        8 => delete_message(world, model),
        9 => delete_post(world, model),
        _ => match amiss.without_forum.pop() {
            Some(region) => another_forum(world, model, region).await,
            None => delete_forum(world, model, amiss),
        },
    }
    if !world.sandbox.is_connected() {
        let back = |s: &sandbox::Sandbox| s.is_connected().then_some(());
        let deadline = Duration::from_secs(60);
        world.sandbox.wait_for("griffin back", deadline, back).await;
    }
}

/// The post of some tender that runs, in some region.
fn some_post(
    world: &mut World,
    model: &Model,
) -> Option<(usize, &'static str, sandbox::client::Post)> {
    let running: Vec<usize> = (0..model.tenders.len())
        .filter(|n| !matches!(model.tenders[*n].stage, Stage::Ended | Stage::Cancelled))
        .collect();
    if running.is_empty() {
        return None;
    }
    let at = one(world, &running);
    let (region, _, _) = one(world, &REGIONS);
    let start = format!("{} ", model.tenders[at].reference);
    let posts = world.sandbox.find_channel(model.channel(region))?.posts();
    let post = posts.into_iter().find(|it| it.title.starts_with(&start))?;
    Some((at, region, post))
}

fn archive(world: &mut World, model: &Model) {
    if let Some((_, _, post)) = some_post(world, model) {
        world.note(format!("{} is archived", post.title));
        world.sandbox.set_archived(post.id, true);
    }
}

fn delete_message(world: &mut World, model: &mut Model) {
    let Some((at, region, post)) = some_post(world, model) else {
        return;
    };
    let ids: Vec<u64> = post.messages.iter().map(|it| it.id).collect();
    if ids.is_empty() {
        return;
    }
    let id = one(world, &ids);
    world.note(format!("a message of {} is deleted", post.title));
    world.sandbox.delete_message(post.id, id);
    model.deleted.insert(id);
    model.tenders[at].post_gone.insert(region);
}

fn delete_post(world: &mut World, model: &mut Model) {
    let Some((at, region, post)) = some_post(world, model) else {
        return;
    };
    world.note(format!("the post {} in {region} is deleted", post.title));
    model.deleted.insert(post.id);
    model.deleted.extend(post.messages.iter().map(|it| it.id));
    model.tenders[at].post_gone.insert(region);
    world.sandbox.delete_channel(post.id);
}

/// The forum of a region, with all that is in it; rarely, as it takes so much with it.
fn delete_forum(world: &mut World, model: &mut Model, amiss: &mut Amiss) {
    let (region, _, _) = one(world, &REGIONS);
    if world.chance.below(3) != 0 {
        return;
    }
    let Some(forum) = world.sandbox.find_channel(model.channel(region)) else {
        return;
    };
    world.note(format!("the forum of {region} is deleted"));
    for post in forum.posts() {
        model.deleted.insert(post.id);
        model.deleted.extend(post.messages.iter().map(|it| it.id));
    }
    for tender in &mut model.tenders {
        tender.post_gone.insert(region);
    }
    model.digests.entry(region).or_default().least = 0;
    world.sandbox.delete_channel(forum.id());
    amiss.without_forum.push(region);
}

/// The registrar opens another forum for a region.
async fn another_forum(world: &mut World, model: &mut Model, region: &'static str) {
    let names = model.channels.get_mut(region).unwrap();
    let name = format!("{}-{}", names[0], names.len() + 1);
    names.push(name.clone());
    world.sandbox.add_forum(world.sandbox.guild(), &name, &[]);
    let line = format!("/forum open region:{region} channel:#{name}");
    let told = world.tell("Rhys Morgan", &line, None).await;
    assert!(!told.refused() || told.typed > 1, "{}", told.answer);
}

/// Griffin is down for a while: hours, days, or weeks.
pub fn absence(world: &mut World) -> TimeDelta {
    match world.chance.below(6) {
        0 => TimeDelta::hours(1 + i64::try_from(world.chance.below(12)).unwrap()),
        5 => TimeDelta::days(20 + i64::try_from(world.chance.below(30)).unwrap()),
        _ => TimeDelta::hours(18 + i64::try_from(world.chance.below(120)).unwrap()),
    }
}
