//! A fault plan: which requests have which fault.

use crate::Fault;
use crate::faults::rule::MILLION;
use crate::faults::rule::Rule;
use crate::faults::rule::When;
use crate::seed::random::Random;

/// A fault plan: which requests have which fault.
///
/// A plan is a list of rules. Each request that the rate limit lets through has a position, counted from 1
/// since the plan was set. The first rule that applies to it decides; a request has one fault or none.
/// Requests are counted in the order in which they arrive, whatever they ask for.
///
/// Chance is drawn from the seed, the position and the place of the rule, and from nothing else: the same
/// plan gives the same position the same fault, in process and over loopback, however requests overlap.
///
/// A plan has a text form, for flags and environment variables; see its `FromStr`.
///
/// # Examples
///
/// ```
/// use deck_sandbox::{Fault, FaultPlan, Sandbox};
/// use http::StatusCode;
///
/// let plan = FaultPlan::new()
///     .seed(9)
///     .at(3, Fault::status(StatusCode::SERVICE_UNAVAILABLE).with_retry_after(2))
///     .every(5, Fault::reset_body())
///     .randomly(0.1, [Fault::status(StatusCode::INTERNAL_SERVER_ERROR), Fault::reset()]);
///
/// let sandbox = Sandbox::builder().seed(1).faults(plan).build();
/// sandbox.set_faults(FaultPlan::new());
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct FaultPlan<F = Fault> {
    pub(crate) seed: u64,
    pub(crate) rules: Vec<Rule<F>>,
}

impl<F> FaultPlan<F> {
    /// Creates a plan without faults.
    pub fn new() -> FaultPlan<F> {
        FaultPlan {
            seed: 0,
            rules: Vec::new(),
        }
    }

    /// Sets the seed that chance is drawn from; 0 by default.
    pub fn seed(self, seed: u64) -> FaultPlan<F> {
        FaultPlan { seed, ..self }
    }

    /// Adds `fault` for the request at `position`, counted from 1; at 0 there is none.
    pub fn at(self, position: u64, fault: F) -> FaultPlan<F> {
        self.with_rule(When::At(position), vec![fault])
    }

    /// Adds `fault` for every request whose position is a multiple of `period`; with 0, for none.
    pub fn every(self, period: u64, fault: F) -> FaultPlan<F> {
        self.with_rule(When::Every(period), vec![fault])
    }

    /// Adds `fault` for every request.
    pub fn always(self, fault: F) -> FaultPlan<F> {
        self.every(1, fault)
    }

    /// Adds one of `faults`, each as likely as the others, with `probability`, a number from 0 to 1.
    ///
    /// The probability is rounded to millionths. A number below 0 and NaN count as 0, a number above 1 as 1.
    pub fn randomly(self, probability: f64, faults: impl IntoIterator<Item = F>) -> FaultPlan<F> {
        // What is not a number stays so, and the cast makes 0 of it.
        let of_a_million = (probability.clamp(0.0, 1.0) * f64::from(MILLION)).round() as u32;
        self.with_rule(When::Randomly(of_a_million), faults.into_iter().collect())
    }

    /// Adds the rules of `other` behind those of this plan. The seed is that of this plan, or that of `other`
    /// if this one is 0.
    pub fn and(mut self, other: FaultPlan<F>) -> FaultPlan<F> {
        if self.seed == 0 {
            self.seed = other.seed;
        }
        self.rules.extend(other.rules);
        self
    }

    /// Returns whether the plan has no faults.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns the fault of the request at `position`.
    pub(crate) fn fault(&self, position: u64) -> Option<&F> {
        self.rules.iter().zip(0_u64..).find_map(|(rule, place)| {
            // Each rule has streams of its own, so that a rule more at the end changes nothing for the
            // others.
            let mut streams = Random::new(self.seed, place);
            rule.fault(position, Random::new(streams.next(), position))
        })
    }

    /// Rules that never apply are left out.
    fn with_rule(mut self, when: When, faults: Vec<F>) -> FaultPlan<F> {
        if !matches!(when, When::At(0) | When::Every(0)) && !faults.is_empty() {
            self.rules.push(Rule { when, faults });
        }
        self
    }
}

impl<F> Default for FaultPlan<F> {
    fn default() -> FaultPlan<F> {
        FaultPlan::new()
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    fn positions(plan: &FaultPlan, count: u64) -> Vec<u64> {
        (1..=count)
            .filter(|position| plan.fault(*position).is_some())
            .collect()
    }

    #[test]
    fn a_position_is_one_request() {
        let plan = FaultPlan::new().at(3, Fault::reset()).at(0, Fault::reset());

        assert_eq!(positions(&plan, 100), [3]);
    }

    #[test]
    fn a_period_is_every_multiple_of_it() {
        let plan = FaultPlan::new()
            .every(4, Fault::reset())
            .every(0, Fault::reset());

        assert_eq!(positions(&plan, 12), [4, 8, 12]);
    }

    #[test]
    fn the_first_rule_that_applies_decides() {
        let plan = FaultPlan::new()
            .at(2, Fault::silent())
            .always(Fault::reset());

        assert_eq!(plan.fault(1), Some(&Fault::reset()));
        assert_eq!(plan.fault(2), Some(&Fault::silent()));
    }

    #[test]
    fn the_rules_of_two_plans_stand_one_behind_the_other() {
        let plan = FaultPlan::new().at(1, Fault::reset());
        let other = FaultPlan::new().seed(4).always(Fault::silent());

        let both = plan.and(other);

        assert_eq!(both.to_string(), "seed=4; 1:reset; always:silent");
        assert_eq!(both.and(FaultPlan::new().seed(5)).seed, 4);
    }

    #[test]
    fn chance_comes_about_as_often_as_it_should() {
        let plan = FaultPlan::new().randomly(0.1, [Fault::reset()]);

        let count = positions(&plan, 10_000).len();

        assert!((900..=1_100).contains(&count), "{count}");
    }

    #[test]
    fn never_is_never_and_certain_is_certain() {
        for (probability, count) in [(0.0, 0), (f64::NAN, 0), (-1.0, 0), (1.0, 500), (7.0, 500)] {
            let plan = FaultPlan::new().randomly(probability, [Fault::reset()]);

            assert_eq!(positions(&plan, 500).len(), count, "{probability}");
        }
        assert!(positions(&FaultPlan::new().randomly(1.0, []), 500).is_empty());
    }

    #[test]
    fn every_one_of_the_faults_gets_its_turn() {
        let faults = [
            Fault::reset(),
            Fault::silent(),
            Fault::html(StatusCode::BAD_GATEWAY),
        ];
        let plan = FaultPlan::new().randomly(1.0, faults.clone());

        for fault in &faults {
            let count = (1..=3_000)
                .filter(|position| plan.fault(*position) == Some(fault))
                .count();
            assert!((800..=1_200).contains(&count), "{fault:?}: {count}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_faults_and_another_one_others() {
        let plan = |seed| {
            FaultPlan::new()
                .seed(seed)
                .randomly(0.3, [Fault::reset(), Fault::silent()])
        };
        let faults = |plan: FaultPlan| {
            (1..=200)
                .map(|position| plan.fault(position).cloned())
                .collect::<Vec<_>>()
        };

        assert_eq!(faults(plan(7)), faults(plan(7)));
        assert_ne!(faults(plan(7)), faults(plan(8)));
    }

    #[test]
    fn one_rule_more_changes_nothing_for_the_others() {
        let plan = FaultPlan::new().randomly(0.2, [Fault::reset()]);
        let longer = plan.clone().randomly(0.2, [Fault::silent()]);

        assert!(
            (1..=500)
                .filter(|position| plan.fault(*position).is_some())
                .all(|position| longer.fault(position) == plan.fault(position))
        );
        assert_ne!(positions(&plan, 500), positions(&longer, 500));
    }
}
