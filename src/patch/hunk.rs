//! A hunk: the pattern, what it is to become, and what is declared for both.

use super::check;
use super::declare::Declarations;
use super::elision::{is_elision, sides};
use super::fault::Fault;
use super::lines::{Line, Mark, Reach, WrittenHunk};
use super::pattern::{Pattern, Shape};
use crate::cut::DeclOutline;
use crate::cut::words;
use crate::layout::tokens::TokenKind;
use crate::model::{DeclId, Directory, is_predeclared};
use crate::syntax::ast::{ExprKind, Name};

#[derive(Debug)]
pub(super) struct Hunk {
    /// `None` for the first hunk of a form.
    pub(super) each: Option<Reach>,
    pub(super) declared: Declarations,
    pub(super) before: Pattern,
    pub(super) after: Pattern,
    /// Imports that the change asks for.
    pub(super) imports: Vec<String>,
    triggers: Triggers,
    /// What is declared where the change is made already: new names stand for any; `None` where nothing comes.
    pub(super) made: Option<Declarations>,
}

/// Words that a declaration holds if the pattern fits it.
#[derive(Debug, Default)]
struct Triggers {
    /// Identifiers, the most telling first.
    names: Vec<String>,
    keywords: Vec<&'static str>,
    has_arrow: bool,
}

/// Keywords that are looked for.
const KEYWORDS: &[&str] = &[
    "select", "go", "chan", "defer", "range", "switch", "for", "map", "struct", "goto", "func",
];

impl Hunk {
    pub(super) fn of(written: WrittenHunk, first: Option<&Hunk>) -> Result<Hunk, Fault> {
        let mut declared = Declarations::of(&written, first.map(|first| &first.declared))?;
        let (imports, body) = without_imports(written.body, &mut declared)?;
        let (before, after) = sides(&body)?;
        let (before, after) = (Pattern::of(before)?, Pattern::of(after)?);
        let is_any = match &before.shape {
            Shape::Nothing => true,
            Shape::Expr(expr) => matches!(before.ast.expr(*expr).kind, ExprKind::Name(_)),
            _ => false,
        };
        if is_any {
            return Err(Fault::new(
                written.number,
                "the hunk looks for nothing in particular: it needs Go in lines that stay or go",
            ));
        }
        let triggers = Triggers::of(&before, &declared);
        let comes = after.tokens.iter().any(|token| token.mark == Mark::Comes);
        let made = comes.then(|| declared.with_any_fresh());
        let hunk = Hunk {
            each: written.each,
            declared,
            before,
            after,
            imports,
            triggers,
            made,
        };
        check::names(&hunk, first)?;
        Ok(hunk)
    }

    /// Whether the hunk changes anything.
    pub(super) fn is_change(&self) -> bool {
        let marked =
            |pattern: &Pattern, mark: Mark| pattern.tokens.iter().any(|token| token.mark == mark);
        marked(&self.before, Mark::Goes) || marked(&self.after, Mark::Comes)
    }

    /// The first word of the pattern that a declaration does not hold.
    pub(super) fn missing(&self, directory: &Directory, decl: DeclId) -> Option<&str> {
        let names = self.triggers.names.iter().map(String::as_str);
        let mut words = names.chain(self.triggers.keywords.iter().copied());
        let range = directory.outline(decl).range;
        let text = &directory.file_of(decl).source.text;
        words.find(|word| !words::holds(text, range, word))
    }

    /// Whether a declaration may hold what the hunk looks for; it is not parsed for that.
    pub(super) fn may_fit(&self, directory: &Directory, decl: DeclId) -> bool {
        let outline: &DeclOutline = directory.outline(decl);
        let text = &directory.file_of(decl).source.text;
        let tokens = outline.mentions.tokens;
        let has_keyword = |word: &str| match word {
            "go" => tokens.has_go,
            "select" => tokens.has_select,
            "chan" => tokens.has_chan,
            "defer" => tokens.has_defer,
            word => words::holds(text, outline.range, word),
        };
        let Triggers {
            names,
            keywords,
            has_arrow,
        } = &self.triggers;
        (!has_arrow || tokens.has_arrow)
            && names.iter().all(|name| outline.mentions.may_hold(name))
            && keywords.iter().all(|word| has_keyword(word))
            && names
                .iter()
                .all(|name| words::holds(text, outline.range, name))
    }
}

impl Triggers {
    fn of(before: &Pattern, declared: &Declarations) -> Triggers {
        let mut triggers = Triggers::default();
        for (index, token) in before.tokens.iter().enumerate() {
            let word = token.range.of(&before.text);
            match token.kind {
                TokenKind::Name => {
                    let name = Name::from(word);
                    let is_qualifier =
                        before.word(index + 1) == "." && declared.packages.path(name).is_some();
                    let is_known = is_elision(word)
                        || declared.variable(name).is_some()
                        || is_qualifier
                        || word == "_";
                    if !is_known && !triggers.names.iter().any(|known| known == word) {
                        triggers.names.push(word.to_string());
                    }
                }
                TokenKind::Keyword => {
                    let known = KEYWORDS.iter().find(|known| **known == word);
                    // `for ...` is any loop, and so on; a `func` may be the declaration's own.
                    if let Some(&known) = known
                        && !triggers.keywords.contains(&known)
                    {
                        triggers.keywords.push(known);
                    }
                }
                TokenKind::Mark if word == "<-" => {
                    let next = before.word(index + 1);
                    triggers.has_arrow |= !is_elision(next) && next != "chan";
                }
                _ => {}
            }
        }
        let is_common = |name: &String| is_predeclared(name);
        triggers
            .names
            .sort_by_key(|name| (is_common(name), std::cmp::Reverse(name.len())));
        triggers
    }
}

/// The lines of a hunk's body.
type Lines = Vec<(Mark, Line)>;

/// The body without its imports, and the paths of those that come.
fn without_imports(
    body: Lines,
    declared: &mut Declarations,
) -> Result<(Vec<String>, Lines), Fault> {
    let mut imports = Vec::new();
    let mut rest = Vec::with_capacity(body.len());
    for (mark, line) in body {
        let Some(spec) = line.text.trim().strip_prefix("import ") else {
            rest.push((mark, line));
            continue;
        };
        let path = declared.packages.import(spec, line.number)?;
        if mark == Mark::Comes {
            imports.push(path);
        }
    }
    Ok((imports, rest))
}
