//! One thing in full.

use deck_types::Json;
use deck_types::Operation;

use crate::arguments::GlobalArguments;
use crate::context::Context;
use crate::error::Failure;
use crate::output::format::OutputFormat;
use crate::output::redaction::redacted;
use crate::output::resources::Detailed;

/// Asks for it and writes it: line by line, or its exact text without what is secret in it.
pub(super) async fn show<O>(operation: O, global: &GlobalArguments) -> Result<(), Failure>
where
    O: Operation<Output: Detailed + 'static>,
{
    let context = Context::open(global).await?;
    let call = context.client().call(operation);
    match context.output {
        OutputFormat::Table => context.write_detail(call.await?.detail(&context.local_time())),
        OutputFormat::Json | OutputFormat::Ndjson | OutputFormat::Csv => {
            let text = call.with_output_type::<Json>().await?;
            context.write_json(&*redacted(&text, O::Output::SECRETS)?)
        }
    }
}
