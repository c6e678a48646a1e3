//! An address outside the Discord server to which digests and milestones go.

use sea_orm::entity::prelude::*;
use values::{ForumId, WebhookId};

/// An address outside the Discord server to which digests and milestones go.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: WebhookId,
    /// The server.
    pub guild_id: i64,
    /// The forum of the region whose news go there.
    pub forum_id: ForumId,
    /// What it is called, unique in its server.
    pub name: String,
    /// `discord`, `teams`, `slack`, `discourse` or `json`.
    pub service: String,
    /// `digests`, `milestones` or `all`.
    pub topics: String,
    /// Where it is; for most services a secret by itself.
    #[sea_orm(column_type = "Text")]
    pub address: String,
    /// The key with which messages are signed or posted.
    #[sea_orm(column_type = "Text", nullable)]
    pub secret: Option<String>,
    /// Who added it.
    pub created_by: i64,
    /// When.
    pub created_at: DateTimeUtc,
    /// When something arrived there last.
    pub last_sent_at: Option<DateTimeUtc>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither the address nor the key.
        write!(f, "webhook {} {}", self.id, self.name)
    }
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `forum_id`.
    #[sea_orm(
        belongs_to = "super::forum::Entity",
        from = "Column::ForumId",
        to = "super::forum::Column::Id"
    )]
    Forum,
}

impl Related<super::forum::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Forum.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::In("guild_id");
    const LEFT_OUT: &'static [(&'static str, &'static str)] = &[
        ("secret", "a key: not even a hash of it is kept elsewhere"),
        (
            "last_sent_at",
            "when something arrived there last, as the other end said",
        ),
    ];
}
