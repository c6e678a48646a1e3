//! Pure: where a successor stands in a tender in which the authority that it succeeds had a place.

use super::rules::Part;

/// Where an authority stands in a tender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is there.
    pub part: Part,
    /// Whether it has declared or said that it needs none.
    pub answered: bool,
    /// 1, or 2 for late joiners.
    pub wave: i32,
}

/// Where it stands from now on; none: where it stood. One that had no place of its own has the other's; of two, that which
/// binds more, and its answer is outstanding as long as either's was.
pub fn inherits(place: Place, own: Option<Place>) -> Option<Place> {
    let binds = |part: Part| match part {
        Part::Joined => 3,
        Part::Asked => 2,
        Part::Declined => 1,
        Part::Withdrawn => 0,
    };
    let Some(own) = own else {
        return (place.part != Part::Withdrawn).then_some(place);
    };
    if binds(place.part) < binds(own.part) {
        return None;
    }
    let both = Place {
        part: place.part,
        answered: match binds(place.part) == binds(own.part) {
            true => place.answered && own.answered,
            false => place.answered,
        },
        wave: place.wave.min(own.wave),
    };
    (both != own).then_some(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn place(part: Part, answered: bool, wave: i32) -> Place {
        Place {
            part,
            answered,
            wave,
        }
    }

    #[test]
    fn a_successor_stands_where_the_other_stood_or_where_more_binds_it() {
        let joined = place(Part::Joined, true, 1);
        assert_eq!(inherits(joined, None), Some(joined));
        assert_eq!(inherits(place(Part::Withdrawn, false, 1), None), None);
        let declined = place(Part::Declined, true, 1);
        assert_eq!(inherits(joined, Some(declined)), Some(joined));
        assert_eq!(inherits(declined, Some(joined)), None);
        // Its own needs are still to be declared.
        let silent = place(Part::Joined, false, 2);
        let both = place(Part::Joined, false, 1);
        assert_eq!(inherits(joined, Some(silent)), Some(both));
        assert_eq!(inherits(silent, Some(joined)), Some(both));
    }
}
