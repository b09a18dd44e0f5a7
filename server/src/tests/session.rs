//! Signing in and the life of a session, over HTTP.

use super::site::{PASSWORD, Site};
use axum::http::{StatusCode, header};
use store::SECOND;

fn sign_in(login: &str, password: &str) -> String {
    format!("login={login}&password={}&next=%2Fprojects", password.replace(' ', "+"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn name_or_address_and_password_sign_in() {
    let site = Site::new().await;
    for login in ["priya", "PRIYA", "priya%40meridian.example"] {
        let answer = site.form("sign_in", &sign_in(login, PASSWORD), "").await;
        assert_eq!(answer.status, StatusCode::OK, "{login}: {}", answer.text);
        let set = answer.header(header::SET_COOKIE).to_owned();
        assert!(set.starts_with("bailiwick=") && set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
        assert!(!set.contains("Expires") && set.contains("Path=/"), "{set}");
        assert_eq!(site.page("/projects", &answer.cookie()).await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn unknown_user_and_wrong_password_look_the_same() {
    let site = Site::new().await;
    let wrong = site.form("sign_in", &sign_in("priya", "nothing like it at all"), "").await;
    let unknown = site.form("sign_in", &sign_in("nobody", "nothing like it at all"), "").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(wrong.text.replace("priya", "nobody"), unknown.text);
    assert!(wrong.cookie().is_empty(), "nobody gets a session for trying");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guessing_is_slowed_down() {
    let site = Site::new().await;
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(site.form("sign_in", &sign_in("priya", "nothing like it at all"), "").await);
    }
    let throttled: Vec<_> = statuses.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).collect();
    assert_eq!(throttled.len(), 2);
    assert!(throttled.iter().all(|answer| answer.header(header::RETRY_AFTER) == "60"));
    let other = site.form("sign_in", &sign_in("malik", PASSWORD), "").await;
    assert_eq!(other.status, StatusCode::OK, "others sign in as ever");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn over_the_bound_it_says_when_to_come_back() {
    let site = Site::empty(&[("BAILIWICK_PASSWORD_THREADS", "1"), ("BAILIWICK_PASSWORD_QUEUE", "0")]).await;
    let tries = (0..6).map(|number| {
        let router = site.router.clone();
        tokio::spawn(async move {
            use tower::ServiceExt;
            let request = axum::http::Request::post("/rpc/sign_in")
                .header(header::HOST, "localhost:3000")
                .header("sec-fetch-site", "same-origin")
                .header(header::ACCEPT, "application/json")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let body = axum::body::Body::from(sign_in(&format!("user-{number}"), PASSWORD));
            let answer = router.oneshot(request.body(body).unwrap()).await.unwrap();
            (answer.status(), answer.headers().get(header::RETRY_AFTER).is_some())
        })
    });
    let mut busy = 0;
    for task in tries.collect::<Vec<_>>() {
        let (status, retry) = task.await.unwrap();
        assert_eq!(status == StatusCode::SERVICE_UNAVAILABLE, retry);
        busy += usize::from(retry);
    }
    assert!(busy >= 1, "one at a time and nobody waits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_id_is_renewed_on_sign_in_and_on_a_new_password() {
    let site = Site::new().await;
    let first = site.form("sign_in", &sign_in("priya", PASSWORD), "bailiwick=AAAAAAAAAAAAAAAAAAAAAA").await.cookie();
    assert!(!first.contains("AAAAAAAAAAAAAAAAAAAAAA"), "an id planted before is worth nothing");
    let other = site.form("sign_in", &sign_in("priya", PASSWORD), "").await.cookie();
    let body = "old_password=correct+horse+battery&new_password=four+words+are+enough";
    let changed = site.form("change_password", body, &first).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
    let renewed = changed.cookie();
    assert!(!renewed.is_empty() && renewed != first);
    assert_eq!(site.page("/profile", &renewed).await.status, StatusCode::OK);
    for ended in [&first, &other] {
        assert_eq!(site.page("/profile", ended).await.status, StatusCode::FOUND, "it ended with the old password");
    }
    assert_ne!(site.form("sign_in", &sign_in("priya", PASSWORD), "").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_ends_when_idle_and_when_old() {
    let site = Site::new().await;
    let cookie = site.cookie("priya").await;
    for _ in 0..30 {
        site.clock.advance(50 * 60 * SECOND);
        if site.page("/profile", &cookie).await.status != StatusCode::OK {
            break;
        }
    }
    let now = store::Clock::now(&*site.clock);
    let begun = store::Clock::now(&*store::conformance::FixedClock::new());
    assert_eq!((now - begun) / (3600 * SECOND), 24, "used all the time, it lasts a day");
    let idle = site.cookie("malik").await;
    site.clock.advance(61 * 60 * SECOND);
    assert_eq!(site.page("/profile", &idle).await.status, StatusCode::FOUND, "unused for an hour, it is over");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn signing_out_ends_it_at_once_and_so_does_being_disabled() {
    let site = Site::new().await;
    let cookie = site.cookie("priya").await;
    assert_eq!(site.form("sign_out", "", &cookie).await.status, StatusCode::OK);
    assert_eq!(site.page("/profile", &cookie).await.status, StatusCode::FOUND);
    let (cookie, ines) = (site.cookie("malik").await, site.cookie("ines").await);
    assert_eq!(site.page("/profile", &cookie).await.status, StatusCode::OK);
    let disabled = site.form("set_person_active", "person=malik&active=false", &ines).await;
    assert_eq!(disabled.status, StatusCode::OK, "{}", disabled.text);
    assert_eq!(site.page("/profile", &cookie).await.status, StatusCode::FOUND);
    assert_ne!(site.form("sign_in", &sign_in("malik", PASSWORD), "").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_document_sends_the_signed_out_to_sign_in_and_back() {
    let site = Site::new().await;
    let answer = site.page("/projects/demand-forecast/members?q=a", "").await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.header(header::LOCATION), "/sign-in?next=/projects/demand-forecast/members%3Fq%3Da");
    assert!(answer.text.is_empty(), "nothing is rendered for them");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_session_id_or_password_hash_is_in_the_page() {
    let site = Site::new().await;
    let cookie = site.cookie("priya").await;
    let token = cookie.trim_start_matches("bailiwick=");
    for path in ["/profile", "/", "/projects/demand-forecast"] {
        let page = site.page(path, &cookie).await;
        assert!(!page.text.contains(token) && !page.text.contains("argon2"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_public_project_is_shown_to_anyone_and_nothing_else_is() {
    let site = Site::new().await;
    let page = site.page("/projects/open-nutrition", "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Open nutrition"));
    for path in
        ["/projects/handbook", "/projects/demand-forecast", "/projects/open-nutrition/members", "/projects/none"]
    {
        assert_eq!(site.page(path, "").await.status, StatusCode::FOUND, "{path}");
    }
}
