//! What is worked out is kept until something is committed.

use std::sync::atomic::{AtomicU32, Ordering};

use futures::FutureExt;
use serde_json::json;

use crate::clock::SystemClock;
use crate::database::Database;
use crate::database::Recent;
use crate::error::Result;
use crate::ledger::{Cause, Entry, Hears, Ledger};
use crate::testing::databases::ledgers;
use crate::values::Refusal;
use crate::words::Text;

async fn changes(ledger: &Ledger) {
    let entry = Entry {
        kind: "test",
        authority_id: None,
        tender_id: None,
        data: json!({}),
    };
    ledger
        .write(Cause::due(7), move |tx| {
            async move {
                tx.record(entry).await;
                Ok(())
            }
            .boxed()
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_worked_out_holds_until_something_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        let recent = Recent::default();
        let times = AtomicU32::new(0);
        let asks = async |key: &str| {
            let work = async { Ok(times.fetch_add(1, Ordering::Relaxed)) };
            recent
                .get(&ledger.reader(), key.to_owned(), work)
                .await
                .unwrap()
        };
        // Of a whole PostgreSQL every commit counts, those of other tests' databases too: there it may be worked out
        // again at any time.
        let alone = ledger.database().kind() == "SQLite";
        let first = (asks("a").await, asks("a").await, asks("b").await);
        assert!(first == (0, 0, 1) || !alone, "{first:?}");
        let before = times.load(Ordering::Relaxed);
        changes(&ledger).await;
        let again = (asks("a").await, asks("a").await);
        assert!(
            again == (2, 2) || (!alone && again.0 >= before),
            "{again:?}"
        );
        // A refusal is not kept.
        let no = async { Err(Refusal::new(Text::verbatim("No."), Text::default()).into()) };
        let refused: Result<u32> = recent.get(&ledger.reader(), "c".to_owned(), no).await;
        assert!(refused.is_err());
        let before = times.load(Ordering::Relaxed);
        assert_eq!(asks("c").await, before);
        if !alone {
            // Another process has another writer.
            let other = Database::open(&url).await.unwrap();
            let other = Ledger::start(other, std::sync::Arc::new(SystemClock), Hears::default());
            let before = times.load(Ordering::Relaxed);
            changes(&other).await;
            assert!(asks("a").await >= before);
        }
    }
}
