//! [`Report`]: how a transport fared in each case.

use std::error::Error;
use std::fmt;

/// How a transport fared: one [`CaseReport`] for each case, in the order of the suite.
///
/// Its text is for people: what failed first, then why cases were not run, then the counts; `{:#}` lists each
/// case that was not run with what is not proved without it, and what passed. [`result`](Self::result) and
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

    /// Asserts that no case failed. Cases that were not run do not count as failed.
    ///
    /// # Panics
    ///
    /// At least one case failed. The message says how many, and is followed by the report.
    #[track_caller]
    pub fn assert_passed(&self) {
        let failed = self.failed().count();
        assert!(
            failed == 0,
            "{failed} of {} cases failed: the transport does not keep the contract\n\n{self}",
            self.cases.len()
        );
    }

    /// Asserts that the cases of these names failed, and no others: for a transport whose deviations are
    /// known, whose test is to say so when one of them goes away.
    ///
    /// # Panics
    ///
    /// Another case failed, or one of these did not. The message names those cases, and is followed by the
    /// report.
    #[track_caller]
    pub fn assert_failed(&self, names: &[&str]) {
        let failed: Vec<_> = self.failed().map(CaseReport::name).collect();
        let but_did_not: Vec<_> = names.iter().filter(|name| !failed.contains(name)).collect();
        let unexpectedly: Vec<_> = failed.iter().filter(|name| !names.contains(name)).collect();
        assert!(
            but_did_not.is_empty() && unexpectedly.is_empty(),
            "expected to fail, but did not: {but_did_not:?}; failed unexpectedly: {unexpectedly:?}\n\n{self}"
        );
    }

    /// Returns the reasons why cases were not run, in the order in which they first came, and how many cases
    /// each of them kept from running.
    fn reasons(&self) -> Vec<(&str, usize)> {
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for case in &self.cases {
            let Verdict::NotApplicable(reason) = &case.verdict else {
                continue;
            };
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, cases)) => *cases += 1,
                None => reasons.push((reason, 1)),
            }
        }
        reasons
    }

    fn having(&self, is_wanted: impl Fn(&Verdict) -> bool) -> impl Iterator<Item = &CaseReport> {
        self.cases
            .iter()
            .filter(move |case| is_wanted(&case.verdict))
    }
}

impl fmt::Display for Report {
    /// Writes what failed, the reasons why cases were not run, and the counts; with `{:#}` each case that was
    /// not run, and what passed.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for case in self.failed() {
            writeln!(formatter, "{case}")?;
        }
        if formatter.alternate() {
            for case in self.not_applicable().chain(self.passed()) {
                writeln!(formatter, "{case}")?;
            }
        } else {
            for (reason, cases) in self.reasons() {
                let noun = if cases == 1 { "case" } else { "cases" };
                writeln!(formatter, "n/a     {cases} {noun}: {}", short(reason))?;
            }
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
    /// Empty for a name that no case has.
    pub(crate) proves: &'static str,
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

    /// Returns what a transport does that passes, as
    /// [`CaseDescription::proves`](crate::CaseDescription::proves) does; empty for a name that no case has.
    #[must_use]
    pub fn proves(&self) -> &'static str {
        self.proves
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
            Verdict::Failed(reason) => {
                let reason = short(reason);
                write!(formatter, "FAILED  {}\n        {reason}", self.name)
            }
            Verdict::NotApplicable(reason) => {
                let (reason, unproved) = (short(reason), short(self.proves));
                writeln!(formatter, "n/a     {}: {reason}", self.name)?;
                write!(formatter, "        not proved: {unproved}")
            }
        }
    }
}

/// Returns the beginning of a reason, in three lines at most; [`CaseReport::verdict`] has the whole.
fn short(reason: &str) -> String {
    const COLUMNS: usize = 98;
    const MOST_LINES: usize = 3;
    let reason = reason.replace(char::is_control, " ");
    let mut lines = vec![String::new()];
    for word in reason.split_whitespace() {
        let is_last = lines.len() == MOST_LINES;
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.extend(word.chars().take(COLUMNS));
        } else if line.chars().count() + 1 + word.chars().count() <= COLUMNS {
            line.push(' ');
            line.push_str(word);
        } else if is_last {
            line.push('…');
            break;
        } else {
            lines.push(word.chars().take(COLUMNS).collect());
        }
    }
    lines.join("\n        ")
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

/// The error of a report with failed cases. Its text is the report.
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
