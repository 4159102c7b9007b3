//! What can be the cause of a failed request, for people to check.

use std::error::Error as StdError;

use deck_client::Error;

use super::situation::BaseUrl;
use super::situation::Ids;
use super::situation::Situation;

/// What can be the cause of a failed request. What it cannot be is left out: the base URL where it is the
/// default, and what is between this machine and the API where the API itself responded.
#[derive(Clone, Copy)]
pub(super) struct Suspects<'a> {
    error: &'a Error,
    situation: &'a Situation,
}

impl<'a> Suspects<'a> {
    pub(super) fn new(error: &'a Error, situation: &'a Situation) -> Self {
        Self { error, situation }
    }

    /// Returns what to check when nobody can be reached.
    pub(super) fn way(self) -> String {
        let network = Some("the network".to_owned());
        listed([network, self.base_url(), self.failed_proxy()]).unwrap_or_default()
    }

    /// Returns what to check when nothing comes back.
    pub(super) fn silence(self) -> String {
        let network = Some("the network".to_owned());
        let proxy = self.failed_proxy().or(self.in_between());
        listed([network, self.base_url(), proxy]).unwrap_or_default()
    }

    /// Returns what to check when there is nothing at an address, if anything can be.
    pub(super) fn address(self) -> Option<String> {
        let ids = match self.situation.ids {
            Ids::None => None,
            Ids::Run => Some("the id".to_owned()),
            Ids::Path => Some("the path".to_owned()),
            Ids::Flags => Some("the ids in the flags, if there are any".to_owned()),
        };
        let base_url = self.odd_base_url().or(self.base_url());
        let is_path_first = self.situation.ids == Ids::Path && self.odd_base_url().is_none();
        match (base_url, listed([ids, self.in_between()])) {
            (Some(base_url), Some(others)) if is_path_first => {
                Some(format!("{others}; or {base_url}"))
            }
            (Some(base_url), Some(others)) => Some(format!("{base_url}; or {others}")),
            (base_url, others) => base_url.or(others),
        }
    }

    /// Returns the base URL, and what it must be, if it does not end like one.
    pub(super) fn odd_base_url(self) -> Option<String> {
        if self.situation.base_url.ends_with_version() {
            return None;
        }
        let base_url = self.base_url()?;
        let form = "which must end with the version, as in https://api.deck.co/v2";
        Some(format!("{base_url}, {form}"))
    }

    /// Returns what to check when the certificate is not trusted.
    pub(super) fn certificate(self) -> String {
        let clock = Some("the clock of this machine".to_owned());
        listed([self.base_url(), clock, self.in_between()]).unwrap_or_default()
    }

    /// Returns what to check when it may not be the API that responded, or that broke off; nothing when it
    /// was the API.
    pub(super) fn responder(self) -> Option<String> {
        if self.error.is_refused_by_api() {
            return None;
        }
        listed([self.base_url(), self.in_between()])
    }

    fn base_url(self) -> Option<String> {
        match &self.situation.base_url {
            BaseUrl::Sandbox | BaseUrl::Default => None,
            BaseUrl::Given { named_by, url } => Some(format!("{named_by} ({url})")),
        }
    }

    /// Returns the proxy, if a cause of the error says that it failed; where `NO_PROXY` names the host, none
    /// does.
    fn failed_proxy(self) -> Option<String> {
        let variable = self.situation.proxy?;
        let is_told = |cause: &dyn StdError| cause.to_string().starts_with("the proxy ");
        let mut next = self.error.source();
        while let Some(cause) = next {
            if is_told(cause) {
                return Some(format!("the proxy that {variable} sets"));
            }
            next = cause.source();
        }
        None
    }

    fn in_between(self) -> Option<String> {
        let is_sandbox = matches!(self.situation.base_url, BaseUrl::Sandbox);
        if is_sandbox || self.error.is_refused_by_api() {
            return None;
        }
        let any = "any proxy or gateway in between";
        Some(match self.situation.proxy {
            Some(variable) => format!("{any}, such as that of {variable}"),
            None => any.to_owned(),
        })
    }
}

/// Returns the texts as one list in words, if there are any.
fn listed(texts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let mut texts: Vec<String> = texts.into_iter().flatten().collect();
    let last = texts.pop()?;
    Some(if texts.is_empty() {
        last
    } else {
        format!("{} and {last}", texts.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_commas_and_an_and() {
        let texts = |count: usize| (1..=count).map(|number| Some(number.to_string()));
        assert_eq!(listed(texts(0)), None);
        assert_eq!(listed(texts(1)).as_deref(), Some("1"));
        assert_eq!(listed(texts(2)).as_deref(), Some("1 and 2"));
        assert_eq!(listed(texts(3)).as_deref(), Some("1, 2 and 3"));
    }
}
