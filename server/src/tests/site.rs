//! A console for a test: the standard preset with its sample people, everybody with the same password.

use crate::{
    config::{Config, Values},
    preset, router,
};
use app::{Assets, context::Backend};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use identity::{Hasher, Identity, hash_token};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use store::{
    Gate, Host, Origin, SECOND,
    conformance::{CountingIds, FixedClock},
    port::SessionRecord,
};
use store_sqlite::SqliteDatabase;
use tempfile::TempDir;
use tower::ServiceExt;
use tower_sessions::session::Id;

pub const PASSWORD: &str = "correct horse battery";

/// Every site counts its ids from elsewhere: a copy goes on in a database that has ids already.
static SITES: AtomicU64 = AtomicU64::new(0);

pub struct Site {
    pub router: Router,
    pub host: Host,
    pub gate: Gate,
    pub clock: Arc<FixedClock>,
    /// Says that the server stops.
    pub stops: tokio::sync::watch::Sender<bool>,
    /// Kept so that the database stays.
    _folder: TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The session cookie that was set, as it is sent back.
    pub fn cookie(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned()
    }
}

fn url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("test.db").display())
}

impl Site {
    /// A console on a fresh database with the standard preset.
    pub async fn new() -> Self {
        let site = Self::empty(&[]).await;
        let hash = Hasher::new(2, 8).unwrap().hash(PASSWORD.to_owned()).await.unwrap();
        site.host.load_preset(&preset::get("standard").unwrap(), true, Some(&hash)).await.unwrap();
        site
    }

    /// A console on an empty database.
    pub async fn empty(variables: &[(&str, &str)]) -> Self {
        Self::open(tempfile::tempdir().unwrap(), variables).await
    }

    /// A console on a copy of this one's database: what is done there is not done here.
    pub async fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        self.host.backup(&folder.path().join("test.db")).await.unwrap();
        Self::open(folder, &[]).await
    }

    async fn open(folder: TempDir, variables: &[(&str, &str)]) -> Self {
        let environment: BTreeMap<String, String> =
            variables.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let config = Config::read(&Values::gather(None, &environment).unwrap()).unwrap();
        let clock = FixedClock::new();
        // One reader: a request that reads while it reads would hang here, and everywhere once there are enough of them.
        let database = Arc::new(SqliteDatabase::open_for(&url(folder.path()), 1).await.unwrap());
        let host = Host::open(
            database,
            clock.clone(),
            Arc::new(CountingIds::starting(SITES.fetch_add(1 << 32, Ordering::SeqCst))),
        )
        .await
        .unwrap();
        host.ensure_built_in().await.unwrap();
        let gate = host.gate();
        let hasher = Hasher::new(config.password_threads, config.password_queue).unwrap();
        let identity = Identity::new(gate.clone(), hasher, config.sessions);
        let backend = Backend { gate: gate.clone(), identity, presets: preset::all().unwrap(), features: [].into() };
        let (stops, stopping) = router::Stopping::new();
        let router = router::router(&config, backend, Assets::default(), clock.clone(), stopping);
        Self { router, host, gate, clock, stops, _folder: folder }
    }

    /// Signs somebody in without a password; answers the cookie.
    pub async fn cookie(&self, name: &str) -> String {
        let id = Id(name.bytes().fold(7, |hash: i128, byte| hash * 31 + i128::from(byte)));
        let now = store::Clock::now(&*self.clock);
        let session = SessionRecord {
            id: hash_token(&id.to_string()),
            user: authz::NodeId::new("user", name).unwrap(),
            created_at: now,
            used_at: now,
            expires_at: now + 24 * 3600 * SECOND,
            address: "192.0.2.1".to_owned(),
            agent: "test".to_owned(),
        };
        self.gate.public(Origin::default()).put_session(&session).await.unwrap();
        format!("bailiwick={id}")
    }

    /// Ends the session behind a cookie.
    pub async fn revoke(&self, cookie: &str) {
        let token = cookie.trim_start_matches("bailiwick=");
        self.gate.public(Origin::default()).remove_session(&hash_token(token)).await.unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let text = String::from_utf8_lossy(&to_bytes(body, 4 << 20).await.unwrap()).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// A page, as a browser asks for it.
    pub async fn page(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(header::HOST, "localhost:3000")
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A server function, as the script of a page calls it.
    pub async fn call(&self, method: Method, path: &str, kind: &str, body: &str, cookie: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:3000")
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, kind)
            .header(header::CONTENT_LENGTH, body.len())
            .header(header::COOKIE, cookie);
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// A form.
    pub async fn form(&self, endpoint: &str, body: &str, cookie: &str) -> Answer {
        self.call(Method::POST, &format!("/rpc/{endpoint}"), "application/x-www-form-urlencoded", body, cookie).await
    }
}
