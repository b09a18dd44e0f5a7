//! Strict headers on every answer, and who may send forms.

use super::site::Site;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_answer_has_the_strict_headers() {
    let site = Site::new().await;
    for path in ["/sign-in", "/", "/healthz", "/pkg/none.js", "/rpc/none", "/rpc/load_me", "/nowhere"] {
        let answer = site.page(path, "").await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(answer.header(header::X_FRAME_OPTIONS), "DENY", "{path}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin", "{path}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
        assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY), "", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_carries_the_nonce_that_the_policy_names() {
    let site = Site::new().await;
    let answer = site.page("/sign-in", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(answer.text.contains(&format!("nonce=\"{nonce}\"")), "{}", answer.text);
    assert!(!answer.text.contains("style=\""), "no style attributes: the policy refuses them");
    let again = site.page("/sign-in", "").await;
    assert_ne!(again.header(header::CONTENT_SECURITY_POLICY), policy, "a nonce is used once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn behind_tls_the_cookie_is_bound_to_the_host() {
    let site = Site::empty(&[("BAILIWICK_PUBLIC_URL", "https://access.example.org")]).await;
    let request = Request::get("/sign-in").header(header::HOST, "access.example.org");
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert!(answer.header(header::STRICT_TRANSPORT_SECURITY).starts_with("max-age=31536000"));
    let request = Request::get("/sign-in").header(header::HOST, "evil.example");
    assert_eq!(site.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_from_elsewhere_is_refused() {
    let site = Site::new().await;
    let cookie = site.cookie("ines").await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-nothing", "said")] {
        let request = Request::post("/rpc/sign_out")
            .header(header::HOST, "localhost:3000")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(name, value);
        assert_eq!(site.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    assert_eq!(site.page("/profile", &cookie).await.status, StatusCode::OK, "and nothing was done");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_read_is_the_senders_error() {
    let site = Site::new().await;
    let cookie = site.cookie("ines").await;
    assert_eq!(site.form("save_project", "nonsense", &cookie).await.status, StatusCode::BAD_REQUEST);
    let large = "x".repeat(2 << 20);
    assert_eq!(site.form("save_project", &large, &cookie).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_server_says_how_it_is() {
    let site = Site::new().await;
    assert_eq!(site.page("/healthz", "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.page("/readyz", "").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn documents_are_compressed_for_who_takes_it() {
    let site = Site::new().await;
    let request = |encoding: &str| {
        let request = Request::get("/sign-in").header(header::HOST, "localhost:3000");
        request.header(header::ACCEPT_ENCODING, encoding).body(Body::empty()).unwrap()
    };
    let plain = site.send(request("identity")).await;
    assert_eq!(plain.header(header::CONTENT_ENCODING), "");
    assert_eq!(site.send(request("gzip")).await.header(header::CONTENT_ENCODING), "gzip");
    let packed = site.send(request("gzip, br")).await;
    assert_eq!(packed.header(header::CONTENT_ENCODING), "br");
    assert!(packed.header(header::VARY).contains("accept-encoding"));
    assert!(!packed.header(header::CONTENT_SECURITY_POLICY).is_empty());
}
