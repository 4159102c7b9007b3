//! The file of profiles.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::commands::nearest::nearest;
use crate::commands::period::zone::Zone;
use crate::key::command::KeyCommand;
use crate::output::format::OutputFormat;
use crate::rate_limit;

use super::Profile;
use super::error::ProfileError;

/// The longest file that is read.
const MOST_BYTES: u64 = 1024 * 1024;

/// What may stand outside of profiles.
const FILE_KEYS: [&str; 2] = ["default_profile", "profile"];

/// What may stand in a profile.
const PROFILE_KEYS: [&str; 6] = [
    "base_url",
    "key_command",
    "timezone",
    "output",
    "rate_limit",
    "ca_cert",
];

/// Names under which people would write a key.
const NAMES_OF_KEYS: [&str; 7] = [
    "api_key",
    "apikey",
    "deck_api_key",
    "key",
    "secret",
    "secret_key",
    "token",
];

/// How the keys of the API begin.
const BEGINNING_OF_KEYS: &str = "sk_";

/// The profiles of a file.
#[derive(Debug)]
pub(super) struct ProfileFile {
    path: PathBuf,
    pub(super) default_profile: Option<String>,
    profiles: BTreeMap<String, Profile>,
}

impl ProfileFile {
    /// Reads the file; one that is not there is none, unless it must be there.
    pub(super) fn read(path: &Path, must_be_there: bool) -> Result<Option<Self>, ProfileError> {
        let mut text = String::new();
        let read =
            File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text));
        match read {
            Ok(_) if text.len() as u64 > MOST_BYTES => {
                let message = format!("is longer than {} MiB", MOST_BYTES >> 20);
                Err(ProfileError::of_file(path, message))
            }
            Ok(_) => Self::parse(path, &text).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !must_be_there => Ok(None),
            Err(error) => {
                let message = format!("could not be read: {error}");
                Err(ProfileError::of_file(path, message))
            }
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, ProfileError> {
        Reader { path, text }.file()
    }

    /// Returns the profile of this name.
    pub(super) fn profile(mut self, name: &str) -> Result<Profile, ProfileError> {
        if let Some(profile) = self.profiles.remove(name) {
            return Ok(profile);
        }
        let names = || self.profiles.keys().map(String::as_str);
        let advice = match nearest(name, names()) {
            Some(nearest) => Some(format!("did you mean {nearest}?")),
            None if self.profiles.is_empty() => None,
            None => Some(format!(
                "there are {}",
                names().collect::<Vec<_>>().join(", ")
            )),
        };
        let message = format!("there is no profile {name}");
        Err(ProfileError::of_file(&self.path, message).with_advice(advice))
    }
}

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

/// Reads the text of a file, and knows the line of everything in it.
struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn file(&self) -> Result<ProfileFile, ProfileError> {
        let table = DeTable::parse(self.text).map_err(|error| {
            // What the parser says quotes names, and never values.
            let message = format!("is not TOML: {}", error.message());
            self.error(error.span().unwrap_or_default(), message)
        })?;
        let mut default_profile = None;
        let mut profiles = BTreeMap::new();
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "default_profile" => default_profile = Some(self.string(key, value)?.to_owned()),
                "profile" => profiles = self.profiles(key, value)?,
                _ => return Err(self.unknown(key, value, &FILE_KEYS)),
            }
        }
        Ok(ProfileFile {
            path: self.path.to_owned(),
            default_profile,
            profiles,
        })
    }

    fn profiles(
        &self,
        key: &Key<'_>,
        value: &Value<'_>,
    ) -> Result<BTreeMap<String, Profile>, ProfileError> {
        let table = self.table(key, value)?;
        table
            .iter()
            .map(|(name, value)| {
                let profile = self.profile(name, value)?;
                Ok((profile.name.clone(), profile))
            })
            .collect()
    }

    fn profile(&self, name: &Key<'_>, value: &Value<'_>) -> Result<Profile, ProfileError> {
        let mut profile = Profile {
            name: name.get_ref().clone().into_owned(),
            file: self.path.to_owned(),
            ..Profile::default()
        };
        for (key, value) in self.table(name, value)? {
            self.refuse_key(key, value)?;
            match key.get_ref().as_ref() {
                "base_url" => profile.base_url = Some(self.string(key, value)?.to_owned()),
                "key_command" => profile.key_command = Some(self.command(key, value)?),
                "timezone" => profile.timezone = Some(self.read(key, value, Zone::from_str)?),
                "output" => profile.output = Some(self.read(key, value, output_format)?),
                "rate_limit" => {
                    profile.rate_limit = Some(self.read(key, value, rate_limit::read)?);
                }
                "ca_cert" => {
                    let folder = self.path.parent().unwrap_or(Path::new(""));
                    profile.ca_cert = Some(folder.join(self.string(key, value)?));
                }
                _ => return Err(self.unknown(key, value, &PROFILE_KEYS)),
            }
        }
        Ok(profile)
    }

    fn table<'t, 'v>(
        &self,
        key: &Key<'_>,
        value: &'t Value<'v>,
    ) -> Result<&'t DeTable<'v>, ProfileError> {
        self.refuse_key(key, value)?;
        let table = value.get_ref().as_table();
        table.ok_or_else(|| self.wrong(key, value, "is a table, such as [profile.staging]"))
    }

    fn string<'v>(&self, key: &Key<'_>, value: &'v Value<'_>) -> Result<&'v str, ProfileError> {
        self.refuse_key(key, value)?;
        let text = value.get_ref().as_str().filter(|text| !text.is_empty());
        text.ok_or_else(|| self.wrong(key, value, "is a text in quotation marks"))
    }

    /// Reads a value as the flag of the same name is read.
    fn read<T>(
        &self,
        key: &Key<'_>,
        value: &Value<'_>,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, ProfileError> {
        let text = self.string(key, value)?;
        read(text).map_err(|reason| {
            let message = format!("{} {text:?}: {reason}", key.get_ref());
            self.error(value.span(), message)
        })
    }

    fn command(&self, key: &Key<'_>, value: &Value<'_>) -> Result<KeyCommand, ProfileError> {
        let form = "is a list of texts, the program and its arguments, such as [\"pass\", \"deck\"]; no \
                    shell reads it";
        let words = value.get_ref().as_array().and_then(|words| {
            let words = words.iter().map(|word| word.get_ref().as_str());
            words.map(|word| word.map(str::to_owned)).collect()
        });
        words
            .and_then(KeyCommand::new)
            .ok_or_else(|| self.wrong(key, value, form))
    }

    /// Refuses a key in plain sight, whatever it is called.
    fn refuse_key(&self, key: &Key<'_>, value: &Value<'_>) -> Result<(), ProfileError> {
        if !holds_key(value.get_ref()) && !key.get_ref().contains(BEGINNING_OF_KEYS) {
            return Ok(());
        }
        Err(self.plain_key(key.span()))
    }

    fn plain_key(&self, span: Range<usize>) -> ProfileError {
        let message = "a key does not belong into this file, where every program can read it";
        self.error(span, message.to_owned()).with_advice(Some(
            "write key_command = [\"PROGRAM\", \"ARGUMENT\"] in its place, which prints the key, such as \
             that of a password manager; or set DECK_API_KEY; and revoke the key if others can have read it"
                .to_owned(),
        ))
    }

    fn unknown(&self, key: &Key<'_>, value: &Value<'_>, known: &[&'static str]) -> ProfileError {
        let name = key.get_ref().as_ref();
        let is_key = NAMES_OF_KEYS.contains(&name.to_ascii_lowercase().as_str());
        if is_key || holds_key(value.get_ref()) || name.contains(BEGINNING_OF_KEYS) {
            return self.plain_key(key.span());
        }
        let advice = match nearest(name, known.iter().copied()) {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => format!("there are {}", known.join(", ")),
        };
        self.error(key.span(), format!("{name} is no setting"))
            .with_advice(Some(advice))
    }

    fn wrong(&self, key: &Key<'_>, value: &Value<'_>, form: &str) -> ProfileError {
        self.error(value.span(), format!("{} {form}", key.get_ref()))
    }

    fn error(&self, span: Range<usize>, message: String) -> ProfileError {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        ProfileError::at_line(self.path, line, message)
    }
}

/// Returns whether a key of the API stands in the value.
fn holds_key(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(text) => text.contains(BEGINNING_OF_KEYS),
        DeValue::Array(values) => values.iter().any(|value| holds_key(value.get_ref())),
        _ => false,
    }
}

fn output_format(text: &str) -> Result<OutputFormat, String> {
    let formats = OutputFormat::value_variants().iter();
    let formats = formats.filter_map(ValueEnum::to_possible_value);
    let names: Vec<_> = formats.map(|format| format.get_name().to_owned()).collect();
    OutputFormat::from_str(text, false).map_err(|_| format!("give {}", names.join(", ")))
}

#[cfg(test)]
mod tests;
