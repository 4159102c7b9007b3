//! A half-open span of time, in nanoseconds since the start of 1970.

use deck_types::TimeRange;
use deck_types::Timestamp;
use deck_types::TimestampError;

/// A half-open span of time; an open side reaches as far as time does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) since: Option<i128>,
    pub(super) until: Option<i128>,
}

impl Span {
    pub(super) const SECOND: i128 = 1_000_000_000;

    /// How far the query of a part reaches beyond its span, on either side: as much as any plausible rounding
    /// of bounds and instants takes away.
    pub(super) const SEAM: i128 = Self::SECOND;

    /// Reads a range.
    ///
    /// # Errors
    ///
    /// Fails when a side is no instant.
    pub(super) fn of(range: &TimeRange) -> Result<Self, TimestampError> {
        let read = |side: Option<&Timestamp>| side.map(Timestamp::unix_nanoseconds).transpose();
        Ok(Self {
            since: read(range.since())?,
            until: read(range.until())?,
        })
    }

    /// Writes the span; a side beyond the years 0 to 9999 is open.
    pub(super) fn to_range(self) -> TimeRange {
        let write = |side: Option<i128>| Timestamp::from_unix_nanoseconds(side?).ok();
        TimeRange::new(write(self.since), write(self.until))
    }

    pub(super) fn contains(&self, instant: i128) -> bool {
        self.since.is_none_or(|since| since <= instant)
            && self.until.is_none_or(|until| instant < until)
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!((self.since, self.until), (Some(since), Some(until)) if since >= until)
    }

    /// Returns the span with this much more on either side.
    pub(super) fn widened(&self, by: i128) -> Self {
        Self {
            since: self.since.map(|since| since.saturating_sub(by)),
            until: self.until.map(|until| until.saturating_add(by)),
        }
    }

    /// Cuts the span at instants inside it, which are in ascending order.
    pub(super) fn cut(&self, cuts: &[i128]) -> Vec<Self> {
        let starts = [self.since]
            .into_iter()
            .chain(cuts.iter().copied().map(Some));
        let ends = cuts.iter().copied().map(Some).chain([self.until]);
        let spans = starts.zip(ends);
        spans.map(|(since, until)| Self { since, until }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(since: i128, until: i128) -> Span {
        Span {
            since: Some(since),
            until: Some(until),
        }
    }

    #[test]
    fn the_start_belongs_to_a_span_and_the_end_does_not() {
        let span = span(10, 20);
        assert!(span.contains(10) && span.contains(19));
        assert!(!span.contains(9) && !span.contains(20));
        assert!(Span::default().contains(i128::MIN));
    }

    #[test]
    fn what_is_cut_holds_every_instant_once() {
        let parts = span(0, 100).cut(&[20, 50]);
        assert_eq!(parts, [span(0, 20), span(20, 50), span(50, 100)]);
        let open = Span::default().cut(&[7]);
        assert_eq!(open[0].until, Some(7));
        assert_eq!((open[0].since, open[1].until), (None, None));
    }

    #[test]
    fn ranges_are_read_and_written() {
        let since: Timestamp = "2026-11-01T01:00:00+01:00".parse().unwrap();
        let read = Span::of(&TimeRange::from(since..)).unwrap();
        assert_eq!(read.to_range().to_string(), "2026-11-01T00:00:00Z..");
        let beyond = span(i128::MIN, i128::MAX).widened(Span::SEAM);
        assert_eq!(beyond.to_range(), TimeRange::default());
    }
}
