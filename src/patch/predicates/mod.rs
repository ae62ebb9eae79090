//! The questions that `where` can ask of the model: one table, which `chanfix predicates` prints.

mod ask;
mod channels;
mod locks;
mod places;
mod variables;

pub(super) use ask::Question;

use ask::Asked;

use crate::workspace::Version;

/// A question to the model.
#[derive(Debug)]
pub struct Predicate {
    pub name: &'static str,
    /// What it is asked about, as the documentation calls it.
    pub parameters: &'static [&'static str],
    pub gives: Gives,
    /// When it holds, or what it gives: one line.
    pub means: &'static str,
    pub(super) ask: fn(&Asked) -> Answer,
}

/// What a predicate gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    Truth,
    Number,
    Text,
    Release,
}

/// An answer; what is unknown satisfies no condition, and neither does its opposite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Unknown,
    Truth(bool),
    Number(u64),
    Text(String),
    Release(Version),
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    Unknown,
}

impl Predicate {
    /// `capacity(ch)`.
    pub fn signature(&self) -> String {
        format!("{}({})", self.name, self.parameters.join(", "))
    }
}

impl Gives {
    pub(super) fn described(self) -> &'static str {
        match self {
            Gives::Truth => "yes or no",
            Gives::Number => "a number",
            Gives::Text => "a text",
            Gives::Release => "a Go version",
        }
    }
}

impl Answer {
    /// The answer of a question that the model answers with certainty.
    fn of(known: Option<bool>) -> Answer {
        known.map_or(Answer::Unknown, Answer::Truth)
    }
}

pub(super) fn named(name: &str) -> Option<&'static Predicate> {
    ALL.iter().find(|predicate| predicate.name == name)
}

const fn truth(
    name: &'static str,
    parameters: &'static [&'static str],
    means: &'static str,
    ask: fn(&Asked) -> Answer,
) -> Predicate {
    Predicate {
        name,
        parameters,
        gives: Gives::Truth,
        means,
        ask,
    }
}

const fn value(
    name: &'static str,
    parameters: &'static [&'static str],
    gives: Gives,
    means: &'static str,
    ask: fn(&Asked) -> Answer,
) -> Predicate {
    Predicate {
        name,
        parameters,
        gives,
        means,
        ask,
    }
}

/// All predicates, by name.
pub static ALL: &[Predicate] = &[
    truth(
        "buffered",
        &["ch"],
        "every `make` of the channel in sight gives it a buffer",
        channels::buffered,
    ),
    value(
        "capacity",
        &["ch"],
        Gives::Number,
        "the smallest buffer that the channel is made with",
        channels::capacity,
    ),
    truth(
        "captured",
        &["x"],
        "the local variable is used in a function literal inside the function that declares it",
        variables::captured,
    ),
    truth(
        "closed",
        &["ch"],
        "something closes the channel",
        channels::closed,
    ),
    truth(
        "closes",
        &["f", "ch"],
        "the function, or one that it calls, closes the channel",
        channels::closes,
    ),
    truth(
        "constant",
        &["x"],
        "the expression is a constant",
        variables::constant,
    ),
    truth(
        "deferred",
        &["x"],
        "it runs when the function ends: in a `defer`, or in a literal that is deferred",
        places::deferred,
    ),
    truth(
        "exported",
        &["x"],
        "its name begins with a capital letter",
        variables::exported,
    ),
    truth("field", &["x"], "it is a struct's field", variables::field),
    value(
        "function",
        &["x"],
        Gives::Text,
        "the name of the declared function around it",
        places::function,
    ),
    truth(
        "global",
        &["x"],
        "it is declared at package level",
        variables::global,
    ),
    truth(
        "held",
        &["mu"],
        "the lock is certainly held at what the finding points at",
        locks::held,
    ),
    truth(
        "held_at_return",
        &["mu"],
        "the function around the match can return with the lock held",
        locks::held_at_return,
    ),
    truth(
        "in_goroutine",
        &["x"],
        "the function around it runs on a goroutine that the package starts",
        places::in_goroutine,
    ),
    truth(
        "in_loop",
        &["x"],
        "it is in a loop of its function",
        places::in_loop,
    ),
    truth(
        "in_test",
        &["x"],
        "it is in a `_test.go` file",
        places::in_test,
    ),
    truth(
        "local",
        &["x"],
        "it is a variable, parameter or result of a function",
        variables::local,
    ),
    value(
        "name",
        &["x"],
        Gives::Text,
        "the name of the variable, field, function or type",
        variables::name,
    ),
    truth(
        "never_copied",
        &["T"],
        "no value of the struct type is copied: it can get a lock, a Once or an atomic",
        variables::never_copied,
    ),
    value(
        "number",
        &["x"],
        Gives::Number,
        "the value of the integer constant",
        variables::number,
    ),
    truth(
        "parameter",
        &["x"],
        "it is a parameter of a function",
        variables::parameter,
    ),
    truth(
        "pointer",
        &["x"],
        "the value is a pointer",
        variables::pointer,
    ),
    truth(
        "pure",
        &["x"],
        "the expression calls nothing and receives nothing",
        variables::pure,
    ),
    truth(
        "reassigned",
        &["x"],
        "the variable is assigned again after its declaration, or its address is taken",
        variables::reassigned,
    ),
    truth(
        "receives",
        &["f", "ch"],
        "the function, or one that it calls, receives from the channel",
        channels::receives,
    ),
    truth(
        "returns",
        &["x"],
        "the function around it can come to an end",
        places::returns,
    ),
    truth(
        "same",
        &["x", "y"],
        "both are the same variable",
        variables::same,
    ),
    truth(
        "sends",
        &["f", "ch"],
        "the function, or one that it calls, sends on the channel",
        channels::sends,
    ),
    truth(
        "shared",
        &["x"],
        "two goroutines can use the variable at the same time",
        variables::shared,
    ),
    truth(
        "spawned",
        &["f"],
        "the function runs on a goroutine that the package starts",
        places::spawned,
    ),
    value(
        "type",
        &["x"],
        Gives::Text,
        "the type of the value, as Go writes it",
        variables::type_text,
    ),
    truth(
        "unguarded",
        &["x"],
        "the match uses the variable, and no lock is held there",
        locks::unguarded,
    ),
    truth(
        "used_after",
        &["x"],
        "the function around the match uses the variable again behind it",
        places::used_after,
    ),
];
