//! What people do and see, told as it happens.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Europe::London;
use sandbox::client::{Answer, Member, Message, Post};
use sandbox::{Pace, Snowflake};
use tokio::sync::watch;

use super::readable::readable;
use super::region::{FORUMS, MANAGER, NEWCOMER, OFFICERS, REGISTRAR, Region};
use crate::ledger::{Fault, Result};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A chapter begins.
    Chapter(String),
    /// It is another time: a Monday, say.
    Time(DateTime<Utc>),
    /// Somebody did something, and saw an answer.
    Did {
        /// Who.
        who: String,
        /// What: a command, or what was pressed or filled in.
        deed: String,
        /// What that person saw.
        answer: String,
        /// Whether that person alone saw it.
        private: bool,
    },
    /// A message that everybody in a place may read.
    Posted {
        /// Where: a channel, or a forum and the title of a post.
        place: String,
        /// What it says.
        text: String,
        /// Whom it notified.
        notified: Vec<String>,
        /// When.
        at: DateTime<Utc>,
    },
    /// A direct message.
    Letter {
        /// To whom.
        to: String,
        /// What it says.
        text: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// How a tender's card stands in a forum.
    Card {
        /// The forum's channel.
        place: String,
        /// The tags of the post.
        tags: Vec<String>,
        /// What it says.
        text: String,
    },
}

/// A region, and what happened in it so far.
pub struct Play {
    /// The region.
    pub region: Region,
    /// Everything, in order.
    pub events: Vec<Event>,
    tell: Box<dyn FnMut(&Event) + Send>,
    /// Messages that were told.
    told: HashSet<Snowflake>,
    pace: watch::Receiver<Pace>,
}

/// How long a reader is given for what has just happened, where the pace is a readable one.
const READING: Duration = Duration::from_millis(1800);

impl Play {
    /// Nothing has happened yet; `tell` hears each event.
    pub fn new(region: Region, tell: impl FnMut(&Event) + Send + 'static) -> Self {
        Play {
            region,
            events: Vec::new(),
            tell: Box::new(tell),
            told: HashSet::new(),
            pace: watch::Sender::new(Pace::AtOnce).subscribe(),
        }
    }

    /// Goes at the pace that is told, which may change on the way.
    #[must_use]
    pub fn at_pace(mut self, pace: watch::Receiver<Pace>) -> Self {
        self.pace = pace;
        self
    }

    /// Gives a reader time for what has just happened.
    async fn rest(&mut self) {
        let hurried = self.pace.wait_for(|pace| *pace == Pace::AtOnce);
        // Either is the end of the rest: the time is over, or nobody reads along.
        let _ = tokio::time::timeout(READING, hurried).await;
    }

    fn happens(&mut self, event: Event) {
        if let Event::Chapter(title) = &event {
            self.region.sandbox.narrate(title.as_str());
        }
        (self.tell)(&event);
        self.events.push(event);
    }

    /// Begins a chapter.
    pub fn chapter(&mut self, title: &str) {
        self.happens(Event::Chapter(title.to_owned()));
    }

    /// Somebody by name.
    pub fn person(&self, name: &str) -> Member {
        self.region.sandbox.member(name)
    }

    fn did(&mut self, who: &Member, deed: &str, answer: &Answer) {
        self.happens(Event::Did {
            who: who.name(),
            deed: deed.to_owned(),
            answer: answer.render(),
            private: answer.private,
        });
    }

    /// Somebody does something that succeeds.
    async fn succeeds(&mut self, who: &Member, deed: &str, answer: Answer) -> Result<Answer> {
        self.did(who, deed, &answer);
        if answer.failed() || answer.says("Not done.") {
            let what = format!("{} could not do this: {deed}\n{answer}", who.name());
            return Err(Fault::new(what).into());
        }
        self.news().await?;
        self.rest().await;
        Ok(answer)
    }

    /// Somebody types a command, says yes to what it would do, if they are asked, and it is done.
    ///
    /// # Errors
    /// A fault, if it is refused.
    pub async fn types(&mut self, who: &str, line: &str) -> Result<Answer> {
        let who = self.person(who);
        let answer = who.try_types(line).await.map_err(Fault::new)?;
        let answer = self.succeeds(&who, line, answer).await?;
        self.agrees(&who, answer).await
    }

    /// Somebody says yes to a preview, if it is one.
    async fn agrees(&mut self, who: &Member, answer: Answer) -> Result<Answer> {
        const YES: &str = "Go ahead";
        if answer.button(YES).is_none() {
            return Ok(answer);
        }
        let pressed = who.try_presses(&answer, YES).await;
        let done = pressed.map_err(Fault::new)?;
        self.succeeds(who, &format!("presses [{YES}]"), done).await
    }

    /// Somebody types a command with a file, and it is done.
    ///
    /// # Errors
    /// A fault, if it is refused.
    pub async fn attaches(&mut self, who: &str, line: &str, file: (&str, &str)) -> Result<Answer> {
        let who = self.person(who);
        let (name, text) = file;
        let with = who.attaches("file", name, text.to_owned());
        let answer = with.try_types(line).await.map_err(Fault::new)?;
        let deed = format!("{line}\n{text}");
        let answer = self.succeeds(&who, &deed, answer).await?;
        self.agrees(&who, answer).await
    }

    /// Somebody types a command, and is refused.
    ///
    /// # Errors
    /// A fault, if it is done.
    pub async fn is_refused(&mut self, who: &str, line: &str) -> Result<Answer> {
        let who = self.person(who);
        let answer = who.try_types(line).await.map_err(Fault::new)?;
        self.did(&who, line, &answer);
        if !answer.private || !answer.says("Not done.") {
            return Err(Fault::new(format!("this was not refused: {line}\n{answer}")).into());
        }
        self.rest().await;
        Ok(answer)
    }

    /// Somebody presses a button.
    ///
    /// # Errors
    /// A fault, if there is no such button, or it is refused.
    pub async fn presses(&mut self, who: &str, message: &Message, label: &str) -> Result<Answer> {
        let who = self.person(who);
        let pressed = who.try_presses(message, label).await;
        let answer = pressed.map_err(Fault::new)?;
        self.succeeds(&who, &format!("presses [{label}]"), answer)
            .await
    }

    /// Somebody presses a button, fills in the form that opens, and sends it.
    ///
    /// # Errors
    /// A fault, if there is no such form, or it is refused.
    pub async fn fills(
        &mut self,
        who: &str,
        message: &Message,
        label: &str,
        values: &[(&str, &str)],
    ) -> Result<Answer> {
        let form = self.presses(who, message, label).await?;
        let who = self.person(who);
        let answer = who.try_fills(&form, values).await.map_err(Fault::new)?;
        let filled: Vec<String> = values.iter().map(|(l, v)| format!("{l}: {v}")).collect();
        let deed = format!("sends the form: {}", filled.join("; "));
        let answer = self.succeeds(&who, &deed, answer).await?;
        self.agrees(&who, answer).await
    }

    /// Time passes until a moment by the clocks in London; what falls due on the way is told in order.
    ///
    /// # Errors
    /// A fault, if what is due is not done.
    pub async fn until(&mut self, date: NaiveDate, hour: u32, minute: u32) -> Result<()> {
        let naive = date.and_hms_opt(hour, minute, 0).unwrap_or_default();
        let to = London.from_local_datetime(&naive).earliest();
        let to = to.map_or(self.region.now(), |to| to.to_utc());
        self.travel(to).await
    }

    /// As [`Play::until`], to any moment.
    ///
    /// # Errors
    /// A fault, if what is due is not done.
    pub async fn travel(&mut self, to: DateTime<Utc>) -> Result<()> {
        loop {
            let reached = self.region.step(to).await?;
            if self.news().await? > 0 {
                self.rest().await;
            }
            if reached {
                break;
            }
        }
        self.happens(Event::Time(to));
        Ok(())
    }

    /// Tells the messages that have come since the last look, once all are sent, and how many there were.
    ///
    /// # Errors
    /// A fault, if they are not sent.
    pub async fn news(&mut self) -> Result<usize> {
        self.region.settle().await?;
        let mut found: Vec<(Message, Option<String>)> = Vec::new();
        let sandbox = self.region.sandbox.clone();
        for post in sandbox.threads() {
            let place = self.place(&post);
            let messages = post.messages.into_iter();
            found.extend(messages.map(|message| (message, Some(place.clone()))));
        }
        if let Some(channel) = sandbox.find_channel("registrars") {
            let messages = channel.messages().into_iter();
            found.extend(messages.map(|message| (message, Some("#registrars".to_owned()))));
        }
        let people = [MANAGER, REGISTRAR, NEWCOMER].into_iter();
        let people: Vec<Member> = people
            .chain(OFFICERS.iter().map(|(name, _)| *name))
            .map(|name| sandbox.member(name))
            .collect();
        let mut letters: HashMap<Snowflake, String> = HashMap::new();
        for who in &people {
            for letter in who.direct_messages() {
                letters.insert(letter.id, who.name());
                found.push((letter, None));
            }
        }
        found.retain(|(message, _)| self.told.insert(message.id));
        found.sort_by_key(|(message, _)| message.id);
        let count = found.len();
        for (message, place) in found {
            let (text, at) = (message.render(), message.timestamp);
            let event = match place {
                Some(place) => Event::Posted {
                    notified: notified(&people, message.id),
                    place,
                    text,
                    at,
                },
                None => Event::Letter {
                    to: letters.get(&message.id).cloned().unwrap_or_default(),
                    text,
                    at,
                },
            };
            self.happens(event);
        }
        Ok(count)
    }

    fn place(&self, post: &Post) -> String {
        let parent = post
            .parent_id
            .and_then(|id| self.region.sandbox.channel_by_id(id));
        let parent = parent.map(|channel| channel.name()).unwrap_or_default();
        format!("#{parent}: {}", post.title)
    }

    /// The post of a tender in a forum's channel.
    ///
    /// # Errors
    /// A fault, if there is none.
    pub fn post(&self, channel: &str, reference: &str) -> Result<Post> {
        let channel = self.region.sandbox.channel(channel);
        let found = channel
            .posts()
            .into_iter()
            .find(|post| post.title.starts_with(reference));
        Ok(found.ok_or_else(|| Fault::new(format!("{reference} has no post in {channel:?}")))?)
    }

    /// The card of a tender in a forum's channel.
    ///
    /// # Errors
    /// A fault, if there is none.
    pub fn card(&self, channel: &str, reference: &str) -> Result<Message> {
        let starter = self.post(channel, reference)?.starter;
        Ok(starter.ok_or_else(|| Fault::new(format!("{reference} has no card")))?)
    }

    /// Shows how a tender's card stands in each forum.
    ///
    /// # Errors
    /// A fault, if there is none.
    pub async fn cards(&mut self, reference: &str) -> Result<()> {
        self.region.settle().await?;
        for (_, channel) in FORUMS {
            let post = self.post(channel, reference)?;
            let text = self.card(channel, reference)?.render();
            let place = format!("#{channel}");
            // The regions' cards are the same: once is enough to read.
            let told = matches!(self.events.last(), Some(Event::Card { text: before, .. })
                if readable(before) == readable(&text));
            if !told {
                self.happens(Event::Card {
                    place,
                    tags: post.tags,
                    text,
                });
            }
        }
        Ok(())
    }
}

fn notified(people: &[Member], message: Snowflake) -> Vec<String> {
    let was = |who: &&Member| who.pings().iter().any(|ping| ping.id == message);
    people.iter().filter(was).map(Member::name).collect()
}
