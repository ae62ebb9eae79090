//! What a hunk declares: metavariables, conditions, new names.

use super::condition::{self, Condition};
use super::elision;
use super::fault::{Fault, did_you_mean};
use super::lines::{Line, WrittenHunk};
use super::names::Packages;
use crate::layout::tokens::{TokenKind, tokens};
use crate::model::is_predeclared;
use crate::source::Range;
use crate::syntax::ast::{Ast, ExprId, Name};

/// What a metavariable stands for.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Any name, declared or used.
    Identifier,
    /// Any value.
    Expression,
    /// Any type.
    Type,
    /// One statement.
    Statement,
    /// A value of one of these types.
    Typed(Vec<std::sync::Arc<TypePattern>>),
}

/// A Go type with metavariables.
#[derive(Debug)]
pub(super) struct TypePattern {
    pub(super) ast: Ast,
    pub(super) ty: ExprId,
}

#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: Name,
    pub(super) kind: Kind,
    pub(super) line: u32,
}

/// A name that the change makes up.
#[derive(Clone, Debug)]
pub(super) struct FreshName {
    pub(super) name: Name,
    /// What it is called where nothing else is: text with metavariables in braces.
    pub(super) wish: String,
}

/// All that is declared for a hunk.
#[derive(Clone, Debug)]
pub(super) struct Declarations {
    pub(super) variables: Vec<Variable>,
    pub(super) fresh: Vec<FreshName>,
    pub(super) cover: Vec<Name>,
    pub(super) conditions: Vec<Condition>,
    pub(super) packages: Packages,
}

impl Declarations {
    /// What a hunk declares beside what it inherits.
    pub(super) fn of(hunk: &WrittenHunk, inherited: Option<&Declarations>) -> Result<Self, Fault> {
        let mut declared = match inherited {
            Some(first) => Declarations {
                variables: first.variables.clone(),
                fresh: first.fresh.clone(),
                packages: first.packages.clone(),
                cover: Vec::new(),
                conditions: Vec::new(),
            },
            None => Declarations {
                variables: Vec::new(),
                fresh: Vec::new(),
                packages: Packages::known(),
                cover: Vec::new(),
                conditions: Vec::new(),
            },
        };
        let is = |word: &'static str| {
            move |line: &&Line| line.text.split_whitespace().next() == Some(word)
        };
        let rest = |line: &Line, word: &str| line.text[word.len()..].trim().to_string();
        for line in hunk.declarations.iter().filter(is("import")) {
            declared
                .packages
                .import(&rest(line, "import"), line.number)?;
        }
        // The types of others may name those that stand for types.
        let is_type = |line: &&Line| line.text.split_whitespace().last() == Some("type");
        let variables = || hunk.declarations.iter().filter(is("var"));
        let types = variables().filter(is_type);
        for line in types.chain(variables().filter(|line| !is_type(line))) {
            declared.variables(&rest(line, "var"), line.number)?;
        }
        for line in hunk.declarations.iter().filter(is("fresh")) {
            declared.fresh_name(&rest(line, "fresh"), line.number)?;
        }
        for line in hunk.declarations.iter().filter(is("cover")) {
            for name in rest(line, "cover").split(',') {
                let name = declared.known(name.trim(), line.number)?;
                declared.cover.push(name);
            }
        }
        for line in hunk.declarations.iter().filter(is("where")) {
            let condition = condition::parse(&rest(line, "where"), line.number, &declared)?;
            declared.conditions.push(condition);
        }
        Ok(declared)
    }

    /// The same, with metavariables for any name in the place of new names.
    pub(super) fn with_any_fresh(&self) -> Declarations {
        let mut declared = self.clone();
        let fresh = declared.fresh.drain(..).map(|fresh| Variable {
            name: fresh.name,
            kind: Kind::Identifier,
            line: 0,
        });
        declared.variables.extend(fresh);
        declared
    }

    pub(super) fn variable(&self, name: Name) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    pub(super) fn is_fresh(&self, name: Name) -> bool {
        self.fresh.iter().any(|fresh| fresh.name == name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let variables = self.variables.iter().map(|variable| &*variable.name);
        variables.chain(self.fresh.iter().map(|fresh| &*fresh.name))
    }

    /// The metavariable of this name.
    pub(super) fn known(&self, name: &str, line: u32) -> Result<Name, Fault> {
        let found = self.variables.iter().find(|known| *known.name == *name);
        found.map(|variable| variable.name).ok_or_else(|| {
            let near = did_you_mean(name, self.names());
            Fault::new(
                line,
                format!("`{name}` is no metavariable of this patch{near}"),
            )
        })
    }

    /// `a, b kind`.
    fn variables(&mut self, text: &str, line: u32) -> Result<(), Fault> {
        let wrong = || {
            Fault::new(
                line,
                "a metavariable is declared as `var name kind`: a Go type, or `identifier`, `expression`, `type`, `statement`",
            )
        };
        let mut rest = text;
        let mut names = Vec::new();
        let kind = loop {
            let end = rest
                .find(|other: char| !(other.is_alphanumeric() || other == '_'))
                .ok_or_else(wrong)?;
            let (name, behind) = rest.split_at(end);
            names.push(name);
            match behind.trim_start().strip_prefix(',') {
                Some(more) => rest = more.trim_start(),
                None => break behind.trim(),
            }
        };
        let kind = if kind == "fresh" {
            for name in names {
                self.fresh_name(name, line)?;
            }
            return Ok(());
        } else {
            self.kind(kind, line)?
        };
        for name in names {
            self.check_new(name, line)?;
            let name = Name::from(name);
            let kind = kind.clone();
            self.variables.push(Variable { name, kind, line });
        }
        Ok(())
    }

    fn check_new(&self, name: &str, line: u32) -> Result<(), Fault> {
        let found = tokens(name).tokens;
        let is_name = found.first().is_some_and(|token| {
            token.kind == TokenKind::Name && token.range == Range::new(0, name.len() as u32)
        });
        if !is_name || name == "_" || elision::is_elision(name) {
            return Err(Fault::new(line, format!("`{name}` cannot be a name")));
        }
        if is_predeclared(name) || matches!(name, "site" | "go") {
            let message = format!("`{name}` has a meaning of its own; take another name");
            return Err(Fault::new(line, message));
        }
        if self.names().any(|known| known == name) {
            return Err(Fault::new(line, format!("`{name}` is declared twice")));
        }
        Ok(())
    }

    /// `name`, or `name = wish`.
    fn fresh_name(&mut self, text: &str, line: u32) -> Result<(), Fault> {
        let (name, wish) = match text.split_once('=') {
            Some((name, wish)) => (name.trim(), wish.trim().trim_matches('"')),
            None => (text.trim(), text.trim()),
        };
        self.check_new(name, line)?;
        check_braces(wish, line, self)?;
        self.fresh.push(FreshName {
            name: Name::from(name),
            wish: wish.to_string(),
        });
        Ok(())
    }
}

/// What stands in braces in a text, and is a name.
pub(super) fn braced(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('{').filter_map(|(open, _)| {
        let rest = text.get(open + 1..)?;
        let name = rest.get(..rest.find('}')?)?;
        let is_name = !name.is_empty()
            && name
                .chars()
                .all(|part| part.is_alphanumeric() || part == '_')
            && !name.starts_with(|first: char| first.is_ascii_digit());
        is_name.then_some((open, name))
    })
}

/// What a text names in braces are metavariables.
pub(super) fn check_braces(text: &str, line: u32, declared: &Declarations) -> Result<(), Fault> {
    for (_, name) in braced(text) {
        let is_known = declared.names().any(|known| known == name);
        if !is_known {
            declared.known(name, line)?;
        }
    }
    Ok(())
}
