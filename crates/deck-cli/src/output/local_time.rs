//! Points in time as people read them: in their time zone, with the age.

use std::time::SystemTime;

use jiff::Timestamp as Instant;
use jiff::tz::Offset;
use jiff::tz::TimeZone;

use deck_types::Timestamp;

use crate::output::human;

/// The present and the time zone, which times are shown by.
#[derive(Clone, Debug)]
pub(crate) struct LocalTime {
    pub(crate) now: SystemTime,
    pub(crate) zone: TimeZone,
}

impl LocalTime {
    /// Returns a time as RFC 3339 with the offset of the time zone, and the age; a text that stands for no
    /// instant stays as it is.
    pub(crate) fn with_age(&self, time: &Timestamp) -> String {
        let Some(local) = self.local(time) else {
            return time.as_str().to_owned();
        };
        let age = time.to_system_time().map(|then| human::age(then, self.now));
        match age.as_deref() {
            Ok("now") => format!("{local} (now)"),
            Ok(age) => format!("{local} ({age} ago)"),
            Err(_) => local,
        }
    }

    fn local(&self, time: &Timestamp) -> Option<String> {
        let instant = Instant::from_nanosecond(time.unix_nanoseconds().ok()?).ok()?;
        let offset = self.zone.to_offset(instant);
        Some(if offset == Offset::UTC {
            instant.to_string()
        } else {
            instant.display_with_offset(offset).to_string()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn shown(time: &str, zone: &str) -> String {
        let local = LocalTime {
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_500_000),
            zone: TimeZone::get(zone).unwrap(),
        };
        local.with_age(&Timestamp::from_received(time))
    }

    #[test]
    fn a_time_has_the_offset_of_its_zone_at_that_time() {
        assert_eq!(
            shown("2026-10-25T00:30:00.115Z", "Europe/Berlin"),
            "2026-10-25T02:30:00.115+02:00 (7d ago)"
        );
        assert_eq!(
            shown("2026-10-25T01:30:00Z", "Europe/Berlin"),
            "2026-10-25T02:30:00+01:00 (7d ago)"
        );
        assert_eq!(
            shown("2026-11-01T01:00:00+01:00", "UTC"),
            "2026-11-01T00:00:00Z (2h ago)"
        );
    }

    #[test]
    fn what_is_no_instant_stays_as_it_is() {
        assert_eq!(shown("soon", "UTC"), "soon");
    }
}
