use super::*;

fn parse(text: &str) -> Result<ProfileFile, ProfileError> {
    ProfileFile::parse(Path::new("/settings/config.toml"), text)
}

#[track_caller]
fn refusal(text: &str) -> (String, String) {
    let error = parse(text).unwrap_err();
    let advice = error.advice().unwrap_or_default().to_owned();
    (error.to_string(), advice)
}

const WHOLE: &str = r#"
default_profile = "staging"

[profile.staging]
base_url = "https://staging.example/v2"
key_command = ["pass", "show", "deck"]
timezone = "Europe/Berlin"
output = "json"
rate_limit = "100/10s"
ca_cert = "ca.pem"

[profile."night export"]
"#;

#[test]
fn every_setting_is_read() {
    let file = parse(WHOLE).unwrap();
    assert_eq!(file.default_profile.as_deref(), Some("staging"));
    let profile = file.profile("staging").unwrap();
    assert_eq!(profile.base_url.unwrap(), "https://staging.example/v2");
    assert!(profile.key_command.is_some());
    assert_eq!(profile.timezone.unwrap().name(), "Europe/Berlin");
    assert_eq!(profile.output, Some(OutputFormat::Json));
    assert_eq!(profile.rate_limit.unwrap().to_string(), "100/10s");
    assert_eq!(profile.ca_cert.unwrap(), Path::new("/settings/ca.pem"));
}

#[test]
fn an_empty_file_and_an_empty_profile_are_fine() {
    assert!(parse("").unwrap().default_profile.is_none());
    assert!(parse(WHOLE).unwrap().profile("night export").is_ok());
}

#[test]
fn an_unknown_setting_is_refused_with_its_line_and_the_one_that_is_meant() {
    let (message, advice) = refusal("[profile.a]\n\nbase_ulr = \"x\"\n");
    assert_eq!(message, "/settings/config.toml:3: base_ulr is no setting");
    assert_eq!(advice, "did you mean base_url?");
    let (message, advice) = refusal("colour = true\n");
    assert_eq!(message, "/settings/config.toml:1: colour is no setting");
    assert_eq!(advice, "there are default_profile, profile");
}

#[test]
fn a_profile_that_is_not_there_is_told_with_those_that_are() {
    let missing = |name| {
        let error = parse(WHOLE).unwrap().profile(name).unwrap_err();
        error.advice().unwrap().to_owned()
    };
    assert_eq!(missing("stagin"), "did you mean staging?");
    assert_eq!(missing("xyz"), "there are night export, staging");
}

#[test]
fn a_key_in_plain_sight_is_refused_and_not_repeated() {
    for text in [
        "[profile.a]\napi_key = \"sk_live_canary\"",
        "[profile.a]\ntoken = \"canary\"",
        "[profile.a]\nbase_url = \"sk_live_canary\"",
        "[profile.a]\nkey_command = \"sk_live_canary\"",
        "[profile.a]\nkey_command = [\"echo\", \"sk_live_canary\"]",
        "[profile.a]\nsk_live_canary = 1",
        "\napi_key = \"sk_live_canary\"",
        "\ndefault_profile = \"sk_live_canary\"",
    ] {
        let (message, advice) = refusal(text);
        assert!(message.contains(":2: a key does not belong"), "{message}");
        assert!(advice.contains("key_command = ["), "{advice}");
        assert!(
            !format!("{message}{advice}").contains("canary"),
            "{message}"
        );
    }
}

#[test]
fn what_is_not_toml_is_refused_with_its_line_and_without_its_text() {
    for text in [
        "[profile.a]\napi_key = sk_live_canary",
        "[profile.a]\napi_key = \"sk_live_canary",
        "[profile.a]\n\"sk_live_canary\"",
    ] {
        let (message, _) = refusal(text);
        assert!(message.contains(":2: is not TOML: "), "{message}");
        assert!(!message.contains("canary"), "{message}");
    }
}

#[test]
fn values_of_the_wrong_form_are_refused_with_the_right_one() {
    for (text, form) in [
        (
            "key_command = \"pass deck\"",
            "such as [\"pass\", \"deck\"]",
        ),
        ("key_command = []", "such as [\"pass\", \"deck\"]"),
        ("key_command = [1]", "such as [\"pass\", \"deck\"]"),
        ("base_url = 1", "is a text in quotation marks"),
        ("base_url = \"\"", "is a text in quotation marks"),
        ("output = \"xml\"", "output \"xml\": give table, json"),
        ("rate_limit = \"fast\"", "such as 100/10s"),
        ("timezone = \"Berlin\"", "did you mean Europe/Berlin?"),
    ] {
        let (message, _) = refusal(&format!("[profile.a]\n{text}"));
        assert!(
            message.contains(":2: ") && message.contains(form),
            "{message}"
        );
    }
    let (message, _) = refusal("profile = 1");
    assert!(message.contains("is a table"), "{message}");
}
