use anstyle::AnsiColor;

use super::*;

const COLUMNS: [Column; 3] = [
    Column {
        heading: "ID",
        align: Align::Left,
        rank: 1,
        minimum: 8,
    },
    Column {
        heading: "AGENT",
        align: Align::Left,
        rank: 0,
        minimum: 5,
    },
    Column {
        heading: "AGE",
        align: Align::Right,
        rank: 2,
        minimum: 3,
    },
];

fn screen(width: Option<usize>) -> Screen {
    Screen {
        width,
        color: false,
        is_terminal: width.is_some(),
    }
}

fn row(id: &str, agent: &str, age: &str) -> [Cell; 3] {
    [Cell::new(id), Cell::new(agent), Cell::new(age)]
}

fn table(screen: Screen, rows: impl IntoIterator<Item = [Cell; 3]>) -> String {
    let mut text = Vec::new();
    let mut table = Table::new(&mut text, COLUMNS, screen);
    for row in rows {
        table.push(row).unwrap();
    }
    table.finish().unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn columns_are_as_wide_as_their_widest_cell() {
    let text = table(
        screen(None),
        [
            row("trun_1", "agt_long_name", "3d"),
            row("trun_12345", "agt", "12m"),
        ],
    );
    assert_eq!(
        text,
        "ID          AGENT          AGE\n\
         trun_1      agt_long_name   3d\n\
         trun_12345  agt            12m\n"
    );
}

#[test]
fn the_lowest_rank_gives_up_space_first() {
    let text = table(screen(Some(22)), [row("trun_12345", "agt_long_name", "3d")]);
    assert_eq!(text, "ID          AGENT  AGE\ntrun_12345  agt_…   3d\n");
}

#[test]
fn the_next_rank_follows_when_the_minimum_is_reached() {
    let text = table(screen(Some(20)), [row("trun_12345", "agt_long_name", "3d")]);
    assert_eq!(text, "ID        AGENT  AGE\ntrun_12…  agt_…   3d\n");
}

#[test]
fn no_line_is_wider_than_the_screen_however_narrow() {
    for width in 7..60 {
        let text = table(
            screen(Some(width)),
            [row("trun_東京東京東京", "agt_long_name", "1234d")],
        );
        assert!(
            text.lines().all(|line| text::width(line) <= width),
            "{width} columns: {text}"
        );
    }
}

#[test]
fn a_wide_screen_leaves_everything_as_it_is() {
    let rows = || [row("trun_1", "agt_1", "3d")];
    assert_eq!(
        table(screen(Some(500)), rows()),
        table(screen(None), rows())
    );
}

#[test]
fn no_line_ends_in_blanks() {
    let columns = [Column {
        heading: "WORD",
        align: Align::Left,
        rank: 0,
        minimum: 1,
    }];
    let mut text = Vec::new();
    let mut table = Table::new(&mut text, columns, screen(None));
    table.push([Cell::new("a")]).unwrap();
    table.push([Cell::new("abcdefgh")]).unwrap();
    table.finish().unwrap();
    assert_eq!(String::from_utf8(text).unwrap(), "WORD\na\nabcdefgh\n");
}

#[test]
fn a_table_without_rows_is_nothing() {
    assert_eq!(table(screen(None), []), "");
}

#[test]
fn the_first_rows_are_held_back_until_the_widths_are_settled() {
    let mut text = Vec::new();
    let mut table = Table::new(&mut text, COLUMNS, screen(None));
    table.push(row("trun_1", "agt_1", "3d")).unwrap();
    table.flush().unwrap();
    drop(table);
    assert_eq!(text, b"");
}

#[test]
fn enough_rows_settle_the_widths_and_later_rows_must_do_with_them() {
    let mut text = Vec::new();
    let mut table = Table::new(&mut text, COLUMNS, screen(Some(80)));
    for _ in 0..ROWS_THAT_SETTLE {
        table.push(row("trun_1", "agt_1", "3d")).unwrap();
    }
    table.push(row("trun_23456", "agt_2", "3d")).unwrap();
    drop(table);
    let text = String::from_utf8(text).unwrap();
    assert_eq!(text.lines().count(), 1 + ROWS_THAT_SETTLE + 1);
    assert_eq!(text.lines().last(), Some("trun_…  agt_2   3d"));
}

#[test]
fn colour_surrounds_the_text_and_not_the_blanks() {
    let screen = Screen {
        width: Some(80),
        color: true,
        is_terminal: true,
    };
    let red = AnsiColor::Red.on_default();
    let text = table(
        screen,
        [[
            Cell::new("trun_1"),
            Cell::new("agt").styled(red),
            Cell::new("3d"),
        ]],
    );
    assert!(
        text.ends_with("\ntrun_1  \u{1b}[31magt\u{1b}[0m     3d\n"),
        "{text:?}"
    );
}

#[test]
fn text_of_the_server_cannot_start_a_line_or_an_escape_sequence() {
    let text = table(
        screen(None),
        [row("trun_1\nfake", "\u{1b}]0;owned\u{7}", "3d")],
    );
    assert_eq!(text.lines().count(), 2);
    assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
}
