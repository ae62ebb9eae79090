//! One transform's fixtures through the binary, all at once and in each variant, and what the laws say about it.

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use super::binary::{Finding, Report, Run, chanfix};
use super::corpus::{Fixture, Kind, Transform, tree_of};
use super::laws::{self, Breaches};
use super::marks;
use super::patch;
use super::tree::Tree;
use super::variant::Variant;

/// What came of it.
pub struct Trial {
    pub breaches: Breaches,
    /// The fixtures as they are, and after `fix` without and with `--unsafe-fixes`.
    pub before: Tree,
    pub safe: Tree,
    pub after: Tree,
    /// For each `fires` fixture: the snapshot's name and its text.
    pub shown: Vec<(String, String)>,
}

impl Trial {
    pub fn of(transform: &Transform) -> Trial {
        let before = tree_of(transform.fixtures.iter());
        let mut work = Work::new(transform, &before);
        let report = work.report();
        work.judge_findings(&report);
        let patch = work.patch();
        let shown = work.shown(&patch);
        let after = work.fix(&patch);
        let safe = work.fix_safely(&before, &report);
        Trial {
            breaches: work.breaches,
            before,
            safe,
            after,
            shown,
        }
    }
}

/// A folder that holds all variants of a transform's fixtures.
struct Work<'a> {
    transform: &'a Transform,
    folder: TempDir,
    original: Tree,
    /// The folders in it that the binary is run on.
    arguments: BTreeSet<String>,
    breaches: Breaches,
}

impl<'a> Work<'a> {
    fn new(transform: &'a Transform, before: &Tree) -> Work<'a> {
        let mut original = Tree::default();
        let mut arguments = BTreeSet::new();
        for variant in Variant::ALL {
            original.extend(variant.of(before).under(variant.folder()));
            let folder =
                |fixture: &Fixture| format!("{}/{}", variant.folder(), fixture.module_folder());
            arguments.extend(transform.fixtures.iter().map(folder));
        }
        let folder = written(&original);
        Work {
            transform,
            folder,
            original,
            arguments,
            breaches: Breaches::new(),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the binary on all fixtures.
    fn run(&mut self, dir: &Path, words: &[&str]) -> Run {
        let select = ["--select", &self.transform.name];
        let folders = self.arguments.iter().map(String::as_str);
        let arguments: Vec<&str> = words.iter().copied().chain(select).chain(folders).collect();
        let run = chanfix(dir, &arguments);
        self.breach("", run.crash());
        run
    }

    fn breach(&mut self, path: &str, what: Option<String>) {
        self.breaches
            .extend(what.map(|what| (path.to_string(), what)));
    }

    fn report(&mut self) -> Report {
        let folder = self.path().to_path_buf();
        let run = self.run(&folder, &["check", "--format", "json"]);
        let report = run
            .report()
            .unwrap_or_else(|problem| panic!("{}: {problem}", self.transform.name));
        for error in &report.errors {
            if self
                .transform
                .fixtures
                .iter()
                .any(|fixture| fixture.builds && error.path.contains(&fixture.folder()))
            {
                self.breaches.push((
                    error.path.clone(),
                    format!("is valid Go, but an error: {}", error.message),
                ));
            }
        }
        let expected = match (report.errors.is_empty(), report.findings.is_empty()) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        };
        let wrong_exit = (run.code != Some(expected))
            .then(|| format!("check: exit {:?}, not {expected}", run.code));
        self.breach("", wrong_exit);
        report
    }

    fn judge_findings(&mut self, report: &Report) {
        let of = |variant| findings_of(report, variant);
        let plain = of(Variant::Plain);
        self.breaches.extend(marks::breaches(
            &self.original.below(Variant::Plain.folder()),
            &plain,
        ));
        for variant in [Variant::Crlf, Variant::Unfinished, Variant::Marked] {
            self.breaches.extend(in_variant(
                variant,
                laws::findings_agree(&plain, &of(variant)),
            ));
        }
        let fixed = of(Variant::Generated).into_iter().filter(|finding| {
            finding
                .fix
                .as_ref()
                .is_some_and(|fix| fix.safety != "shown")
        });
        self.breaches
            .extend(fixed.map(|finding| (finding.path, "a fix in a generated file".to_string())));
        self.breaches
            .extend(laws::edits_are_disjoint(&self.original, &report.findings));
    }

    /// The patch for all fixtures; making it, and the check before it, must have written nothing.
    fn patch(&mut self) -> Vec<u8> {
        let folder = self.path().to_path_buf();
        let run = self.run(&folder, &["--dry-run", "--unsafe-fixes"]);
        let is_odd = run.code == Some(0) && !run.stdout.is_empty()
            || run.code == Some(1) && run.stdout.is_empty();
        let wrong_exit =
            is_odd.then(|| format!("--dry-run: exit {:?}, {} bytes", run.code, run.stdout.len()));
        self.breach("", wrong_exit);
        self.breaches.extend(laws::same(
            &self.original,
            &Tree::read(&folder),
            "--dry-run wrote",
        ));
        run.stdout
    }

    /// What a user sees of each `fires` fixture: the findings, then the change.
    fn shown(&mut self, patch: &[u8]) -> Vec<(String, String)> {
        let changes = patch::by_file(&String::from_utf8_lossy(patch));
        let mut shown = Vec::new();
        for fixture in self
            .transform
            .fixtures
            .iter()
            .filter(|fixture| fixture.kind == Kind::Fires)
        {
            let folder = format!("{}/{}", Variant::Plain.folder(), fixture.folder());
            let run = chanfix(
                self.path(),
                &[
                    "check",
                    "--color",
                    "never",
                    "--select",
                    &self.transform.name,
                    &folder,
                ],
            );
            let mut text = run.text();
            let inside = format!("{folder}/");
            for (_, change) in changes.iter().filter(|(path, _)| path.starts_with(&inside)) {
                text.push('\n');
                text.push_str(change);
            }
            let is_file = fixture.files.0.len() == 1
                && fixture
                    .files
                    .0
                    .contains_key(&format!("{}.go", fixture.case));
            let short = if is_file {
                "fires/".to_string()
            } else {
                format!("fires/{}/", fixture.case)
            };
            shown.push((
                format!("{}@{}", self.transform.name, fixture.case),
                text.replace(&inside, &short),
            ));
        }
        shown
    }

    /// Fixes everything, and returns the fixed fixtures.
    fn fix(&mut self, patch: &[u8]) -> Tree {
        let folder = self.path().to_path_buf();
        let after = self.settled(&folder, &["fix", "--unsafe-fixes"]);
        let patched = written(&self.original);
        if !patch.is_empty() {
            let refused = patch::apply(patched.path(), patch).err();
            self.breach(
                "",
                refused.map(|why| format!("git apply refuses the patch: {why}")),
            );
        }
        self.breaches.extend(laws::same(
            &after,
            &Tree::read(patched.path()),
            "the patch differs from the fix",
        ));

        let plain = after.below(Variant::Plain.folder());
        for variant in [Variant::Crlf, Variant::Unfinished, Variant::Marked] {
            let found = after.below(variant.folder());
            let what = format!("the fix differs when the file is {}", variant.folder());
            self.breaches
                .extend(laws::same(&variant.of(&plain), &found, &what));
        }
        let [generated, fixed] =
            [&self.original, &after].map(|tree| tree.below(Variant::Generated.folder()));
        self.breaches.extend(laws::same(
            &generated,
            &fixed,
            "a generated file was edited",
        ));
        self.judge_text(&plain);
        plain
    }

    /// Fixes without `--unsafe-fixes`, elsewhere, and returns the fixed fixtures.
    fn fix_safely(&mut self, before: &Tree, report: &Report) -> Tree {
        let safe = written(&before.under(Variant::Plain.folder()));
        let plain = |argument: &String| argument.starts_with(Variant::Plain.folder());
        let all = std::mem::take(&mut self.arguments);
        self.arguments = all.into_iter().filter(plain).collect();
        let after = self
            .settled(safe.path(), &["fix"])
            .below(Variant::Plain.folder());
        let findings = findings_of(report, Variant::Plain);
        self.breaches
            .extend(laws::unsafe_fixes_are_asked_for(before, &after, &findings));
        self.judge_text(&after);
        after
    }

    /// Runs a fix twice: the second run must change nothing.
    fn settled(&mut self, folder: &Path, words: &[&str]) -> Tree {
        let run = self.run(folder, words);
        let told = |run: &Run| format!("{words:?}: exit {:?}: {}", run.code, run.stderr);
        let has_invalid = self
            .transform
            .fixtures
            .iter()
            .any(|fixture| !fixture.builds);
        let is_failure = run.code != Some(0) && !(has_invalid && run.code == Some(2));
        self.breach("", is_failure.then(|| told(&run)));
        let after = Tree::read(folder);
        self.run(folder, words);
        self.breaches.extend(laws::same(
            &after,
            &Tree::read(folder),
            "a second run changes more",
        ));
        after
    }

    fn judge_text(&mut self, after: &Tree) {
        let before = self.original.below(Variant::Plain.folder());
        self.breaches.extend(laws::parses_no_worse(&before, after));
        self.breaches
            .extend(laws::comments_are_kept(&before, after));
    }
}

/// Findings in one variant, their paths from its folder on.
fn findings_of(report: &Report, variant: Variant) -> Vec<Finding> {
    let prefix = format!("{}/", variant.folder());
    let inside = |path: &String| path.strip_prefix(&prefix).map(str::to_string);
    let findings = report.findings.iter().filter_map(|finding| {
        let mut finding = Finding {
            path: inside(&finding.path)?,
            ..finding.clone()
        };
        for related in &mut finding.related {
            related.path = inside(&related.path).unwrap_or_else(|| related.path.clone());
        }
        for edit in finding.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.path = inside(&edit.path).unwrap_or_else(|| edit.path.clone());
        }
        Some(finding)
    });
    findings.collect()
}

fn in_variant(variant: Variant, breaches: Breaches) -> Breaches {
    breaches
        .into_iter()
        .map(|(path, what)| {
            (
                path,
                format!("when the file is {}: {what}", variant.folder()),
            )
        })
        .collect()
}

fn written(tree: &Tree) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    tree.write(folder.path());
    folder
}
