//! Who asked for a change.

use crate::values::{Actor, Agreed};

/// Who asked for a change, where, and by which interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The Discord server; 0 for griffin's own housekeeping, which has no chain.
    pub guild_id: i64,
    /// The officer's Discord user id; 0 for griffin itself.
    pub actor: i64,
    /// The Discord interaction: the same one twice changes things once.
    pub interaction_id: Option<i64>,
    /// What whoever asked has said yes to.
    pub agreed: Agreed,
}

impl Cause {
    /// griffin's own housekeeping, which belongs to no server.
    pub const HOUSEKEEPING: Self = Cause {
        guild_id: 0,
        actor: 0,
        interaction_id: None,
        agreed: Agreed::Nothing,
    };

    /// A person acting by an interaction.
    pub fn by(actor: &Actor) -> Self {
        Cause {
            guild_id: actor.guild_id,
            actor: actor.user_id,
            interaction_id: Some(actor.interaction_id),
            agreed: actor.agreed,
        }
    }

    /// griffin acting by itself in a server, because something fell due.
    pub fn due(guild_id: i64) -> Self {
        Cause {
            guild_id,
            actor: 0,
            interaction_id: None,
            agreed: Agreed::Nothing,
        }
    }
}
