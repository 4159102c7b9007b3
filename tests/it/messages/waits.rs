//! Messages of waits.

use std::time::Duration;

use deck_client::Error;
use deck_client::Wait;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use http::Response;

use super::KEY;
use super::Messages;
use super::builder;
use super::response;

/// A wait that looks at these, one after the other, and then at a server that is in trouble.
fn wait(looks: impl IntoIterator<Item = Response<String>>) -> Wait {
    let script = looks
        .into_iter()
        .fold(ScriptedTransport::new(), ScriptedTransport::respond);
    let script = (0..20).fold(script, |script, _| script.respond(response(503, "")));
    let client = builder(script).with_clock(ManualClock::new().auto_advancing());
    client.build().unwrap().wait("trun_1")
}

fn run(status: &str) -> Response<String> {
    response(200, &format!(r#"{{"id": "trun_1", "status": "{status}"}}"#))
}

async fn ended(wait: Wait) -> Error {
    wait.await.unwrap_err()
}

pub(super) async fn add(messages: &mut Messages) {
    messages.heading("A wait");
    let asking = || {
        let body = r#"{"id": "trun_1", "status": "interaction_required",
            "interaction": {"message": "Code?"}}"#;
        response(200, body)
    };
    messages.add("a prompt, and no handler", &ended(wait([asking()])).await);
    let handled = wait([asking()]).on_interaction(|_| async { Err("the person went home".into()) });
    messages.add("a handler that fails", &ended(handled).await);
    messages.add("a review", &ended(wait([run("review_required")])).await);
    timeouts(messages).await;
    let refused = wait([run("running"), response(404, "")]);
    messages.add("a run that is gone", &ended(refused).await);
    messages.add("a server in trouble", &ended(wait([])).await);
}

async fn timeouts(messages: &mut Messages) {
    let over = |wait: Wait| ended(wait.with_timeout(Duration::ZERO));
    messages.add("too long", &over(wait([run("running")])).await);
    let accepted = wait([run("running"), response(200, "")]).cancel_on_timeout();
    messages.add("too long, and canceled", &over(accepted).await);
    let refused = wait([run("running"), response(404, "")]).cancel_on_timeout();
    messages.add("too long, and not canceled", &over(refused).await);
    messages.add("never seen", &over(wait([])).await);
    messages.add(
        "no status",
        &over(wait([response(200, r#"{"id": "trun_1"}"#)])).await,
    );
    let steering = wait([run(&format!("\\u001b[2J{KEY}"))]);
    messages.add("a status that steers a terminal", &over(steering).await);
}
