//! The response to `POST /sources`.

use deck_types::Source;
use deck_types::SourceId;
use deck_types::SourceType;
use deck_types::Website;
use http::StatusCode;

use crate::response::call::Call;
use crate::response::call::Reply;

/// Creates a source. The reference page heads the response with status 200.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut body = call.body(&["type", "website", "name"])?;
    let source_type = body.required_text("type")?;
    call.check_word("type", &source_type, &["website"])?;
    let mut website = call.member_object(&mut body, "website", &["url"])?;
    let url = website.required_text("url")?;
    let name = body.take_text("name")?;
    let mut source = Source::fixture(call.state.ids.resource(SourceId::PREFIX));
    source.source_type = Some(SourceType::from(source_type));
    source.website = Some(Website::new(url));
    source.name = name;
    source.created_at = call.creation_time();
    source.updated_at.clone_from(&source.created_at);
    call.keep(StatusCode::OK, source, "created")
}
