//! Following the audit log, and what one may do.

use super::site::{PASSWORD, Site};
use authz::{
    NodeId, RoleId,
    action::{AddMember, RemoveMember, UpdateUser},
};
use axum::{
    body::{Body, BodyDataStream},
    http::{Request, StatusCode, header},
};
use futures_util::StreamExt;
use std::time::Duration;
use store::NewMembers;
use tower::ServiceExt;

async fn follow(site: &Site, path: &str, cookie: &str) -> (StatusCode, BodyDataStream) {
    let request = Request::get(path).header(header::HOST, "localhost:3000").header(header::COOKIE, cookie);
    let answer = site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    (answer.status(), answer.into_body().into_data_stream())
}

/// What comes next, or nothing at the end.
async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let part = tokio::time::timeout(Duration::from_secs(20), stream.next()).await.expect("something or the end");
    part.map(|part| String::from_utf8_lossy(&part.unwrap()).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_follows_the_log_is_told_until_the_session_ends() {
    let site = Site::new().await;
    let auditor = site.cookie("kwame").await;
    let (status, mut events) = follow(&site, "/live/audit", &auditor).await;
    assert_eq!(status, StatusCode::OK);
    let login = format!("login=priya&password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(site.form("sign_in", &login, "").await.status, StatusCode::OK);
    let event = next(&mut events).await.unwrap();
    assert!(event.contains("data: grown") && event.contains("id: aud_"), "{event}");
    assert!(!event.contains("priya"), "an event tells that there is more, never what");
    site.revoke(&auditor).await;
    assert_eq!(next(&mut events).await, None, "nothing more for whom the session has ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn following_ends_when_the_server_stops() {
    let site = Site::new().await;
    let auditor = site.cookie("kwame").await;
    let (_, mut events) = follow(&site, "/live/audit", &auditor).await;
    site.stops.send_replace(true);
    assert_eq!(next(&mut events).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_loses_something_is_told_while_the_page_is_open() {
    let site = Site::new().await;
    let (cookie, host) = (site.cookie("priya").await, site.host.operator());
    let (project, priya) = (NodeId::new("project", "demand-forecast").unwrap(), NodeId::new("user", "priya").unwrap());
    let page = site.page("/projects/demand-forecast", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    // As the page tells its own script.
    let told = page.text.split(r#"\"rights\":\""#).nth(1).and_then(|rest| rest.split('\\').next());
    let known = told.expect("a digest in the page").to_owned();
    let (status, mut events) = follow(&site, &format!("/live/rights?rights={known}"), &cookie).await;
    assert_eq!(status, StatusCode::OK);
    // More is no news, less is.
    let more = NewMembers {
        subjects: vec![priya.clone()],
        roles: vec![RoleId::parse("contributor").unwrap()],
        expires_at: None,
        reason: String::new(),
    };
    let add = site.gate.permit::<AddMember>(&host, NodeId::new("project", "fleet-telemetry").unwrap()).await.unwrap();
    add.add(more).await.unwrap();
    let event = next(&mut events).await.unwrap();
    assert!(event.contains("event: gained"), "{event}");
    site.gate.permit::<RemoveMember>(&host, project).await.unwrap().remove(&priya, "").await.unwrap();
    let event = next(&mut events).await.unwrap();
    assert!(event.contains("event: lost"), "{event}");
    // A page that was made before and opens its eyes only now.
    let (_, mut late) = follow(&site, &format!("/live/rights?rights={known}"), &cookie).await;
    assert!(next(&mut late).await.unwrap().contains("event: lost"));
    site.gate.permit::<UpdateUser>(&host, priya).await.unwrap().set_active(false, "").await.unwrap();
    for events in [&mut events, &mut late] {
        assert!(next(events).await.unwrap().contains("event: ended"));
        assert_eq!(next(events).await, None);
    }
}
