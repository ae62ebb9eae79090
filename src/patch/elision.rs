//! Puts names in the place of `...`, so that a pattern is Go.

use super::fault::Fault;
use super::lines::{Line, Mark};
use crate::layout::tokens::{Token, TokenKind, tokens};

/// What the name of an elided list begins with; a number follows.
const ELIDED: &str = "elided__";

/// What the name of elided clauses of a `switch` or `select` begins with.
const ELIDED_CLAUSES: &str = "clauses__";

/// Whether a name stands for `...`.
pub(super) fn is_elision(name: &str) -> bool {
    name.starts_with(ELIDED) || is_clauses(name)
}

/// Whether a name stands for a `...` among the clauses of a `switch` or `select`.
pub(super) fn is_clauses(name: &str) -> bool {
    name.starts_with(ELIDED_CLAUSES)
}

/// One side of a hunk: its lines joined, and for each the number in the patch and how it is marked.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) text: String,
    pub(super) lines: Vec<(u32, Mark)>,
}

/// The sides of a hunk, before and after the change, `...` replaced by names. The same name stands for the same list on
/// both: the elisions of lines that come are those of the lines just before them that go, in order.
pub(super) fn sides(body: &[(Mark, Line)]) -> Result<(Side, Side), Fault> {
    let mut numbering = Numbering::default();
    let before = side(body, Mark::Comes, &mut numbering)?;
    numbering.is_second = true;
    let after = side(body, Mark::Goes, &mut numbering)?;
    Ok((before, after))
}

fn side(body: &[(Mark, Line)], left_out: Mark, numbering: &mut Numbering) -> Result<Side, Fault> {
    let kept: Vec<&(Mark, Line)> = body.iter().filter(|(mark, _)| *mark != left_out).collect();
    let text: String = kept
        .iter()
        .flat_map(|(_, line)| [line.text.as_str(), "\n"])
        .collect();
    let lines: Vec<(u32, Mark)> = kept
        .iter()
        .map(|(mark, line)| (line.number, *mark))
        .collect();
    let text = replaced(&text, |line| {
        let (number, mark) = lines
            .get(line as usize)
            .copied()
            .unwrap_or((1, Mark::Stays));
        numbering.next(body, number, mark)
    })?;
    Ok(Side { text, lines })
}

/// Which number each `...` gets.
#[derive(Default)]
struct Numbering {
    /// For each `...` of the first side, the line that it is on.
    first: Vec<u32>,
    is_second: bool,
    /// Those of the second side so far, by their line.
    second: Vec<u32>,
}

impl Numbering {
    fn next(&mut self, body: &[(Mark, Line)], line: u32, mark: Mark) -> Result<usize, Fault> {
        if !self.is_second {
            self.first.push(line);
            return Ok(self.first.len() - 1);
        }
        let (lines, skipped) = if mark == Mark::Comes {
            let run = run_of(body, line);
            let skipped = self.second.iter().filter(|at| run.contains(at)).count();
            (run.start..=run.end, skipped)
        } else {
            let skipped = self.second.iter().filter(|at| **at == line).count();
            (line..=line, skipped)
        };
        self.second.push(line);
        let mut numbers =
            (0..self.first.len()).filter(|&number| lines.contains(&self.first[number]));
        numbers.nth(skipped).ok_or_else(|| {
            Fault::new(
                line,
                "this `...` stands for nothing: a line that comes can only repeat a `...` of the lines that go",
            )
        })
    }
}

/// The numbers of the lines around `line` that go or come.
fn run_of(body: &[(Mark, Line)], line: u32) -> std::ops::Range<u32> {
    let changes = |(mark, _): &&(Mark, Line)| matches!(mark, Mark::Goes | Mark::Comes);
    let position = body
        .iter()
        .position(|(_, here)| here.number == line)
        .unwrap_or_default();
    let before = body[..position].iter().rev().take_while(changes).count() as u32;
    let behind = body[position..].iter().take_while(changes).count() as u32;
    line - before..line + behind
}

/// The text with a name for each `...` that is no Go; `number` tells which, by the line that it is on.
fn replaced(
    text: &str,
    mut number: impl FnMut(u32) -> Result<usize, Fault>,
) -> Result<String, Fault> {
    let found = tokens(text).tokens;
    let tokens: Vec<Token> = found
        .into_iter()
        .filter(|token| token.kind != TokenKind::LineEnd)
        .collect();
    let mut blocks = Blocks::default();
    let mut result = String::with_capacity(text.len() + 32);
    let mut copied = 0;
    for (index, token) in tokens.iter().enumerate() {
        let word = token.range.of(text);
        let previous = index.checked_sub(1).and_then(|index| tokens.get(index));
        let next = tokens.get(index + 1);
        if word != "..." {
            blocks.pass(text, token, word, &tokens[..index]);
            continue;
        }
        if !is_elided(text, previous, token, next) {
            continue;
        }
        let number = number(token.line)?;
        result.push_str(
            text.get(copied..token.range.start as usize)
                .unwrap_or_default(),
        );
        let begins_line = previous.is_none_or(|previous| previous.line < token.line);
        match blocks.clause_of(text, token).filter(|_| begins_line) {
            Some(Clauses::Select) => {
                result.push_str(&format!("case <-{ELIDED_CLAUSES}{number}:"));
            }
            Some(Clauses::Switch) => result.push_str(&format!("case {ELIDED_CLAUSES}{number}:")),
            // Beside parameters with names, one with a name of its own.
            None if blocks.is_in_parameters() && !is_alone(text, previous, next) => {
                result.push_str(&format!("_ {ELIDED}{number}"));
            }
            None => result.push_str(&format!("{ELIDED}{number}")),
        }
        copied = token.range.end as usize;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    Ok(result)
}

/// Whether a token is all that is in its brackets.
fn is_alone(text: &str, previous: Option<&Token>, next: Option<&Token>) -> bool {
    previous.is_none_or(|previous| previous.range.of(text) == "(")
        && next.is_none_or(|next| next.range.of(text) == ")")
}

/// Whether `...` stands for a list, rather than before or behind an element as Go has it (`xs...`, `...T`, `[...]T`).
fn is_elided(text: &str, previous: Option<&Token>, token: &Token, next: Option<&Token>) -> bool {
    let same_line = |other: &&Token| other.line == token.line;
    let behind = next.filter(same_line).map(|next| next.range.of(text));
    let before = previous.filter(same_line);
    let ends = matches!(
        behind,
        None | Some(")" | "," | "}" | ":" | "{" | ";" | "=" | ":=")
    );
    let is_spread = before.is_some_and(|before| {
        matches!(before.range.of(text), ")" | "]" | "}") && behind != Some("{")
            || matches!(
                before.kind,
                TokenKind::Name | TokenKind::Literal | TokenKind::Text
            )
    });
    ends && !is_spread
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Clauses {
    Select,
    Switch,
}

/// The brackets that are open at a token.
#[derive(Default)]
struct Blocks {
    /// For each bracket: whether it holds clauses, and how far the last of them is moved in.
    open: Vec<(Option<Clauses>, Option<usize>)>,
    /// A `select` or `switch` whose body has not begun, and how many brackets were open there.
    pending: Option<(Clauses, usize)>,
    /// For each bracket: whether it holds a function's parameters.
    parameters: Vec<bool>,
}

impl Blocks {
    fn pass(&mut self, text: &str, token: &Token, word: &str, before: &[Token]) {
        let word_before = |back: usize| {
            let index = before.len().checked_sub(back);
            index.map_or("", |index| before[index].range.of(text))
        };
        let is_literal = matches!(word_before(1), "struct" | "interface");
        // `func (`, `func name(`, `func (r T) name(`.
        let is_parameters = word == "("
            && (word_before(1) == "func"
                || word_before(2) == "func"
                || word_before(2) == ")" && text.trim_start().starts_with("func"));
        match word {
            "select" => self.pending = Some((Clauses::Select, self.open.len())),
            "switch" => self.pending = Some((Clauses::Switch, self.open.len())),
            "{" | "(" | "[" => {
                let pending = self
                    .pending
                    .filter(|(_, depth)| word == "{" && *depth == self.open.len() && !is_literal);
                if pending.is_some() {
                    self.pending = None;
                }
                self.open.push((pending.map(|(clauses, _)| clauses), None));
                self.parameters.push(is_parameters);
            }
            "}" | ")" | "]" => {
                self.open.pop();
                self.parameters.pop();
            }
            "case" | "default" => {
                if let Some((Some(_), clause)) = self.open.last_mut() {
                    *clause = Some(indentation(text, token));
                }
            }
            _ => {}
        }
    }

    fn is_in_parameters(&self) -> bool {
        self.parameters.last() == Some(&true)
    }

    /// The clauses that a `...` at this place stands for: it is moved in as far as they are, or stands before all.
    fn clause_of(&self, text: &str, token: &Token) -> Option<Clauses> {
        let (clauses, last) = self.open.last()?;
        let is_clause = last.is_none_or(|last| last == indentation(text, token));
        clauses.filter(|_| is_clause)
    }
}

/// How much white space the token's line begins with.
fn indentation(text: &str, token: &Token) -> usize {
    let before = text.get(..token.range.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elided(text: &str) -> String {
        let mut count = 0;
        replaced(text, |_| {
            count += 1;
            Ok(count - 1)
        })
        .expect("numbers do not run out")
    }

    #[test]
    fn lists_are_elided() {
        assert_eq!(elided("f(..., x)"), "f(elided__0, x)");
        assert_eq!(
            elided("go func(...) {\n\t...\n}(...)"),
            "go func(elided__0) {\n\telided__1\n}(elided__2)"
        );
        assert_eq!(elided("func f(...) ... {"), "func f(elided__0) elided__1 {");
        assert_eq!(elided("for ... { ... }"), "for elided__0 { elided__1 }");
        assert_eq!(elided("T{...}"), "T{elided__0}");
        assert_eq!(
            elided("func f(..., x int, ...) {"),
            "func f(_ elided__0, x int, _ elided__1) {"
        );
    }

    #[test]
    fn what_is_go_stays() {
        for text in [
            "f(xs...)",
            "f(g()...)",
            "[...]int{1}",
            "func(xs ...int)",
            "func(...int)",
        ] {
            assert_eq!(elided(text), text);
        }
    }

    #[test]
    fn clauses_are_told_from_statements_by_their_place() {
        assert_eq!(
            elided("select {\ncase <-c:\n\t...\n...\n}"),
            "select {\ncase <-c:\n\telided__0\ncase <-clauses__1:\n}"
        );
        assert_eq!(
            elided("switch x {\n...\n}"),
            "switch x {\ncase clauses__0:\n}"
        );
    }
}
