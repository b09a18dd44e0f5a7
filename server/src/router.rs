//! Every route and every layer, from the outside in.

use crate::{
    config::Config,
    download,
    layer::{Believed, Headers, caller, headers, rpc_status, same_origin, session_guard},
    live,
    session::Sessions,
    site,
};
use app::{App, Assets, context::Backend, shell};
use axum::{
    Router,
    body::Body,
    extract::{FromRef, State},
    http::{Request, StatusCode, request::Parts},
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use leptos::{config::LeptosOptions, nonce::Nonce, prelude::provide_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use store::{Clock, Gate};
use tokio::sync::watch;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    classify::{ServerErrorsAsFailures, SharedClassifier},
    compression::CompressionLayer,
    limit::RequestBodyLimitLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::{DefaultOnFailure, DefaultOnResponse, TraceLayer},
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// Largest request body, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// Longest a request may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What handlers share.
#[derive(Clone)]
pub struct Shared {
    options: LeptosOptions,
    gate: Gate,
    stopping: Stopping,
}

/// Whether the server is about to stop: what would stay open for ever ends then.
#[derive(Clone, Debug)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// With what says that it stops.
    pub fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Returns once it stops.
    pub async fn wait(&mut self) {
        // Without a sender there is nobody left to serve either.
        let _ = self.0.wait_for(|stopping| *stopping).await;
    }
}

impl FromRef<Shared> for Stopping {
    fn from_ref(shared: &Shared) -> Self {
        shared.stopping.clone()
    }
}

impl FromRef<Shared> for LeptosOptions {
    fn from_ref(shared: &Shared) -> Self {
        shared.options.clone()
    }
}

impl FromRef<Shared> for Gate {
    fn from_ref(shared: &Shared) -> Self {
        shared.gate.clone()
    }
}

/// The routes of the console's pages, listed once: the framework must not list them while it renders a page
/// (leptos issue 4773).
static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();

/// The routes of the console's pages.
pub fn pages() -> Vec<AxumRouteListing> {
    PAGES.get_or_init(|| generate_route_list(App)).clone()
}

/// The whole server as one service.
pub fn router(config: &Config, backend: Backend, assets: Assets, clock: Arc<dyn Clock>, stopping: Stopping) -> Router {
    let options = LeptosOptions::builder().output_name("bailiwick").build();
    let shared = Shared { options, gate: backend.gate.clone(), stopping };
    let sessions = Sessions::new(backend.gate.clone(), clock, config.sessions);
    let provide = move || {
        provide_context(backend.clone());
        provide_context(assets.clone());
        // SECURITY: the nonce that the header names, not one the framework makes up.
        if let Some(nonce) = leptos::prelude::use_context::<Parts>().and_then(|p| p.extensions.get::<Nonce>().cloned())
        {
            provide_context(nonce);
        }
    };
    let console = Router::<Shared>::new()
        .leptos_routes_with_context(&shared, pages(), provide, shell)
        .route("/live/audit", get(live::audit))
        .route("/live/rights", get(live::rights))
        .route("/access.csv", get(download::access_csv))
        .route("/access.json", get(download::access_json))
        .route("/projects/{id}/access.csv", get(download::project_access_csv))
        .route("/projects/{id}/access.json", get(download::project_access_json))
        .route("/projects/{id}/members.csv", get(download::members))
        .route("/projects/{id}/resources.csv", get(download::nodes))
        .route("/projects/{id}/members/jobs/{job}/results.csv", get(download::job))
        .layer(from_fn_with_state(shared.gate.clone(), session_guard))
        .layer(from_fn_with_state::<_, Believed, _>(config.trusted_proxies.clone().into(), caller))
        .layer(session_layer(config, sessions))
        .layer(from_fn(rpc_status))
        .layer(from_fn_with_state(Arc::new(config.public_url.clone()), same_origin))
        .layer(compression());
    let routes = Router::new()
        .merge(console)
        .route("/pkg/{*file}", get(site::file))
        .route("/fonts/{*file}", get(site::file))
        .route("/icons/{*file}", get(site::file))
        .route("/manifest.webmanifest", get(site::file))
        .route("/favicon.svg", get(site::file))
        .route("/robots.txt", get(site::file))
        .route("/healthz", get(StatusCode::NO_CONTENT))
        .route("/readyz", get(ready))
        .with_state(shared);
    // The last layer is the outermost.
    routes
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIMEOUT))
        .layer(CatchPanicLayer::new())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(from_fn_with_state(Headers { https: config.public_url.https }, headers))
        .layer(trace())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// Documents and answers of server functions get a tenth of their size; what is sent bit by bit goes as it is.
///
/// SECURITY: who can make a browser ask for a page and sees how long the answer is might learn a secret in it, letter by
/// letter (BREACH). There is none: the session is in a cookie that no page repeats, and the nonce is used once.
fn compression() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Precise(5))
}

/// Begins the line of a request.
type MakeSpan = fn(&Request<Body>) -> tracing::Span;

/// One line for every request, at its end, with its id.
fn trace() -> TraceLayer<SharedClassifier<ServerErrorsAsFailures>, MakeSpan> {
    TraceLayer::new_for_http()
        .make_span_with(span as MakeSpan)
        .on_response(DefaultOnResponse::new().level(tracing::Level::INFO))
        .on_failure(DefaultOnFailure::new().level(tracing::Level::ERROR))
}

/// SECURITY: the path without its query, and no path that carries a token.
fn span(request: &Request<Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    let path = ["/set-up/", "/reset/"].into_iter().find(|prefix| path.starts_with(prefix)).unwrap_or(path);
    tracing::info_span!("request", id, method = %request.method(), path)
}

fn session_layer(config: &Config, sessions: Sessions) -> SessionManagerLayer<Sessions> {
    let secure = config.public_url.https;
    SessionManagerLayer::new(sessions)
        // The prefix binds the cookie to this host and to TLS (RFC 6265bis section 4.1.3.2).
        .with_name(if secure { "__Host-bailiwick" } else { "bailiwick" })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

/// Is the database reachable and the index up to date?
async fn ready(State(gate): State<Gate>) -> StatusCode {
    match gate.ready().await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => {
            tracing::error!(%error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
