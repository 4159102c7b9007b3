//! An item of a page, or something that is none.

use serde::Serialize;
use serde::Serializer;
use serde_json::Value;
use serde_json::json;

use crate::response::listing::SandboxListing;
use crate::sort_key::Created;

/// An item of a page.
pub(crate) enum WireItem<I> {
    Good(I),
    Bad(Value),
}

/// A way in which an item is damaged.
#[derive(Clone, Copy)]
enum Damage {
    TextIsNumber,
    NoId,
    IsNull,
}

impl Damage {
    /// In the order in which the items of a page get them, over and over.
    const ALL: [Damage; 3] = [Damage::TextIsNumber, Damage::NoId, Damage::IsNull];
}

impl<I: Serialize> WireItem<I> {
    /// Returns `object` as the item at `index` of a page whose first `bad` items are damaged.
    pub(crate) fn new<'a, L: SandboxListing>(
        object: &'a L::Object,
        item: impl FnOnce(&'a L::Object) -> I,
        index: usize,
        bad: usize,
    ) -> WireItem<I> {
        if index >= bad {
            return WireItem::Good(item(object));
        }
        let (kind, member) = (L::OBJECT, L::TEXT_MEMBER);
        WireItem::Bad(match Damage::ALL[index % Damage::ALL.len()] {
            Damage::TextIsNumber => json!({ "id": object.id(), "object": kind, member: 7 }),
            Damage::NoId => json!({ "object": kind, member: "queued" }),
            Damage::IsNull => Value::Null,
        })
    }
}

impl<I: Serialize> Serialize for WireItem<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            WireItem::Good(item) => item.serialize(serializer),
            WireItem::Bad(value) => value.serialize(serializer),
        }
    }
}
