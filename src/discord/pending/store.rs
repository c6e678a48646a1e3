//! Rows of commands that wait, in and out; no decisions.

use chrono::{DateTime, Utc};
use entity::{answer, pending_command};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::ledger::{Db, Result, Tx};

/// Keeps a command; one that is there stays.
pub(super) async fn put(tx: &Tx, interaction_id: i64, user_id: i64, data: String) -> Result<()> {
    let row = pending_command::ActiveModel {
        interaction_id: Set(interaction_id),
        user_id: Set(user_id),
        data: Set(data),
        at: Set(tx.now()),
        chosen_by: Set(None),
    };
    pending_command::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// A press that acts on what is kept.
#[derive(Clone, Copy, Debug)]
pub(in crate::discord) struct Taken {
    /// The number under which it is kept, by which its change is made.
    pub(in crate::discord) row: i64,
    /// The interaction of the press.
    pub(in crate::discord) by: i64,
    /// Whether it is a yes to what is kept as it is: one more is answered as the first was, and changes nothing more.
    pub(in crate::discord) is_yes: bool,
}

/// A command of this person's; none: it is too old, or an earlier press has changed something already.
pub(super) async fn take(tx: &Tx, user_id: i64, press: Taken) -> Result<Option<String>> {
    let found = pending_command::Entity::find_by_id(press.row)
        .filter(pending_command::Column::UserId.eq(user_id))
        .one(tx.conn())
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    // What was refused, or was lost on the way, changed nothing. What an earlier press asked is done under its number.
    let earlier = row.chosen_by.filter(|earlier| *earlier != press.by);
    let itself = (!press.is_yes).then_some(press.row);
    for done in [earlier, itself].into_iter().flatten() {
        if answer::Entity::find_by_id(done)
            .one(tx.conn())
            .await?
            .is_some()
        {
            return Ok(None);
        }
    }
    let data = row.data.clone();
    let mut row: pending_command::ActiveModel = row.into();
    row.chosen_by = Set(Some(press.by));
    row.update(tx.conn()).await?;
    Ok(Some(data))
}

/// Forgets all of a person's but the newest so many.
pub(super) async fn forget_but(tx: &Tx, user_id: i64, newest: u64) -> Result<()> {
    let theirs = pending_command::Column::UserId.eq(user_id);
    let id = pending_command::Column::InteractionId;
    // Discord's ids grow with time (reference, "Snowflakes").
    let last: Option<i64> = pending_command::Entity::find()
        .select_only()
        .column(id)
        .filter(theirs.clone())
        .order_by_desc(id)
        .offset(newest)
        .limit(1)
        .into_tuple()
        .one(tx.conn())
        .await?;
    if let Some(last) = last {
        pending_command::Entity::delete_many()
            .filter(theirs)
            .filter(id.lte(last))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// Forgets what was typed before `moment`.
pub(super) async fn forget(tx: &Tx, moment: DateTime<Utc>) -> Result<()> {
    pending_command::Entity::delete_many()
        .filter(pending_command::Column::At.lt(moment))
        .exec(tx.conn())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::ledger::Cause;
    use crate::testing::databases::ledgers;

    #[tokio::test]
    async fn of_a_persons_the_newest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, _) in ledgers(folder.path()).await {
            let cause = Cause {
                guild_id: 0,
                actor: 1,
                interaction_id: None,
                agreed: crate::values::Agreed::Nothing,
            };
            let kept = ledger.write(cause, |tx| {
                async move {
                    for (interaction, user) in [(1, 8), (2, 7), (5, 7), (3, 7), (4, 7)] {
                        put(tx, interaction, user, "it".to_owned()).await?;
                    }
                    for _ in 0..2 {
                        forget_but(tx, 7, 2).await?;
                    }
                    let mut kept = Vec::new();
                    for (interaction, user) in [(1, 8), (2, 7), (3, 7), (4, 7), (5, 7)] {
                        let press = Taken {
                            row: interaction,
                            by: 9,
                            is_yes: true,
                        };
                        if take(tx, user, press).await?.is_some() {
                            kept.push(interaction);
                        }
                    }
                    Ok(kept)
                }
                .boxed()
            });
            assert_eq!(kept.await.unwrap(), [1, 4, 5]);
        }
    }
}
