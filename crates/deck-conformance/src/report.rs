//! [`Report`]: how a transport fared in each case.

use std::error::Error;
use std::fmt;

/// How a transport fared: one [`CaseReport`] for each case, in the order of the suite.
///
/// Its text is a table for people, short with `{:#}`; [`result`](Self::result) and
/// [`assert_passed`](Self::assert_passed) are for tests.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a report that nobody looks at proves nothing"]
pub struct Report {
    pub(crate) cases: Vec<CaseReport>,
}

impl Report {
    /// Returns all cases in the order in which they ran.
    #[must_use]
    pub fn cases(&self) -> &[CaseReport] {
        &self.cases
    }

    /// Returns the cases that passed.
    pub fn passed(&self) -> impl Iterator<Item = &CaseReport> {
        self.having(|verdict| *verdict == Verdict::Passed)
    }

    /// Returns the cases that failed.
    pub fn failed(&self) -> impl Iterator<Item = &CaseReport> {
        self.having(|verdict| matches!(verdict, Verdict::Failed(_)))
    }

    /// Returns the cases that were not run, because the transport cannot do what they need or because they
    /// were excepted.
    pub fn not_applicable(&self) -> impl Iterator<Item = &CaseReport> {
        self.having(|verdict| matches!(verdict, Verdict::NotApplicable(_)))
    }

    /// Returns the report as an error if a case failed.
    ///
    /// # Errors
    ///
    /// At least one case failed.
    pub fn result(self) -> Result<Self, Nonconformance> {
        if self.failed().next().is_none() {
            Ok(self)
        } else {
            Err(Nonconformance { report: self })
        }
    }

    /// Asserts that no case failed.
    ///
    /// # Panics
    ///
    /// A case failed. The message is the table.
    #[track_caller]
    pub fn assert_passed(&self) {
        self.assert_failed(&[]);
    }

    /// Asserts that the cases of these names failed and no others, for a transport whose deviations are
    /// known. That a deviation went away is worth knowing too.
    ///
    /// # Panics
    ///
    /// Another case failed, or one of these did not. The message is the table.
    #[track_caller]
    pub fn assert_failed(&self, names: &[&str]) {
        let failed: Vec<_> = self.failed().map(CaseReport::name).collect();
        let is_expected = failed.iter().all(|name| names.contains(name))
            && names.iter().all(|name| failed.contains(name));
        assert!(
            is_expected,
            "{names:?} were to fail, and {failed:?} did\n\n{self}"
        );
    }

    fn having(&self, is_wanted: impl Fn(&Verdict) -> bool) -> impl Iterator<Item = &CaseReport> {
        self.cases
            .iter()
            .filter(move |case| is_wanted(&case.verdict))
    }
}

impl fmt::Display for Report {
    /// Writes a line for each case, under its group, and the counts at the end; with `{:#}`, those that
    /// passed are only counted.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_short = formatter.alternate();
        let mut group = "";
        for case in &self.cases {
            if is_short && case.verdict == Verdict::Passed {
                continue;
            }
            if case.group != group {
                group = case.group;
                writeln!(formatter, "{group}")?;
            }
            writeln!(formatter, "  {case}")?;
        }
        let (passed, failed) = (self.passed().count(), self.failed().count());
        let rest = self.not_applicable().count();
        write!(
            formatter,
            "{passed} passed, {failed} failed, {rest} not applicable"
        )
    }
}

/// How a transport fared in one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseReport {
    pub(crate) name: String,
    pub(crate) group: &'static str,
    pub(crate) verdict: Verdict,
}

impl CaseReport {
    /// Returns the name of the case, which later versions keep.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the heading that the case stands under.
    #[must_use]
    pub fn group(&self) -> &'static str {
        self.group
    }

    /// Returns how the case ended.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }
}

impl fmt::Display for CaseReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.verdict {
            Verdict::Passed => write!(formatter, "passed  {}", self.name),
            Verdict::Failed(reason) => write!(formatter, "FAILED  {}: {reason}", self.name),
            Verdict::NotApplicable(reason) => write!(formatter, "n/a     {}: {reason}", self.name),
        }
    }
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The transport kept the contract.
    Passed,
    /// It did not, for this reason.
    Failed(String),
    /// The case was not run, for this reason.
    NotApplicable(String),
}

/// The error of a report with failed cases. Its text is the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonconformance {
    report: Report,
}

impl Nonconformance {
    /// Returns the whole report.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

impl fmt::Display for Nonconformance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the transport does not keep the contract\n{}",
            self.report
        )
    }
}

impl Error for Nonconformance {}
