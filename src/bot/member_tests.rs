//! The commands from a member's chair, over the sandbox.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use sandbox::client::{Member, Outcome};
use sandbox::{Options, Sandbox, permissions};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::run;
use crate::clock::{ManualClock, SharedClock};
use crate::config::Config;
use crate::ledger::{Database, Ledger, Result};

const DEADLINE: Duration = Duration::from_secs(20);

/// griffin, run against the sandbox.
struct Bench {
    sandbox: Sandbox,
    manager: Member,
    nia: Member,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<()>>,
    url: String,
    _folder: TempDir,
}

impl Bench {
    async fn new() -> Self {
        let bot_permissions =
            permissions::DEFAULT_BOT | permissions::MANAGE_CHANNELS | permissions::MANAGE_THREADS;
        let sandbox = Sandbox::start(Options {
            bot_permissions,
            ..Options::default()
        })
        .await
        .unwrap();
        let guild = sandbox.add_guild("South Wales");
        sandbox.add_text_channel(guild, "general");
        sandbox.add_forum(guild, "south-wales", &["News"]);
        let managers = sandbox.add_role(guild, "Managers", permissions::MANAGE_GUILD);
        sandbox.add_role(guild, "Registrars", 0);
        let manager = sandbox.add_member(guild, "Mair Manager", &[managers]);
        let nia = sandbox.add_member(guild, "Nia Rees", &[]);
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.toml");
        std::fs::write(&empty, "").unwrap();
        let vars = HashMap::from([
            ("GRIFFIN__DISCORD__API_URL".to_owned(), sandbox.api_url()),
            ("DISCORD_TOKEN".to_owned(), sandbox.token()),
            (
                "DATABASE_URL".to_owned(),
                format!(
                    "sqlite://{}",
                    folder.path().join("griffin.sqlite").display()
                ),
            ),
        ]);
        let config = Config::read(Some(&empty), vars).unwrap();
        let url = config.database.url.clone();
        let database = Database::open(&url).await.unwrap();
        crate::proof::migrate_up(&database).await.unwrap();
        let clock: SharedClock = std::sync::Arc::new(ManualClock::new(
            DateTime::UNIX_EPOCH + TimeDelta::days(20_780),
        ));
        let (stop, stopped) = oneshot::channel();
        let ledger = Ledger::start(database, clock.clone(), crate::capabilities::hears());
        let running = tokio::spawn(run(config, ledger, Arc::default(), clock, async {
            let _ = stopped.await;
        }));
        sandbox.registered("griffin", DEADLINE).await;
        Bench {
            sandbox,
            manager,
            nia,
            stop,
            running,
            url,
            _folder: folder,
        }
    }

    async fn finish(self) {
        self.stop.send(()).unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(10), self.running).await;
        ended.expect("stops within 10 s").unwrap().unwrap();
        assert!(
            self.sandbox.unanswered().is_empty(),
            "{:?}",
            self.sandbox.unanswered()
        );
        let complaints = self.sandbox.complaints();
        assert!(complaints.is_empty(), "{complaints:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_set_up_to_a_confirmed_mandate() {
    let bench = Bench::new().await;
    let (manager, nia) = (&bench.manager, &bench.nia);

    let refused = nia.types("/griffin setup").await;
    assert!(
        refused.private && refused.says("Not done.") && refused.says("Manage Server"),
        "{refused:?}"
    );
    assert!(refused.says("> /griffin setup"), "{refused:?}");

    let done = manager
        .types("/griffin setup nation:Wales time_zone:london")
        .await;
    assert!(
        done.private && done.says("griffin is set up") && done.says("Wales"),
        "{done:?}"
    );
    assert!(manager.can_see("registrars") && !nia.can_see("registrars"));
    // Again: the channels are adopted, not made twice.
    let again = manager.types("/griffin setup").await;
    assert!(again.says("The settings have changed"), "{again:?}");
    let made = bench.sandbox.requests();
    let made = made
        .iter()
        .filter(|it| it.method == "POST" && it.path.ends_with("/channels"))
        .count();
    assert_eq!(made, 2);

    let register = "/authority register name:Dyffryn Vale Council kind:Unitary council region:South Wales short_name:DYF";
    assert!(
        nia.types(register)
            .await
            .says("Only a registrar can do that")
    );
    let registered = manager.types(register).await;
    assert!(
        registered.says("Registered:") && registered.says("Dyffryn Vale Council (DYF)"),
        "{registered:?}"
    );
    let file = "name,kind,region,short_name,address,email,identifier\nPennant Fire,fire,South Wales,PFR,,,\n";
    let imported = manager
        .attaches("file", "register.csv", file)
        .types("/authority import file:register.csv")
        .await;
    assert!(
        imported.says("1 authority registered") && imported.says("PFR"),
        "{imported:?}"
    );
    assert!(
        nia.types("/authority list region:South Wales")
            .await
            .says("Authorities: 2")
    );

    let offered = nia
        .completes("mandate request", "authority", "dyff", &[])
        .await;
    assert_eq!(
        offered
            .iter()
            .map(|it| it.value.as_str())
            .collect::<Vec<_>>(),
        ["DYF"]
    );
    let unknown = nia.types("/mandate request authority:Dyfryn*").await;
    assert!(
        unknown.says("Did you mean Dyffryn Vale Council"),
        "{unknown:?}"
    );
    let asked = nia
        .types("/mandate request authority:DYF reason:I buy for both")
        .await;
    assert!(asked.private && asked.says("Asked."), "{asked:?}");
    let listed = manager.types("/mandate list authority:DYF").await;
    assert!(listed.says("Officers: nobody"), "{listed:?}");

    let pressed = nia.presses_custom_id(&asked, "v1:mandate.confirm:1").await;
    assert!(
        pressed.private && pressed.says("Only a registrar"),
        "{pressed:?}"
    );
    let pressed = manager
        .presses_custom_id(&listed, "v1:mandate.confirm:1")
        .await;
    assert_eq!(pressed.outcome, Outcome::Updated, "{pressed:?}");
    assert!(pressed.says("Confirmed"), "{pressed:?}");
    assert!(nia.types("/mandate mine").await.says("you act for it"));
    let revoked = manager
        .types("/mandate revoke officer:@Nia Rees authority:DYF")
        .await;
    assert!(revoked.says("Taken back."), "{revoked:?}");
    let granted = manager
        .types("/mandate grant officer:@Nia Rees authority:DYF role:observer")
        .await;
    assert!(granted.says("observes"), "{granted:?}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_is_opened_with_its_tags() {
    let bench = Bench::new().await;
    bench.manager.types("/griffin setup nation:england").await;
    let opened = bench
        .manager
        .types("/forum open region:South Wales channel:#south-wales digest:every monday 9am")
        .await;
    assert!(
        opened.says("Open.") && !opened.says("Manage Channels"),
        "{opened:?}"
    );
    let requests = bench.sandbox.requests();
    let tagged = requests
        .iter()
        .find(|it| it.method == "PATCH" && it.path.contains("/channels/"))
        .unwrap();
    let names: Vec<_> = tagged.body["available_tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| &tag["name"])
        .collect();
    assert_eq!(names.len(), 8);
    assert_eq!(names[0], "News");
    assert!(
        tagged.body["available_tags"][0]["id"].is_string(),
        "kept, not made anew"
    );
    let status = bench.nia.types("/griffin status").await;
    assert!(
        status.private
            && status.says("Database: SQLite")
            && status.says("Last digests: South Wales: none yet")
    );
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_is_answered_in_their_own_language() {
    let bench = Bench::new().await;
    bench.manager.types("/griffin setup nation:england").await;
    let refused = bench.nia.types("/authority show authority:nobody").await;
    assert!(refused.says("Not done."), "{refused:?}");
    let chosen = bench.nia.types("/griffin language language:cy").await;
    assert!(
        chosen.private && chosen.says("O hyn ymlaen") && chosen.says("o destunau hyd yma"),
        "{chosen:?}"
    );
    let refused = bench.nia.types("/authority show authority:nobody").await;
    assert!(refused.says("Mae problem wedi codi."), "{refused:?}");
    let refused = bench.nia.presses_custom_id(&refused, "v1:unknown:1").await;
    assert!(refused.says("Mae problem wedi codi."), "{refused:?}");
    let others = bench
        .manager
        .types("/authority show authority:nobody")
        .await;
    assert!(others.says("Not done."), "{others:?}");
    let chosen = bench.nia.types("/griffin language language:en").await;
    assert!(
        chosen.says("answers you in English") && !chosen.says("texts"),
        "{chosen:?}"
    );
    // The server's language is for whoever has chosen none.
    let welsh = bench.manager.types("/griffin setup language:cy").await;
    assert!(welsh.says("Cymraeg"), "{welsh:?}");
    let others = bench
        .manager
        .types("/authority show authority:nobody")
        .await;
    assert!(others.says("Mae problem wedi codi."), "{others:?}");
    let refused = bench.nia.types("/authority show authority:nobody").await;
    assert!(refused.says("Not done."), "{refused:?}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_pressed_or_repeated_gets_an_answer() {
    let bench = Bench::new().await;
    let help = bench.nia.types("/help").await;
    assert!(help.private && help.says("/mandate"), "{help:?}");
    assert!(
        bench
            .nia
            .types("/help command:authority register")
            .await
            .says("short_name")
    );
    for id in [
        "v1:mandate.burn:1",
        "v0:mandate.confirm:1",
        "nonsense",
        "v1:mandate.confirm:x",
    ] {
        let answer = bench.nia.presses_custom_id(&help, id).await;
        assert!(
            answer.private && answer.says("Not done.") && answer.says("/help"),
            "{id}: {answer:?}"
        );
    }
    bench.manager.types("/griffin setup nation:england").await;
    bench.manager.types("/authority register name:Aberwen kind:County council region:South Wales short_name:ABW").await;
    bench.sandbox.replay_last_interaction();
    bench.nia.types("/help").await;
    bench.sandbox.replay_last_interaction();
    let list = bench.nia.types("/authority list").await;
    assert!(list.says("Authorities: 1"), "{list:?}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_answers_with_a_reference_and_never_its_cause() {
    let bench = Bench::new().await;
    let database = Database::open(&bench.url).await.unwrap();
    database.migrate_down(None).await.unwrap();
    for line in ["/authority list", "/griffin setup nation:england"] {
        let answer = bench.manager.types(line).await;
        let reference = crate::discord::answer::reference(answer.interaction_id);
        assert!(answer.private && answer.says(&reference), "{answer:?}");
        assert!(!answer.says("table") && !answer.says("fault"), "{answer:?}");
    }
    let offered = bench
        .nia
        .completes("mandate request", "authority", "x", &[])
        .await;
    assert!(offered.is_empty());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission_is_named() {
    let bench = Bench::new().await;
    bench
        .sandbox
        .set_bot_permissions(bench.sandbox.guild(), permissions::VIEW_CHANNEL);
    let refused = bench.manager.types("/griffin setup nation:england").await;
    assert!(
        refused.says("Not done.") && refused.says("Manage Channels"),
        "{refused:?}"
    );
    bench.finish().await;
}
