//! Lists as files.

use app::{
    AppError,
    context::project_id,
    download,
    dto::{AccessQuery, MemberQuery},
};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use store::{Caller, Gate};

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";

/// The members of a project that fit.
pub async fn members(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Path(project): Path<String>,
    Query(query): Query<MemberQuery>,
) -> Response {
    file(download::members(&gate, &caller, &project, &query).await, &project, "members")
}

/// What is in a project.
pub async fn nodes(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Path(project): Path<String>,
) -> Response {
    file(download::nodes(&gate, &caller, &project).await, &project, "resources")
}

/// What became of the members of a job.
pub async fn job(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Path((project, job)): Path<(String, String)>,
) -> Response {
    file(download::job(&gate, &caller, &project, &job).await, &project, &job)
}

/// Who may do something, where, or what, in the whole system.
pub async fn access_csv(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<AccessQuery>,
) -> Response {
    sent(download::access(&gate, &caller, None, query, false).await.map(|text| (text, "access.csv".to_owned())), CSV)
}

/// The same as JSON.
pub async fn access_json(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<AccessQuery>,
) -> Response {
    sent(download::access(&gate, &caller, None, query, true).await.map(|text| (text, "access.json".to_owned())), JSON)
}

/// Who may do something, where, or what, in a project.
pub async fn project_access_csv(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Path(project): Path<String>,
    Query(query): Query<AccessQuery>,
) -> Response {
    file(download::access(&gate, &caller, Some(&project), query, false).await, &project, "access")
}

/// The same as JSON.
pub async fn project_access_json(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Path(project): Path<String>,
    Query(query): Query<AccessQuery>,
) -> Response {
    let content = download::access(&gate, &caller, Some(&project), query, true).await;
    sent(content.map(|text| (text, "access.json".to_owned())), JSON)
}

fn file(content: Result<String, AppError>, project: &str, what: &str) -> Response {
    let name = project_id(project).map(|id| download::name(&id, what));
    sent(content.and_then(|content| Ok((content, name?))), CSV)
}

/// Content with the name it is to be kept under, or why there is none.
fn sent(file: Result<(String, String), AppError>, kind: &'static str) -> Response {
    let (content, name) = match file {
        Ok(file) => file,
        Err(error) => {
            let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, error.detail).into_response();
        }
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    (headers, content).into_response()
}
