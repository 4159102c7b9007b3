//! Bodies of pages that a hostile server could send, each about as long as asked for.

/// A body by what is in it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) body: fn(usize) -> String,
}

const fn shape(name: &'static str, body: fn(usize) -> String) -> Shape {
    Shape { name, body }
}

pub(crate) const SHAPES: &[Shape] = &[
    shape("5,", |size| items_of("5", size)),
    shape("{},", |size| items_of("{}", size)),
    shape("[],", |size| items_of("[]", size)),
    shape("\"\",", |size| items_of("\"\"", size)),
    shape("null,", |size| items_of("null", size)),
    shape("1000 runs", |size| thousand("", size)),
    shape("1000 numbers", |size| {
        thousand(",\"runtime_ms\":true", size)
    }),
    shape("half broken", half_broken),
    shape("fails at the end", |size| {
        page(
            &format!(
                "{},5",
                vec![r#"{"id":"trun_1","status":"new"}"#; 999].join(",")
            ),
            size,
        )
    }),
    shape("999 good, 1 huge bad", |size| {
        let bad = padded("{\"id\":\"a\",\"storage\":[", "{}", "]}", size);
        page(&format!("{},{bad}", vec![r#"{"id":""}"#; 999].join(",")), 0)
    }),
    shape("errors {}", |size| one_run("\"errors\":[", "{}", "]", size)),
    shape("errors null", |size| {
        one_run("\"errors\":[", "null", "]", size)
    }),
    shape("errors messages", |size| {
        let problem = format!("{{\"message\":\"{}\"}}", "m".repeat(60));
        one_run("\"errors\":[", &problem, "]", size)
    }),
    shape("storage {}", |size| {
        one_run("\"storage\":[", "{}", "]", size)
    }),
    shape("storage urls", |size| {
        let file = format!("{{\"url\":\"{}\"}}", "u".repeat(162));
        one_run("\"storage\":[", &file, "]", size)
    }),
    shape("tasks {}", |size| one_run("\"tasks\":[", "{}", "]", size)),
    shape("tasks ids", |size| {
        one_run("\"tasks\":[", "{\"id\":\"a\"}", "]", size)
    }),
    shape("events \"\"", |size| {
        one_run("\"events\":[", "\"\"", "]", size)
    }),
    shape("events *", |size| {
        one_run("\"events\":[", "\"*\"", "]", size)
    }),
    shape("interaction fields", |size| {
        one_run(
            "\"interaction\":{\"fields\":[",
            "{\"name\":\"\"}",
            "]}",
            size,
        )
    }),
    shape("artifacts", |size| {
        one_run("\"artifacts\":[", "{}", "]", size)
    }),
    shape("output and input", |size| {
        let half = "x".repeat(size / 2);
        page(
            &format!("{{\"id\":\"a\",\"input\":\"{half}\",\"output\":\"{half}\"}}"),
            0,
        )
    }),
    shape("deep", |size| {
        let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
        one_run("\"output\":[", &deep, "]", size)
    }),
    shape("too deep", |size| {
        one_run("\"output\":", &"[".repeat(size), "", 0)
    }),
    shape("escapes in id", |size| {
        page(&format!("{{\"id\":\"{}\"}}", "\\u0041".repeat(size / 6)), 0)
    }),
    shape("escaped id", |size| {
        page(&format!("{{\"id\":\"{}\"}}", escaped(size)), 0)
    }),
    shape("plain id", |size| {
        page(&format!("{{\"id\":\"{}\"}}", "x".repeat(size)), 0)
    }),
    shape("escaped id, bad run", |size| {
        let text = escaped(size);
        page(&format!("{{\"id\":\"{text}\",\"runtime_ms\":true}}"), 0)
    }),
    shape("escaped name, then errors", |size| {
        let text = escaped(size - size / 16);
        let errors = padded("\"errors\":[", "{}", "]", size / 16);
        page(
            &format!("{{\"id\":\"a\",\"object\":\"{text}\",{errors}}}"),
            0,
        )
    }),
    shape("run of 0x7f", |size| {
        page(&format!("\"{}\"", "\x7f".repeat(size)), 0)
    }),
    shape("number of 0x7f", |size| bad_field("runtime_ms", size)),
    shape("list of 0x7f", |size| bad_field("errors", size)),
    shape("flag of 0x7f", |size| bad_field("extraction", size)),
    shape("file of 0x7f", |size| {
        page(
            &format!("{{\"id\":\"a\",\"storage\":[\"{}\"]}}", "\x7f".repeat(size)),
            0,
        )
    }),
    shape("1000 numbers of 0x7f", |size| {
        let text = "\x7f".repeat((size / 1000).saturating_sub(30));
        let run = format!("{{\"id\":\"a\",\"runtime_ms\":\"{text}\"}}");
        page(&vec![run; 1000].join(","), 0)
    }),
    shape("has_more of 0x7f", |size| {
        format!("{{\"data\":[],\"has_more\":\"{}\"}}", "\x7f".repeat(size))
    }),
    shape("data of 0x7f", |size| {
        format!("{{\"data\":\"{}\"}}", "\x7f".repeat(size))
    }),
    shape("page of 0x7f", |size| {
        format!("\"{}\"", "\x7f".repeat(size))
    }),
    shape("bad long key", |size| {
        page(
            &format!("{{\"id\":\"a\",\"{}\":\"\\uD800\"}}", "k".repeat(size)),
            0,
        )
    }),
    shape("bad long escaped key", |size| {
        page(
            &format!("{{\"id\":\"a\",\"{}\\uD800\":1}}", escaped(size)),
            0,
        )
    }),
    shape("unknown fields", |size| {
        padded(
            "{\"data\":[{\"id\":\"a\",",
            "\"unknown\":null",
            "}],\"has_more\":false}",
            size,
        )
    }),
    shape("short unknown fields", |size| {
        padded("{\"data\":[{\"id\":\"a\",", "\"\":0", "}]}", size)
    }),
    shape("long unknown field", |size| {
        let half = "x".repeat(size / 2);
        page(&format!("{{\"id\":\"a\",\"{half}\":\"{half}\"}}"), 0)
    }),
    shape("many long unknown", |size| {
        let member = format!("\"x\":\"{}\"", "x".repeat(size / 7));
        padded("{\"data\":[{\"id\":\"a\",", &member, "}]}", size)
    }),
    shape("unknown escaped name", |size| {
        let name = escaped(size).replacen("A", "B", 1);
        page(&format!("{{\"id\":\"a\",\"{name}\\n\":1,\"y\":2}}"), 0)
    }),
    shape("escaped name, unknown", |size| {
        let text = escaped(size / 2);
        let more = padded("", "\"\":0", "", size / 2);
        page(
            &format!("{{\"id\":\"a\",\"object\":\"{text}\\n\",{more}}}"),
            0,
        )
    }),
    shape("1000 unknown fields", |size| thousand(",\"x\":0", size)),
    shape("errors with unknown", |size| {
        one_run("\"errors\":[", "{\"x\":0}", "]", size)
    }),
    shape("errors of unknown", |size| {
        let problem = format!("{{\"x\":\"{}\"}}", "x".repeat(125));
        one_run("\"errors\":[", &problem, "]", size)
    }),
    shape("files of unknown", |size| {
        let file = format!("{{{}}}", vec!["\"x\":0"; 40].join(","));
        one_run("\"storage\":[", &file, "]", size)
    }),
    shape("unknown beside data", |size| {
        padded("{\"data\":[5],", "\"\":0", "}", size)
    }),
    shape("duplicate keys", |size| {
        padded("{\"data\":[{\"id\":\"a\",", "\"id\":\"b\"", "}]}", size)
    }),
    shape("duplicate data", |size| {
        padded("{", "\"data\":[]", "}", size)
    }),
    shape("spaces", |size| {
        page(&format!("{{\"id\":\"a\"{}}}", " ".repeat(size)), 0)
    }),
    shape("lines", |size| {
        page(&format!("{{\"id\":\"a\"{}}},5", "\n".repeat(size)), 0)
    }),
    shape("escaped cursor", |size| {
        format!(
            "{{\"data\":[],\"has_more\":true,\"next_cursor\":\"{}\"}}",
            escaped(size)
        )
    }),
    shape("escaped request id", |size| {
        format!(
            "{{\"data\":[5],\"has_more\":false,\"request_id\":\"{}\"}}",
            escaped(size)
        )
    }),
];

/// Returns a text that a reader has to put together in a buffer: after the escape, twice as much is asked for
/// as there is.
fn escaped(size: usize) -> String {
    format!("\\u0041{}", "x".repeat(size.saturating_sub(6)))
}

fn bad_field(name: &str, size: usize) -> String {
    page(
        &format!("{{\"id\":\"a\",\"{name}\":\"{}\"}}", "\x7f".repeat(size)),
        0,
    )
}

fn items_of(item: &str, size: usize) -> String {
    padded("{\"data\":[", item, "],\"has_more\":false}", size)
}

/// Returns a thousand runs, of as much text as leads to the size.
fn thousand(more: &str, size: usize) -> String {
    let padding = "x".repeat((size / 1000).saturating_sub(10 + more.len()));
    page(
        &vec![format!("{{\"id\":\"{padding}\"{more}}}"); 1000].join(","),
        0,
    )
}

fn half_broken(size: usize) -> String {
    let padding = "x".repeat((size / 1000).saturating_sub(12));
    page(
        &vec![format!("{{\"id\":\"{padding}\"}},[\"{padding}\"]"); 500].join(","),
        0,
    )
}

fn one_run(start: &str, element: &str, end: &str, size: usize) -> String {
    page(
        &padded(
            &format!("{{\"id\":\"a\",{start}"),
            element,
            &format!("{end}}}"),
            size,
        ),
        0,
    )
}

/// Returns a page of these items, with space behind them up to the size.
fn page(items: &str, size: usize) -> String {
    let space = " ".repeat(size.saturating_sub(items.len()));
    format!("{{\"data\":[{items}{space}],\"has_more\":false}}")
}

/// Returns as many elements as lead to the size, at least one.
fn padded(start: &str, element: &str, end: &str, size: usize) -> String {
    let count = (size / (element.len() + 1)).max(1);
    format!("{start}{}{end}", vec![element; count].join(","))
}
