//! Before somebody is mentioned: are they still in the server?

use super::deliver::compose;
use super::*;
use crate::delivery::facts::{Gone, MemberLeft};
use crate::delivery::members::Looked;

impl Worker {
    /// What was composed; composed once more if one of those whom it is for turns out to have left the server, or come
    /// back to it: whoever composes it knows then.
    pub(super) async fn for_those_here(
        &self,
        line: &Line,
        composer: &dyn Composer,
        delivery: &Delivery,
        composed: Composed,
    ) -> Result<Composed> {
        let (users, guild_id) = (composed.people(), delivery.guild_id);
        if users.is_empty() || guild_id == 0 {
            return Ok(composed);
        }
        let now = self.clock.now();
        let looked = self.members.look(line, guild_id, users, now).await;
        let gone = looked.gone.clone();
        let composed = match self.learn(guild_id, looked).await {
            Ok(false) => composed,
            Ok(true) => compose(composer, delivery).await?,
            Err(error) => {
                tracing::error!(%error, guild_id, "who left can't be kept");
                composed
            }
        };
        Ok(match composed {
            Composed::Direct {
                user_id,
                fallback: None,
                ..
            } if gone.contains(&user_id) => {
                Composed::Nothing("they have left the server".to_owned())
            }
            composed => composed,
        })
    }

    /// Keeps who has left and who is back; whether anybody has.
    async fn learn(&self, guild_id: i64, looked: Looked) -> Result<bool> {
        let Looked { there, gone } = looked;
        let reader = self.ledger.reader();
        let back = match there.is_empty() {
            true => there,
            false => queue::were_absent(&reader, guild_id, &there).await?,
        };
        if gone.is_empty() && back.is_empty() {
            return Ok(false);
        }
        self.ledger
            .write(Cause::due(guild_id), move |tx| {
                async move {
                    for user_id in back {
                        queue::came_back(tx, guild_id, user_id).await?;
                    }
                    for user_id in gone {
                        if queue::left(tx, guild_id, user_id).await? {
                            tx.tell(&MemberLeft::of(About::SERVER, Gone { user_id }))
                                .await?;
                        }
                    }
                    Ok(())
                }
                .boxed()
            })
            .await?;
        Ok(true)
    }
}
