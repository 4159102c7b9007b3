//! The text form of a [`Fault`].
//!
//! ```text
//! status=503,body=html,retry-after=2,delay=300ms
//! reset-body
//! bad-items=3,delay=1s
//! ```

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::StatusCode;

use crate::ErrorBody;
use crate::Fault;
use crate::RetryAfter;
use crate::Spelling;
use crate::TextError;
use crate::faults::fault::Effect;
use crate::faults::page_fault::PageFault;
use crate::faults::stage::Stage;
use crate::faults::wire_fault::WireFault;
use crate::text::duration;
use crate::text::header_value;

/// Faults of a page that have no value.
const PAGE_WORDS: [(&str, PageFault); 3] = [
    ("repeated-cursor", PageFault::RepeatedCursor),
    ("repeated-page", PageFault::RepeatedPage),
    ("missing-cursor", PageFault::MissingCursor),
];

/// The text form, which [`FromStr`] reads: words and `key=value`, separated by commas.
impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = effect_parts(&self.effect);
        if self.stage != Stage::default_of(&self.effect) {
            parts.push(self.stage.word().to_owned());
        }
        if let Some(retry_after) = &self.retry_after {
            parts.push(format!("retry-after={}", write_retry_after(retry_after)));
        }
        if !self.body_delay.is_zero() {
            parts.push(format!("body-delay={}", duration::write(self.body_delay)));
        }
        if !self.delay.is_zero() || parts.is_empty() {
            parts.push(format!("delay={}", duration::write(self.delay)));
        }
        formatter.write_str(&parts.join(","))
    }
}

fn effect_parts(effect: &Effect) -> Vec<String> {
    let part = match effect {
        Effect::Nothing => return Vec::new(),
        Effect::Status(status, ErrorBody::Envelope) => format!("status={}", status.as_u16()),
        Effect::Status(status, body) => format!("status={},body={}", status.as_u16(), body.word()),
        Effect::ContentType(value) => format!("content-type={}", header_value::write(value)),
        Effect::Wire(fault) => fault.word().to_owned(),
        Effect::Page(PageFault::BadItems(count)) => format!("bad-items={count}"),
        Effect::Page(PageFault::Spelling(spelling)) => format!("spelling={}", spelling.word()),
        Effect::Page(fault) => {
            let words = PAGE_WORDS
                .iter()
                .find(|(_, page_fault)| page_fault == fault);
            words
                .map(|(word, _)| (*word).to_owned())
                .unwrap_or_default()
        }
    };
    vec![part]
}

/// Reads the text form: at most one of the faults below, and any of the additions.
///
/// | fault | |
/// | --- | --- |
/// | `status=CODE` | [`Fault::status`] |
/// | `status=CODE,body=WORD` | the same with `envelope`, `problem-details`, `html`, `text` or `empty` |
/// | `content-type=VALUE` | [`Fault::content_type`] |
/// | `refused`, `reset`, `silent`, `not-http` | a fault of the connection |
/// | `endless-headers`, `truncated-body`, `reset-body`, `stalled-body` | a fault of the connection |
/// | `content-length-too-long`, `content-length-too-short` | a fault of the connection |
/// | `broken-chunks`, `endless-body`, `gzip-bomb` | a fault of the connection |
/// | `repeated-cursor`, `repeated-page`, `missing-cursor` | a fault of a page |
/// | `bad-items=COUNT`, `spelling=cancelling`, `spelling=canceling` | a fault of a page |
///
/// | addition | |
/// | --- | --- |
/// | `delay=DURATION`, `body-delay=DURATION` | see below |
/// | `before-operation`, `after-operation` | [`Fault::before_operation`], [`Fault::after_operation`] |
/// | `retry-after=DURATION` | whole seconds |
/// | `retry-after=date+DURATION` | a date; `rfc850-date+` and `asctime-date+` have the older formats |
/// | `retry-after=VALUE` | any other text, as it is |
///
/// A duration is a whole number and `ns`, `us`, `ms`, `s`, `m` or `h`; a number alone is one of seconds.
///
/// In values, `%2C` is a comma; any byte can be written like this. So `retry-after=%32s` is the text `2s`,
/// and not two seconds.
impl FromStr for Fault {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Fault, TextError> {
        let mut draft = Draft::default();
        for part in text.split(',') {
            draft.add(part.trim())?;
        }
        draft.finish(text)
    }
}

/// The parts of a fault that have been read so far.
#[derive(Default)]
struct Draft {
    effect: Option<Effect>,
    body: Option<ErrorBody>,
    delay: Option<Duration>,
    body_delay: Option<Duration>,
    retry_after: Option<RetryAfter>,
    stage: Option<Stage>,
}

impl Draft {
    fn add(&mut self, part: &str) -> Result<(), TextError> {
        let (key, value) = match part.split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (part, None),
        };
        match (key, value) {
            ("delay", Some(value)) => once(&mut self.delay, read_delay(value)?, part),
            ("body-delay", Some(value)) => once(&mut self.body_delay, read_delay(value)?, part),
            ("retry-after", Some(value)) => {
                once(&mut self.retry_after, read_retry_after(value)?, part)
            }
            ("body", Some(value)) => {
                let body = ErrorBody::ALL.into_iter().find(|body| body.word() == value);
                let body = body.ok_or_else(|| TextError::new(value, BODIES))?;
                once(&mut self.body, body, part)
            }
            ("before-operation", None) => once(&mut self.stage, Stage::Before, part),
            ("after-operation", None) => once(&mut self.stage, Stage::After, part),
            _ if self.effect.is_some() => Err(TextError::new(
                part,
                "is a second fault; a response has one",
            )),
            _ => {
                self.effect = Some(read_effect(part, key, value)?);
                Ok(())
            }
        }
    }

    fn finish(self, text: &str) -> Result<Fault, TextError> {
        let mut fault = Fault::of(self.effect.unwrap_or(Effect::Nothing));
        if let Some(body) = self.body {
            if !matches!(fault.effect, Effect::Status(..)) {
                return Err(TextError::new(text, "has a body but no status"));
            }
            fault = fault.with_body(body);
        }
        fault = match self.stage {
            Some(Stage::Before) => fault.before_operation(),
            Some(Stage::After) => fault.after_operation(),
            None => fault,
        };
        Ok(Fault {
            delay: self.delay.unwrap_or_default(),
            body_delay: self.body_delay.unwrap_or_default(),
            retry_after: self.retry_after,
            ..fault
        })
    }
}

const BODIES: &str = "is not a body: envelope, problem-details, html, text or empty";

fn once<T>(place: &mut Option<T>, value: T, part: &str) -> Result<(), TextError> {
    match place.replace(value) {
        Some(_) => Err(TextError::new(part, "is there twice")),
        None => Ok(()),
    }
}

fn read_effect(part: &str, key: &str, value: Option<&str>) -> Result<Effect, TextError> {
    match (key, value) {
        ("status", Some(value)) => read_status(value),
        ("content-type", Some(value)) => header_value::read(value).map(Effect::ContentType),
        ("bad-items", Some(value)) => read_count(value),
        ("spelling", Some(value)) => Spelling::ALL
            .into_iter()
            .find(|spelling| spelling.word() == value)
            .map(|spelling| Effect::Page(PageFault::Spelling(spelling)))
            .ok_or_else(|| TextError::new(value, "is not a spelling: cancelling or canceling")),
        (word, None) => read_word(word).ok_or_else(|| unknown(part)),
        _ => Err(unknown(part)),
    }
}

fn read_status(text: &str) -> Result<Effect, TextError> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let status = text
        .parse()
        .ok()
        .filter(|code| is_plain && (200..=999).contains(code));
    status
        .and_then(|code: u16| StatusCode::from_u16(code).ok())
        .map(|status| Effect::Status(status, ErrorBody::Envelope))
        .ok_or_else(|| TextError::new(text, "is not the status of a final response: 200 to 999"))
}

fn read_count(text: &str) -> Result<Effect, TextError> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let count = text.parse().ok().filter(|_| is_plain);
    count
        .map(|count| Effect::Page(PageFault::BadItems(count)))
        .ok_or_else(|| TextError::new(text, "is not a number of items"))
}

fn read_word(word: &str) -> Option<Effect> {
    let wire = WireFault::ALL
        .into_iter()
        .find(|fault| fault.word() == word);
    let page = PAGE_WORDS.iter().find(|(page_word, _)| *page_word == word);
    wire.map(Effect::Wire)
        .or_else(|| page.map(|(_, fault)| Effect::Page(*fault)))
}

fn unknown(part: &str) -> TextError {
    let wire = WireFault::ALL.map(WireFault::word).join(", ");
    let page = PAGE_WORDS.map(|(word, _)| word).join(", ");
    TextError::new(
        part,
        format!(
            "is not a fault; there are status=CODE, content-type=VALUE, {wire}, {page}, \
             bad-items=COUNT, spelling=WORD, and the additions body=WORD, retry-after=VALUE, \
             delay=DURATION, body-delay=DURATION, \
             before-operation, after-operation"
        ),
    )
}

fn write_retry_after(retry_after: &RetryAfter) -> String {
    match retry_after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date(wait) => format!("date+{}", duration::write(*wait)),
        RetryAfter::Rfc850Date(wait) => format!("rfc850-date+{}", duration::write(*wait)),
        RetryAfter::AsctimeDate(wait) => format!("asctime-date+{}", duration::write(*wait)),
        RetryAfter::Literal(value) => {
            let text = header_value::write(value);
            if read_retry_after(&text).as_ref() == Ok(retry_after) {
                text
            } else {
                header_value::write_escaped(value)
            }
        }
    }
}

/// Reads a duration, which is in seconds where it has no unit, as `Retry-After` is.
fn read_delay(text: &str) -> Result<Duration, TextError> {
    match seconds(text) {
        Some(seconds) => Ok(Duration::from_secs(seconds)),
        None => duration::read(text),
    }
}

fn seconds(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn read_retry_after(text: &str) -> Result<RetryAfter, TextError> {
    if let Ok(wait) = read_delay(text) {
        return match wait.subsec_nanos() {
            0 => Ok(RetryAfter::Seconds(wait.as_secs())),
            _ => Err(TextError::new(
                text,
                "is not in whole seconds, as Retry-After is",
            )),
        };
    }
    match text.split_once('+') {
        Some(("date", wait)) => read_delay(wait).map(RetryAfter::Date),
        Some(("rfc850-date", wait)) => read_delay(wait).map(RetryAfter::Rfc850Date),
        Some(("asctime-date", wait)) => read_delay(wait).map(RetryAfter::AsctimeDate),
        _ => header_value::read(text).map(RetryAfter::Literal),
    }
}

#[cfg(test)]
pub(crate) mod tests;
