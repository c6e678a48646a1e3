//! Registers an authority, and corrects its entry (reached through `service`).

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::differences::{self, Change, Edit};
use super::facts::{self, ToldEdit};
use super::questions::Regions;
use super::rules::{Authority, Registration, Typed, fold};
use super::taken::Taken;
use super::{finding, looking, store};
use crate::ledger::{About, Cause, Ledger, Result, Tx};
use crate::servers;
use crate::values::{Actor, Preview, Refusal};
use crate::words::{Text, text};

/// Registers an authority (design, section 6, `/authority register`). A region that is new is asked about.
///
/// # Errors
/// Refused to those who aren't registrars, when a part can't be read, and when the name or the short
/// name is taken.
pub async fn register(ledger: &Ledger, actor: &Actor, request: Typed) -> Result<Authority> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                servers::rules::require_role(actor.guild_id, request.role_id)?;
                let nothing = text!("authorities-nothing-registered");
                let mut registration = request.read().map_err(|it| together(it, nothing))?;
                let register = store::all(tx, actor.guild_id).await?;
                let taken = Taken::by(&register).with_regions(&forums(tx).await?);
                let short_name = taken.place(&mut registration)?;
                let region = registration.region.as_str();
                let name = format!("{} ({short_name})", registration.name);
                let kind = registration.kind.label();
                tx.ask_if_odd(
                    Preview::of(text!("authorities-register-preview", name))
                        .line(text!("authorities-register-preview-line", kind, region))
                        .odd(differences::odd_region(region, taken.regions())),
                )?;
                add(tx, actor.guild_id, registration, short_name).await
            }
            .boxed()
        })
        .await
}

/// The regions that have a forum, as each is spelled there.
pub(super) async fn forums(tx: &Tx) -> Result<Vec<String>> {
    Ok(tx.inquire(&Regions).await?.concat())
}

/// All that is wrong as one refusal; and that nothing was done.
fn together(wrong: Vec<Refusal>, nothing: Text) -> Refusal {
    let wrong = wrong.into_iter().flat_map(|it| [it.wrong, it.help]);
    Refusal::new(Text::sentences(wrong), nothing)
}

pub(super) async fn add(
    tx: &Tx,
    guild_id: i64,
    registration: Registration,
    short_name: String,
) -> Result<Authority> {
    let authority = store::insert(tx, guild_id, registration, short_name, tx.now()).await?;
    let about = About::authority(authority.id);
    tx.tell(&facts::Registered::of(about, authority.clone()))
        .await?;
    Ok(authority)
}

/// What came of a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The authority as it is now.
    pub authority: Authority,
    /// What is another now.
    pub changes: Vec<Change>,
}

/// Corrects an authority's entry (design, section 2a). What it was called before is kept, and still finds it. A region
/// that is new is asked about.
///
/// # Errors
/// Refused to those who aren't registrars, when the authority isn't found, when a part can't be read, when the name or the
/// short name is another's, and when nothing would be another.
pub async fn edit(
    ledger: &Ledger,
    actor: &Actor,
    authority: String,
    request: Edit,
) -> Result<Edited> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                servers::rules::require_role(actor.guild_id, request.role_id)?;
                let register = store::all(tx, actor.guild_id).await?;
                let before = looking::find(tx, actor.guild_id, &authority).await?;
                let nothing = text!("authorities-nothing-changed");
                let mut after = request.apply(&before).map_err(|it| together(it, nothing))?;
                let others = register.iter().filter(|it| it.id != before.id);
                let taken = Taken::by(others).with_regions(&forums(tx).await?);
                let mut wanted = differences::registration(&after);
                taken.place(&mut wanted)?;
                after.region = wanted.region;
                differences::remember_names(&before, &mut after);
                let changes = differences::changes(&before, &after);
                if changes.is_empty() {
                    return Err(Refusal::new(
                        text!("authorities-as-it-is", authority = finding::called(&before)),
                        text!("authorities-as-it-is-help"),
                    )
                    .into());
                }
                let moves = fold(&before.region) != fold(&after.region);
                let odd = differences::odd_region(&after.region, taken.regions());
                tx.ask_if_odd(
                    Preview::of(text!(
                        "authorities-edit-preview",
                        authority = finding::called(&before)
                    ))
                    .lines(changes.iter().map(Change::text))
                    .odd(odd.filter(|_| moves)),
                )?;
                change(tx, before, after.clone()).await?;
                Ok(Edited {
                    authority: after,
                    changes,
                })
            }
            .boxed()
        })
        .await
}

/// Keeps an authority as it is to stand, and tells what is another.
pub(super) async fn change(tx: &Tx, before: Authority, after: Authority) -> Result<()> {
    store::update(tx, &after).await?;
    let about = About::authority(after.id);
    let told = ToldEdit { before, after };
    tx.tell(&facts::Edited::of(about, told)).await
}
