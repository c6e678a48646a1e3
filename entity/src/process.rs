//! A process that runs griffin, of several on one PostgreSQL.

use sea_orm::entity::prelude::*;

/// A process that runs griffin, of several on one PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process")]
pub struct Model {
    /// What others know it by.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// When it last said that it is there, by the database's clock.
    pub seen_at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
