//! Prints the ownership table of channels.

use anyhow::Result;

use super::look::problems;
use super::printing::told;
use crate::channels;
use crate::cli::{Format, Options, Outcome};
use crate::model::{DirId, World};
use crate::report::out;

/// Prints who does what with each channel: as JSON where that is asked for, else as text.
pub(super) fn print(options: &Options, world: &World, dirs: &[DirId]) -> Result<Outcome> {
    let rows = channels::table(world, dirs);
    let problems = problems(world);
    let is_json = options
        .outputs
        .iter()
        .any(|output| output.path.is_none() && output.format == Format::Json);
    if !is_json {
        out::write_stdout(&channels::text(&rows))?;
        return Ok(told(options, &problems, Outcome::Clean));
    }
    out::write_stdout(&channels::json(&rows, &problems))?;
    Ok(if problems.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Failed
    })
}
