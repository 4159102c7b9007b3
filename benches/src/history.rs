//! The task runs that the measured programs list: made from their number, newest first.

use std::fmt::Write;
use std::ops::Range;

use jiff::SignedDuration;
use jiff::Timestamp;

/// So many runs, evenly spread over the month before [`NEWEST`], each with a payload of about so many bytes.
#[derive(Clone, Debug)]
pub struct History {
    runs: usize,
    payload: String,
}

/// When the newest run was created, in seconds since 1970: 2026-12-01T00:00:00Z.
const NEWEST: i64 = 1_796_083_200;

/// The seconds of the month that the runs are spread over.
const MONTH: i64 = 30 * 24 * 60 * 60;

/// Returns an instant before all runs.
pub fn since() -> String {
    instant(NEWEST - MONTH).to_string()
}

/// Returns an instant after all runs.
pub fn until() -> String {
    instant(NEWEST + 1).to_string()
}

fn instant(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

impl History {
    /// Makes up a history.
    pub fn new(runs: usize, payload_bytes: usize) -> Self {
        Self {
            runs,
            payload: payload(payload_bytes),
        }
    }

    /// Returns the numbers of the runs that were created between two instants, each in RFC 3339.
    pub fn between(&self, after: Option<&str>, before: Option<&str>) -> Range<usize> {
        let first = before.map_or(0, |before| self.first_not_after(seconds(before)));
        let end = after.map_or(self.runs, |after| self.first_not_after(seconds(after) - 1));
        first..end.max(first)
    }

    /// Writes a page of the runs with these numbers.
    pub fn page(&self, numbers: Range<usize>, next: Option<usize>) -> String {
        let room = numbers.len() * (self.payload.len() + 700) + 200;
        let mut page = String::with_capacity(room);
        page.push_str(r#"{"data":["#);
        for number in numbers.clone() {
            if number > numbers.start {
                page.push(',');
            }
            self.run(&mut page, number);
        }
        let cursor = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
        let has_more = next.is_some();
        let _ = write!(
            page,
            r#"],"has_more":{has_more},"next_cursor":{cursor},"request_id":"req_1"}}"#
        );
        page
    }

    fn run(&self, page: &mut String, number: usize) {
        let _ = write!(
            page,
            concat!(
                r#"{{"id":"trun_{number:016}","object":"task_run","status":"completed","#,
                r#""result":"success","task_id":"task_4btapJe7wdvR6prI","#,
                r#""credential_id":"cred_lYfdY16fB5u48r5l","session_id":"sess_k2hTz0aLq8RrWmQ1","#,
                r#""workflow_id":null,"agent_id":"agt_XPSVEoyzpE4TjanY","#,
                r#""source_id":"src_09J36H5rk78IVbUE","runtime_ms":41250,"#,
                r#""input":{{"employee":"John O'Neil","year":"2026"}},"output":{payload},"#,
                r#""storage":[],"errors":[],"interaction":null,"canceled_at":null,"#,
                r#""created_at":"{created}","updated_at":"{created}"}}"#,
            ),
            number = number,
            payload = self.payload,
            created = self.created(number),
        );
    }

    fn created(&self, number: usize) -> Timestamp {
        instant(self.second(number))
    }

    fn second(&self, number: usize) -> i64 {
        NEWEST - MONTH * number as i64 / self.runs.max(1) as i64
    }

    fn first_not_after(&self, second: i64) -> usize {
        let (mut low, mut high) = (0, self.runs);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.second(middle) > second {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

fn seconds(text: &str) -> i64 {
    text.parse::<Timestamp>().map_or(0, Timestamp::as_second)
}

/// A JSON object of about so many bytes: what an agent reads off a list of payments.
fn payload(bytes: usize) -> String {
    let mut payload = String::from(r#"{"payments":["#);
    let mut number = 0;
    while payload.len() + 120 < bytes || number == 0 {
        if number > 0 {
            payload.push(',');
        }
        let _ = write!(
            payload,
            concat!(
                r#"{{"date":"2026-10-{day:02}","description":"Invoice no. {number}, paid \"by card\"","#,
                r#""amount":{amount}.50,"is_paid":true}}"#,
            ),
            day = 1 + number % 28,
            number = number,
            amount = 100 + number % 900,
        );
        number += 1;
    }
    payload.push_str("]}");
    payload
}
