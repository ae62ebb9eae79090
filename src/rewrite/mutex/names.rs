//! What a new mutex is called: as the package calls its others.

use super::existing::mutexes_in;
use crate::model::{Package, SymbolId, SymbolKind};

/// A struct with more fields than these names what its mutex guards.
const SMALL_STRUCT: usize = 5;

/// How mutexes are called, by the end of their name in lower case; the first is the commonest.
const SUFFIXES: &[&str] = &["Mu", "Mutex", "Mtx", "Lock", "Mux", "Mx", "Lk"];

/// Names for the mutex of a variable, or of several that begin with this one, the best first: `mu`, `itemsMu`.
pub(super) fn names_for(package: &Package, guarded: SymbolId, are_several: bool) -> Vec<String> {
    let suffix = suffix_of(package);
    let symbol = package.symbol(guarded);
    let short = suffix.to_lowercase();
    let long = format!("{}{suffix}", uncapitalized(&symbol.name));
    match symbol.kind {
        SymbolKind::Field if is_general(package, guarded, are_several) => vec![short, long],
        SymbolKind::Field => vec![long],
        _ if package.is_local(guarded) || are_several => vec![short, long],
        _ => vec![long],
    }
}

/// Whether a field's mutex need not say what it guards: it guards several fields, or its struct has few.
fn is_general(package: &Package, field: SymbolId, are_several: bool) -> bool {
    package.struct_of_field(field).is_some_and(|(_, fields)| {
        let count: usize = fields.iter().map(|field| field.names.len().max(1)).sum();
        // Where others say what they are for, so does this one.
        let mut names = fields.iter().flat_map(|field| &field.names);
        (are_several || count <= SMALL_STRUCT) && !names.any(|name| suffix_in(&name.name).is_some())
    })
}

/// How the package's own mutexes are called most often.
fn suffix_of(package: &Package) -> &'static str {
    let mut counts = vec![0_usize; SUFFIXES.len()];
    for (mutex, _) in mutexes_in(package) {
        if let Some(position) = suffix_in(&package.symbol(mutex).name) {
            counts[position] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let position = counts.iter().position(|&count| count == most);
    position.map_or(SUFFIXES[0], |position| SUFFIXES[position])
}

fn suffix_in(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    SUFFIXES
        .iter()
        .position(|suffix| name.ends_with(&suffix.to_lowercase()))
}

/// What a mutex is named for, in lower case: `itemsMu` gives `items`, and `mu` nothing.
pub(super) fn stem_of(name: &str) -> String {
    let name = name.to_lowercase();
    let suffixes = SUFFIXES.iter().map(|suffix| suffix.to_lowercase());
    let stems = suffixes.filter_map(|suffix| name.strip_suffix(&suffix).map(str::to_string));
    let stem = stems.min_by_key(String::len).unwrap_or(name);
    let stem = stem.strip_suffix("rw").unwrap_or(&stem);
    stem.trim_end_matches('_').to_string()
}

/// `Items` gives `items`, `HTTPClient` gives `httpClient`, `URL` gives `url`.
fn uncapitalized(name: &str) -> String {
    let capitals = name.chars().take_while(|letter| letter.is_uppercase());
    let capitals = capitals.count();
    let is_all = capitals == name.chars().count();
    let lowered = if capitals > 1 && !is_all {
        capitals - 1
    } else {
        capitals
    };
    let lower = |(position, letter): (usize, char)| {
        if position < lowered {
            letter.to_lowercase().to_string()
        } else {
            letter.to_string()
        }
    };
    name.chars().enumerate().map(lower).collect()
}
