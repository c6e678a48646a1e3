//! How an answer gets to the person: in time, again where Discord failed, and once.

use std::future::Future;
use std::time::Duration;

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{CreateInteractionResponse, CreateModal};

use super::super::{Context, Result};
use super::failing::only_in_a_server;
use super::message::Answer;
use super::persisting::{is_answered, persist};
use super::replay;
use crate::values::Actor;

/// How long a command may take before it is deferred: Discord gives it 3 seconds, half of which the way may take
/// (interactions/receiving-and-responding).
pub const PATIENCE: Duration = Duration::from_millis(1500);

/// Waits for a service; if that takes long, Discord is told first that an answer will come.
///
/// # Errors
/// What `work` returned.
pub async fn waiting<T>(ctx: Context<'_>, work: impl Future<Output = Result<T>>) -> Result<T> {
    patiently(work, async || {
        if replay::is_again(ctx) {
            replay::defer(ctx).await
        } else {
            ctx.defer_ephemeral().await
        }
    })
    .await
}

/// Answers with what a service that may take long comes to. Where it does, the person is told at once that it is under
/// way, then every so often how far it is, and that message becomes the answer.
///
/// # Errors
/// What `work` or `shown` returned; a fault, if Discord does not take it.
pub async fn telling<T>(
    ctx: Context<'_>,
    work: impl Future<Output = Result<T>>,
    every: Duration,
    far: impl Fn() -> Answer,
    shown: impl FnOnce(T) -> Result<Answer>,
) -> Result<()> {
    let mut work = std::pin::pin!(work);
    tokio::select! {
        biased;
        done = &mut work => return send(ctx, shown(done?)?).await,
        () = tokio::time::sleep(PATIENCE) => {}
    }
    let told = persist(|| ctx.send(far().into_reply())).await?;
    let done = loop {
        tokio::select! {
            biased;
            done = &mut work => break done,
            () = tokio::time::sleep(every) => {
                if let Err(error) = told.edit(ctx, far().into_reply()).await {
                    tracing::warn!(%error, "how far it is can't be told");
                }
            }
        }
    };
    match done.and_then(shown) {
        Ok(answer) => {
            let reply = answer.into_reply();
            Ok(persist(|| told.edit(ctx, reply.clone())).await?)
        }
        Err(error) => {
            // What was said on the way gives way to the refusal.
            if let Err(error) = told.delete(ctx).await {
                tracing::warn!(%error, "how far it was stays said");
            }
            Err(error)
        }
    }
}

/// Waits for `work`, and does `defer` first if it takes longer than [`PATIENCE`]; `work` is done in any case.
pub(in crate::discord) async fn patiently<T, F>(
    work: impl Future<Output = Result<T>>,
    defer: impl FnOnce() -> F,
) -> Result<T>
where
    F: Future<Output = Result<(), serenity::Error>>,
{
    let mut work = std::pin::pin!(work);
    tokio::select! {
        biased;
        done = &mut work => done,
        () = tokio::time::sleep(PATIENCE) => {
            // A change under way is not given up because Discord can't be told of it.
            let (deferred, done) = tokio::join!(defer(), work);
            if let Err(error) = deferred {
                tracing::warn!(%error, "an answer could not be deferred");
            }
            done
        }
    }
}

/// Answers a command.
///
/// # Errors
/// A fault, if Discord does not take it.
pub async fn send(ctx: Context<'_>, answer: Answer) -> Result<()> {
    if replay::is_again(ctx) {
        return Ok(replay::tell(ctx, answer).await?);
    }
    let reply = answer.into_reply();
    match persist(|| ctx.send(reply.clone())).await {
        Err(error) if is_answered(&error) => Ok(()),
        sent => Ok(sent.map(drop)?),
    }
}

/// An answer that depends on nothing but who asks for what, and on what is committed: given again as it was while nothing
/// is changed. `what` must say all that was typed.
///
/// # Errors
/// What `work` returned.
pub async fn recent(
    ctx: Context<'_>,
    actor: &Actor,
    what: &str,
    work: impl Future<Output = Result<Answer>>,
) -> Result<Answer> {
    let Actor {
        guild_id,
        user_id,
        manager,
        roles,
        ..
    } = actor;
    let key = format!("{guild_id} {user_id} {manager} {roles:?} {what}");
    let data = ctx.data();
    waiting(ctx, data.recent.get(&data.ledger.reader(), key, work)).await
}

/// Answers a command with a form, which must be the first answer.
///
/// # Errors
/// A fault, if Discord does not take it.
pub async fn open(ctx: Context<'_>, form: CreateModal) -> Result<()> {
    let Context::Application(command) = ctx else {
        return Err(only_in_a_server().into());
    };
    ctx.data().forms.opened(command.interaction.user.id, &form);
    let response = CreateInteractionResponse::Modal(form);
    let opened = persist(async || {
        let response = response.clone();
        command
            .interaction
            .create_response(ctx.http(), response)
            .await
    })
    .await;
    match opened {
        Err(error) if !is_answered(&error) => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_takes_long_is_deferred_first_and_done_all_the_same() {
        let deferred = tokio::sync::Notify::new();
        let defer = || async {
            deferred.notify_one();
            Err(serenity::Error::Other("Discord is away"))
        };
        // It ends only after the deferral.
        let slow = async {
            deferred.notified().await;
            Ok(7)
        };
        assert_eq!(patiently(slow, defer).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn what_is_quick_is_not_deferred() {
        let never = || async { panic!("deferred") };
        assert_eq!(patiently(async { Ok(7) }, never).await.unwrap(), 7);
    }
}
