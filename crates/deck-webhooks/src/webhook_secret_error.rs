//! [`WebhookSecretError`]: why a text is no secret.

/// The reason why a text is not usable as a [`WebhookSecret`](crate::WebhookSecret). Shows nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookSecretError {
    /// There is nothing, or nothing behind `whsec_`.
    #[error(
        "the webhook secret is empty; take the one that Deck shows for the destination (whsec_…)"
    )]
    Empty,
    /// There is something else than base64.
    #[error(
        "the webhook secret is not base64 behind its whsec_; take it whole, without spaces or line breaks"
    )]
    NotBase64,
}
