//! What the model knows about small packages: `chanfix facts` over each of them, as snapshots.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The facts of each file of `tests/model`, a package of its own, in `snapshots/model@<file>.snap`.
#[test]
fn facts_of_small_packages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let output = Command::new(env!("CARGO_BIN_EXE_chanfix"))
            .current_dir(&folder)
            .arg("facts")
            .arg(file.file_name().unwrap())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let case = file.file_stem().unwrap().to_string_lossy().into_owned();
        insta::with_settings!({
            snapshot_path => "../snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("model@{case}"), String::from_utf8(output.stdout).unwrap());
        });
    }
}
