//! Counting the runs of the API: all of a range, in several parts at once.

use std::time::Duration;

use deck_client::PlanCertainty;
use deck_client::SweepPlan;
use deck_types::ListTaskRuns;
use deck_types::TimeRange;
use deck_types::Timestamp;

use crate::commands::period::window::Window;
use crate::commands::task_runs::filters::FilterArguments;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::human;

use super::facts::Facts;
use super::file::Counted;

/// Tells how long it will take, and counts.
pub(super) async fn count(
    context: &Context,
    filters: &FilterArguments,
) -> Result<Counted, Failure> {
    let window = filters.window(context)?;
    let (listing, range) = with_range(filters.listing(), &window);
    let interrupt = Interrupt::watch().await;
    let sweep = || context.client().list(listing.clone()).sweep(range.clone());
    let mut counted = Counted::default();
    let counting = async {
        tell(&sweep().plan().await?);
        let mut runs = sweep().with_settle(Duration::ZERO).items();
        while let Some(run) = runs.next().await {
            match run {
                Ok(run) => counted.tally.add(&Facts::of(&run), &context.zone),
                Err(error) if error.rejected_item().is_some() => {
                    counted.unreadable += 1;
                    if counted.unreadable <= MOST_WARNINGS {
                        diagnostics::warn(&error);
                    }
                }
                Err(error) => return Err(Failure::Request(error)),
            }
        }
        Ok(())
    };
    tokio::select! {
        biased;
        () = interrupt.pressed() => {
            return Err(Failure::interrupted_after("nothing is shown, since not all runs were counted"));
        }
        result = counting => result?,
    }
    Ok(counted)
}

/// How many items that cannot be read are named.
const MOST_WARNINGS: u64 = 10;

/// Takes the bounds of time out of the filters, since a sweep has them as its range. The bounds of filters
/// are open; those of a range are half-open.
fn with_range(mut listing: ListTaskRuns, window: &Window) -> (ListTaskRuns, TimeRange) {
    let next = |after: Timestamp| {
        let nanoseconds = after.unix_nanoseconds().ok()?;
        Timestamp::from_unix_nanoseconds(nanoseconds.checked_add(1)?).ok()
    };
    let after = listing.created_after.take().and_then(next);
    let before = listing.created_before.take();
    let since = window.since().cloned().or(after);
    let until = window.until().cloned().or(before);
    (listing, TimeRange::new(since, until))
}

/// Tells on standard error what it will take, before it takes it.
fn tell(plan: &SweepPlan) {
    let about = match plan.certainty {
        PlanCertainty::Exact => "",
        PlanCertainty::AtLeast => "at least ",
        _ => "about ",
    };
    let runs = match plan.items {
        1 => "1 run".to_owned(),
        count => format!("{count} runs"),
    };
    let requests = match plan.requests {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    };
    let duration = human::duration(plan.duration);
    diagnostics::note(&format!(
        "counting {about}{runs}: {about}{requests}, {about}{duration}"
    ));
}
