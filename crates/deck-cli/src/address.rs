//! Where requests go, and who chose it.

use crate::arguments::GlobalArguments;
use crate::environment::Variable;

/// Where the API is unless somebody says otherwise.
const DEFAULT: &str = "https://api.deck.co/v2";

/// The base URL, and who chose it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Address {
    /// That of the API.
    Default,
    /// That of the variable of the environment.
    Variable(String),
    /// One of the user's own.
    Given {
        /// The flag, or the setting of the profile.
        named_by: String,
        url: String,
    },
}

impl Address {
    /// Returns the URL.
    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Default => DEFAULT,
            Self::Variable(url) | Self::Given { url, .. } => url,
        }
    }
}

impl GlobalArguments {
    /// Returns where requests go: as the flag says, or else the profile that `--profile` names, or else the
    /// environment, or else the profile that is used.
    pub(crate) fn address(&self) -> Address {
        if let Some(url) = &self.base_url {
            return Address::Given {
                named_by: "--base-url".to_owned(),
                url: url.clone(),
            };
        }
        let chosen = self.chosen_profile.as_ref();
        let of_profile = chosen.and_then(|chosen| {
            Some(Address::Given {
                named_by: format!("base_url of the profile {}", chosen.profile.name),
                url: chosen.profile.base_url.clone()?,
            })
        });
        let variable = Variable::BaseUrl
            .value()
            .filter(|value| !value.is_empty())
            .map(|url| Address::Variable(url.to_string_lossy().into_owned()));
        let goes_first = chosen.is_some_and(|chosen| chosen.is_explicit);
        let (first, second) = if goes_first {
            (of_profile, variable)
        } else {
            (variable, of_profile)
        };
        first.or(second).unwrap_or(Address::Default)
    }
}
