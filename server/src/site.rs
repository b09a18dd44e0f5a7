//! The console's files, inside the binary.

use app::Assets;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::{collections::BTreeMap, fmt::Write};

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The names of the script, the style sheet and the WebAssembly with its parts, which carry a hash of their content.
///
/// # Errors
/// What is missing: the binary was built without its site.
pub fn assets() -> Result<Assets, String> {
    let find = |start: &str, end: &str| {
        Site::iter()
            .find(|name| name.starts_with(start) && name.ends_with(end))
            .ok_or_else(|| format!("this binary has no {start}*{end} of the console; build it with `make build`"))
    };
    let main = |end| find("pkg/bailiwick.", end).map(|name| format!("/{name}"));
    let manifest = Site::get(&find("pkg/__wasm_split_manifest.", ".json")?).map(|file| file.data).unwrap_or_default();
    let parts: BTreeMap<String, String> =
        serde_json::from_slice(&manifest).map_err(|error| format!("the list of WebAssembly parts: {error}"))?;
    let parts = parts.into_iter().map(|(part, name)| (part, format!("/pkg/{name}"))).collect();
    Ok(Assets { script: main(".js")?, wasm: main(".wasm")?, style: main(".css")?, parts })
}

/// Serves a file of the site; compressed where the browser takes it.
pub async fn file(uri: Uri, headers: HeaderMap) -> Response<Body> {
    let path = uri.path().trim_start_matches('/');
    let Some(plain) = Site::get(path) else { return empty(StatusCode::NOT_FOUND) };
    let tag = format!("\"{}\"", &hex(&plain));
    if headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes()) {
        return empty(StatusCode::NOT_MODIFIED);
    }
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let brotli = accepts.split(',').any(|part| part.trim().split(';').next() == Some("br"));
    let packed = if brotli { Site::get(&format!("{path}.br")) } else { None };
    let mut answer = Response::new(Body::from(packed.as_ref().unwrap_or(&plain).data.clone().into_owned()));
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    // Names below /pkg and /fonts change with the content.
    let forever = path.starts_with("pkg/") || path.starts_with("fonts/");
    let cache = if forever { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if let Some(tag) = HeaderValue::from_str(&tag).ok().filter(|_| !forever) {
        headers.insert(header::ETAG, tag);
    }
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    answer
}

fn hex(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    hash.iter().take(8).fold(String::with_capacity(16), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}
