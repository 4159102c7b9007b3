//! The text form of a [`FaultPlan`].
//!
//! ```text
//! seed=9; 3:status=503,retry-after=2; every-5:reset-body; 10%:status=500|reset
//! ```

use std::fmt;
use std::str::FromStr;

use crate::FaultPlan;
use crate::TextError;
use crate::faults::rule::MILLION;
use crate::faults::rule::Rule;
use crate::faults::rule::When;

/// A hundredth, in millionths.
const PERCENT: u32 = MILLION / 100;

/// The text form, which [`FromStr`] reads: the seed unless it is 0, and the rules.
impl<F: fmt::Display> fmt::Display for FaultPlan<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seed = (self.seed != 0).then(|| format!("seed={}", self.seed));
        let rules = self.rules.iter().map(Rule::to_string);
        let parts: Vec<_> = seed.into_iter().chain(rules).collect();
        formatter.write_str(&parts.join("; "))
    }
}

/// Reads the text form: rules separated by `;`, each with its requests in front of the fault, and
/// `seed=NUMBER`.
///
/// | rule | the fault happens to |
/// | --- | --- |
/// | `3:FAULT` | the third request |
/// | `every-5:FAULT` | every fifth request |
/// | `always:FAULT` | every request |
/// | `10%:FAULT` | one request in ten, by chance; the number may have four decimal places |
/// | `10%:FAULT\|FAULT` | one request in ten, by chance, with one of the faults |
///
/// `FromStr` of [`Fault`](crate::Fault) describes how a fault is written.
///
/// # Examples
///
/// ```
/// use deck_sandbox::{Fault, FaultPlan};
///
/// let plan: FaultPlan = "seed=9; every-5:reset-body; 0.5%:status=500|reset,delay=2s".parse()?;
///
/// assert_eq!(plan.to_string(), "seed=9; every-5:reset-body; 0.5%:status=500|reset,delay=2s");
/// # Ok::<(), deck_sandbox::TextError>(())
/// ```
impl<F: FromStr<Err = TextError>> FromStr for FaultPlan<F> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<FaultPlan<F>, TextError> {
        let mut seed = None;
        let mut rules = Vec::new();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            match part.strip_prefix("seed=") {
                Some(number) => {
                    let number = read_number(number)
                        .ok_or_else(|| TextError::new(part, "is not a seed: seed=NUMBER"))?;
                    if seed.replace(number).is_some() {
                        return Err(TextError::new(part, "is a second seed"));
                    }
                }
                None => rules.push(part.parse()?),
            }
        }
        Ok(FaultPlan {
            seed: seed.unwrap_or_default(),
            rules,
        })
    }
}

impl<F: fmt::Display> fmt::Display for Rule<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.when {
            When::At(position) => write!(formatter, "{position}:")?,
            When::Every(1) => formatter.write_str("always:")?,
            When::Every(period) => write!(formatter, "every-{period}:")?,
            When::Randomly(of_a_million) => write!(formatter, "{}:", write_percent(of_a_million))?,
        }
        let faults: Vec<_> = self.faults.iter().map(F::to_string).collect();
        formatter.write_str(&faults.join("|"))
    }
}

impl<F: FromStr<Err = TextError>> FromStr for Rule<F> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Rule<F>, TextError> {
        let (when, faults) = text.split_once(':').ok_or_else(|| {
            TextError::new(text, "is not a rule: WHEN:FAULT, such as 3:status=503")
        })?;
        let when = read_when(when.trim())?;
        let faults = match when {
            When::Randomly(_) => faults
                .split('|')
                .map(str::parse)
                .collect::<Result<_, _>>()?,
            When::At(_) | When::Every(_) => vec![faults.parse()?],
        };
        Ok(Rule { when, faults })
    }
}

fn read_when(text: &str) -> Result<When, TextError> {
    let when = if text == "always" {
        Some(When::Every(1))
    } else if let Some(period) = text.strip_prefix("every-") {
        read_number(period)
            .filter(|period| *period > 0)
            .map(When::Every)
    } else if let Some(percent) = text.strip_suffix('%') {
        read_percent(percent).map(When::Randomly)
    } else {
        read_number(text)
            .filter(|position| *position > 0)
            .map(When::At)
    };
    when.ok_or_else(|| {
        let expected = "does not say when a fault happens: \
                        a position from 1 on, every-NUMBER, always, or a percentage up to 100%";
        TextError::new(text, expected)
    })
}

/// Reads digits alone; a sign is none.
fn read_number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

fn write_percent(of_a_million: u32) -> String {
    let (whole, rest) = (of_a_million / PERCENT, of_a_million % PERCENT);
    if rest == 0 {
        return format!("{whole}%");
    }
    let places = format!("{rest:04}");
    format!("{whole}.{}%", places.trim_end_matches('0'))
}

fn read_percent(text: &str) -> Option<u32> {
    let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
    if places.is_empty() || places.len() > 4 {
        return None;
    }
    let whole = u32::try_from(read_number(whole)?).ok()?;
    let rest = u32::try_from(read_number(&format!("{places:0<4}"))?).ok()?;
    let of_a_million = whole.checked_mul(PERCENT)?.checked_add(rest)?;
    (of_a_million <= MILLION).then_some(of_a_million)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Fault;
    use crate::text::fault::tests::fault;

    #[track_caller]
    fn refused(text: &str, reason: &str) {
        let error = text.parse::<FaultPlan>().unwrap_err().to_string();
        assert!(error.contains(reason), "{text}: {error}");
    }

    #[test]
    fn every_kind_of_rule_is_read() {
        let plan = FaultPlan::new()
            .seed(9)
            .at(3, Fault::reset())
            .every(5, Fault::bad_items(2))
            .always(Fault::silent())
            .randomly(0.125, [Fault::reset_body(), Fault::gzip_bomb()]);

        let text =
            "seed=9; 3:reset; every-5:bad-items=2; always:silent; 12.5%:reset-body|gzip-bomb";
        assert_eq!(plan.to_string(), text);
        assert_eq!(text.parse(), Ok(plan));
    }

    #[test]
    fn nothing_is_the_plan_in_which_nothing_goes_wrong() {
        assert_eq!("".parse(), Ok(FaultPlan::<Fault>::new()));
        assert_eq!(" ; ".parse(), Ok(FaultPlan::<Fault>::new()));
        assert_eq!(FaultPlan::<Fault>::new().to_string(), "");
    }

    #[test]
    fn what_is_no_rule_is_refused_with_the_reason() {
        refused("reset", "`reset` is not a rule: WHEN:FAULT");
        refused("0:reset", "`0` does not say when");
        refused("-1:reset", "`-1` does not say when");
        refused("+1:reset", "`+1` does not say when");
        refused("every-0:reset", "`every-0` does not say when");
        refused("every:reset", "`every` does not say when");
        refused("100.0001%:reset", "does not say when");
        refused("1.%:reset", "does not say when");
        refused("1.00001%:reset", "does not say when");
        refused("%:reset", "does not say when");
        refused("3:reset|silent", "`reset|silent` is not a fault");
        refused("3:", "`` is not a fault");
        refused("seed=x", "`seed=x` is not a seed");
        refused("seed=1;seed=1", "`seed=1` is a second seed");
        refused("1:reset; 2:resett", "`resett` is not a fault");
    }

    fn rule() -> impl Strategy<Value = Rule<Fault>> {
        let one = || fault().prop_map(|fault| vec![fault]);
        let some = proptest::collection::vec(fault(), 1..4);
        prop_oneof![
            (1..=u64::MAX, one()).prop_map(|(at, faults)| Rule {
                when: When::At(at),
                faults
            }),
            (1..=u64::MAX, one()).prop_map(|(every, faults)| Rule {
                when: When::Every(every),
                faults
            }),
            (0..=MILLION, some).prop_map(|(chance, faults)| Rule {
                when: When::Randomly(chance),
                faults
            }),
        ]
    }

    proptest! {
        #[test]
        fn every_plan_is_read_as_it_was_written(
            seed in any::<u64>(),
            rules in proptest::collection::vec(rule(), 0..5),
        ) {
            let plan = FaultPlan { seed, rules };
            prop_assert_eq!(plan.to_string().parse(), Ok(plan));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[a-z0-9:;,|%=+. -]{0,60}") {
            let _ = text.parse::<FaultPlan>();
        }
    }
}
