//! What is asked: each command in a form that 64 members can repeat at once, and what is left out.

use crate::leading;

/// What griffin's region is like beforehand (`scene.rs`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// One tender, led by an officer who asks nothing, collects requirements.
    Collecting,
    /// Each officer leads a tender as well, `L01` to `L64`.
    Leading,
    /// The tender is in call-off; everybody has declared.
    CallOff,
    /// Each officer keeps the register.
    Register,
}

/// An officer's turn.
pub struct Turn {
    /// Which officer, from 1.
    pub officer: usize,
    /// Which turn of theirs, from 0.
    pub turn: usize,
    /// The number that the answer to what was prepared for this turn gave.
    pub word: String,
}

/// What an officer does.
#[derive(Debug)]
pub enum Act {
    /// Types a command.
    Types(String),
    /// Types a command, hands a table in with it, and says yes to what is shown of it: two interactions.
    Hands(String, String),
    /// Presses a button of the card of SF-01.
    Presses(&'static str),
}

/// What is measured.
pub struct Command {
    /// Its name in the table.
    pub name: &'static str,
    /// What there is beforehand.
    pub scene: Scene,
    /// How many times as fast as the discord.js bot it is to be at 64 at once; none: it only reads.
    pub goal: Option<f64>,
    /// What is done before a turn, and by whom, and not measured.
    pub before: fn(&Turn) -> Vec<(usize, Act)>,
    /// What is measured.
    pub line: fn(&Turn) -> Act,
}

impl Command {
    /// One that writes.
    pub const fn write(name: &'static str, scene: Scene, line: fn(&Turn) -> Act) -> Self {
        Command {
            name,
            scene,
            goal: Some(1.0),
            before: |_| Vec::new(),
            line,
        }
    }

    const fn read(name: &'static str, scene: Scene, line: fn(&Turn) -> Act) -> Self {
        Command {
            goal: None,
            ..Self::write(name, scene, line)
        }
    }

    /// The same, with something done first.
    pub const fn after(self, before: fn(&Turn) -> Vec<(usize, Act)>) -> Self {
        Command { before, ..self }
    }

    /// Whether it writes.
    pub fn writes(&self) -> bool {
        self.goal.is_some()
    }
}

/// The bare bot's command.
pub const PONG: Command = Command::read("pong", Scene::Collecting, |_| types("/ping"));
/// The peers' command.
pub const DECLARE: Command = Command::read("declare", Scene::Collecting, |it| {
    types(format!("/declare lot:House coal quantity:{}", it.turn + 1))
});

/// What writes and is not measured, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "/griffin setup, /forum open",
        "they ask Discord for channels and tags before they answer; once a server or region",
    ),
    (
        "/authority import",
        "one table at a time, by the intake's own rule",
    ),
    (
        "Confirm and Refuse of a mandate",
        "on letters, which come no faster than Discord's limits let them",
    ),
    (
        "a reminder's own buttons",
        "on letters too; they do what /reminder pause, resume and delete do",
    ),
    (
        "the forms Declare requirement and Call off",
        "two interactions; what the second does is what the command does",
    ),
    (
        "/webhook add, remove, test",
        "they ask another service, or can't be repeated by many at once",
    ),
    (
        "/digest pause",
        "a region has one digest, which can be paused once; it writes what /digest schedule writes",
    ),
];

/// What is typed.
pub fn types(line: impl Into<String>) -> Act {
    Act::Types(line.into())
}

fn by(it: &Turn, line: impl Into<String>) -> Vec<(usize, Act)> {
    vec![(it.officer, types(line))]
}

/// The first of two in turn, and the second.
fn one_of(it: &Turn, first: String, second: String) -> Act {
    types(if it.turn.is_multiple_of(2) {
        first
    } else {
        second
    })
}

/// Every command, those of the same scene together.
pub fn all() -> Vec<Command> {
    let mut all = collecting();
    all.extend(leading::all());
    all.extend(call_off());
    all.extend(register());
    all
}

fn collecting() -> Vec<Command> {
    use Scene::Collecting;
    let declare = |it: &Turn| {
        let lot = if (it.officer + it.turn).is_multiple_of(2) {
            1
        } else {
            2
        };
        types(format!(
            "/requirement declare tender:SF-01 lot:{lot} quantity:{}",
            it.turn + 1
        ))
    };
    let declare = Command::write("requirement declare", Collecting, declare);
    vec![
        Command {
            goal: Some(1.5),
            ..declare
        },
        Command::write("requirement none", Collecting, |it| {
            types(format!(
                "/requirement none tender:SF-01 reason:Gas {}",
                it.turn
            ))
        }),
        Command::write("We need none, pressed", Collecting, |_| {
            Act::Presses("We need none")
        }),
        Command::write(
            "requirement declare and withdraw, in turn",
            Collecting,
            |it| {
                let declare = format!(
                    "/requirement declare tender:SF-01 lot:1 quantity:{}",
                    it.turn + 1
                );
                one_of(it, declare, "/requirement withdraw tender:SF-01".into())
            },
        ),
        Command::write("requirement import and yes, as one", Collecting, |it| {
            let table = format!(
                "lot,quantity\nHouse coal,{}\nSmokeless fuel,7\n",
                it.turn + 1
            );
            Act::Hands("/requirement import tender:SF-01".into(), table)
        }),
        Command::write("tender join and leave, in turn", Collecting, |it| {
            one_of(
                it,
                "/tender join tender:SF-01".into(),
                "/tender leave tender:SF-01".into(),
            )
        }),
        Command::write("tender join and decline, in turn", Collecting, |it| {
            one_of(
                it,
                "/tender join tender:SF-01".into(),
                "/tender decline tender:SF-01".into(),
            )
        }),
        Command::read("tender show", Collecting, |_| {
            types("/tender show tender:SF-01")
        }),
        Command::read("tender list", Collecting, |_| types("/tender list")),
        Command::read("requirement show", Collecting, |_| {
            types("/requirement show tender:SF-01")
        }),
    ]
}

fn call_off() -> Vec<Command> {
    use Scene::CallOff;
    vec![
        Command::write("calloff record", CallOff, |it| types(record(it))),
        Command::write("calloff correct", CallOff, |it| {
            let number = &it.word;
            types(format!(
                "/calloff correct tender:SF-01 call_off:{number} quantity:0.001 reason:Less"
            ))
        })
        .after(|it| by(it, record(it))),
        Command::write("reminder calloff", CallOff, |it| types(remind(it))),
        Command::write("reminder pause and resume, in turn", CallOff, |it| {
            let number = &it.word;
            let (pause, resume) = ("/reminder pause reminder:", "/reminder resume reminder:");
            one_of(it, format!("{pause}{number}"), format!("{resume}{number}"))
        })
        .after(|it| {
            if it.turn == 0 {
                by(it, remind(it))
            } else {
                Vec::new()
            }
        }),
        Command::write("reminder delete", CallOff, |it| {
            types(format!("/reminder delete reminder:{}", it.word))
        })
        .after(|it| by(it, remind(it))),
        Command::write("savings target", CallOff, |it| {
            types(format!("/savings target percent:{}", it.turn % 50 + 1))
        }),
        Command::read("calloff balance", CallOff, |_| {
            types("/calloff balance tender:SF-01")
        }),
        Command::read("calloff list", CallOff, |_| {
            types("/calloff list tender:SF-01")
        })
        .after(|it| {
            if it.turn < 10 {
                by(it, record(it))
            } else {
                Vec::new()
            }
        }),
    ]
}

fn record(it: &Turn) -> String {
    let order = format!("{}-{}", it.officer, it.turn);
    format!("/calloff record tender:SF-01 lot:House coal quantity:0.002 order_number:{order}")
}

fn remind(it: &Turn) -> String {
    let line = "/reminder calloff tender:SF-01 schedule:monthly on the 1st 09:00 message:Order";
    format!("{line} {}", it.turn)
}

fn authority(it: &Turn) -> String {
    let (officer, turn) = (it.officer, it.turn);
    format!(
        "/authority register name:Body {officer}-{turn} kind:district region:South Wales short_name:B{officer:02}X{turn}"
    )
}

fn register() -> Vec<Command> {
    use Scene::Register;
    vec![
        Command::write("authority register", Register, |it| types(authority(it))),
        Command::write("mandate request", Register, |it| {
            types(format!(
                "/mandate request authority:B{:02}X{}",
                it.officer, it.turn
            ))
        })
        .after(|it| by(it, authority(it))),
        Command::write("mandate grant and revoke, in turn", Register, |it| {
            let whom = format!("officer:@Officer 00 authority:C{:02}", it.officer);
            one_of(
                it,
                format!("/mandate grant {whom}"),
                format!("/mandate revoke {whom}"),
            )
        }),
        Command::write("digest schedule", Register, |it| {
            let hour = it.turn % 12 + 1;
            types(format!(
                "/digest schedule region:South Wales schedule:every monday {hour}am"
            ))
        }),
        Command::write("digest now", Register, |_| {
            types("/digest now region:South Wales")
        }),
        Command::write("savings cost", Register, |it| {
            types(format!(
                "/savings cost region:South Wales amount:{}",
                it.turn + 1
            ))
        }),
        Command::read("authority list", Register, |_| types("/authority list")),
    ]
}
