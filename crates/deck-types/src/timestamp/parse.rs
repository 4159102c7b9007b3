//! Reads RFC 3339, all of it and nothing else.

use jiff::civil::Date;
use jiff::civil::Time;

use super::instant::Instant;
use super::timestamp_error::Fault;
use super::timestamp_error::TimestampError;

/// Reads the instant that a text stands for.
pub(super) fn instant(text: &str) -> Result<Instant<'_>, TimestampError> {
    Reader { text, position: 0 }
        .instant()
        .map_err(|fault| TimestampError::new(text, fault))
}

struct Reader<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Reader<'a> {
    fn instant(mut self) -> Result<Instant<'a>, Fault> {
        let date = self.date()?;
        self.one_of(b"Tt", "`T`")?;
        let (time, is_leap_second) = self.time()?;
        let fraction = self.fraction()?;
        let offset = self.offset()?;
        self.end()?;

        let local = date.to_datetime(time).duration_since(EPOCH).as_secs();
        let seconds = local - offset;
        match is_leap_second {
            false => Ok(Instant::new(seconds, fraction)),
            true if seconds.rem_euclid(86_400) == 86_399 => Ok(Instant::new(seconds + 1, fraction)),
            true => Err(Fault::MisplacedLeapSecond),
        }
    }

    fn date(&mut self) -> Result<Date, Fault> {
        let year = self.digits(4, "a year of four digits")?;
        self.one_of(b"-", "`-`")?;
        let month_position = self.position;
        let month = narrow(self.digits(2, "a month of two digits")?);
        self.one_of(b"-", "`-`")?;
        let day_position = self.position;
        let day = narrow(self.digits(2, "a day of two digits")?);
        if !(1..=12).contains(&month) {
            return Err(Fault::NoSuch {
                what: "month",
                position: month_position,
            });
        }
        Date::new(year, month, day).map_err(|_| Fault::NoSuch {
            what: "day",
            position: day_position,
        })
    }

    /// Reads hours, minutes and seconds; tells a leap second apart and gives the second before it.
    fn time(&mut self) -> Result<(Time, bool), Fault> {
        let hour = self.below(24, "hour")?;
        self.one_of(b":", "`:`")?;
        let minute = self.below(60, "minute")?;
        self.one_of(b":", "`:`")?;
        let second = self.below(61, "second")?;
        Ok((
            Time::constant(hour, minute, second.min(59), 0),
            second == 60,
        ))
    }

    fn fraction(&mut self) -> Result<&'a str, Fault> {
        if self.peek() != Some(b'.') {
            return Ok("");
        }
        self.position += 1;
        let rest = &self.text[self.position..];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.position += length;
        if length == 0 {
            Err(self.expected("a digit"))
        } else {
            Ok(&rest[..length])
        }
    }

    /// Reads the offset from UTC, in seconds.
    fn offset(&mut self) -> Result<i64, Fault> {
        let sign = match self.one_of(b"Zz+-", "`Z` or an offset")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Ok(0),
        };
        let hours = self.below(24, "hour of the offset")?;
        self.one_of(b":", "`:`")?;
        let minutes = self.below(60, "minute of the offset")?;
        Ok(sign * (i64::from(hours) * 3_600 + i64::from(minutes) * 60))
    }

    fn end(&self) -> Result<(), Fault> {
        if self.position == self.text.len() {
            Ok(())
        } else {
            Err(self.expected("the end"))
        }
    }

    fn below(&mut self, limit: i8, what: &'static str) -> Result<i8, Fault> {
        let position = self.position;
        let number = narrow(self.digits(2, "two digits")?);
        if number < limit {
            Ok(number)
        } else {
            Err(Fault::NoSuch { what, position })
        }
    }

    /// Reads exactly `count` digits, at most four.
    fn digits(&mut self, count: usize, what: &'static str) -> Result<i16, Fault> {
        let start = self.position;
        let mut number = 0;
        for _ in 0..count {
            match self.peek() {
                Some(digit @ b'0'..=b'9') => number = number * 10 + i16::from(digit - b'0'),
                _ => {
                    return Err(Fault::Expected {
                        what,
                        position: start,
                    });
                }
            }
            self.position += 1;
        }
        Ok(number)
    }

    fn one_of(&mut self, bytes: &[u8], what: &'static str) -> Result<u8, Fault> {
        match self.peek() {
            Some(byte) if bytes.contains(&byte) => {
                self.position += 1;
                Ok(byte)
            }
            _ => Err(self.expected(what)),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn expected(&self, what: &'static str) -> Fault {
        Fault::Expected {
            what,
            position: self.position,
        }
    }
}

/// The start of 1970, from which seconds are counted.
const EPOCH: jiff::civil::DateTime = jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Narrows a number of at most two digits; the fallback is out of every range that it is compared with.
fn narrow(number: i16) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}
