//! What whoever runs griffin looks at over HTTP: the real program, asked for its health and its figures.

use std::net::TcpListener;

use sandbox::{Fault, Matcher, permissions};

use crate::support::councils::{ALONE, COAL, SET_UP, does, founding, server};
use crate::support::on_each_database;
use crate::support::process::Process;
use crate::support::watched::{asked, asked_until, figure, free};

/// The figures that docs/alerts.yml looks at.
fn named_in_the_alerts() -> Vec<&'static str> {
    let alerts = include_str!("../../docs/alerts.yml");
    let words = alerts.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let names: Vec<_> = words.filter(|word| word.starts_with("griffin_")).collect();
    assert!(names.len() > 5, "{names:?}");
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn health_readiness_and_figures_are_told() {
    on_each_database(|fresh| async move {
        let mut griffin = Process::new(&fresh.url).await;
        let sandbox = griffin.sandbox.clone();
        let rhys = server(&sandbox, &[ALONE]);
        let at = free();
        griffin.environment = vec![("GRIFFIN__HTTP__LISTEN", at.to_string())];

        // Discord is out of order when it starts: it lives, and is not ready.
        for _ in 0..2 {
            let fault = Fault::refuse(503, 0, "out of order");
            sandbox.fail_next(Matcher::route("GET", "/gateway/bot"), fault);
        }
        let early = asked_until(at, "/readyz", |status, _| status == 503);
        let (early, ()) = tokio::join!(early, griffin.start());
        assert!(early.contains("not connected to Discord"), "{early}");
        asked_until(at, "/readyz", |status, text| {
            status == 200 && text == "ready\n"
        })
        .await;
        assert_eq!(asked(at, "/healthz").await.0, 200);
        assert_eq!(asked(at, "/elsewhere").await.0, 404);

        does(&rhys, SET_UP).await;
        for line in founding(&[ALONE]) {
            does(&rhys, &line).await;
        }
        does(&rhys, COAL).await;
        let page = asked_until(at, "/metrics", |_, page| {
            figure(page, "griffin_deliveries_waiting") == Some(0.0)
                && figure(page, "griffin_deliveries_total{outcome=\"sent\"}") > Some(0.0)
        })
        .await;
        for (name, value) in [
            ("griffin_gateway_connected{shard=\"0\"}", 1.0),
            ("griffin_database_up", 1.0),
            ("griffin_deliveries_forbidden", 0.0),
            ("griffin_deliveries_failed", 0.0),
            ("griffin_delivery_overdue_seconds", 0.0),
            ("griffin_duty_overdue_seconds", 0.0),
        ] {
            assert_eq!(figure(&page, name), Some(value), "{name}\n{page}");
        }
        let sent = figure(&page, "griffin_discord_answers_total{status=\"200\"}");
        let made = figure(&page, "griffin_discord_answers_total{status=\"201\"}");
        assert!(sent.or(made) > Some(0.0), "{page}");

        // A permission is taken away: the next thing to say there waits for it.
        let everything = permissions::SEND_MESSAGES | permissions::VIEW_CHANNEL;
        let forum = sandbox.channel("south-wales").id();
        sandbox.deny_bot(forum, everything);
        does(
            &rhys,
            "/requirement declare tender:SF-1 lot:Coal quantity:1",
        )
        .await;
        let page = asked_until(at, "/metrics", |_, page| {
            figure(page, "griffin_deliveries_forbidden") == Some(1.0)
        })
        .await;
        for name in ["Aberwen", "ABW", "Rhys", "Coal", "SF-1"] {
            assert!(!page.contains(name), "{name} is nobody's business\n{page}");
        }
        for name in named_in_the_alerts() {
            assert!(page.contains(&format!("# TYPE {name} ")), "{name}\n{page}");
        }
        assert!(griffin.stop().await.success());
        assert_eq!(asked(at, "/healthz").await.0, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_or_none_is_said_plainly() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    for given in [at.as_str(), "9464"] {
        griffin.environment = vec![("GRIFFIN__HTTP__LISTEN", given.to_owned())];
        let output = griffin.griffin(&["serve"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{said}");
        assert!(
            said.contains("http.listen") && said.contains(given),
            "{said}"
        );
    }
    assert_eq!(griffin.sandbox.connections().0, 0);
}
