//! [`Failure`]: a [`TransportError`] that can be serialized.

use std::error::Error;
use std::fmt;
use std::iter;

use deck_transport::Delivery;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use serde::Deserialize;
use serde::Serialize;

use crate::text::words;

/// The kind, the delivery and the texts of the causes, outermost first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failure {
    #[serde(with = "words::kind")]
    pub(crate) kind: TransportErrorKind,
    #[serde(with = "words::delivery")]
    pub(crate) delivery: Delivery,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) causes: Vec<String>,
}

impl Failure {
    pub(crate) fn of(error: &TransportError) -> Self {
        let causes = iter::successors(error.source(), |cause| (*cause).source());
        Self {
            kind: error.kind(),
            delivery: error.delivery(),
            causes: causes.map(ToString::to_string).collect(),
        }
    }

    pub(crate) fn to_error(&self) -> TransportError {
        let error = TransportError::new(self.kind, self.delivery);
        let causes = self.causes.iter().rev();
        let outermost = causes.fold(None, |source, text| {
            let text = text.clone();
            Some(Box::new(Cause { text, source }))
        });
        match outermost {
            Some(cause) => error.with_source(cause as Box<dyn Error + Send + Sync>),
            None => error,
        }
    }
}

#[derive(Debug)]
struct Cause {
    text: String,
    source: Option<Box<Cause>>,
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}
