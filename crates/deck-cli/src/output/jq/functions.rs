//! The functions that a filter has.

use jaq_core::Error;
use jaq_core::RunPtr;
use jaq_core::ValR;
use jaq_core::data::JustLut;
use jaq_core::native::Filter;
use jaq_core::native::Fun;
use jaq_core::native::bome;
use jaq_core::native::run;
use jaq_core::native::v;
use jaq_json::Val;
use jaq_json::read;

use deck_types::Json;

use crate::output::json;

/// How deep a value may be nested that is read; the library reads one step after the other on the stack.
pub(super) const MOST_DEPTH: usize = 512;

/// The functions of the library that a filter does not have. The environment holds the key, and a text of the
/// server that is nested deep must not end the program.
const WITHHELD: [&str; 2] = ["env", FROM_JSON];

const FROM_JSON: &str = "fromjson";

/// Returns the functions of the library, and ours in the place of some.
pub(super) fn functions() -> impl Iterator<Item = Fun<JustLut<Val>>> {
    let from_json: Filter<RunPtr<JustLut<Val>>> =
        (FROM_JSON, v(0), |(_, value)| bome(from_json(&value)));
    jaq_core::funs()
        .chain(jaq_std::funs())
        .chain(jaq_json::funs())
        .filter(|(name, ..)| !WITHHELD.contains(name))
        .chain([run::<JustLut<Val>>(from_json)])
}

/// Reads JSON text that is nested no deeper than the stack can take.
///
/// # Errors
///
/// Fails when it is nested deeper, or no JSON.
pub(super) fn read(text: &str) -> Result<Val, String> {
    if json::depth(text) > MOST_DEPTH {
        return Err(format!("it is nested more than {MOST_DEPTH} deep"));
    }
    read::parse_single(text.as_bytes()).map_err(|error| error.to_string())
}

fn from_json(value: &Val) -> ValR<Val> {
    let Val::TStr(text) = value else {
        return Err(Error::typ(value.clone(), "string"));
    };
    // The library reads more than JSON, such as comments, in which brackets are none.
    let text = Json::from_text(String::from_utf8_lossy(text));
    let value = text
        .map_err(|error| error.to_string())
        .and_then(|text| read(text.as_str()));
    value.map_err(|reason| Error::str(format_args!("a text cannot be read as JSON: {reason}")))
}
