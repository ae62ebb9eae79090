//! Cuts the text of a patch into its head and its hunks, line by line.

use super::fault::{Fault, did_you_mean};

/// A patch as it is written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// What the comments before the first hunk say, without `#`; an empty line between paragraphs.
    pub(super) comment: String,
    /// `key: value` before the first hunk.
    pub(super) keys: Vec<Line>,
    pub(super) hunks: Vec<WrittenHunk>,
}

/// A line of the patch, without what marks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) text: String,
}

#[derive(Debug)]
pub(super) struct WrittenHunk {
    pub(super) number: u32,
    /// `None` for the first hunk of a form.
    pub(super) each: Option<Reach>,
    pub(super) declarations: Vec<Line>,
    pub(super) body: Vec<(Mark, Line)>,
}

/// Where a hunk that is looked for everywhere is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Package,
    Function,
    Type,
}

/// What a line of a hunk's body begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Stays,
    Goes,
    Comes,
    /// It stays, and is what the finding points at.
    Pointed,
}

/// Words that begin a declaration.
pub(super) const DECLARATIONS: &[&str] = &["var", "where", "fresh", "cover", "import"];

/// The most lines that a patch may have: nobody writes as many.
const LONGEST: usize = 2000;

pub(super) fn cut(text: &str) -> Result<Written, Fault> {
    let mut written = Written::default();
    if text.lines().count() > LONGEST {
        return Err(Fault::new(1, format!("has more than {LONGEST} lines")));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        let here = |text: &str| Line {
            number,
            text: text.to_string(),
        };
        if let Some(comment) = line.strip_prefix('#') {
            if written.hunks.is_empty() {
                written.comment.push_str(comment.trim());
                written.comment.push('\n');
            }
            continue;
        }
        if line.starts_with('@') {
            marker(&mut written, number, line.trim_end())?;
            continue;
        }
        let Some(hunk) = written.hunks.last_mut() else {
            if !line.trim().is_empty() {
                written.keys.push(here(line.trim()));
            }
            continue;
        };
        let mark = match line.chars().next() {
            None => {
                hunk.body.push((Mark::Stays, here("")));
                continue;
            }
            Some(' ') => Mark::Stays,
            Some('-') => Mark::Goes,
            Some('+') => Mark::Comes,
            Some('*') => Mark::Pointed,
            Some('\t') => {
                // The blank before the tab is easily lost in an editor.
                hunk.body.push((Mark::Stays, here(line)));
                continue;
            }
            Some(_) => {
                declaration(hunk, here(line.trim()))?;
                continue;
            }
        };
        hunk.body
            .push((mark, here(line.get(1..).unwrap_or_default())));
    }
    if written.hunks.is_empty() {
        return Err(Fault::new(
            1,
            "has no hunk: a line `@@`, the metavariables, another `@@`, then the change",
        ));
    }
    Ok(written)
}

/// A line that begins with `@`: it opens a hunk, or ends the declarations of one.
fn marker(written: &mut Written, number: u32, line: &str) -> Result<(), Fault> {
    let words: Vec<&str> = line.trim_matches('@').split_whitespace().collect();
    let each = match words.as_slice() {
        [] if line == "@@" => None,
        ["each"] | ["each", "in", "package"] => Some(Reach::Package),
        ["each", "in", "function"] => Some(Reach::Function),
        ["each", "in", "type"] => Some(Reach::Type),
        _ => {
            let known = ["@@", "@ each @", "@ each in function @", "@ each in type @"];
            let near = did_you_mean(line, known);
            return Err(Fault::new(number, format!("`{line}` opens no hunk{near}")));
        }
    };
    let is_open = written.hunks.last().is_some_and(|hunk| {
        hunk.body
            .iter()
            .all(|(_, line)| line.text.trim().is_empty())
    });
    if each.is_none() && is_open {
        // The second `@@`: the declarations end here.
        if let Some(hunk) = written.hunks.last_mut() {
            hunk.body.clear();
            return Ok(());
        }
    }
    if each.is_some() && written.hunks.is_empty() {
        return Err(Fault::new(
            number,
            "`@ each @` follows a first hunk, whose bindings it takes over",
        ));
    }
    written.hunks.push(WrittenHunk {
        number,
        each,
        declarations: Vec::new(),
        body: Vec::new(),
    });
    Ok(())
}

fn declaration(hunk: &mut WrittenHunk, line: Line) -> Result<(), Fault> {
    let word = line.text.split_whitespace().next().unwrap_or_default();
    if DECLARATIONS.contains(&word) {
        hunk.declarations.push(line);
        return Ok(());
    }
    let near = did_you_mean(word, DECLARATIONS.iter().copied());
    Err(Fault::new(
        line.number,
        format!(
            "`{word}` begins no declaration (`var`, `where`, `fresh`, `cover`, `import`){near}; a line of Go begins with a blank, `-`, `+` or `*`"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_hunks_and_declarations_are_told_apart() {
        let text = "# Why.\n#\n# More.\nsafety: safe\n@@\nvar x int\n@@\n-x\n+y\n@ each @\nvar z int\n@@\n z\n@ each in function @\n-w\n";
        let written = cut(text).expect("is a patch");
        assert_eq!(written.comment, "Why.\n\nMore.\n");
        assert_eq!(written.keys.len(), 1);
        let reaches: Vec<_> = written.hunks.iter().map(|hunk| hunk.each).collect();
        assert_eq!(reaches, [None, Some(Reach::Package), Some(Reach::Function)]);
        assert_eq!(written.hunks[0].body.len(), 2);
        assert_eq!(written.hunks[1].declarations.len(), 1);
    }

    #[test]
    fn what_is_neither_is_refused_with_the_nearest_word() {
        let message = |text: &str| cut(text).expect_err(text).message;
        assert!(message("@@\nvra x int\n@@\n x\n").contains("did you mean `var`?"));
        assert!(message("@@\n@@\n x\n@ eahc @\n y\n").contains("`@ each @`"));
        assert!(message("safety: safe\n").contains("no hunk"));
        assert!(message("@ each @\n x\n").contains("first hunk"));
    }
}
