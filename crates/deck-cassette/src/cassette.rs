//! [`Cassette`]: recorded exchanges.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use bytes::Bytes;
use deck_transport::TransportError;
use http::Request;
use http::Response;

use crate::cassette_error::CassetteError;
use crate::exchange::Exchange;
use crate::scrubber::Scrubber;
use crate::text;

/// Recorded exchanges, in the order in which their requests were sent, without their secrets.
///
/// [`RecordingTransport`](crate::RecordingTransport) records one, [`ReplayTransport`](crate::ReplayTransport)
/// replays it. Every exchange passes the [`Scrubber`] first, so that what is saved or printed is scrubbed.
///
/// # The text
///
/// A cassette is stored as indented JSON, to be reviewed and edited by hand. [`Display`](fmt::Display) writes
/// it and [`FromStr`] reads it, every body byte for byte. A header is one line, `name: value`. A body stands
/// under `json` if it is JSON without white space between its tokens, with digits and the order of keys as
/// received; under `text` if it is other UTF-8; under `hex` otherwise. An empty body is left out. The version
/// of HTTP is not stored.
///
/// # What is lost when the process ends
///
/// Everything since the last [`save`](Self::save): a cassette is in memory and is never written by itself. A
/// `save` that is interrupted leaves a text that [`load`](Self::load) refuses.
///
/// # Examples
///
/// ```
/// use bytes::Bytes;
/// use deck_cassette::Cassette;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut cassette = Cassette::new();
/// let request = http::Request::get("https://api.deck.co/v2/test")
///     .header("authorization", "Bearer sk_live_example")
///     .body(Bytes::new())?;
/// let response = http::Response::new(Bytes::from(r#"{"status":"ready","key":"sk_live_example"}"#));
/// cassette.record(&request, Ok(&response));
///
/// let text = cassette.to_string();
/// assert!(!text.contains("sk_live_example"));
/// assert!(text.contains(r#""authorization: SCRUBBED""#));
/// assert!(text.contains(r#""key": "SCRUBBED""#));
/// assert_eq!(text.parse::<Cassette>()?, cassette);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cassette {
    pub(crate) scrubber: Scrubber,
    pub(crate) exchanges: Vec<Exchange>,
}

impl Cassette {
    /// Creates an empty cassette that scrubs with [`Scrubber::new`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty cassette that scrubs with `scrubber`.
    #[must_use]
    pub fn with_scrubber(scrubber: Scrubber) -> Self {
        Self {
            scrubber,
            exchanges: Vec::new(),
        }
    }

    /// Scrubs one exchange and adds it to the end.
    pub fn record(
        &mut self,
        request: &Request<Bytes>,
        outcome: Result<&Response<Bytes>, &TransportError>,
    ) {
        let exchange = self.scrubber.request(request).with_outcome(outcome);
        self.exchanges.push(exchange);
    }

    /// Returns the exchanges, in the order in which their requests were sent.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Returns the scrubber, whose rules are part of the text.
    pub fn scrubber(&self) -> &Scrubber {
        &self.scrubber
    }

    /// Writes the text of the cassette to the file at `path`, replacing its content. Blocks.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        fs::write(path, self.to_string())
    }

    /// Reads a cassette from the file at `path`. Blocks.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be read or is not a cassette; see [`CassetteError`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        fs::File::open(path)
            .map_err(CassetteError::unreadable)
            .and_then(Self::read_from)
    }

    /// Writes the text of the cassette to `writer`.
    ///
    /// # Errors
    ///
    /// Fails when the writer does.
    pub fn write_to(&self, mut writer: impl io::Write) -> io::Result<()> {
        write!(writer, "{self}")
    }

    /// Reads a cassette from `reader`, to its end.
    ///
    /// # Errors
    ///
    /// Fails when the reader does or the text is not a cassette; see [`CassetteError`].
    pub fn read_from(reader: impl io::Read) -> Result<Self, CassetteError> {
        io::read_to_string(reader)
            .map_err(CassetteError::unreadable)?
            .parse()
    }
}

impl fmt::Display for Cassette {
    /// Writes the text of the cassette, with a line break at its end.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write(self, formatter)
    }
}

impl FromStr for Cassette {
    type Err = CassetteError;

    fn from_str(text: &str) -> Result<Self, CassetteError> {
        text::read(text)
    }
}
