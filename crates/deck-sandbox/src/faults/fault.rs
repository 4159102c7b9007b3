//! A fault: what goes wrong with the response to one request.

use std::time::Duration;

use http::HeaderValue;
use http::StatusCode;

use crate::ErrorBody;
use crate::RetryAfter;
use crate::Spelling;
use crate::faults::page_fault::PageFault;
use crate::faults::stage::Stage;
use crate::faults::wire_fault::WireFault;

/// A fault: what goes wrong with the response to one request.
///
/// One of the constructors below says what goes wrong; a delay and a `Retry-After` header can be added. A
/// [`FaultPlan`](crate::FaultPlan) says which requests have the fault.
///
/// # What the client sees
///
/// Most faults end in a response: an error, a late response, another content type, a wrong page. The faults
/// of the connection end in a [`TransportError`](deck_transport::TransportError). Over loopback the sandbox
/// really breaks the connection; in process it reports the error that a correct transport reports:
///
/// | fault | kind | delivery |
/// | --- | --- | --- |
/// | [`refused`](Fault::refused) | `Connect` | not sent |
/// | [`reset`](Fault::reset) | `Closed` | maybe sent |
/// | [`silent`](Fault::silent) | `Timeout(Headers)` | maybe sent |
/// | [`not_http`](Fault::not_http) | `Protocol` | maybe sent |
/// | [`endless_headers`](Fault::endless_headers) | `HeadersTooLarge` | response started |
/// | [`truncated_body`](Fault::truncated_body) | `Closed` | response started |
/// | [`reset_body`](Fault::reset_body) | `Closed` | response started |
/// | [`content_length_too_long`](Fault::content_length_too_long) | `Closed` | response started |
/// | [`stalled_body`](Fault::stalled_body) | `Timeout(Body)` | response started |
/// | [`broken_chunks`](Fault::broken_chunks) | `Protocol` | response started |
/// | [`endless_body`](Fault::endless_body) | `BodyTooLarge` | response started |
/// | [`gzip_bomb`](Fault::gzip_bomb) | `BodyTooLarge` | response started |
///
/// There is one difference: over loopback, `refused` is `Closed` and maybe sent, because the server accepts
/// the connection before it knows the request.
///
/// # Before and after the operation
///
/// A request that changes something, such as one that runs a task, makes its change when it arrives or not at
/// all. A fault strikes before that or after it:
///
/// - *Before*: nothing changes, and no idempotency key is looked up. This is the default of
///   [`status`](Fault::status), [`html`](Fault::html) and [`refused`](Fault::refused).
/// - *After*: the change is made, and a successful response is kept for its idempotency key. Only what the
///   client receives is late, lost or damaged. This is the default of all other faults.
///
/// [`before_operation`](Fault::before_operation) and [`after_operation`](Fault::after_operation) choose.
///
/// # Pages
///
/// The faults of pages change the responses that are pages of a listing. Other responses stay as they are.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_sandbox::Fault;
/// use http::StatusCode;
///
/// let fault = Fault::status(StatusCode::SERVICE_UNAVAILABLE)
///     .with_retry_after(2)
///     .with_delay(Duration::from_millis(300));
///
/// assert_eq!(fault.to_string(), "status=503,retry-after=2,delay=300ms");
/// assert_eq!("status=503,retry-after=2,delay=300ms".parse(), Ok(fault));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct Fault {
    pub(crate) effect: Effect,
    pub(crate) delay: Duration,
    pub(crate) body_delay: Duration,
    pub(crate) retry_after: Option<RetryAfter>,
    pub(crate) stage: Stage,
}

/// The effect of a fault, without its delays and headers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Effect {
    /// The response is the correct one.
    Nothing,
    /// An error takes the place of the response.
    Status(StatusCode, ErrorBody),
    /// The response has another `Content-Type`.
    ContentType(HeaderValue),
    /// A page is wrong.
    Page(PageFault),
    /// The bytes on the connection are wrong.
    Wire(WireFault),
}

/// Faults of the whole response.
impl Fault {
    /// Creates an error response with `status`, in the envelope of the API.
    ///
    /// Its type and code are those that the documentation has for the status, or the nearest ones. A status
    /// below 200 cannot end a response, so it becomes 500.
    pub fn status(status: StatusCode) -> Fault {
        Fault::of(Effect::Status(status, ErrorBody::Envelope))
    }

    /// Creates an error response with `status` and a page of HTML, as proxies and content delivery networks
    /// send it.
    pub fn html(status: StatusCode) -> Fault {
        Fault::status(status).with_body(ErrorBody::Html)
    }

    /// Creates a fault that sends the correct response with another `Content-Type`.
    pub fn content_type(value: HeaderValue) -> Fault {
        Fault::of(Effect::ContentType(value))
    }

    /// Creates a fault that only delays the correct response; see [`with_delay`](Fault::with_delay).
    pub fn delay(delay: Duration) -> Fault {
        Fault::of(Effect::Nothing).with_delay(delay)
    }

    /// Creates a fault that pauses within the body of the correct response; see
    /// [`with_body_delay`](Fault::with_body_delay).
    pub fn body_delay(delay: Duration) -> Fault {
        Fault::of(Effect::Nothing).with_body_delay(delay)
    }
}

/// Additions to a fault.
impl Fault {
    /// Sets the body of an error response. It changes nothing for a fault without a status.
    pub fn with_body(mut self, body: ErrorBody) -> Fault {
        if let Effect::Status(_, current) = &mut self.effect {
            *current = body;
        }
        self
    }

    /// Adds the header `Retry-After` to the response, whatever its status. The API documents no such header.
    pub fn with_retry_after(self, retry_after: impl Into<RetryAfter>) -> Fault {
        Fault {
            retry_after: Some(retry_after.into()),
            ..self
        }
    }

    /// Adds a delay before the response.
    ///
    /// The request is counted when it arrives, and a change that it asks for is made then. Its idempotency
    /// key counts as in use until the delay is over, even when the client gives up before. A request that
    /// reads gets the state of the moment *after* the delay. Without a clock there is no delay; see
    /// [`SandboxBuilder::clock`](crate::SandboxBuilder::clock).
    pub fn with_delay(self, delay: Duration) -> Fault {
        Fault { delay, ..self }
    }

    /// Adds a delay in the middle of the body.
    ///
    /// The response shows the state of the moment *before* this delay, when its first half is sent. The
    /// idempotency key of the request counts as in use until the delay is over. It changes nothing for the
    /// faults of the connection. Over loopback the connection is closed after the response.
    pub fn with_body_delay(self, body_delay: Duration) -> Fault {
        Fault { body_delay, ..self }
    }

    /// Makes the fault strike before the operation: the change that the request asks for is not made.
    ///
    /// A fault that damages a response then damages an error response with status 500.
    ///
    /// # Examples
    ///
    /// A connection is reset, and the requested run does not exist:
    ///
    /// ```
    /// use deck_sandbox::Fault;
    ///
    /// let fault = Fault::reset().before_operation();
    /// assert_eq!(fault.to_string(), "reset,before-operation");
    /// ```
    pub fn before_operation(self) -> Fault {
        Fault {
            stage: Stage::Before,
            ..self
        }
    }

    /// Makes the fault strike after the operation: the change that the request asks for is made, whatever the
    /// response says.
    ///
    /// It changes nothing for [`refused`](Fault::refused), since nothing of the request arrives.
    ///
    /// # Examples
    ///
    /// A gateway gives up waiting, and the requested run exists:
    ///
    /// ```
    /// use deck_sandbox::Fault;
    /// use http::StatusCode;
    ///
    /// let fault = Fault::html(StatusCode::GATEWAY_TIMEOUT).after_operation();
    /// assert_eq!(fault.to_string(), "status=504,body=html,after-operation");
    /// ```
    pub fn after_operation(self) -> Fault {
        let stage = match self.effect {
            Effect::Wire(WireFault::Refused) => Stage::Before,
            _ => Stage::After,
        };
        Fault { stage, ..self }
    }
}

/// Faults of the connection.
impl Fault {
    /// Creates a fault that refuses the connection, so that nothing of the request arrives. Over loopback the
    /// connection is closed without a response instead.
    pub fn refused() -> Fault {
        Fault::of(Effect::Wire(WireFault::Refused))
    }

    /// Creates a fault that resets the connection before the response.
    pub fn reset() -> Fault {
        Fault::of(Effect::Wire(WireFault::Reset))
    }

    /// Creates a fault that never sends a response. In process the transport gives up after 30 seconds of the
    /// clock, or at once without a clock.
    pub fn silent() -> Fault {
        Fault::of(Effect::Wire(WireFault::Silent))
    }

    /// Creates a fault that sends something that is not HTTP.
    pub fn not_http() -> Fault {
        Fault::of(Effect::Wire(WireFault::NotHttp))
    }

    /// Creates a fault that sends headers without end.
    pub fn endless_headers() -> Fault {
        Fault::of(Effect::Wire(WireFault::EndlessHeaders))
    }

    /// Creates a fault that closes the connection in the middle of the body.
    pub fn truncated_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::TruncatedBody))
    }

    /// Creates a fault that resets the connection in the middle of the body.
    pub fn reset_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::ResetBody))
    }

    /// Creates a fault that never sends the second half of the body. In process the transport gives up after
    /// 30 seconds of the clock, or at once without a clock.
    pub fn stalled_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::StalledBody))
    }

    /// Creates a fault with a `Content-Length` that is longer than the body, after which the connection is
    /// closed.
    pub fn content_length_too_long() -> Fault {
        Fault::of(Effect::Wire(WireFault::ContentLengthTooLong))
    }

    /// Creates a fault with a `Content-Length` of half of the body, so that the client reads half of a JSON
    /// text.
    pub fn content_length_too_short() -> Fault {
        Fault::of(Effect::Wire(WireFault::ContentLengthTooShort))
    }

    /// Creates a fault that sends the body in chunks whose sizes cannot be read.
    pub fn broken_chunks() -> Fault {
        Fault::of(Effect::Wire(WireFault::BrokenChunks))
    }

    /// Creates a fault with a body that never ends.
    pub fn endless_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::EndlessBody))
    }

    /// Creates a fault with a body of 832 KiB of gzip that decompress to 129 MiB.
    ///
    /// It is sent whatever the request accepts. A transport that decompresses reaches its limit for bodies;
    /// one that does not returns a body that is not JSON.
    pub fn gzip_bomb() -> Fault {
        Fault::of(Effect::Wire(WireFault::GzipBomb))
    }
}

/// Faults of pages.
impl Fault {
    /// Creates a fault that repeats the cursor of the request as `next_cursor`, with `has_more` true. The
    /// page stays as it is when the request has no cursor.
    pub fn repeated_cursor() -> Fault {
        Fault::of(Effect::Page(PageFault::RepeatedCursor))
    }

    /// Creates a fault that sends the page that the previous request for this path asked for, instead of the
    /// one that this request asks for. The first page of each path stays as it is.
    pub fn repeated_page() -> Fault {
        Fault::of(Effect::Page(PageFault::RepeatedPage))
    }

    /// Creates a fault with `has_more` true and `next_cursor` null.
    pub fn missing_cursor() -> Fault {
        Fault::of(Effect::Page(PageFault::MissingCursor))
    }

    /// Creates a fault that damages the first `count` items of the page.
    ///
    /// In turn they are an item whose `status` is a number (`file_name` for the files of a run), an item
    /// without `id`, which only files can do without, and `null`.
    pub fn bad_items(count: usize) -> Fault {
        Fault::of(Effect::Page(PageFault::BadItems(count)))
    }

    /// Creates a fault that spells the status *cancelling* like `spelling`.
    ///
    /// Use it with [`FaultPlan::always`](crate::FaultPlan::always) to have one spelling in a whole listing.
    pub fn spelling(spelling: Spelling) -> Fault {
        Fault::of(Effect::Page(PageFault::Spelling(spelling)))
    }
}

impl Fault {
    /// Creates a fault that does nothing.
    pub(crate) fn none() -> Fault {
        Fault::of(Effect::Nothing)
    }

    pub(crate) fn of(effect: Effect) -> Fault {
        Fault {
            stage: Stage::default_of(&effect),
            effect,
            delay: Duration::ZERO,
            body_delay: Duration::ZERO,
            retry_after: None,
        }
    }

    /// Returns how long after the arrival of a request its response is ready.
    ///
    /// A fault of the connection damages a response that is ready, so it takes no further time.
    pub(crate) fn duration(&self) -> Duration {
        match self.effect {
            Effect::Wire(_) => self.delay,
            _ => self.delay.saturating_add(self.body_delay),
        }
    }

    pub(crate) fn wire(&self) -> Option<WireFault> {
        match self.effect {
            Effect::Wire(fault) => Some(fault),
            _ => None,
        }
    }
}
