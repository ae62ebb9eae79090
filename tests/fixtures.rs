//! Every fixture of every transform, held against the laws, and every proof.

mod support;

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use support::compiled;
use support::corpus::{Transform, transforms};
use support::golang;
use support::laws::Breaches;
use support::proving;
use support::trial::Trial;

#[test]
fn fixtures_keep_the_laws() {
    let transforms = transforms();
    assert!(!transforms.is_empty(), "no transforms are found");
    let trials: Vec<Trial> = transforms.iter().map(Trial::of).collect();

    let mut breaches = Breaches::new();
    for (transform, trial) in transforms.iter().zip(&trials) {
        breaches.extend(missing_parts(transform));
        breaches.extend(snapshot_breaches(transform, trial));
        breaches.extend(
            trial
                .breaches
                .iter()
                .map(|(path, what)| (titled(transform, path), what.clone())),
        );
    }
    let left_out = "whether fixed fixtures still build, pass go vet and are formatted";
    if let Some(toolchain) = golang::toolchain(left_out) {
        breaches.extend(compiled::breaches(&toolchain, &transforms, &trials));
    }
    report(breaches);
}

#[test]
fn proofs_fail_before_the_fix_and_pass_after_it() {
    let transforms = transforms();
    let left_out = "whether the proofs fail before the fix and pass after it";
    let Some(toolchain) = golang::toolchain(left_out) else {
        return;
    };
    if let Some(problem) = golang::race_detector_problem(&toolchain) {
        golang::give_up(&problem, left_out);
        return;
    }
    report(proving::breaches(&toolchain, &transforms));
}

/// What each transform must come with.
fn missing_parts(transform: &Transform) -> Breaches {
    let mut parts: Vec<&str> = ["README.md", "fires", "quiet", "proof"].into();
    parts.retain(|part| !transform.folder.join(part).exists());
    let mut breaches: Breaches = parts
        .iter()
        .map(|part| (transform.name.clone(), format!("has no {part}")))
        .collect();
    let mut cases = BTreeSet::new();
    let repeated = transform
        .fixtures
        .iter()
        .filter(|fixture| !cases.insert(&fixture.case));
    breaches.extend(
        repeated.map(|fixture| (fixture.title(), "another fixture has this name".to_string())),
    );
    breaches
}

/// Holds what users see against `snapshots/`; there must be no snapshot without its fixture.
fn snapshot_breaches(transform: &Transform, trial: &Trial) -> Breaches {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut breaches = Breaches::new();
    for (name, text) in &trial.shown {
        let compare = || settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
        if panic::catch_unwind(AssertUnwindSafe(compare)).is_err() {
            breaches.push((
                name.clone(),
                "differs from its snapshot: read it, then `cargo insta review`".to_string(),
            ));
        }
    }
    let known: BTreeSet<String> = trial
        .shown
        .iter()
        .map(|(name, _)| format!("{name}.snap"))
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = name.starts_with(&format!("{}@", transform.name)) && name.ends_with(".snap");
        if is_ours && !known.contains(&name) {
            breaches.push((format!("snapshots/{name}"), "has no fixture".to_string()));
        }
    }
    breaches
}

/// The path in the repository for one in the tree of all fixtures.
fn titled(transform: &Transform, path: &str) -> String {
    let fixture = transform
        .fixtures
        .iter()
        .find(|fixture| path.contains(&format!("{}/", fixture.folder())));
    match fixture {
        Some(fixture) => format!("{} ({path})", fixture.title()),
        None => format!("transforms/{} {path}", transform.name),
    }
}

fn report(mut breaches: Breaches) {
    breaches.sort();
    breaches.dedup();
    let lines: Vec<String> = breaches
        .iter()
        .map(|(path, what)| format!("{path}\n    {}", what.replace('\n', "\n    ")))
        .collect();
    assert!(
        lines.is_empty(),
        "{} breaches:\n\n{}\n",
        lines.len(),
        lines.join("\n")
    );
}
