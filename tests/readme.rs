//! The README shows what the binary prints: each block behind `<!-- output: ARGUMENTS -->` is compared with it.

mod support;

use std::env;
use std::fs;
use std::path::Path;

use support::binary::chanfix;
use support::patch;
use support::tree::Tree;

/// With this variable set, the README is brought up to date instead.
const WRITE: &str = "CHANFIX_WRITE_README";

#[test]
fn the_output_in_the_readme_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("README.md");
    let readme = fs::read_to_string(&path).expect("there is a README");

    // A repository of its own, since patches are for the root of the one that the files are in.
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    Tree::read(&root.join("examples"))
        .under("examples")
        .write(work.path());
    let init = patch::git(work.path()).args(["init", "--quiet"]).status();
    assert!(init.is_ok_and(|status| status.success()), "git init");

    let real = with_real_output(&readme, work.path());
    if env::var_os(WRITE).is_some() {
        fs::write(&path, &real).expect("the README can be written");
    }
    assert!(
        real == readme || env::var_os(WRITE).is_some(),
        "{WRITE}=1 brings this up to date:\n{}",
        similar::TextDiff::from_lines(&readme, &real)
            .unified_diff()
            .header("README.md", "real output")
    );
}

/// The text, each of its output blocks filled with what the binary prints in a folder.
fn with_real_output(readme: &str, folder: &Path) -> String {
    let mut real = String::new();
    let mut lines = readme.split_inclusive('\n');
    while let Some(line) = lines.next() {
        real.push_str(line);
        let Some(command) = line
            .strip_prefix("<!-- output: ")
            .and_then(|rest| rest.strip_suffix(" -->\n"))
        else {
            continue;
        };
        let fence = lines.next().expect("a block follows");
        assert!(fence.starts_with("```"), "{command}: no block follows");
        real.push_str(fence);
        let run = chanfix(folder, &command.split(' ').collect::<Vec<_>>());
        assert_eq!(run.crash(), None, "{command}");
        real.push_str(run.text().trim_end());
        real.push_str("\n```\n");
        let _old = lines.by_ref().find(|line| line.trim_end() == "```");
    }
    real
}
