//! News told outside this server; the stand-in for Discord stands for another Discord server too.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use sandbox::client::{Answer, Member};
use sandbox::{ChannelKind, Sandbox};
use serde_json::Value;
use sha2::Sha256;

use crate::support::councils::{announced, does};
use crate::support::receiver::Receiver;
use crate::support::region::{DEADLINE, Region};

const KEY: &str = "whsec_c2l4dGVlbiBieXRlcyBvciBtb3Jl";

/// A region with a tender, whose griffin may enter private networks: the receiver is in one.
async fn region() -> (Region, [Member; 3], Receiver) {
    let (mut region, officers) = announced(ChannelKind::Forum).await;
    region.stop_griffin().await;
    region.settings = vec![("GRIFFIN__WEBHOOKS__PRIVATE_NETWORKS", "true".to_owned())];
    region.run_griffin().await;
    (region, officers, Receiver::start().await)
}

async fn adds(who: &Member, service: &str, more: &str, inputs: &[(&str, &str)]) -> Answer {
    let line = format!("/webhook add region:South Wales service:{service}{more}");
    let form = who.types(&line).await;
    assert!(form.form.is_some(), "{form}");
    let answer = who.fills(&form, inputs).await;
    assert!(answer.private, "{answer}");
    answer
}

fn registrars_are_told(text: &str) -> impl Fn(&Sandbox) -> Option<()> {
    move |s| {
        let said = s.channel("registrars").messages();
        said.iter().any(|m| m.says(text)).then_some(())
    }
}

#[tokio::test]
async fn milestones_and_digests_arrive_as_signed_json_and_the_same_one_has_the_same_id() {
    let (region, [megan, owain, _], receiver) = region().await;
    let carys = region.member("Carys Pugh");
    let address = format!("{}/hook?k=hunter2", receiver.address);
    let inputs = [
        ("Name", "The intranet"),
        ("Address", address.as_str()),
        ("Key", KEY),
    ];
    let added = adds(&carys, "Signed JSON", "", &inputs).await;
    assert!(added.says("Added"), "{added}");
    for secret in ["hunter2", KEY] {
        assert!(!added.says(secret), "{added}");
    }
    let test = receiver.came(1).await.remove(0);
    assert_eq!(
        (test.method.as_str(), test.path.as_str()),
        ("POST", "/hook?k=hunter2")
    );
    assert_eq!(test.json()["type"], "test");
    // Independently: HMAC-SHA256 of id, moment and body, with the key that is base64 after its prefix.
    let (id, at) = (
        &test.headers["webhook-id"],
        &test.headers["webhook-timestamp"],
    );
    let key = STANDARD.decode(KEY.trim_start_matches("whsec_")).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{id}.{at}.{}", test.body).as_bytes());
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(test.headers["webhook-signature"], expected);
    // It fails, and comes again: the same message by its id.
    receiver.answers_next(StatusCode::INTERNAL_SERVER_ERROR);
    does(
        &owain,
        "/requirement declare tender:SF-1 lot:House coal quantity:4321",
    )
    .await;
    does(
        &megan,
        "/tender close tender:SF-1 reason:All have said *so*",
    )
    .await;
    receiver.came(2).await;
    region.put_off().await;
    region.clock.advance(TimeDelta::minutes(5));
    let came = receiver.came(3).await;
    assert_eq!(came[1].headers["webhook-id"], came[2].headers["webhook-id"]);
    assert_ne!(came[0].headers["webhook-id"], came[1].headers["webhook-id"]);
    let collected = came[2].json();
    assert_eq!(collected["type"], "tender.collected");
    assert_eq!(
        collected["data"]["title"],
        "SF-1 Solid fuel: the requirements are in"
    );
    assert!(came[2].body.contains("Reason: All have said *so*"));
    assert!(
        !came[2].body.contains("4321"),
        "quantities are nobody's there"
    );
    let post = region.sandbox.channel("south-wales").posts()[0].id;
    let link = collected["data"]["link"].as_str().unwrap().to_owned();
    assert!(link.ends_with(&format!("/{post}")), "{link}");
    does(
        &megan,
        "/tender reopen tender:SF-1 respond_by:20/12/2026 reason:More time",
    )
    .await;
    receiver.came(4).await;
    does(&carys, "/digest now region:South Wales").await;
    let digest = receiver.came(5).await.remove(4).json();
    assert_eq!(digest["type"], "digest");
    let section = &digest["data"]["sections"][0];
    assert_eq!(section["heading"], "Open: say what you need");
    assert_eq!(
        section["lines"][0],
        "SF-1 Solid fuel (led by ABW): answers are due Sunday 20 December 2026, 23:59; 2 of 3 haven't answered yet."
    );
    let listed = does(&carys, "/webhook list").await;
    assert!(
        listed.says("The intranet") && listed.says("last arrived"),
        "{listed}"
    );
    assert!(!listed.says("hunter2"), "{listed}");
    does(&carys, "/webhook remove name:the intranet").await;
    does(&megan, "/tender cancel tender:SF-1 reason:No need").await;
    region.clock.advance(TimeDelta::seconds(4)); // a card is edited every 3 s at most
    let said = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        posts.iter().any(|p| p.says("was cancelled")).then_some(())
    };
    region
        .sandbox
        .wait_for("the notice here", DEADLINE, said)
        .await;
    assert_eq!(receiver.came(5).await.len(), 5, "nothing more goes there");
    region.end().await;
}

#[tokio::test]
async fn what_is_refused_there_is_told_here_and_holds_nothing_else_back() {
    let (region, [megan, ..], receiver) = region().await;
    let carys = region.member("Carys Pugh");
    let address = format!("{}/services/hunter2", receiver.address);
    // Not tried again before the time that it asks for.
    receiver.answers_next((StatusCode::TOO_MANY_REQUESTS, [("retry-after", "30")]));
    let inputs = [("Name", "Slack"), ("Address", address.as_str())];
    adds(&carys, "Slack", " topics:tender milestones", &inputs).await;
    receiver.came(1).await;
    region.put_off().await;
    receiver.answers_next(StatusCode::GONE);
    region.clock.advance(TimeDelta::seconds(31));
    receiver.came(2).await;
    let told = registrars_are_told("“Slack”: Gone");
    region
        .sandbox
        .wait_for("a line to the registrars", DEADLINE, told)
        .await;
    // Where nobody knows whether it arrived, it is sent again and says so.
    receiver.answers_next(StatusCode::GATEWAY_TIMEOUT);
    does(&carys, "/webhook test name:Slack").await;
    receiver.came(3).await;
    region.put_off().await;
    region.clock.advance(TimeDelta::seconds(40));
    let again = receiver.came(4).await.remove(3);
    assert!(
        again.body.contains("Sent again, as nobody knows"),
        "{}",
        again.body
    );
    // Redirects are not followed.
    receiver.answers_next((StatusCode::FOUND, [("location", "/elsewhere")]));
    does(&megan, "/tender close tender:SF-1").await;
    let came = receiver.came(5).await;
    let blocks = came[4].json()["blocks"].clone();
    assert_eq!(
        blocks[0]["text"]["text"],
        "SF-1 Solid fuel: the requirements are in"
    );
    let told = registrars_are_told("which griffin doesn't follow");
    region
        .sandbox
        .wait_for("a line to the registrars", DEADLINE, told)
        .await;
    assert!(came.iter().all(|it| it.path == "/services/hunter2"));
    for message in region.sandbox.channel("registrars").messages() {
        assert!(!message.says("hunter2"), "{}", message.text);
    }
    // A digest isn't a milestone.
    does(
        &megan,
        "/tender reopen tender:SF-1 respond_by:20/12/2026 reason:More time",
    )
    .await;
    receiver.came(6).await;
    does(&carys, "/digest now region:South Wales").await;
    let posted = |s: &Sandbox| {
        let posts = s.channel("south-wales").posts();
        posts
            .iter()
            .any(|p| p.title.starts_with("Digest"))
            .then_some(())
    };
    region
        .sandbox
        .wait_for("the digest here", DEADLINE, posted)
        .await;
    assert_eq!(receiver.came(6).await.len(), 6);
    region.end().await;
}

#[tokio::test]
async fn a_discourse_topic_that_may_be_there_is_looked_for_first() {
    let (region, _, receiver) = region().await;
    let carys = region.member("Carys Pugh");
    let address = format!("{}/c/buying/12", receiver.address);
    // Made, but the answer is lost: 504 from a proxy, say.
    receiver.answers_next(StatusCode::GATEWAY_TIMEOUT);
    let inputs = [
        ("Name", "Forum"),
        ("Address", address.as_str()),
        ("Key", "griffin:0123456789abcdef"),
    ];
    adds(&carys, "Discourse", "", &inputs).await;
    let made = receiver.came(1).await.remove(0);
    assert_eq!(
        (made.path.as_str(), made.headers["api-key"].as_str()),
        ("/posts.json", "0123456789abcdef")
    );
    let external = made.json()["external_id"].as_str().unwrap().to_owned();
    region.put_off().await;
    region.clock.advance(TimeDelta::minutes(5));
    let looked = receiver.came(2).await.remove(1);
    assert_eq!(
        (looked.method.as_str(), looked.path),
        ("GET", format!("/t/external_id/{external}.json"))
    );
    // What comes next is the next one.
    does(&carys, "/webhook test name:Forum").await;
    let next = receiver.came(3).await.remove(2);
    assert_eq!(next.path, "/posts.json");
    assert_ne!(
        next.json()["external_id"],
        external,
        "it is not posted twice"
    );
    region.end().await;
}

#[tokio::test]
async fn another_discord_channel_or_forum_takes_it() {
    let (region, [megan, ..], _) = region().await;
    let carys = region.member("Carys Pugh");
    let sandbox = &region.sandbox;
    let guild = sandbox.guild();
    sandbox.add_text_channel(guild, "news");
    sandbox.add_forum(guild, "elsewhere", &[]);
    for (channel, name) in [("news", "Channel"), ("elsewhere", "Forum")] {
        let id = sandbox.channel(channel).id();
        sandbox.allow_bot(id, sandbox::permissions::MANAGE_WEBHOOKS);
        let url = format!("{}/api/v10/channels/{id}/webhooks", sandbox.api_url());
        let made = reqwest::Client::new()
            .post(url)
            .header("Authorization", format!("Bot {}", sandbox.token()))
            .header("Content-Type", "application/json")
            .body(r#"{"name":"News of the region"}"#)
            .send()
            .await
            .unwrap();
        let made: Value = serde_json::from_str(&made.text().await.unwrap()).unwrap();
        let (id, token) = (
            made["id"].as_str().unwrap(),
            made["token"].as_str().unwrap(),
        );
        let address = format!("{}/api/webhooks/{id}/{token}", sandbox.api_url());
        adds(
            &carys,
            "Discord",
            "",
            &[("Name", name), ("Address", &address)],
        )
        .await;
    }
    does(&megan, "/tender close tender:SF-1").await;
    let told = |s: &Sandbox| {
        let title = "SF-1 Solid fuel: the requirements are in";
        let is = |message: &sandbox::client::Message| {
            message
                .embeds
                .iter()
                .any(|it| it.title.as_deref() == Some(title))
        };
        let posts = s.channel("elsewhere").posts();
        let post = posts.iter().find(|it| it.title == title)?;
        let there = post.starter.as_ref().is_some_and(is);
        (there && s.channel("news").messages().iter().any(is)).then_some(())
    };
    sandbox.wait_for("the news in both", DEADLINE, told).await;
    region.end().await;
}

#[tokio::test]
async fn only_registrars_add_them_and_nothing_secret_or_private_is_taken_or_shown() {
    let (region, [megan, ..]) = announced(ChannelKind::Forum).await;
    let refused = megan
        .types("/webhook add region:South Wales service:Slack")
        .await;
    assert!(
        refused.says("Not done") && refused.form.is_none(),
        "{refused}"
    );
    let refused = megan.types("/webhook list").await;
    assert!(refused.says("Not done"), "{refused}");
    let carys = region.member("Carys Pugh");
    let empty = does(&carys, "/webhook list").await;
    assert!(empty.says("no webhooks"), "{empty}");
    let before = region.entries().await;
    for (service, address, why) in [
        ("Slack", "https://127.0.0.1/hunter2", "public internet"),
        (
            "Signed JSON",
            "http://example.org/hunter2",
            "must begin with",
        ),
        (
            "Discord",
            "https://discord.com/hunter2",
            "isn't an address of Discord",
        ),
    ] {
        let mut inputs = vec![("Name", "Hook"), ("Address", address)];
        if service == "Signed JSON" {
            inputs.push(("Key", "hunter2 hunter2 hunter2"));
        }
        let refused = adds(&carys, service, "", &inputs).await;
        assert!(refused.says("Not done") && refused.says(why), "{refused}");
        assert!(!refused.says("hunter2"), "{refused}");
    }
    assert_eq!(region.entries().await, before);
    region.end().await;
}
