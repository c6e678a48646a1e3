//! One claimed head of a lane, from composing to its end.

use metrics::counter;

use super::*;
use crate::delivery::refusals::{Kind, Refused, reference};
use crate::ledger::Rank;
use crate::words::Lang;

impl Worker {
    /// Sends a claimed head of a lane, with what is late behind it.
    pub(super) async fn deliver(&self, head: Delivery, line: &Line) {
        let now = self.clock.now();
        let mut queue = VecDeque::from([head.clone()]);
        if is_late(head.due_at, now) {
            queue.extend(self.following(head, now).await);
        }
        let mut batch: Vec<(Delivery, Message)> = Vec::new();
        let mut to = None;
        while let Some(mut delivery) = queue.pop_front() {
            let composer = match self.composers.of(&delivery) {
                Ok(composer) => composer,
                Err(why) => {
                    // It can't be sent as it is, and holds back nothing that is behind it.
                    self.unreadable(&delivery, why).await;
                    continue;
                }
            };
            let composed = match compose(&**composer, &delivery).await {
                Ok(it) => self.for_those_here(line, &**composer, &delivery, it).await,
                Err(error) => Err(error),
            };
            let composed = match composed {
                Ok(composed) => composed,
                Err(error) => {
                    tracing::error!(%error, delivery = delivery.id, kind = %delivery.kind, "can't be composed");
                    self.again(&delivery, delivery.unknown, error.to_string())
                        .await;
                    break;
                }
            };
            if delivery.unknown {
                match look(&**composer, line, &delivery, &composed).await {
                    Ok(Some(arrived)) => {
                        tracing::info!(delivery = delivery.id, "had arrived already");
                        self.sent(vec![delivery], arrived, None).await;
                        continue;
                    }
                    Ok(None) => delivery.unknown = false,
                    Err(trouble) => {
                        let outside = matches!(composed, Composed::Elsewhere(_));
                        self.trouble(vec![delivery], trouble, outside).await;
                        break;
                    }
                }
            }
            match composed {
                Composed::Nothing(reason) => self.withdraw(&delivery, reason).await,
                Composed::NotYet(until) => {
                    self.put_back(&delivery, until, false, Back::Untried).await;
                    break;
                }
                Composed::Send {
                    channel_id,
                    message,
                } if is_late(delivery.due_at, now) => {
                    let sofar: Vec<&Message> = batch.iter().map(|(_, m)| m).collect();
                    let other = to.is_some_and(|to| to != channel_id);
                    if other || (!batch.is_empty() && !late::fits(&sofar, &message)) {
                        queue.push_front(delivery);
                        break;
                    }
                    to = Some(channel_id);
                    batch.push((delivery, message));
                }
                _ if !batch.is_empty() => {
                    queue.push_front(delivery);
                    break;
                }
                composed => {
                    let composed = self.say_late(&delivery, now, composed);
                    self.send(line, vec![delivery], &composed).await;
                    break;
                }
            }
        }
        if let Some(channel_id) = to {
            let first = batch.iter().map(|(d, _)| d.due_at).min().unwrap_or(now);
            let late_messages = batch.len();
            let (deliveries, messages): (Vec<_>, Vec<Message>) = batch.into_iter().unzip();
            let lang = messages.first().map_or(Lang::default(), |it| it.lang);
            let late = late_line(first, late_messages, lang);
            let message = late::merge(messages, &late);
            self.send(
                line,
                deliveries,
                &Composed::Send {
                    channel_id,
                    message,
                },
            )
            .await;
        }
        // What was not come to is the lane's next head.
        for delivery in queue {
            let unknown = delivery.unknown;
            self.put_back(&delivery, now, unknown, Back::Untried).await;
        }
    }

    async fn following(&self, head: Delivery, now: DateTime<Utc>) -> Vec<Delivery> {
        let me = self.me().to_owned();
        let claimed = self
            .claim(move |tx| {
                async move { queue::claim_following(tx, &me, &head, now - LATE, MERGED).await }
                    .boxed()
            })
            .await;
        claimed.unwrap_or_else(|error| {
            tracing::error!(%error, "what is late behind it can't be claimed");
            Vec::new()
        })
    }

    fn say_late(&self, delivery: &Delivery, now: DateTime<Utc>, composed: Composed) -> Composed {
        match composed {
            Composed::Direct {
                user_id,
                message,
                fallback,
            } if is_late(delivery.due_at, now) => {
                let line = late_line(delivery.due_at, 1, message.lang);
                Composed::Direct {
                    user_id,
                    message: late::merge(vec![message], &line),
                    fallback: fallback.map(|mut to| {
                        to.message = late::merge(vec![to.message], &line);
                        to
                    }),
                }
            }
            composed => composed,
        }
    }

    async fn send(&self, line: &Line, deliveries: Vec<Delivery>, composed: &Composed) {
        let numbers: Vec<_> = deliveries.iter().map(Delivery::number).collect();
        match send(line, &numbers, composed).await {
            Ok(arrived) => {
                // Another process may have the next of the lane, and not know that the channel's window is used up.
                let rest = match self.shared() {
                    true => line.rests(arrived.channel_id),
                    false => None,
                };
                self.sent(deliveries, arrived, rest).await;
            }
            Err(trouble) => {
                let outside = matches!(composed, Composed::Elsewhere(_));
                self.trouble(deliveries, trouble, outside).await;
            }
        }
    }

    /// Marks them sent, together with what their composers keep of it; what follows in their lane rests for so long.
    async fn sent(&self, deliveries: Vec<Delivery>, arrived: Arrived, rest: Option<Duration>) {
        for delivery in deliveries {
            let composer = self.composers.of(&delivery).ok().cloned();
            let marked = delivery.clone();
            let outcome = self
                .ledger
                .write(Cause::due(delivery.guild_id), move |tx| {
                    async move {
                        let Arrived {
                            channel_id,
                            message_id,
                        } = arrived;
                        let held = queue::sent(tx, &marked, channel_id, message_id).await?;
                        if let Some(rest) = rest.and_then(|rest| TimeDelta::from_std(rest).ok()) {
                            queue::rest(tx, &marked.lane, tx.now() + rest).await?;
                        }
                        if let Some(composer) = composer.filter(|_| held) {
                            composer.sent(tx, &marked, arrived).await?;
                        }
                        Ok(held)
                    }
                    .boxed()
                })
                .await;
            match outcome {
                Ok(held) => {
                    counted("sent");
                    self.settled(&delivery, held);
                }
                Err(error) => {
                    tracing::error!(%error, delivery = delivery.id, kind = %delivery.kind, "sent, but not marked");
                    self.again(&delivery, true, error.to_string()).await;
                }
            }
        }
    }

    /// `outside`: it wasn't Discord that was asked, so that its codes mean nothing.
    async fn trouble(&self, mut deliveries: Vec<Delivery>, trouble: Trouble, outside: bool) {
        let Trouble { failure, arrived } = trouble;
        if let Failure::Refused {
            status,
            code,
            message,
        } = failure
        {
            // Of a batch none arrived: what comes of the first decides about the others, which stay behind it.
            for later in deliveries.drain(1..) {
                let now = self.clock.now();
                self.put_back(&later, now, false, Back::Untried).await;
            }
            let refused = Refused {
                status,
                code,
                message,
            };
            for first in deliveries {
                match refused.kind() {
                    Kind::Passes if !outside => {
                        tracing::warn!(error = %refused, delivery = first.id, kind = %first.kind, "not now; will be tried again");
                        self.again(&first, arrived, refused.to_string()).await;
                    }
                    kind => {
                        let kind = (!outside).then_some(kind);
                        self.refused(&first, &refused, kind, arrived).await;
                    }
                }
            }
            return;
        }
        for delivery in deliveries {
            match &failure {
                Failure::Limited(after) => {
                    let after = TimeDelta::from_std(*after).unwrap_or(backoff::LONGEST);
                    self.put_back(&delivery, self.clock.now() + after, arrived, Back::Untried)
                        .await;
                }
                Failure::Unknown(error) | Failure::NotNow(error) => {
                    tracing::warn!(%error, delivery = delivery.id, kind = %delivery.kind, arrived, "will be tried again");
                    self.again(&delivery, arrived, error.clone()).await;
                }
                Failure::Refused { .. } => {}
            }
        }
    }

    /// Trying again won't help: its composer may know a remedy; else it stays until somebody has changed something, and the
    /// registrars are told, once. Where nothing else can go there either, all that is behind it waits with it. `kind` is what
    /// Discord's code means; none: it was refused outside Discord.
    async fn refused(
        &self,
        delivery: &Delivery,
        refused: &Refused,
        kind: Option<Kind>,
        arrived: bool,
    ) {
        let error = refused.to_string();
        match kind {
            Some(Kind::OurFault) => {
                let reference = reference(delivery.id);
                tracing::error!(%reference, %error, delivery = delivery.id, kind = %delivery.kind, "refused by our fault");
            }
            _ => {
                tracing::warn!(%error, delivery = delivery.id, kind = %delivery.kind, "refused; needs somebody");
            }
        }
        let composer = self.composers.of(delivery).ok().cloned();
        let leads = composer.as_ref().is_some_and(|it| it.leads());
        let (holds, pause) = match kind {
            Some(Kind::NeedsSomebody(lack)) => (
                leads || lack.is_of_place(),
                backoff::after_forbidden(delivery.attempts),
            ),
            _ => (leads, backoff::UNTIL_WOKEN),
        };
        counted(if holds { "forbidden" } else { "refused" });
        let before = delivery.error.as_deref().and_then(Refused::of_error);
        let known = before.is_some_and(|it| (it.status, it.code) == (refused.status, refused.code));
        let stuck = self.composers.stuck(&delivery.waits(&error)).await;
        let (claim, code) = (delivery.clone(), refused.code);
        let outcome = self
            .ledger
            .write(Cause::due(delivery.guild_id), move |tx| {
                async move {
                    let remedy = match composer {
                        Some(composer) => composer.refused(tx, &claim, code).await?,
                        None => Remedy::Nobody,
                    };
                    match remedy {
                        Remedy::Nobody if holds => {
                            let until = tx.now() + pause;
                            let still = queue::hold(tx, &claim, until, arrived, &error).await?;
                            if still && !known {
                                let unsent = Unsent::of(&claim, error, stuck);
                                tx.tell(&Held::of(About::SERVER, unsent)).await?;
                            }
                            Ok(still)
                        }
                        Remedy::Nobody => failed(tx, &claim, error, stuck, known).await,
                        Remedy::Moot(why) => queue::withdrawn(tx, &claim, &why).await,
                        Remedy::Again(at) => {
                            queue::put_back(tx, &claim, at, false, Back::Failed(error)).await
                        }
                        Remedy::Behind(first) => behind(tx, &claim, first).await,
                    }
                }
                .boxed()
            })
            .await;
        self.note(delivery, outcome);
    }

    /// It can't be read: a newer version may, so it stays, with its error, and the registrars are told.
    async fn unreadable(&self, delivery: &Delivery, error: String) {
        let reference = reference(delivery.id);
        tracing::error!(%reference, %error, delivery = delivery.id, kind = %delivery.kind, "given up");
        counted("refused");
        let known = delivery.error.as_ref() == Some(&error);
        let stuck = self.composers.stuck(&delivery.waits(&error)).await;
        let claim = delivery.clone();
        let outcome = self
            .ledger
            .write(Cause::due(delivery.guild_id), move |tx| {
                async move { failed(tx, &claim, error, stuck, known).await }.boxed()
            })
            .await;
        self.note(delivery, outcome);
    }

    async fn withdraw(&self, delivery: &Delivery, reason: String) {
        let claimed = delivery.clone();
        let outcome = self
            .ledger
            .write(Cause::due(delivery.guild_id), move |tx| {
                async move { queue::withdrawn(tx, &claimed, &reason).await }.boxed()
            })
            .await;
        self.note(delivery, outcome);
    }

    /// Tries again after a while.
    async fn again(&self, delivery: &Delivery, arrived: bool, error: String) {
        counted("later");
        let wait = backoff::after(delivery.attempts, delivery.id);
        self.put_back(
            delivery,
            self.clock.now() + wait,
            arrived,
            Back::Failed(error),
        )
        .await;
    }

    pub(super) async fn put_back(
        &self,
        delivery: &Delivery,
        not_before: DateTime<Utc>,
        arrived: bool,
        why: Back,
    ) {
        let claimed = delivery.clone();
        let outcome = self
            .ledger
            .write(Cause::due(delivery.guild_id), move |tx| {
                async move { queue::put_back(tx, &claimed, not_before, arrived, why).await }.boxed()
            })
            .await;
        self.note(delivery, outcome);
    }

    fn note(&self, delivery: &Delivery, outcome: Result<bool>) {
        match outcome {
            Ok(held) => self.settled(delivery, held),
            Err(error) => {
                tracing::error!(%error, delivery = delivery.id, "can't be marked; left to its lease");
            }
        }
    }

    fn settled(&self, delivery: &Delivery, held: bool) {
        self.in_hand().remove(&delivery.id);
        if !held {
            tracing::warn!(delivery = delivery.id, "its lease was lost to another");
        }
    }
}

/// Whether an earlier try arrived, even if there is nothing to say any more.
async fn look(
    composer: &dyn Composer,
    line: &Line,
    delivery: &Delivery,
    composed: &Composed,
) -> std::result::Result<Option<Arrived>, Trouble> {
    match composed {
        Composed::Nothing(_) => {
            let places = composer.places(delivery).await?;
            reconcile::find_in(line, delivery, &places).await
        }
        _ => reconcile::find(line, delivery, composed).await,
    }
}

pub(super) async fn compose(composer: &dyn Composer, delivery: &Delivery) -> Result<Composed> {
    let composed = AssertUnwindSafe(composer.compose(delivery)).catch_unwind();
    match composed.await {
        Ok(composed) => composed,
        Err(_) => Err(Fault::new("composing panicked").into()),
    }
}

fn counted(outcome: &'static str) {
    counter!("griffin_deliveries_total", "outcome" => outcome).increment(1);
}

/// It stays, with its error; where that is not known yet it is in the ledger too, and whoever hears of it is told.
async fn failed(
    tx: &Tx,
    delivery: &Delivery,
    error: String,
    stuck: Stuck,
    known: bool,
) -> Result<bool> {
    let held = queue::failed(tx, delivery, &error).await?;
    if held && !known {
        tx.tell(&Failed::of(
            About::SERVER,
            Unsent::of(delivery, error, stuck),
        ))
        .await?;
    }
    Ok(held)
}

/// Queues `first`, and behind it again all of the lane of which `claim` is the head.
async fn behind(tx: &Tx, claim: &Delivery, first: Outgoing) -> Result<bool> {
    let Some(rows) = queue::take_lane(tx, claim).await? else {
        return Ok(false);
    };
    tx.enqueue(first).await;
    for row in rows {
        tx.enqueue(Outgoing {
            kind: row.kind,
            subject_id: row.subject_id,
            args: row.args,
            lane: row.lane,
            coalesce: row.coalesce,
            rank: Rank::kept(row.priority),
            due_at: row.due_at,
            not_before: tx.now(),
        })
        .await;
    }
    Ok(true)
}
