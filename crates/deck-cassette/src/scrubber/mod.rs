//! [`Scrubber`]: the rules that remove secrets.

use bytes::Bytes;
use deck_transport::TransportError;
use http::HeaderMap;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::Uri;
use http::header::CONTENT_LENGTH;
use http::header::CONTENT_TYPE;

use self::rules::BodyKind;
use self::rules::Reason;
use self::rules::Rules;
use self::secrets::Secrets;
use crate::exchange::Exchange;
use crate::exchange::Outcome;
use crate::exchange::RecordedRequest;
use crate::exchange::RecordedResponse;
use crate::failure::Failure;

mod json;

mod parameters;

mod percent;

pub(crate) mod rules;

mod secrets;

/// The rules that remove secrets from an exchange before it is recorded.
///
/// Always scrubbed are the headers `authorization`, `proxy-authorization`, `cookie` and `set-cookie`, every
/// header whose value is [marked sensitive](HeaderValue::is_sensitive), and the user and password of a URI.
/// What is scrubbed is replaced by the word [`REPLACEMENT`](Self::REPLACEMENT) as a whole; the names stay.
///
/// # Secrets of the Deck API
///
/// Scrubbed too, unless [`keep_json_field`](Self::keep_json_field) says otherwise, are the members of JSON
/// bodies that hold secrets in the Deck API, at any depth: `auth_credentials`; `secret`, `url` and
/// `custom_headers` of a webhook and the configurations of all other destinations of events (`aws_sqs`,
/// `aws_kinesis`, `aws_s3`, `aws_eventbridge`, `gcp_pubsub`, `rabbitmq`, `azure_servicebus`, `hookdeck`);
/// `token`; and every `url`, because those of files are signed. So is what answers the question to an end
/// user, such as a one-time code: the member `input` of requests whose path ends with `/interaction`. A null
/// stays a null.
///
/// The input and the output of runs are not scrubbed unless they are named.
///
/// # Echoes
///
/// A server may repeat what it was sent: in a body, in a header, in an error. So the values that were
/// scrubbed from the headers of the exchange, from the parameters of its request and from the JSON strings of
/// its request are looked for in all the rest of the exchange: as they are, without the scheme of an
/// `authorization` (`Bearer`), as single values of cookies, percent-encoded, and escaped in JSON. So are all
/// strings and numbers inside of what is a secret of the Deck API, those of the request and the first 64 of
/// the response. Values of less than eight bytes are not looked for, since they would be found by chance.
///
/// # What is not found
///
/// Secrets that nobody named and that no scrubbed header holds; JSON fields of bodies that are not valid
/// JSON; anything in a body that is compressed or otherwise encoded; an echo in another exchange. Read a
/// cassette before it is shared.
///
/// # Examples
///
/// ```
/// use bytes::Bytes;
/// use deck_cassette::{Cassette, Scrubber};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let scrubber = Scrubber::new()
///     .header("x-tenant")
///     .query_parameter("signature")
///     .json_field("password")
///     .json_path(["data", "*", "output"]);
/// let mut cassette = Cassette::with_scrubber(scrubber);
/// let request = http::Request::post("https://api.deck.co/v2/example?signature=abc&page=2")
///     .header("x-tenant", "acme")
///     .body(Bytes::from(r#"{"name":"ada","password":"correct horse"}"#))?;
/// let body = r#"{"data":[{"id":"trun_1","output":{"balance":12.50}}],"echo":"correct horse"}"#;
/// cassette.record(&request, Ok(&http::Response::new(body.into())));
///
/// let exchange = &cassette.exchanges()[0];
/// assert_eq!(exchange.request().uri(), "https://api.deck.co/v2/example?signature=SCRUBBED&page=2");
/// assert_eq!(exchange.request().headers()["x-tenant"], "SCRUBBED");
/// assert_eq!(exchange.request().body(), r#"{"name":"ada","password":"SCRUBBED"}"#);
/// let expected = r#"{"data":[{"id":"trun_1","output":"SCRUBBED"}],"echo":"SCRUBBED"}"#;
/// assert_eq!(exchange.outcome()?.body(), expected);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Scrubber {
    pub(crate) rules: Rules,
}

impl Scrubber {
    /// The text that replaces everything that is scrubbed.
    pub const REPLACEMENT: &'static str = "SCRUBBED";

    /// Creates a scrubber of what is always scrubbed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Scrubs the values of the header `name`, of requests and responses, in upper or lower case.
    pub fn header(mut self, name: impl Into<String>) -> Self {
        self.rules.headers.push(name.into());
        self
    }

    /// Scrubs the values of the query parameter `name`, and of the field of that name in a body that is a
    /// form.
    ///
    /// The name is compared after percent-decoding.
    pub fn query_parameter(mut self, name: impl Into<String>) -> Self {
        self.rules.query_parameters.push(name.into());
        self
    }

    /// Scrubs the value under `name` in every object, at any depth, of bodies that are JSON.
    pub fn json_field(mut self, name: impl Into<String>) -> Self {
        self.rules.json_fields.push(name.into());
        self
    }

    /// Leaves the values under `name` in JSON bodies as they are, where they are scrubbed only because `name`
    /// is that of a [secret of the Deck API](Self#secrets-of-the-deck-api): such as those of `url`, for a
    /// test that reads the URLs in the output of a run.
    pub fn keep_json_field(mut self, name: impl Into<String>) -> Self {
        self.rules.kept_json_fields.push(name.into());
        self
    }

    /// Scrubs the value at the end of a path of keys and indices from the root of bodies that are JSON.
    ///
    /// A step `*` stands for every key and every index. An empty path is the whole body.
    pub fn json_path<S: Into<String>>(mut self, path: impl IntoIterator<Item = S>) -> Self {
        let steps = path.into_iter().map(Into::into);
        self.rules.json_paths.push(steps.collect());
        self
    }

    /// Scrubs a request, and keeps the secrets that its response must not show.
    pub(crate) fn request<'a>(&'a self, request: &Request<Bytes>) -> ScrubbedRequest<'a> {
        let mut secrets = Secrets::default();
        self.learn(request.headers(), &mut secrets);
        let uri = parameters::scrub_uri(&request.uri().to_string(), &self.rules, &mut secrets);
        let kind = BodyKind::of_request(request.uri().path());
        let body = self.scrub_named(request.headers(), request.body(), kind, |_, secret| {
            secrets.add(secret);
        });
        let body = secrets.scrub_body(body);
        let recorded = RecordedRequest {
            method: request.method().clone(),
            uri: parse_uri(&secrets.scrub_text(&uri).unwrap_or(uri)),
            headers: self.scrub_headers(request.headers(), &secrets, (request.body(), &body)),
            body,
        };
        ScrubbedRequest {
            scrubber: self,
            recorded,
            secrets,
        }
    }

    fn response(&self, response: &Response<Bytes>, mut secrets: Secrets) -> RecordedResponse {
        self.learn(response.headers(), &mut secrets);
        let mut count = 0;
        let found = |reason, secret: &[u8]| {
            // What is named in a response may be as common as a number: it is scrubbed where it stands and
            // not looked for. A hostile server could send so many secrets that looking for them has no end.
            if reason == Reason::Secret && count < MOST_SECRETS_OF_RESPONSE {
                count += 1;
                secrets.add(secret);
            }
        };
        let (headers, body) = (response.headers(), response.body());
        let body = self.scrub_named(headers, body, BodyKind::Other, found);
        let body = secrets.scrub_body(body);
        RecordedResponse {
            status: response.status(),
            headers: self.scrub_headers(response.headers(), &secrets, (response.body(), &body)),
            body,
        }
    }

    /// Adds the values of the secret headers to `secrets`, so that they are found elsewhere.
    fn learn(&self, headers: &HeaderMap, secrets: &mut Secrets) {
        for (name, value) in headers {
            if self.rules.is_secret_header(name, value) {
                secrets.add_header(name, value.as_bytes());
            }
        }
    }

    /// Scrubs what has a name in the body: JSON fields, or the fields of a form.
    fn scrub_named(
        &self,
        headers: &HeaderMap,
        body: &Bytes,
        kind: BodyKind,
        mut found: impl FnMut(Reason, &[u8]),
    ) -> Bytes {
        let Ok(text) = str::from_utf8(body) else {
            return body.clone();
        };
        if is_form(headers) {
            let found = |secret: &[u8]| found(Reason::Named, secret);
            return parameters::scrub_pairs(text, &self.rules, found).into();
        }
        match json::scrub_named(text, &self.rules, kind, |reason, secret| {
            found(reason, secret.as_bytes());
        }) {
            Some(text) => text.into(),
            None => body.clone(),
        }
    }

    fn scrub_headers(
        &self,
        headers: &HeaderMap,
        secrets: &Secrets,
        (before, after): (&Bytes, &Bytes),
    ) -> HeaderMap {
        let scrubbed = headers.iter().map(|(name, value)| {
            let is_length = name == CONTENT_LENGTH && before != after;
            let value = match secrets.scrub(value.as_bytes()) {
                _ if self.rules.is_secret_header(name, value) => replacement(),
                // A body that was scrubbed has another length, and the header tells the truth about what is
                // replayed.
                _ if is_length => HeaderValue::from(after.len()),
                Some(bytes) => HeaderValue::from_bytes(&bytes).unwrap_or_else(|_| replacement()),
                None => value.clone(),
            };
            (name.clone(), value)
        });
        scrubbed.fold(HeaderMap::new(), |mut headers, (name, value)| {
            headers.append(name, value);
            headers
        })
    }
}

/// How many secrets in the body of a response are looked for in the rest of it.
const MOST_SECRETS_OF_RESPONSE: usize = 64;

/// A request without its secrets, and the secrets, which its outcome must not show.
pub(crate) struct ScrubbedRequest<'a> {
    scrubber: &'a Scrubber,
    pub(crate) recorded: RecordedRequest,
    secrets: Secrets,
}

impl ScrubbedRequest<'_> {
    pub(crate) fn with_outcome(
        self,
        outcome: Result<&Response<Bytes>, &TransportError>,
    ) -> Exchange {
        let Self {
            scrubber,
            recorded: request,
            secrets,
        } = self;
        let outcome = match outcome {
            Ok(response) => Outcome::Response(scrubber.response(response, secrets)),
            Err(error) => Outcome::Failure(scrub_failure(Failure::of(error), &secrets)),
        };
        Exchange { request, outcome }
    }
}

fn scrub_failure(mut failure: Failure, secrets: &Secrets) -> Failure {
    for cause in &mut failure.causes {
        if let Some(scrubbed) = secrets.scrub_text(cause) {
            *cause = scrubbed;
        }
    }
    failure
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE);
    kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    })
}

fn replacement() -> HeaderValue {
    let mut value = HeaderValue::from_static(Scrubber::REPLACEMENT);
    value.set_sensitive(true);
    value
}

/// Parses what scrubbing has left of a URI. It can reach into the address of a host; what is not a URI any
/// more is scrubbed whole.
fn parse_uri(text: &str) -> Uri {
    text.parse()
        .unwrap_or_else(|_| Uri::from_static("/SCRUBBED"))
}
