//! The kinds of objects that can be created, read, listed and deleted.

use deck_types::Agent;
use deck_types::Credential;
use deck_types::Event;
use deck_types::Session;
use deck_types::Source;
use deck_types::StorageItem;
use deck_types::Task;
use deck_types::Timestamp;
use serde::Serialize;

use crate::shelf::Shelf;
use crate::sort_key::Created;
use crate::state::State;

pub(crate) mod delivery;

pub(crate) mod destination;

pub(crate) mod wire_object;

/// A kind of object as its reference page shows it.
pub(crate) trait Kind: Serialize {
    /// The member `object`.
    const OBJECT: &'static str;

    /// The keys that are always there, in the order of the reference page, each with what stands there where
    /// the object has nothing.
    const KEYS: Keys;

    /// The lists of objects whose keys are always there too, by their key.
    const LISTS: &'static [(&'static str, Keys)] = &[];
}

/// Keys in their order, each with what stands there where there is nothing.
pub(crate) type Keys = &'static [(&'static str, &'static str)];

/// A kind of object that stands on a shelf of the state.
pub(crate) trait Resource: Kind + Created + Clone {
    fn shelf(state: &State) -> &Shelf<Self>;

    fn shelf_mut(state: &mut State) -> &mut Shelf<Self>;
}

const NULL: &str = "null";

/// Makes models of `deck-types` kinds of objects that stand on a shelf. The member after `by` tells when an
/// object changed; behind `=>` stand the keys of the objects in one of its lists.
macro_rules! resources {
    ($(
        $model:ty: $object:literal on $shelf:ident by $updated_at:ident {
            $($key:literal: $default:expr),+ $(,)?
        }
        $(=> $list:literal of { $($member:literal: $absent:expr),+ $(,)? })?
    )+) => {
        $(
            impl Kind for $model {
                const OBJECT: &'static str = $object;
                const KEYS: Keys = &[
                    ("id", NULL),
                    ("object", concat!("\"", $object, "\"")),
                    $(($key, $default)),+
                ];
                $(const LISTS: &'static [(&'static str, Keys)] =
                    &[($list, &[$(($member, $absent)),+])];)?
            }

            impl Created for $model {
                fn id(&self) -> &str {
                    self.id.as_str()
                }

                fn created_at(&self) -> Option<&Timestamp> {
                    self.created_at.as_ref()
                }

                fn updated_at(&self) -> Option<&Timestamp> {
                    self.$updated_at.as_ref()
                }
            }

            impl Resource for $model {
                fn shelf(state: &State) -> &Shelf<Self> {
                    &state.$shelf
                }

                fn shelf_mut(state: &mut State) -> &mut Shelf<Self> {
                    &mut state.$shelf
                }
            }
        )+
    };
}

resources! {
    Agent: "agent" on agents by updated_at {
        "name": NULL,
        "description": NULL,
        "tasks": "[]",
        "created_at": NULL,
        "updated_at": NULL,
    }
    Source: "source" on sources by updated_at {
        "type": NULL,
        "name": NULL,
        "website": NULL,
        "created_at": NULL,
        "updated_at": NULL,
    }
    Credential: "credential" on credentials by updated_at {
        "status": NULL,
        "source_id": NULL,
        "auth_method": NULL,
        "external_id": NULL,
        "auth_credentials": NULL,
        "created_at": NULL,
        "updated_at": NULL,
    }
    Task: "task" on tasks by updated_at {
        "name": NULL,
        "status": NULL,
        "agent_id": NULL,
        "prompt": NULL,
        "input_schema": NULL,
        "output_schema": NULL,
        "storage": NULL,
        "extraction": "false",
        "created_at": NULL,
        "updated_at": NULL,
    }
    Session: "session" on sessions by updated_at {
        "status": NULL,
        "runtime_ms": NULL,
        "task_runs": "[]",
        "created_at": NULL,
        "updated_at": NULL,
    } => "task_runs" of {
        "id": NULL,
        "task_id": NULL,
        "agent_id": NULL,
        "credential_id": NULL,
    }
    Event: "event" on events by created_at {
        "type": NULL,
        "data": NULL,
        "created_at": NULL,
    }
}

impl Kind for StorageItem {
    const OBJECT: &'static str = "storage";
    const KEYS: Keys = &[
        ("id", NULL),
        ("object", "\"storage\""),
        ("file_name", NULL),
        ("file_type", NULL),
        ("file_size", NULL),
        ("url", NULL),
        ("extraction", NULL),
        ("task_run_id", NULL),
        ("created_at", NULL),
    ];
}
