//! Bars and sparklines, in blocks or, for a terminal that is dumb, in ASCII.

/// The characters that bars and sparklines are drawn with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Glyphs {
    /// Blocks of Unicode, in eighths.
    Blocks,
    /// Characters that every terminal has.
    Ascii,
}

const EIGHTHS_ACROSS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const EIGHTHS_UP: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const UP: [char; 8] = ['.', ':', '-', '=', '+', '*', '%', '#'];

impl Glyphs {
    /// Returns a bar of up to `columns` for a value of at most `most`; nothing but zero has none.
    pub(super) fn bar(self, value: u64, most: u64, columns: usize) -> String {
        let Some(eighths) = steps(value, most, 8 * columns as u64) else {
            return String::new();
        };
        match self {
            Self::Blocks => {
                let mut bar = "█".repeat(eighths / 8);
                if let Some(part) = (eighths % 8).checked_sub(1) {
                    bar.push(EIGHTHS_ACROSS[part]);
                }
                bar
            }
            Self::Ascii => "#".repeat(eighths.div_ceil(8)),
        }
    }

    /// Returns one character for each value; zero is a space.
    pub(super) fn sparkline(self, values: &[u64], most: u64) -> String {
        let heights = match self {
            Self::Blocks => EIGHTHS_UP,
            Self::Ascii => UP,
        };
        let height = |value: &u64| match steps(*value, most, 8) {
            Some(step) => heights[step - 1],
            None => ' ',
        };
        values.iter().map(height).collect()
    }
}

/// Returns which of the steps from 1 to `count` a value is on; `None` for zero.
fn steps(value: u64, most: u64, count: u64) -> Option<usize> {
    if value == 0 || most == 0 || count == 0 {
        return None;
    }
    let step = u128::from(value.min(most)) * u128::from(count) / u128::from(most);
    usize::try_from(step.max(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_nothing() {
        let bar = |value| Glyphs::Blocks.bar(value, 80, 10);
        assert_eq!(bar(80), "██████████");
        assert_eq!(bar(41), "█████▏");
        assert_eq!(bar(0), "");
        assert_eq!(Glyphs::Blocks.bar(1, u64::MAX, 10), "▏");
        assert_eq!(Glyphs::Ascii.bar(41, 80, 10), "######");
        assert_eq!(Glyphs::Ascii.bar(9, 3, 2), "##");
    }

    #[test]
    fn a_sparkline_has_one_character_for_each_value() {
        assert_eq!(Glyphs::Blocks.sparkline(&[0, 1, 4, 8], 8), " ▁▄█");
        assert_eq!(Glyphs::Ascii.sparkline(&[0, 1, 4, 8], 8), " .=#");
        assert_eq!(Glyphs::Blocks.sparkline(&[0, 0], 0), "  ");
    }
}
