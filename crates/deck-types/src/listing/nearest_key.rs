//! The known key that somebody meant who wrote another one.

/// A longer key is compared with none, so that a hostile one costs nothing.
const LONGEST_KEY: usize = 40;

/// Returns the known key that `key` is a slip of: at most a third of its letters differ, in either case.
pub(super) fn nearest_key(key: &str, known: &[&'static str]) -> Option<&'static str> {
    if key.len() > LONGEST_KEY {
        return None;
    }
    let written = key.to_ascii_lowercase();
    known
        .iter()
        .map(|known| (distance(&written, known), *known))
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Returns how many characters must be put in, taken out or replaced to make one text of the other.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (index, left) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (place, right) in right.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[place + 1];
            row[place + 1] = replaced.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[row.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::distance;
    use super::nearest_key;

    const KNOWN: [&str; 4] = ["limit", "status", "agent_id", "created_after"];

    #[test]
    fn the_distance_counts_the_changes() {
        for (left, right, changes) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("status", "statuses", 2),
            ("statuses", "status", 2),
            ("é", "e", 1),
        ] {
            assert_eq!(distance(left, right), changes, "{left} {right}");
        }
    }

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        for (key, nearest) in [
            ("statuses", Some("status")),
            ("STATUS", Some("status")),
            ("?limit", Some("limit")),
            ("createdAfter", Some("created_after")),
            ("agentid", Some("agent_id")),
            ("page", None),
            ("utm_source", None),
            ("", None),
        ] {
            assert_eq!(nearest_key(key, &KNOWN), nearest, "{key}");
        }
    }

    #[test]
    fn a_key_that_is_too_long_to_be_a_slip_is_not_compared() {
        const LONG: &str = "a_parameter_whose_key_takes_41_characters";

        assert_eq!(nearest_key(&LONG[..40], &[LONG]), Some(LONG));
        assert_eq!(nearest_key(LONG, &[LONG]), None);
    }
}
