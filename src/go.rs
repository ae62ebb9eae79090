//! Runs the Go toolchain over source as it is, or as it would be after a fix, and tells how that went.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// The environment variable that names the `go` command to use in place of the one on the PATH.
pub const GO_VARIABLE: &str = "CHANFIX_GO";

/// A Go toolchain that answered.
#[derive(Clone, Debug)]
pub struct Toolchain {
    go: PathBuf,
    root: PathBuf,
    version: String,
}

/// What to run a Go command on.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The folder to run in; it decides which module is meant.
    pub dir: &'a Path,
    /// Package patterns such as `./...`.
    pub packages: &'a [&'a str],
    pub overlay: Option<&'a Overlay>,
    pub workspace: GoWork,
    /// After this, the command and all that it started are killed.
    pub limit: Duration,
}

/// Whether a `go.work` file above the folder counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoWork {
    AsFound,
    Off,
}

/// How to run tests.
#[derive(Clone, Copy, Debug)]
pub struct Testing {
    pub race: RaceDetector,
    /// How often each test runs; never zero, so that no result comes out of Go's cache.
    pub count: u32,
    /// How long the tests of one package may take.
    pub package_limit: Duration,
    pub output: TestOutput,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaceDetector {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestOutput {
    Text,
    /// One JSON object per line, as `go doc test2json` describes.
    Events,
}

/// How a Go command ended, with what it printed on both of its outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed(String),
    Failed(String),
    TimedOut(String),
    /// It could not be run at all, and why.
    NotRun(String),
}

impl Outcome {
    pub fn passed(&self) -> bool {
        matches!(self, Outcome::Passed(_))
    }

    pub fn output(&self) -> &str {
        let (Outcome::Passed(text)
        | Outcome::Failed(text)
        | Outcome::TimedOut(text)
        | Outcome::NotRun(text)) = self;
        text
    }
}

impl Toolchain {
    /// The toolchain that `CHANFIX_GO` names, or else the one on the PATH.
    pub fn find() -> Result<Toolchain> {
        let go = match env::var_os(GO_VARIABLE) {
            Some(named) if !named.is_empty() => PathBuf::from(named),
            _ => on_path("go").with_context(|| {
                format!("no go command on the PATH, and {GO_VARIABLE} is not set")
            })?,
        };
        Toolchain::at(go)
    }

    /// The toolchain whose `go` command is at a path.
    pub fn at(go: PathBuf) -> Result<Toolchain> {
        let mut command = Command::new(&go);
        command
            .args(["env", "GOVERSION", "GOROOT"])
            .env("GOTOOLCHAIN", "local");
        let answer = match run_within(&mut command, Duration::from_secs(60)) {
            Outcome::Passed(answer) => answer,
            other => bail!("{} env: {}", go.display(), other.output().trim()),
        };
        let mut lines = answer.lines();
        let (Some(version), Some(root)) = (lines.next(), lines.next()) else {
            bail!("{} env: unexpected answer {answer:?}", go.display());
        };
        Ok(Toolchain {
            go,
            root: PathBuf::from(root),
            version: version.to_string(),
        })
    }

    /// `go1.26.1`, or the like of it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Major and minor version; `None` for a development version.
    pub fn release(&self) -> Option<(u32, u32)> {
        let mut numbers = self
            .version
            .strip_prefix("go")?
            .split(|other: char| !other.is_ascii_digit());
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    }

    /// GOROOT.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The `gofmt` of this toolchain, or else the one on the PATH.
    pub fn gofmt(&self) -> Option<PathBuf> {
        let own = self.root.join("bin").join(executable("gofmt"));
        if own.is_file() {
            Some(own)
        } else {
            on_path("gofmt")
        }
    }

    /// Compiles the packages and keeps nothing.
    pub fn build(&self, job: &Job) -> Outcome {
        let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
        self.run(&["build", "-o", nowhere], job)
    }

    pub fn vet(&self, job: &Job) -> Outcome {
        self.run(&["vet"], job)
    }

    pub fn test(&self, testing: &Testing, job: &Job) -> Outcome {
        let count = format!("-count={}", testing.count.max(1));
        let limit = format!("-timeout={}ms", testing.package_limit.as_millis());
        let mut arguments = vec!["test", &count, &limit];
        if testing.race == RaceDetector::On {
            arguments.push("-race");
        }
        if testing.output == TestOutput::Events {
            arguments.push("-json");
        }
        self.run(&arguments, job)
    }

    /// Any other `go` command that takes packages, which come behind `arguments`.
    pub fn run(&self, arguments: &[&str], job: &Job) -> Outcome {
        let (verb, flags) = match arguments.split_first() {
            Some((verb, flags)) => (*verb, flags),
            None => return Outcome::NotRun("no go command given".to_string()),
        };
        let dir = match std::path::absolute(job.dir) {
            Ok(dir) => dir,
            Err(error) => return Outcome::NotRun(format!("{}: {error}", job.dir.display())),
        };
        let mut command = Command::new(&self.go);
        command.arg(verb);
        if let Some(overlay) = job.overlay {
            command.arg("-overlay").arg(&overlay.index);
        }
        command.args(flags).args(job.packages);
        // Go trusts PWD for the folder's spelling. Without it, links in the path are resolved, and then the paths of the
        // overlay fit nothing, silently.
        command
            .current_dir(&dir)
            .env("PWD", &dir)
            .env("GOTOOLCHAIN", "local");
        if job.workspace == GoWork::Off {
            command.env("GOWORK", "off");
        }
        run_within(&mut command, job.limit)
    }
}

/// Files as they would be, for Go's `-overlay` flag. What it wrote is removed when it is dropped.
#[derive(Debug)]
pub struct Overlay {
    index: PathBuf,
    _folder: TempDir,
}

impl Overlay {
    /// Puts each text in the place of the file at its path. The paths must be spelled as [`Job::dir`] is: through the same
    /// links, if there are any.
    pub fn new<'a>(replacements: impl IntoIterator<Item = (&'a Path, &'a str)>) -> Result<Overlay> {
        let folder = tempfile::Builder::new()
            .prefix("chanfix-overlay")
            .tempdir()
            .context("making a temporary folder")?;
        let mut replace = BTreeMap::new();
        for (number, (path, text)) in replacements.into_iter().enumerate() {
            let original =
                std::path::absolute(path).with_context(|| format!("finding {}", path.display()))?;
            let replacement = folder.path().join(format!("{number}.go"));
            fs::write(&replacement, text)
                .with_context(|| format!("writing {}", replacement.display()))?;
            replace.insert(original, replacement);
        }
        let index = folder.path().join("overlay.json");
        let text = serde_json::to_vec(&BTreeMap::from([("Replace", replace)]))
            .context("a path is not UTF-8")?;
        fs::write(&index, text).with_context(|| format!("writing {}", index.display()))?;
        Ok(Overlay {
            index,
            _folder: folder,
        })
    }
}

/// Runs a command in a process group of its own, which is killed as a whole when the limit is over: `go test` starts
/// compilers and test binaries that would live on.
fn run_within(command: &mut Command, limit: Duration) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    match try_run_within(command, limit) {
        Ok(outcome) => outcome,
        Err(error) => Outcome::NotRun(format!("{name}: {error}")),
    }
}

fn try_run_within(command: &mut Command, limit: Duration) -> io::Result<Outcome> {
    // A file rather than pipes: a process that outlives the command can't keep us waiting for the end of its output.
    let mut output = tempfile::tempfile()?;
    command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);

    let mut child = command.spawn()?;
    let status = wait_within(&mut child, limit)?;
    if status.is_none() {
        kill_group(&mut child)?;
    }
    let text = text_of(&mut output)?;
    Ok(match status {
        Some(status) if status.success() => Outcome::Passed(text),
        Some(_) => Outcome::Failed(text),
        None => Outcome::TimedOut(text),
    })
}

/// The exit status, or `None` if the limit came first.
fn wait_within(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let left = limit.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Ok(None);
        }
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn kill_group(child: &mut Child) -> io::Result<()> {
    // The child has not been waited for, so its id can't belong to another process yet.
    #[cfg(unix)]
    if let Some(group) = rustix::process::Pid::from_raw(child.id() as i32) {
        // It may have ended by itself since; then there is nothing to kill.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    child.kill()?;
    child.wait().map(|_| ())
}

fn text_of(output: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    output.rewind()?;
    output.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(executable(name)))
        .find(|candidate| candidate.is_file())
}

fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}
