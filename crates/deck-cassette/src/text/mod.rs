//! A cassette as indented JSON, and back.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::Cassette;
use crate::cassette_error::CassetteError;
use crate::exchange::Exchange;
use crate::exchange::Outcome;
use crate::exchange::RecordedRequest;
use crate::exchange::RecordedResponse;
use crate::failure::Failure;
use crate::scrubber::Scrubber;
use crate::scrubber::rules::Rules;

pub(crate) mod body;

pub(crate) mod headers;

mod hex;

pub(crate) mod layout;

pub(crate) mod words;

/// The version of the text that is written and read.
pub(crate) const VERSION: u64 = 1;

pub(crate) fn write(cassette: &Cassette, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let text = CassetteText {
        version: VERSION,
        scrubbed: Cow::Borrowed(&cassette.scrubber.rules),
        exchanges: Cow::Borrowed(&cassette.exchanges),
    };
    // Writing to memory, without a map whose keys are not text, has no way to fail.
    let compact = serde_json::to_string(&text).map_err(|_| fmt::Error)?;
    formatter.write_str(&layout::indented(&compact))?;
    formatter.write_str("\n")
}

pub(crate) fn read(text: &str) -> Result<Cassette, CassetteError> {
    let found: VersionText = serde_json::from_str(text).map_err(CassetteError::content)?;
    if found.version != VERSION {
        return Err(CassetteError::version(found.version));
    }
    let read: CassetteText<'_> = serde_json::from_str(text).map_err(CassetteError::content)?;
    Ok(Cassette {
        scrubber: Scrubber {
            rules: read.scrubbed.into_owned(),
        },
        exchanges: read.exchanges.into_owned(),
    })
}

/// Read before anything else, so that a cassette of another version is refused for its version.
#[derive(Deserialize)]
struct VersionText {
    version: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CassetteText<'a> {
    version: u64,
    #[serde(default)]
    scrubbed: Cow<'a, Rules>,
    #[serde(with = "exchanges")]
    exchanges: Cow<'a, [Exchange]>,
}

/// `Exchange` is public and does not say to its users that it knows serde.
mod exchanges {
    use std::borrow::Cow;

    use serde::Deserialize;
    use serde::Deserializer;
    use serde::Serializer;

    use super::Exchange;
    use super::ExchangeText;

    pub(super) fn serialize<S: Serializer>(
        exchanges: &[Exchange],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(exchanges.iter().map(ExchangeText::from))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Cow<'static, [Exchange]>, D::Error> {
        let entries = Vec::<Entry>::deserialize(deserializer)?;
        Ok(entries.into_iter().map(|entry| entry.0).collect())
    }

    /// Checked one by one, so that an error has the line of its exchange.
    #[derive(Deserialize)]
    #[serde(try_from = "ExchangeText")]
    struct Entry(Exchange);

    impl TryFrom<ExchangeText> for Entry {
        type Error = &'static str;

        fn try_from(text: ExchangeText) -> Result<Self, Self::Error> {
            text.exchange().map(Self)
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExchangeText {
    request: RecordedRequest,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    response: Option<RecordedResponse>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

impl From<&Exchange> for ExchangeText {
    fn from(exchange: &Exchange) -> Self {
        let (response, error) = match exchange.outcome.clone() {
            Outcome::Response(response) => (Some(response), None),
            Outcome::Failure(failure) => (None, Some(failure)),
        };
        Self {
            request: exchange.request.clone(),
            response,
            error,
        }
    }
}

impl ExchangeText {
    fn exchange(self) -> Result<Exchange, &'static str> {
        let outcome = match (self.response, self.error) {
            (Some(response), None) => Outcome::Response(response),
            (None, Some(failure)) => Outcome::Failure(failure),
            _ => return Err("an exchange has either a `response` or an `error`"),
        };
        Ok(Exchange {
            request: self.request,
            outcome,
        })
    }
}
