//! What goes wrong with one answer.

use std::time::Duration;

use http::HeaderValue;
use http::StatusCode;

use crate::ErrorBody;
use crate::RetryAfter;
use crate::Spelling;
use crate::faults::page_fault::PageFault;
use crate::faults::stage::Stage;
use crate::faults::wire_fault::WireFault;

/// What goes wrong with one answer.
///
/// A fault is one of the constructors below, and may have a delay and a `Retry-After` beside it. A
/// [`FaultPlan`](crate::FaultPlan) says which requests it happens to.
///
/// # What the client sees
///
/// Over loopback the sandbox does these things to a real connection. In process there is none, and the
/// transport reports what a correct one would:
///
/// | fault | in process and through `HyperTransport` | delivery |
/// | --- | --- | --- |
/// | [`refused`](Fault::refused) | `Connect`; over loopback `Closed`, since the connection was accepted before its request is known | not sent; maybe sent |
/// | [`reset`](Fault::reset) | `Closed` | maybe sent |
/// | [`silent`](Fault::silent) | `Timeout(Headers)` | maybe sent |
/// | [`not_http`](Fault::not_http) | `Protocol` | maybe sent |
/// | [`endless_headers`](Fault::endless_headers) | `HeadersTooLarge` | response started |
/// | [`truncated_body`](Fault::truncated_body), [`reset_body`](Fault::reset_body), [`content_length_too_long`](Fault::content_length_too_long) | `Closed` | response started |
/// | [`stalled_body`](Fault::stalled_body) | `Timeout(Body)` | response started |
/// | [`broken_chunks`](Fault::broken_chunks) | `Protocol` | response started |
/// | [`endless_body`](Fault::endless_body), [`gzip_bomb`](Fault::gzip_bomb) | `BodyTooLarge` | response started |
/// | all others | a response | |
///
/// # Before and after the operation
///
/// A request that changes something (every method but `GET`) is carried out when it arrives, or not at all.
/// Error responses ([`status`](Fault::status), [`html`](Fault::html)) and [`refused`](Fault::refused) strike
/// before that: nothing is carried out, and no idempotency key is looked at. All others strike after it: what
/// was asked for has happened, and only the response is late, lost or damaged; a successful one is kept for
/// its idempotency key. [`before_operation`](Fault::before_operation) and
/// [`after_operation`](Fault::after_operation) choose the other one.
///
/// # Pages
///
/// The faults of a page change the answers to `GET /task-runs` that are pages; other answers stay as they
/// are.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_sandbox::Fault;
/// use http::StatusCode;
///
/// let fault = Fault::status(StatusCode::SERVICE_UNAVAILABLE).with_retry_after(2).with_delay(Duration::from_millis(300));
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

/// What a fault does, beside delays and headers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Effect {
    /// The answer is the correct one.
    Nothing,
    /// An error comes instead of the answer.
    Status(StatusCode, ErrorBody),
    /// The answer claims to be of another type.
    ContentType(HeaderValue),
    /// A page is wrong.
    Page(PageFault),
    /// The bytes on the connection are wrong.
    Wire(WireFault),
}

/// Whole answers.
impl Fault {
    /// An error answer with `status`, in the envelope of the API.
    ///
    /// Type and code are those that the documentation has for the status, or the nearest. A status below 200
    /// is no final answer, so 500 is sent instead.
    pub fn status(status: StatusCode) -> Fault {
        Fault::of(Effect::Status(status, ErrorBody::Envelope))
    }

    /// The page of HTML with `status` that networks in front of an API send.
    pub fn html(status: StatusCode) -> Fault {
        Fault::status(status).with_body(ErrorBody::Html)
    }

    /// The correct answer under another `Content-Type`.
    pub fn content_type(value: HeaderValue) -> Fault {
        Fault::of(Effect::ContentType(value))
    }

    /// The correct answer, late: see [`with_delay`](Fault::with_delay).
    pub fn delay(delay: Duration) -> Fault {
        Fault::of(Effect::Nothing).with_delay(delay)
    }

    /// The correct answer with a pause within its body: see [`with_body_delay`](Fault::with_body_delay).
    pub fn body_delay(delay: Duration) -> Fault {
        Fault::of(Effect::Nothing).with_body_delay(delay)
    }
}

/// What may stand beside the fault.
impl Fault {
    /// Sets what an error answer has for a body. Faults without a status have no use for it.
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

    /// Waits before anything is answered.
    ///
    /// The request counts when it arrives. What it changes is changed when it arrives, and its idempotency
    /// key counts as running until the delay is over, also when the client gives up before; what it reads
    /// shows the moment *after* the delay. Without a clock there is no delay; see
    /// [`SandboxBuilder::clock`](crate::SandboxBuilder::clock).
    pub fn with_delay(self, delay: Duration) -> Fault {
        Fault { delay, ..self }
    }

    /// Waits within the body, after half of it.
    ///
    /// The answer shows the runs of the moment *before* this delay, when its first half was sent. The request
    /// counts as running until the delay is over. Faults of the connection have no use for it. Over loopback
    /// the connection is closed after the answer.
    pub fn with_body_delay(self, body_delay: Duration) -> Fault {
        Fault { body_delay, ..self }
    }

    /// Lets the fault strike before the operation: what the request asks for does not happen.
    ///
    /// A fault that would damage the response to the operation then damages an error response with status
    /// 500.
    ///
    /// # Examples
    ///
    /// A connection is reset, and the run that was asked for does not exist:
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

    /// Lets the fault strike after the operation: what the request asks for has happened, whatever the
    /// response says.
    ///
    /// [`refused`](Fault::refused) has no use for it, since nothing of the request arrives.
    ///
    /// # Examples
    ///
    /// A gateway gives up waiting, and the run that was asked for exists:
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

/// The connection.
impl Fault {
    /// The connection is refused; nothing of the request arrives. Over loopback the connection is closed
    /// without an answer instead.
    pub fn refused() -> Fault {
        Fault::of(Effect::Wire(WireFault::Refused))
    }

    /// The connection is reset before anything of the answer.
    pub fn reset() -> Fault {
        Fault::of(Effect::Wire(WireFault::Reset))
    }

    /// No answer ever comes. In process the transport gives up after 30 seconds of the clock, or at once
    /// without a clock.
    pub fn silent() -> Fault {
        Fault::of(Effect::Wire(WireFault::Silent))
    }

    /// Something that is not HTTP comes instead of an answer.
    pub fn not_http() -> Fault {
        Fault::of(Effect::Wire(WireFault::NotHttp))
    }

    /// Headers come for ever.
    pub fn endless_headers() -> Fault {
        Fault::of(Effect::Wire(WireFault::EndlessHeaders))
    }

    /// The connection is closed in the middle of the body.
    pub fn truncated_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::TruncatedBody))
    }

    /// The connection is reset in the middle of the body.
    pub fn reset_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::ResetBody))
    }

    /// The second half of the body never comes. In process the transport gives up after 30 seconds of the
    /// clock, or at once without a clock.
    pub fn stalled_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::StalledBody))
    }

    /// `Content-Length` is more than the whole body, after which the connection is closed.
    pub fn content_length_too_long() -> Fault {
        Fault::of(Effect::Wire(WireFault::ContentLengthTooLong))
    }

    /// `Content-Length` is half of the body. The rest of it belongs to no answer, so the client gets half of
    /// a JSON text.
    pub fn content_length_too_short() -> Fault {
        Fault::of(Effect::Wire(WireFault::ContentLengthTooShort))
    }

    /// The body is in chunks whose sizes cannot be read.
    pub fn broken_chunks() -> Fault {
        Fault::of(Effect::Wire(WireFault::BrokenChunks))
    }

    /// The body never ends.
    pub fn endless_body() -> Fault {
        Fault::of(Effect::Wire(WireFault::EndlessBody))
    }

    /// The body is 832 KiB of gzip that become 129 MiB.
    ///
    /// It is sent whatever the request accepts. A transport that decodes gzip runs into its ceiling; one that
    /// does not hands over a body that is no JSON.
    pub fn gzip_bomb() -> Fault {
        Fault::of(Effect::Wire(WireFault::GzipBomb))
    }
}

/// Pages.
impl Fault {
    /// `next_cursor` is the cursor that the request came with, and `has_more` is true. A request without a
    /// cursor has none to repeat, and its page stays as it is.
    pub fn repeated_cursor() -> Fault {
        Fault::of(Effect::Page(PageFault::RepeatedCursor))
    }

    /// The parameters of the request before for this path are answered once more, whatever this one asks for.
    /// The first page of each path stays as it is.
    pub fn repeated_page() -> Fault {
        Fault::of(Effect::Page(PageFault::RepeatedPage))
    }

    /// `has_more` is true and `next_cursor` is null.
    pub fn missing_cursor() -> Fault {
        Fault::of(Effect::Page(PageFault::MissingCursor))
    }

    /// The first `count` items of the page are none: in turn, one whose `status` is a number (for the files
    /// of a run, `file_name`), one without `id`, which only files can do without, and `null`.
    pub fn bad_items(count: usize) -> Fault {
        Fault::of(Effect::Page(PageFault::BadItems(count)))
    }

    /// Runs that are being stopped have their status in this spelling.
    ///
    /// It changes pages only. Where a whole listing is to be of one era of the documentation, use it with
    /// [`FaultPlan::always`](crate::FaultPlan::always).
    pub fn spelling(spelling: Spelling) -> Fault {
        Fault::of(Effect::Page(PageFault::Spelling(spelling)))
    }
}

impl Fault {
    /// Nothing goes wrong.
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

    /// Returns how long after its arrival the response to a request is ready.
    ///
    /// What happens on a connection happens to a response that is ready.
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
