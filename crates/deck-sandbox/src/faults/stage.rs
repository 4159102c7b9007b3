//! When a fault strikes, seen from the operation that a request asks for.

use crate::faults::fault::Effect;
use crate::faults::wire_fault::WireFault;

/// When a fault strikes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stage {
    /// Before the operation, which is not carried out.
    Before,
    /// After the operation, which is carried out.
    After,
}

impl Stage {
    /// Returns when faults with `effect` strike unless they are told otherwise.
    pub(crate) fn default_of(effect: &Effect) -> Stage {
        match effect {
            Effect::Status(..) | Effect::Wire(WireFault::Refused) => Stage::Before,
            _ => Stage::After,
        }
    }

    /// Returns the word for it in the text form of a fault.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Stage::Before => "before-operation",
            Stage::After => "after-operation",
        }
    }
}
