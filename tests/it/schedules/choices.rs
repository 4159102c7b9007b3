//! Choices that are tried in every combination.

/// What was chosen in one schedule, in the order of asking; steps through all schedules, depth first.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    path: Vec<Choice>,
    asked: usize,
}

#[derive(Debug)]
struct Choice {
    taken: usize,
    options: usize,
}

impl Choices {
    /// Returns a number below `options`: the first one where this choice is new.
    pub(crate) fn choose(&mut self, options: usize) -> usize {
        if self.asked == self.path.len() {
            self.path.push(Choice { taken: 0, options });
        }
        let choice = &self.path[self.asked];
        assert_eq!(choice.options, options, "a schedule is not reproducible");
        self.asked += 1;
        choice.taken
    }

    /// Moves on to the next schedule. Returns whether there is one.
    pub(crate) fn advance(&mut self) -> bool {
        self.asked = 0;
        while let Some(last) = self.path.last_mut() {
            last.taken += 1;
            if last.taken < last.options {
                return true;
            }
            self.path.pop();
        }
        false
    }
}

#[test]
fn every_combination_comes_once() {
    let mut choices = Choices::default();
    let mut seen = Vec::new();
    loop {
        let first = choices.choose(2);
        let second = if first == 1 { choices.choose(3) } else { 0 };
        seen.push((first, second));
        if !choices.advance() {
            break;
        }
    }
    assert_eq!(seen, [(0, 0), (1, 0), (1, 1), (1, 2)]);
}
