//! What reminders show.

use super::super::rules::Reminder;
use super::*;
use crate::authorities::service::{Authority, Kind};
use crate::discord::testing::shows;
use crate::tenders::service::{Post, Tender};
use crate::testing::values::{at, tender, tonne};
use crate::values::{AuthorityId, ForumId, LotId, PostId, ReminderId, TenderId};
use crate::values::{Quantity, Recurrence, Stage};

fn reminder() -> Reminder {
    Reminder {
        id: ReminderId(17),
        tender_id: TenderId(7),
        lot_id: None,
        authority_id: AuthorityId(3),
        user_id: 41,
        schedule: Recurrence::kept("monthly on the 1st 09:00").unwrap(),
        message: Some("Ask the depot first".to_owned()),
        state: State::Active,
        created_at: at("2027-04-01T09:00:00Z"),
    }
}

fn due(open_book: bool) -> Due {
    let lot = |lot: &str, declared: Option<&str>| LotBalance {
        lot_id: LotId(1),
        lot: lot.to_owned(),
        unit: tonne(),
        declared: declared.map(|it| Quantity::parse(it).unwrap()),
        called_off: Quantity::parse("40").unwrap(),
        left: declared.map(|_| Quantity::parse("56.25").unwrap()),
        ceiling: None,
        headroom: None,
        price: None,
        next_band: None,
        called_off_by_all: None,
        ceiling_left: None,
    };
    Due {
        reminder: reminder(),
        tender: Tender {
            title: "Solid fuel".into(),
            open_book,
            stage: Stage::CallOff,
            respond_by: at("2026-12-18T23:59:59Z"),
            ..tender()
        },
        authority: Authority {
            id: AuthorityId(3),
            guild_id: 1,
            name: "Dyffryn Vale Council".to_owned(),
            short_name: "DYF".to_owned(),
            kind: Kind::Unitary,
            region: "South Wales".to_owned(),
            role_id: None,
            address: None,
            email: None,
            identifier: None,
            name_cy: None,
            former_names: Vec::new(),
            ending: None,
        },
        lot: None,
        left: vec![
            lot("House coal", Some("96.25")),
            lot("Smokeless fuel", None),
        ],
        post: Some(Post {
            id: PostId(1),
            tender_id: TenderId(7),
            forum_id: ForumId(1),
            region: "South Wales".to_owned(),
            channel_id: 4,
            thread_id: Some(77),
            message_id: Some(78),
        }),
        post_language: Lang::English,
        direct: true,
        mentions: vec![reminder().user_id],
    }
}

#[test]
fn reminders_read_well() {
    shows!("reminder_in_post", |lang| in_post(&due(false), lang));
    shows!("reminder_in_open_book", |lang| in_post(&due(true), lang));
    shows!("reminder_direct", |lang| direct(&due(false), 1, lang));
    let shown = |state| Shown {
        reminder: Reminder {
            state,
            ..reminder()
        },
        reference: "SF-2027-01".to_owned(),
        lot: Some("House coal".to_owned()),
        authority: "DYF".to_owned(),
        next: Some(at("2027-05-01T08:00:00Z")),
    };
    shows!("reminder_set", |lang| set(
        &shown(State::Active),
        true,
        lang
    ));
    let all = [shown(State::Active), shown(State::Paused)];
    shows!("reminder_list", |lang| list(&all, false, lang));
}
