//! The laws that need a Go toolchain: what compiled, vetted and was formatted before a fix is so after it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chanfix::go::{Outcome, Toolchain};

use super::corpus::{Fixture, Transform};
use super::golang;
use super::laws::Breaches;
use super::tree::Tree;
use super::trial::Trial;

/// The fixtures as they are, or after one of the fixes.
struct State<'a> {
    name: &'static str,
    tree: Tree,
    fixtures: Vec<&'a Fixture>,
}

/// What Go says about a fixture.
struct Verdict {
    build: Vec<String>,
    vet: Vec<String>,
}

pub fn breaches(toolchain: &Toolchain, transforms: &[Transform], trials: &[Trial]) -> Breaches {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let [before, after, safe] = states(transforms, trials);
    let mut breaches = Breaches::new();
    let mut accepted = BTreeSet::new();
    for (fixture, verdict) in verdicts(toolchain, work.path(), &before) {
        if !verdict.build.is_empty() {
            let what = "does not build, and no comment `// does not build` says so";
            breaches.push((
                fixture.title(),
                format!("{what}:\n{}", verdict.build.join("\n")),
            ));
        } else if verdict.vet.is_empty() {
            accepted.insert(fixture.folder());
        }
    }
    for state in [&after, &safe] {
        for (fixture, verdict) in verdicts(toolchain, work.path(), state) {
            let complaints = [verdict.build, verdict.vet].concat();
            if accepted.contains(&fixture.folder()) && !complaints.is_empty() {
                let what = format!("Go refuses it after the fix ({})", state.name);
                breaches.push((
                    fixture.title(),
                    format!("{what}:\n{}", complaints.join("\n")),
                ));
            }
        }
    }
    breaches.extend(format_breaches(
        toolchain,
        work.path(),
        [&before, &after, &safe],
    ));
    breaches
}

/// Before, after all fixes, and after the safe ones. What is as it was in an earlier state is not compiled again.
fn states<'a>(transforms: &'a [Transform], trials: &[Trial]) -> [State<'a>; 3] {
    let all = || {
        transforms
            .iter()
            .flat_map(|transform| &transform.fixtures)
            .filter(|fixture| fixture.builds)
    };
    let whole = |pick: fn(&Trial) -> &Tree| {
        let mut tree = Tree::default();
        trials
            .iter()
            .for_each(|trial| tree.extend(pick(trial).clone()));
        tree
    };
    let [before, after, safe] = [
        whole(|trial| &trial.before),
        whole(|trial| &trial.after),
        whole(|trial| &trial.safe),
    ];
    let differing = |tree: &Tree, earlier: &[&Tree]| -> Vec<&'a Fixture> {
        let differs = |fixture: &&Fixture| {
            let folder = fixture.folder();
            earlier
                .iter()
                .all(|earlier| earlier.below(&folder) != tree.below(&folder))
        };
        all().filter(differs).collect()
    };
    let fixtures = [
        all().collect(),
        differing(&after, &[&before]),
        differing(&safe, &[&before, &after]),
    ];
    let [in_before, in_after, in_safe] = fixtures;
    [
        State {
            name: "before",
            tree: before,
            fixtures: in_before,
        },
        State {
            name: "fix --unsafe-fixes",
            tree: after,
            fixtures: in_after,
        },
        State {
            name: "fix",
            tree: safe,
            fixtures: in_safe,
        },
    ]
}

/// Writes a state to a folder of its own, and builds and vets each of its modules.
fn verdicts<'a>(
    toolchain: &Toolchain,
    work: &Path,
    state: &State<'a>,
) -> Vec<(&'a Fixture, Verdict)> {
    let folder = work.join(state.name);
    fs::create_dir(&folder).expect("the folder is new");
    for fixture in &state.fixtures {
        let path = fixture.folder();
        state.tree.below(&path).under(&path).write(&folder);
        if module_of(fixture) != path {
            let go_mod = format!("{}/go.mod", module_of(fixture));
            let text = state
                .tree
                .0
                .get(&go_mod)
                .expect("the tree of fixtures has its go.mod files");
            fs::write(folder.join(go_mod), text).expect("a new folder can be written to");
        }
    }
    let modules: BTreeSet<String> = state
        .fixtures
        .iter()
        .map(|fixture| module_of(fixture))
        .collect();
    let mut verdicts = Vec::new();
    for module in modules {
        let dir = folder.join(&module);
        let job = golang::job(&dir);
        let [build, vet] = [toolchain.build(&job), toolchain.vet(&job)];
        let earlier = verdicts.len();
        for fixture in state
            .fixtures
            .iter()
            .filter(|fixture| module_of(fixture) == module)
        {
            let path = fixture.folder();
            let inside = path.strip_prefix(&format!("{module}/")).unwrap_or_default();
            let [build, vet] = [&build, &vet].map(|outcome| golang::complaints(outcome, inside));
            verdicts.push((*fixture, Verdict { build, vet }));
        }
        let new = &verdicts[earlier..];
        let is_explained = |outcome: &Outcome, part: fn(&Verdict) -> &Vec<String>| {
            outcome.passed() || new.iter().any(|(_, verdict)| !part(verdict).is_empty())
        };
        assert!(
            is_explained(&build, |verdict| &verdict.build),
            "go build: {build:?}"
        );
        assert!(
            is_explained(&vet, |verdict| &verdict.vet),
            "go vet: {vet:?}"
        );
    }
    verdicts
}

fn format_breaches(toolchain: &Toolchain, work: &Path, states: [&State; 3]) -> Breaches {
    let listed = match golang::unformatted(toolchain, work, &states.map(|state| state.name)) {
        Ok(listed) => listed,
        Err(problem) => return vec![(String::new(), problem)],
    };
    let [before, after, safe] = states.map(|state| {
        let inside = format!("{}/", state.name);
        listed
            .iter()
            .filter_map(|path| path.strip_prefix(&inside))
            .collect::<BTreeSet<_>>()
    });
    let spoiled: BTreeSet<&str> = after
        .union(&safe)
        .copied()
        .filter(|path| !before.contains(path))
        .collect();
    let what = "was gofmt-clean before the fix, and is not after it";
    spoiled
        .into_iter()
        .map(|path| (path.to_string(), what.to_string()))
        .collect()
}

/// The folder of the module that a fixture belongs to: its own, or the one that fixtures of a language version share.
fn module_of(fixture: &Fixture) -> String {
    let folder = fixture.folder();
    if fixture.files.0.contains_key("go.mod") {
        return folder;
    }
    folder.split('/').next().unwrap_or_default().to_string()
}
