//! [`Cassette`]: exchanges with a server, written down for replaying them.

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

/// Requests and what was answered to them, in the order in which they were asked, without their secrets.
///
/// [`RecordingTransport`](crate::RecordingTransport) writes one, [`ReplayTransport`](crate::ReplayTransport)
/// plays it. There is no way to put an exchange on a cassette past its [`Scrubber`], so what is saved,
/// printed or debugged is scrubbed.
///
/// # The text
///
/// A cassette is kept as indented JSON, to be read in a review and corrected by hand.
/// [`Display`](fmt::Display) writes it and [`FromStr`] reads it; reading gives back what was written, byte
/// for byte of every body. A header is one line, `name: value`. A body is under `json` when it is JSON
/// without spaces between its tokens, digits and the order of keys as received; under `text` when it is other
/// UTF-8; under `hex` otherwise. An empty body is left out. The version of HTTP is not kept.
///
/// # What is lost when the process dies
///
/// Everything since the last [`save`](Self::save): a cassette is memory, and nothing writes it by itself. A
/// `save` that is cut short leaves a text that [`load`](Self::load) refuses.
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
    /// Makes an empty cassette that scrubs what [`Scrubber::new`] scrubs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes an empty cassette that scrubs what `scrubber` says.
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
        let exchange = self.scrubber.request(request).answered(outcome);
        self.exchanges.push(exchange);
    }

    /// Returns the exchanges, in the order in which they were asked.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Returns what is scrubbed, which the text of the cassette says too.
    pub fn scrubber(&self) -> &Scrubber {
        &self.scrubber
    }

    /// Writes the text of the cassette to the file at `path`, in the place of what is there. Blocks.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        fs::write(path, self.to_string())
    }

    /// Reads a cassette from the file at `path`. Blocks.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is no cassette; see [`CassetteError`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        fs::File::open(path)
            .map_err(CassetteError::unreadable)
            .and_then(Self::read_from)
    }

    /// Writes the text of the cassette to `writer`.
    ///
    /// # Errors
    ///
    /// The writer failed.
    pub fn write_to(&self, mut writer: impl io::Write) -> io::Result<()> {
        write!(writer, "{self}")
    }

    /// Reads a cassette from `reader`, to its end.
    ///
    /// # Errors
    ///
    /// The reader failed, or what it gave is no cassette; see [`CassetteError`].
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
