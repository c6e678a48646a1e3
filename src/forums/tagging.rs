//! Which of a forum's tags its posts carry: a pure decision. A forum has twenty tags at most, and may demand one on each post
//! (resources/channel, "Forum Tag Object" and "Channel Flags").

use std::collections::BTreeMap;

use crate::values::Stage;

/// Among a forum's tags by stage: the one that stands in where the forum demands a tag and there is none of the stage.
pub const ANY: &str = "any";

/// A tag that a forum has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Discord's id.
    pub id: i64,
    /// What it says.
    pub name: String,
    /// Whether only moderators may set it.
    pub moderated: bool,
}

impl Tag {
    /// The stage that it is of; none: it is one of the forum's own.
    pub fn stage(&self) -> Option<Stage> {
        self.name.parse().ok()
    }
}

/// Why a stage has no tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// The forum has as many as it may have.
    Full,
    /// griffin may not change the forum.
    Forbidden,
    /// It could not be done just now.
    NotNow,
}

/// What was found of a forum's tags, once griffin's were added as far as they could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagging {
    /// Discord's tag ids by stage, and under [`ANY`] the one that stands in.
    pub tags: BTreeMap<String, i64>,
    /// How many tags the forum has that are of no stage.
    pub own: usize,
    /// The stages that have none.
    pub without: Vec<Stage>,
    /// Why they have none.
    pub why: Lacking,
    /// Whether the forum demands a tag on each post.
    pub demands: bool,
    /// What the tag says that stands in.
    pub instead: Option<String>,
}

impl Tagging {
    /// Of a forum that has these tags.
    pub fn of(tags: &[Tag], demands: bool, why: Lacking) -> Self {
        let mut by_stage = BTreeMap::new();
        let mut without = Vec::new();
        for stage in Stage::ALL {
            match tags.iter().find(|tag| tag.stage() == Some(stage)) {
                Some(tag) => {
                    by_stage.insert(stage.as_str().to_owned(), tag.id);
                }
                None => without.push(stage),
            }
        }
        let own = || tags.iter().filter(|tag| tag.stage().is_none());
        // One of the forum's own says nothing untrue of a tender's stage, and one that everybody may set needs no permission.
        let instead = own().find(|tag| !tag.moderated);
        let instead = instead.or(own().next()).or(tags.first());
        let instead = instead.filter(|_| demands);
        if let Some(tag) = instead {
            by_stage.insert(ANY.to_owned(), tag.id);
        }
        Tagging {
            tags: by_stage,
            own: own().count(),
            without,
            why,
            demands,
            instead: instead.map(|tag| tag.name.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(names: &[&str]) -> Vec<Tag> {
        let tag = |(id, name): (usize, &&str)| Tag {
            id: i64::try_from(id).unwrap(),
            name: (*name).to_owned(),
            moderated: name.starts_with('!'),
        };
        names.iter().enumerate().map(tag).collect()
    }

    fn found(names: &[&str], demands: bool) -> Tagging {
        Tagging::of(&tags(names), demands, Lacking::Full)
    }

    #[test]
    fn a_forum_that_demands_no_tag_has_those_of_the_stages_that_are_there() {
        let some = found(&["News", "Collecting", "Awarded"], false);
        assert_eq!(
            some.tags.keys().collect::<Vec<_>>(),
            ["awarded", "collecting"]
        );
        assert_eq!((some.own, some.without.len()), (1, Stage::ALL.len() - 2));
        assert!(some.instead.is_none());
    }

    #[test]
    fn where_a_tag_is_demanded_the_first_of_its_own_that_everybody_may_set_stands_in() {
        let full = found(&["Collecting", "!Staff", "News", "Events"], true);
        assert_eq!(full.tags[ANY], 2);
        assert_eq!(full.instead.as_deref(), Some("News"));
        assert_eq!(found(&["!Staff"], true).tags[ANY], 0);
        // A digest needs one too, where all are of stages.
        assert_eq!(found(&["Awarded"], true).tags[ANY], 0);
        assert!(found(&[], true).tags.is_empty());
    }
}
