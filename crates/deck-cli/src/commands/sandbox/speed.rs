//! How fast time passes in the sandbox.

use std::str::FromStr;

/// How many times as fast as the clock time passes for runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Speed(u32);

impl Speed {
    /// Returns the factor; with 0, time passes by hand only.
    pub(super) fn factor(self) -> u32 {
        self.0
    }

    /// Returns whether time passes by hand only.
    pub(super) fn is_manual(self) -> bool {
        self.0 == 0
    }
}

/// Reads `60x`, `60` or `manual`.
impl FromStr for Speed {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "manual" {
            return Ok(Self(0));
        }
        let factor = text.strip_suffix('x').unwrap_or(text);
        let factor = factor
            .parse()
            .map_err(|_| "give a whole number such as 60x, or `manual`")?;
        Ok(Self(factor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_has_an_x_or_none_and_no_speed_is_manual() {
        assert_eq!("60x".parse(), Ok(Speed(60)));
        assert_eq!("60".parse(), Ok(Speed(60)));
        assert!("manual".parse::<Speed>().unwrap().is_manual());
        for text in ["", "x", "-1x", "1.5x", "fast", "60xx"] {
            assert!(text.parse::<Speed>().is_err(), "{text}");
        }
    }
}
