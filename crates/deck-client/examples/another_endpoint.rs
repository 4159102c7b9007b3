//! Adds an endpoint that the SDK does not know: `GET /agents`.
//!
//! A type for the items and a value for the listing are enough: pages, retries, limits, errors and resume
//! tokens come with them. `DECK_API_KEY=... cargo run -p deck-client --example another_endpoint` prints the
//! agents of an account.

use std::borrow::Cow;
use std::error::Error;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::types::Listing;
use deck_client::types::PageItem;
use deck_client::types::PathError;
use deck_client::types::path;

#[derive(serde::Deserialize)]
struct Agent {
    id: String,
    name: String,
}

impl PageItem for Agent {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }
}

#[derive(Clone)]
struct ListAgents;

impl Listing for ListAgents {
    type Item = Agent;
    const NAME: &'static str = "GET /agents";

    fn path(&self) -> Result<String, PathError> {
        path(["agents"])
    }
}

/// Returns the names of all agents, those behind the first as another process does that is given a token.
pub(crate) async fn names(client: Client) -> Result<Vec<String>, Box<dyn Error>> {
    let mut agents = client.list(ListAgents).items();
    let mut names = vec![agents.next().await.ok_or("there are no agents")??.name];
    let token = agents.resume_token()?.to_string();

    let mut rest = client.list(ListAgents).resume(&token.parse()?);
    while let Some(agent) = rest.next().await {
        names.push(agent?.name);
    }
    Ok(names)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    println!("{:#?}", names(Client::new(ApiKey::from_env()?)?).await?);
    Ok(())
}
