//! `deck test`: whether the API responds and the key works.

use deck_types::GetTestStatus;
use deck_types::TestStatus;

use crate::context::Context;
use crate::error::Failure;
use crate::output::detail::Detail;

/// Asks for the status and writes it.
pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    let status = context.client().call(GetTestStatus).await?;
    context.write(detail(&status), &status)
}

fn detail(status: &TestStatus) -> Detail<'_> {
    let mut detail = Detail::new();
    detail.field("status", status.status.as_ref());
    detail.field("environment", status.environment.as_ref());
    detail.field("request id", status.request_id.as_ref());
    detail
}
