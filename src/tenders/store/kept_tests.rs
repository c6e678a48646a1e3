//! A word that nobody wrote is a fault that names its row, never some default; nothing of what is done here is kept.

use futures::FutureExt;
use sea_orm::ConnectionTrait;

use super::{by_id, of_post, participation, posts};
use crate::awards::testing::{World, worlds};
use crate::ledger::{Cause, Db, Fault, Tx};

/// What is said where nothing was wrong.
const READ: &str = "all could be read";
const FINE: &str = "fault: all could be read";

/// What is said where a tender, its post's and its lead's part in it are read after this change.
async fn said(world: &World, change: String) -> [String; 3] {
    let (guild, tender, lead) = (world.guild_id, world.tender_id, world.ids["ABW"]);
    let read = async |change: String, which: usize| {
        let done = world.ledger.write(Cause::due(guild), move |tx: &Tx| {
            async move {
                tx.conn().execute_unprepared(&change).await?;
                match which {
                    0 => drop(by_id(tx, guild, tender).await?),
                    1 => drop(of_post(tx, posts(tx, tender).await?[0].id).await?),
                    _ => drop(participation(tx, tender, lead).await?),
                }
                // What was changed is taken back by this.
                Err::<(), _>(Fault::new(READ).into())
            }
            .boxed()
        });
        done.await.unwrap_err().to_string()
    };
    [
        read(change.clone(), 0).await,
        read(change.clone(), 1).await,
        read(change, 2).await,
    ]
}

#[tokio::test]
async fn a_word_that_nobody_wrote_is_a_fault_that_names_the_row() {
    for world in worlds().await {
        let id = world.tender_id;
        // What people may type is not what is kept.
        for (column, word, what) in [
            ("stage", "Collecting", "Stage"),
            ("stage", "paused", "Stage"),
            ("regime", "Wales", "Regime"),
            ("reference", "sf-2027-01", "Reference"),
        ] {
            let change = format!("UPDATE tender SET {column} = '{word}' WHERE id = {id}");
            let [alone, joined, part] = said(&world, change).await;
            let fault = format!(
                "“{word}” is kept in column {column} of the row with id {id}, and is no {what}"
            );
            for said in [alone, joined] {
                assert!(
                    said.starts_with("fault: ") && said.contains(&fault),
                    "{said}"
                );
            }
            assert_eq!(part, FINE);
        }
        let change = format!("UPDATE participation SET state = 'perhaps' WHERE tender_id = {id}");
        let [alone, joined, part] = said(&world, change).await;
        assert_eq!([alone, joined], [FINE, FINE]);
        assert!(
            part.contains("“perhaps” is kept in column state of the row with id "),
            "{part}"
        );
        // As it was written it is read.
        assert_eq!(said(&world, "SELECT 1".to_owned()).await, [FINE; 3]);
    }
}
