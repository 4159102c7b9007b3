//! Failures of TLS in words.

use std::error::Error;
use std::fmt;
use std::io;

use rustls::AlertDescription;
use rustls::CertificateError;

use crate::TransportErrorKind;
use crate::hyper_transport::connect_failure::ConnectFailure;

/// A failure of TLS in words.
#[derive(Debug)]
pub(in crate::hyper_transport) struct TlsFailure(rustls::Error);

/// Says why there was no handshake.
pub(in crate::hyper_transport) fn of_handshake(
    error: Box<dyn Error + Send + Sync>,
) -> ConnectFailure {
    if let Some(cause) = find(&*error) {
        return ConnectFailure::new(TransportErrorKind::Tls, TlsFailure(cause));
    }
    ConnectFailure::new(TransportErrorKind::Tls, error)
}

/// Puts a failure of an open TLS connection into words.
///
/// Under TLS 1.3 a server judges the client after the client has taken the handshake for done. Its refusal
/// gets a kind that no socket gives to reads and writes, since HTTP/2 keeps nothing else of an error.
pub(in crate::hyper_transport) fn in_words(error: io::Error) -> io::Error {
    let Some(cause) = find(&error) else {
        return error;
    };
    let kind = if refuses_the_client(&cause) {
        io::ErrorKind::PermissionDenied
    } else {
        error.kind()
    };
    io::Error::new(kind, TlsFailure(cause))
}

/// Returns whether [`in_words`] found that the server refuses the client, before it looked at a request.
pub(in crate::hyper_transport) fn is_refusal(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}

fn refuses_the_client(error: &rustls::Error) -> bool {
    use AlertDescription as Alert;
    matches!(
        error,
        rustls::Error::AlertReceived(
            Alert::NoCertificate
                | Alert::BadCertificate
                | Alert::UnsupportedCertificate
                | Alert::CertificateRevoked
                | Alert::CertificateExpired
                | Alert::CertificateUnknown
                | Alert::UnknownCA
                | Alert::AccessDenied
                | Alert::HandshakeFailure
                | Alert::CertificateRequired
        )
    )
}

/// Finds what rustls said; an `io::Error` does not count what it holds among its sources.
fn find(error: &(dyn Error + 'static)) -> Option<rustls::Error> {
    if let Some(found) = error.downcast_ref::<rustls::Error>() {
        return Some(found.clone());
    }
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(inner) => find(inner),
        None => find(error.source()?),
    }
}

impl fmt::Display for TlsFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            rustls::Error::InvalidCertificate(error) => of_certificate(error, formatter),
            rustls::Error::AlertReceived(alert) => of_alert(*alert, formatter),
            rustls::Error::NoCertificatesPresented => {
                formatter.write_str("the server has no certificate")
            }
            rustls::Error::PeerIncompatible(_) => formatter.write_str(
                "the server and this side have no version or cipher of TLS in common \
                 (TLS 1.2 and 1.3 are spoken here)",
            ),
            rustls::Error::InvalidMessage(_) => formatter
                .write_str("what the server sent is not TLS; perhaps it speaks http at this port"),
            rustls::Error::PeerMisbehaved(_)
            | rustls::Error::InappropriateMessage { .. }
            | rustls::Error::InappropriateHandshakeMessage { .. } => {
                formatter.write_str("the server broke the rules of TLS")
            }
            rustls::Error::DecryptError => {
                formatter.write_str("what the server sent was changed on the way")
            }
            other => other.fmt(formatter),
        }
    }
}

impl Error for TlsFailure {}

fn of_certificate(error: &CertificateError, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    use CertificateError as Fault;
    formatter.write_str("the certificate of the server ")?;
    formatter.write_str(match error {
        Fault::Expired | Fault::ExpiredContext { .. } => "has expired",
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
            "is not valid yet by the clock of this machine"
        }
        Fault::Revoked => "was revoked",
        Fault::UnknownIssuer => "was issued by an authority that is not trusted here",
        Fault::NotValidForName => "is for another name",
        Fault::NotValidForNameContext { expected, .. } => {
            return write!(formatter, "is not for {}", expected.to_str());
        }
        Fault::InvalidPurpose | Fault::InvalidPurposeContext { .. } => "is not meant for servers",
        Fault::BadSignature => "has a wrong signature",
        Fault::BadEncoding => "is damaged",
        _ => "cannot be verified",
    })
}

fn of_alert(alert: AlertDescription, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    use AlertDescription as Alert;
    let words = match alert {
        Alert::CertificateRequired | Alert::NoCertificate => {
            "the server wants a client certificate, and there is none to send"
        }
        Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown => "the server does not accept the client certificate, or none",
        Alert::UnknownCA => "the server does not trust the authority of a certificate",
        Alert::AccessDenied => "the server denies access",
        Alert::HandshakeFailure | Alert::InsufficientSecurity => {
            "the server found no common settings, or wants a client certificate"
        }
        Alert::ProtocolVersion => "the server speaks neither TLS 1.2 nor TLS 1.3",
        Alert::UnrecognisedName => "the server does not know the name that it was asked for",
        Alert::NoApplicationProtocol => "the server speaks none of the offered versions of HTTP",
        Alert::InternalError => "the server has a fault of its own",
        _ => "the server broke off",
    };
    write!(formatter, "{words} (TLS alert {})", u8::from(alert))
}
