use super::*;

const RECEIVED: &str = concat!(
    "{\"id\" : \"trun_1\",\r\n \"n\":[1.0e+2, 12345678901234567890123,-0.10 ],",
    r#""o":{},"a":[ ],"s":"a, b: {\"\\"}"#
);

#[test]
fn text_on_one_line_is_not_touched() {
    let text = "{\"a\" :  1.00}";
    assert_eq!(one_line(text).to_string(), text);
}

#[test]
fn text_on_many_lines_loses_its_blanks_and_nothing_else() {
    assert_eq!(
        one_line(RECEIVED).to_string(),
        r#"{"id":"trun_1","n":[1.0e+2,12345678901234567890123,-0.10],"o":{},"a":[],"s":"a, b: {\"\\"}"#
    );
}

#[test]
fn pretty_text_has_one_member_to_a_line_and_the_digits_as_received() {
    let expected = r#"{
  "id": "trun_1",
  "n": [
    1.0e+2,
    12345678901234567890123,
    -0.10
  ],
  "o": {},
  "a": [],
  "s": "a, b: {\"\\"
}"#;
    assert_eq!(pretty(RECEIVED, 0).to_string(), expected);
}

#[test]
fn pretty_text_agrees_with_serde_json() {
    let value = serde_json::json!({
        "a": [[], {}, [1, [2]]],
        "b": {"c": {"d": "é \u{1}\n"}},
        "e": [true, null, "x"],
    });
    assert_eq!(
        pretty(&value.to_string(), 0).to_string(),
        serde_json::to_string_pretty(&value).unwrap()
    );
}

#[test]
fn pretty_text_can_stand_inside_another_value() {
    assert_eq!(
        pretty(r#"{"a":[1]}"#, 1).to_string(),
        "{\n    \"a\": [\n      1\n    ]\n  }"
    );
}

#[test]
fn scalars_are_their_own_layout() {
    assert_eq!(pretty(" \"東京\" ", 3).to_string(), "\"東京\"");
    assert_eq!(pretty("-1.50", 0).to_string(), "-1.50");
}

#[test]
fn what_is_nested_too_deep_for_indentation_stands_on_one_line() {
    let deep = r#"{"a":[1,{}],"b":[]}"#;
    let text = |levels: usize| format!("{}{deep}{}", "[".repeat(levels), "]".repeat(levels));
    let shown = pretty(&text(MOST_STEPS), 0).to_string();
    let line = format!("{BLANKS}{deep}");
    assert_eq!(shown.lines().count(), 2 * MOST_STEPS + 1);
    assert_eq!(shown.lines().nth(MOST_STEPS), Some(line.as_str()));
    assert_eq!(
        pretty(&text(MOST_STEPS + 9), 0).to_string().lines().count(),
        2 * MOST_STEPS + 1
    );
    assert_eq!(one_line(&shown).to_string(), text(MOST_STEPS));
}
