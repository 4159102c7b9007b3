//! [`Suite`]: which cases are run, and how.

use std::collections::BTreeMap;
use std::time::Duration;

use deck_transport::SharedTransport;
use deck_transport::Transport;

use crate::bench::Bench;
use crate::capability::Capability;
use crate::case::Case;
use crate::case::Outcome;
use crate::case_description::CaseDescription;
use crate::cases::GROUPS;
use crate::race::Either;
use crate::race::race;
use crate::report::CaseReport;
use crate::report::Report;
use crate::report::Verdict;
use crate::setup::Setup;
use crate::stage::Stage;

/// The time that a case may take unless [`Suite::time_limit`] sets another.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Runs every case against transports that `make_transport` makes, one for each, and returns how they fared.
///
/// This is [`Suite::new`] and [`Suite::check`] in one: for a transport that has every [`Capability`] and
/// speaks HTTP/1.1.
///
/// # Cancellation
///
/// Dropping the future ends the run, and the server with it.
pub async fn check<F, T>(make_transport: F) -> Report
where
    F: Fn(&Setup) -> T + Send + Sync,
    T: Transport + 'static,
{
    Suite::new().check(make_transport).await
}

/// The cases to run, and what is known of the transport beforehand.
///
/// # Examples
///
/// ```
/// use deck_conformance::{Capability, Suite};
/// use deck_transport::{Delivery, TransportError, TransportErrorKind, transport_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let suite = Suite::new()
///     .without(Capability::BodyCeiling, "its ceiling is a constant")
///     .except("cancel-before-response", "a call that blocks cannot be interrupted")
///     .only(&["unresolvable-name", "cancel-before-response"]);
/// let report = suite
///     .check(|_setup| {
///         transport_fn(|_request| async {
///             Err(TransportError::new(TransportErrorKind::Resolve, Delivery::NotSent))
///         })
///     })
///     .await;
///
/// report.assert_passed();
/// assert_eq!(report.passed().count(), 1);
/// assert_eq!(report.not_applicable().count(), 1);
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a suite does nothing until it checks a transport"]
pub struct Suite {
    lacking: Vec<(Capability, String)>,
    exceptions: BTreeMap<String, String>,
    selection: Option<Vec<String>>,
    is_over_tls: bool,
    time_limit: Duration,
}

impl Suite {
    /// Returns every case that there is, in the order of the report, whatever a suite selects: for a list
    /// of what is proved, and of the names for [`only`](Self::only) and [`except`](Self::except).
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_conformance::{Capability, Suite};
    ///
    /// let of_tls = Suite::cases().filter(|case| case.needs().contains(&Capability::Tls));
    /// for case in of_tls {
    ///     println!("{case}");
    /// }
    /// let head = Suite::cases().find(|case| case.name() == "head").expect("the case");
    /// assert_eq!(head.to_string(), "`head`: the transport reads no body in the response to HEAD");
    /// ```
    pub fn cases() -> impl Iterator<Item = CaseDescription> {
        CaseDescription::all()
    }

    /// Creates a suite of all cases, for a transport that has every [`Capability`] but HTTP/2.
    pub fn new() -> Self {
        Self {
            lacking: vec![(Capability::Http2, "it is not offered".to_owned())],
            exceptions: BTreeMap::new(),
            selection: None,
            is_over_tls: false,
            time_limit: TIME_LIMIT,
        }
    }

    /// Declares that the transport cannot do something; the cases that need it are not applicable, with this
    /// reason.
    ///
    /// Without [`Capability::PlainHttp`] the suite runs [over TLS](Self::over_tls). A transport that does not
    /// speak TLS says so with [`Capability::Tls`]; the others of TLS, such as [`Capability::TrustAuthority`],
    /// need not be declared then.
    pub fn without(mut self, capability: Capability, reason: impl Into<String>) -> Self {
        self = self.with(capability);
        self.is_over_tls |= capability == Capability::PlainHttp;
        self.lacking.push((capability, reason.into()));
        self
    }

    /// Declares that the transport can do something.
    ///
    /// That is the default of all but [`Capability::Http2`].
    pub fn with(mut self, capability: Capability) -> Self {
        self.lacking.retain(|(lacking, _)| *lacking != capability);
        self
    }

    /// Leaves a case out; it is not applicable, with this reason.
    ///
    /// A name that no case has is a failed case of that name, so that an exception cannot outlive its case.
    pub fn except(mut self, case: impl Into<String>, reason: impl Into<String>) -> Self {
        self.exceptions.insert(case.into(), reason.into());
        self
    }

    /// Runs the cases of these names alone, such as the one that is being repaired; the report has no others.
    ///
    /// A name that no case has is a failed case of that name.
    pub fn only(mut self, cases: &[&str]) -> Self {
        self.selection = Some(cases.iter().map(|&name| name.to_owned()).collect());
        self
    }

    /// Runs every case that would use plain `http` over TLS instead.
    pub fn over_tls(mut self) -> Self {
        self.is_over_tls = true;
        self
    }

    /// Sets how long a case may take before it has failed.
    ///
    /// Default: 10 s. It makes sure that the test of a transport that hangs ends with a report.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Runs the cases, one after the other, each against a transport of its own that `make_transport` makes,
    /// and returns how they fared.
    ///
    /// The server of the kit listens on a port of `127.0.0.1` that the system picks, and has a thread and a
    /// runtime of its own, so the transport may need any runtime or none, and may even block. Where this
    /// future runs is where the transport runs: a transport that needs a runtime needs it here.
    ///
    /// # Cancellation
    ///
    /// Dropping the future ends the run, and the server with it.
    pub async fn check<F, T>(&self, make_transport: F) -> Report
    where
        F: Fn(&Setup) -> T + Send + Sync,
        T: Transport + 'static,
    {
        let make = |setup: &Setup| SharedTransport::new(make_transport(setup));
        let bench = Bench::start();
        let mut cases = self.unknown_names();
        for group in GROUPS {
            for case in group.cases.iter().filter(|case| self.selects(case.name)) {
                let verdict = match (self.obstacle(case), &bench) {
                    (Some(reason), _) => Verdict::NotApplicable(reason),
                    (None, Err(error)) => Verdict::Failed(format!("the kit cannot run: {error}")),
                    (None, Ok(bench)) => self.play(case, bench, &make).await,
                };
                cases.push(CaseReport {
                    name: case.name.to_owned(),
                    group: group.name,
                    proves: case.proves,
                    verdict,
                });
            }
        }
        Report { cases }
    }

    async fn play(
        &self,
        case: &Case,
        bench: &Bench,
        make: &(dyn Fn(&Setup) -> SharedTransport + Send + Sync),
    ) -> Verdict {
        let stage = Stage {
            case: case.name,
            bench,
            make,
            is_over_tls: self.is_over_tls,
            time_limit: self.time_limit,
        };
        let deadline = bench.after(self.time_limit);
        match race(deadline, (case.run)(&stage)).await {
            Either::First(()) => Verdict::Failed(case.time_out(self.time_limit)),
            Either::Second(outcome) => verdict(outcome),
        }
    }

    /// Returns why a case cannot be run, if so.
    fn obstacle(&self, case: &Case) -> Option<String> {
        if let Some(reason) = self.exceptions.get(case.name) {
            return Some(reason.clone());
        }
        let trust: &[_] = if self.is_over_tls {
            &[Capability::Tls, Capability::TrustAuthority]
        } else {
            &[]
        };
        case.needs.iter().chain(trust).find_map(|needed| {
            let (capability, reason) =
                self.lacking.iter().find(|(lacking, _)| lacking == needed)?;
            Some(format!("needs {capability}: {reason}"))
        })
    }

    fn selects(&self, name: &str) -> bool {
        let Some(selection) = &self.selection else {
            return true;
        };
        selection.iter().any(|selected| selected == name)
    }

    fn unknown_names(&self) -> Vec<CaseReport> {
        let selected = self.selection.iter().flatten();
        let names = selected.chain(self.exceptions.keys());
        names
            .filter(|&name| Self::cases().all(|case| case.name() != name))
            .map(|name| CaseReport {
                name: name.clone(),
                group: "names",
                proves: "",
                verdict: Verdict::Failed("no case has this name".to_owned()),
            })
            .collect()
    }
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

fn verdict(outcome: Outcome) -> Verdict {
    match outcome {
        Ok(()) => Verdict::Passed,
        Err(reason) => Verdict::Failed(reason),
    }
}
