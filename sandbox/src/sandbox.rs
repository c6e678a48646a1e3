//! The handle of a running sandbox.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{options::Options, server, shared::Shared, snowflake::Snowflake, state::State};

/// A running stand-in for Discord. Clones are cheap and mean the same one; it ends with
/// [`Sandbox::shutdown`] or when the last clone is dropped.
#[derive(Clone)]
pub struct Sandbox {
    pub(crate) shared: Arc<Shared>,
    address: SocketAddr,
    _guard: Arc<DropGuard>,
}

impl Sandbox {
    /// Starts a sandbox without any guild on 127.0.0.1. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails when the port cannot be bound.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let state = State::new(options, format!("http://{address}"));
        let cancel = CancellationToken::new();
        let shared = Arc::new(Shared::new(state, cancel.clone()));
        tokio::spawn(server::run(listener, Arc::clone(&shared)));
        Ok(Self {
            shared,
            address,
            _guard: Arc::new(cancel.drop_guard()),
        })
    }

    /// Where the API is, "http://127.0.0.1:PORT" (to which clients add "/api/v10").
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the gateway is, "ws://127.0.0.1:PORT"; also answered by `GET /gateway`.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> String {
        self.shared.read(|state| state.options.token.clone())
    }

    /// The application's identifier.
    #[must_use]
    pub fn application_id(&self) -> Snowflake {
        self.shared.read(|state| state.application.id)
    }

    /// The identifier of the application's bot user.
    #[must_use]
    pub fn bot_user_id(&self) -> Snowflake {
        self.shared.read(|state| state.application.bot_id)
    }

    /// Closes all connections and stops the server. What happened can still be read.
    pub fn shutdown(&self) {
        self.shared.cancel.cancel();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
