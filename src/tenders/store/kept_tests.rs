//! A word that nobody wrote is a fault that names its row, never some default.

use sea_orm::ConnectionTrait;

use super::{by_id, of_post, participation, posts};
use crate::ledger::Result;
use crate::testing::{GUILD, World, scenes};

/// What is said where nothing was wrong.
const FINE: &str = "all could be read";

/// What is said where a tender, its post's and its lead's part in it are read after this change, made by hand.
async fn said(world: &World, change: &str, back: &str) -> [String; 3] {
    let hand = sea_orm::Database::connect(&world.fresh.url).await.unwrap();
    hand.execute_unprepared(change).await.unwrap();
    let (guild, tender, lead) = (GUILD, world.tender_id, world.ids["ABW"]);
    let reader = world.ledger.reader();
    let alone = by_id(&reader, guild, tender).await.map(drop);
    let post = posts(&reader, tender).await.unwrap()[0].id;
    let joined = of_post(&reader, post).await.map(drop);
    let part = participation(&reader, tender, lead).await.map(drop);
    hand.execute_unprepared(back).await.unwrap();
    hand.close().await.unwrap();
    let told = |outcome: Result<()>| match outcome {
        Ok(()) => FINE.to_owned(),
        Err(error) => error.to_string(),
    };
    [told(alone), told(joined), told(part)]
}

#[tokio::test]
async fn a_word_that_nobody_wrote_is_a_fault_that_names_the_row() {
    for world in scenes::out_to_tender().await {
        let id = world.tender_id;
        // What people may type is not what is kept.
        for (column, right, word, what) in [
            ("stage", "out_to_tender", "Collecting", "Stage"),
            ("stage", "out_to_tender", "paused", "Stage"),
            ("regime", "wales", "Wales", "Regime"),
            ("reference", "SF-2027-01", "sf-2027-01", "Reference"),
        ] {
            let to = |word| format!("UPDATE tender SET {column} = '{word}' WHERE id = {id}");
            let [alone, joined, part] = said(&world, &to(word), &to(right)).await;
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
        let to = |word| format!("UPDATE participation SET state = '{word}' WHERE tender_id = {id}");
        let [alone, joined, part] = said(&world, &to("perhaps"), &to("joined")).await;
        assert_eq!([alone, joined], [FINE, FINE]);
        assert!(
            part.contains("“perhaps” is kept in column state of the row with id "),
            "{part}"
        );
        // As it was written it is read.
        assert_eq!(said(&world, "SELECT 1", "SELECT 1").await, [FINE; 3]);
    }
}
