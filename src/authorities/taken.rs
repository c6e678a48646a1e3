//! What a register holds already, and finding room in it: pure.

use std::collections::HashMap;

use super::rules::{Authority, Registration, fold, suggest_short_name};
use crate::values::Refusal;
use crate::words::text;

/// Who has a name already.
#[derive(Debug, Clone)]
enum Holder {
    Registered(String),
    /// A line above in the same table.
    Line(u64),
}

/// What a register holds already, for finding room in it.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// Folded names, and who has each: by their short name.
    names: HashMap<String, Holder>,
    /// Short names, and who has each: by their name.
    short_names: HashMap<String, Holder>,
    /// Folded regions, and how each is spelled.
    regions: HashMap<String, String>,
}

impl Taken {
    /// By those registered.
    pub fn by<'a>(register: impl IntoIterator<Item = &'a Authority> + Clone) -> Self {
        let mut taken = Self::default();
        let also = |it: &'a Authority| it.former_names.iter().chain(&it.name_cy);
        for authority in register.clone() {
            // What they are called in Welsh or were called before, lest a name that is there is overwritten by it.
            for name in also(authority) {
                let holder = Holder::Registered(authority.short_name.clone());
                taken.names.insert(fold(name), holder);
            }
        }
        for authority in register {
            let holder = Holder::Registered(authority.short_name.clone());
            taken.names.insert(fold(&authority.name), holder);
            let holder = Holder::Registered(authority.name.clone());
            taken
                .short_names
                .insert(authority.short_name.clone(), holder);
            taken
                .regions
                .entry(fold(&authority.region))
                .or_insert_with(|| authority.region.clone());
        }
        taken
    }

    /// Finds room: gives the short name, and spells the region as others spell it.
    ///
    /// # Errors
    /// The name or the short name is taken, or no short name can be made of the name.
    pub fn place(&self, new: &mut Registration) -> Result<String, Refusal> {
        if let Some(holder) = self.names.get(&fold(&new.name)) {
            let name = new.name.as_str();
            let wrong = match holder {
                Holder::Registered(short_name) => {
                    text!("authorities-name-taken", name, short_name)
                }
                Holder::Line(line) => text!("authorities-name-twice", name, line = *line),
            };
            return Err(Refusal::new(wrong, text!("authorities-name-taken-help")));
        }
        new.region = self.spelled(&new.region);
        let free = || suggest_short_name(&new.name, |s| self.short_names.contains_key(s));
        match &new.short_name {
            None => free().ok_or_else(|| {
                Refusal::new(
                    text!("authorities-no-short-name", name = new.name.as_str()),
                    text!("authorities-no-short-name-help"),
                )
            }),
            Some(short) => {
                self.is_free(short, free)?;
                Ok(short.clone())
            }
        }
    }

    /// Whether a short name is free; if not, one that is may be named.
    fn is_free(&self, short: &str, free: impl FnOnce() -> Option<String>) -> Result<(), Refusal> {
        let Some(holder) = self.short_names.get(short) else {
            return Ok(());
        };
        let wrong = match holder {
            Holder::Registered(owner) => text!("authorities-short-name-taken", short, owner),
            Holder::Line(line) => text!("authorities-short-name-twice", short, line = *line),
        };
        let help = match free() {
            Some(free) => text!("authorities-short-name-taken-help", free),
            None => text!("authorities-another-short-name"),
        };
        Err(Refusal::new(wrong, help))
    }

    /// With these spellings of regions, where no authority has another.
    #[must_use]
    pub fn with_regions(mut self, regions: &[String]) -> Self {
        for region in regions {
            let spelled = self.regions.entry(fold(region));
            spelled.or_insert_with(|| region.clone());
        }
        self
    }

    /// The regions, as each is spelled.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.regions.values().map(String::as_str)
    }

    /// The region as others spell it.
    pub fn spelled(&self, region: &str) -> String {
        let spelled = self.regions.get(&fold(region));
        spelled.map_or_else(|| region.to_owned(), String::clone)
    }

    /// Takes what a line of a table changes in the names of an authority that is there.
    ///
    /// # Errors
    /// Another one has the short name already.
    pub fn change(
        &mut self,
        before: &Authority,
        after: &Authority,
        line: u64,
    ) -> Result<(), Refusal> {
        if after.short_name != before.short_name {
            self.is_free(&after.short_name, || None)?;
            let holder = Holder::Line(line);
            self.short_names.insert(after.short_name.clone(), holder);
        }
        let named = self.names.entry(fold(&after.name));
        named.or_insert(Holder::Line(line));
        Ok(())
    }

    /// Takes what a line of a table has placed.
    pub fn take(&mut self, new: &Registration, short_name: &str, line: u64) {
        self.names.insert(fold(&new.name), Holder::Line(line));
        self.short_names
            .insert(short_name.to_owned(), Holder::Line(line));
        self.regions
            .entry(fold(&new.region))
            .or_insert_with(|| new.region.clone());
    }
}
