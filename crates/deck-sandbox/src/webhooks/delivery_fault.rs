//! [`DeliveryFault`]: what goes wrong with an attempt to deliver an event.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::TextError;
use crate::text::duration;

/// What goes wrong with an attempt to deliver an event.
///
/// A [`FaultPlan`](crate::FaultPlan) of them counts attempts in the order in which they are due, repeated
/// ones included, across all destinations. Its text form is that of other fault plans.
///
/// | fault | text | what the receiver gets |
/// | --- | --- | --- |
/// | `Duplicate` | `duplicate` | the same request twice, with one id |
/// | `Late(duration)` | `late=2s` | the request after those that are due in the meantime |
/// | `Drop` | `drop` | nothing, ever: the delivery counts as a success |
/// | `BadSignature` | `bad-signature` | a request that was signed with another secret |
/// | `OldTimestamp` | `old-timestamp` | a request that was rightly signed an hour ago |
/// | `TwoSignatures` | `two-signatures` | one with a signature of another secret before the right one |
/// | `EmptyTexts` | `empty-texts` | an event with `""` wherever REST has `null`, rightly signed |
///
/// A receiver is expected to refuse `BadSignature` and `OldTimestamp`; the attempt has failed then, and the
/// next one has a position of its own in the plan. The signature with two entries is what Standard Webhooks
/// has while a secret is being replaced. One source says that Deck delivers `""` for null.
///
/// # Examples
///
/// ```
/// use deck_sandbox::{DeliveryFault, FaultPlan};
///
/// let plan: FaultPlan<DeliveryFault> = "every-3:duplicate; 5:late=2s".parse()?;
///
/// let same = FaultPlan::new()
///     .every(3, DeliveryFault::Duplicate)
///     .at(5, DeliveryFault::Late(std::time::Duration::from_secs(2)));
/// assert_eq!(plan, same);
/// # Ok::<(), deck_sandbox::TextError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum DeliveryFault {
    /// The request is made twice.
    Duplicate,
    /// The attempt is put off for this time of the sandbox.
    Late(Duration),
    /// No request is made, and the delivery counts as a success.
    Drop,
    /// The signature is that of another secret.
    BadSignature,
    /// The timestamp is an hour old.
    OldTimestamp,
    /// A signature of another secret stands before the right one.
    TwoSignatures,
    /// `""` stands in the body wherever REST has `null`.
    EmptyTexts,
}

/// The faults without a duration, with their texts.
const WORDS: [(&str, DeliveryFault); 6] = [
    ("duplicate", DeliveryFault::Duplicate),
    ("drop", DeliveryFault::Drop),
    ("bad-signature", DeliveryFault::BadSignature),
    ("old-timestamp", DeliveryFault::OldTimestamp),
    ("two-signatures", DeliveryFault::TwoSignatures),
    ("empty-texts", DeliveryFault::EmptyTexts),
];

/// The text form, which [`FromStr`] reads.
impl fmt::Display for DeliveryFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeliveryFault::Late(late) => write!(formatter, "late={}", duration::write(*late)),
            fault => {
                let word = WORDS.iter().find(|(_, known)| known == fault);
                formatter.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}

/// Reads the text form; the table at [`DeliveryFault`] has it.
impl FromStr for DeliveryFault {
    type Err = TextError;

    fn from_str(text: &str) -> Result<DeliveryFault, TextError> {
        let text = text.trim();
        if let Some(late) = text.strip_prefix("late=") {
            return duration::read(late).map(DeliveryFault::Late);
        }
        let fault = WORDS.iter().find(|(word, _)| *word == text);
        fault.map(|(_, fault)| *fault).ok_or_else(|| {
            let words = WORDS.map(|(word, _)| word).join(", ");
            TextError::new(
                text,
                format!("is not a fault of deliveries: {words}, late=2s"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_as_it_was_written() {
        let words = WORDS.iter().map(|(_, fault)| *fault);

        for fault in words.chain([DeliveryFault::Late(Duration::from_millis(1_500))]) {
            assert_eq!(fault.to_string().parse(), Ok(fault));
        }
    }

    #[test]
    fn what_is_no_fault_is_refused_with_those_there_are() {
        let error = "lost".parse::<DeliveryFault>().unwrap_err().to_string();

        assert!(
            error.starts_with("`lost` is not a fault of deliveries: duplicate, drop,"),
            "{error}"
        );
    }
}
