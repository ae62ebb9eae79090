//! `chanfix new NAME`: the folder of a transform, ready to be filled in.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::derive::{Derived, derive};
use super::trial::write;
use crate::cli::Outcome;
use crate::patch::load::{self, FOLDER};
use crate::report::out;

/// Makes the folder of a transform; its patch is derived from a pair of files if there is one.
pub fn new(name: &str, from: Option<&(PathBuf, PathBuf)>) -> Result<Outcome> {
    load::check_name(name).map_err(anyhow::Error::msg)?;
    if load::built_in().iter().any(|rule| rule.name == name) {
        bail!("a built-in transform is called {name}; take another name");
    }
    let base = std::env::current_dir().context("reading the working directory")?;
    let place = load::project_folder(&base).unwrap_or_else(|| base.join(FOLDER));
    let folder = place.join(name);
    if folder.exists() {
        bail!("{} is there already", load::shown(&folder, &base));
    }
    let derived = match from {
        Some((before, after)) => {
            let read = |path: &PathBuf| {
                fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
            };
            derive(&read(before)?, &read(after)?)?
        }
        None => Derived {
            patch: EXAMPLE.to_string(),
            fires: FIRES.to_string(),
            note: None,
        },
    };
    let files = BTreeMap::from([
        ("README.md".to_string(), page(name)),
        ("transform.patch".to_string(), derived.patch),
        ("fires/first.go".to_string(), derived.fires),
        ("quiet/near_miss.go".to_string(), QUIET.to_string()),
    ]);
    write(&folder, &files)?;
    let shown = load::shown(&folder, &base);
    let mut text = files
        .keys()
        .map(|path| format!("{shown}/{path}\n"))
        .collect::<String>();
    if let Some(note) = derived.note {
        text.push_str(&format!("{note}\n"));
    }
    text.push_str("Edit them, then run `chanfix test -u` and read the snapshot.\n");
    out::write_stdout(&text)?;
    Ok(Outcome::Clean)
}

const EXAMPLE: &str = "\
# The ticker for {t} is never stopped, and it ticks for as long as the program runs.
title: stop the ticker when the function returns
safety: unsafe
@@
var t identifier
var d expression
fresh ticker
where returns(site)
where not in_loop(site)
@@
-t := time.Tick(d)
+ticker := time.NewTicker(d)
+defer ticker.Stop()
+t := ticker.C
";

const FIRES: &str = "\
package first

import \"time\"

func poll(done chan struct{}, check func()) {
	tick := time.Tick(time.Second) // want \"is never stopped\"
	for {
		select {
		case <-tick:
			check()
		case <-done:
			return
		}
	}
}
";

const QUIET: &str = "\
package near

import \"time\"

// forever runs as long as the program does.
func forever(check func()) {
	tick := time.Tick(time.Second)
	for {
		<-tick
		check()
	}
}
";

fn page(name: &str) -> String {
    format!(
        "# {name}\n\nThe bug, in two sentences: what happens, and when.\n\n## Example\n\nBefore and after.\n\n## The change\n\nWhat the fix does, and why it is safe or what a reviewer must see.\n\n## Limits\n\nWhat it does not find.\n"
    )
}
