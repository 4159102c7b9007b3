//! Conversions to and from the types of jiff 1.x.

use super::Timestamp;
use super::TimestampError;

impl Timestamp {
    /// Returns the instant as a [`jiff::Timestamp`].
    ///
    /// # Errors
    ///
    /// Fails only when the text is not RFC 3339, or for the last days of the year 9999, which jiff keeps for
    /// its own use.
    pub fn to_jiff(&self) -> Result<jiff::Timestamp, TimestampError> {
        let nanoseconds = self.unix_nanoseconds()?;
        jiff::Timestamp::from_nanosecond(nanoseconds)
            .map_err(|_| TimestampError::out_of_reach(self.as_str()))
    }
}

impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = TimestampError;

    /// Fails only for the years before 0, which RFC 3339 cannot write.
    fn try_from(time: jiff::Timestamp) -> Result<Self, TimestampError> {
        Self::from_unix_nanoseconds(time.as_nanosecond())
    }
}
