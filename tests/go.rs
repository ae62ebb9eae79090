//! The runner of the Go toolchain: what passes, fails and never ends is told apart, and an overlay counts.

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use chanfix::go::{GoWork, Job, Outcome, Overlay, RaceDetector, TestOutput, Testing, Toolchain};
use support::golang;
use support::tree::Tree;

const ONE: &str = "package one\n\nfunc One() int { return 1 }\n";
const ONE_TEST: &str = "package one\n\nimport \"testing\"\n\nfunc TestOne(t *testing.T) {\n\tif One() != 1 {\n\t\tt.Fatal(\"not one\")\n\t}\n}\n";
const SLEEP_TEST: &str = "package one\n\nimport (\n\t\"testing\"\n\t\"time\"\n)\n\nfunc TestSleep(t *testing.T) { time.Sleep(time.Minute) }\n";

const TESTING: Testing = Testing {
    race: RaceDetector::Off,
    count: 1,
    package_limit: Duration::from_secs(60),
    output: TestOutput::Text,
};

fn toolchain() -> Option<Toolchain> {
    golang::toolchain("the runner of the Go toolchain")
}

fn module(folder: &Path, files: &[(&str, &str)]) {
    let mut tree = Tree::default();
    tree.add("go.mod", "module one.test\n\ngo 1.26\n");
    files.iter().for_each(|(path, text)| tree.add(path, *text));
    tree.write(folder);
}

#[test]
fn outcomes_tell_how_it_went() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    module(folder.path(), &[("one.go", ONE), ("one_test.go", ONE_TEST)]);
    let job = golang::job(folder.path());
    assert!(toolchain.build(&job).passed());
    assert!(toolchain.vet(&job).passed());
    assert!(toolchain.test(&TESTING, &job).passed());

    module(
        folder.path(),
        &[("one.go", &ONE.replace("return 1", "return 2"))],
    );
    let Outcome::Failed(output) = toolchain.test(&TESTING, &job) else {
        panic!("a failing test passes")
    };
    assert!(output.contains("not one"), "{output}");

    module(folder.path(), &[("one.go", &ONE.replace("int", "string"))]);
    let Outcome::Failed(output) = toolchain.build(&job) else {
        panic!("a type error builds")
    };
    assert!(output.contains("one.go:3"), "{output}");

    let nowhere = folder.path().join("nowhere");
    let outcome = toolchain.build(&golang::job(&nowhere));
    assert!(matches!(outcome, Outcome::NotRun(_)), "{outcome:?}");
}

#[test]
fn what_never_ends_is_ended() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    module(
        folder.path(),
        &[("one.go", ONE), ("one_test.go", SLEEP_TEST)],
    );
    let job = golang::job(folder.path());
    // So that the limit is spent in the test and not in the compiler.
    assert!(
        toolchain
            .run(&["test", "-c", "-o", "/dev/null"], &job)
            .passed()
    );
    let started = Instant::now();
    let outcome = toolchain.test(
        &TESTING,
        &Job {
            limit: Duration::from_secs(5),
            ..job
        },
    );
    assert!(matches!(outcome, Outcome::TimedOut(_)), "{outcome:?}");
    assert!(started.elapsed() < Duration::from_secs(30));
    #[cfg(target_os = "linux")]
    assert!(
        !processes().any(|command| command.contains("sleepless.test")),
        "the test binary lives on"
    );

    let by_go = Testing {
        package_limit: Duration::from_millis(100),
        ..TESTING
    };
    let Outcome::Failed(output) = toolchain.test(&by_go, &job) else {
        panic!("no time-out")
    };
    assert!(output.contains("test timed out after 100ms"), "{output}");
}

/// The command lines of the processes that run.
#[cfg(target_os = "linux")]
fn processes() -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok())
}

#[test]
fn an_overlay_takes_the_place_of_files() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let real = folder.path().join("real");
    module(
        &real,
        &[
            ("one.go", &ONE.replace("return 1", "return 2")),
            ("one_test.go", ONE_TEST),
        ],
    );
    let mut folders = vec![real.clone()];
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&real, &link).expect("the folder is ours");
        folders.push(link);
    }
    for dir in folders {
        let original = dir.join("one.go");
        let overlay =
            Overlay::new([(original.as_path(), ONE)]).expect("the temporary folder can be written");
        let job = Job {
            overlay: Some(&overlay),
            ..golang::job(&dir)
        };
        let outcome = toolchain.test(&TESTING, &job);
        assert!(outcome.passed(), "{}: {outcome:?}", dir.display());
        let plain = Job {
            overlay: None,
            ..job
        };
        assert!(
            !toolchain.test(&TESTING, &plain).passed(),
            "without it, the test fails"
        );
        let broken = Overlay::new([(
            original.as_path(),
            "package one\n\nfunc One() { return 1 }\n",
        )]);
        let broken = broken.expect("the temporary folder can be written");
        let job = Job {
            overlay: Some(&broken),
            ..job
        };
        assert!(!toolchain.build(&job).passed() && !toolchain.vet(&job).passed());
    }
}

#[test]
fn a_workspace_counts_only_where_it_is_asked_for() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    module(&folder.path().join("one"), &[("one.go", ONE)]);
    std::fs::write(folder.path().join("go.work"), "this is no go.work\n")
        .expect("the folder is ours");
    let dir = folder.path().join("one");
    let job = golang::job(&dir);
    assert!(toolchain.build(&job).passed());
    assert!(
        !toolchain
            .build(&Job {
                workspace: GoWork::AsFound,
                ..job
            })
            .passed()
    );
}

#[test]
fn a_toolchain_that_is_none_is_refused() {
    let error = Toolchain::at("/nowhere/go".into()).expect_err("there is no such file");
    assert!(error.to_string().contains("/nowhere/go"), "{error:#}");
}
