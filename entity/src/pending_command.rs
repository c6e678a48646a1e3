//! A command that waits for its officer to say for which authority it is.

use sea_orm::entity::prelude::*;

/// A command that waits for its officer to say for which authority it is.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_command")]
pub struct Model {
    /// The Discord interaction by which it was typed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: i64,
    /// Who typed it: a Discord user id.
    pub user_id: i64,
    /// The command with its options, as Discord sent it: JSON.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// When.
    pub at: DateTimeUtc,
    /// The Discord interaction by which an authority was chosen last.
    pub chosen_by: Option<i64>,
    /// The server in which it is a draft, which stays until it is done or thrown away; none: it is kept for a day.
    pub draft_in: Option<i64>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
