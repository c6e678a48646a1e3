//! Puts the rooms together and runs them until told to stop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    Client, CommandType, Event, Framework, FullEvent, GatewayIntents, Interaction,
    InteractionContext, RawEventHandler,
};
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::capabilities;
use crate::capability::Means;
use crate::clock::SharedClock;
use crate::config::Config;
use crate::database::Presence;
use crate::delivery::Worker;
use crate::delivery::wire::Rest;
use crate::discord::{
    Attachments, Command, Data, Error, Languages, Presses, UnknownEvents, again, dispatch, on_error,
};
use crate::ledger::{Fault, Ledger, Result};
use crate::schedule::sweeper;
use crate::watch::Watch;

mod gateway;
mod runners;
mod wake;

pub use gateway::connect;
use runners::Runners;

/// How long what is in hand may take after griffin was told to stop (design, section 7: 10 s in all).
const LAST_WORDS: Duration = Duration::from_secs(8);
/// How often the commands are tried to be registered.
const REGISTRATIONS: u32 = 6;

/// Every command, as it is registered.
pub fn commands() -> Vec<Command> {
    let mut commands = capabilities::commands();
    for command in &mut commands {
        for_servers_only(command);
    }
    commands
}

/// Runs griffin until `shutdown` is done, then stops within 10 s. Others know it by `presence`.
///
/// # Errors
/// A fault, if it can't start or the gateway can't be kept: the line says why.
pub async fn run(
    config: Config,
    ledger: Ledger,
    presence: Arc<Presence>,
    clock: SharedClock,
    shutdown: impl Future<Output = ()>,
) -> Result<()> {
    let token = config.token().map_err(Fault::new)?.clone();
    let watch = match config.listen {
        Some(address) => Some(Watch::at(address).await?),
        None => None,
    };
    let http = connect(&config, token.expose_secret()).await?;
    let unknown_events = Arc::new(UnknownEvents::default());
    let attachments = Attachments::new(config.discord.api_url.as_deref()).map_err(Fault::new)?;
    let config = Arc::new(config);
    let letters = capabilities::letters(&Means {
        ledger: ledger.clone(),
        clock: clock.clone(),
        config: config.clone(),
    })?;
    let data = Data {
        ledger: ledger.clone(),
        clock: clock.clone(),
        config: config.clone(),
        presses: Arc::new(Presses::new(capabilities::presses())?),
        status: capabilities::status().into(),
        letters: letters.clone(),
        unknown_events: unknown_events.clone(),
        attachments: Arc::new(attachments),
        languages: Arc::new(Languages::new(capabilities::language())),
        recent: Arc::default(),
        replays: Arc::default(),
        forms: Arc::default(),
        registered: Arc::default(),
    };
    let in_hand = TaskTracker::new();
    let mut framework = Tracked {
        poise: framework(data),
        in_hand: in_hand.clone(),
    };
    // GUILDS alone: no privileged intent, no message content.
    let client = serenity::ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
        .await
        .map_err(Fault::new)?;
    framework.init(&client).await;
    let ending = CancellationToken::new();
    let wire = Arc::new(Rest::new(client.http.clone()).map_err(Fault::new)?);
    let worker =
        Worker::new(ledger.clone(), clock.clone(), wire, letters).present(presence.clone());
    let (runners, mut endings) = Runners::new(
        client,
        Arc::new(framework),
        Arc::new(Unread(unknown_events)),
    );
    if let Some(watch) = watch {
        let gateway = runners.told();
        tokio::spawn(watch.run(ledger.clone(), clock.clone(), gateway, ending.clone()));
    }
    let database = ledger.database().clone();
    let worker = tokio::spawn(worker.run(ending.clone()));
    let sweeper = tokio::spawn(sweeper::run(
        ledger.clone(),
        clock,
        capabilities::duties(),
        ending.clone(),
    ));
    let _ending = ending.clone().drop_guard(); // whichever way this ends
    let keeping = gateway::keep(
        runners.clone(),
        ledger,
        presence,
        config.discord.shards,
        ending.clone(),
    );
    let mut keeping = tokio::spawn(keeping);
    tokio::select! {
        ended = &mut keeping => {
            return match ended {
                Ok(Ok(())) => Err(Fault::new("the gateway was left without being told to").into()),
                Ok(Err(error)) => Err(error),
                Err(panicked) => Err(Fault::new(panicked).into()),
            };
        }
        Some(error) = endings.recv() => return Err(Fault::new(error).into()),
        lost = database.lost() => return Err(lost.into()),
        () = shutdown => tracing::info!("stopping"),
    }
    let stop = async {
        ending.cancel();
        // Others may be taking over our shards meanwhile.
        let _ = (&mut keeping).await;
        runners.close_all().await;
        // serenity does not wait for what it has handed out.
        in_hand.close();
        in_hand.wait().await;
        let _ = futures::join!(worker, sweeper);
    };
    if tokio::time::timeout(LAST_WORDS, stop).await.is_err() {
        tracing::warn!(
            left = in_hand.len(),
            "stopped before all that was in hand was done"
        );
    }
    keeping.abort();
    Ok(())
}

/// Waits for SIGTERM or Ctrl-C.
pub async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminated = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

fn framework(data: Data) -> poise::Framework<Data, Error> {
    let options = poise::FrameworkOptions {
        commands: commands(),
        on_error: |error| on_error::on_error(error).boxed(),
        post_command: |ctx| wake::after_command(ctx).boxed(),
        event_handler: |framework, event| on_event(framework, event).boxed(),
        allowed_mentions: Some(crate::discord::answer::no_mentions()),
        ..Default::default()
    };
    poise::Framework::builder()
        .options(options)
        .initialize_owners(false)
        // Nothing that could fail: if this does, every later event waits for ever.
        .setup(move |_, _, _| async move { Ok(data) }.boxed())
        .build()
}

fn for_servers_only(command: &mut Command) {
    command.guild_only = true;
    command.interaction_context = Some(vec![InteractionContext::Guild]);
    for part in &mut command.subcommands {
        for_servers_only(part);
    }
}

async fn on_event(
    framework: poise::FrameworkContext<'_, Data, Error>,
    event: &FullEvent,
) -> Result<()> {
    wake::after_event(&framework.serenity_context.http, framework.user_data, event).await;
    match event {
        FullEvent::InteractionCreate { interaction }
            if again::pressed(framework, interaction).await => {}
        FullEvent::InteractionCreate {
            interaction: interaction @ (Interaction::Component(_) | Interaction::Modal(_)),
        } => {
            dispatch::dispatch(framework.serenity_context, framework.user_data, interaction).await;
        }
        FullEvent::Ready { data_about_bot } => {
            tracing::info!(
                bot = data_about_bot.user.name,
                servers = data_about_bot.guilds.len(),
                shard = framework.serenity_context.shard_id.0,
                "ready"
            );
            register(framework).await;
        }
        _ => {}
    }
    Ok(())
}

/// Registers the commands, in place of those that were: the same ones again change nothing.
async fn register(framework: poise::FrameworkContext<'_, Data, Error>) {
    // `ready` comes again after each new session, and for each shard.
    let mut registered = framework.user_data.registered.lock().await;
    if *registered {
        return;
    }
    let http = framework.serenity_context;
    let commands = &framework.options.commands;
    let guild = framework.user_data.config.discord.guild;
    let mut pause = Duration::from_secs(2);
    for attempt in 1..=REGISTRATIONS {
        let outcome = match guild {
            Some(guild) => {
                poise::builtins::register_in_guild(http, commands, guild.get().into()).await
            }
            None => poise::builtins::register_globally(http, commands).await,
        };
        match outcome {
            Ok(()) => {
                *registered = true;
                tracing::info!(
                    commands = commands.len(),
                    guild = guild.map(|g| g.get()),
                    "commands registered"
                );
                return;
            }
            Err(error) => tracing::error!(%error, attempt, "the commands could not be registered"),
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
}

/// Whether it isn't a command, or one of a type that poise knows: griffin has slash commands only.
fn poise_knows(event: &FullEvent) -> bool {
    let FullEvent::InteractionCreate { interaction } = event else {
        return true;
    };
    match interaction {
        Interaction::Command(it) | Interaction::Autocomplete(it) => {
            it.data.kind == CommandType::ChatInput
        }
        _ => true,
    }
}

/// poise, with what it has in hand counted, so that a stop can wait for it.
struct Tracked {
    poise: poise::Framework<Data, Error>,
    in_hand: TaskTracker,
}

#[serenity::async_trait]
impl serenity::Framework for Tracked {
    async fn init(&mut self, client: &Client) {
        self.poise.init(client).await;
    }

    async fn dispatch(&self, ctx: serenity::Context, event: FullEvent) {
        let _in_hand = self.in_hand.token();
        if !poise_knows(&event) {
            // poise would panic.
            tracing::warn!("a command of an unknown type was dropped");
            return;
        }
        self.poise.dispatch(ctx, event).await;
    }
}

/// Sees each event of the gateway, and says which could not be read: serenity drops those without a word.
struct Unread(Arc<UnknownEvents>);

#[serenity::async_trait]
impl RawEventHandler for Unread {
    async fn raw_event(&self, _: serenity::Context, event: Event) {
        if let Event::Unknown(unknown) = event {
            self.0.count();
            // Not its data: that may hold what people typed.
            tracing::warn!(
                kind = unknown.kind,
                "an event of the gateway could not be read"
            );
        }
    }
}

#[cfg(test)]
mod member_tests;

#[cfg(test)]
mod tests;
