//! Proofs: packages whose tests fail because of a bug, and pass once it is fixed.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chanfix::go::{Outcome, RaceDetector, TestOutput, Testing, Toolchain};
use serde::Deserialize;

use super::binary::chanfix;
use super::corpus::{LANGUAGE, Transform};
use super::golang;
use super::laws::Breaches;
use super::tree::Tree;

const MODULE: &str = "proofs.test";

/// What a bug looks like when a test meets it. A test that fails in another way proves nothing about concurrency, but one
/// that checks a value may say so in its own words.
const SYMPTOMS: [&str; 5] = [
    "WARNING: DATA RACE",
    "panic: ",
    "fatal error: ",
    "test timed out",
    "--- FAIL: ",
];

/// Runs all proofs of all transforms, as packages of one module, before and after the fix.
pub fn breaches(toolchain: &Toolchain, transforms: &[Transform]) -> Breaches {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let [before, after] = ["before", "after"].map(|state| work.path().join(state));
    let proofs = proofs_of(transforms);
    proofs.write(&before);
    proofs.write(&after);

    let mut breaches = fixed(&after, transforms);
    breaches.extend(unchanged(&proofs, &Tree::read(&after), transforms));
    breaches.extend(fail_before(toolchain, &before, transforms));
    breaches.extend(pass_after(toolchain, &after, transforms));
    breaches
}

fn proofs_of(transforms: &[Transform]) -> Tree {
    let mut tree = Tree::default();
    tree.add("go.mod", format!("module {MODULE}\n\ngo {LANGUAGE}\n"));
    for (folder, files) in cases(transforms) {
        tree.extend(files.under(&folder));
    }
    tree
}

/// Folder and files of each proof.
fn cases(transforms: &[Transform]) -> impl Iterator<Item = (String, &Tree)> {
    transforms.iter().flat_map(|transform| {
        transform
            .proofs
            .iter()
            .map(|proof| (format!("{}/{}", transform.name, proof.case), &proof.files))
    })
}

fn fixed(folder: &Path, transforms: &[Transform]) -> Breaches {
    let mut breaches = Breaches::new();
    for transform in transforms
        .iter()
        .filter(|transform| !transform.proofs.is_empty())
    {
        let run = chanfix(
            folder,
            &[
                "fix",
                "--unsafe-fixes",
                "--select",
                &transform.name,
                &transform.name,
            ],
        );
        if run.code != Some(0) {
            breaches.push((
                transform.name.clone(),
                format!("fix: exit {:?}: {}", run.code, run.stderr),
            ));
        }
    }
    breaches
}

fn unchanged(before: &Tree, after: &Tree, transforms: &[Transform]) -> Breaches {
    let is_untouched = |folder: &String| before.below(folder) == after.below(folder);
    let untouched = cases(transforms)
        .map(|(folder, _)| folder)
        .filter(is_untouched);
    untouched
        .map(|folder| (folder, "the fix changes nothing in this proof".to_string()))
        .collect()
}

fn fail_before(toolchain: &Toolchain, folder: &Path, transforms: &[Transform]) -> Breaches {
    let mut results = results(toolchain, folder, &["./..."], 1, Duration::from_secs(20));
    let passed = |results: &BTreeMap<String, Package>| -> Vec<String> {
        let passed = results
            .iter()
            .filter(|(_, package)| package.verdict == Verdict::Passed);
        passed.map(|(folder, _)| format!("./{folder}")).collect()
    };
    // A race need not show itself at once.
    let lucky = passed(&results);
    if !lucky.is_empty() {
        let lucky: Vec<&str> = lucky.iter().map(String::as_str).collect();
        results.extend(self::results(
            toolchain,
            folder,
            &lucky,
            20,
            Duration::from_secs(60),
        ));
    }
    let breach = |folder: String| {
        let Some(package) = results.get(&folder) else {
            return Some((folder, "before the fix, its test was not run".to_string()));
        };
        let what = match package.verdict {
            Verdict::Passed => "its test passes before the fix",
            Verdict::NotBuilt => "does not build before the fix",
            Verdict::Failed
                if !SYMPTOMS
                    .iter()
                    .any(|symptom| package.output.contains(symptom)) =>
            {
                "before the fix, its test fails without a sign of the bug"
            }
            Verdict::Failed => return None,
        };
        Some((folder, format!("{what}:\n{}", package.tail())))
    };
    cases(transforms)
        .filter_map(|(folder, _)| breach(folder))
        .collect()
}

fn pass_after(toolchain: &Toolchain, folder: &Path, transforms: &[Transform]) -> Breaches {
    let results = results(toolchain, folder, &["./..."], 20, Duration::from_secs(120));
    let breach = |folder: String| {
        let Some(package) = results.get(&folder) else {
            return Some((folder, "after the fix, its test was not run".to_string()));
        };
        let is_proven = package.verdict == Verdict::Passed;
        (!is_proven).then(|| {
            (
                folder,
                format!("{:?} after the fix:\n{}", package.verdict, package.tail()),
            )
        })
    };
    cases(transforms)
        .filter_map(|(folder, _)| breach(folder))
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    NotBuilt,
}

#[derive(Debug)]
struct Package {
    verdict: Verdict,
    output: String,
}

impl Package {
    /// The last lines of the output, without those that say that a test runs or passed.
    fn tail(&self) -> String {
        let is_telling = |line: &&str| {
            !["=== ", "--- PASS"]
                .iter()
                .any(|start| line.trim_start().starts_with(start))
        };
        let lines: Vec<&str> = self.output.lines().filter(is_telling).collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

/// An event of `go test -json`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    action: String,
    #[serde(default)]
    package: String,
    /// Of the events of the build, in place of the package: `path [path.test]`.
    #[serde(default)]
    import_path: String,
    test: Option<String>,
    #[serde(default)]
    output: String,
    failed_build: Option<String>,
}

/// How the tests of each package went, by its folder.
fn results(
    toolchain: &Toolchain,
    folder: &Path,
    packages: &[&str],
    count: u32,
    package_limit: Duration,
) -> BTreeMap<String, Package> {
    let testing = Testing {
        race: RaceDetector::On,
        count,
        package_limit,
        output: TestOutput::Events,
    };
    let job = chanfix::go::Job {
        packages,
        ..golang::job(folder)
    };
    let outcome = toolchain.test(&testing, &job);
    assert!(
        !matches!(outcome, Outcome::NotRun(_) | Outcome::TimedOut(_)),
        "go test: {outcome:?}"
    );

    let mut results: BTreeMap<String, Package> = BTreeMap::new();
    let mut output: BTreeMap<String, String> = BTreeMap::new();
    for event in outcome
        .output()
        .lines()
        .filter_map(|line| serde_json::from_str::<Event>(line).ok())
    {
        let path = event
            .import_path
            .split(' ')
            .next()
            .filter(|path| !path.is_empty())
            .unwrap_or(&event.package);
        let Some(folder) = path
            .strip_prefix(MODULE)
            .and_then(|path| path.strip_prefix('/'))
        else {
            continue;
        };
        output
            .entry(folder.to_string())
            .or_default()
            .push_str(&event.output);
        let verdict = match (event.action.as_str(), &event.test) {
            ("pass", None) => Verdict::Passed,
            ("fail", None) if event.failed_build.is_some() => Verdict::NotBuilt,
            ("fail", None) => Verdict::Failed,
            _ => continue,
        };
        results.insert(
            folder.to_string(),
            Package {
                verdict,
                output: String::new(),
            },
        );
    }
    assert!(
        !results.is_empty(),
        "go test ran nothing: {}",
        outcome.output()
    );
    for (folder, package) in &mut results {
        package.output = output.remove(folder).unwrap_or_default();
    }
    results
}
