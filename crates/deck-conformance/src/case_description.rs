//! [`CaseDescription`]: what a case proves, for whoever chooses among them.

use std::fmt;

use crate::capability::Capability;
use crate::case::Case;
use crate::cases::GROUPS;

/// A case of the suite: its name, what it proves, and what the transport needs for it.
///
/// [`Suite::cases`](crate::Suite::cases) lists all of them. The text is one line, such as "`head`: the
/// transport reads no body in the response to HEAD".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseDescription {
    name: &'static str,
    group: &'static str,
    proves: &'static str,
    needs: &'static [Capability],
}

impl CaseDescription {
    /// Returns the descriptions of all cases, in the order of the report.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let describe = |group, case: &'static Case| Self {
            name: case.name,
            group,
            proves: case.proves,
            needs: case.needs,
        };
        GROUPS.iter().flat_map(move |group| {
            let cases = group.cases.iter();
            cases.map(move |case| describe(group.name, case))
        })
    }

    /// Returns the name of the case, which later versions keep.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the heading that the case stands under.
    #[must_use]
    pub fn group(&self) -> &'static str {
        self.group
    }

    /// Returns what a transport does that passes, as the end of a sentence that begins with "the transport".
    #[must_use]
    pub fn proves(&self) -> &'static str {
        self.proves
    }

    /// Returns the capabilities without which the case is not run. Over TLS, all cases need
    /// [`Tls`](Capability::Tls) and [`TrustAuthority`](Capability::TrustAuthority) besides.
    #[must_use]
    pub fn needs(&self) -> &'static [Capability] {
        self.needs
    }
}

impl fmt::Display for CaseDescription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: the transport {}", self.name, self.proves)
    }
}
