//! A line on stderr that shows how far long work is, on a terminal only.

use std::io::{IsTerminal, stderr};
use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// How far a known amount of work is; shared between threads.
#[derive(Debug)]
pub struct Progress {
    /// `None` where nobody watches.
    line: Option<Line>,
}

#[derive(Debug)]
struct Line {
    bar: ProgressBar,
    begin: Instant,
    shown: Once,
}

impl Progress {
    /// Nothing yet of `total` steps; never shown where it is to be `quiet`.
    pub fn new(total: u64, quiet: bool) -> Progress {
        let is_watched = !quiet
            && stderr().is_terminal()
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let line = is_watched.then(|| Line {
            bar: ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden())
                .with_style(style()),
            begin: Instant::now(),
            shown: Once::new(),
        });
        Progress { line }
    }

    /// One step more is done.
    pub fn tick(&self) {
        let Some(line) = &self.line else { return };
        line.bar.inc(1);
        if !line.shown.is_completed() && line.begin.elapsed() >= PATIENCE {
            line.shown
                .call_once(|| line.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
    }

    /// Takes the line away again; call this before anything else is printed.
    pub fn finish(&self) {
        if let Some(line) = &self.line {
            line.bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    let template = "{bar:30} {human_pos} of {human_len} folders";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_on_several_threads_and_past_the_end() {
        let progress = Progress::new(3, false);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| progress.tick());
            }
        });
        progress.finish();
        progress.finish();
    }
}
