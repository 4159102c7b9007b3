//! The key of requests: where it comes from, and what may be told of it.

use serde::Serialize;

use deck_client::ApiKey;

use crate::arguments::GlobalArguments;
use crate::environment::Variable;
use crate::error::Failure;
use crate::profile::Profile;

use self::command::KeyCommand;
use self::command::KeyCommandError;

pub(crate) mod command;

/// A key, and what may be told of it.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) key: ApiKey,
    pub(crate) origin: KeyOrigin,
}

/// What may be told of a key.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct KeyOrigin {
    pub(crate) source: KeySource,
    /// What the key is for, where it begins as keys do.
    pub(crate) kind: Option<KeyKind>,
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeySource {
    /// The variable `DECK_API_KEY`.
    Variable,
    /// The `key_command` of the profile.
    KeyCommand,
    /// The sandbox of `--sandbox`, which has a key of its own.
    Sandbox,
}

/// What a key is for, as its beginning says.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyKind {
    Live,
    Test,
}

impl KeyKind {
    /// Returns the kind of the key.
    fn of(key: &str) -> Option<Self> {
        if key.starts_with("sk_live_") {
            Some(Self::Live)
        } else if key.starts_with("sk_test_") {
            Some(Self::Test)
        } else {
            None
        }
    }
}

impl GlobalArguments {
    /// Returns the command that prints the key, and its profile, where the key is not the environment's.
    pub(crate) fn key_command(&self) -> Option<(&Profile, &KeyCommand)> {
        let variable = Variable::ApiKey.value().filter(|value| !value.is_empty());
        let chosen = self.chosen_profile.as_ref();
        let chosen = chosen.filter(|chosen| chosen.is_explicit || variable.is_none())?;
        let command = chosen.profile.key_command.as_ref()?;
        Some((&chosen.profile, command))
    }
}

impl Key {
    /// Gets the key: from the profile that `--profile` names, or else from the environment, or else from the
    /// profile that is used.
    pub(crate) async fn get(arguments: &GlobalArguments) -> Result<Self, Failure> {
        let Some((profile, command)) = arguments.key_command() else {
            return Self::from_environment();
        };
        let failed = |reason| Failure::KeyCommand(KeyCommandError::new(profile, reason));
        let key = command.run().await.map_err(failed)?;
        Ok(Self {
            origin: KeyOrigin {
                source: KeySource::KeyCommand,
                kind: KeyKind::of(&key),
            },
            key: ApiKey::new(key).map_err(|error| failed(error.into()))?,
        })
    }

    fn from_environment() -> Result<Self, Failure> {
        let key = ApiKey::from_env().map_err(Failure::Key)?;
        let text = Variable::ApiKey.value().unwrap_or_default();
        Ok(Self {
            key,
            origin: KeyOrigin {
                source: KeySource::Variable,
                kind: text.to_str().and_then(KeyKind::of),
            },
        })
    }
}
