//! Something that falls due at a moment; the schedule acts on it.

use sea_orm::entity::prelude::*;
use values::DutyState;

/// Something that falls due at a moment; the schedule acts on it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The server.
    pub guild_id: i64,
    /// What falls due, such as `tender.deadline`.
    pub kind: String,
    /// The row it is about.
    pub subject_id: i64,
    /// When it is due.
    pub due_at: DateTimeUtc,
    /// `armed`, `done` or `withdrawn`.
    pub state: DutyState,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
