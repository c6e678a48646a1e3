//! What has happened, as a type; and who hears it (design, section 4). It is told inside the change it comes from, by
//! `Tx::tell`: written into the ledger, and heard by whoever lives above.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;

use crate::error::{Fault, Result};
use crate::values::{AuthorityId, TenderId};

/// Something that has happened. What it serializes to are the particulars of its entry.
pub trait Fact: Serialize + Send + Sync + 'static {
    /// Its name in the ledger, such as `tender.started`; it never changes.
    const KIND: &'static str;

    /// Whom and what it is about.
    fn about(&self) -> About;
}

/// Whom and what a fact is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The authority for which it was done.
    pub authority_id: Option<AuthorityId>,
    /// The tender.
    pub tender_id: Option<TenderId>,
}

impl About {
    /// About nothing but the server.
    pub const SERVER: Self = About {
        authority_id: None,
        tender_id: None,
    };

    /// About an authority, or done for it.
    pub fn authority(authority_id: AuthorityId) -> Self {
        About {
            authority_id: Some(authority_id),
            tender_id: None,
        }
    }

    /// About a tender, done for an authority.
    pub fn tender(tender_id: TenderId, authority_id: AuthorityId) -> Self {
        About {
            authority_id: Some(authority_id),
            tender_id: Some(tender_id),
        }
    }
}

/// Facts with their names in the ledger: either with the particulars recorded there, a field each, or with one value
/// that holds them all.
macro_rules! facts {
    () => {};
    (
        $(#[$doc:meta])* $name:ident = $kind:literal {
            $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)?
        }
        $($more:tt)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize)]
        pub struct $name {
            /// Whom and what it is about.
            #[serde(skip)]
            pub about: $crate::ledger::About,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $crate::ledger::Fact for $name {
            const KIND: &'static str = $kind;

            fn about(&self) -> $crate::ledger::About {
                self.about
            }
        }

        $crate::ledger::fact::facts! { $($more)* }
    };
    ($(#[$doc:meta])* $name:ident($told:ty) = $kind:literal; $($more:tt)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name {
            /// Whom and what it is about.
            #[serde(skip)]
            pub about: $crate::ledger::About,
            /// The particulars.
            pub told: $told,
        }

        impl $name {
            /// Of these particulars.
            pub fn of(about: $crate::ledger::About, told: $told) -> Self {
                $name { about, told }
            }
        }

        impl $crate::ledger::Fact for $name {
            const KIND: &'static str = $kind;

            fn about(&self) -> $crate::ledger::About {
                self.about
            }
        }

        $crate::ledger::fact::facts! { $($more)* }
    };
}
pub(crate) use facts;

/// What somebody does when a fact of type `F` is told in a change of type `C`.
pub type HeardIn<C, F> = for<'t> fn(&'t C, &'t F) -> BoxFuture<'t, Result<()>>;

type Anyone<C> = Arc<
    dyn for<'t> Fn(&'t C, &'t (dyn Any + Send + Sync)) -> BoxFuture<'t, Result<()>> + Send + Sync,
>;

struct Listener<C> {
    fact: TypeId,
    kind: &'static str,
    who: &'static str,
    hears: Anyone<C>,
}

/// Who hears what in changes of type `C`, in the order in which they are told.
pub struct Listeners<C> {
    by_fact: HashMap<TypeId, Vec<Listener<C>>>,
    /// The kinds in the order in which they were first listened for.
    kinds: Vec<(TypeId, &'static str)>,
}

impl<C> Default for Listeners<C> {
    fn default() -> Self {
        Listeners {
            by_fact: HashMap::new(),
            kinds: Vec::new(),
        }
    }
}

impl<C: 'static> Listeners<C> {
    /// The capability `who` hears facts of type `F`, after those that were added before.
    #[must_use]
    pub fn and<F: Fact>(mut self, who: &'static str, hears: HeardIn<C, F>) -> Self {
        let anyone: Anyone<C> = Arc::new(move |tx, fact| match fact.downcast_ref::<F>() {
            Some(fact) => hears(tx, fact),
            // They are kept by their type.
            None => async { Err(Fault::new("a fact of another type").into()) }.boxed(),
        });
        self.add(Listener {
            fact: TypeId::of::<F>(),
            kind: F::KIND,
            who,
            hears: anyone,
        });
        self
    }

    /// With all of those who hear in `more`, after these.
    #[must_use]
    pub fn with(mut self, more: Self) -> Self {
        let mut by_fact = more.by_fact;
        for (fact, _) in more.kinds {
            for listener in by_fact.remove(&fact).unwrap_or_default() {
                self.add(listener);
            }
        }
        self
    }

    fn add(&mut self, listener: Listener<C>) {
        let known = self.by_fact.entry(listener.fact).or_default();
        if known.is_empty() {
            self.kinds.push((listener.fact, listener.kind));
        }
        known.push(listener);
    }

    /// Lets all who hear this fact do their part of the change, one after the other.
    ///
    /// # Errors
    /// What the first of them returned that returned one.
    pub(super) async fn hear<F: Fact>(&self, change: &C, fact: &F) -> Result<()> {
        for listener in self.by_fact.get(&TypeId::of::<F>()).into_iter().flatten() {
            (listener.hears)(change, fact).await?;
        }
        Ok(())
    }

    /// Each fact that is heard, by its name in the ledger, with those who hear it in their order.
    pub fn table(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let of = |(fact, kind): &(TypeId, &'static str)| {
            let listeners = self.by_fact.get(fact).map(Vec::as_slice);
            let who = listeners.unwrap_or_default().iter().map(|it| it.who);
            (*kind, who.collect())
        };
        self.kinds.iter().map(of).collect()
    }
}

impl<C: 'static> std::fmt::Debug for Listeners<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.table()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use entity::ledger_entry;
    use sea_orm::{EntityTrait, QueryOrder};
    use serde_json::json;

    use super::*;
    use crate::clock::SystemClock;
    use crate::database::Database;
    use crate::ledger::{Cause, Hears, Ledger};
    use crate::testing::databases::urls;
    use crate::values::Refusal;
    use crate::words::Text;

    #[derive(Serialize)]
    struct Called {
        number: i64,
        #[serde(skip)]
        about: About,
    }

    impl Fact for Called {
        const KIND: &'static str = "test.called";

        fn about(&self) -> About {
            self.about
        }
    }

    #[derive(Serialize)]
    struct Answered {
        to: i64,
    }

    impl Fact for Answered {
        const KIND: &'static str = "test.answered";

        fn about(&self) -> About {
            About::default()
        }
    }

    static ORDER: Mutex<Vec<(&str, i64)>> = Mutex::new(Vec::new());

    fn hears() -> Hears {
        let first = Hears::default().and::<Called>("first", |tx, called| {
            async move {
                ORDER.lock().unwrap().push(("first", called.number));
                tx.tell(&Answered { to: called.number }).await
            }
            .boxed()
        });
        let second = Hears::default()
            .and::<Called>("second", |_, called| {
                async move {
                    ORDER.lock().unwrap().push(("second", called.number));
                    match called.number {
                        13 => Err(
                            Refusal::new(Text::verbatim("Not thirteen."), Text::default()).into(),
                        ),
                        _ => Ok(()),
                    }
                }
                .boxed()
            })
            .and::<Answered>("second", |_, answered| {
                async move {
                    ORDER.lock().unwrap().push(("answered", answered.to));
                    Ok(())
                }
                .boxed()
            });
        first.with(second)
    }

    #[tokio::test]
    async fn what_is_told_is_written_down_and_heard_in_order_and_a_listener_may_refuse() {
        let folder = tempfile::tempdir().unwrap();
        for url in urls(folder.path()).await {
            let database = Database::open(&url).await.unwrap();
            crate::proof::migrate_up(&database).await.unwrap();
            let ledger = Ledger::start(database, Arc::new(SystemClock), hears());
            let call = async |number: i64| {
                let change = ledger.write(Cause::due(7), move |tx| {
                    let about = About::tender(TenderId(5), AuthorityId(3));
                    async move { tx.tell(&Called { number, about }).await }.boxed()
                });
                change.await
            };
            ORDER.lock().unwrap().clear();
            call(1).await.unwrap();
            let refused = call(13).await.unwrap_err();
            assert_eq!(refused.plain().trim(), "Not thirteen.");
            call(2).await.unwrap();
            let order = std::mem::take(&mut *ORDER.lock().unwrap());
            let of = |number| [("first", number), ("answered", number), ("second", number)];
            assert_eq!(order, [of(1), of(13), of(2)].concat(), "{url}");
            let rows = ledger_entry::Entity::find().order_by_asc(ledger_entry::Column::Seq);
            let rows = rows.all(&ledger.database().read).await.unwrap();
            let told: Vec<_> = rows
                .iter()
                .map(|it| {
                    (
                        it.kind.as_str(),
                        it.data.clone(),
                        it.tender_id,
                        it.authority_id,
                    )
                })
                .collect();
            let called = |number| {
                let data = json!({ "number": number }).to_string();
                ("test.called", data, Some(TenderId(5)), Some(AuthorityId(3)))
            };
            let answered = |to| ("test.answered", json!({ "to": to }).to_string(), None, None);
            assert_eq!(told, [called(1), answered(1), called(2), answered(2)]);
        }
    }

    #[test]
    fn who_hears_what_can_be_read() {
        assert_eq!(
            hears().table(),
            [
                ("test.called", vec!["first", "second"]),
                ("test.answered", vec!["second"])
            ]
        );
    }
}
