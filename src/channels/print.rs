//! The table as text, and as one JSON object.

use std::fmt::Write;

use serde::Serialize;

use super::{Place, Row};
use crate::report::Problem;

/// A block of lines for each channel.
pub fn text(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let _ = writeln!(
            text,
            "{}:{}:{}: {} {}, {}",
            row.path,
            row.line,
            row.column,
            row.name,
            row.ty,
            capacity(row)
        );
        let columns = [
            ("made", &row.made),
            ("sent", &row.sent),
            ("received", &row.received),
            ("closed", &row.closed),
        ];
        for (what, places) in columns {
            if !places.is_empty() {
                let places: Vec<String> = places.iter().map(|place| shown(place, row)).collect();
                let _ = writeln!(text, "  {what:<8}  {}", places.join(", "));
            }
        }
        let beyond = match row.leaves_sight {
            true => "; it leaves what is in sight",
            false => "",
        };
        let _ = writeln!(text, "  {:<8}  {}{beyond}", "verdict", row.verdict.text());
    }
    text
}

fn capacity(row: &Row) -> String {
    let all = row.capacities.iter().map(|capacity| match capacity {
        Some(0) => "no room".to_string(),
        Some(count) => format!("room for {count}"),
        None => "room that is computed".to_string(),
    });
    all.collect::<Vec<_>>().join(" or ")
}

/// `Pool.Stop 31`, with the file where it is another one.
fn shown(place: &Place, row: &Row) -> String {
    let mut text = String::new();
    if !place.function.is_empty() {
        text.push_str(&place.function);
        text.push(' ');
    }
    if place.path != row.path {
        text.push_str(&place.path);
        text.push(':');
    }
    text.push_str(&place.line.to_string());
    if place.in_select {
        text.push_str(" in select");
    }
    text
}

/// The whole table, with a newline behind it. The keys are a contract: none changes its name or meaning.
pub fn json(rows: &[Row], problems: &[Problem]) -> String {
    let document = Document {
        schema_version: "1",
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        channels: rows.iter().map(JsonRow::of).collect(),
        errors: problems.iter().map(JsonError::of).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("strings and numbers serialize");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: &'static str,
    tool: Tool,
    channels: Vec<JsonRow<'a>>,
    errors: Vec<JsonError<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    name: &'a str,
    r#type: &'a str,
    /// `null` for one that is computed.
    capacities: Vec<Option<u64>>,
    made: Vec<JsonPlace<'a>>,
    sent: Vec<JsonPlace<'a>>,
    received: Vec<JsonPlace<'a>>,
    closed: Vec<JsonPlace<'a>>,
    leaves_sight: bool,
    verdict: &'static str,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    function: &'a str,
    in_select: bool,
}

#[derive(Serialize)]
struct JsonError<'a> {
    path: &'a str,
    line: u32,
    message: &'a str,
}

impl JsonRow<'_> {
    fn of(row: &Row) -> JsonRow<'_> {
        JsonRow {
            path: &row.path,
            line: row.line,
            column: row.column,
            name: &row.name,
            r#type: &row.ty,
            capacities: row.capacities.iter().copied().collect(),
            made: JsonPlace::all(&row.made),
            sent: JsonPlace::all(&row.sent),
            received: JsonPlace::all(&row.received),
            closed: JsonPlace::all(&row.closed),
            leaves_sight: row.leaves_sight,
            verdict: row.verdict.name(),
        }
    }
}

impl JsonPlace<'_> {
    fn all(places: &[Place]) -> Vec<JsonPlace<'_>> {
        let places = places.iter().map(|place| JsonPlace {
            path: &place.path,
            line: place.line,
            column: place.column,
            function: &place.function,
            in_select: place.in_select,
        });
        places.collect()
    }
}

impl JsonError<'_> {
    fn of(problem: &Problem) -> JsonError<'_> {
        JsonError {
            path: &problem.path,
            line: problem.line.unwrap_or(1),
            message: &problem.message,
        }
    }
}
