//! Go for the tests: the toolchain, or a plain word that it is missing.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use chanfix::go::{GoWork, Job, Outcome, Toolchain};

/// The oldest release that reads the fixtures.
const OLDEST: (u32, u32) = (1, 26);

/// The toolchain, or `None` where there is none and that is allowed; then `left_out` is said.
///
/// In CI, and where `CHANFIX_REQUIRE_GO` is set, a missing toolchain is a failure.
pub fn toolchain(left_out: &str) -> Option<Toolchain> {
    let problem = match Toolchain::find() {
        Ok(toolchain) if toolchain.release().is_none_or(|release| release >= OLDEST) => {
            return Some(toolchain);
        }
        Ok(toolchain) => format!(
            "{} is older than go{}.{}",
            toolchain.version(),
            OLDEST.0,
            OLDEST.1
        ),
        Err(error) => format!("{error:#}"),
    };
    give_up(&problem, left_out);
    None
}

/// Says that something could not be tested and why, or fails where that is not allowed.
pub fn give_up(problem: &str, left_out: &str) {
    let is_set = |name| {
        env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0" && value != "false")
    };
    if is_set("CI") || is_set("CHANFIX_REQUIRE_GO") {
        panic!("{problem}; not tested: {left_out}");
    }
    say(problem, left_out);
}

/// Says that something could not be tested and why.
pub fn say(problem: &str, left_out: &str) {
    // Not through the test harness, which shows what a passing test printed only when asked.
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "LEFT OUT: {left_out}: {problem}");
}

/// Why the race detector can't be used, if it can't.
pub fn race_detector_problem(toolchain: &Toolchain) -> Option<String> {
    let nowhere = std::env::temp_dir();
    let runtime = Job {
        packages: &["runtime/cgo"],
        ..job(&nowhere)
    };
    let outcome = toolchain.run(&["build", "-race"], &runtime);
    (!outcome.passed()).then(|| {
        format!(
            "go's race detector needs a C compiler such as gcc: {}",
            outcome.output().trim()
        )
    })
}

/// A job over all packages below a folder, alone.
pub fn job(folder: &Path) -> Job<'_> {
    Job {
        dir: folder,
        packages: &["./..."],
        overlay: None,
        workspace: GoWork::Off,
        limit: Duration::from_secs(600),
    }
}

/// The lines in which `go build` or `go vet` complains about something in a folder.
pub fn complaints(outcome: &Outcome, folder: &str) -> Vec<String> {
    let is_about = |line: &&str| {
        line.match_indices(folder).any(|(start, _)| {
            let behind = line[start + folder.len()..].chars().next();
            behind.is_none_or(|next| !next.is_alphanumeric() && next != '_' && next != '-')
        })
    };
    match outcome {
        Outcome::Passed(_) => Vec::new(),
        other => other
            .output()
            .lines()
            .filter(is_about)
            .map(str::to_string)
            .collect(),
    }
}

/// The files below the folders that `gofmt` would write differently, or can't read.
pub fn unformatted(
    toolchain: &Toolchain,
    work: &Path,
    folders: &[&str],
) -> Result<Vec<String>, String> {
    let gofmt = toolchain
        .gofmt()
        .ok_or("no gofmt beside the Go toolchain and none on the PATH")?;
    let output = Command::new(gofmt)
        .arg("-l")
        .args(folders)
        .current_dir(work)
        .output();
    let output = output.map_err(|error| format!("gofmt: {error}"))?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    Ok(listed
        .lines()
        .map(|line| line.split(".go").next().unwrap_or(line).to_string() + ".go")
        .collect())
}
