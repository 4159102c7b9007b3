//! [`Report`]: how a transport fared in each case.

use std::error::Error;
use std::fmt;

/// How a transport fared: one [`CaseReport`] for each case, in the order of the suite.
///
/// Its text is for people: what failed first, then why cases were not run, then the counts; `{:#}` lists what
/// passed, too. [`result`](Self::result) and [`assert_passed`](Self::assert_passed) are for tests.
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
    /// A case failed. The message is the report.
    #[track_caller]
    pub fn assert_passed(&self) {
        self.assert_failed(&[]);
    }

    /// Asserts that the cases of these names failed and no others, for a transport whose deviations are
    /// known. That a deviation went away is worth knowing too.
    ///
    /// # Panics
    ///
    /// Another case failed, or one of these did not. The message is the report.
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
    /// Writes what failed, the reasons why cases were not run, with `{:#}` what passed, and the counts.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for case in self.failed() {
            writeln!(formatter, "{case}")?;
        }
        for (reason, cases) in self.reasons() {
            let noun = if cases == 1 { "case" } else { "cases" };
            writeln!(formatter, "n/a     {cases} {noun}: {}", short(reason))?;
        }
        if formatter.alternate() {
            for case in self.passed() {
                writeln!(formatter, "{case}")?;
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
            Verdict::Failed(reason) => {
                let reason = short(reason);
                write!(formatter, "FAILED  {}\n        {reason}", self.name)
            }
            Verdict::NotApplicable(reason) => {
                write!(formatter, "n/a     {}: {}", self.name, short(reason))
            }
        }
    }
}

/// Returns the beginning of a reason, in two lines at most; [`CaseReport::verdict`] has the whole.
fn short(reason: &str) -> String {
    const COLUMNS: usize = 98;
    let reason = reason.replace(char::is_control, " ");
    let mut lines = vec![String::new()];
    for word in reason.split_whitespace() {
        let is_second = lines.len() == 2;
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.extend(word.chars().take(COLUMNS));
        } else if line.chars().count() + 1 + word.chars().count() <= COLUMNS {
            line.push(' ');
            line.push_str(word);
        } else if is_second {
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
