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

mod likely_causes;

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
    use std::time::Duration;

    use super::GROUPS;
    use crate::capability::Capability;
    use crate::report::CaseReport;
    use crate::report::Verdict;
    use crate::suite::Suite;

    const TABLE: &str = include_str!("cases.md");

    #[test]
    fn every_case_has_a_name_of_its_own_in_kebab_case() {
        let mut names = BTreeSet::new();
        for case in Suite::cases() {
            let name = case.name();
            let is_kebab =
                |letter: char| letter.is_ascii_lowercase() || "-0123456789".contains(letter);
            assert!(name.chars().all(is_kebab), "{name}");
            assert!(names.insert(name), "{name} is there twice");
        }
    }

    #[test]
    fn a_case_that_needs_a_certificate_needs_tls() {
        for case in Suite::cases() {
            let needs = case.needs();
            let is_of_tls = needs.contains(&Capability::TrustAuthority)
                || needs.contains(&Capability::Http2)
                || case.name().starts_with("tls-");
            assert!(
                !is_of_tls || needs.contains(&Capability::Tls),
                "{}",
                case.name()
            );
        }
    }

    #[test]
    fn the_report_shows_the_whole_reason_of_a_time_out() {
        for case in GROUPS.iter().flat_map(|group| group.cases) {
            let report = CaseReport {
                name: case.name.to_owned(),
                group: "",
                proves: case.proves,
                verdict: Verdict::Failed(case.time_out(Duration::from_millis(9_999))),
            };
            let text = report.to_string();
            let end = case.if_it_hangs.rsplit(' ').next().expect("a word");
            assert!(text.ends_with(end), "{text}");
        }
    }

    #[test]
    fn the_table_of_the_documentation_is_the_list_of_cases() {
        let mut table = "# Cases\n\nEach case proves one sentence about a transport. \
                         Over TLS (`Suite::over_tls`) all of\nthem need TLS and trust in a given authority \
                         besides.\n\n\
                         | case | the transport | needs |\n| --- | --- | --- |\n"
            .to_owned();
        for case in Suite::cases() {
            let needs: Vec<_> = case.needs().iter().map(ToString::to_string).collect();
            let (name, proves, needs) = (case.name(), case.proves(), needs.join(", "));
            table += &format!("| `{name}` | {proves} | {needs} |\n").replace("|  |", "| |");
        }
        assert!(TABLE == table, "src/cases/cases.md is not\n\n{table}");
    }
}
