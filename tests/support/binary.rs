//! Runs the built binary as a user does, and reads its JSON.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

/// The binary that Cargo built for this test run.
pub const BINARY: &str = env!("CARGO_BIN_EXE_chanfix");

/// No input may keep the binary busy for longer than this, not even in a build without optimisation.
const LIMIT: Duration = Duration::from_secs(240);

/// How a run ended and what it printed.
#[derive(Debug)]
pub struct Run {
    /// `None` where a signal ended it, or the time limit.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Run {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// What is wrong with the run whatever it was asked: a signal, another exit code than the three, a panic.
    pub fn crash(&self) -> Option<String> {
        let is_known_code = matches!(self.code, Some(0..=2));
        let signs = [
            "panicked at",
            "has overflowed its stack",
            "internal error, the folder",
        ];
        let output = self.text();
        let has_panicked = signs
            .iter()
            .any(|sign| self.stderr.contains(sign) || output.contains(sign));
        (!is_known_code || has_panicked).then(|| {
            let [stderr, stdout] = [&self.stderr, &output].map(|text| head_of(text));
            format!("exit {:?}: {stderr}\n{stdout}", self.code)
        })
    }

    pub fn report(&self) -> Result<Report, String> {
        let told = || format!("exit {:?}, stderr: {}", self.code, head_of(&self.stderr));
        serde_json::from_slice(&self.stdout)
            .map_err(|error| format!("stdout is no JSON report: {error}; {}", told()))
    }
}

/// Runs the binary in a folder.
pub fn chanfix<S: AsRef<OsStr>>(dir: &Path, arguments: &[S]) -> Run {
    let mut command = Command::new(BINARY);
    command.args(arguments).current_dir(dir);
    run(&mut command)
}

/// Runs a command that is the binary, or starts it, without the variables that change what it prints.
pub fn run(command: &mut Command) -> Run {
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let stdout = collected(child.stdout.take());
    let stderr = collected(child.stderr.take());
    let started = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            break status.code();
        }
        if started.elapsed() > LIMIT {
            child.kill().expect("the child is ours and runs");
            child.wait().expect("the child is ours");
            break None;
        }
        thread::sleep(Duration::from_millis(2));
    };
    Run {
        code,
        stdout: stdout.join().expect("reading does not panic"),
        stderr: String::from_utf8_lossy(&stderr.join().expect("reading does not panic"))
            .into_owned(),
    }
}

fn collected<R: Read + Send + 'static>(pipe: Option<R>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).expect("a pipe can be read");
        }
        bytes
    })
}

fn head_of(text: &str) -> String {
    text.chars().take(600).collect()
}

/// The JSON contract, as far as tests look at it.
#[derive(Debug, Deserialize)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub errors: Vec<Problem>,
    pub summary: Summary,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Finding {
    pub rule: String,
    pub path: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    pub message: String,
    pub fingerprint: String,
    pub related: Vec<Related>,
    pub fix: Option<Fix>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Related {
    pub path: String,
    pub line: u32,
    pub column: u32,
    pub message: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Fix {
    pub title: String,
    pub safety: String,
    pub edits: Vec<Edit>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Edit {
    pub path: String,
    pub line: u32,
    pub start: usize,
    pub end: usize,
    pub text: String,
}

#[derive(Debug, Deserialize)]
pub struct Problem {
    pub path: String,
    pub line: Option<u32>,
    pub message: String,
}

#[derive(Debug, Deserialize)]
pub struct Summary {
    pub files: usize,
    pub packages: usize,
    pub findings: usize,
    pub fixes: BTreeMap<String, usize>,
}
