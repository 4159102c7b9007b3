//! The home of HTTP/2: it is offered to servers beside HTTP/1.1, and they choose.

use hyper_util::client::legacy::Builder;

pub(super) fn alpn_protocols() -> Vec<Vec<u8>> {
    vec![b"h2".to_vec(), b"http/1.1".to_vec()]
}

pub(super) fn configure(builder: &mut Builder, max_header_bytes: usize) {
    let max_header_bytes = u32::try_from(max_header_bytes).unwrap_or(u32::MAX);
    builder.http2_max_header_list_size(max_header_bytes);
}
