//! One line of a fault plan.

use crate::seed::random::Random;

/// A million, which probabilities are parts of.
pub(crate) const MILLION: u32 = 1_000_000;

/// When a rule of a plan applies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum When {
    /// To the request at this position, counted from 1.
    At(u64),
    /// To every request whose position is a multiple of this.
    Every(u64),
    /// To this many of a million requests.
    Randomly(u32),
}

/// One line of a fault plan: when, and which of these faults.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Rule<F> {
    pub(crate) when: When,
    pub(crate) faults: Vec<F>,
}

impl<F> Rule<F> {
    /// Returns the fault of the request at `position`, if the rule applies to it; `random` is the rule's own
    /// for this request.
    pub(crate) fn fault(&self, position: u64, mut random: Random) -> Option<&F> {
        let applies = match self.when {
            When::At(at) => position == at,
            When::Every(period) => position.is_multiple_of(period),
            When::Randomly(of_a_million) => {
                random.between(1, u64::from(MILLION)) <= u64::from(of_a_million)
            }
        };
        let count = u64::try_from(self.faults.len()).ok()?;
        if !applies || count == 0 {
            return None;
        }
        let index = usize::try_from(random.between(0, count - 1)).ok()?;
        self.faults.get(index)
    }
}
