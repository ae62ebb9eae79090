//! Reads a patch: its head, and the forms of the bug that its hunks say.

use super::check;
use super::declare::{braced, check_braces};
use super::fault::{Fault, did_you_mean};
use super::hunk::Hunk;
use super::lines::{self, Line};
use crate::finding::{Safety, Severity};
use crate::model::Directory;
use crate::syntax::ast::Name;

/// A transform written as a Go patch.
#[derive(Debug)]
pub struct Patch {
    /// What is wrong and why; metavariables in braces.
    pub message: String,
    /// What it finds, in one line.
    pub summary: String,
    /// What the fix does.
    pub title: Option<String>,
    pub note: Option<String>,
    pub severity: Severity,
    pub safety: Safety,
    /// Whether it runs without being asked for.
    pub is_default: bool,
    /// Metavariables whose places are shown beside the finding, and with which words.
    pub(super) seen: Vec<(Name, String)>,
    /// The forms of the bug: each a first hunk and those that go with it.
    pub(super) forms: Vec<Form>,
}

#[derive(Debug)]
pub(super) struct Form {
    pub(super) first: Hunk,
    pub(super) each: Vec<Hunk>,
}

const KEYS: &[&str] = &[
    "safety", "severity", "summary", "message", "title", "note", "default", "see",
];

/// Reads the text of a `transform.patch`; what is wrong with it, and where, if it is none.
pub fn read(text: &str) -> Result<Patch, Fault> {
    let written = lines::cut(text)?;
    let mut patch = Patch {
        message: message_of(&written.comment),
        summary: String::new(),
        title: None,
        note: None,
        severity: Severity::Warning,
        safety: Safety::Unsafe,
        is_default: true,
        seen: Vec::new(),
        forms: Vec::new(),
    };
    for hunk in written.hunks {
        match patch.forms.last_mut().filter(|_| hunk.each.is_some()) {
            Some(form) => {
                let hunk = Hunk::of(hunk, Some(&form.first))?;
                form.each.push(hunk);
            }
            None => patch.forms.push(Form {
                first: Hunk::of(hunk, None)?,
                each: Vec::new(),
            }),
        }
    }
    patch.forms.iter().try_for_each(check::all_bound)?;
    for line in &written.keys {
        patch.key(line)?;
    }
    if patch.message.is_empty() {
        return Err(Fault::new(
            1,
            "the patch does not say what is wrong: begin it with a comment, `# What is wrong, and why.`",
        ));
    }
    if patch.summary.is_empty() {
        let first = patch.message.lines().next().unwrap_or_default();
        patch.summary = first.replace(['{', '}'], "");
    }
    for text in [
        Some(&patch.message),
        patch.title.as_ref(),
        patch.note.as_ref(),
    ] {
        patch.check_text(text.map_or("", String::as_str), 1)?;
    }
    Ok(patch)
}

impl Patch {
    fn key(&mut self, line: &Line) -> Result<(), Fault> {
        let Some((key, value)) = line.text.split_once(':') else {
            let message = format!(
                "`{}` is no `key: value`; what is wrong goes into a comment, `# …`",
                line.text
            );
            return Err(Fault::new(line.number, message));
        };
        let (key, value) = (key.trim(), value.trim());
        let one_of = |known: &[&str]| {
            let near = did_you_mean(value, known.iter().copied());
            let list = known.join("`, `");
            Fault::new(line.number, format!("{key} is one of `{list}`{near}"))
        };
        match key {
            "safety" => {
                self.safety = match value {
                    "safe" => Safety::Safe,
                    "unsafe" => Safety::Unsafe,
                    "shown" => Safety::Shown,
                    _ => return Err(one_of(&["safe", "unsafe", "shown"])),
                }
            }
            "severity" => {
                self.severity = match value {
                    "error" => Severity::Error,
                    "warning" => Severity::Warning,
                    "note" => Severity::Note,
                    _ => return Err(one_of(&["error", "warning", "note"])),
                }
            }
            "default" => {
                self.is_default = match value {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(one_of(&["yes", "no"])),
                }
            }
            "summary" => self.summary = value.to_string(),
            "message" => self.message = value.to_string(),
            "title" => self.title = Some(value.to_string()),
            "note" => self.note = Some(value.to_string()),
            _ => {
                if let Some(name) = key.strip_prefix("see ") {
                    return self.see(name.trim(), value, line.number);
                }
                let near = did_you_mean(key, KEYS.iter().copied());
                return Err(Fault::new(
                    line.number,
                    format!("there is no key `{key}`{near}"),
                ));
            }
        }
        self.check_text(value, line.number)
    }

    fn see(&mut self, name: &str, value: &str, line: u32) -> Result<(), Fault> {
        let mut known = None;
        for form in &self.forms {
            known = Some(form.first.declared.known(name, line)?);
        }
        self.seen
            .extend(known.map(|name| (name, value.to_string())));
        self.check_text(value, line)
    }

    /// What a text names in braces is known to every form.
    fn check_text(&self, text: &str, line: u32) -> Result<(), Fault> {
        if braced(text).next().is_none() {
            return Ok(());
        }
        let mut forms = self.forms.iter();
        forms.try_for_each(|form| check_braces(text, line, &form.first.declared))
    }

    /// Whether the package's declarations may hold what the patch looks for.
    pub(crate) fn is_triggered(&self, directory: &Directory, package: Name) -> bool {
        directory.decls().any(|decl| {
            directory.file_of(decl).package == package
                && self
                    .forms
                    .iter()
                    .any(|form| form.first.may_fit(directory, decl))
        })
    }
}

/// The first paragraph of the comment, on two lines at the most.
fn message_of(comment: &str) -> String {
    let lines: Vec<&str> = comment
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .collect();
    let text = match lines.len() {
        0..=2 => lines.join("\n"),
        _ => lines.join(" "),
    };
    text.strip_suffix('.').unwrap_or(&text).to_string()
}
