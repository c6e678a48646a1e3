//! What Discord's refusals mean: each code is sorted once, here, into what passes by itself, what needs somebody, and what
//! is griffin's own fault (design, section 3, rule 5). All codes are from Discord's documentation,
//! topics/opcodes-and-status-codes, "JSON Error Codes", unless another place is named.

use std::fmt;

use sha2::{Digest, Sha256};

use super::queue::FORBIDDEN;

/// A channel, thread or post that is not there.
pub const UNKNOWN_CHANNEL: i64 = 10_003;
/// Somebody who is not a member of a server.
pub const UNKNOWN_MEMBER: i64 = 10_007;
/// Somebody who is nobody on Discord any more.
pub const UNKNOWN_USER: i64 = 10_013;
/// A message that is not there.
pub const UNKNOWN_MESSAGE: i64 = 10_008;
/// A forum has no tag with this id.
pub const UNKNOWN_TAG: i64 = 10_087;
/// A thread that is archived: it is reopened, and the request made again.
pub const ARCHIVED: i64 = 50_083;
/// A message from which a thread has begun already.
pub const THREAD_EXISTS: i64 = 160_004;
/// Announcements are edited too often.
const ANNOUNCEMENT_EDITS: i64 = 20_022;
/// A slow mode is on.
const SLOW_MODE: i64 = 20_016;
/// A channel takes no more writes for now.
const CHANNEL_WRITES: i64 = 20_028;
/// A server takes no more writes for now.
const SERVER_WRITES: i64 = 20_029;
/// Messages that are older than an hour are edited too often.
const OLD_MESSAGE_EDITS: i64 = 30_046;
/// What is asked for is being limited.
const RESOURCE_LIMITED: i64 = 31_002;
/// The service is being limited.
const SERVICE_LIMITED: i64 = 40_062;
/// Discord is overloaded.
const OVERLOADED: i64 = 130_000;
/// A server has as many active threads as it may have (1,000): it falls as threads are archived.
pub const TOO_MANY_THREADS: i64 = 160_006;
/// The same of announcements.
const TOO_MANY_ANNOUNCEMENT_THREADS: i64 = 160_007;

/// "Missing access": griffin can't see it.
pub const MISSING_ACCESS: i64 = 50_001;
/// "Missing permissions": griffin can't do that there.
pub const MISSING_PERMISSIONS: i64 = 50_013;
/// The server's verification level keeps griffin from writing.
const VERIFICATION: i64 = 50_009;
/// griffin may not read what was before.
const NO_HISTORY: i64 = 160_002;
/// A channel in which nobody can write.
const NO_TEXT_CHANNEL: i64 = 50_008;
/// A channel of a kind in which this can't be done.
const WRONG_CHANNEL: i64 = 50_024;
/// Only moderators may set any of the forum's tags.
const MODERATED_TAGS: i64 = 40_066;
/// The forum demands a tag on each post.
pub const TAG_DEMANDED: i64 = 40_067;
/// The thread is locked.
const LOCKED: i64 = 160_005;
/// Somebody who takes no direct messages.
pub const CLOSED_DIRECT_MESSAGES: i64 = 50_007;
/// Somebody with whom griffin shares no server any more.
const NO_COMMON_SERVER: i64 = 50_278;
/// Explicit content can't be sent there.
const EXPLICIT: i64 = 20_009;
/// AutoMod stopped a message.
const AUTOMOD: i64 = 200_000;
/// AutoMod stopped a title.
const AUTOMOD_TITLE: i64 = 200_001;
/// The filter of harmful links stopped it.
const HARMFUL_LINKS: i64 = 240_000;

/// What comes of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It passes by itself: tried again, with growing pauses, for as long as it takes.
    Passes,
    /// It stays until somebody in the server has changed something.
    NeedsSomebody(Lack),
    /// griffin asked for what can't be (50035 and the like), or for what it doesn't know the answer of: it is tried again
    /// after the next start, which may be of a version that knows better.
    OurFault,
}

/// What is wanting, that somebody can put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// griffin may not see it, or not write there.
    Permission,
    /// The channel was deleted.
    Channel,
    /// The channel is of a kind that takes none of this.
    ChannelKind,
    /// The forum demands a tag, and griffin had none to set.
    Tag,
    /// Only moderators may set the forum's tags.
    ModeratedTags,
    /// The thread is locked.
    Locked,
    /// The server's own filter stopped what it says.
    Filter,
    /// The person takes no direct messages.
    DirectMessages,
}

impl Lack {
    /// Whether it is wanting for all that goes there, and not for this message alone.
    pub fn is_of_place(self) -> bool {
        !matches!(self, Lack::Filter | Lack::DirectMessages)
    }
}

/// A request that Discord refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// HTTP status.
    pub status: u16,
    /// Discord's code; 0 for none.
    pub code: i64,
    /// What Discord said.
    pub message: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} {}", self.status, self.code, self.message)
    }
}

impl Refused {
    /// What a delivery's error says of it, as [`fmt::Display`] wrote it there; none: it was another kind of error.
    pub fn of_error(error: &str) -> Option<Self> {
        let text = error.strip_prefix(FORBIDDEN).unwrap_or(error);
        let (status, rest) = text.split_once('/')?;
        let (code, message) = rest.split_once(' ')?;
        Some(Refused {
            status: status.parse().ok()?,
            code: code.parse().ok()?,
            message: message.to_owned(),
        })
    }

    /// What comes of it.
    pub fn kind(&self) -> Kind {
        Kind::NeedsSomebody(match self.code {
            ANNOUNCEMENT_EDITS
            | SLOW_MODE
            | CHANNEL_WRITES
            | SERVER_WRITES
            | OLD_MESSAGE_EDITS
            | RESOURCE_LIMITED
            | SERVICE_LIMITED
            | OVERLOADED
            | TOO_MANY_THREADS
            | TOO_MANY_ANNOUNCEMENT_THREADS
            // The next try is composed with the tags that the forum has then.
            | UNKNOWN_TAG => return Kind::Passes,
            MISSING_ACCESS | MISSING_PERMISSIONS | VERIFICATION | NO_HISTORY => Lack::Permission,
            UNKNOWN_CHANNEL => Lack::Channel,
            NO_TEXT_CHANNEL | WRONG_CHANNEL => Lack::ChannelKind,
            TAG_DEMANDED => Lack::Tag,
            MODERATED_TAGS => Lack::ModeratedTags,
            LOCKED => Lack::Locked,
            EXPLICIT | AUTOMOD | AUTOMOD_TITLE | HARMFUL_LINKS => Lack::Filter,
            CLOSED_DIRECT_MESSAGES | NO_COMMON_SERVER => Lack::DirectMessages,
            _ => return Kind::OurFault,
        })
    }
}

/// What a fault of griffin's own in a delivery is called, to people and in the log: eight digits that it always has.
pub fn reference(delivery: i64) -> String {
    let hash = Sha256::digest(format!("delivery {delivery}"));
    let digits = hash.iter().take(4).map(|byte| format!("{byte:02x}"));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(code: i64) -> Kind {
        let (status, message) = (400, String::new());
        Refused {
            status,
            code,
            message,
        }
        .kind()
    }

    #[test]
    fn each_code_is_sorted_and_what_nobody_knows_is_our_fault() {
        for code in [160_006, 160_007, 130_000, 30_046, 20_028, 20_029, 10_087] {
            assert_eq!(kind(code), Kind::Passes, "{code}");
        }
        for (code, lack) in [
            (50_001, Lack::Permission),
            (50_013, Lack::Permission),
            (10_003, Lack::Channel),
            (50_024, Lack::ChannelKind),
            (40_066, Lack::ModeratedTags),
            (40_067, Lack::Tag),
            (160_005, Lack::Locked),
            (200_001, Lack::Filter),
            (50_007, Lack::DirectMessages),
        ] {
            assert_eq!(kind(code), Kind::NeedsSomebody(lack), "{code}");
        }
        for code in [0, 50_035, 50_006, 10_008, 40_005, 999_999] {
            assert_eq!(kind(code), Kind::OurFault, "{code}");
        }
        assert!(Lack::Permission.is_of_place() && !Lack::Filter.is_of_place());
    }

    #[test]
    fn a_fault_keeps_its_reference() {
        assert_eq!(reference(7), reference(7));
        assert_ne!(reference(7), reference(8));
        assert_eq!(reference(7).len(), 8);
    }

    proptest! {
        #[test]
        fn what_an_error_says_is_read_as_it_was_written(status: u16, code: i64, message in ".{0,40}", held: bool) {
            let refused = Refused { status, code, message };
            let prefix = if held { FORBIDDEN } else { "" };
            prop_assert_eq!(Refused::of_error(&format!("{prefix}{refused}")), Some(refused));
        }

        #[test]
        fn no_error_breaks_it(error in ".{0,40}") {
            let _ = Refused::of_error(&error);
        }
    }
}
