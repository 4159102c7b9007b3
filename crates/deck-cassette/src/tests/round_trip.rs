//! The law of the text: reading gives back what was written.

use http::HeaderMap;
use http::HeaderName;
use http::Method;
use http::StatusCode;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_gives_back_what_was_written(
        scrubber in scrubber(),
        exchanges in vec((request(), outcome()), 0..4),
    ) {
        let mut cassette = Cassette::with_scrubber(scrubber);
        for (request, outcome) in &exchanges {
            cassette.record(request, outcome.as_ref());
        }

        let text = cassette.to_string();
        prop_assert_eq!(&text.parse::<Cassette>().expect("a cassette"), &cassette, "{}", text);
        let mut written = Vec::new();
        cassette.write_to(&mut written).expect("memory");
        prop_assert_eq!(Cassette::read_from(&written[..]).expect("a cassette"), cassette);
    }

    #[test]
    fn without_a_secret_every_byte_is_kept(response in any_response()) {
        let cassette = cassette(Scrubber::new(), &get("/"), &response);
        let read: Cassette = cassette.to_string().parse().expect("a cassette");

        let replayed = read.exchanges()[0].outcome().expect("a response");
        prop_assert_eq!(replayed.status(), response.status());
        prop_assert_eq!(replayed.headers(), response.headers());
        prop_assert_eq!(replayed.body(), response.body());
    }

    #[test]
    fn any_key_of_visible_characters_is_found(
        key in "[!-~]{8,40}",
        before in any::<String>(),
        after in any::<String>(),
    ) {
        prop_assume!(!Scrubber::REPLACEMENT.contains(&key));
        let value = HeaderValue::from_str(&format!("Bearer {key}")).expect("a value");
        let mut request = get("/");
        request.headers_mut().insert("authorization", value);
        let json = serde_json::json!({ &before: format!("{before}{key}{after}") });
        for body in [json.to_string(), format!("{before}{key}{after}")] {
            let cassette = cassette(Scrubber::new(), &request, &response(body));

            let body = cassette.exchanges()[0].outcome().expect("a response").into_body();
            let body = str::from_utf8(&body).expect("text");
            prop_assert!(!body.contains(&key), "{}", body);
        }
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>(), at in any::<prop::sample::Index>()) {
        let _ = text.parse::<Cassette>();
        let mut whole = include_str!("readable.json").to_owned();
        whole.insert_str(at.index(whole.len()), &text);
        let _ = whole.parse::<Cassette>();
    }
}

fn scrubber() -> impl Strategy<Value = Scrubber> {
    (vec(any::<String>(), 0..3), vec("[a-c]", 0..3)).prop_map(|(hostile, names)| {
        let scrubber = hostile.into_iter().fold(Scrubber::new(), |scrubber, name| {
            scrubber
                .header(name.clone())
                .query_parameter(name.clone())
                .json_path([name, "*".to_owned()])
        });
        names.into_iter().fold(scrubber, |scrubber, name| {
            scrubber.json_field(name.clone()).query_parameter(name)
        })
    })
}

fn request() -> impl Strategy<Value = Request<Bytes>> {
    let method = prop_oneof![Just("GET"), Just("POST"), Just("PURGE")];
    let uri = prop_oneof![
        "https://([a-z]{1,9}:[a-z]{1,9}@)?[a-z]{1,9}(:[0-9]{1,4})?(/[!-~]{0,30})?(\\?[!-~]{0,30})?",
        "/[!-~]{0,40}",
        Just("*".to_owned()),
    ];
    let uri = uri.prop_filter("a URI", |text| text.parse::<http::Uri>().is_ok());
    (method, uri, headers(), body()).prop_map(|(method, uri, headers, body)| {
        let mut request = get(&uri);
        *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
        *request.headers_mut() = headers;
        *request.body_mut() = body;
        request
    })
}

fn outcome() -> impl Strategy<Value = Result<Response<Bytes>, TransportError>> {
    prop_oneof![any_response().prop_map(Ok), failure().prop_map(Err)]
}

fn any_response() -> impl Strategy<Value = Response<Bytes>> {
    (100_u16..1000, headers(), body()).prop_map(|(status, headers, body)| {
        let mut response = response(body);
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        *response.headers_mut() = headers;
        response
    })
}

fn failure() -> impl Strategy<Value = TransportError> {
    (
        prop::sample::select(TransportErrorKind::ALL),
        any::<Option<String>>(),
    )
        .prop_map(|(kind, cause)| {
            let error = TransportError::new(kind, Delivery::MaybeSent);
            match cause {
                Some(cause) => error.with_source(cause),
                None => error,
            }
        })
}

fn headers() -> impl Strategy<Value = HeaderMap> {
    let value = vec(prop_oneof![0x20_u8..0x7f, 0x80_u8.., Just(b'\t')], 0..12);
    vec(("[a-z][a-z0-9-]{0,3}", value), 0..5).prop_map(|pairs| {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name: HeaderName = name.parse().expect("a name");
            headers.append(name, HeaderValue::from_bytes(&value).expect("a value"));
        }
        headers
    })
}

fn body() -> impl Strategy<Value = Bytes> {
    let text = prop_oneof![
        any::<String>(),
        "[\\[\\]{}\",:0-9a-c \\\\u\n]{0,20}",
        json()
    ];
    prop_oneof![
        text.prop_map(Bytes::from),
        vec(any::<u8>(), 0..20).prop_map(Bytes::from)
    ]
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        "-?[1-9][0-9]{0,30}(\\.[0-9]{1,20})?(e[+-]?[0-9]{1,5})?",
        any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
        Just(r#""\ud800\/\u0041""#.to_owned()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let pair = ("[a-c]", inner.clone()).prop_map(|(key, value)| format!("\"{key}\":{value}"));
        prop_oneof![
            vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            vec(pair, 0..4).prop_map(|pairs| format!("{{{}}}", pairs.join(","))),
        ]
    })
}
