use super::*;

#[test]
fn plain_text_is_kept() {
    assert_eq!(visible("Zürich 東京 🚲").to_string(), "Zürich 東京 🚲");
}

#[test]
fn escape_sequences_become_visible() {
    assert_eq!(
        visible("\u{1b}[2J\u{9b}31mred\u{7}").to_string(),
        r"\u{1b}[2J\u{9b}31mred\u{7}"
    );
}

#[test]
fn line_ends_and_tabs_stay_on_one_line() {
    assert_eq!(
        visible("one\r\ntwo\tthree\u{2028}four").to_string(),
        r"one\r\ntwo\tthree\u{2028}four"
    );
}

#[test]
fn characters_that_reorder_text_become_visible() {
    assert_eq!(
        visible("safe\u{202e}fdp.exe").to_string(),
        r"safe\u{202e}fdp.exe"
    );
}

#[test]
fn steering_characters_in_json_become_json_escapes_of_the_same_value() {
    let hostile = "{\n\t\"name\": \"a\u{9b}31m\u{7f}\u{202e}b\"\r\n}";
    let shown = visible_json(hostile).to_string();
    assert_eq!(shown, "{\n\t\"name\": \"a\\u009b31m\\u007f\\u202eb\"\r\n}");
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&shown), value(hostile));
}

#[test]
fn wide_characters_count_two_columns_and_combining_marks_none() {
    assert_eq!(width("東京"), 4);
    assert_eq!(width("e\u{301}"), 1);
}

#[test]
fn a_text_that_fits_is_not_cut() {
    assert_eq!(truncate("agt_12345", 9), "agt_12345");
}

#[test]
fn a_text_that_does_not_fit_ends_in_an_ellipsis_within_its_columns() {
    assert_eq!(truncate("agt_12345", 8), "agt_123…");
    assert_eq!(truncate("agt_12345", 1), "…");
    assert_eq!(truncate("agt_12345", 0), "");
}

#[test]
fn a_wide_character_is_never_cut_in_half() {
    assert_eq!(truncate("東京都", 4), "東…");
    assert_eq!(width(&truncate("東京都", 5)), 5);
}
