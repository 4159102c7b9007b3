//! All cases, in groups; each module knows its own.

use crate::case::Group;

mod requests;

mod responses;

mod bodies;

mod ceilings;

mod broken;

mod no_connection;

mod connections;

mod cancellation;

mod timeouts;

mod http2;

mod http2_connections;

/// Every case there is, in the order of the report.
pub(super) const GROUPS: &[Group] = &[
    requests::GROUP,
    responses::GROUP,
    bodies::GROUP,
    ceilings::GROUP,
    broken::GROUP,
    no_connection::GROUP,
    connections::GROUP,
    cancellation::GROUP,
    timeouts::GROUP,
    http2::GROUP,
    http2_connections::GROUP,
];

/// A whole response without a body.
const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

/// A whole response with the body `hello`.
const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_case_has_a_name_of_its_own_in_kebab_case() {
        let mut names = BTreeSet::new();
        for case in GROUPS.iter().flat_map(|group| group.cases) {
            let is_kebab =
                |letter: char| letter.is_ascii_lowercase() || "-0123456789".contains(letter);
            assert!(case.name.chars().all(is_kebab), "{}", case.name);
            assert!(names.insert(case.name), "{} is there twice", case.name);
        }
    }
}
