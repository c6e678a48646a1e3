//! Tries again what Discord forbade, and finishes what could not be done, once somebody may have fixed the cause.

use futures::FutureExt;
use poise::serenity_prelude::{FullEvent, GuildChannel, GuildId, Http};

use crate::delivery::queue;
use crate::discord::{self, Data, Error};
use crate::ledger::Cause;
use crate::{dossiers, forums};

/// Commands after which what Discord forbade may be allowed.
const MAY_FIX: [&str; 2] = ["griffin setup", "forum open"];

/// After a change of channels, roles or the server as a whole: it may give back a permission that was taken.
pub async fn after_event(http: &Http, data: &Data, event: &FullEvent) {
    let (guild_id, seen): (GuildId, Vec<&GuildChannel>) = match event {
        FullEvent::ChannelCreate { channel } => (channel.guild_id, Vec::new()),
        FullEvent::ChannelUpdate { new, .. } => (new.guild_id, vec![new]),
        FullEvent::GuildRoleUpdate { new, .. } => (new.guild_id, Vec::new()),
        FullEvent::GuildCreate { guild, .. } => (guild.id, guild.channels.values().collect()),
        _ => return,
    };
    wake(data, guild_id).await;
    let server = guild_id;
    let guild_id = discord::id(guild_id);
    match forums::commands::complete_tags(http, &data.ledger, guild_id, &seen).await {
        Ok(forums) if forums.is_empty() => {}
        Ok(forums) => {
            // What waits for a tag has one now.
            wake(data, server).await;
            let ledger = &data.ledger;
            if let Err(error) = dossiers::service::refresh_forums(ledger, guild_id, &forums).await {
                tracing::error!(%error, "cards can't be refreshed");
            }
        }
        Err(error) => tracing::error!(%error, "a forum's tags can't be completed"),
    }
}

/// After a command that makes or adopts channels.
pub async fn after_command(ctx: poise::Context<'_, Data, Error>) {
    let name: &str = &ctx.command().qualified_name;
    if let Some(guild_id) = ctx.guild_id().filter(|_| MAY_FIX.contains(&name)) {
        wake(ctx.data(), guild_id).await;
    }
}

async fn wake(data: &Data, guild_id: GuildId) {
    let guild_id = discord::id(guild_id);
    let woken = async {
        // These events are many, and nearly always nothing waits for one.
        if queue::to_wake(&data.ledger.reader(), guild_id).await? == 0 {
            return Ok(0);
        }
        data.ledger
            .write(Cause::due(guild_id), move |tx| {
                queue::wake(tx, guild_id).boxed()
            })
            .await
    };
    match woken.await {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "tries again what was forbidden"),
        Err(error) => tracing::error!(%error, "what was forbidden can't be tried again"),
    }
}
