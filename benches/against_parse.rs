//! What `chanfix check` costs, against parsing the same files with tree-sitter and doing nothing else.
//!
//! `cargo bench` measures the source of the Go toolchain, `cargo bench -- DIR…` these folders too. `--jobs N` sets the
//! number of threads, `--rounds N` how often each of the two is measured, `--select NAME,…` the transforms. The transforms
//! that are Go patches are measured once more alone: what their matcher costs.

use std::cell::RefCell;
use std::env;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use chanfix::engine::Part;
use chanfix::go::Toolchain;
use chanfix::patch::load;
use chanfix::workspace::{self, Options};
use rayon::prelude::*;
use tree_sitter::Parser;

const BINARY: &str = env!("CARGO_BIN_EXE_chanfix");

/// What the command line asks for.
struct Plan {
    folders: Vec<PathBuf>,
    jobs: usize,
    rounds: usize,
    select: Option<String>,
}

/// The files that chanfix reads in a folder.
struct Corpus {
    folder: PathBuf,
    files: Vec<PathBuf>,
    bytes: usize,
    lines: usize,
}

fn main() -> Result<()> {
    let plan = plan(env::args().skip(1))?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(plan.jobs)
        .build()?;
    for folder in &plan.folders {
        let corpus = corpus(folder)?;
        measure(&plan, &pool, &corpus)
            .with_context(|| format!("measuring {}", folder.display()))?;
    }
    Ok(())
}

fn plan(mut words: impl Iterator<Item = String>) -> Result<Plan> {
    let jobs = thread::available_parallelism().map_or(1, |cores| cores.get());
    let mut plan = Plan {
        folders: Vec::new(),
        jobs,
        rounds: 3,
        select: None,
    };
    match Toolchain::find() {
        Ok(toolchain) => plan.folders.push(toolchain.root().join("src")),
        Err(error) => eprintln!("the source of the Go toolchain is left out: {error:#}"),
    }
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} needs a value"))
        };
        match word.as_str() {
            // Cargo adds this one.
            "--bench" => {}
            "--jobs" => plan.jobs = value()?.parse().context("--jobs needs a number")?,
            "--rounds" => plan.rounds = value()?.parse().context("--rounds needs a number")?,
            "--select" => plan.select = Some(value()?),
            option if option.starts_with('-') => bail!("unknown option {option}"),
            folder => plan.folders.push(PathBuf::from(folder)),
        }
    }
    ensure!(
        plan.jobs > 0 && plan.rounds > 0,
        "--jobs and --rounds are at least 1"
    );
    ensure!(
        !plan.folders.is_empty(),
        "nothing to measure: give a folder"
    );
    Ok(plan)
}

/// Finds the files as chanfix does. Reading them all also brings them into the system's cache, for a fair first round.
fn corpus(folder: &Path) -> Result<Corpus> {
    let options = Options {
        exclude: ignore::gitignore::Gitignore::empty(),
        tests: true,
        base: env::current_dir()?,
    };
    let workspace = workspace::load(&[folder.to_path_buf()], &options);
    let directories = workspace
        .requested()
        .iter()
        .map(|directory| workspace.directory(*directory));
    let requested = directories
        .flat_map(|directory| &directory.files)
        .filter(|file| workspace.file(**file).requested);
    let files: Vec<PathBuf> = requested.map(|file| workspace.path(*file)).collect();
    ensure!(!files.is_empty(), "{}: no Go files", folder.display());
    let (bytes, lines) = files
        .par_iter()
        .map(|file| fs::read(file).unwrap_or_default())
        .map(|text| {
            (
                text.len(),
                text.iter().filter(|byte| **byte == b'\n').count(),
            )
        })
        .reduce(|| (0, 0), |one, other| (one.0 + other.0, one.1 + other.1));
    Ok(Corpus {
        folder: folder.to_path_buf(),
        files,
        bytes,
        lines,
    })
}

fn measure(plan: &Plan, pool: &rayon::ThreadPool, corpus: &Corpus) -> Result<()> {
    println!(
        "{}: {} files, {} lines, {:.1} MB; {} threads",
        corpus.folder.display(),
        corpus.files.len(),
        corpus.lines,
        corpus.bytes as f64 / 1e6,
        plan.jobs
    );
    let rules = load::built_in();
    let is_patch = |part: &Part| matches!(part, Part::Patch { .. });
    let patches = rules.iter().filter(|rule| rule.parts.iter().all(is_patch));
    let names: Vec<&str> = patches.map(|rule| rule.name).collect();
    let names = names.join(",");
    let mut parses = Vec::new();
    let mut checks = Vec::new();
    let mut patches = Vec::new();
    for round in 1..=plan.rounds {
        let parse = pool.install(|| parse_all(&corpus.files));
        let check = check(plan, plan.select.as_deref(), corpus)?;
        let patch = self::check(plan, Some(&names), corpus)?;
        println!(
            "  round {round}: parse {:.3} s, check {:.3} s, patches alone {:.3} s",
            parse.as_secs_f64(),
            check.as_secs_f64(),
            patch.as_secs_f64()
        );
        parses.push(parse);
        checks.push(check);
        patches.push(patch);
    }
    for (name, pick) in [("best", best as fn(&[Duration]) -> f64), ("median", median)] {
        let (parse, check, patch) = (pick(&parses), pick(&checks), pick(&patches));
        println!(
            "  {name}: parse {parse:.3} s, check {check:.3} s, check/parse {:.3}, {:.0} lines/s; patches/parse {:.3}",
            check / parse,
            corpus.lines as f64 / check,
            patch / parse
        );
    }
    match peak_memory(plan, corpus)? {
        Some(kilobytes) => println!(
            "  peak memory of check: {:.1} MB",
            kilobytes as f64 / 1024.0
        ),
        None => println!("  peak memory of check: not measured, there is no /proc here"),
    }
    Ok(())
}

/// How long it takes to read and parse all files, with one parser for each thread.
fn parse_all(files: &[PathBuf]) -> Duration {
    thread_local!(static PARSER: RefCell<Parser> = RefCell::new(parser()));
    let started = Instant::now();
    files.par_iter().for_each(|file| {
        let text = fs::read(file).unwrap_or_default();
        PARSER.with_borrow_mut(|parser| black_box(parser.parse(text, None)));
    });
    started.elapsed()
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_go::LANGUAGE.into())
        .expect("the grammar fits the library");
    parser
}

/// How long a whole `chanfix check` takes, from the start of its process to its end.
fn check(plan: &Plan, select: Option<&str>, corpus: &Corpus) -> Result<Duration> {
    let started = Instant::now();
    let mut child = spawn(plan, select, corpus)?;
    let status = child.wait()?;
    let elapsed = started.elapsed();
    // What can't be parsed makes it 2; there are such files on purpose in Go's own source.
    ensure!(
        matches!(status.code(), Some(0..=2)),
        "chanfix check: {status}"
    );
    Ok(elapsed)
}

fn spawn(plan: &Plan, select: Option<&str>, corpus: &Corpus) -> Result<Child> {
    let mut command = Command::new(BINARY);
    command.args([
        "check",
        "--format",
        "json",
        "--jobs",
        &plan.jobs.to_string(),
    ]);
    if let Some(select) = select {
        command.args(["--select", select]);
    }
    command
        .arg(&corpus.folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
        .spawn()
        .with_context(|| format!("starting {BINARY}"))
}

/// The most memory that one more check holds at once, in KiB: the system keeps the high-water mark of a process that
/// runs, so it is asked for again and again until the process ends.
fn peak_memory(plan: &Plan, corpus: &Corpus) -> Result<Option<u64>> {
    let mut child = spawn(plan, plan.select.as_deref(), corpus)?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait()?.is_none() {
        peak = fs::read_to_string(&status)
            .ok()
            .and_then(|text| high_water_mark(&text))
            .max(peak);
        thread::sleep(Duration::from_millis(1));
    }
    Ok(peak)
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn best(durations: &[Duration]) -> f64 {
    durations.iter().min().map_or(0.0, Duration::as_secs_f64)
}

fn median(durations: &[Duration]) -> f64 {
    let mut sorted = durations.to_vec();
    sorted.sort();
    sorted
        .get(sorted.len() / 2)
        .map_or(0.0, Duration::as_secs_f64)
}
