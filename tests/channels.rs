//! The ownership table: `chanfix channels` over a small package, as snapshots.

use std::path::Path;
use std::process::Command;

fn table(arguments: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/channels");
    let output = Command::new(env!("CARGO_BIN_EXE_chanfix"))
        .current_dir(&folder)
        .arg("channels")
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn matches_snapshot(name: &str, text: String) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn table_as_text() {
    matches_snapshot("channels@text", table(&["pool.go"]));
}

#[test]
fn table_as_json() {
    let text = table(&["--format", "json", "pool.go"]);
    let table: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rows = table["channels"].as_array().unwrap();
    let verdicts: Vec<&str> = rows
        .iter()
        .map(|row| row["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(table["schema_version"], "1");
    assert_eq!(
        verdicts,
        [
            "closed-by-other",
            "signal",
            "out-of-sight",
            "closed-by-sender",
            "never-closed"
        ]
    );
    assert_eq!(rows[0]["closed"][0]["function"], "Pool.Stop");
}
