//! Facts about what a cassette shows.

use super::*;

/// Returns a cassette for each way in which a server can repeat the key.
fn echoes(form: &str) -> [Cassette; 4] {
    let request = with_key("https://a.example/");
    let mut in_header = response("");
    let value = HeaderValue::from_str(&format!("you said {form}!")).expect("a value");
    in_header.headers_mut().insert("x-echo", value);
    let mut in_error = Cassette::new();
    in_error.record(&request, Err(&failure(&format!("with {form}, it failed"))));
    [
        cassette(Scrubber::new(), &request, &in_header),
        cassette(
            Scrubber::new(),
            &request,
            &response(format!("<p>{form}</p>")),
        ),
        cassette(
            Scrubber::new(),
            &request,
            &response([b"\xff", form.as_bytes(), b"\xfe"].concat()),
        ),
        in_error,
    ]
}

#[test]
fn the_key_is_not_shown_wherever_and_however_it_is_echoed() {
    let forms = [
        KEY,
        &format!("Bearer {KEY}"),
        "sk_live_canary%2F%22%2B1",
        "sk_live_canary%2f%22%2b1",
        r#"sk_live_canary/\"+1"#,
    ];
    for form in forms {
        for cassette in echoes(form) {
            let shown = format!("{cassette} {cassette:?}");
            assert!(shown.contains("SCRUBBED"), "{form}: {shown}");
            assert!(!shown.contains("canary"), "{form}: {shown}");
            assert!(!shown.contains("63616e617279"), "in hexadecimal: {shown}");
        }
    }
}

#[test]
fn the_key_is_found_in_json_strings_keys_and_numbers_however_they_are_escaped() {
    let mut request = with_key("https://a.example/");
    request
        .headers_mut()
        .insert("authorization", HeaderValue::from_static("Bearer 12345678"));
    let text = r#"{"12345678": ["\u00312345678", {"n": 12345678, "m": 1.50}], "x":"a\/12345678"}"#;

    let cassette = cassette(Scrubber::new(), &request, &response(text));

    let body = cassette.exchanges()[0]
        .outcome()
        .expect("a response")
        .into_body();
    let expected = r#"{"SCRUBBED": ["SCRUBBED", {"n": "SCRUBBED", "m": 1.50}], "x":"a/SCRUBBED"}"#;
    assert_eq!(body, expected);
}

#[test]
fn the_key_is_found_in_the_uri_however_it_is_encoded() {
    for uri in [
        "https://a.example/sk_live_canary%2F%22+1/x?a=b",
        "https://a.example/x?key=%73k_live_canary/%22%2B1&a=b",
        "https://a.example/x?%73%6b_live_canary%2F%22%2b1",
    ] {
        let cassette = cassette(Scrubber::new(), &with_key(uri), &response(""));
        let shown = cassette.exchanges()[0].request().uri().to_string();
        assert!(!shown.contains("canary"), "{shown}");
        assert!(shown.contains("SCRUBBED"), "{shown}");
    }
}

#[test]
fn secret_headers_are_scrubbed_in_requests_and_responses() {
    let mut request = get("/");
    let mut response = response(r#"{"session":"0123456789","theme":"dark"}"#);
    for name in ["authorization", "proxy-authorization", "cookie", "X-Tenant"] {
        let name: http::HeaderName = name.parse().expect("a name");
        request
            .headers_mut()
            .append(name.clone(), HeaderValue::from_static("first canary"));
        request
            .headers_mut()
            .append(name, HeaderValue::from_static("second canary"));
    }
    let mut sensitive = HeaderValue::from_static("sensitive canary");
    sensitive.set_sensitive(true);
    request.headers_mut().insert("x-plain", sensitive);
    let cookie = HeaderValue::from_static("session=0123456789; Path=/canary");
    response.headers_mut().insert("set-cookie", cookie);

    let cassette = cassette(Scrubber::new().header("x-tenant"), &request, &response);

    let text = cassette.to_string();
    assert!(
        !text.contains("canary") && !text.contains("0123456789"),
        "{text}"
    );
    assert_eq!(text.matches(r#""cookie: SCRUBBED""#).count(), 2, "{text}");
    assert_eq!(text.matches(": SCRUBBED").count(), 10, "{text}");
    assert!(text.contains(r#""theme": "dark""#), "{text}");
}

#[test]
fn a_cookie_is_found_without_its_name_and_its_neighbours() {
    let request = Request::get("/").header("cookie", "a=0123456789; b=zyxwvuts");
    let request = request.body(Bytes::new()).expect("a request");

    let cassette = cassette(Scrubber::new(), &request, &response("0123456789 zyxwvuts"));

    assert_eq!(
        cassette.exchanges()[0]
            .outcome()
            .expect("a response")
            .body(),
        "SCRUBBED SCRUBBED"
    );
}

#[test]
fn user_and_password_of_a_uri_are_scrubbed_and_their_echoes_too() {
    let request = get("https://ada:correct-horse@a.example/x");
    let cassette = cassette(Scrubber::new(), &request, &response("not correct-horse"));

    let exchange = &cassette.exchanges()[0];
    assert_eq!(exchange.request().uri(), "https://SCRUBBED@a.example/x");
    assert_eq!(
        exchange.outcome().expect("a response").body(),
        "not SCRUBBED"
    );
}

#[test]
fn named_parameters_are_scrubbed_in_queries_and_forms() {
    let mut request = get("https://a.example/x?a=1&%74oken=a%20secret%21&token=&b");
    request.headers_mut().insert(
        "content-type",
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    *request.body_mut() = "token=other+secret&c=2".into();
    let response = response("a secret! other secret");

    let cassette = cassette(
        Scrubber::new().query_parameter("token"),
        &request,
        &response,
    );

    let exchange = &cassette.exchanges()[0];
    let request = exchange.request();
    assert_eq!(
        request.uri(),
        "https://a.example/x?a=1&%74oken=SCRUBBED&token=SCRUBBED&b"
    );
    assert_eq!(request.body(), "token=SCRUBBED&c=2");
    assert_eq!(
        exchange.outcome().expect("a response").body(),
        "SCRUBBED SCRUBBED"
    );
}

#[test]
fn named_json_fields_are_scrubbed_whole_and_the_rest_keeps_its_digits_order_and_spaces() {
    let scrubber = Scrubber::new()
        .json_field("output")
        .json_path(["data", "1", "name"])
        .json_path(["data", "*", "runtime_ms"]);
    let text = r#"{ "z": 1.0e+02, "data": [ {"output":{"a":[1,{"b":"}"}]},"name":"x","runtime_ms":7},
        {"name":"y","n\u0061me2":12345678901234567890.10,"output":null,
         "deep":[{"out\u0070ut":[]}]} ], "name":"z" }"#;
    let cassette = cassette(scrubber, &get("/"), &response(text));

    let expected = r#"{ "z": 1.0e+02, "data": [ {"output":"SCRUBBED","name":"x","runtime_ms":"SCRUBBED"},
        {"name":"SCRUBBED","n\u0061me2":12345678901234567890.10,"output":"SCRUBBED",
         "deep":[{"out\u0070ut":"SCRUBBED"}]} ], "name":"z" }"#;
    assert_eq!(
        cassette.exchanges()[0]
            .outcome()
            .expect("a response")
            .body(),
        expected
    );
}

#[test]
fn a_json_string_of_the_request_is_found_when_it_is_echoed() {
    let mut request = get("/");
    *request.body_mut() = r#"{"password":"correct horse","pin":"1234"}"#.into();
    let scrubber = Scrubber::new().json_field("password").json_field("pin");

    let cassette = cassette(
        scrubber,
        &request,
        &response(r#"{"error":"correct horse is weak","n":1234}"#),
    );

    let body = cassette.exchanges()[0]
        .outcome()
        .expect("a response")
        .into_body();
    assert_eq!(body, r#"{"error":"SCRUBBED is weak","n":1234}"#);
}

#[test]
fn the_length_of_a_scrubbed_body_is_told_as_it_is() {
    let mut response = response(KEY);
    response
        .headers_mut()
        .insert("content-length", HeaderValue::from(KEY.len()));

    let cassette = cassette(Scrubber::new(), &with_key("/"), &response);

    let response = cassette.exchanges()[0].outcome().expect("a response");
    assert_eq!(response.headers()["content-length"], "8");
}

#[test]
fn a_uri_that_scrubbing_breaks_is_scrubbed_whole() {
    let request =
        Request::get("https://[0:0:0:0:0:0:0:1]/x").header("authorization", "Bearer 0:0:0:1]");
    let request = request.body(Bytes::new()).expect("a request");

    let cassette = cassette(Scrubber::new(), &request, &response(""));

    assert_eq!(cassette.exchanges()[0].request().uri(), "/SCRUBBED");
}
