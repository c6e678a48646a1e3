//! The one face of a capability: what it gives to the whole (design, section 4).

use std::sync::Arc;

use crate::clock::SharedClock;
use crate::config::Config;
use crate::delivery::Composers;
use crate::discord::press::Handler;
use crate::discord::{Command, LanguageOf, StatusLine};
use crate::ledger::{Answers, Fact, Heard, Hears, Ledger, Question, Result};
use crate::schedule::sweeper::Act;

/// What whoever composes letters works with.
#[derive(Clone)]
pub struct Means {
    /// The door to the database.
    pub ledger: Ledger,
    /// What time it is.
    pub clock: SharedClock,
    /// The settings.
    pub config: Arc<Config>,
}

/// Makes those who compose a capability's letters.
type Letters = fn(&Means) -> Result<Composers>;

/// What a capability gives: commands, presses, letters, duties, and what it does when it hears a fact.
#[derive(Default)]
pub struct Capability {
    /// The name of its folder.
    pub name: &'static str,
    /// Its commands.
    pub commands: Vec<Command>,
    /// Its subcommands of commands of capabilities below it, each with the name of that command.
    pub parts: Vec<(&'static str, Command)>,
    /// What handles its buttons, menus and forms, by their kind.
    pub presses: Vec<(&'static str, Handler)>,
    /// Makes those who compose its letters.
    pub letters: Option<Letters>,
    /// What acts when something of it falls due.
    pub duties: Vec<Arc<dyn Act>>,
    /// The facts that it hears.
    pub hears: Hears,
    /// What it says in `/griffin status`.
    pub status: Vec<StatusLine>,
    /// Looks up the language in which a person is answered; one capability does.
    pub language: Option<LanguageOf>,
}

impl Capability {
    /// A capability that gives nothing yet, by the name of its folder.
    pub fn named(name: &'static str) -> Self {
        Capability {
            name,
            ..Self::default()
        }
    }

    /// With these commands.
    #[must_use]
    pub fn commands(mut self, commands: impl IntoIterator<Item = Command>) -> Self {
        self.commands.extend(commands);
        self
    }

    /// With these subcommands of `command`, which a capability below it gives.
    #[must_use]
    pub fn parts_of(
        mut self,
        command: &'static str,
        parts: impl IntoIterator<Item = Command>,
    ) -> Self {
        let parts = parts.into_iter().map(|part| (command, part));
        self.parts.extend(parts);
        self
    }

    /// With what handles these kinds of buttons, menus and forms.
    #[must_use]
    pub fn presses(mut self, presses: impl IntoIterator<Item = (&'static str, Handler)>) -> Self {
        self.presses.extend(presses);
        self
    }

    /// With those who compose its letters.
    #[must_use]
    pub fn letters(mut self, letters: Letters) -> Self {
        self.letters = Some(letters);
        self
    }

    /// With what acts on its duties.
    #[must_use]
    pub fn duties(mut self, duties: impl IntoIterator<Item = Arc<dyn Act>>) -> Self {
        self.duties.extend(duties);
        self
    }

    /// It does this when it hears a fact of type `F`.
    #[must_use]
    pub fn hears<F: Fact>(mut self, heard: Heard<F>) -> Self {
        self.hears = self.hears.and(self.name, heard);
        self
    }

    /// It says this to a question of type `Q` that a capability below it asks before it acts.
    #[must_use]
    pub fn answers<Q: Question>(mut self, answers: Answers<Q>) -> Self {
        self.hears = self.hears.answering(answers);
        self
    }

    /// It knows in which language a person is answered.
    #[must_use]
    pub fn knows_language(mut self, language: LanguageOf) -> Self {
        self.language = Some(language);
        self
    }

    /// With a line in `/griffin status`.
    #[must_use]
    pub fn status(mut self, line: StatusLine) -> Self {
        self.status.push(line);
        self
    }
}
