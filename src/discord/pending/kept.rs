//! What is kept of an interaction, so that it can be run again: a day, and the newest of a person.

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use poise::serenity_prelude::{CommandInteraction, ComponentInteraction, ModalInteraction};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::press::SECRET;
use super::super::{Data, Result, id, limits};
use super::store;
use crate::ledger::Cause;
use crate::values::Agreed;

/// How long what was typed is kept.
const KEPT: TimeDelta = TimeDelta::days(1);
/// So many of a person are kept, the newest: a table may have half a MiB.
const NEWEST: u64 = 20;
/// So many drafts of a person are kept, the newest: as many as a menu offers.
const DRAFTS: usize = limits::MENU_OPTIONS;
/// The numbers of Discord's kinds of interaction (interactions/receiving-and-responding, "Interaction Type").
pub(in crate::discord) const COMMAND: u8 = 2;
pub(in crate::discord) const COMPONENT: u8 = 3;
pub(in crate::discord) const FORM: u8 = 5;

/// An interaction, as far as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::discord) struct Kept {
    /// Discord's number of its kind.
    pub(in crate::discord) interaction: u8,
    /// What was typed, pressed or filled in, as Discord sent it.
    pub(in crate::discord) data: Value,
    /// The form that was filled in, as it was shown: to be shown again. None: it isn't known any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::discord) form: Option<Value>,
}

impl Kept {
    /// A command.
    pub(in crate::discord) fn command(typed: &CommandInteraction) -> Result<Self> {
        Ok(Kept {
            interaction: COMMAND,
            data: serde_json::to_value(&typed.data)?,
            form: None,
        })
    }

    /// A button that was pressed, or a menu that was chosen from.
    pub(in crate::discord) fn component(press: &ComponentInteraction) -> Result<Self> {
        Ok(Kept {
            interaction: COMPONENT,
            data: serde_json::to_value(&press.data)?,
            form: None,
        })
    }

    /// A form that was filled in; what is secret in it is left out.
    pub(in crate::discord) fn form(filled: &ModalInteraction, form: Option<Value>) -> Result<Self> {
        let mut data = serde_json::to_value(&filled.data)?;
        for input in inputs(&mut data) {
            let name = input["custom_id"].as_str().unwrap_or_default();
            if name.starts_with(SECRET) {
                input["value"] = json!("");
            }
        }
        Ok(Kept {
            interaction: FORM,
            data,
            form,
        })
    }

    /// The form as it was shown, with what was typed into it.
    pub(in crate::discord) fn filled_form(mut self) -> Option<Value> {
        let mut form = self.form.take()?;
        let typed: Vec<Value> = inputs(&mut self.data).map(|input| input.clone()).collect();
        for input in inputs(&mut form) {
            let same = |it: &&Value| it["custom_id"] == input["custom_id"];
            if let Some(typed) = typed.iter().find(same) {
                input["value"] = typed["value"].clone();
            }
        }
        Some(form)
    }
}

/// The inputs of a form, shown or filled in.
fn inputs(form: &mut Value) -> impl Iterator<Item = &mut Value> {
    let rows = form["components"].as_array_mut().into_iter().flatten();
    rows.filter_map(|row| row["components"].as_array_mut())
        .flatten()
}

/// Keeps something for a person under the number of an interaction.
pub(in crate::discord) async fn put(
    data: &Data,
    interaction: i64,
    user: i64,
    kept: String,
    draft_in: Option<i64>,
) -> Result<()> {
    data.ledger
        .write(by(user), move |tx| {
            async move {
                store::forget(tx, tx.now() - KEPT).await?;
                store::put(tx, interaction, user, kept, draft_in).await?;
                if let Some(guild_id) = draft_in {
                    store::undraft_but(tx, user, guild_id, DRAFTS).await?;
                }
                store::forget_but(tx, user, NEWEST).await
            }
            .boxed()
        })
        .await
}

/// Keeps an interaction under its own number.
pub(in crate::discord) async fn keep(
    data: &Data,
    interaction: impl Into<u64>,
    user: impl Into<u64>,
    kept: &Kept,
    draft_in: Option<i64>,
) -> Result<()> {
    let kept = serde_json::to_string(kept)?;
    put(data, id(interaction), id(user), kept, draft_in).await
}

/// Throws a draft of a person's away; says whether it was there, and not done yet.
pub(in crate::discord) async fn throw_away(data: &Data, user: i64, row: i64) -> Result<bool> {
    data.ledger
        .write(by(user), move |tx| {
            async move { store::throw_away(tx, user, row).await }.boxed()
        })
        .await
}

/// What a person has begun in a server, the newest first: the number of each, what is kept, and when.
pub(in crate::discord) async fn drafts(
    data: &Data,
    user: i64,
    guild_id: i64,
) -> Result<Vec<(i64, String, DateTime<Utc>)>> {
    data.ledger
        .write(by(user), move |tx| {
            async move { store::drafts(tx, user, guild_id).await }.boxed()
        })
        .await
}

pub(in crate::discord) use store::Taken;

/// What was kept for this person, for a press that acts on it; none: it is too old, or an earlier press has changed
/// something already.
pub(in crate::discord) async fn take(
    data: &Data,
    user: i64,
    press: Taken,
) -> Result<Option<String>> {
    data.ledger
        .write(by(user), move |tx| {
            async move { store::take(tx, user, press).await }.boxed()
        })
        .await
}

fn by(user: i64) -> Cause {
    Cause {
        guild_id: 0,
        actor: user,
        // That of the press is the use case's own, by which it changes things once.
        interaction_id: None,
        agreed: Agreed::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_shown_again_with_what_was_typed() {
        let input = |name: &str, value: &str| json!({ "components": [{ "type": 4, "custom_id": name, "label": name, "value": value }] });
        let kept = Kept {
            interaction: FORM,
            data: json!({ "custom_id": "v1:x:1", "components": [input("a", "12"), input("b", "")] }),
            form: Some(
                json!({ "title": "T", "components": [input("a", ""), input("b", "7"), input("c", "8")] }),
            ),
        };
        let shown = kept.filled_form().unwrap();
        assert_eq!(
            shown["components"],
            json!([input("a", "12"), input("b", ""), input("c", "8")])
        );
        assert_eq!(shown["title"], "T");
    }
}
