//! Adds an endpoint that the SDK does not know: `GET /workflows`.
//!
//! A type for the items and a value for the listing are enough: pages, retries, limits, errors and resume
//! tokens come with them. `DECK_API_KEY=... cargo run -p deck-client --example another_endpoint` prints the
//! workflows of an account.

use std::borrow::Cow;
use std::error::Error;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::types::Listing;
use deck_client::types::PageItem;
use deck_client::types::PathError;
use deck_client::types::path;

#[derive(serde::Deserialize)]
struct Workflow {
    id: String,
    name: String,
}

impl PageItem for Workflow {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }
}

#[derive(Clone)]
struct ListWorkflows;

impl Listing for ListWorkflows {
    type Item = Workflow;
    const NAME: &'static str = "GET /workflows";

    fn path(&self) -> Result<String, PathError> {
        path(["workflows"])
    }
}

/// Returns the names of all workflows, those behind the first as another process does that is given a token.
pub(crate) async fn names(client: Client) -> Result<Vec<String>, Box<dyn Error>> {
    let mut workflows = client.list(ListWorkflows).items();
    let mut names = vec![
        workflows
            .next()
            .await
            .ok_or("there are no workflows")??
            .name,
    ];
    let token = workflows.resume_token()?.to_string();

    let mut rest = client.list(ListWorkflows).resume(&token.parse()?);
    while let Some(workflow) = rest.next().await {
        names.push(workflow?.name);
    }
    Ok(names)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    println!("{:#?}", names(Client::new(ApiKey::from_env()?)?).await?);
    Ok(())
}
