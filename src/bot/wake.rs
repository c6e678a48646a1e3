//! Tries again what Discord forbade, and completes what was not done, once that may have been put right.

use chrono::TimeDelta;
use futures::FutureExt;
use poise::serenity_prelude::{FullEvent, GuildId, Http};

use crate::delivery::{queue, reconcile};
use crate::discord::{self, Data, Error};
use crate::forums;
use crate::ledger::Cause;
use crate::tenders;

/// How long ago a post may have been made before its forum had tags, while a command gave it some.
const JUST_MADE: TimeDelta = TimeDelta::minutes(10);
/// Commands after which what Discord forbade may be allowed.
const PUTS_RIGHT: [&str; 2] = ["griffin setup", "forum open"];

/// After a change of channels, roles or the server as a whole: it may give back a permission that was taken.
pub async fn after_event(http: &Http, data: &Data, event: &FullEvent) {
    let guild_id = match event {
        FullEvent::ChannelCreate { channel } => channel.guild_id,
        FullEvent::ChannelUpdate { new, .. } => new.guild_id,
        FullEvent::GuildRoleUpdate { new, .. } => new.guild_id,
        FullEvent::GuildCreate { guild, .. } => guild.id,
        _ => return,
    };
    wake(data, guild_id).await;
    let guild_id = discord::id(guild_id);
    match forums::commands::complete_tags(http, &data.ledger, guild_id).await {
        Ok(tagged) if tagged.is_empty() => {}
        Ok(tagged) => refresh(data, guild_id, Some(&tagged), 0).await,
        Err(error) => tracing::error!(%error, "a forum's tags can't be completed"),
    }
}

/// After a command that makes or adopts channels.
pub async fn after_command(ctx: poise::Context<'_, Data, Error>) {
    let name: &str = &ctx.command().qualified_name;
    let Some(guild_id) = ctx.guild_id().filter(|_| PUTS_RIGHT.contains(&name)) else {
        return;
    };
    wake(ctx.data(), guild_id).await;
    // A post may have been made in the new channel before its tags were there.
    let after = reconcile::since(ctx.data().clock.now() - JUST_MADE);
    refresh(ctx.data(), discord::id(guild_id), None, after).await;
}

/// Has the cards of a server say the tags of their forums: of what runs, and of what is over where its post was made since
/// `after`, in one of these forums if any are named.
async fn refresh(data: &Data, guild_id: i64, forums: Option<&[i64]>, after: i64) {
    let refreshed = async {
        tenders::service::refresh_all(&data.ledger, Some(guild_id)).await?;
        tenders::service::refresh_over(&data.ledger, guild_id, forums, after).await
    };
    if let Err(error) = refreshed.await {
        tracing::error!(%error, "cards can't be refreshed");
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
