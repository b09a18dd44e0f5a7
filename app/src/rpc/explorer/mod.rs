//! The access explorer.

#[cfg(feature = "ssr")]
mod answer;

#[cfg(feature = "ssr")]
pub(crate) use answer::{Asked, answered};

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{AccessPage, AccessQuery, AccessTopics},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::context::{answer, caller, gate, project_head, project_id},
    authz::{
        NodeId,
        action::{Each, ExplorePlaces},
    },
};

/// Matches shown while one types.
#[cfg(feature = "ssr")]
const SHOWN: usize = 12;
/// Rows of an answer on a page.
#[cfg(feature = "ssr")]
const ROWS: u32 = 25;

/// The explorer with a question, and its answer once it is a whole one. Without a project, about everything.
///
/// # Errors
/// There is no such project; one may not know who has access there.
#[server(prefix = "/rpc", endpoint = "load_access", input = GetUrl, output = Json)]
pub async fn load_access(
    #[server(default)] project: String,
    #[server(default)] query: AccessQuery,
) -> Result<AccessPage, AppError> {
    answer(async {
        let head = if project.is_empty() { None } else { Some(project_head(&project).await?) };
        let (gate, caller, within) = (gate(), caller(), within(&project)?);
        let mut asked = Asked::new(query, &within);
        // What a field cannot take is said at the field.
        let (answer, error) = match answered(&gate, &caller, &mut asked, &within, ROWS).await {
            Ok(answer) => (answer, None),
            Err(error) if error.field.is_some() => (None, Some(error)),
            Err(error) => return Err(error),
        };
        let proof = gate.permit::<ExplorePlaces>(&caller, Each).await?;
        let (Asked { query, who, on }, kinds) = (asked, proof.kinds());
        Ok::<_, AppError>(AccessPage { head, query, who, on, kinds, answer, error })
    })
    .await
}

/// Whom or what a question may be about: what matches what was typed into a field (`who`, `can`, `on` or `owner`).
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "find_topics", input = GetUrl, output = Json)]
pub async fn find_topics(
    #[server(default)] project: String,
    field: String,
    #[server(default)] text: String,
) -> Result<AccessTopics, AppError> {
    answer(async {
        let (within, text) = (within(&project)?, text.chars().take(100).collect::<String>());
        let mut proof = gate().permit::<ExplorePlaces>(&caller(), Each).await?;
        let topics = match field.as_str() {
            "who" | "owner" => proof.people(&text, SHOWN).await?,
            "on" => proof.nodes(&text, &within, SHOWN).await?,
            _ => proof.permissions(&text, SHOWN),
        };
        Ok::<_, AppError>(topics.into())
    })
    .await
}

/// What the questions of a page are about.
#[cfg(feature = "ssr")]
fn within(project: &str) -> Result<NodeId, AppError> {
    if project.is_empty() { Ok(NodeId::system()) } else { project_id(project) }
}
