//! Finds, reads and checks `chanfix.toml`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::file::SettingsFile;
use crate::nearest::nearest;

/// The name that settings files have.
const NAME: &str = "chanfix.toml";

/// Settings, and where they come from.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub settings: SettingsFile,
    /// `None` where there is no file: then nothing is set.
    pub path: Option<PathBuf>,
}

impl Loaded {
    /// The folder that its patterns and paths start from.
    pub fn folder(&self) -> Option<&Path> {
        self.path.as_deref()?.parent()
    }
}

/// The settings in the file at `path`. `known` are the names of all transforms.
pub fn load(path: &Path, known: &[&'static str]) -> Result<Loaded> {
    let path = path
        .canonicalize()
        .with_context(|| format!("reading {}", path.display()))?;
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let settings =
        read(&text, known).with_context(|| format!("{} is not understood", path.display()))?;
    Ok(Loaded {
        settings,
        path: Some(path),
    })
}

/// The nearest settings file in `folder` or above it.
pub fn nearest_file(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find_map(file_in)
}

/// The settings file of `folder`.
pub fn file_in(folder: &Path) -> Option<PathBuf> {
    let file = folder.join(NAME);
    file.is_file().then_some(file)
}

/// The folders of transforms that the file at `path` names; none where it is not understood, which is told later.
pub fn transforms_in(path: &Path) -> Vec<PathBuf> {
    let settings = fs::read_to_string(path)
        .ok()
        .and_then(|text| toml::from_str::<SettingsFile>(&text).ok());
    let folder = path.parent().unwrap_or(Path::new(""));
    let folders = settings.map_or(Vec::new(), |settings| settings.transforms);
    folders.iter().map(|named| folder.join(named)).collect()
}

/// The settings that `text` holds; an error names the line, and the right name for a wrong one.
pub fn read(text: &str, known: &[&'static str]) -> Result<SettingsFile> {
    let settings: SettingsFile = toml::from_str(text).map_err(|error| {
        let line = (error.span())
            .map(|span| text.get(..span.start).unwrap_or(text).matches('\n').count() + 1);
        let place = line.map_or(String::new(), |line| format!("line {line}: "));
        anyhow::anyhow!("{place}{}", explained(error.message()))
    })?;
    let special = [ALL, DEFAULT];
    check("select", &settings.select, &[known, &special].concat())?;
    check("ignore", &settings.ignore, known)?;
    check("severity", settings.severity.keys(), known)?;
    check("safety", settings.safety.keys(), known)?;
    for (pattern, of_paths) in &settings.paths {
        let key = |name: &str| format!("paths.\"{pattern}\".{name}");
        check(
            &key("select"),
            &of_paths.select,
            &[known, &special].concat(),
        )?;
        check(&key("ignore"), &of_paths.ignore, &[known, &[ALL]].concat())?;
    }
    Ok(settings)
}

const ALL: &str = "all";
const DEFAULT: &str = "default";

/// What the reader says of a key or a value that it does not know, with the nearest that it does.
fn explained(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let Some((wrong, known)) = quoted.split_first() else {
        return message.to_owned();
    };
    let kind = if message.starts_with("unknown field") {
        "key"
    } else if message.starts_with("unknown variant") {
        "value"
    } else {
        return message.to_owned();
    };
    match nearest(wrong, known.iter().copied()) {
        Some(near) => format!("there is no {kind} `{wrong}`; did you mean `{near}`?"),
        None => format!(
            "there is no {kind} `{wrong}`; there are {}",
            known.join(", ")
        ),
    }
}

fn check<'a>(key: &str, names: impl IntoIterator<Item = &'a String>, known: &[&str]) -> Result<()> {
    for name in names {
        if known.contains(&name.as_str()) {
            continue;
        }
        match nearest(name, known.iter().copied()) {
            Some(near) => bail!("{key}: no transform is called `{name}`; did you mean `{near}`?"),
            None => bail!("{key}: no transform is called `{name}`; `chanfix list` shows all"),
        }
    }
    Ok(())
}

/// The JSON schema of the file, for editors.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(SettingsFile);
    schema.insert("title".into(), "chanfix.toml".into());
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema serializes");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["check-then-send", "multi-site-close"];

    fn refusal(text: &str) -> String {
        let error = read(text, KNOWN).expect_err(text);
        format!("{error:#}")
    }

    #[test]
    fn all_keys_are_read() {
        let text = "select = [\"default\", \"check-then-send\"]\nunsafe-fixes = true\nprefer = \"mutex\"\n\
                    [severity]\nmulti-site-close = \"note\"\n[safety]\nmulti-site-close = \"unsafe\"\n\
                    [paths.\"internal/**\"]\nignore = [\"all\"]\n";
        let settings = read(text, KNOWN).expect("it is right");
        assert_eq!(settings.unsafe_fixes, Some(true));
        assert_eq!(settings.paths["internal/**"].ignore, ["all"]);
        assert_eq!(
            read("", KNOWN).expect("it is right"),
            SettingsFile::default()
        );
    }

    #[test]
    fn wrong_names_get_the_nearest_right_one() {
        for (text, part) in [
            ("x = 1\n", "there is no key `x`; there are "),
            (
                "\nselct = []\n",
                "line 2: there is no key `selct`; did you mean `select`?",
            ),
            ("[paths.\"a\"]\nignor = []\n", "did you mean `ignore`?"),
            (
                "prefer = \"mutx\"\n",
                "there is no value `mutx`; did you mean `mutex`?",
            ),
            (
                "select = [\"multi-close\"]\n",
                "did you mean `multi-site-close`?",
            ),
            (
                "[safety]\nmulti-close = \"safe\"\n",
                "did you mean `multi-site-close`?",
            ),
            ("select = 3\n", "line 1: "),
            ("= 3\n", "line 1: "),
        ] {
            assert!(refusal(text).contains(part), "{text}: {}", refusal(text));
        }
    }
}
