//! What the builder collects, with the defaults.

use std::time::Duration;

use super::http2::KeepAlive;
use crate::Crypto;
use crate::PlainHttp;
use crate::Proxy;
use crate::Roots;

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) roots: Option<Roots>,
    pub(super) extra_roots: Vec<u8>,
    pub(super) crypto: Option<Crypto>,
    pub(super) connect_timeout: Duration,
    pub(super) headers_timeout: Duration,
    pub(super) body_idle_timeout: Duration,
    pub(super) max_body_bytes: usize,
    pub(super) max_header_bytes: usize,
    pub(super) pool_max_idle_per_host: usize,
    pub(super) pool_idle_timeout: Duration,
    pub(super) http2_keep_alive: KeepAlive,
    pub(super) proxy: Proxy,
    pub(super) plain_http: PlainHttp,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            roots: None,
            extra_roots: Vec::new(),
            crypto: None,
            connect_timeout: Duration::from_secs(10),
            headers_timeout: Duration::from_secs(30),
            body_idle_timeout: Duration::from_secs(30),
            max_body_bytes: 64 * 1024 * 1024,
            max_header_bytes: 128 * 1024,
            pool_max_idle_per_host: 32,
            pool_idle_timeout: Duration::from_secs(30),
            http2_keep_alive: KeepAlive::default(),
            proxy: Proxy::FromEnvironment,
            plain_http: PlainHttp::LoopbackOnly,
        }
    }
}
