//! The least that a program can do that reads every run: bare hyper on one connection, one pass of serde.

use std::error::Error;

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt;
use http_body_util::Empty;
use hyper::body::Body;
use hyper::client::conn::http1;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::net::TcpStream;

use super::PAGE_SIZE;
use super::Sum;

#[derive(Deserialize)]
pub struct Page<'a, T> {
    #[serde(bound(deserialize = "T: Deserialize<'de>"))]
    data: Vec<T>,
    next_cursor: Option<&'a str>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read all the same")]
pub struct BorrowedRun<'a> {
    id: &'a str,
    status: &'a str,
    result: Option<&'a str>,
    task_id: Option<&'a str>,
    credential_id: Option<&'a str>,
    session_id: Option<&'a str>,
    agent_id: Option<&'a str>,
    source_id: Option<&'a str>,
    runtime_ms: Option<u64>,
    #[serde(borrow)]
    input: Option<&'a RawValue>,
    #[serde(borrow)]
    output: Option<&'a RawValue>,
    created_at: Option<&'a str>,
    updated_at: Option<&'a str>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read all the same")]
pub struct OwnedRun {
    id: String,
    status: String,
    result: Option<String>,
    task_id: Option<String>,
    credential_id: Option<String>,
    session_id: Option<String>,
    agent_id: Option<String>,
    source_id: Option<String>,
    runtime_ms: Option<u64>,
    input: Option<Box<RawValue>>,
    output: Option<Box<RawValue>>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

pub(super) async fn borrowed(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let mut server = Server::connect(base_url).await?;
    let mut sum = Sum::default();
    let mut cursor = None;
    loop {
        let body = server.page(cursor.as_deref()).await?;
        let page: Page<'_, BorrowedRun<'_>> = serde_json::from_str(std::str::from_utf8(&body)?)?;
        for run in &page.data {
            sum.add(run.id, run.output.map_or("", RawValue::get));
        }
        match page.next_cursor {
            Some(next) => cursor = Some(next.to_owned()),
            None => return Ok(sum),
        }
    }
}

pub(super) async fn owned(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let mut server = Server::connect(base_url).await?;
    let mut sum = Sum::default();
    let mut cursor = None;
    loop {
        let body = server.page(cursor.as_deref()).await?;
        let page: Page<'_, OwnedRun> = serde_json::from_str(std::str::from_utf8(&body)?)?;
        for run in &page.data {
            sum.add(&run.id, run.output.as_deref().map_or("", RawValue::get));
        }
        match page.next_cursor {
            Some(next) => cursor = Some(next.to_owned()),
            None => return Ok(sum),
        }
    }
}

struct Server {
    sender: SendRequest<Empty<Bytes>>,
    authority: String,
}

impl Server {
    async fn connect(base_url: &str) -> Result<Self, Box<dyn Error>> {
        let uri: http::Uri = base_url.parse()?;
        let authority = uri
            .authority()
            .ok_or("the base URL has no host")?
            .to_string();
        let stream = TcpStream::connect(&authority).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, authority })
    }

    async fn page(&mut self, cursor: Option<&str>) -> Result<Vec<u8>, Box<dyn Error>> {
        let cursor = cursor
            .map(|cursor| format!("&cursor={cursor}"))
            .unwrap_or_default();
        let request = Request::get(format!("/v2/task-runs?limit={PAGE_SIZE}{cursor}"))
            .header("host", &self.authority)
            .header("authorization", "Bearer sk_bench")
            .body(Empty::new())?;
        self.sender.ready().await?;
        let mut body = self.sender.send_request(request).await?.into_body();
        let length = body.size_hint().exact().unwrap_or(0);
        let mut bytes = Vec::with_capacity(length.try_into()?);
        while let Some(frame) = body.frame().await {
            bytes.extend_from_slice(frame?.data_ref().map_or(&[][..], |data| data));
        }
        Ok(bytes)
    }
}
