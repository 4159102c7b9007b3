//! The sections of a run that are shown only to those who ask.

use deck_types::Include;

/// The sections that were asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sections(Vec<Section>);

/// A section of a run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Section {
    /// What the run gave back, which the API sends to everybody.
    Output,
    /// What the API may send only when it is asked to.
    Included(Include),
    /// Every section that is documented.
    All,
}

impl From<String> for Section {
    fn from(word: String) -> Self {
        match word.as_str() {
            "output" => Self::Output,
            "all" => Self::All,
            _ => Self::Included(Include::from(word)),
        }
    }
}

impl Sections {
    /// Gathers the sections that were asked for.
    pub(crate) fn of(sections: &[Section]) -> Self {
        Self(sections.to_vec())
    }

    /// Returns what the API has to be asked for.
    pub(crate) fn includes(&self) -> Vec<Include> {
        let mut includes = Vec::new();
        for section in &self.0 {
            let wanted: &[Include] = match section {
                Section::Output => &[],
                Section::Included(include) => std::slice::from_ref(include),
                Section::All => &[Include::Input, Include::Storage, Include::Artifacts],
            };
            for include in wanted {
                if !includes.contains(include) {
                    includes.push(include.clone());
                }
            }
        }
        includes
    }

    /// Returns whether the output is shown.
    pub(super) fn has_output(&self) -> bool {
        self.0.contains(&Section::Output) || self.0.contains(&Section::All)
    }

    /// Returns whether a section is shown.
    pub(super) fn has(&self, include: &Include) -> bool {
        self.includes().contains(include)
    }

    /// Returns the sections that this program has no place for.
    pub(super) fn others(&self) -> Vec<String> {
        let is_other = |include: &Include| {
            !matches!(
                include,
                Include::Input | Include::Storage | Include::Artifacts
            )
        };
        let others = self.includes().into_iter().filter(is_other);
        others.map(|include| include.as_str().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Vec<String> {
        let sections: Vec<Section> = words.iter().map(|word| (*word).to_owned().into()).collect();
        let includes = Sections::of(&sections).includes();
        includes
            .iter()
            .map(|include| include.as_str().to_owned())
            .collect()
    }

    #[test]
    fn the_output_is_shown_without_asking_the_api_for_it() {
        assert_eq!(asked(&["output"]), [""; 0]);
        assert!(Sections::of(&[Section::Output]).has_output());
        assert!(!Sections::default().has_output());
    }

    #[test]
    fn all_is_every_section_once() {
        assert_eq!(
            asked(&["storage", "all", "later"]),
            ["storage", "input", "artifacts", "later"]
        );
        assert!(Sections::of(&[Section::All]).has_output());
    }
}
