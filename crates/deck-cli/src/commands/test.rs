//! `deck test`: whether the API answers and the key works.

use deck_types::GetTestStatus;
use deck_types::TestStatus;

use crate::context::Context;
use crate::error::Failure;
use crate::output::detail::Detail;

/// Asks and tells.
pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    let status = context.client().call(GetTestStatus).await?;
    context.answer(detail(&status), &status)
}

fn detail(status: &TestStatus) -> Detail<'_> {
    let mut detail = Detail::new();
    detail.field("status", status.status.as_ref());
    detail.field("environment", status.environment.as_ref());
    detail.field("request id", status.request_id.as_ref());
    detail
}
