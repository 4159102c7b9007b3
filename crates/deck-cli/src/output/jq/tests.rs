use super::functions::MOST_DEPTH;
use super::*;

#[track_caller]
fn results(code: &str, item: &str) -> String {
    let filter = JqFilter::compile(code).unwrap();
    String::from_utf8(filter.run(item, Strings::Raw).unwrap()).unwrap()
}

fn refusal(code: &str) -> String {
    JqFilter::compile(code).err().unwrap()
}

#[test]
fn results_stand_on_lines_of_their_own_with_strings_raw() {
    let item = r#"{"id":"trun_1","n":[1,{"a":"b"}]}"#;
    assert_eq!(results(".id, .n[]", item), "trun_1\n1\n{\"a\":\"b\"}\n");
    assert_eq!(results("empty", item), "");
}

#[test]
fn strings_can_be_quoted() {
    let filter = JqFilter::compile(".id").unwrap();
    let text = filter.run(r#"{"id":"a\nb"}"#, Strings::Quoted).unwrap();
    assert_eq!(text, b"\"a\\nb\"\n");
}

#[test]
fn numbers_that_are_handed_on_keep_their_digits_and_calculation_does_not() {
    let item = r#"{"n":12345678901234567890.10,"i":123456789012345678901234567890}"#;
    assert_eq!(
        results(".n, .i", item),
        "12345678901234567890.10\n123456789012345678901234567890\n"
    );
    assert_eq!(results(".n * 1", item), "1.2345678901234567e19\n");
}

#[test]
fn the_functions_that_people_know_are_there() {
    let item = r#"{"id":"trun_1","at":"2026-11-01T00:00:00Z","l":[3,1]}"#;
    assert_eq!(results(r#".id | test("^trun_")"#, item), "true\n");
    assert_eq!(results(".at | fromdate", item), "1793491200\n");
    assert_eq!(
        results(".l | sort | map(. + 1) | join(\"-\")", item),
        "2-4\n"
    );
}

#[test]
fn a_text_that_holds_json_is_read_unless_it_is_nested_absurdly_deep() {
    assert_eq!(results("fromjson.a", r#""{\"a\":1.50}""#), "1.50\n");
    assert_eq!(results("tonumber + 1", r#""17""#), "18\n");
    let filter = JqFilter::compile("fromjson").unwrap();
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    for text in [
        format!("\"{deep}\""),
        format!(r##""#\"\n{deep}""##),
        r#""{""#.to_owned(),
        "1".to_owned(),
    ] {
        let error = filter.run(&text, Strings::Raw).unwrap_err();
        assert!(
            error.contains("JSON") || error.contains("string"),
            "{error}"
        );
    }
}

#[test]
fn the_formats_that_people_know_are_there() {
    assert_eq!(
        results("@csv", r#"["a\"b,c",1.50,null,true]"#),
        "\"a\"\"b,c\",1.50,,true\n"
    );
    assert_eq!(results("@tsv", r#"["a\tb\\",1]"#), "a\\tb\\\\\t1\n");
    assert_eq!(
        results(r#"@uri "?q=\(.a)""#, r#"{"a":"b c"}"#),
        "?q=b%20c\n"
    );
    assert_eq!(
        results("@base64, @json, @text", r#""a""#),
        "YQ==\n\"a\"\na\n"
    );
    let filter = JqFilter::compile("@csv").unwrap();
    assert!(filter.run("[[1]]", Strings::Raw).is_err());
    assert!(filter.run("{}", Strings::Raw).is_err());
}

#[test]
fn a_filter_that_cannot_be_read_is_refused_with_the_place() {
    assert_eq!(refusal(".id |"), "at the end: expected term");
    assert_eq!(refusal("(.id"), "at the end: expected closing parenthesis");
    assert_eq!(refusal(r#""é" § 1"#), "at character 5: expected token");
    assert_eq!(
        refusal(".a | nope(1)"),
        "at character 6: there is no filter `nope`"
    );
    assert_eq!(refusal("$x"), "at character 1: there is no variable `$x`");
}

#[test]
fn neither_the_environment_nor_files_can_be_read() {
    for code in [
        "env",
        "$ENV",
        "input",
        r#"import "a" as a; ."#,
        r#"include "a"; ."#,
    ] {
        assert!(JqFilter::compile(code).is_err(), "{code}");
    }
}

#[test]
fn a_failure_tells_why() {
    let filter = JqFilter::compile(".id[]").unwrap();
    let error = filter.run(r#"{"id":"a"}"#, Strings::Raw).unwrap_err();
    assert!(error.contains("cannot use \"a\""), "{error}");
}

#[test]
fn a_halt_does_not_end_the_program() {
    let filter = JqFilter::compile("halt").unwrap();
    assert!(filter.run("1", Strings::Raw).is_err());
}

#[test]
fn results_without_end_are_refused() {
    let filter = JqFilter::compile("range(.n)").unwrap();
    let error = filter.run(r#"{"n":1e18}"#, Strings::Raw).unwrap_err();
    assert!(error.contains("far longer"), "{error}");
}

#[test]
fn an_item_that_is_nested_absurdly_deep_is_refused() {
    let filter = JqFilter::compile(".").unwrap();
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(filter.run(&nested(MOST_DEPTH), Strings::Raw).is_ok());
    let error = filter.run(&nested(100_000), Strings::Raw).unwrap_err();
    assert!(error.contains("deep"), "{error}");
}
