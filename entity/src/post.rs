//! A tender's home in a region's forum.

use sea_orm::entity::prelude::*;
use values::{ForumId, PostId, TenderId};

/// A tender's home in a region's forum.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: PostId,
    /// The tender.
    pub tender_id: TenderId,
    /// The forum.
    pub forum_id: ForumId,
    /// The Discord post, once it is there.
    pub thread_id: Option<i64>,
    /// The card's message, once it is there.
    pub message_id: Option<i64>,
    /// When the card was last edited.
    pub edited_at: Option<DateTimeUtc>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `tender_id`.
    #[sea_orm(
        belongs_to = "super::tender::Entity",
        from = "Column::TenderId",
        to = "super::tender::Column::Id"
    )]
    Tender,
    /// By `forum_id`.
    #[sea_orm(
        belongs_to = "super::forum::Entity",
        from = "Column::ForumId",
        to = "super::forum::Column::Id"
    )]
    Forum,
}

impl Related<super::tender::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Tender.def()
    }
}

impl Related<super::forum::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Forum.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
