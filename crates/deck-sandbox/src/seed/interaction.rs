//! Seeded prompts: what a source asks of the user in the middle of a run.

use serde_json::Value;
use serde_json::json;

use crate::seed::random::Random;

/// Draws one of the three prompts that the guide on interactions describes.
pub(crate) fn interaction(random: &mut Random) -> Value {
    match random.between(1, 3) {
        1 => prompt(
            "mfa",
            "Enter the code that was sent to your phone.",
            "code",
            "One-time code",
        ),
        2 => prompt(
            "security_question",
            "What was the name of your first school?",
            "answer",
            "Answer",
        ),
        _ => prompt(
            "account_selection",
            "Which of your accounts shall be used?",
            "account_id",
            "Account",
        ),
    }
}

fn prompt(interaction_type: &str, message: &str, field: &str, label: &str) -> Value {
    let field = json!({"name": field, "type": "string", "label": label});
    json!({"type": interaction_type, "message": message, "fields": [field]})
}
