//! What a transport probably does wrong when a case does not come to an end.

pub(super) const READS_ON: &str =
    "it reads until the connection closes, although the response says where it ends";

pub(super) const WAITS_AFTER_CLOSE: &str =
    "it waits on after the connection has closed, or tries again and again";

pub(super) const NO_BODY: &str = "it waits for the body of a response that has none";

pub(super) const CHUNKS: &str =
    "it waits for a chunk that never comes instead of refusing its size";

pub(super) const BLOCKS: &str = "it blocks its thread, so that nobody can drop the future";

pub(super) const IGNORES_TIMEOUT: &str = "it ignores `Setup::timeout` for this phase";

pub(super) const IGNORES_CEILING: &str =
    "it ignores `Setup::max_body_bytes`, or compares only the declared length with it";

pub(super) const HANDSHAKE: &str =
    "it waits on after the handshake has failed, or tries again and again";

pub(super) const STREAM: &str = "it waits on for a stream or a connection that has ended";
