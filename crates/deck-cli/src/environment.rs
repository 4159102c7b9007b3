//! The variables of the environment that the program reads.

use std::env;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;

use etcetera::BaseStrategy;
use etcetera::choose_base_strategy;

use deck_client::ApiKey;
use deck_client::ClientBuilder;

/// A variable of the environment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Variable {
    /// The secret key, which the client reads.
    ApiKey,
    /// The address of the API, which the client reads.
    BaseUrl,
    /// The profile.
    Profile,
    /// The file of profiles.
    Config,
    /// The file of certificate authorities.
    CertFile,
    /// The secret that deliveries to a webhook are signed with.
    WebhookSecret,
    /// Where the control API of a sandbox is.
    SandboxControlUrl,
    /// The token of the control API of a sandbox.
    SandboxControlToken,
    /// The proxy, which the transport reads.
    HttpsProxy,
    /// The proxy for every scheme, which the transport reads. It reads `HTTP_PROXY` as well, but that is for
    /// `http`, which goes to loopback only and so through no proxy.
    AllProxy,
    /// The hosts without a proxy, which the transport reads.
    NoProxy,
    /// The time zone, which the calendar reads.
    TimeZone,
    /// The width of tables.
    Columns,
    /// The pager of this program.
    DeckPager,
    /// The pager of all programs.
    Pager,
    /// Whether there is colour.
    NoColor,
    /// Whether there is colour where there is no terminal.
    ClicolorForce,
    /// The kind of terminal.
    Term,
}

impl Variable {
    /// All there are, in the order of the help.
    pub(crate) const ALL: &'static [Self] = &[
        Self::ApiKey,
        Self::BaseUrl,
        Self::Profile,
        Self::Config,
        Self::CertFile,
        Self::WebhookSecret,
        Self::SandboxControlUrl,
        Self::SandboxControlToken,
        Self::HttpsProxy,
        Self::AllProxy,
        Self::NoProxy,
        Self::TimeZone,
        Self::Columns,
        Self::DeckPager,
        Self::Pager,
        Self::NoColor,
        Self::ClicolorForce,
        Self::Term,
    ];

    /// Returns the name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ApiKey => ApiKey::ENVIRONMENT_VARIABLE,
            Self::BaseUrl => ClientBuilder::BASE_URL_VARIABLE,
            Self::Profile => "DECK_PROFILE",
            Self::Config => "DECK_CONFIG",
            Self::CertFile => "SSL_CERT_FILE",
            Self::WebhookSecret => "DECK_WEBHOOK_SECRET",
            Self::SandboxControlUrl => "DECK_SANDBOX_CONTROL_URL",
            Self::SandboxControlToken => "DECK_SANDBOX_CONTROL_TOKEN",
            Self::HttpsProxy => "HTTPS_PROXY",
            Self::AllProxy => "ALL_PROXY",
            Self::NoProxy => "NO_PROXY",
            Self::TimeZone => "TZ",
            Self::Columns => "COLUMNS",
            Self::DeckPager => "DECK_PAGER",
            Self::Pager => "PAGER",
            Self::NoColor => "NO_COLOR",
            Self::ClicolorForce => "CLICOLOR_FORCE",
            Self::Term => "TERM",
        }
    }

    /// Returns the value, if the variable is set.
    pub(crate) fn value(self) -> Option<OsString> {
        env::var_os(self.name())
    }

    /// Returns what the help says, line by line.
    pub(crate) const fn meaning(self) -> &'static [&'static str] {
        match self {
            Self::ApiKey => &[
                "The secret key (sk_live_...). There is no flag for it, since every",
                "program on a machine can read the command lines of the others",
            ],
            Self::BaseUrl => &["The same as --base-url, where that is not given"],
            Self::Profile => &[
                "The profile whose settings are used, behind those of the environment,",
                "where --profile is not given",
            ],
            Self::Config => &[
                "The file of profiles, or empty for none, instead of deck/config.toml",
                "in the folder of settings (XDG_CONFIG_HOME, or ~/.config)",
            ],
            Self::CertFile => &["The same as --ca-cert, where that is not given"],
            Self::WebhookSecret => &[
                "The secret of a webhook (whsec_...); while it is replaced, the new",
                "one and the old one with a space in between",
            ],
            Self::SandboxControlUrl => {
                &["The same as --control-url of `deck sandbox reset` and others"]
            }
            Self::SandboxControlToken => &["The same as --control-token, where that is not given"],
            Self::HttpsProxy => &["The proxy to go through, an http or https URL"],
            Self::AllProxy => &["The same, where HTTPS_PROXY is not set"],
            Self::NoProxy => {
                &["Hosts to reach without the proxy. These three may be in lower case too"]
            }
            Self::TimeZone => &["The same as --timezone, where that is not given"],
            Self::Columns => &["The width to fit tables to, instead of the terminal's own"],
            Self::DeckPager => &[
                "The program that long output goes through on a terminal, such as",
                "`less -R`; none, if empty or `cat` [default: PAGER, or `less -FRX`]",
            ],
            Self::Pager => &["The same, where DECK_PAGER is not set"],
            Self::NoColor => &["No colour, if set to anything"],
            Self::ClicolorForce => &["Colour in a pipe too, if set to anything but 0"],
            Self::Term => &["No colour, if `dumb`"],
        }
    }
}

/// Returns the section of the help about the environment.
pub(crate) fn help() -> String {
    let mut text = "Environment:".to_owned();
    for variable in Variable::ALL {
        _ = write!(text, "\n  {}", variable.name());
        for line in variable.meaning() {
            _ = write!(text, "\n      {line}");
        }
    }
    text
}

/// Returns the folder of settings of this user.
pub(crate) fn settings_folder() -> Option<PathBuf> {
    let strategy = choose_base_strategy().ok()?;
    Some(strategy.config_dir())
}

/// Returns the variable that sets the proxy for `https`, in upper or lower case as it is set.
pub(crate) fn proxy_variable() -> Option<&'static str> {
    choose_proxy_variable(|name| env::var(name).ok())
}

/// Chooses as the transport does: the name in upper case, or else in lower case, and neither for a CGI
/// program.
fn choose_proxy_variable(value: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    if value("REQUEST_METHOD").is_some() {
        return None;
    }
    let names = [
        [Variable::HttpsProxy.name(), "https_proxy"],
        [Variable::AllProxy.name(), "all_proxy"],
    ];
    let set = |names: [&'static str; 2]| {
        let name = names.into_iter().find(|name| value(name).is_some())?;
        value(name).filter(|value| !value.is_empty()).map(|_| name)
    };
    names.into_iter().find_map(set)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Returns all files with source text below `folder`.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .flat_map(|path| {
                if path.is_dir() {
                    sources(&path)
                } else {
                    vec![path]
                }
            })
            .collect()
    }

    #[test]
    fn the_environment_is_read_here_and_nowhere_else() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let here = root.join("environment.rs");
        let mut readers = sources(&root);
        readers.retain(|path| fs::read_to_string(path).unwrap().contains("env::var"));
        assert_eq!(readers, [here]);
    }

    #[test]
    fn the_help_names_every_variable_once() {
        let text = help();
        for variable in Variable::ALL {
            let start = format!("\n  {}\n", variable.name());
            assert_eq!(text.matches(&start).count(), 1, "{start}: {text}");
        }
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    }

    fn chosen(variables: &[(&str, &str)]) -> Option<&'static str> {
        choose_proxy_variable(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_variable_of_the_proxy_is_the_first_that_is_set() {
        let all = ("ALL_PROXY", "http://a");
        assert_eq!(chosen(&[]), None);
        assert_eq!(chosen(&[all]), Some("ALL_PROXY"));
        assert_eq!(
            chosen(&[all, ("https_proxy", "http://b")]),
            Some("https_proxy")
        );
        assert_eq!(
            chosen(&[("https_proxy", "http://b"), ("HTTPS_PROXY", "http://c")]),
            Some("HTTPS_PROXY")
        );
    }

    #[test]
    fn an_empty_variable_sets_no_proxy_and_hides_the_one_in_lower_case() {
        assert_eq!(
            chosen(&[("HTTPS_PROXY", ""), ("https_proxy", "http://b")]),
            None
        );
    }

    #[test]
    fn a_cgi_program_has_no_proxy() {
        assert_eq!(
            chosen(&[("REQUEST_METHOD", "GET"), ("HTTPS_PROXY", "http://a")]),
            None
        );
    }
}
