//! How much a hostile server can make the program write, and that it is not gathered before.

use std::io;
use std::io::Write;
use std::time::SystemTime;

use jiff::tz::TimeZone;

use deck_types::Json;
use deck_types::PageItem;
use deck_types::TaskRun;

use super::ItemWriter;
use super::chosen_fields::ChosenFields;
use super::csv_rows::CsvRows;
use super::field_path::FieldPath;
use super::field_table::FieldTable;
use super::jq::JqFilter;
use super::jq::Strings;
use super::jq_lines::JqLines;
use super::json_array::JsonArray;
use super::json_lines::JsonLines;
use super::local_time::LocalTime;
use super::screen::Screen;
use super::sorted::Sorted;
use super::tabular::ItemTable;
use super::task_run_detail::sections::Section;
use super::task_run_detail::sections::Sections;
use super::task_run_detail::task_run_detail;

/// How many bytes are written at most for each byte received.
const MOST_BYTES: usize = 100;

const TERMINAL: Screen = Screen {
    width: Some(usize::MAX),
    color: true,
    is_terminal: true,
};

/// Counts what is written, and how much of it at once.
#[derive(Default)]
struct Count {
    bytes: usize,
    at_once: usize,
}

impl Write for &mut Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len();
        self.at_once = self.at_once.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn time() -> LocalTime {
    LocalTime {
        now: now(),
        zone: TimeZone::UTC,
    }
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH
}

/// Counts what the items of a page become in one format.
fn count<T: PageItem>(
    items: &[String],
    writer: impl for<'a> FnOnce(&'a mut Count) -> Box<dyn ItemWriter<T> + 'a>,
) -> Count {
    let mut count = Count::default();
    let mut writer = writer(&mut count);
    for item in items {
        let item = Json::from_text(item.as_str()).unwrap().parse().unwrap();
        writer.write(&item).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    count
}

fn count_detail(items: &[String], screen: Screen) -> Count {
    let mut count = Count::default();
    for item in items {
        let run: TaskRun = Json::from_text(item.as_str()).unwrap().parse().unwrap();
        task_run_detail(&run, &time(), &Sections::of(&[Section::All]))
            .write(&mut count, screen)
            .unwrap();
    }
    count
}

/// Fields that a person may ask for; what they cost beside the values grows with their number alone.
fn fields() -> Vec<FieldPath> {
    let fields = ["id", "status", "output", "errors.0.code"];
    fields.map(|field| field.parse().unwrap()).into()
}

/// Counts what a filter of jq makes of the items until it fails on one.
fn count_jq(items: &[String], filter: &str, screen: Screen) -> Count {
    let mut count = Count::default();
    let filter = JqFilter::compile(filter).unwrap();
    let mut lines = JqLines::new(&mut count, screen, filter, Strings::Raw);
    for item in items {
        let item = Json::from_text(item.as_str()).unwrap();
        if lines.write(&item).is_err() {
            break;
        }
    }
    drop(lines);
    count
}

/// Checks what takes the flags of a layout, on a terminal and in a pipe.
#[track_caller]
fn check_layouts(shape: &str, items: &[String], screen: Screen) {
    let received = items.iter().map(|item| item.len() + 1).sum::<usize>();
    for (layout, count) in [
        (
            "csv",
            count::<Json>(items, |to| Box::new(CsvRows::new(to, screen, fields()))),
        ),
        (
            "a table of fields",
            count::<Json>(items, |to| Box::new(FieldTable::new(to, screen, fields()))),
        ),
        (
            "json of fields",
            count::<Json>(items, |to| {
                Box::new(ChosenFields::new(JsonArray::new(to, screen), fields()))
            }),
        ),
        (
            "sorted ndjson",
            count::<Json>(items, |to| {
                let order = "-output".parse().unwrap();
                Box::new(Sorted::new(JsonLines::new(to, screen), order))
            }),
        ),
        ("jq .", count_jq(items, ".", screen)),
    ] {
        let bytes = count.bytes;
        println!("{shape} as {layout}: {received} become {bytes}");
        assert!(
            bytes <= MOST_BYTES * received,
            "{shape} as {layout}: {bytes}"
        );
    }
}

/// Checks every format, on a terminal and in a pipe.
#[track_caller]
fn check(shape: &str, items: &[String]) {
    let received = items.iter().map(|item| item.len() + 1).sum::<usize>();
    for screen in [Screen::PIPE, TERMINAL] {
        check_layouts(shape, items, screen);
        for (format, count) in [
            (
                "json",
                count::<Json>(items, |to| Box::new(JsonArray::new(to, screen))),
            ),
            (
                "ndjson",
                count::<Json>(items, |to| Box::new(JsonLines::new(to, screen))),
            ),
            (
                "table",
                count(items, |to| {
                    Box::new(ItemTable::<_, TaskRun>::new(to, screen, now()))
                }),
            ),
            ("detail", count_detail(items, screen)),
        ] {
            let Count { bytes, at_once } = count;
            // The table holds its cells, escaped, until the widths are settled.
            let most_at_once = if format == "table" {
                6 * received
            } else {
                received
            };
            println!("{shape} as {format}: {received} become {bytes}, {at_once} at once");
            assert!(
                bytes <= MOST_BYTES * received,
                "{shape} as {format}: {bytes}"
            );
            assert!(
                at_once <= most_at_once,
                "{shape} as {format}: {at_once} at once"
            );
        }
    }
}

fn run_with(key: &str, value: &str) -> [String; 1] {
    [format!(r#"{{"id":"trun_1","{key}":{value}}}"#)]
}

fn nested(depth: usize, value: &str) -> String {
    format!("{}{value}{}", "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn nesting_costs_no_more_than_its_share() {
    for key in ["output", "artifacts", "interaction", "unknown"] {
        check("deep", &run_with(key, &nested(10_000, "")));
    }
    let many = |element: &str| vec![element; 500].join(",");
    for depth in [30, 40, 46, 47, 48, 64] {
        check("scalars", &run_with("output", &nested(depth, &many("1"))));
        check(
            "objects",
            &run_with("output", &nested(depth, &many(r#"{"":1}"#))),
        );
        for height in [1, 8, 16] {
            let teeth = many(&nested(height, "1"));
            check("a comb", &run_with("output", &nested(depth, &teeth)));
        }
    }
}

#[test]
fn characters_that_are_escaped_cost_no_more_than_their_share() {
    for character in ["\u{7f}", "\u{9b}", "\u{202e}", r"\u001b", r"\n"] {
        let text = format!(r#""{}""#, character.repeat(5_000));
        for key in ["status", "agent_id", "output", "created_at", "request_id"] {
            check("escapes", &run_with(key, &text));
        }
        check("an id", &[format!(r#"{{"id":{text}}}"#)]);
    }
}

#[test]
fn one_long_cell_does_not_make_the_others_long() {
    let mut items = vec![format!(
        r#"{{"id":"{long}","status":"{long}","agent_id":"{long}"}}"#,
        long = "x".repeat(20_000)
    )];
    items.extend((0..2_000).map(|_| r#"{"id":""}"#.to_owned()));
    check("a long cell", &items);
}

#[test]
fn many_small_parts_cost_no_more_than_their_share() {
    let many = |part: &str| format!("[{}]", vec![part; 5_000].join(","));
    for key in ["errors", "storage"] {
        check(key, &run_with(key, &many("{}")));
    }
    let fields = many(r#"{"name":""}"#);
    let prompt = format!(r#"{{"message":"","fields":{fields}}}"#);
    check("fields", &run_with("interaction", &prompt));
}
