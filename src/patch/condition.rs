//! Conditions: `where not shared(x) or capacity(ch) == 0`.

use super::declare::Declarations;
use super::fault::{Fault, did_you_mean};
use super::predicates::{self, Predicate};
use crate::layout::tokens::{Token, TokenKind, tokens};
use crate::syntax::ast::Name;

/// What must hold for a match to be a finding.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) line: u32,
    /// As it is written, without `where`.
    pub(super) text: String,
    pub(super) test: Test,
}

#[derive(Clone, Debug)]
pub(super) enum Test {
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
    Asked(Term),
    Compared(Term, Comparison, Term),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

#[derive(Clone, Debug)]
pub(super) enum Term {
    Call(&'static Predicate, Vec<Subject>),
    Number(u64),
    Text(String),
    Release(u32, u32),
    /// The language version of the file.
    Go,
}

/// What a predicate is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Variable(Name),
    /// The match as a whole.
    Site,
}

/// Brackets and `not` may nest this deep.
const DEPTH: u32 = 50;

pub(super) fn parse(text: &str, line: u32, declared: &Declarations) -> Result<Condition, Fault> {
    let found = tokens(text).tokens;
    let mut parser = Parser {
        text,
        line,
        declared,
        tokens: found
            .into_iter()
            .filter(|token| token.kind != TokenKind::LineEnd)
            .collect(),
        next: 0,
    };
    let test = parser.any(DEPTH)?;
    match parser.peek() {
        None => Ok(Condition {
            line,
            text: text.to_string(),
            test,
        }),
        Some(word) => Err(parser.fault(format!("`{word}` is not expected here"))),
    }
}

struct Parser<'a> {
    text: &'a str,
    line: u32,
    declared: &'a Declarations,
    tokens: Vec<Token>,
    next: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a str> {
        let token = self.tokens.get(self.next)?;
        Some(token.range.of(self.text))
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_next = self.peek() == Some(word);
        self.next += usize::from(is_next);
        is_next
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.line, message)
    }

    fn any(&mut self, depth: u32) -> Result<Test, Fault> {
        let mut tests = vec![self.all(depth)?];
        while self.takes("or") || self.takes("||") {
            tests.push(self.all(depth)?);
        }
        Ok(one_or(tests, Test::Any))
    }

    fn all(&mut self, depth: u32) -> Result<Test, Fault> {
        let mut tests = vec![self.single(depth)?];
        while self.takes("and") || self.takes("&&") || self.takes(",") {
            tests.push(self.single(depth)?);
        }
        Ok(one_or(tests, Test::All))
    }

    fn single(&mut self, depth: u32) -> Result<Test, Fault> {
        let Some(deeper) = depth.checked_sub(1) else {
            return Err(self.fault("the condition nests too deep"));
        };
        if self.takes("not") || self.takes("!") {
            return Ok(Test::Not(Box::new(self.single(deeper)?)));
        }
        if self.takes("(") {
            let test = self.any(deeper)?;
            return if self.takes(")") {
                Ok(test)
            } else {
                Err(self.fault("a `)` is missing"))
            };
        }
        let left = self.term()?;
        let comparison = match self.peek() {
            Some("==") => Comparison::Equal,
            Some("!=") => Comparison::NotEqual,
            Some("<") => Comparison::Less,
            Some("<=") => Comparison::LessEqual,
            Some(">") => Comparison::Greater,
            Some(">=") => Comparison::GreaterEqual,
            _ => {
                return match &left {
                    Term::Call(predicate, _) if predicate.gives == predicates::Gives::Truth => {
                        Ok(Test::Asked(left))
                    }
                    Term::Call(predicate, _) => Err(self.fault(format!(
                        "`{}` gives a value; compare it, as in `{} == …`",
                        predicate.name,
                        predicate.signature()
                    ))),
                    _ => Err(self.fault("a value alone is no condition; compare it")),
                };
            }
        };
        self.next += 1;
        let right = self.term()?;
        let (left_gives, right_gives) = (gives(&left), gives(&right));
        if left_gives != right_gives {
            return Err(self.fault(format!(
                "{} and {} cannot be compared",
                left_gives.described(),
                right_gives.described()
            )));
        }
        Ok(Test::Compared(left, comparison, right))
    }

    fn term(&mut self) -> Result<Term, Fault> {
        let Some(token) = self.tokens.get(self.next).copied() else {
            return Err(self.fault("the condition ends too early"));
        };
        self.next += 1;
        let word = token.range.of(self.text);
        match token.kind {
            TokenKind::Keyword if word == "go" => Ok(Term::Go),
            TokenKind::Literal => match word.split_once('.') {
                Some((major, minor)) => match (major.parse(), minor.parse()) {
                    (Ok(major), Ok(minor)) => Ok(Term::Release(major, minor)),
                    _ => Err(self.fault(format!("`{word}` is no number and no Go version"))),
                },
                None => word
                    .parse()
                    .map(Term::Number)
                    .map_err(|_| self.fault(format!("`{word}` is no number"))),
            },
            TokenKind::Text => Ok(Term::Text(word.trim_matches(['"', '`']).to_string())),
            TokenKind::Name => self.call(word),
            _ => Err(self.fault(format!("`{word}` is no question"))),
        }
    }

    fn call(&mut self, name: &str) -> Result<Term, Fault> {
        let Some(predicate) = predicates::named(name) else {
            let near = did_you_mean(name, predicates::ALL.iter().map(|known| known.name));
            return Err(self.fault(format!(
                "`{name}` is no predicate{near}; `chanfix predicates` lists all"
            )));
        };
        let mut subjects = Vec::new();
        if !self.takes("(") {
            return Err(self.fault(format!("`{name}` is asked as `{}`", predicate.signature())));
        }
        while !self.takes(")") {
            let Some(word) = self.peek() else {
                return Err(self.fault("a `)` is missing"));
            };
            self.next += 1;
            subjects.push(match word {
                "site" => Subject::Site,
                _ => Subject::Variable(self.declared.known(word, self.line)?),
            });
            if !self.takes(",") && self.peek() != Some(")") {
                return Err(self.fault("a `)` is missing"));
            }
        }
        if subjects.len() != predicate.parameters.len() {
            return Err(self.fault(format!(
                "`{name}` is asked as `{}`, not about {} things",
                predicate.signature(),
                subjects.len()
            )));
        }
        Ok(Term::Call(predicate, subjects))
    }
}

fn gives(term: &Term) -> predicates::Gives {
    match term {
        Term::Call(predicate, _) => predicate.gives,
        Term::Number(_) => predicates::Gives::Number,
        Term::Text(_) => predicates::Gives::Text,
        Term::Release(..) | Term::Go => predicates::Gives::Release,
    }
}

fn one_or(mut tests: Vec<Test>, several: fn(Vec<Test>) -> Test) -> Test {
    match tests.pop() {
        Some(test) if tests.is_empty() => test,
        Some(test) => {
            tests.push(test);
            several(tests)
        }
        None => several(tests),
    }
}
