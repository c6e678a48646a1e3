//! The row that shows that the database takes what is written.

use sea_orm::entity::prelude::*;

/// One row, written now and then for no other reason than to see whether it can be.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "write_check")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// When it was last written.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
