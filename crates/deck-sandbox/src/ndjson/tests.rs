use std::io::BufReader;

use proptest::prelude::*;

use super::*;
use crate::Sandbox;

#[track_caller]
fn rejected(text: impl AsRef<[u8]>) -> RejectedLine {
    let import = NdjsonImport::from_text(text);
    assert_eq!(import.rejected.len(), 1, "{import:?}");
    import.rejected[0].clone()
}

#[test]
fn every_run_of_a_sandbox_comes_back_from_its_lines() {
    let runs = Sandbox::builder().seed(1).runs(300).build().runs();
    let lines: Vec<_> = runs
        .iter()
        .map(|run| serde_json::to_string(run).unwrap())
        .collect();

    let import = NdjsonImport::from_text(lines.join("\n"));

    assert_eq!(import.rejected, []);
    let imported: Vec<_> = import.runs.iter().map(SandboxRun::to_run).collect();
    assert_eq!(imported, runs);
    let sandbox = Sandbox::builder().with_runs(import.runs).build();
    assert_eq!(sandbox.runs(), runs);
}

#[test]
fn line_ends_of_windows_empty_lines_and_a_byte_order_mark_do_no_harm() {
    let text = "\u{FEFF}{\"id\":\"trun_1\"}\r\n\r\n \t\n{\"id\":\"trun_2\"}\r\n";

    let import = NdjsonImport::from_text(text);

    assert_eq!((import.runs.len(), import.rejected.len()), (2, 0));
}

#[test]
fn nothing_is_no_runs() {
    for text in ["", "\n", "\n\n  \n"] {
        assert_eq!(NdjsonImport::from_text(text), NdjsonImport::default());
    }
}

#[test]
fn a_bad_line_is_told_with_its_number_and_reason_and_the_others_are_read() {
    let import = NdjsonImport::from_text(
        "{\"id\":\"trun_1\"}\n\n{\"id\":\"trun_2\",\"storage\":[{\"file_size\":true}]}\n{\"id\":\"trun_3\"}",
    );

    assert_eq!(import.runs.len(), 2);
    let rejected = &import.rejected[0];
    assert_eq!(rejected.line, 3);
    assert!(
        rejected.reason.contains("at $.storage[0].file_size"),
        "{rejected}"
    );
    assert!(
        rejected.excerpt.starts_with("{\"id\":\"trun_2\""),
        "{rejected}"
    );
}

#[test]
fn what_is_no_run_is_rejected() {
    for (text, reason) in [
        ("{\"status\":\"failed\"}", "missing field `id`"),
        ("null", "expected an object, found null"),
        ("[]", "expected an object, found an array"),
        (" [\"trun_1\"]", "expected an object, found an array"),
        ("{\"id\":\"trun_1\"} {}", "more text after the end"),
        ("{\"id\":", "the text ends"),
        ("\u{FEFF}\u{FEFF}{}", "expected a JSON value"),
    ] {
        let rejected = rejected(text);
        assert!(rejected.reason.contains(reason), "{rejected}");
    }
}

#[test]
fn a_line_that_is_not_utf8_is_rejected() {
    let rejected = rejected(b"{\"id\":\"trun_\xFF\"}");

    assert!(rejected.reason.contains("utf-8"), "{rejected}");
    assert_eq!(rejected.excerpt, "{\"id\":\"trun_\u{FFFD}\"}");
}

#[test]
fn the_second_run_with_an_id_is_rejected_so_that_none_replaces_the_other() {
    let rejected = rejected("{\"id\":\"trun_1\"}\n{\"id\":\"trun_2\"}\n{\"id\":\"trun_1\"}");

    assert_eq!(rejected.line, 3);
    assert_eq!(rejected.reason, "the id is that of line 1");
}

#[test]
fn an_error_tells_the_first_line_and_holds_all() {
    let text = "{\"id\":\"trun_1\"}\nx\ny\n";

    let error = NdjsonImport::from_text(text).into_runs().unwrap_err();

    assert_eq!(error.rejected().len(), 2);
    assert_eq!(
        error.to_string(),
        "2 lines are not task runs, the first is line 2: expected a JSON value at $: x"
    );
    assert!(
        NdjsonImport::from_text("{\"id\":\"a\"}")
            .into_runs()
            .is_ok()
    );
}

#[test]
fn an_error_keeps_little_of_a_long_line() {
    for line in [
        "é".repeat(500_000),
        format!("{{\"id\":\"{}\" 1", "x".repeat(500_000)),
        format!("{{\"{}\":1}}", "y".repeat(500_000)),
    ] {
        let rejected = rejected(line);

        assert!(
            rejected.to_string().len() < 1_500,
            "{}",
            rejected.to_string().len()
        );
        assert!(rejected.excerpt.ends_with('…'));
    }
}

#[test]
fn a_line_that_is_cut_behind_bytes_that_are_no_text_is_marked() {
    let line = [&[b' '; 610][..], &[0xFF; 30], &[b'x'; 620]].concat();

    let excerpt = rejected(line).excerpt;

    assert_eq!(
        excerpt,
        format!("{}{}…", "\u{fffd}".repeat(30), "x".repeat(130))
    );
}

#[test]
fn a_short_line_is_kept_whole() {
    assert_eq!(rejected("  nonsense ").excerpt, "nonsense");
}

#[test]
fn nesting_without_end_is_rejected_and_not_followed() {
    rejected("[".repeat(1_000_000));
    rejected(format!("{{\"id\":{}", "{\"a\":".repeat(200_000)));
}

#[test]
fn a_reader_that_fails_is_told() {
    struct Broken;

    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }

    assert!(NdjsonImport::from_reader(BufReader::new(Broken)).is_err());
}

fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "\\{\"id\":\"trun_[0-9]\"\\}".prop_map(String::into_bytes),
        "[ \\t\\r]{0,2}".prop_map(String::into_bytes),
        "[{}\\[\\]\":,a-z0-9]{0,12}".prop_map(String::into_bytes),
        proptest::collection::vec(
            any::<u8>().prop_filter("one line", |byte| *byte != b'\n'),
            0..8
        ),
    ]
}

proptest! {
    #[test]
    fn every_line_is_a_run_or_rejected_or_empty(lines in proptest::collection::vec(line(), 0..20)) {
        let text = lines.join(&b'\n');

        let import = NdjsonImport::from_text(&text);

        let mark = usize::from(text.starts_with(BYTE_ORDER_MARK)) * BYTE_ORDER_MARK.len();
        let filled = text[mark..]
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.trim_ascii().is_empty())
            .count();
        prop_assert_eq!(import.runs.len() + import.rejected.len(), filled);
        let sandbox = Sandbox::builder().with_runs(import.runs.clone()).build();
        prop_assert_eq!(sandbox.len(), import.runs.len());
    }

    #[test]
    fn a_reader_gives_the_same_as_its_text(
        text in proptest::collection::vec(line(), 0..20),
        size in 1..9_usize,
    ) {
        let text = text.join(&b'\n');

        let from_reader = NdjsonImport::from_reader(BufReader::with_capacity(size, &text[..]));

        prop_assert_eq!(from_reader.unwrap(), NdjsonImport::from_text(&text));
    }
}
