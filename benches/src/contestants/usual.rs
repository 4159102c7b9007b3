//! What is written by hand where there is no SDK: a loop over reqwest.

use std::error::Error;

use reqwest::Client;
use serde::Deserialize;
use serde_json::Value;

use super::PAGE_SIZE;
use super::Sum;

#[derive(Deserialize)]
struct Page {
    data: Vec<Run>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read all the same")]
struct Run {
    id: String,
    status: String,
    result: Option<String>,
    task_id: Option<String>,
    credential_id: Option<String>,
    session_id: Option<String>,
    agent_id: Option<String>,
    source_id: Option<String>,
    runtime_ms: Option<u64>,
    input: Option<Value>,
    output: Option<Value>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

pub(super) async fn typed(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let client = Client::builder().build()?;
    let mut sum = Sum::default();
    let mut cursor = None;
    loop {
        let page: Page = request(&client, base_url, cursor.as_deref())
            .send()
            .await?
            .json()
            .await?;
        for run in &page.data {
            sum.add(
                &run.id,
                run.output
                    .as_ref()
                    .and_then(Value::as_str)
                    .unwrap_or_default(),
            );
        }
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(sum),
        }
    }
}

pub(super) async fn values(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let client = Client::builder().build()?;
    let mut sum = Sum::default();
    let mut cursor = None;
    loop {
        let page: Value = request(&client, base_url, cursor.as_deref())
            .send()
            .await?
            .json()
            .await?;
        for run in page["data"].as_array().map_or(&[][..], Vec::as_slice) {
            sum.add(run["id"].as_str().unwrap_or_default(), "");
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return Ok(sum),
        }
    }
}

fn request(client: &Client, base_url: &str, cursor: Option<&str>) -> reqwest::RequestBuilder {
    let cursor = cursor
        .map(|cursor| format!("&cursor={cursor}"))
        .unwrap_or_default();
    let url = format!("{base_url}/task-runs?limit={PAGE_SIZE}{cursor}");
    client.get(url).bearer_auth("sk_bench")
}
