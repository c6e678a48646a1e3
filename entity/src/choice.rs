//! A command that waits for its giver to choose an authority.

use sea_orm::entity::prelude::*;

/// A command that waits for its giver to choose an authority.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "choice")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who may choose.
    pub user_id: i64,
    /// What to go on with.
    pub kind: String,
    /// The request as it was typed, as JSON.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// When.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
