use super::*;

const RECEIVED: &str = concat!(
    "{\"id\" : \"trun_1\",\r\n \"n\":[1.0e+2, 12345678901234567890123,-0.10 ],",
    r#""o":{},"a":[ ],"s":"a, b: {\"\\"}"#
);

#[test]
fn text_on_one_line_is_not_touched() {
    let text = "{\"a\" :  1.00}";
    assert!(matches!(one_line(text), Cow::Borrowed(same) if same == text));
}

#[test]
fn text_on_many_lines_loses_its_blanks_and_nothing_else() {
    assert_eq!(
        one_line(RECEIVED),
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
    assert_eq!(pretty(RECEIVED, 0), expected);
}

#[test]
fn pretty_text_agrees_with_serde_json() {
    let value = serde_json::json!({
        "a": [[], {}, [1, [2]]],
        "b": {"c": {"d": "é \u{1}\n"}},
        "e": [true, null, "x"],
    });
    assert_eq!(
        pretty(&value.to_string(), 0),
        serde_json::to_string_pretty(&value).unwrap()
    );
}

#[test]
fn pretty_text_can_stand_inside_another_value() {
    assert_eq!(
        pretty(r#"{"a":[1]}"#, 1),
        "{\n    \"a\": [\n      1\n    ]\n  }"
    );
}

#[test]
fn scalars_are_their_own_layout() {
    assert_eq!(pretty(" \"東京\" ", 3), "\"東京\"");
    assert_eq!(pretty("-1.50", 0), "-1.50");
}
