//! What members do, and how a serenity bot answers it.

mod common;

use common::Bench;
use sandbox::{Fault, Matcher, client::Outcome};

#[tokio::test]
async fn a_command_is_answered() {
    let bench = Bench::new().await;
    let answer = bench.nia.types("/ping").await;
    assert_eq!(answer.text, "pong");
    assert!(!answer.private);
    let seen = bench.nia.sees("general");
    assert_eq!(seen.len(), 1, "{}", bench.sandbox.picture());
    assert_eq!(seen[0].render(), "Sandbox Bot: pong");
    bench.finish().await;
}

#[tokio::test]
async fn options_are_converted_by_their_type() {
    let bench = Bench::new().await;
    let answer = bench
        .nia
        .types("/echo text:at 10:30: yes times:3 loud:True price:1.5")
        .await;
    assert_eq!(
        answer.text,
        "text=at 10:30: yes times=3 loud=true price=1.5"
    );
    let answer = bench
        .nia
        .types("/who user:@Nia Rees channel:#general role:@Players")
        .await;
    let (id, general) = (bench.nia.id(), bench.general);
    assert_eq!(
        answer.text,
        format!("user={id} member=true channel={general} role=Players")
    );
    let answer = bench
        .nia
        .uses("club join", &[("club", "CH-01"), ("as", "Dover")])
        .await;
    assert_eq!(answer.text, "club=CH-01 as=DOV");
    let same = bench.nia.types("/club join club:CH-01 as:Poole").await;
    assert_eq!(same.text, "club=CH-01 as=POO");
    bench.finish().await;
}

#[tokio::test]
async fn the_client_refuses_what_discords_client_refuses() {
    let bench = Bench::new().await;
    let cases = [
        ("/nonsense", "not among the commands"),
        ("/club leave", "not among"),
        ("/echo", "This option is required"),
        ("/echo text:", "at least 1"),
        ("/echo text:this text is far too long", "20 or fewer"),
        ("/echo text:a times:two", "valid integer"),
        ("/echo text:a times:6", "not above 5"),
        ("/club join club:x as:Exeter", "valid choice"),
        ("/who user:@Nobody", "no user"),
        ("/admin", "not among the commands"),
        ("/echo stray text:a", "no option for \"stray\""),
    ];
    for (line, words) in cases {
        let refusal = bench.nia.try_types(line).await.expect_err(line);
        assert!(refusal.text.contains(words), "{line}: {refusal}");
    }
    assert!(!bench.nia.commands().contains(&"admin".into()));
    bench.finish().await;
}

#[tokio::test]
async fn options_are_completed() {
    let bench = Bench::new().await;
    let choices = bench.nia.completes("club join", "club", "CH", &[]).await;
    let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!(values, ["CH-01", "CH-02"]);
    assert_eq!(choices[0].name, "CH-01 · open");
    bench.finish().await;
}

#[tokio::test]
async fn private_answers_are_seen_by_one_member_only() {
    let bench = Bench::new().await;
    let answer = bench.nia.types("/private").await;
    assert!(answer.private && answer.says("only you can see this"));
    let bob = bench.sandbox.add_member(bench.guild, "Bob Price", &[]);
    assert_eq!(bench.nia.sees("general").len(), 1);
    assert_eq!(bob.sees("general").len(), 0);
    bench.finish().await;
}

#[tokio::test]
async fn deferred_answers_are_waited_for() {
    let bench = Bench::new().await;
    let answer = bench.nia.types("/slow").await;
    assert_eq!(answer.outcome, Outcome::Message);
    assert_eq!(answer.text, "done <t:1772355600:F>");
    assert_eq!(answer.embeds[0].field("Total"), Some("42"));
    assert_eq!(
        answer.lines(),
        [
            "Sandbox Bot: done Sunday, 1 March 2026 09:00",
            "| Result",
            "| Total: 42"
        ]
    );
    let answer = bench.nia.types("/later").await;
    assert!(answer.private && answer.says("first"));
    let second = bench.nia.followup(&answer, 1, common::DEADLINE).await;
    assert_eq!(second.text, "second");
    assert_eq!(bench.nia.types("/nothing").await.outcome, Outcome::Nothing);
    bench.finish().await;
}

#[tokio::test]
async fn silence_is_shown_as_discord_shows_it() {
    let bench = Bench::new().await;
    let answer = bench.nia.types("/silent").await;
    assert!(answer.failed());
    assert_eq!(answer.text, "The application did not respond");
    assert_eq!(bench.sandbox.take_complaints().len(), 1);
    assert_eq!(bench.sandbox.unanswered(), ["/silent"]);
    bench.finish().await;
}

#[tokio::test]
async fn buttons_menus_and_forms() {
    let bench = Bench::new().await;
    let nia = &bench.nia;
    let panel = nia.types("/panel").await;
    assert_eq!(panel.buttons.len(), 5);
    let once = nia.presses(&panel, "Count").await;
    assert_eq!(
        (once.outcome, once.text.as_str()),
        (Outcome::Updated, "pressed 1")
    );
    // The message is taken as it is now, though `panel` is old.
    assert_eq!(nia.presses(&panel, "Count").await.text, "pressed 2");
    assert_eq!(nia.presses(&panel, "Ack").await.text, "acknowledged");
    assert_eq!(
        nia.chooses(&panel, "Which town?", &["Poole", "DOV"])
            .await
            .text,
        "chosen POO,DOV"
    );
    let person = nia.chooses(&panel, "person", &["@Nia Rees"]).await;
    assert_eq!(person.text, format!("person {}", nia.id()));
    assert!(
        nia.presses_custom_id(&panel, "v0:forged")
            .await
            .says("unknown button v0:forged")
    );
    nia.presses(&panel, "Once").await;
    for label in ["Once", "Link", "Nonsense"] {
        nia.try_presses(&panel, label).await.expect_err(label);
    }

    let asked = nia.presses(&panel, "Ask").await;
    let too_long = nia.try_fills(&asked, &[("Note", "longer than ten")]).await;
    assert!(too_long.is_err());
    assert!(nia.try_fills(&asked, &[("Price", "")]).await.is_err());
    let updated = nia.fills(&asked, &[("Note", "x")]).await;
    assert_eq!(
        (updated.outcome, updated.text.as_str()),
        (Outcome::Updated, "offered 1.00 / x")
    );
    let form = nia.types("/form").await;
    assert_eq!(form.form().title, "Offer");
    assert_eq!(
        nia.fills(&form, &[("Price", "9.25")]).await.text,
        "offered 9.25 /"
    );
    bench.finish().await;
}

#[tokio::test]
async fn files_go_both_ways() {
    let bench = Bench::new().await;
    let answer = bench
        .nia
        .attaches("data", "in.csv", "a,b\n1,2\n")
        .types("/file")
        .await;
    assert_eq!(answer.files[0].filename, "loud.csv");
    assert_eq!(answer.files[0].text(), "A,B\n1,2\n");
    bench.finish().await;
}

#[tokio::test]
async fn a_file_can_be_said_to_lie_elsewhere_and_its_answer_can_go_wrong() {
    let bench = Bench::new().await;
    let nia = &bench.nia;
    nia.attaches("data", "in.csv", "a,b\n").types("/file").await;
    let asked_for = bench.sandbox.files_asked_for();
    let event = bench.sandbox.last_interaction_event().expect("one");
    let sent = &event["data"]["resolved"]["attachments"];
    let (_, file) = sent
        .as_object()
        .and_then(|all| all.iter().next())
        .expect("a file");
    let url = file["url"].as_str().expect("an address").to_owned();
    let path = url.replace(&bench.sandbox.api_url(), "");
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let ask = async || client.get(&url).send().await.expect("an answer");
    for fault in [
        Fault::Redirect("http://elsewhere.example/".into()),
        Fault::Endless,
        Fault::refuse(404, 0, "gone"),
    ] {
        bench.sandbox.fail_next(Matcher::route("GET", &path), fault);
    }
    let leads = ask().await;
    assert_eq!(leads.status(), 307);
    assert_eq!(leads.headers()["location"], "http://elsewhere.example/");
    let mut endless = ask().await;
    let mut read = 0;
    while read < 1024 * 1024 {
        read += endless.chunk().await.expect("more").expect("no end").len();
    }
    drop(endless);
    assert_eq!(ask().await.status(), 404);
    assert_eq!(ask().await.text().await.expect("a text"), "a,b\n");
    assert_eq!(bench.sandbox.files_asked_for(), asked_for + 4);
    // What is said of a file need not be so.
    let again = nia.attaches_at("data", "other.csv", &url, 7);
    let answer = again.types("/file").await;
    assert_eq!(answer.files[0].text(), "A,B\n");
    let event = bench.sandbox.last_interaction_event().expect("one");
    let said = event["data"]["resolved"]["attachments"].to_string();
    assert!(said.contains(&url) && said.contains("\"size\":7"), "{said}");
    bench.finish().await;
}

#[tokio::test]
async fn members_do_not_wait_for_each_other() {
    let bench = Bench::new().await;
    let bob = bench.sandbox.add_member(bench.guild, "Bob Price", &[]);
    let both = futures::future::join(bench.nia.types("/silent"), async {
        // Answered long before the other member is told that nothing comes.
        assert_eq!(bob.types("/ping").await.text, "pong");
        assert_eq!(bench.sandbox.unanswered(), ["/silent"]);
    });
    assert!(both.await.0.failed());
    bench.sandbox.take_complaints();
    bench.finish().await;
}
