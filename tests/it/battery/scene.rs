//! A seeded sandbox, a client of it, and the transport between them.

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_transport::HyperTransport;
use deck_transport::SharedTransport;
use deck_transport::Transport;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use http::Method;
use http::Request;
use http::Response;

/// A sandbox with 240 runs and a client of it.
pub(crate) struct Scene {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    base_url: String,
    transport: SharedTransport,
    /// Stops with the scene.
    _server: Option<SandboxServer>,
}

impl Scene {
    pub(crate) fn in_process() -> Scene {
        let sandbox = Sandbox::seeded(1);
        Scene::new(
            sandbox.clone(),
            SANDBOX_BASE_URL.to_owned(),
            SharedTransport::new(sandbox),
            None,
        )
    }

    pub(crate) async fn over_loopback() -> Scene {
        let sandbox = Sandbox::seeded(1);
        let server = SandboxServer::start(sandbox.clone()).await.unwrap();
        let transport = SharedTransport::new(HyperTransport::new().unwrap());
        Scene::new(sandbox, server.url(), transport, Some(server))
    }

    fn new(
        sandbox: Sandbox,
        base_url: String,
        transport: SharedTransport,
        server: Option<SandboxServer>,
    ) -> Scene {
        let client = client(&base_url, &transport, SANDBOX_API_KEY);
        Scene {
            sandbox,
            client,
            base_url,
            transport,
            _server: server,
        }
    }

    /// Returns a client with another key.
    pub(crate) fn client_with_key(&self, key: &str) -> Client {
        client(&self.base_url, &self.transport, key)
    }

    /// Sends a request that the client would not send.
    pub(crate) async fn send(&self, method: Method, path_and_query: &str) -> Response<Bytes> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path_and_query}", self.base_url))
            .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
            .body(Bytes::new())
            .unwrap();
        self.transport.send(request).await.unwrap()
    }

    pub(crate) async fn get(&self, path_and_query: &str) -> Response<Bytes> {
        self.send(Method::GET, path_and_query).await
    }

    /// Returns the ids of the runs that `wanted` picks, in the order of the server.
    pub(crate) fn ids(&self, wanted: impl Fn(&TaskRun) -> bool) -> Vec<TaskRunId> {
        self.sandbox
            .runs()
            .into_iter()
            .filter(wanted)
            .map(|run| run.id)
            .collect()
    }

    /// Returns a run that has an id of every kind.
    pub(crate) fn complete_run(&self) -> TaskRun {
        let is_complete = |run: &TaskRun| run.workflow_id.is_some() && run.credential_id.is_some();
        self.sandbox.runs().into_iter().find(is_complete).unwrap()
    }
}

fn client(base_url: &str, transport: &SharedTransport, key: &str) -> Client {
    let builder = Client::builder(ApiKey::new(key).unwrap());
    builder
        .with_base_url(base_url)
        .with_transport(transport.clone())
        .with_rate_limiter(RateLimiter::unlimited())
        .build()
        .unwrap()
}
