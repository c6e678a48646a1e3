//! The connections of this process to Discord's gateway, one for each shard: opened, closed, told about.
//!
//! serenity's client starts a range of shards once and for all. Here each shard has a manager of its own, so that a
//! shard can be opened or closed while the others go on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use futures::{FutureExt, StreamExt};
use poise::serenity_prelude::{
    Client, ConnectionStage, Framework, GatewayError, Http, PresenceData, RawEventHandler,
    ShardManager, ShardManagerOptions,
};
use tokio::sync::mpsc;

use crate::watch::{Connections, Gateway};

/// How often a shard to be closed is looked at while its connection is still being made.
const LOOK: Duration = Duration::from_secs(1);

/// The connections of this process.
pub(super) struct Runners {
    client: Client,
    framework: Arc<OnceLock<Arc<dyn Framework>>>,
    raw: Vec<Arc<dyn RawEventHandler>>,
    running: Mutex<BTreeMap<u32, Arc<ShardManager>>>,
    /// How many shards there are, once each was kept by some process.
    total: OnceLock<u32>,
    /// What ended a connection for good.
    ended: mpsc::UnboundedSender<GatewayError>,
}

impl Runners {
    /// None yet. `client` says where Discord is; its own manager starts nothing.
    pub(super) fn new(
        client: Client,
        framework: Arc<dyn Framework>,
        raw: Arc<dyn RawEventHandler>,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<GatewayError>) {
        let (ended, endings) = mpsc::unbounded_channel();
        let runners = Runners {
            client,
            framework: Arc::new(OnceLock::from(framework)),
            raw: vec![raw],
            running: Mutex::default(),
            total: OnceLock::new(),
            ended,
        };
        (Arc::new(runners), endings)
    }

    /// Discord's REST.
    pub(super) fn http(&self) -> &Http {
        &self.client.http
    }

    /// Each of `total` shards is kept by this process or another.
    pub(super) fn is_split(&self, total: u32) {
        let _ = self.total.set(total);
    }

    fn running(&self) -> std::sync::MutexGuard<'_, BTreeMap<u32, Arc<ShardManager>>> {
        // Nothing in here is left half-changed by a panic.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connects to one shard of `total`, and again whenever the line breaks.
    pub(super) fn open(&self, number: u32, total: u32) {
        let (manager, mut told) = ShardManager::new(ShardManagerOptions {
            data: self.client.data.clone(),
            event_handlers: Vec::new(),
            raw_event_handlers: self.raw.clone(),
            framework: self.framework.clone(),
            shard_index: number,
            shard_init: 1,
            shard_total: total,
            ws_url: self.client.ws_url.clone(),
            http: self.client.http.clone(),
            intents: self.client.shard_manager.intents(),
            presence: Some(PresenceData::default()),
        });
        if let Err(error) = manager.initialize() {
            tracing::error!(%error, shard = number, "can't be begun");
        }
        self.running().insert(number, manager);
        let ended = self.ended.clone();
        tokio::spawn(async move {
            // Without an error it was closed on purpose.
            while let Some(end) = told.next().await {
                if let Err(error) = end {
                    let _ = ended.send(error);
                }
            }
        });
    }

    /// Goes from this shard, without waiting until that is done.
    pub(super) fn close(&self, number: u32) {
        if let Some(manager) = self.running().remove(&number) {
            tokio::spawn(async move {
                // A manager without a runner could not be told.
                while manager.runners.lock().await.is_empty() {
                    tokio::time::sleep(LOOK).await;
                }
                manager.shutdown_all().await;
            });
        }
    }

    /// Goes from every shard, and waits until that is done.
    pub(super) async fn close_all(&self) {
        let managers: Vec<_> = std::mem::take(&mut *self.running()).into_values().collect();
        futures::future::join_all(managers.iter().map(|manager| manager.shutdown_all())).await;
    }

    /// The shards that this process is on or is getting to, and whether events arrive there.
    pub(super) async fn open_ones(&self) -> BTreeMap<u32, bool> {
        let running = self.running().clone();
        let mut open = BTreeMap::new();
        for (number, manager) in running {
            let runners = manager.runners.lock().await;
            let stage = runners.values().next().map(|runner| runner.stage);
            open.insert(number, stage == Some(ConnectionStage::Connected));
        }
        open
    }

    /// Tells how this process is connected, whenever somebody asks.
    pub(super) fn told(self: &Arc<Self>) -> Gateway {
        let runners = self.clone();
        Arc::new(move || {
            let runners = runners.clone();
            async move {
                Connections {
                    total: runners.total.get().copied(),
                    connected: runners.open_ones().await,
                }
            }
            .boxed()
        })
    }
}
