//! A server that keeps the runs it is sent and shows them to a browser: `deck-types` without a client.
//!
//! ```console
//! cargo run -p deck-types --example run_store
//! curl -d '{"id":"trun_1","status":"failed"}' http://127.0.0.1:PORT/runs
//! curl 'http://127.0.0.1:PORT/runs?status=failed&agent_id=&utm_source=mail&limit=10'
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use axum::Router;
use axum::body::Bytes;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::QueryReader;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::read_body;
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app()).await?;
    Ok(())
}

fn app() -> Router {
    Router::new()
        .route("/runs", get(list).post(store))
        .with_state(Runs::default())
}

/// The newest state of each run.
#[derive(Clone, Default)]
struct Runs(Arc<Mutex<BTreeMap<TaskRunId, TaskRun>>>);

impl Runs {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<TaskRunId, TaskRun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps a run, with the fields that this version of the models does not know, unless it is older than what
/// is here.
async fn store(State(runs): State<Runs>, body: Bytes) -> Result<StatusCode, Refusal> {
    let run: TaskRun = read_body(&body)?;
    let mut runs = runs.lock();
    let is_older = runs
        .get(&run.id)
        .is_some_and(|known| run.updated_at < known.updated_at);
    if !is_older {
        runs.insert(run.id.clone(), run);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Lists a page of the runs that the query asks for, in the form of Deck's pages.
async fn list(
    State(runs): State<Runs>,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse, Refusal> {
    let reader = QueryReader::new().skip_unknown_keys().skip_empty_values();
    let wanted = reader.read(&query.unwrap_or_default())?;
    let page = page(&runs.lock(), &wanted)?;
    Ok((
        [(CONTENT_TYPE, "application/json")],
        serde_json::to_string(&page)?,
    ))
}

/// Returns the first runs behind the position that are wanted, in the order of their ids.
fn page(
    runs: &BTreeMap<TaskRunId, TaskRun>,
    wanted: &PageRequest<ListTaskRuns>,
) -> Result<Page, Refusal> {
    let begin = match &wanted.position {
        PagePosition::Start => Bound::Unbounded,
        PagePosition::After(id) => Bound::Excluded(TaskRunId::from(id.as_str())),
        _ => return Err(Refusal("pages go on with starting_after here".to_owned())),
    };
    let behind = runs.range((begin, Bound::Unbounded)).map(|(_, run)| run);
    let mut selected = behind.filter(|run| wanted.listing.matches(run));
    let size = wanted.listing.page_size.unwrap_or_default().get();
    let data = selected.by_ref().take(size as usize).cloned().collect();
    let mut page = Page::fixture(data);
    page.has_more = Some(selected.next().is_some());
    Ok(page)
}

/// What the server does not take: status 400, and the reason in words.
struct Refusal(String);

impl<E: Error> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> axum::response::Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}
