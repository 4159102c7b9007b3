//! The words of a run that this version does not know.

use crate::task_run::TaskRun;

impl TaskRun {
    /// Returns the words that this version does not know, each with the field in which it stands: `status`,
    /// `result`, `errors.type` or `errors.code`.
    ///
    /// They are kept and do no harm; many of them say that the API has grown and this crate has not.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::Json;
    /// use deck_types::TaskRun;
    ///
    /// let json = Json::from_text(r#"{"id": "trun_1", "status": "dreaming", "result": "success"}"#)?;
    /// let run: TaskRun = json.parse()?;
    ///
    /// assert_eq!(run.unknown_words().collect::<Vec<_>>(), [("status", "dreaming")]);
    /// # Ok::<(), deck_types::JsonError>(())
    /// ```
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let status = self.status.iter().filter(|word| !word.is_known());
        let outcome = self.result.iter().filter(|word| !word.is_known());
        let problem_types = self.errors.iter().filter_map(|problem| {
            let word = problem.problem_type.as_ref()?;
            (!word.is_known()).then_some(("errors.type", word.as_str()))
        });
        let problem_codes = self.errors.iter().filter_map(|problem| {
            let word = problem.code.as_ref()?;
            (!word.is_known()).then_some(("errors.code", word.as_str()))
        });
        status
            .map(|word| ("status", word.as_str()))
            .chain(outcome.map(|word| ("result", word.as_str())))
            .chain(problem_types)
            .chain(problem_codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_open_set_of_words_in_a_run_is_looked_at() {
        let text = r#"{"id": "trun_1", "status": "a", "result": "b",
            "errors": [{"type": "c", "code": "d"}, {"type": "rate_limit"}]}"#;
        let run: TaskRun = serde_json::from_str(text).unwrap();
        let words: Vec<_> = run.unknown_words().collect();
        let expected = [
            ("status", "a"),
            ("result", "b"),
            ("errors.type", "c"),
            ("errors.code", "d"),
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn a_run_of_known_words_has_none() {
        let text = r#"{"id": "trun_1", "status": "canceling", "result": "unknown"}"#;
        let run: TaskRun = serde_json::from_str(text).unwrap();
        assert_eq!(run.unknown_words().count(), 0);
    }
}
