//! The saving that an authority means to make, year on year.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, Percent};

/// The saving that an authority means to make, year on year.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "savings_target")]
pub struct Model {
    /// The authority.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: AuthorityId,
    /// Of what was paid before.
    pub hundredths: Percent,
    /// The officer who set it.
    pub by_user: i64,
    /// When.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("authority_id", "authority");
}
