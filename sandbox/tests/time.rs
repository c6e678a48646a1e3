//! Time: late answers, clocks which jump, edits of old messages.

mod common;

use std::time::Duration;

use chrono::TimeDelta;
use common::{Bench, DEADLINE, Hands, code};
use sandbox::{Complaint, Fault, Matcher, Options};
use serenity::all::{ChannelId, EditMessage};

#[tokio::test]
async fn a_late_answer_is_refused_and_noted() {
    let options = Options {
        first_answer_limit: Duration::from_millis(300),
        ..Options::default()
    };
    let mut bench = Bench::without_bot(options).await;
    bench.connect().await;
    let callback = Matcher::route("POST", "/interactions/*/*/callback");
    bench
        .sandbox
        .fail_next(callback, Fault::Delay(Duration::from_millis(600)));
    let answer = bench.nia.types("/ping").await;
    assert_eq!(answer.text, "The application did not respond");
    let refused = |s: &sandbox::Sandbox| {
        s.requests()
            .iter()
            .any(|request| request.code == 10062)
            .then_some(())
    };
    bench
        .sandbox
        .wait_for("refusal with 10062", DEADLINE, refused)
        .await;
    let complaints = bench.sandbox.take_complaints();
    assert_eq!(
        complaints,
        [Complaint::LateAnswer {
            interaction: "/ping".into()
        }]
    );
    assert!(bench.nia.sees("general").is_empty());
    bench.finish().await;
}

#[tokio::test]
async fn a_clock_which_jumps_breaks_nothing() {
    let hands = Hands::new();
    let clock = hands.clone();
    let mut bench = Bench::without_bot(Options {
        clock,
        ..Options::default()
    })
    .await;
    bench.connect().await;
    let panel = bench.nia.types("/panel").await;
    hands.forward(TimeDelta::weeks(1));
    assert_eq!(bench.nia.types("/ping").await.text, "pong");
    assert_eq!(bench.nia.presses(&panel, "Count").await.text, "pressed 1");
    hands.forward(-TimeDelta::weeks(2));
    assert_eq!(bench.nia.types("/slow").await.text, "done <t:1772355600:F>");
    let seen = bench.nia.sees("general");
    assert!(
        seen.iter().map(|message| message.timestamp).is_sorted(),
        "{seen:?}"
    );
    bench.finish().await;
}

#[tokio::test]
async fn messages_older_than_an_hour_are_edited_sparingly() {
    let hands = Hands::new();
    let clock = hands.clone();
    let bench = Bench::without_bot(Options {
        clock,
        ..Options::default()
    })
    .await;
    let general = ChannelId::new(bench.general);
    let message = general.say(&bench.http, "old").await.expect("sent");
    hands.forward(TimeDelta::minutes(61));
    let edit = async |text| {
        let edit = EditMessage::new().content(text);
        general.edit_message(&bench.http, message.id, edit).await
    };
    for text in ["1", "2", "3", "4"] {
        edit(text).await.expect("edited");
    }
    assert_eq!(code(edit("5").await), (429, 30046));
    bench.finish().await;
}

#[tokio::test]
async fn commands_in_direct_messages_come_without_a_guild() {
    let mut bench = Bench::without_bot(Options::default()).await;
    bench.connect().await;
    let alone = bench.nia.in_direct_messages();
    // The bot's commands belong to the guild.
    assert!(alone.try_types("/ping").await.is_err());
    let ping = serenity::all::CreateCommand::new("ping").description("Global");
    serenity::all::Command::create_global_command(&bench.http, ping)
        .await
        .expect("created");
    assert_eq!(alone.types("/ping").await.text, "pong");
    assert_eq!(bench.nia.direct_messages().len(), 1);
    bench.finish().await;
}
