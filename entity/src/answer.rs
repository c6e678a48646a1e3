//! What an interaction was answered, so that the same one twice is answered the same.

use sea_orm::entity::prelude::*;

/// What an interaction was answered, so that the same one twice is answered the same.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "answer")]
pub struct Model {
    /// The Discord interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: i64,
    /// The service's outcome, as JSON.
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    /// When.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
