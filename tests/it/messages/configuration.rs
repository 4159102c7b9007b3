//! Messages about what is given to a client: nothing is sent.

use deck_client::ApiKey;
use deck_client::ApiKeyError;
use deck_client::IdempotencyKey;
use deck_client::KeySourceError;
use deck_transport::ScriptedTransport;
use deck_types::GetTaskRun;
use deck_types::ListTaskRuns;
use deck_types::Method;

use super::Messages;
use super::builder;
use super::client;

pub(super) async fn add(messages: &mut Messages) {
    add_keys_and_clients(messages);
    add_requests(messages).await;
}

fn add_keys_and_clients(messages: &mut Messages) {
    messages.heading("The API key");
    let variable = ApiKey::ENVIRONMENT_VARIABLE;
    messages.add("no variable", &ApiKeyError::NotSet { variable });
    messages.add(
        "a variable that is no text",
        &ApiKeyError::NotUnicode { variable },
    );
    messages.add_failure("nothing", ApiKey::new(""));
    messages.add_failure("a line break", ApiKey::new("sk_live_canary\n"));

    messages.heading("The client");
    for url in [
        "http://[bad",
        "api.deck.co",
        "ftp://api.deck.co",
        "https://me:canary@api.deck.co",
        "https://api.deck.co/v2?x=1",
    ] {
        let built = builder(ScriptedTransport::new()).with_base_url(url).build();
        messages.add_failure("a base URL", built);
    }
    for (name, value) in [("x y", "1"), ("authorization", "1"), ("x-team", "a\nb")] {
        let built = builder(ScriptedTransport::new())
            .with_header(name, value)
            .build();
        messages.add_failure("a header", built);
    }

    messages.heading("The idempotency key");
    messages.add_failure("nothing", "".parse::<IdempotencyKey>());
    messages.add_failure("too long", "a".repeat(300).parse::<IdempotencyKey>());
    messages.add_failure("a space", "a b".parse::<IdempotencyKey>());
    messages.add("no source", &KeySourceError::NoSource);
    let reason = "not supported".to_owned();
    messages.add("no random bits", &KeySourceError::System { reason });
}

async fn add_requests(messages: &mut Messages) {
    messages.heading("A request that cannot be sent");
    let client = client(ScriptedTransport::new());
    for path in [
        "agents",
        "//evil.example",
        "/a/../b",
        "/a?b=1",
        "/a b",
        "/100%",
    ] {
        let call = client.request(Method::Get, path);
        messages.add_failure("a path", call.await);
    }
    messages.add_failure("an empty id", client.call(GetTaskRun::new("")).await);
    let long = "x".repeat(70_000);
    messages.add_failure(
        "a long id",
        client.call(GetTaskRun::new(long.as_str())).await,
    );
    let unwritable = std::collections::BTreeMap::from([((), 1)]);
    let call = client.request(Method::Post, "/agents").json(&unwritable);
    messages.add_failure("a body that is no JSON", call.await);
    let inverted = ListTaskRuns::new()
        .created_after("2026-11-02T00:00:00Z".parse().unwrap())
        .created_before("2026-11-01T00:00:00Z".parse().unwrap());
    let mut runs = client.list(inverted).items();
    messages.add(
        "a window that ends before it begins",
        &runs.next().await.unwrap().unwrap_err(),
    );
    messages.add_failure("a token of that listing", runs.resume_token());
}
