//! The rules of a sandbox where the documentation of the API leaves a choice.

use std::time::Duration;

use crate::ConcurrentRepeats;

/// The key that a sandbox accepts unless [`api_key`](crate::SandboxBuilder::api_key) sets another one.
pub const SANDBOX_API_KEY: &str = "sk_live_sandbox";

/// The order of a listing.
///
/// The documentation of the API tells no order, so nothing should rely on one; switching it is a way to find
/// out who does. Items are ordered by the instant, and by id where that is equal. Items without a readable
/// instant count as the oldest.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Order {
    /// The item created last comes first.
    #[default]
    NewestFirst,
    /// The item created first comes first.
    OldestFirst,
    /// The item updated last comes first; of items without a readable `updated_at` that of `created_at`
    /// counts.
    ///
    /// An item that is updated moves to the beginning: one that a listing has not come to is passed over.
    LastUpdatedFirst,
    /// By a number made of the id, which has nothing to do with any instant.
    Shuffled,
}

impl Order {
    /// Returns whether listings go from the smallest place to the largest.
    pub(crate) fn is_upward(self) -> bool {
        self == Order::OldestFirst
    }
}

/// What `created_after` and `created_before` mean.
///
/// The reference page says "after" and "before"; whether the instant itself counts is not documented.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum TimeBounds {
    /// What was created at the very instant of a bound is left out.
    #[default]
    Exclusive,
    /// What was created at the very instant of a bound is listed.
    Inclusive,
    /// The bounds are read and change nothing.
    Ignored,
}

/// The treatment of a cursor where both `created_after` and `created_before` are given.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum NarrowedCursors {
    /// It is accepted like any other.
    #[default]
    Accepted,
    /// It is refused with status 400, like one of another listing.
    Refused,
}

/// Which of the two ways of paging there are, for listings that have both.
///
/// Listings that are documented with `cursor` only, such as that of tasks, always go on by cursor.
///
/// The reference page of `GET /task-runs` lists `starting_after` and `ending_before` and describes
/// `next_cursor` as the value of `cursor`; other copies of the documentation know only the one or the other.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Paging {
    /// `cursor`, `starting_after` and `ending_before` are all known, as in the reference page.
    #[default]
    Both,
    /// Only `cursor` is known; `starting_after` and `ending_before` are refused like any unknown parameter.
    CursorOnly,
    /// Only `starting_after` and `ending_before` are known: `next_cursor` is always null while `has_more`
    /// tells whether to go on, and `cursor` is refused like any unknown parameter.
    IdOnly,
}

/// The treatment of `starting_after` and `ending_before` with the id of an item that has been deleted.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum DeletedAnchor {
    /// The place of the deleted item is remembered, and the listing goes on from there.
    #[default]
    Resolves,
    /// The id is refused with status 400, like one that never existed.
    Refused,
}

/// The treatment of a filter with a word that is not documented for it, such as a misspelt status.
///
/// The documentation tells the words of `status` and `outcome` of task runs, of `status` of other objects,
/// and of the types of sources, destinations and events. The same holds for such words in bodies. How the
/// live server responds to another one is not documented.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum UnknownWords {
    /// The request is refused with status 400 and the name of the parameter, like every other bad value.
    #[default]
    Refused,
    /// The filter selects the objects that have the word, if there are any; in a body, the word is kept.
    Accepted,
}

/// The treatment of members of a body that are not documented, such as a misspelt one.
///
/// The documentation has a list of the members of each body. How the live server responds to another one is
/// not documented.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum UnknownMembers {
    /// The request is refused with status 400 and the name of the member.
    #[default]
    Refused,
    /// The member is ignored.
    Ignored,
}

/// Which edition of the documentation idempotency keys follow.
///
/// In both, a response is kept for 24 hours, and a key that comes with other parameters is refused.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum IdempotencyEdition {
    /// Keys count with POST, PATCH and DELETE, and only successful responses are kept.
    #[default]
    Newest,
    /// Keys count with POST where it creates something, and failures are kept like successes. A second DELETE
    /// of an object responds like the first one.
    Oldest,
}

/// The settings of a sandbox, which do not change between requests.
#[derive(Clone)]
pub(crate) struct Rules {
    pub(crate) api_key: String,
    pub(crate) order: Order,
    pub(crate) paging: Paging,
    pub(crate) time_bounds: TimeBounds,
    /// Zero where instants are compared as they are.
    pub(crate) bound_precision: Duration,
    pub(crate) narrowed_cursors: NarrowedCursors,
    /// How long after its creation a run is listed.
    pub(crate) visible_after: Duration,
    pub(crate) deleted_anchor: DeletedAnchor,
    pub(crate) unknown_words: UnknownWords,
    pub(crate) unknown_members: UnknownMembers,
    pub(crate) idempotency: IdempotencyEdition,
    pub(crate) concurrent_repeats: ConcurrentRepeats,
    pub(crate) session_limit: Option<usize>,
}

impl Paging {
    /// Returns whether there is the query parameter `key`.
    pub(crate) fn knows(self, key: &str) -> bool {
        match self {
            Paging::Both => true,
            Paging::CursorOnly => !matches!(key, "starting_after" | "ending_before"),
            Paging::IdOnly => key != "cursor",
        }
    }
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            api_key: SANDBOX_API_KEY.to_owned(),
            order: Order::default(),
            paging: Paging::default(),
            time_bounds: TimeBounds::default(),
            bound_precision: Duration::ZERO,
            narrowed_cursors: NarrowedCursors::default(),
            visible_after: Duration::ZERO,
            deleted_anchor: DeletedAnchor::default(),
            unknown_words: UnknownWords::default(),
            unknown_members: UnknownMembers::default(),
            idempotency: IdempotencyEdition::default(),
            concurrent_repeats: ConcurrentRepeats::default(),
            session_limit: None,
        }
    }
}
