//! The number of items on one page.

use std::fmt;
use std::str::FromStr;

/// The largest number of items that the server may put on one page: 1 to 100, 20 unless said otherwise.
///
/// A page size that exists is in range. The server may send fewer items than asked for, also on a page that
/// is not the last. The range and the default are those of the parameter `limit` on the reference page of
/// `GET /task-runs`.
///
/// ```
/// use deck_types::{PageSize, PageSizeError};
///
/// assert_eq!(PageSize::new(50)?.get(), 50);
/// assert_eq!(PageSize::new(101), Err(PageSizeError::TooLarge));
/// assert_eq!(PageSize::clamp(101), PageSize::MAX);
/// assert_eq!(PageSize::default().get(), 20);
/// # Ok::<(), PageSizeError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PageSize(u32);

impl PageSize {
    /// The smallest page: one item.
    pub const MIN: Self = Self(1);
    /// The largest page: 100 items.
    pub const MAX: Self = Self(100);
    /// The page that the server sends when no size is asked for: 20 items.
    pub const DEFAULT: Self = Self(20);

    /// Creates a page size of `items`.
    ///
    /// # Errors
    ///
    /// [`PageSizeError::TooSmall`] for 0 and [`PageSizeError::TooLarge`] above 100; this is the only way it
    /// can fail.
    pub const fn new(items: u32) -> Result<Self, PageSizeError> {
        if items < Self::MIN.0 {
            Err(PageSizeError::TooSmall)
        } else if items > Self::MAX.0 {
            Err(PageSizeError::TooLarge)
        } else {
            Ok(Self(items))
        }
    }

    /// Creates the page size nearest to `items`: 1 for 0, and 100 for everything above 100.
    #[must_use]
    pub const fn clamp(items: u32) -> Self {
        match Self::new(items) {
            Ok(page_size) => page_size,
            Err(PageSizeError::TooLarge) => Self::MAX,
            Err(_) => Self::MIN,
        }
    }

    /// Returns the number of items.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for PageSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

/// Reads decimal digits; a sign, a fraction, an exponent and white space are refused.
impl FromStr for PageSize {
    type Err = PageSizeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(PageSizeError::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PageSizeError::NotDigits);
        }
        // Only a number too large for 32 bits is left to fail here.
        text.parse().map_or(Err(PageSizeError::TooLarge), Self::new)
    }
}

impl TryFrom<u32> for PageSize {
    type Error = PageSizeError;

    fn try_from(items: u32) -> Result<Self, Self::Error> {
        Self::new(items)
    }
}

impl From<PageSize> for u32 {
    fn from(page_size: PageSize) -> Self {
        page_size.get()
    }
}

const ADVICE: &str = "give a whole number from 1 to 100";

/// Why a number or a text is not a [`PageSize`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PageSizeError {
    /// The text is empty.
    #[error("page size is empty; {ADVICE}")]
    Empty,
    /// The text is not made of decimal digits only.
    #[error("page size is not made of decimal digits; {ADVICE}")]
    NotDigits,
    /// The number is 0.
    #[error("page size is below {}; {ADVICE}", PageSize::MIN)]
    TooSmall,
    /// The number is above 100.
    #[error("page size is above {}; {ADVICE}", PageSize::MAX)]
    TooLarge,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_range_is_accepted() {
        for items in 1..=100 {
            assert_eq!(PageSize::new(items).map(PageSize::get), Ok(items));
        }
    }

    #[test]
    fn numbers_outside_the_range_are_refused() {
        assert_eq!(PageSize::new(0), Err(PageSizeError::TooSmall));
        assert_eq!(PageSize::new(101), Err(PageSizeError::TooLarge));
        assert_eq!(PageSize::try_from(u32::MAX), Err(PageSizeError::TooLarge));
    }

    #[test]
    fn clamping_takes_the_nearest_size() {
        assert_eq!(PageSize::clamp(0), PageSize::MIN);
        assert_eq!(PageSize::clamp(7).get(), 7);
        assert_eq!(PageSize::clamp(u32::MAX), PageSize::MAX);
    }

    #[test]
    fn text_is_digits_and_nothing_else() {
        let refused = [
            ("", PageSizeError::Empty),
            ("0", PageSizeError::TooSmall),
            ("101", PageSizeError::TooLarge),
            ("99999999999999999999", PageSizeError::TooLarge),
            ("-1", PageSizeError::NotDigits),
            ("+1", PageSizeError::NotDigits),
            ("1e2", PageSizeError::NotDigits),
            ("1.0", PageSizeError::NotDigits),
            (" 1", PageSizeError::NotDigits),
            ("٣", PageSizeError::NotDigits),
        ];
        for (text, reason) in refused {
            assert_eq!(text.parse::<PageSize>(), Err(reason), "{text:?}");
        }
        assert_eq!("100".parse(), Ok(PageSize::MAX));
    }

    #[test]
    fn every_error_says_which_numbers_are_accepted() {
        assert_eq!(
            PageSizeError::TooLarge.to_string(),
            "page size is above 100; give a whole number from 1 to 100"
        );
        let range = format!("from {} to {}", PageSize::MIN, PageSize::MAX);
        for text in ["", "x", "0", "101"] {
            let message = text.parse::<PageSize>().unwrap_err().to_string();
            assert!(message.ends_with(&range), "{message}");
        }
    }
}
