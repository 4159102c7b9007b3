//! Which runs of a file are counted.

use jiff::tz::TimeZone;

use deck_types::ListTaskRuns;
use deck_types::Timestamp;

use crate::commands::period::window::Window;

use super::facts::Facts;

/// Filters, a half-open window of time, and the zone that days and hours are told in.
#[derive(Debug)]
pub(super) struct Selection {
    /// The filters, if there are any.
    listing: Option<ListTaskRuns>,
    since: Option<i128>,
    until: Option<i128>,
    zone: TimeZone,
}

impl Selection {
    /// Selects the runs that match the filters and were created in the window.
    pub(super) fn new(listing: ListTaskRuns, window: &Window, zone: TimeZone) -> Self {
        let instant = |side: &Timestamp| side.unix_nanoseconds().ok();
        Self {
            listing: (listing != ListTaskRuns::new()).then_some(listing),
            since: window.since().and_then(instant),
            until: window.until().and_then(instant),
            zone,
        }
    }

    /// Selects all runs.
    #[cfg(test)]
    pub(super) fn all(zone: TimeZone) -> Self {
        Self::new(ListTaskRuns::new(), &Window::default(), zone)
    }

    /// Returns whether a run is selected. One that does not say when it was created is in every window, as it
    /// is in a listing.
    pub(super) fn contains(&self, run: &Facts<'_>) -> bool {
        let is_in_window = (self.since.is_none() && self.until.is_none())
            || run.created().is_none_or(|created| {
                self.since.is_none_or(|since| since <= created)
                    && self.until.is_none_or(|until| created < until)
            });
        let matches = |listing: &ListTaskRuns| listing.matches(&run.to_run());
        is_in_window && self.listing.as_ref().is_none_or(matches)
    }

    /// Returns the zone.
    pub(super) fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use clap::Parser;

    use crate::commands::period::PeriodArguments;

    use super::super::line;
    use super::*;

    /// Returns the window of these flags.
    fn window(flags: [(&str, &str); 2]) -> Window {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            period: PeriodArguments,
        }
        let words = flags.map(|(name, value)| format!("--{name}={value}"));
        let line = Line::parse_from(["deck".to_owned()].into_iter().chain(words));
        line.period
            .window(SystemTime::UNIX_EPOCH, &TimeZone::UTC)
            .unwrap()
    }

    #[test]
    fn filters_and_a_half_open_window_select() {
        let failed = ListTaskRuns::new().status(["failed"]).agent_id("agt_1");
        let day = [
            ("since", "1970-01-01T00:00:10Z"),
            ("until", "1970-01-01T00:00:20Z"),
        ];
        let selection = Selection::new(failed, &window(day), TimeZone::UTC);
        for (line, is_selected) in [
            (
                r#"{"id":"1","status":"failed","agent_id":"agt_1","created_at":"1970-01-01T00:00:10Z"}"#,
                true,
            ),
            (
                r#"{"id":"2","status":"failed","agent_id":"agt_1","created_at":"1970-01-01T00:00:20Z"}"#,
                false,
            ),
            (
                r#"{"id":"3","status":"failed","agent_id":"agt_2","created_at":"1970-01-01T00:00:10Z"}"#,
                false,
            ),
            (
                r#"{"id":"4","status":"queued","agent_id":"agt_1","created_at":"1970-01-01T00:00:10Z"}"#,
                false,
            ),
            (r#"{"id":"5","status":"failed","agent_id":"agt_1"}"#, true),
        ] {
            assert_eq!(
                selection.contains(&line::read(line).unwrap()),
                is_selected,
                "{line}"
            );
        }
        let all = Selection::all(TimeZone::UTC);
        assert!(all.contains(&line::read(r#"{"id":"6"}"#).unwrap()));
    }
}
