//! The home of [`WireItem`]: a run on a page, or something that is none.

use serde::Serialize;
use serde::Serializer;

use crate::answer::wire_run::WireRun;

/// An item of a page.
pub(crate) struct WireItem<'a> {
    run: WireRun<'a>,
    damage: Option<Damage>,
}

/// What makes an item something other than a run.
#[derive(Clone, Copy)]
enum Damage {
    StatusIsNumber,
    NoId,
    IsNull,
}

impl Damage {
    /// In the order in which the items of a page get them, over and over.
    const ALL: [Damage; 3] = [Damage::StatusIsNumber, Damage::NoId, Damage::IsNull];
}

impl<'a> WireItem<'a> {
    /// Returns `run` as the item at `index` of a page whose first `bad` items are damaged.
    pub(crate) fn new(run: WireRun<'a>, index: usize, bad: usize) -> WireItem<'a> {
        WireItem {
            run,
            damage: (index < bad).then(|| Damage::ALL[index % Damage::ALL.len()]),
        }
    }
}

impl Serialize for WireItem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct StatusIsNumber<'a> {
            id: &'a str,
            object: &'a str,
            status: u32,
        }

        #[derive(Serialize)]
        struct NoId<'a> {
            object: &'a str,
            status: &'a str,
        }

        let object = "task_run";
        match self.damage {
            None => self.run.serialize(serializer),
            Some(Damage::StatusIsNumber) => StatusIsNumber {
                id: self.run.id(),
                object,
                status: 7,
            }
            .serialize(serializer),
            Some(Damage::NoId) => NoId {
                object,
                status: "queued",
            }
            .serialize(serializer),
            Some(Damage::IsNull) => serializer.serialize_unit(),
        }
    }
}
