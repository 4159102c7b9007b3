//! [`Setup`]: the settings of the transport of one case.

use std::time::Duration;

use deck_transport::TimeoutPhase;

const AUTHORITY_PEM: &str = include_str!("certificates/authority.pem");

const AUTHORITY_DER: &[u8] = include_bytes!("certificates/authority.der");

/// The settings of the transport for one case.
///
/// Leave a setting that is `None` at the transport's default. The transport must always talk to the server of
/// the kit directly: switch off a proxy from the environment.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(crate) case: &'static str,
    pub(crate) trusts_authority: bool,
    pub(crate) max_body_bytes: Option<usize>,
    pub(crate) timeout: Option<(TimeoutPhase, Duration)>,
    pub(crate) http2_keep_alive: Option<Duration>,
}

impl Setup {
    pub(crate) fn new(case: &'static str) -> Self {
        Self {
            case,
            trusts_authority: false,
            max_body_bytes: None,
            timeout: None,
            http2_keep_alive: None,
        }
    }

    /// Returns the name of the case that the transport is for.
    #[must_use]
    pub fn case(&self) -> &'static str {
        self.case
    }

    /// Returns the certificate authority to trust, as PEM text with one certificate.
    #[must_use]
    pub fn authority_pem(&self) -> Option<&'static str> {
        self.trusts_authority.then_some(AUTHORITY_PEM)
    }

    /// Returns the certificate authority to trust, the same as [`authority_pem`](Self::authority_pem), in
    /// DER.
    #[must_use]
    pub fn authority_der(&self) -> Option<&'static [u8]> {
        self.trusts_authority.then_some(AUTHORITY_DER)
    }

    /// Returns the largest response body to accept, in bytes.
    #[must_use]
    pub fn max_body_bytes(&self) -> Option<usize> {
        self.max_body_bytes
    }

    /// Returns the timeout of a phase. It is short, and set for at most one phase: the one whose timeout the
    /// case waits for.
    #[must_use]
    pub fn timeout(&self, phase: TimeoutPhase) -> Option<Duration> {
        let (limited, timeout) = self.timeout?;
        (limited == phase).then_some(timeout)
    }

    /// Returns how long nothing may arrive over an HTTP/2 connection before it is pinged, and how long the
    /// acknowledgement may take. It is short, and set where the case waits for both to pass.
    #[must_use]
    pub fn http2_keep_alive(&self) -> Option<Duration> {
        self.http2_keep_alive
    }
}
