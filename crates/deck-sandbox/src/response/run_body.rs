//! A run in a response: its exact text, or every key of the reference page.

use std::borrow::Cow;

use deck_types::Json;
use deck_types::RequestId;
use serde::Serialize;

use crate::SandboxRun;
use crate::Spelling;
use crate::response::wire_run::WireRun;

/// A run in a response.
///
/// A run with a text is given back as it was read, so that a response with it alone has no `request_id`.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum RunBody<'a> {
    Text(Cow<'a, Json>),
    Keys(Box<WireRun<'a>>),
}

impl<'a> RunBody<'a> {
    /// Returns `run` as an item of a page, in `spelling` if its status has two.
    pub(crate) fn item(run: &'a SandboxRun, spelling: Option<Spelling>) -> RunBody<'a> {
        run.text_in(spelling).map_or_else(
            || {
                let item = WireRun::item(run.decoded());
                let item = match spelling {
                    Some(spelling) => item.spelt(spelling),
                    None => item,
                };
                RunBody::Keys(Box::new(item))
            },
            RunBody::Text,
        )
    }

    /// Returns `run` as the body of a response of its own, with `request_id`.
    pub(crate) fn alone(run: &'a SandboxRun, request_id: &'a RequestId) -> RunBody<'a> {
        run.text_in(None).map_or_else(
            || {
                let run = WireRun::with_request_id(run.decoded(), request_id);
                RunBody::Keys(Box::new(run))
            },
            RunBody::Text,
        )
    }
}
