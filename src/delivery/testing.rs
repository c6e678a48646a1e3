//! For tests of what capabilities send: what waits, as it would be sent now.

use futures::FutureExt;

use super::queue::{self, Delivery};
use super::{Composed, Composers};
use crate::ledger::{Cause, Ledger};

/// What each letter that waits would be if it were sent now, in the order in which they would be; none waits any more.
pub(crate) async fn sent_now(ledger: &Ledger, letters: &Composers) -> Vec<(Delivery, Composed)> {
    let mut all = Vec::new();
    loop {
        let claiming = ledger.write(Cause::HOUSEKEEPING, |tx| {
            async move { queue::claim(tx, "me", 100).await }.boxed()
        });
        let claimed = claiming.await.unwrap();
        if claimed.is_empty() {
            return all;
        }
        for delivery in claimed {
            let composer = letters.of(&delivery).unwrap();
            all.push((delivery.clone(), composer.compose(&delivery).await.unwrap()));
            let done = ledger.write(Cause::due(delivery.guild_id), move |tx| {
                async move { queue::withdrawn(tx, &delivery, "seen").await }.boxed()
            });
            done.await.unwrap();
        }
    }
}

/// What these say, where it is a message: direct ones too.
pub(crate) fn texts(all: &[(Delivery, Composed)]) -> Vec<String> {
    let text = |(_, composed): &(Delivery, Composed)| match composed {
        Composed::Send { message, .. } | Composed::Direct { message, .. } => {
            Some(message.content.clone())
        }
        _ => None,
    };
    all.iter().filter_map(text).collect()
}
