//! What an officer has chosen for themselves.

use sea_orm::entity::prelude::*;

/// What an officer has chosen for themselves.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "officer")]
pub struct Model {
    /// The officer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// Whether reminders come by direct message.
    pub direct: bool,
    /// The code of the language in which griffin answers them; none: the server's.
    pub language: Option<String>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
