//! Under which conditions a file is built: its `//go:build` line, its name, and what they say about the language version.

mod builds;
mod expression;
mod platforms;

pub use expression::Expression;

use super::version::Version;

/// The tag of files that no build takes in unless they are named to it.
const IGNORE: &str = "ignore";

/// From this version on a file can choose its language version by a `//go:build` line, and none below it.
const FILE_VERSIONS: Version = Version::new(1, 21);

/// When a file is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    expression: Expression,
    /// The oldest release that the `//go:build` line lets in.
    release: Option<Version>,
}

impl Constraint {
    /// The constraint of the file called `name` (without folders) that holds `text`.
    ///
    /// A line that Go would refuse constrains nothing. A name that Go passes over (`_x.go`, `.x.go`) ignores the file.
    pub fn of_file(name: &str, text: &str) -> Constraint {
        let in_text = HeadLines::of(text);
        let (expression, release) = match in_text.go_build.as_slice() {
            [] => (legacy(&in_text.legacy), None),
            [line] => match Expression::parse(line) {
                Some(expression) => {
                    let release = expression.release();
                    (expression, release)
                }
                None => (Expression::Always, None),
            },
            _ => (Expression::Always, None),
        };
        Constraint {
            expression: of_name(name).and(expression),
            release,
        }
    }

    pub fn expression(&self) -> &Expression {
        &self.expression
    }

    /// Whether certainly no build takes in both files; false where that can't be seen.
    pub fn excludes(&self, other: &Constraint) -> bool {
        let is_free = |constraint: &Constraint| constraint.expression == Expression::Always;
        !is_free(self)
            && !is_free(other)
            && builds::exclude_each_other(&[&self.expression, &other.expression], &[])
    }

    /// Whether no build takes the file in unless the tag `ignore` is set.
    pub fn is_ignored(&self) -> bool {
        self.expression != Expression::Always
            && builds::exclude_each_other(&[&self.expression], &[IGNORE])
    }

    /// The language version of the file, where `module` is what its go.mod says.
    ///
    /// A release in the `//go:build` line wins over go.mod in both directions, but not below 1.21 (`go help
    /// buildconstraint`). It decides what the language means (loop variables), not which packages there are.
    pub fn language_version(&self, module: Option<Version>) -> Option<Version> {
        self.release
            .map(|release| release.max(FILE_VERSIONS))
            .or(module)
    }

    /// The oldest Go release that builds the file, where `module` is what its go.mod says: what the standard library
    /// offers there can be used.
    pub fn oldest_toolchain(&self, module: Option<Version>) -> Option<Version> {
        self.release.max(module)
    }
}

fn legacy(lines: &[&str]) -> Expression {
    let expressions = lines
        .iter()
        .filter_map(|line| Expression::parse_legacy(line));
    expressions
        .take(100)
        .fold(Expression::Always, Expression::and)
}

/// The condition in a file's name: `poll_linux.go`, `poll_windows_amd64_test.go`.
fn of_name(name: &str) -> Expression {
    if name.starts_with(['_', '.']) {
        return Expression::tag(IGNORE);
    }
    let stem = name.split('.').next().unwrap_or_default();
    // What stands before the first `_` never counts: `linux.go` is built everywhere.
    let mut words: Vec<&str> = stem.split('_').skip(1).collect();
    if words.last() == Some(&"test") {
        words.pop();
    }
    match words.as_slice() {
        [.., system, architecture]
            if platforms::is_system(system) && platforms::is_architecture(architecture) =>
        {
            Expression::tag(system).and(Expression::tag(architecture))
        }
        [.., word] if platforms::is_system(word) || platforms::is_architecture(word) => {
            Expression::tag(word)
        }
        _ => Expression::Always,
    }
}

/// The constraint lines before a file's first token, without their markers.
#[derive(Default)]
struct HeadLines<'text> {
    go_build: Vec<&'text str>,
    legacy: Vec<&'text str>,
}

impl<'text> HeadLines<'text> {
    fn of(text: &'text str) -> HeadLines<'text> {
        let mut head = HeadLines::default();
        // `// +build` lines count only above a blank line, and only before the first block comment.
        let mut legacy = Vec::new();
        let mut is_legacy_over = false;
        let mut is_in_comment = false;
        for line in text
            .trim_start_matches('\u{feff}')
            .split('\n')
            .map(str::trim)
        {
            if line.is_empty() && !is_legacy_over {
                head.legacy.append(&mut legacy);
                continue;
            }
            is_legacy_over |= !line.starts_with("//");
            if !is_in_comment {
                head.go_build.extend(behind(line, "//go:build"));
                if !is_legacy_over && let Some(comment) = line.strip_prefix("//") {
                    legacy.extend(behind(comment.trim(), "+build"));
                }
            }
            match comments_end(line, is_in_comment) {
                Some(still_in_comment) => is_in_comment = still_in_comment,
                None => break,
            }
        }
        head
    }
}

/// What stands behind `marker`, where `line` begins with it as a word.
fn behind<'text>(line: &'text str, marker: &str) -> Option<&'text str> {
    let rest = line.strip_prefix(marker)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// Whether a block comment is open behind `line`; nothing if the line holds anything but comments.
fn comments_end(line: &str, mut is_in_comment: bool) -> Option<bool> {
    let mut rest = line;
    while !rest.is_empty() {
        if is_in_comment {
            let Some((_, behind)) = rest.split_once("*/") else {
                return Some(true);
            };
            is_in_comment = false;
            rest = behind.trim_start();
        } else if rest.starts_with("//") {
            return Some(false);
        } else {
            rest = rest.strip_prefix("/*")?;
            is_in_comment = true;
        }
    }
    Some(is_in_comment)
}

#[cfg(test)]
mod tests;
