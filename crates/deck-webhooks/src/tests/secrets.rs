//! How secrets are read.

use proptest::prelude::*;

use base64ct::Base64;
use base64ct::Encoding;

use super::*;
use crate::WebhookSecretError;

fn bytes(text: &str) -> Result<Vec<u8>, WebhookSecretError> {
    let secret: WebhookSecret = text.parse()?;
    Ok(secret.as_bytes().to_vec())
}

#[test]
fn prefix_and_padding_may_be_there_or_not() {
    for text in [
        "whsec_c2VjcmV0IQ==",
        "whsec_c2VjcmV0IQ",
        "c2VjcmV0IQ==",
        "c2VjcmV0IQ",
    ] {
        assert_eq!(bytes(text), Ok(b"secret!".to_vec()), "{text}");
    }
}

#[test]
fn the_secret_of_a_destination_is_read() {
    let secret = WebhookSecret::try_from(&deck_types::Secret::new("whsec_c2VjcmV0IQ=="));

    assert_eq!(secret.unwrap().as_bytes(), b"secret!");
}

#[test]
fn an_empty_secret_is_refused() {
    for text in ["", "whsec_", "whsec_=="] {
        assert_eq!(bytes(text), Err(WebhookSecretError::Empty), "{text}");
    }
    let error = WebhookSecret::from_bytes([]).err();
    assert_eq!(error, Some(WebhookSecretError::Empty));
}

#[test]
fn what_is_not_base64_is_refused() {
    for text in [
        "whsec_c2VjcmV0IQ==\n",
        " whsec_c2VjcmV0IQ==",
        "whsec_c2Vj cmV0IQ==",
        "whsec_c2VjcmV0I",
        "whsec_--__",
        "whsec_\u{fc}\u{fc}",
        "whsec_c2VjcmV0IR==",
        "WHSEC_c2VjcmV0IQ==",
        "whpk_c2VjcmV0IQ==",
    ] {
        assert_eq!(bytes(text), Err(WebhookSecretError::NotBase64), "{text:?}");
    }
}

#[test]
fn errors_do_not_show_the_secret() {
    let error = "whsec_hush hush".parse::<WebhookSecret>().unwrap_err();

    assert!(!format!("{error} {error:?}").contains("hush"));
}

proptest! {
    #[test]
    fn any_bytes_in_base64_are_read(secret in prop::collection::vec(any::<u8>(), 1..100)) {
        let text = format!("whsec_{}", Base64::encode_string(&secret));
        prop_assert_eq!(bytes(&text), Ok(secret));
    }

    #[test]
    fn any_text_is_read_or_refused(text: String) {
        let _ = bytes(&text);
    }
}
