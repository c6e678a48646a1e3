//! Where tests begin. Each scene is on SQLite, and on PostgreSQL where `TEST_POSTGRES_URL` names a server; each on a database
//! of its own, so that nobody else acts on what is due there. Each goes on from the one before:
//!
//! | scene | when | what is there |
//! | --- | --- | --- |
//! | [`servers`] | 23 November 2026 | a server that has not been set up |
//! | [`registered`] | | it is set up, and the six councils of design, section 9, are in its register |
//! | [`councils`] | | each has its officer and each region its forum, and a seventh council is elsewhere |
//! | [`announced`] | | ABW has announced solid fuel, in two lots |
//! | [`out_to_tender`] | 11 March 2027 | five have declared what they need, the notice is out, and nothing is left to be sent |
//! | [`calling_off`] | 1 April 2027 | both lots are awarded, and the contract runs |

use super::World;
use super::databases::Fresh;
use crate::tenders::service::Announced;

pub(crate) async fn servers() -> Vec<World> {
    each(World::server).await
}

pub(crate) async fn registered() -> Vec<World> {
    each(World::registered).await
}

pub(crate) async fn councils() -> Vec<World> {
    each(World::councils).await
}

pub(crate) async fn announced() -> Vec<(World, Announced)> {
    each(World::announced).await
}

pub(crate) async fn out_to_tender() -> Vec<World> {
    each(World::out_to_tender).await
}

pub(crate) async fn calling_off() -> Vec<World> {
    each(World::calling_off).await
}

async fn each<T>(scene: impl AsyncFn(Fresh) -> T) -> Vec<T> {
    let mut all = Vec::new();
    for fresh in Fresh::each().await {
        all.push(scene(fresh).await);
    }
    all
}
