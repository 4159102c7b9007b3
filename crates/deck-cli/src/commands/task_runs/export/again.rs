//! Runs that are read by their ids, because they were not at an end when they were written.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;

use deck_client::Client;
use deck_client::Error;
use deck_types::GetTaskRun;
use deck_types::Json;

use super::seen::Seen;

/// What became of some runs.
#[derive(Debug)]
pub(super) struct Again {
    /// Those that have ended.
    pub(super) ended: Vec<Json>,
    /// The ids of those that have not.
    pub(super) open: Vec<String>,
}

impl Again {
    /// How many runs are read at a time.
    pub(super) const AT_A_TIME: usize = 16;
}

/// Reads runs at the same time. One that is no longer there is left out.
pub(super) async fn read_again(client: &Client, ids: &[String]) -> Result<Again, Error> {
    let mut reads = JoinSet::new();
    for id in ids {
        let id: Arc<str> = id.as_str().into();
        let call = client
            .call(GetTaskRun::new(&*id))
            .with_output_type::<Json>();
        reads.spawn(async move { (id, call.await) });
    }
    let mut ended = Vec::new();
    let mut open: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    // A read that did not come to its end leaves its run among those that are open.
    while let Some(joined) = reads.join_next().await {
        let Ok((id, read)) = joined else { continue };
        match read {
            Ok(run) if Seen::of(&run).has_ended => {
                open.remove(&*id);
                ended.push(run);
            }
            Ok(_) => {}
            Err(error) if error.is_not_found() => {
                open.remove(&*id);
            }
            Err(error) => return Err(error),
        }
    }
    let open = open.into_iter().map(str::to_owned).collect();
    Ok(Again { ended, open })
}
