//! A body in the text of a cassette: as the JSON it is, as text, or in hexadecimal.

use bytes::Bytes;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;
use serde_json::value::RawValue;

use super::hex;
use super::layout;

pub(crate) fn serialize<S: Serializer>(body: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    let Ok(text) = str::from_utf8(body) else {
        return BodyText::Hex(hex::encode(body)).serialize(serializer);
    };
    match serde_json::from_str::<&RawValue>(text) {
        // Spaces between the tokens would be lost in the layout of the cassette.
        Ok(json) if layout::compact(text) == text => BodyText::Json(json).serialize(serializer),
        _ => BodyText::Text(text).serialize(serializer),
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    let BodyRead { json, text, hex } = BodyRead::deserialize(deserializer)?;
    match (json, text, hex) {
        (Some(json), None, None) => Ok(layout::compact(json.get()).into()),
        (None, Some(text), None) => Ok(text.into()),
        (None, None, Some(hex)) => match hex::decode(&hex) {
            Some(bytes) => Ok(bytes.into()),
            None => Err(D::Error::custom("the body is not hexadecimal")),
        },
        _ => Err(D::Error::custom(
            "a body has exactly one of `json`, `text` and `hex`",
        )),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum BodyText<'a> {
    Json(&'a RawValue),
    Text(&'a str),
    Hex(String),
}

/// Apart from what is written: of an enum, serde could not read a raw value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyRead {
    #[serde(default, deserialize_with = "present")]
    json: Option<Box<RawValue>>,
    text: Option<String>,
    hex: Option<String>,
}

/// Deserializes a member that is there; without it, the body `null` would be none.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::deserialize(deserializer).map(Some)
}
