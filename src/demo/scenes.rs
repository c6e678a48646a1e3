//! The scenes which the page offers to start from, and what a newcomer can try in each.

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use sandbox::{Scene, Step};

use super::region::{FORUMS, MANAGER, REGISTRAR};
use super::solid_fuel::{Chapter, REFERENCE};

/// The scene with a server in which griffin is not set up.
pub const EMPTY: &str = "empty";
/// The scene a sandbox starts with.
pub const FIRST: &str = "ready";
const SOUTH: &str = FORUMS[0].1;
const WEST: &str = FORUMS[1].1;
const GENERAL: &str = "general";

/// The chapter at whose end a scene begins; none: nothing was played.
pub fn chapter(scene: &str) -> Option<Chapter> {
    match scene {
        FIRST => Some(Chapter::SetUp),
        "announced" => Some(Chapter::Announced),
        "collecting" => Some(Chapter::Collecting),
        "awarded" => Some(Chapter::Awarded),
        "first-year" => Some(Chapter::FirstYear),
        "end" => Some(Chapter::End),
        _ => None,
    }
}

/// All scenes, in the order shown.
pub fn all() -> Vec<Scene> {
    vec![
        scene(
            FIRST,
            "Ready: nothing announced yet",
            "The chat server of five councils and a fire service in two regions, with griffin in it. Announce a \
             tender for one council, answer it for another, and watch the total change.",
            ready(),
        ),
        scene(
            "announced",
            "Solid fuel 1: announced",
            "Aberwen County Council will buy coal for whoever joins. The others have been asked what they need.",
            announced(),
        ),
        scene(
            "collecting",
            "Solid fuel 2: everybody has answered",
            "The deadline for answers has passed; the requirements are added up, and the lead goes out to tender.",
            collecting(),
        ),
        scene(
            "awarded",
            "Solid fuel 3: awarded",
            "Suppliers and prices are known. The contract begins on 1 April 2027.",
            awarded(),
        ),
        scene(
            "first-year",
            "Solid fuel 4: the first year of call-offs",
            "Councils order when they want. Everybody sees what is left, and what was saved.",
            first_year(),
        ),
        scene(
            "end",
            "Solid fuel 5: the contract's end",
            "Two years later. Everything that happened is still there, and can be checked.",
            end(),
        ),
        scene(
            EMPTY,
            "Empty: set griffin up yourself",
            "A chat server with its people. griffin has just been invited and knows nothing yet.",
            empty(),
        ),
    ]
}

/// A scene's id, if there is such a scene.
///
/// # Errors
/// A sentence that lists the scenes.
pub fn known(id: &str) -> Result<String, String> {
    let all = all();
    if all.iter().any(|one| one.id == id) {
        return Ok(id.to_owned());
    }
    let names: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
    let names = names.join(", ");
    Err(format!("there is no scene {id}; there are: {names}"))
}

fn scene(id: &str, title: &str, about: &str, steps: Vec<Step>) -> Scene {
    Scene {
        id: id.to_owned(),
        title: title.to_owned(),
        about: about.to_owned(),
        steps,
    }
}

/// A command, typed for somebody in a channel.
fn types(title: &str, who: &str, channel: &str, line: &str, text: &str) -> Step {
    Step {
        title: title.to_owned(),
        text: text.to_owned(),
        who: Some(who.to_owned()),
        channel: Some(channel.to_owned()),
        line: Some(line.to_owned()),
        ..Step::default()
    }
}

/// A command, typed for somebody in a tender's post.
fn types_in(title: &str, who: &str, channel: &str, post: &str, line: &str, text: &str) -> Step {
    Step {
        post: Some(post.to_owned()),
        ..types(title, who, channel, line, text)
    }
}

/// Something to look at or press in a post.
fn looks(title: &str, who: &str, channel: &str, post: Option<&str>, text: &str) -> Step {
    Step {
        title: title.to_owned(),
        text: text.to_owned(),
        who: Some(who.to_owned()),
        channel: Some(channel.to_owned()),
        post: post.map(str::to_owned),
        ..Step::default()
    }
}

/// The clock is moved.
fn waits(title: &str, day: DateTime<Utc>, text: &str) -> Step {
    Step {
        title: title.to_owned(),
        text: text.to_owned(),
        until: Some(day),
        ..Step::default()
    }
}

fn morning(year: i32, month: u32, day: u32) -> DateTime<Utc> {
    let nine = London.with_ymd_and_hms(year, month, day, 9, 0, 0);
    nine.single().map_or(DateTime::UNIX_EPOCH, |at| at.to_utc())
}

const SALT: &str = "RS-2027-01";

fn ready() -> Vec<Step> {
    vec![
        types(
            "Announce a tender",
            "Megan Howell",
            GENERAL,
            "/tender announce title:Road salt 2027–2029 respond_by:18 Dec starts:2027-04-01 ends:2029-03-31 \
             lot:Road salt, tonne regions:South Wales, Mid and West Wales open_book:True",
            "Megan buys for Aberwen, which will lead. The command is filled in below the messages: change what you \
             like, and press Send. “Open book” lets everybody see who wants how much; without it a total is shown \
             once three others have declared.",
        ),
        looks(
            "Answer it from another council",
            "Owain Price",
            SOUTH,
            Some(SALT),
            "Now you are Owain, of Bryncoch. The tender has a post in the regional forum. Press “Declare \
             requirement” on its card, say how many tonnes a year, and submit: the total on the card changes.",
        ),
        types_in(
            "Answer it by command",
            "Gwen Tudor",
            WEST,
            SALT,
            "/requirement declare tender:RS-2027-01 lot:Road salt quantity:1,450.5",
            "Gwen, in the other region, prefers to type. Send it, and watch the total on the card above: it changes in \
             both forums.",
        ),
        waits(
            "Let the deadline pass",
            morning(2026, 12, 19),
            "Time passes: reminders go to those who have not answered, the digest is posted, and answers close.",
        ),
        types(
            "Go out to tender",
            "Megan Howell",
            GENERAL,
            "/tender publish tender:RS-2027-01 notice:2027/S 000-004321 bids_by:19 February 2027 12:00",
            "Megan goes out to tender.",
        ),
        waits(
            "Wait for the bids",
            morning(2027, 3, 1),
            "Bids come in and are evaluated: that happens elsewhere.",
        ),
        types(
            "Award",
            "Megan Howell",
            GENERAL,
            "/tender award tender:RS-2027-01 lot:Road salt supplier:Halen Roads Ltd price:0:41.80; 1,500:39.20",
            "Megan awards, at a price that falls once 1,500 tonnes a year are called off.",
        ),
        waits(
            "The contract begins",
            morning(2027, 4, 1),
            "The contract begins.",
        ),
        looks(
            "Call off",
            "Owain Price",
            SOUTH,
            Some(SALT),
            "Owain calls off: press “Call off” on the card. “My balance” then says what is left.",
        ),
        types(
            "See the savings",
            "Owain Price",
            GENERAL,
            "/savings report year:2027-28",
            "What Bryncoch saved against the price it paid before. Where nobody said what that was, it says so.",
        ),
    ]
}

fn announced() -> Vec<Step> {
    vec![
        looks(
            "Declare what you need",
            "Owain Price",
            SOUTH,
            Some(REFERENCE),
            "Owain buys for Bryncoch. Press “Declare requirement” on the card and say how many tonnes of each fuel.",
        ),
        looks(
            "Say that you need none",
            "Sioned Parry",
            WEST,
            Some(REFERENCE),
            "Sioned's council needs no coal. “We need none” is an answer too: nobody has to chase her.",
        ),
        types_in(
            "Act for two authorities",
            "Nia Rees",
            SOUTH,
            REFERENCE,
            "/requirement declare tender:SF-2027-01 lot:House coal quantity:12 baseline:190",
            "Nia acts for two authorities, and is asked which one this is for. The baseline is what it costs today: savings are \
             worked out against it.",
        ),
        types(
            "See the total",
            "Megan Howell",
            GENERAL,
            "/requirement show tender:SF-2027-01",
            "The lead sees who said what, and the total.",
        ),
    ]
}

fn collecting() -> Vec<Step> {
    vec![
        looks(
            "Read the card",
            "Megan Howell",
            SOUTH,
            Some(REFERENCE),
            "The card: declared by everybody, in tonnes a year.",
        ),
        types(
            "Go out to tender",
            "Megan Howell",
            GENERAL,
            "/tender publish tender:SF-2027-01 notice:2027/S 000-001234 bids_by:19 February 2027 12:00",
            "Megan goes out to tender.",
        ),
        types_in(
            "Answer too late",
            "Gwen Tudor",
            WEST,
            REFERENCE,
            "/requirement declare tender:SF-2027-01 lot:Smokeless fuel quantity:320",
            "Too late: Gwen is told why, and nothing changes.",
        ),
    ]
}

fn awarded() -> Vec<Step> {
    vec![
        looks(
            "Read the card",
            "Owain Price",
            SOUTH,
            Some(REFERENCE),
            "The card: suppliers, prices by band, and when the contract begins.",
        ),
        waits(
            "The contract begins",
            morning(2027, 4, 1),
            "The contract begins.",
        ),
        looks(
            "Call off",
            "Owain Price",
            SOUTH,
            Some(REFERENCE),
            "Owain presses “Call off”: a lot, a quantity, and it is recorded.",
        ),
        types_in(
            "Set a reminder",
            "Gwen Tudor",
            WEST,
            REFERENCE,
            "/reminder calloff tender:SF-2027-01 schedule:monthly on the 1st 09:00 message:Look at the bunkers",
            "Gwen wants to be reminded every month.",
        ),
        waits(
            "Let a month pass",
            morning(2027, 5, 4),
            "A month passes; the reminder comes.",
        ),
    ]
}

fn first_year() -> Vec<Step> {
    vec![
        types_in(
            "See what is left",
            "Owain Price",
            SOUTH,
            REFERENCE,
            "/calloff balance tender:SF-2027-01",
            "What Bryncoch declared, has called off, and has left.",
        ),
        types(
            "See every call-off",
            "Megan Howell",
            GENERAL,
            "/calloff list tender:SF-2027-01",
            "Every call-off, with its price.",
        ),
        types(
            "See the savings",
            REGISTRAR,
            GENERAL,
            "/savings report year:2027-28",
            "What was saved, by authority, against what each paid before.",
        ),
        types(
            "See what is used",
            "Megan Howell",
            GENERAL,
            "/report tender tender:SF-2027-01",
            "Called off against declared, by authority: whoever declares a lot and buys little lets the others down.",
        ),
        types(
            "Take it with you",
            "Megan Howell",
            GENERAL,
            "/export tender tender:SF-2027-01 format:xlsx",
            "A workbook to send round: the requirement schedule, call-offs and savings, with totals by formula.",
        ),
        types(
            "See the next digest",
            REGISTRAR,
            GENERAL,
            "/digest preview region:South Wales",
            "What the region's forum will be told on the first working day of the month.",
        ),
        types(
            "Change the price",
            "Megan Howell",
            GENERAL,
            "/tender vary tender:SF-2027-01 kind:price lot:Smokeless fuel from:1 April 2028 value:249.10 \
             index:CPI 138.2, +3.1% reason:The yearly review",
            "From a day on, by an index. Megan sees first what it costs; orders before that day keep their price.",
        ),
        types_in(
            "Order too much",
            "Gwen Tudor",
            WEST,
            REFERENCE,
            "/calloff record tender:SF-2027-01 lot:Smokeless fuel quantity:5,000",
            "A slip of the keyboard: more than the contract holds is refused.",
        ),
    ]
}

fn end() -> Vec<Step> {
    vec![
        types(
            "Who did what, and when",
            REGISTRAR,
            GENERAL,
            "/ledger show tender:SF-2027-01",
            "Who did what, and when.",
        ),
        types(
            "Check the record",
            REGISTRAR,
            GENERAL,
            "/ledger verify tender:SF-2027-01",
            "The entries are chained: a change made quietly is found.",
        ),
        types_in(
            "Your own savings",
            "Nia Rees",
            SOUTH,
            REFERENCE,
            "/savings report year:2027-28",
            "Nia's own savings, and the region's.",
        ),
    ]
}

fn empty() -> Vec<Step> {
    vec![
        types(
            "Set griffin up",
            MANAGER,
            GENERAL,
            "/griffin setup nation:wales time_zone:Europe/London registrar_role:@Registrar",
            "Rhys manages the server, and sets griffin up.",
        ),
        types(
            "Register a council",
            REGISTRAR,
            GENERAL,
            "/authority register name:Aberwen County Council kind:county region:South Wales short_name:ABW",
            "Carys, the registrar, registers a council.",
        ),
        types(
            "Give a mandate",
            REGISTRAR,
            GENERAL,
            "/mandate grant officer:@Megan Howell authority:ABW",
            "She says who acts for it.",
        ),
        types(
            "Open a forum",
            REGISTRAR,
            GENERAL,
            "/forum open region:South Wales channel:#south-wales digest:first working day of the month 8:30",
            "She gives the region its forum, with a digest every month.",
        ),
        types(
            "Announce a tender",
            "Megan Howell",
            GENERAL,
            "/tender announce title:Road salt 2027–2029 respond_by:18 Dec starts:2027-04-01 ends:2029-03-31 \
             lot:Road salt, tonne",
            "Megan announces a tender.",
        ),
        looks(
            "See its post",
            "Megan Howell",
            SOUTH,
            Some(SALT),
            "The tender's post, for everybody in the region.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_but_the_empty_one_is_a_chapter_of_the_story() {
        for scene in all() {
            assert_eq!(chapter(&scene.id).is_none(), scene.id == EMPTY, "{scene:?}");
        }
    }
}
