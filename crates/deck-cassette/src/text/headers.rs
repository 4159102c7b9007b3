//! Headers in the text of a cassette: one line each, in hexadecimal where the value is not text.

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;

use super::hex;

pub(crate) fn serialize<S: Serializer>(
    headers: &HeaderMap,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let lines = headers.iter().map(|(name, value)| {
        let bytes = value.as_bytes();
        match str::from_utf8(bytes) {
            Ok(text) => HeaderText::Line(format!("{name}: {text}")),
            Err(_) => HeaderText::Bytes {
                name: name.to_string(),
                hex: hex::encode(bytes),
            },
        }
    });
    serializer.collect_seq(lines)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<HeaderMap, D::Error> {
    let entries = Vec::<Header>::deserialize(deserializer)?;
    let mut headers = HeaderMap::new();
    for Header { name, value } in entries {
        let room = headers.try_append(name, value);
        room.map_err(|_| D::Error::custom("there are too many headers"))?;
    }
    Ok(headers)
}

#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a header is \"name: value\", or an object of `name` and `hex`"
)]
enum HeaderText {
    Line(String),
    Bytes { name: String, hex: String },
}

/// Checked one by one, so that an error has the line of its header.
#[derive(Deserialize)]
#[serde(try_from = "HeaderText")]
struct Header {
    name: HeaderName,
    value: HeaderValue,
}

impl TryFrom<HeaderText> for Header {
    type Error = String;

    fn try_from(text: HeaderText) -> Result<Self, String> {
        let (name, value) = match text {
            HeaderText::Line(line) => match line.split_once(": ") {
                Some((name, value)) => (name.to_owned(), value.as_bytes().to_vec()),
                None => return Err(format!("the header {line:?} is not \"name: value\"")),
            },
            HeaderText::Bytes { name, hex } => {
                let value = hex::decode(&hex);
                (
                    name,
                    value.ok_or("the value of a header is not hexadecimal")?,
                )
            }
        };
        let refused = || format!("the header {name:?} cannot be on the wire");
        Ok(Self {
            name: name.parse().map_err(|_| refused())?,
            value: HeaderValue::from_bytes(&value).map_err(|_| refused())?,
        })
    }
}
