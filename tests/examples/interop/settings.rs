//! The settings files of the programs, each for one port and one target.

use std::path::Path;

use crate::case::Protocol;

/// The certificates of the conformance kit; its authority vouches for the servers.
pub(crate) const AUTHORITY: &[u8] =
    include_bytes!("../../../crates/deck-conformance/src/certificates/authority.pem");
pub(crate) const CERTIFICATE: &str =
    include_str!("../../../crates/deck-conformance/src/certificates/server.pem");
pub(crate) const KEY: &str =
    include_str!("../../../crates/deck-conformance/src/certificates/server.key.pem");

/// The names of the files with the certificate, the key, and both.
pub(crate) const CERTIFICATE_FILE: &str = "server.pem";
pub(crate) const KEY_FILE: &str = "server.key.pem";
pub(crate) const BOTH_FILE: &str = "both.pem";

/// The name in the certificate that is not this machine's own, so that a proxy is used for it.
pub(crate) const HOST: &str = "api.example";

/// Returns the settings of an nginx that listens on `port` and asks the server on `target`.
pub(crate) fn nginx(
    folder: &Path,
    port: u16,
    target: u16,
    protocol: Protocol,
    extra: &str,
) -> String {
    let folder = folder.display();
    let listen = match protocol {
        Protocol::Plain => "",
        Protocol::Http1 => " ssl",
        Protocol::Http2 => " ssl http2",
    };
    format!(
        "daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 2000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream sandbox {{ server 127.0.0.1:{target}; keepalive 32; }}
    server {{
        listen 127.0.0.1:{port}{listen};
        ssl_certificate {folder}/{CERTIFICATE_FILE};
        ssl_certificate_key {folder}/{KEY_FILE};
        {extra}
        location / {{
            proxy_pass http://sandbox;
            proxy_http_version 1.1;
            proxy_set_header Connection \"\";
        }}
    }}
}}
"
    )
}

/// Returns the settings of a haproxy that listens on `port` and asks the server on `target`.
pub(crate) fn haproxy(
    folder: &Path,
    port: u16,
    target: u16,
    protocol: Protocol,
    extra: &str,
) -> String {
    let folder = folder.display();
    let tls = format!(" ssl crt {folder}/{BOTH_FILE} alpn");
    let bind = match protocol {
        Protocol::Plain => String::new(),
        Protocol::Http1 => format!("{tls} http/1.1"),
        Protocol::Http2 => format!("{tls} h2"),
    };
    format!(
        "global
    maxconn 400
    tune.h2.max-concurrent-streams 100
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend clients
    bind 127.0.0.1:{port}{bind}
    default_backend sandbox
backend sandbox
    {extra}
    server sandbox 127.0.0.1:{target}
"
    )
}

/// Returns the settings of a squid that is a forward proxy on `port`, and for which [`HOST`] is this machine.
pub(crate) fn squid(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    format!(
        "http_port 127.0.0.1:{port}
http_access allow all
cache deny all
access_log none
cache_store_log none
cache_log /dev/null
pid_filename none
pinger_enable off
netdb_filename none
hosts_file {folder}/hosts
dns_nameservers 127.0.0.1
coredump_dir {folder}
shutdown_lifetime 0 seconds
visible_hostname interop
"
    )
}
