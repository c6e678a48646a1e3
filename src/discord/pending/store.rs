//! Rows of commands that wait, in and out; no decisions.

use chrono::{DateTime, Utc};
use entity::{answer, pending_command};
use sea_orm::sea_query::{Expr, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::ledger::{Db, Result, Tx};

/// Keeps a command; one that is there stays. As a draft it takes the place of the one that the same press changed.
pub(super) async fn put(
    tx: &Tx,
    interaction_id: i64,
    user_id: i64,
    data: String,
    draft_in: Option<i64>,
) -> Result<()> {
    let row = pending_command::ActiveModel {
        interaction_id: Set(interaction_id),
        user_id: Set(user_id),
        data: Set(data),
        at: Set(tx.now()),
        chosen_by: Set(None),
        draft_in: Set(draft_in),
    };
    pending_command::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    if draft_in.is_some() {
        let changed = pending_command::Column::ChosenBy.eq(interaction_id);
        undraft(tx, user_id, changed).await?;
    }
    Ok(())
}

/// No drafts any more: these of a person's are kept for a day.
async fn undraft(tx: &Tx, user_id: i64, which: SimpleExpr) -> Result<()> {
    let none = Expr::value(Option::<i64>::None);
    pending_command::Entity::update_many()
        .col_expr(pending_command::Column::DraftIn, none)
        .filter(pending_command::Column::UserId.eq(user_id))
        .filter(pending_command::Column::DraftIn.is_not_null())
        .filter(which)
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// A person's drafts in a server, the newest first: the number of each, what was typed, and when. Those that were done are
/// none any more.
pub(super) async fn drafts(
    tx: &Tx,
    user_id: i64,
    guild_id: i64,
) -> Result<Vec<(i64, String, DateTime<Utc>)>> {
    let rows = pending_command::Entity::find()
        .filter(pending_command::Column::UserId.eq(user_id))
        .filter(pending_command::Column::DraftIn.eq(guild_id))
        .order_by_desc(pending_command::Column::InteractionId)
        .all(tx.conn())
        .await?;
    let mut drafts = Vec::new();
    for row in rows {
        let id = row.interaction_id;
        let done = answer::Entity::find_by_id(id).one(tx.conn()).await?;
        if done.is_some() {
            undraft(tx, user_id, pending_command::Column::InteractionId.eq(id)).await?;
        } else {
            drafts.push((id, row.data, row.at));
        }
    }
    Ok(drafts)
}

/// Of a person's drafts the newest so many stay drafts; those before are kept for a day.
pub(super) async fn undraft_but(tx: &Tx, user_id: i64, guild_id: i64, newest: usize) -> Result<()> {
    let drafts = drafts(tx, user_id, guild_id).await?;
    if let Some((last, ..)) = drafts.get(newest) {
        let older = pending_command::Column::InteractionId.lte(*last);
        undraft(tx, user_id, older).await?;
    }
    Ok(())
}

/// Throws a draft of a person's away; says whether it was there, and not done yet.
pub(super) async fn throw_away(tx: &Tx, user_id: i64, interaction_id: i64) -> Result<bool> {
    let done = answer::Entity::find_by_id(interaction_id)
        .one(tx.conn())
        .await?;
    if done.is_some() {
        return Ok(false);
    }
    let gone = pending_command::Entity::delete_many()
        .filter(pending_command::Column::InteractionId.eq(interaction_id))
        .filter(pending_command::Column::UserId.eq(user_id))
        .filter(pending_command::Column::DraftIn.is_not_null())
        .exec(tx.conn())
        .await?;
    Ok(gone.rows_affected > 0)
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

/// Forgets all of a person's but drafts and the newest so many.
pub(super) async fn forget_but(tx: &Tx, user_id: i64, newest: u64) -> Result<()> {
    let theirs = pending_command::Column::UserId
        .eq(user_id)
        .and(pending_command::Column::DraftIn.is_null());
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

/// Forgets what was typed before `moment`, but drafts.
pub(super) async fn forget(tx: &Tx, moment: DateTime<Utc>) -> Result<()> {
    pending_command::Entity::delete_many()
        .filter(pending_command::Column::At.lt(moment))
        .filter(pending_command::Column::DraftIn.is_null())
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
                        put(tx, interaction, user, "it".to_owned(), None).await?;
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
