//! Profiles: settings with a name, in a file of the user's.

use std::path::PathBuf;

use deck_sandbox::RateLimit;

use crate::arguments::GlobalArguments;
use crate::commands::period::zone::Zone;
use crate::environment::Variable;
use crate::environment::settings_folder;
use crate::key::command::KeyCommand;
use crate::output::format::OutputFormat;

use self::error::ProfileError;
use self::file::ProfileFile;

pub(crate) mod error;
mod file;

/// Settings with a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    pub(crate) name: String,
    /// The file that it stands in.
    pub(crate) file: PathBuf,
    pub(crate) base_url: Option<String>,
    pub(crate) key_command: Option<KeyCommand>,
    pub(crate) timezone: Option<Zone>,
    pub(crate) output: Option<OutputFormat>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) ca_cert: Option<PathBuf>,
}

/// The profile that is used.
#[derive(Clone, Debug)]
pub(crate) struct ChosenProfile {
    pub(crate) profile: Profile,
    /// Whether `--profile` names it: then its settings go before the variables of the environment, and
    /// otherwise behind them.
    pub(crate) is_explicit: bool,
}

impl ChosenProfile {
    /// Returns the profile of the flag, or else of `DECK_PROFILE`, or else the default of the file.
    pub(crate) fn choose(flag: Option<&str>) -> Result<Option<Self>, ProfileError> {
        let variable = Variable::Profile.value().filter(|name| !name.is_empty());
        let variable = variable.map(|name| name.to_string_lossy().into_owned());
        let named = flag.map(str::to_owned).or(variable);
        let path = path();
        let file = match &path {
            Some(path) => ProfileFile::read(path, Variable::Config.value().is_some())?,
            None => None,
        };
        let Some(file) = file else {
            return match named {
                Some(name) => Err(ProfileError::no_file(&name, path)),
                None => Ok(None),
            };
        };
        let Some(name) = named.or_else(|| file.default_profile.clone()) else {
            return Ok(None);
        };
        let profile = file.profile(&name)?;
        Ok(Some(Self {
            profile,
            is_explicit: flag.is_some(),
        }))
    }
}

impl GlobalArguments {
    /// Takes the settings of the profile that is used, where no flag goes before them.
    ///
    /// Its output format is a preference: where it is CSV, that is for listings.
    pub(crate) fn settle(&mut self, is_listing: bool) -> Result<(), ProfileError> {
        self.chosen_profile = ChosenProfile::choose(self.profile.as_deref())?;
        let Some(ChosenProfile { profile, .. }) = &self.chosen_profile else {
            return Ok(());
        };
        if let Some(output) = profile.output
            && !self.has_output
            && (is_listing || output != OutputFormat::Csv)
        {
            self.output = output;
        }
        let timezone = self.timezone.take();
        self.timezone = timezone.or_else(|| profile.timezone.clone());
        if !self.sandbox {
            self.rate_limit = self.rate_limit.or(profile.rate_limit);
        }
        Ok(())
    }
}

/// Returns the file with the profiles: that of `DECK_CONFIG`, none where that is empty, or else the one in
/// the folder of settings.
fn path() -> Option<PathBuf> {
    match Variable::Config.value() {
        Some(path) if path.is_empty() => None,
        Some(path) => Some(path.into()),
        None => Some(settings_folder()?.join("deck").join("config.toml")),
    }
}
