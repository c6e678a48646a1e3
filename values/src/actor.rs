//! Who is acting: what Discord says of the person who gave a command, pressed or filled in.

use serde::{Deserialize, Serialize};

use super::Agreed;

/// A member of a server, as an interaction presents them. What they may do is looked up again from
/// the database whenever it is used (design, section 3, rule 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The Discord server.
    pub guild_id: i64,
    /// The person's Discord user id.
    pub user_id: i64,
    /// The name they go by in this server.
    pub name: String,
    /// Whether they may manage the server, as Discord computed it.
    pub manager: bool,
    /// Their Discord roles.
    pub roles: Vec<i64>,
    /// The interaction: the same one twice changes things once.
    pub interaction_id: i64,
    /// What they have said yes to.
    #[serde(default)]
    pub agreed: Agreed,
}
