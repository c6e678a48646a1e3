//! Buttons, menus and forms: they outlive the process that posted them, so each is found by its id in a registry, and
//! whoever handles it asks the database each time who may do what (design, section 3, rule 6).

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU8, Ordering};

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use poise::serenity_prelude::CreateInteractionResponse;

use super::custom_id::NotOurs;
use super::data::{Handler, Presses, Replay, What};
use super::press::{ACKNOWLEDGED, OPEN, not_ours};
use super::{CustomId, Data, Press, pending};
use crate::ledger::Fault;
use crate::values::Refusal;

/// Hands a press to who handles it; whoever pressed gets an answer in any case. Not for anything but a component or form.
pub async fn dispatch(
    serenity: &serenity::Context,
    data: &Data,
    interaction: &serenity::Interaction,
) {
    hand_over(serenity, data, interaction, None).await;
}

/// As [`dispatch`], for a press that was kept and is done again by another one.
pub(super) async fn again(
    serenity: &serenity::Context,
    data: &Data,
    interaction: &serenity::Interaction,
    replay: Replay,
) {
    hand_over(serenity, data, interaction, Some(replay)).await;
}

async fn hand_over(
    serenity: &serenity::Context,
    data: &Data,
    interaction: &serenity::Interaction,
    replay: Option<Replay>,
) {
    let (text, what) = match interaction {
        serenity::Interaction::Component(it) => (&it.data.custom_id, What::Component(it)),
        serenity::Interaction::Modal(it) => (&it.data.custom_id, What::Form(it)),
        _ => return,
    };
    let (id, handler) = match find(&data.presses, text) {
        Ok((id, handler)) => (id, Ok(handler)),
        Err(refusal) => (CustomId::new("unknown", ""), Err(refusal)),
    };
    let press = Press {
        id,
        data,
        serenity,
        what,
        replay,
        state: AtomicU8::new(OPEN),
    };
    let outcome = match handler {
        // poise does not catch panics here.
        Ok(handler) => AssertUnwindSafe(async { handler(&press).await })
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Fault::new("a handler panicked").into())),
        Err(refusal) => Err(refusal.into()),
    };
    let told = match outcome {
        Ok(()) if press.state.load(Ordering::SeqCst) == OPEN => press
            .first(CreateInteractionResponse::Acknowledge, ACKNOWLEDGED)
            .await
            .map_err(Into::into),
        Ok(()) => Ok(()),
        Err(error) => {
            let lang = press.lang().await;
            press
                .reply(pending::to_press(&press, &error, lang).await)
                .await
        }
    };
    if let Err(error) = told {
        tracing::warn!(%error, kind = press.id.kind, "a press could not be answered");
    }
}

fn find(presses: &Presses, text: &str) -> Result<(CustomId, Handler), Refusal> {
    let id: CustomId = text.parse().map_err(not_ours)?;
    // A kind that nobody handles is one that a newer or older version has.
    let handler = *presses
        .0
        .get(id.kind.as_str())
        .ok_or_else(|| not_ours(NotOurs::Version))?;
    Ok((id, handler))
}

#[cfg(test)]
mod tests {
    use futures::future::BoxFuture;

    use super::*;
    use crate::discord::Result;

    fn nothing<'a>(_: &'a Press<'a>) -> BoxFuture<'a, Result<()>> {
        async { Ok(()) }.boxed()
    }

    #[test]
    fn a_press_finds_its_handler_or_a_refusal_that_helps() {
        let presses = Presses::new([("mandate.confirm", nothing as Handler)]).unwrap();
        assert_eq!(presses.kinds().collect::<Vec<_>>(), ["mandate.confirm"]);
        let (id, _) = find(&presses, "v1:mandate.confirm:3").ok().unwrap();
        assert_eq!(id.row(), Ok(3));
        for text in ["v1:mandate.burn:3", "v9:mandate.confirm:3"] {
            let refusal = find(&presses, text).err().unwrap();
            assert!(
                refusal.wrong.to_string().contains("another version")
                    && refusal.help.to_string().contains("/help")
            );
        }
        assert!(
            find(&presses, "x")
                .err()
                .unwrap()
                .wrong
                .to_string()
                .contains("doesn't know")
        );
    }

    #[test]
    fn a_kind_has_one_handler() {
        assert!(Presses::new([("a", nothing as Handler), ("a", nothing)]).is_err());
    }
}
