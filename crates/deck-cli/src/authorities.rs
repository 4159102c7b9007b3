//! Certificate authorities of one's own: the file of `--ca-cert` or `SSL_CERT_FILE`.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use deck_transport::HyperTransport;
use deck_transport::HyperTransportError;
use deck_transport::HyperTransportErrorKind;

use crate::arguments::GlobalArguments;
use crate::environment::Variable;
use crate::profile::ChosenProfile;
use crate::shell::quoted;

/// The flag and the variable that name the file.
const FLAG: &str = "--ca-cert";
const VARIABLE: Variable = Variable::CertFile;

/// The longest file that is read; all the authorities of the world take a quarter of a MiB.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// A file with authorities that are trusted besides those that everybody trusts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct AuthorityFile {
    path: PathBuf,
    named_by: String,
}

impl AuthorityFile {
    /// Returns the file of the flag, or else of the profile that `--profile` names, or else of the
    /// environment, or else of the profile that is used.
    pub(crate) fn chosen(arguments: &GlobalArguments) -> Option<Self> {
        let flag = arguments.ca_cert.as_deref();
        let variable = VARIABLE.value().map(PathBuf::from);
        Self::choose(flag, variable, arguments.chosen_profile.as_ref())
    }

    fn choose(
        flag: Option<&Path>,
        variable: Option<PathBuf>,
        chosen: Option<&ChosenProfile>,
    ) -> Option<Self> {
        let flag = flag.map(|path| Self::new(path.to_owned(), FLAG));
        let variable = variable.filter(|path| !path.as_os_str().is_empty());
        let variable = variable.map(|path| Self::new(path, VARIABLE.name()));
        let of_profile = chosen.and_then(|ChosenProfile { profile, .. }| {
            let named_by = format!("ca_cert of the profile {}", profile.name);
            Some(Self::new(profile.ca_cert.clone()?, named_by))
        });
        let goes_first = chosen.is_some_and(|chosen| chosen.is_explicit);
        let (first, second) = if goes_first {
            (of_profile, variable)
        } else {
            (variable, of_profile)
        };
        flag.or(first).or(second)
    }

    fn new(path: PathBuf, named_by: impl Into<String>) -> Self {
        Self {
            path,
            named_by: named_by.into(),
        }
    }

    /// Returns a transport that trusts the authorities of the file too.
    pub(crate) fn transport(self) -> Result<HyperTransport, AuthorityError> {
        match self.read() {
            Ok(transport) => Ok(transport),
            Err(reason) => Err(AuthorityError { file: self, reason }),
        }
    }

    fn read(&self) -> Result<HyperTransport, Reason> {
        let mut text = Vec::new();
        File::open(&self.path)
            .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut text))
            .map_err(Reason::Unreadable)?;
        if text.len() as u64 > MOST_BYTES {
            return Err(Reason::TooLong);
        }
        if is_der(&text) {
            return Err(Reason::Der);
        }
        if text.is_empty() {
            return Err(Reason::NoCertificate);
        }
        HyperTransport::builder()
            .extra_roots(text)
            .build()
            .map_err(|error| match error.kind() {
                HyperTransportErrorKind::NoRoots => Reason::NoCertificate,
                _ => Reason::Damaged(error),
            })
    }
}

/// Returns whether this is DER, where a certificate is a sequence with its length in two bytes; no text
/// begins like that.
fn is_der(text: &[u8]) -> bool {
    text.starts_with(&[0x30, 0x82])
}

/// Why the authorities of a file cannot be trusted.
#[derive(Debug)]
pub(crate) struct AuthorityError {
    file: AuthorityFile,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Unreadable(io::Error),
    TooLong,
    Der,
    NoCertificate,
    Damaged(HyperTransportError),
}

impl AuthorityError {
    /// Returns what to do about it.
    pub(crate) fn advice(&self) -> String {
        let AuthorityFile { path, named_by } = &self.file;
        match self.reason {
            Reason::Der => {
                let path = path.to_string_lossy();
                let path = quoted(&path);
                format!("make PEM of it with `openssl x509 -inform der -in {path} -out ca.pem`")
            }
            Reason::NoCertificate => {
                "a certificate in PEM begins with -----BEGIN CERTIFICATE-----".to_owned()
            }
            _ => format!("check the file that {named_by} names"),
        }
    }
}

impl fmt::Display for AuthorityError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let AuthorityFile { path, named_by } = &self.file;
        write!(formatter, "{named_by}: {} ", path.display())?;
        match &self.reason {
            Reason::Unreadable(error) => write!(formatter, "could not be read: {error}"),
            Reason::TooLong => write!(formatter, "is longer than {} MiB", MOST_BYTES >> 20),
            Reason::Der => formatter.write_str("is a certificate in DER, and PEM is needed"),
            Reason::NoCertificate => formatter.write_str("has no certificate in PEM"),
            Reason::Damaged(_) => formatter.write_str("has a certificate that is damaged"),
        }
    }
}

impl Error for AuthorityError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.reason {
            Reason::Damaged(error) => error.source(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(flag: Option<&str>, variable: Option<&str>) -> Option<(String, String)> {
        AuthorityFile::choose(flag.map(Path::new), variable.map(PathBuf::from), None)
            .map(|file| (file.path.display().to_string(), file.named_by))
    }

    #[test]
    fn the_flag_goes_before_the_variable_and_an_empty_variable_is_none() {
        let flag = Some(("a.pem".to_owned(), FLAG.to_owned()));
        assert_eq!(chosen(Some("a.pem"), Some("b.pem")), flag);
        assert_eq!(
            chosen(None, Some("b.pem")),
            Some(("b.pem".to_owned(), VARIABLE.name().to_owned()))
        );
        assert_eq!(chosen(None, Some("")), None);
        assert_eq!(chosen(None, None), None);
    }
}
