//! [`Verifier`]: tells whether a request is a delivery of Deck.

use std::time::Duration;
use std::time::SystemTime;

use crate::Delivery;
use crate::ID_HEADER;
use crate::SIGNATURE_HEADER;
use crate::TIMESTAMP_HEADER;
use crate::VerifyError;
use crate::WebhookSecret;
use crate::header;
use crate::signature::Content;
use crate::signature::Signature;

/// Tells whether a request is a delivery of Deck: signed with the secret of the destination, and lately.
///
/// Make one when the program starts and share it; verifying needs no `&mut`.
///
/// # Examples
///
/// Both secrets are accepted for the 24 hours after a rotation:
///
/// ```
/// use std::time::SystemTime;
///
/// use deck_webhooks::Signer;
/// use deck_webhooks::Verifier;
/// use deck_webhooks::WebhookSecret;
///
/// let new: WebhookSecret = "whsec_bmV3IHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u".parse()?;
/// let old: WebhookSecret = "whsec_b2xkIHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u".parse()?;
/// let verifier = Verifier::new(new).also_accepting(old.clone());
///
/// let now = SystemTime::UNIX_EPOCH;
/// let headers = Signer::new(old).sign("msg_1", now, b"{}")?;
/// assert!(verifier.verify(|name| headers.get(name), b"{}", now).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    secrets: Vec<WebhookSecret>,
    tolerance: Duration,
}

impl Verifier {
    /// The default of [`Verifier::with_tolerance`]: 5 minutes, as the libraries of Standard Webhooks have it.
    pub const DEFAULT_TOLERANCE: Duration = Duration::from_secs(5 * 60);

    /// The most entries that the header of the signatures may have: 32. A sender that rotates its secret
    /// sends two.
    pub const MAX_SIGNATURES: usize = 32;

    /// Creates a verifier that accepts the deliveries of one destination.
    #[must_use]
    pub fn new(secret: WebhookSecret) -> Self {
        Self {
            secrets: vec![secret],
            tolerance: Self::DEFAULT_TOLERANCE,
        }
    }

    /// Accepts deliveries that are signed with `secret`, too.
    ///
    /// Deck keeps an old secret valid for 24 hours after it was replaced. Each secret costs one pass over
    /// the body of every delivery.
    #[must_use]
    pub fn also_accepting(mut self, secret: WebhookSecret) -> Self {
        self.secrets.push(secret);
        self
    }

    /// Sets how far the time of signing may be from now, in both directions. The default is 5 minutes;
    /// [`Duration::MAX`] accepts any age.
    ///
    /// The limit makes a delivery useless to somebody who recorded it, once it is older. Standard Webhooks
    /// has every attempt signed anew; Deck does not document whether it does. If repeated deliveries are
    /// refused as too old, raise the tolerance: a receiver that keeps the ids of what it has stored loses
    /// nothing by it.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Verifies a request, of which `header` gives the value of a header, `body` is the body and `now` the
    /// time of arrival.
    ///
    /// `header` is called with [`ID_HEADER`], [`TIMESTAMP_HEADER`] and [`SIGNATURE_HEADER`], which are in
    /// lower case. With a `HeaderMap` of the `http` crate it is
    /// `|name| headers.get(name).map(HeaderValue::as_bytes)`.
    ///
    /// The signature covers `body` byte by byte: take it as it was received, before anything parses it. The
    /// time it takes grows with the length of the body, which the server has to limit.
    ///
    /// # Errors
    ///
    /// Fails when a header is missing or malformed, when no signature of kind `v1` matches, or when one does
    /// and the time of signing is too far from `now`. A request that fails must not be acted upon; Deck's
    /// pages respond to it with status 401.
    ///
    /// # Examples
    ///
    /// JSON that was parsed and written anew is not what was signed:
    ///
    /// ```
    /// use std::time::Duration;
    /// use std::time::SystemTime;
    ///
    /// use deck_webhooks::Verifier;
    ///
    /// let verifier = Verifier::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?);
    /// let header = |name: &str| -> Option<&[u8]> {
    ///     match name {
    ///         "webhook-id" => Some(b"msg_p5jXN8AQM9LWM0D4loKWxJek"),
    ///         "webhook-timestamp" => Some(b"1614265330"),
    ///         "webhook-signature" => Some(b"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ///         _ => None,
    ///     }
    /// };
    /// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_614_265_331);
    ///
    /// assert!(verifier.verify(header, br#"{"test": 2432232314}"#, now).is_ok());
    ///
    /// let rewritten = br#"{"test":2432232314}"#;
    /// let error = verifier.verify(header, rewritten, now).unwrap_err();
    /// assert!(error.to_string().contains("parsed and written anew"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify<'b, 'h>(
        &self,
        header: impl Fn(&str) -> Option<&'h [u8]>,
        body: &'b [u8],
        now: SystemTime,
    ) -> Result<Delivery<'b>, VerifyError> {
        let required = |name| header(name).ok_or(VerifyError::MissingHeader { name });
        let id = header::read_id(required(ID_HEADER)?).ok_or(VerifyError::InvalidId)?;
        let timestamp = required(TIMESTAMP_HEADER)?;
        let signed_at = header::read_timestamp(timestamp).ok_or(VerifyError::InvalidTimestamp)?;
        let content = Content {
            id,
            timestamp,
            body,
        };
        self.check_signatures(required(SIGNATURE_HEADER)?, content)?;
        self.check_age(signed_at, now)?;
        Ok(Delivery::new(id, signed_at, body))
    }

    fn check_signatures(&self, value: &[u8], content: Content<'_>) -> Result<(), VerifyError> {
        let claimed = read_signatures(value)?;
        let is_right = |secret| {
            let right = Signature::of(content, secret);
            claimed.iter().any(|claimed| claimed.matches(&right))
        };
        if self.secrets.iter().any(is_right) {
            Ok(())
        } else {
            Err(VerifyError::SignatureMismatch)
        }
    }

    fn check_age(&self, signed_at: SystemTime, now: SystemTime) -> Result<(), VerifyError> {
        let tolerance = self.tolerance;
        match now.duration_since(signed_at) {
            Ok(age) if age > tolerance => Err(VerifyError::TooOld { age, tolerance }),
            Err(error) if error.duration() > tolerance => Err(VerifyError::TooNew {
                ahead: error.duration(),
                tolerance,
            }),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

/// Reads the entries of kind `v1`, which are separated from others by spaces.
fn read_signatures(value: &[u8]) -> Result<Vec<Signature>, VerifyError> {
    let entries = value.split(|byte| *byte == b' ');
    let entries: Vec<_> = entries
        .filter(|entry| !entry.is_empty())
        .take(Verifier::MAX_SIGNATURES + 1)
        .collect();
    if entries.len() > Verifier::MAX_SIGNATURES {
        return Err(VerifyError::TooManySignatures);
    }
    let mut claimed = entries
        .iter()
        .filter_map(|entry| entry.strip_prefix(b"v1,"))
        .peekable();
    if claimed.peek().is_none() {
        return Err(VerifyError::NoSupportedSignature);
    }
    Ok(claimed.filter_map(Signature::read).collect())
}
