//! What was asked for: what must be the same for an export to go on.

use serde::Deserialize;
use serde::Serialize;

use deck_types::TimeRange;
use deck_types::Timestamp;

use super::layout::Layout;

/// What was asked for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Plan {
    /// Where the runs come from: an address, or the sandbox.
    pub(super) api: String,
    /// The filters, as flags.
    pub(super) filters: Vec<String>,
    /// The period in the words of the user, where these slide along with the time, such as `24h`.
    pub(super) words: Option<String>,
    /// The start of the period.
    pub(super) since: Option<Timestamp>,
    /// The end of the period, which is frozen at the start if it is open.
    pub(super) until: Option<Timestamp>,
    pub(super) layout: Layout,
}

impl Plan {
    /// Returns what differs from the plan of now, one line for each.
    pub(super) fn differences(&self, now: &Self) -> Vec<String> {
        let slides = self.words.is_some() && self.words == now.words;
        let (then, today) = (&self.layout, &now.layout);
        let pairs = [
            ("API", self.api.clone(), now.api.clone()),
            ("filters", listed(&self.filters), listed(&now.filters)),
            (
                "window",
                self.window(),
                if slides { self.window() } else { now.window() },
            ),
            ("format", named(&then.format), named(&today.format)),
            (
                "compression",
                named(&then.compression),
                named(&today.compression),
            ),
            ("fields", listed(&then.fields), listed(&today.fields)),
        ];
        pairs
            .into_iter()
            .filter(|(_, then, now)| then != now)
            .map(|(name, then, now)| format!("{name}: was {then}, is {now}"))
            .collect()
    }

    fn window(&self) -> String {
        TimeRange::new(self.since.clone(), self.until.clone()).to_string()
    }
}

fn listed(words: &[String]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    words.join(" ")
}

fn named(word: &impl Serialize) -> String {
    let json = serde_json::to_string(word).unwrap_or_default();
    json.trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            api: "https://api.deck.co/v2".to_owned(),
            filters: vec!["--status=failed".to_owned()],
            words: None,
            since: Some("2026-10-01T00:00:00Z".parse().unwrap()),
            until: Some("2026-11-01T00:00:00Z".parse().unwrap()),
            layout: Layout::default(),
        }
    }

    #[test]
    fn the_same_has_no_differences() {
        assert_eq!(plan().differences(&plan()), [""; 0]);
    }

    #[test]
    fn each_difference_is_named_with_both_sides() {
        let mut now = plan();
        now.filters.clear();
        now.until = None;
        now.layout.format = super::super::layout::ExportFormat::Csv;
        assert_eq!(
            plan().differences(&now),
            [
                "filters: was --status=failed, is none",
                "window: was 2026-10-01T00:00:00Z..2026-11-01T00:00:00Z, is 2026-10-01T00:00:00Z..",
                "format: was ndjson, is csv",
            ]
        );
    }

    #[test]
    fn a_window_that_slides_is_the_same_in_the_same_words() {
        let (mut then, mut now) = (plan(), plan());
        then.words = Some("--since=24h".to_owned());
        now.words.clone_from(&then.words);
        now.since = Some("2026-10-02T00:00:00Z".parse().unwrap());
        assert_eq!(then.differences(&now), [""; 0]);
        now.words = Some("--since=25h".to_owned());
        assert_eq!(then.differences(&now).len(), 1);
    }
}
