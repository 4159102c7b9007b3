//! Events as they are said to be delivered, with `""` where REST has `null`.

/// Returns `json` with `""` in place of each `null`, and every other byte as it was.
pub(super) fn with_empty_texts(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(quote) = rest.find('"') {
        let (outside, string) = rest.split_at(quote);
        text.push_str(&outside.replace("null", "\"\""));
        let (string, behind) = string.split_at(string_length(string));
        text.push_str(string);
        rest = behind;
    }
    text.push_str(&rest.replace("null", "\"\""));
    text
}

/// Returns the length of the string that `text` begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_become_empty_texts_and_strings_stay() {
        let json = r#"{"null":null,"a":["a \" null",null,1.10],"b\\":null}"#;

        let text = with_empty_texts(json);

        assert_eq!(text, r#"{"null":"","a":["a \" null","",1.10],"b\\":""}"#);
    }
}
