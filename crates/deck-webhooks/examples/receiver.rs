//! A receiver of Deck's webhooks that loses nothing and does nothing twice: it verifies a delivery, stores
//! its event in SQLite, responds, and works on it afterwards.
//!
//! ```console
//! export DECK_WEBHOOK_SECRET=whsec_...
//! cargo run -p deck-webhooks --example receiver inbox.db
//! curl http://127.0.0.1:PORT/runs/trun_1
//! ```
//!
//! The last command responds when the run has ended.

use std::env;
use std::error::Error;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::routing::get;
use axum::routing::post;
use deck_types::Event;
use deck_types::Subject;
use deck_webhooks::Verifier;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::sync::watch;
use tokio::task::block_in_place;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("usage: receiver FILE")?;
    let receiver = Arc::new(Receiver {
        verifier: verifier()?,
        inbox: Inbox::open(&file)?,
        arrivals: Notify::new(),
        changes: watch::Sender::new(()),
    });
    tokio::spawn(work(receiver.clone()));
    let app = Router::new()
        .route("/webhooks", post(receive))
        .route("/runs/{id}", get(wait))
        .with_state(receiver);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

/// For 24 hours after a rotation Deck may sign with either secret.
fn verifier() -> Result<Verifier, Box<dyn Error>> {
    let secret = env::var("DECK_WEBHOOK_SECRET").map_err(|_| "set DECK_WEBHOOK_SECRET")?;
    let verifier = Verifier::new(secret.parse()?);
    Ok(match env::var("DECK_OLD_WEBHOOK_SECRET") {
        Ok(old) => verifier.also_accepting(old.parse()?),
        Err(_) => verifier,
    })
}

struct Receiver {
    verifier: Verifier,
    inbox: Inbox,
    /// Wakes the worker.
    arrivals: Notify,
    /// Wakes those who wait for a run.
    changes: watch::Sender<()>,
}

type Failure = (StatusCode, String);

/// Responds with success to whatever Deck has sent, also to what this program cannot read: Deck repeats what
/// is refused, and gives up the destination after a few times.
async fn receive(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(), Failure> {
    let header = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    #[expect(
        clippy::disallowed_methods,
        reason = "a receiver goes by the clock of its machine"
    )]
    let delivery = receiver
        .verifier
        .verify(header, &body, SystemTime::now())
        .map_err(|error| (StatusCode::UNAUTHORIZED, error.to_string()))?;
    let id = match delivery.event() {
        Ok(event) if !event.id.as_str().is_empty() => event.id.into_string(),
        Ok(_) | Err(_) => delivery.id().to_owned(),
    };
    // After an error Deck delivers the event again.
    block_in_place(|| receiver.inbox.store(&id, delivery.body())).map_err(internal)?;
    receiver.arrivals.notify_one();
    Ok(())
}

/// Responds with the status of a run when the run has ended.
async fn wait(
    State(receiver): State<Arc<Receiver>>,
    Path(run): Path<String>,
) -> Result<String, Failure> {
    let mut changes = receiver.changes.subscribe();
    loop {
        let status = block_in_place(|| receiver.inbox.final_status(&run));
        if let Some(status) = status.map_err(internal)? {
            return Ok(status);
        }
        changes.changed().await.map_err(internal)?;
    }
}

fn internal(error: impl Error) -> Failure {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

/// Works on the events in the order of their arrival, those first that were left when the program last ended.
async fn work(receiver: Arc<Receiver>) {
    loop {
        match block_in_place(|| receiver.inbox.work_on_next()) {
            Ok(true) => receiver.changes.send_replace(()),
            Ok(false) => receiver.arrivals.notified().await,
            Err(error) => {
                eprintln!("error: {error}");
                receiver.arrivals.notified().await;
            }
        }
    }
}

/// The events as they came, and what is known of the runs.
struct Inbox(Mutex<Connection>);

impl Inbox {
    fn open(file: &str) -> rusqlite::Result<Self> {
        let connection = Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             CREATE TABLE IF NOT EXISTS inbox (
                 number INTEGER PRIMARY KEY,
                 id TEXT NOT NULL UNIQUE,
                 body BLOB NOT NULL,
                 received_at INTEGER NOT NULL DEFAULT (unixepoch()),
                 is_done INTEGER NOT NULL DEFAULT FALSE
             );
             CREATE INDEX IF NOT EXISTS inbox_left ON inbox (number) WHERE NOT is_done;
             CREATE INDEX IF NOT EXISTS inbox_age ON inbox (received_at);
             CREATE TABLE IF NOT EXISTS runs (
                 id TEXT PRIMARY KEY,
                 status TEXT NOT NULL,
                 has_ended INTEGER NOT NULL,
                 as_of INTEGER NOT NULL
             );",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores an event unless it is there. It is on the disk when this returns.
    fn store(&self, id: &str, body: &[u8]) -> rusqlite::Result<()> {
        let sql = "INSERT INTO inbox (id, body) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.lock().execute(sql, params![id, body])?;
        Ok(())
    }

    /// Works on the oldest event that is left. Returns whether there was one.
    fn work_on_next(&self) -> rusqlite::Result<bool> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let sql = "SELECT number, body FROM inbox WHERE NOT is_done ORDER BY number LIMIT 1";
        let next = transaction.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
        let next: Option<(i64, Vec<u8>)> = next.optional()?;
        let Some((number, body)) = next else {
            forget_old(&transaction)?;
            transaction.commit()?;
            return Ok(false);
        };
        match Event::from_json(&body) {
            Ok(event) => apply(&event, &transaction)?,
            Err(error) => eprintln!("event {number} of the inbox is kept as it came: {error}"),
        }
        transaction.execute(
            "UPDATE inbox SET is_done = TRUE WHERE number = ?1",
            [number],
        )?;
        transaction.commit()?;
        Ok(true)
    }

    fn final_status(&self, run: &str) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT status FROM runs WHERE id = ?1 AND has_ended";
        let status = self.lock().query_row(sql, [run], |row| row.get(0));
        status.optional()
    }
}

/// Deck keeps its events for 30 days, and delivers none again that is older.
fn forget_old(inbox: &Connection) -> rusqlite::Result<()> {
    let sql = "DELETE FROM inbox WHERE is_done AND received_at < unixepoch() - 30 * 24 * 60 * 60";
    inbox.execute(sql, [])?;
    Ok(())
}

/// Notes the state of a run, unless a newer one is known: events come in any order. They hold a summary;
/// whoever needs the output of a run reads the run.
fn apply(event: &Event, runs: &Connection) -> rusqlite::Result<()> {
    let Subject::TaskRun(run) = event.subject() else {
        return Ok(());
    };
    let Some(status) = &run.status else {
        return Ok(());
    };
    let has_ended = status.is_terminal() == Some(true);
    let as_of = event
        .created_at
        .as_ref()
        .and_then(|at| at.unix_nanoseconds().ok());
    let as_of = as_of.and_then(|at| i64::try_from(at).ok()).unwrap_or(0);
    let sql = "INSERT INTO runs (id, status, has_ended, as_of) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE
         SET status = excluded.status, has_ended = excluded.has_ended, as_of = excluded.as_of
         WHERE (excluded.as_of, excluded.has_ended) > (as_of, has_ended)";
    runs.execute(
        sql,
        params![run.id.as_str(), status.as_str(), has_ended, as_of],
    )?;
    Ok(())
}
