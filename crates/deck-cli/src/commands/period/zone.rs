//! The time zone of `--timezone`.

use std::str::FromStr;

use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::TimeZone;

/// A time zone, by the name that it was given.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// Returns the name, as it was given.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the time zone.
    pub(crate) fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Returns the name of a time zone as people know it, if it has one.
    pub(crate) fn name_of(zone: &TimeZone) -> Option<&str> {
        match zone.iana_name()? {
            "Etc/UTC" => Some("UTC"),
            name => Some(name),
        }
    }

    /// Returns the time zone of this machine, or UTC where it has none; `None` where the one it names is not
    /// known.
    pub(crate) fn of_this_machine() -> Option<TimeZone> {
        TimeZone::try_system()
            .ok()
            .filter(|zone| !zone.is_unknown())
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let zone = if text.eq_ignore_ascii_case("z") {
            Ok(TimeZone::UTC)
        } else {
            DateTimeParser::new().parse_time_zone(text)
        };
        match zone {
            Ok(zone) if !zone.is_unknown() => Ok(Self {
                name: text.to_owned(),
                zone,
            }),
            _ => Err(match nearest(text) {
                Some(name) => format!("there is no such time zone; did you mean {name}?"),
                None => "there is no such time zone; give a name such as Europe/Berlin, UTC, or an offset \
                         such as +02:00"
                    .to_owned(),
            }),
        }
    }
}

/// How many letters at the beginning two names have in common at least, for one to be meant by the other.
const SAME_LETTERS: usize = 4;

/// Returns the name of a time zone that is probably meant: that of the city, or else the one that begins
/// alike for longest.
fn nearest(text: &str) -> Option<String> {
    let letters = |name: &str| name.to_ascii_lowercase().replace(['_', ' ', '-'], "");
    let wanted = letters(text);
    let names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .collect();
    let is_city = |name: &&String| name.rsplit('/').next().map(letters) == Some(wanted.clone());
    if let Some(city) = names.iter().find(is_city) {
        return Some(city.clone());
    }
    let in_common = |name: &String| {
        let name = letters(name);
        name.bytes()
            .zip(wanted.bytes())
            .take_while(|(left, right)| left == right)
            .count()
    };
    let region = wanted.find('/').map_or(0, |slash| slash + 1);
    // The first of those that are equally near, whatever the order of the database.
    let best = names
        .iter()
        .map(|name| (in_common(name), std::cmp::Reverse(name)))
        .max()?;
    let is_near = best.0 >= SAME_LETTERS.max(region + 2);
    is_near.then(|| best.1.0.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn universal_time_has_the_name_that_people_know() {
        let name = |zone: &str| Zone::name_of(&TimeZone::get(zone).unwrap()).map(str::to_owned);
        assert_eq!(name("Etc/UTC").as_deref(), Some("UTC"));
        assert_eq!(name("Europe/Berlin").as_deref(), Some("Europe/Berlin"));
    }
}
