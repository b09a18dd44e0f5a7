//! Lists as files.

use app::{AppError, context::project_id, download, dto::MemberQuery};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use store::{Caller, Gate};

/// The members of a project that fit.
pub async fn members(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Path(project): Path<String>,
    Query(query): Query<MemberQuery>,
) -> Response {
    file(download::members(&gate, &caller, &project, &query).await, &project, "members")
}

/// What became of the members of a job.
pub async fn job(
    State(gate): State<Gate>,
    Extension(caller): Extension<Caller>,
    Path((project, job)): Path<(String, String)>,
) -> Response {
    file(download::job(&gate, &caller, &project, &job).await, &project, &job)
}

fn file(content: Result<String, AppError>, project: &str, what: &str) -> Response {
    let name = project_id(project).map(|id| download::name(&id, what));
    let (content, name) = match (content, name) {
        (Ok(content), Ok(name)) => (content, name),
        (Err(error), _) | (_, Err(error)) => {
            let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, error.detail).into_response();
        }
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    (headers, content).into_response()
}
