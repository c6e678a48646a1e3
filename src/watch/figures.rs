//! The figures that are a state, and what each figure means.

use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::{DateTime, Utc};
use metrics::{Unit, describe_counter, describe_gauge, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::time::Instant;

use super::watched::{Connections, PATIENCE, Watched};
use crate::ledger::{Fault, Result};

/// Begins to count in this process, once.
///
/// # Errors
/// A fault, if something else counts already.
pub(super) fn counted() -> Result<PrometheusHandle> {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new()
        .install_recorder()
        .map_err(Fault::new)?;
    describe();
    Ok(HANDLE.get_or_init(|| handle).clone())
}

fn describe() {
    describe_counter!(
        "griffin_deliveries_total",
        "Messages to Discord, by what became of a try: sent; later (will be tried again); forbidden (waits for a \
         permission); refused (its post is made anew, or a person must see to it)"
    );
    describe_counter!(
        "griffin_discord_answers_total",
        "Answers of Discord to what is sent from the queue, by HTTP status; none: the line broke"
    );
    describe_gauge!(
        "griffin_deliveries_waiting",
        "Messages that are not sent yet, whenever they are due"
    );
    describe_gauge!(
        "griffin_deliveries_forbidden",
        "Messages that wait because Discord forbids them"
    );
    describe_gauge!(
        "griffin_deliveries_failed",
        "Messages that were given up and wait for a person"
    );
    describe_gauge!(
        "griffin_delivery_overdue_seconds",
        Unit::Seconds,
        "How long the message has been due that is due longest; what is forbidden is not counted"
    );
    describe_gauge!(
        "griffin_delivery_age_seconds",
        Unit::Seconds,
        "How long ago the due message was queued that is due longest"
    );
    describe_gauge!(
        "griffin_duty_overdue_seconds",
        Unit::Seconds,
        "How long the deadline, digest or reminder has been due that is due longest"
    );
    describe_gauge!(
        "griffin_gateway_connected",
        "Whether a shard is connected to Discord's gateway from this process (1) or not (0): one process keeps it"
    );
    describe_gauge!(
        "griffin_database_up",
        "Whether the database answered just now (1) or not (0)"
    );
    describe_gauge!(
        "griffin_database_seconds",
        Unit::Seconds,
        "How long the database took to answer what this page asks"
    );
}

/// Brings every gauge to what it is now.
pub(super) async fn look(watched: &Watched) {
    let Connections { total, connected } = (watched.gateway)().await;
    // A shard that this process kept once goes to 0: a figure can't be taken back.
    for number in 0..total.unwrap_or_default() {
        let connected = connected.get(&number) == Some(&true);
        gauge!("griffin_gateway_connected", "shard" => number.to_string())
            .set(u32::from(connected));
    }
    let began = Instant::now();
    let answered = tokio::time::timeout(PATIENCE, watched.backlog()).await;
    let (backlog, duty) = match answered {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => {
            tracing::error!(%error, "the figures can't be read");
            gauge!("griffin_database_up").set(0);
            return;
        }
        Err(_) => {
            gauge!("griffin_database_up").set(0);
            return;
        }
    };
    gauge!("griffin_database_up").set(1);
    gauge!("griffin_database_seconds").set(began.elapsed());
    let now = watched.clock.now();
    // A count or an age is far below what a gauge's number holds exactly.
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let since =
        |then: Option<DateTime<Utc>>| then.map_or(0, |then| (now - then).num_seconds().max(0));
    let seconds = |then| count(u64::try_from(since(then)).unwrap_or_default());
    gauge!("griffin_deliveries_waiting").set(count(backlog.unfinished));
    gauge!("griffin_deliveries_forbidden").set(count(backlog.forbidden));
    gauge!("griffin_deliveries_failed").set(count(backlog.failed));
    gauge!("griffin_delivery_overdue_seconds").set(seconds(backlog.oldest.map(|it| it.0)));
    gauge!("griffin_delivery_age_seconds").set(seconds(backlog.oldest.map(|it| it.1)));
    gauge!("griffin_duty_overdue_seconds").set(seconds(duty));
}
