//! On a real SQLite file, and on PostgreSQL where `TEST_POSTGRES_URL` says so.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::London;
use futures::FutureExt;
use serde_json::Value;

use super::rules::{State, Step};
use super::service::{self, KIND, Remind, Shown};
use super::{cards, composing, duties as own};
use crate::authorities::service as authorities;
use crate::clock::Clock;
use crate::delivery::{Composed, Message, queue};
use crate::ledger::{Cause, Result};
use crate::schedule::duties;
use crate::schedule::sweeper::Sweeper;
use crate::tenders::service as tenders;
use crate::testing::{ABW, BRY, GLA, GUILD, NIA, REF, REGISTRAR, TRA, World, at, refused, scenes};
use crate::values::ReminderId;
use crate::values::{Stage, time_zone};
use crate::words::Lang;

fn asked(schedule: &str) -> Remind {
    Remind {
        tender: REF.to_owned(),
        schedule: schedule.to_owned(),
        ..Remind::default()
    }
}

async fn set(world: &World, who: &str, request: Remind) -> Result<Shown> {
    service::remind(&world.ledger, &world.by(who), request).await
}

async fn step(world: &World, who: &str, id: ReminderId, step: Step) -> Result<Shown> {
    service::step(&world.ledger, &world.by(who), id.to_string(), step).await
}

/// Acts on what is due, and says what comes next.
async fn sweep(world: &World) -> Option<DateTime<Utc>> {
    let clock = Arc::new(world.clock.clone());
    Sweeper::new(world.ledger.clone(), clock, own::acts())
        .sweep()
        .await
        .unwrap();
    // Other duties of this server may be due too.
    armed(world).await
}

/// When the first reminder of this server is due within a century.
async fn armed(world: &World) -> Option<DateTime<Utc>> {
    let all = duties::due(&world.ledger.reader(), at("2127-01-01T00:00:00Z"))
        .await
        .unwrap();
    all.into_iter()
        .find(|d| d.kind == KIND && d.guild_id == GUILD)
        .map(|d| d.due_at)
}

async fn queued(world: &World) -> usize {
    let all = world.letters().await;
    all.iter().filter(|kind| kind.contains(KIND)).count()
}

async fn composed(world: &World, id: ReminderId) -> Composed {
    let clock = Arc::new(world.clock.clone());
    composing::composed(world.ledger.reader(), clock, GUILD, id)
        .await
        .unwrap()
}

/// Gives the tender's only post a thread.
async fn post(world: &World) {
    let posts = tenders::posts(&world.ledger.reader(), world.tender_id)
        .await
        .unwrap();
    let id = posts[0].id;
    let placed = world.ledger.write(Cause::due(GUILD), move |tx| {
        async move { tenders::place_post(tx, id, 900, 901).await }.boxed()
    });
    placed.await.unwrap();
}

fn json(message: &Message) -> Value {
    serde_json::to_value(message.create()).unwrap()
}

fn local(instant: DateTime<Utc>) -> String {
    time_zone::utc_to_local(instant, London)
        .format("%a %d %b %H:%M")
        .to_string()
}

#[tokio::test]
async fn a_reminder_keeps_its_local_time_through_the_clock_change() {
    for world in scenes::out_to_tender().await {
        world.clock.advance_to(at("2027-03-26T12:00:00Z"));
        world.set_stage(Stage::CallOff).await;
        // 01:30 does not exist on 28 March 2027: right after the gap.
        let shown = set(&world, ABW, asked("daily 01:30")).await.unwrap();
        assert_eq!(shown.next, Some(at("2027-03-27T01:30:00Z")));
        world.clock.advance_to(at("2027-03-27T01:30:00Z"));
        assert_eq!(sweep(&world).await, Some(at("2027-03-28T01:00:00Z")));
        world.clock.advance_to(at("2027-03-28T01:00:00Z"));
        let next = sweep(&world).await.unwrap();
        assert_eq!(
            (next, local(next).as_str()),
            (at("2027-03-29T00:30:00Z"), "Mon 29 Mar 01:30")
        );
        assert_eq!(queued(&world).await, 1, "the second waits with the first");
    }
}

#[tokio::test]
async fn what_was_missed_comes_once_and_goes_on() {
    for world in scenes::calling_off().await {
        world.sent().await;
        set(&world, ABW, asked("every monday 9am")).await.unwrap();
        world.clock.advance_to(at("2027-07-01T12:00:00Z"));
        assert_eq!(sweep(&world).await, Some(at("2027-07-05T08:00:00Z")));
        assert_eq!(queued(&world).await, 1);
        assert_eq!(sweep(&world).await, Some(at("2027-07-05T08:00:00Z")));
        assert_eq!(queued(&world).await, 1);
    }
}

#[tokio::test]
async fn before_call_offs_nothing_is_said_and_after_the_end_it_ends() {
    for world in scenes::out_to_tender().await {
        world.sent().await;
        let id = set(&world, ABW, asked("daily 9am"))
            .await
            .unwrap()
            .reminder
            .id;
        world.clock.advance(TimeDelta::days(1));
        assert!(sweep(&world).await > Some(world.clock.now()));
        assert_eq!(queued(&world).await, 0);
        world.set_stage(Stage::Ended).await;
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(sweep(&world).await, None);
        assert_eq!(queued(&world).await, 0);
        let gwen = world.by(ABW);
        let left = service::list(&world.ledger.reader(), &gwen).await.unwrap();
        assert_eq!(left, []);
        assert!(refused(step(&world, ABW, id, Step::Resume).await).contains("deleted"));
        let entries = world.entries().await;
        assert!(
            entries.iter().any(|kind| kind == "reminder.ended"),
            "{entries:?}"
        );
        assert!(
            refused(set(&world, ABW, asked("daily")).await).contains("nothing more can be ordered")
        );
    }
}

#[tokio::test]
async fn only_officers_of_the_authority_touch_it() {
    for world in scenes::calling_off().await {
        let id = set(&world, ABW, asked("daily 9am"))
            .await
            .unwrap()
            .reminder
            .id;
        world
            .grant("Reader", "ABW", authorities::Role::Observer)
            .await;
        for who in [BRY, "Reader", "Anybody", REGISTRAR] {
            for what in [Step::Pause, Step::Resume, Step::PutOff, Step::Delete] {
                let text = refused(step(&world, who, id, what).await);
                assert!(
                    text.contains("None of the authorities you act for") && !text.contains(REF),
                    "{text}"
                );
            }
            let actor = world.by(who);
            assert_eq!(
                service::list(&world.ledger.reader(), &actor).await.unwrap(),
                []
            );
        }
        // A colleague may, and the officer of two authorities must say for which.
        world.grant(BRY, "ABW", authorities::Role::Officer).await;
        assert_eq!(
            step(&world, BRY, id, Step::Pause)
                .await
                .unwrap()
                .reminder
                .state,
            State::Paused
        );
        refused(set(&world, NIA, asked("daily 9am")).await);
        assert!(refused(set(&world, TRA, asked("daily 9am")).await).contains("isn't taking part"));
        assert!(refused(set(&world, GLA, asked("now and then")).await).contains("schedule"));
    }
}

#[tokio::test]
async fn it_is_paused_resumed_put_off_and_deleted() {
    for world in scenes::calling_off().await {
        world.sent().await;
        let id = set(&world, ABW, asked("daily 9am"))
            .await
            .unwrap()
            .reminder
            .id;
        step(&world, ABW, id, Step::Pause).await.unwrap();
        assert_eq!(armed(&world).await, None);
        assert!(refused(step(&world, ABW, id, Step::PutOff).await).contains("paused"));
        assert!(matches!(composed(&world, id).await, Composed::Nothing(_)));
        world.clock.advance(TimeDelta::days(3));
        assert_eq!(sweep(&world).await, None);
        let resumed = step(&world, ABW, id, Step::Resume).await.unwrap();
        assert_eq!(resumed.next, Some(at("2027-04-05T08:00:00Z")));
        let week = world.clock.now() + TimeDelta::days(7);
        assert_eq!(
            step(&world, ABW, id, Step::PutOff).await.unwrap().next,
            Some(week)
        );
        assert_eq!(armed(&world).await, Some(week));
        let gwen = world.by(ABW);
        let listed = service::list(&world.ledger.reader(), &gwen).await.unwrap();
        assert_eq!(listed[0].next, Some(week));
        // Discord may hand the same press over twice.
        let twice = world.by(ABW);
        for _ in 0..2 {
            let text = id.to_string();
            service::step(&world.ledger, &twice, text, Step::Delete)
                .await
                .unwrap();
        }
        assert_eq!(armed(&world).await, None);
        assert!(matches!(composed(&world, id).await, Composed::Nothing(_)));
        let entries = world.entries().await;
        assert_eq!(
            entries
                .iter()
                .filter(|kind| *kind == "reminder.deleted")
                .count(),
            1
        );
        assert_eq!(queued(&world).await, 0);
    }
}

#[tokio::test]
async fn one_of_an_officer_who_left_goes_to_those_beside_them() {
    for world in scenes::calling_off().await {
        let id = set(&world, ABW, asked("daily 9am"))
            .await
            .unwrap()
            .reminder
            .id;
        authorities::set_prefers_direct(&world.ledger, &world.by(ABW), true)
            .await
            .unwrap();
        world.grant(NIA, "ABW", authorities::Role::Officer).await;
        post(&world).await;
        assert!(matches!(
            composed(&world, id).await,
            Composed::Direct { .. }
        ));
        let gone = world.by(ABW).user_id;
        let left = world.ledger.write(Cause::due(GUILD), move |tx| {
            async move { queue::left(tx, GUILD, gone).await }.boxed()
        });
        assert!(left.await.unwrap());
        let Composed::Send { message, .. } = composed(&world, id).await else {
            panic!("it goes to the post")
        };
        assert_eq!(message.mentions.users, [world.by(NIA).user_id]);
        assert!(
            !message.content.contains(&gone.to_string()),
            "{}",
            message.content
        );
    }
}

#[tokio::test]
async fn it_is_true_when_it_is_sent_and_pings_the_officer_alone() {
    for world in scenes::calling_off().await {
        let request = Remind {
            lot: Some("house".to_owned()),
            message: Some("**Ask** <@1> @everyone\nnow".to_owned()),
            ..asked("daily 9am")
        };
        let id = set(&world, ABW, request).await.unwrap().reminder.id;
        assert!(
            matches!(composed(&world, id).await, Composed::NotYet(_)),
            "no post yet"
        );
        post(&world).await;
        let Composed::Send {
            channel_id,
            message,
        } = composed(&world, id).await
        else {
            panic!()
        };
        let gwen = world.by(ABW).user_id;
        assert_eq!(
            (channel_id, &message.mentions.users[..]),
            (900, &[gwen][..])
        );
        let text = &message.content;
        assert!(
            text.starts_with(&format!(
                "<@{gwen}> **SF-2027-01, House coal: time to place an order**"
            )),
            "{text}"
        );
        assert!(
            text.contains(r"\*\*Ask\*\* \<@") && !text.contains("@everyone"),
            "{text}"
        );
        assert!(!text.contains("420"), "others read the post: {text}");
        let shown = json(&message);
        let ids: Vec<String> = shown["components"][0]["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|button| button["custom_id"].as_str().unwrap().to_owned())
            .collect();
        let tender = world.tender_id;
        assert_eq!(
            ids,
            [
                format!("v1:calloff.open:{tender}"),
                format!("v1:reminder.week:{id}"),
                format!("v1:reminder.stop:{id}")
            ]
        );

        authorities::set_prefers_direct(&world.ledger, &world.by(ABW), true)
            .await
            .unwrap();
        world.orders(ABW, "House coal", "400").await;
        let Composed::Direct {
            user_id,
            message,
            fallback,
        } = composed(&world, id).await
        else {
            panic!()
        };
        assert_eq!(user_id, gwen);
        assert!(
            message
                .content
                .contains("House coal: 20 tonnes left of the 420 tonnes"),
            "{}",
            message.content
        );
        assert!(!message.content.contains("Smokeless"));
        let fallback = fallback.unwrap();
        assert_eq!(
            (fallback.channel_id, &fallback.message.mentions.users[..]),
            (900, &[gwen][..])
        );
        assert!(!fallback.message.content.contains("420"));
        let link = &json(&message)["components"][0]["components"][0]["url"];
        assert_eq!(link, &format!("https://discord.com/channels/{}/900", GUILD));
    }
}

#[tokio::test]
async fn nobody_without_a_mandate_is_told_anything() {
    for world in scenes::calling_off().await {
        post(&world).await;
        let id = set(&world, ABW, asked("daily 9am"))
            .await
            .unwrap()
            .reminder
            .id;
        let revoke = authorities::Revoke {
            user_id: world.by(ABW).user_id,
            authority: "ABW".to_owned(),
        };
        authorities::revoke(&world.ledger, &world.by(REGISTRAR), revoke)
            .await
            .unwrap();
        assert!(matches!(composed(&world, id).await, Composed::Nothing(_)));
    }
}

#[tokio::test]
async fn the_same_one_is_not_set_twice_and_another_is() {
    for world in scenes::out_to_tender().await {
        let first = set(&world, ABW, asked("daily 9am")).await.unwrap();
        let said = refused(set(&world, ABW, asked("every day at 09:00")).await);
        assert!(
            said.contains(&format!("number {}", first.reminder.id)),
            "{said}"
        );
        set(&world, ABW, asked("daily 10am")).await.unwrap();
        step(&world, ABW, first.reminder.id, Step::Delete)
            .await
            .unwrap();
        set(&world, ABW, asked("daily 9am")).await.unwrap();
    }
}

#[tokio::test]
async fn a_list_fits_into_a_message() {
    for world in scenes::out_to_tender().await {
        for number in 0..40 {
            let request = Remind {
                message: Some(format!("{number} {}", "x_".repeat(200))),
                ..asked("every 2 weeks on monday from 2027-04-05")
            };
            set(&world, ABW, request).await.unwrap();
        }
        let gwen = world.by(ABW);
        let all = service::list(&world.ledger.reader(), &gwen).await.unwrap();
        let text = cards::list(&all, false, Lang::English).content();
        assert!(all.len() == 40 && text.contains(" more.\n"), "{text}");
    }
}
