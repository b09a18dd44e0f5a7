//! Signing in and out, and who is signed in.

use crate::{AppError, dto::Me};
use leptos::prelude::*;

/// Signs in by user name or e-mail address and password, and goes on to `next`.
///
/// # Errors
/// The same for an unknown user and a wrong password; too many attempts; too much to do.
#[server(prefix = "/rpc", endpoint = "sign_in")]
pub async fn sign_in(login: String, password: String, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::context::{USER, answer, backend, caller, session};
    answer(async {
        let typed = [("login", login.as_str())];
        let (identity, origin) = (backend().identity, caller().origin().clone());
        let found = identity.sign_in(&login, password, origin).await;
        let user = found.map_err(|error| AppError::from(error).typed(&typed))?;
        let session = session()?;
        // SECURITY: a new id on sign-in, so that an id planted before is worth nothing (session fixation).
        session.cycle_id().await.map_err(internal)?;
        session.insert(USER, user.to_string()).await.map_err(internal)?;
        leptos_axum::redirect(local_path(&next));
        Ok::<_, AppError>(())
    })
    .await
}

/// Signs out and goes to the sign-in page.
///
/// # Errors
/// Only if the session cannot be ended.
#[server(prefix = "/rpc", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::context::{answer, caller, gate, session};
    answer(async {
        if let store::Caller::Person(person) = caller() {
            gate().public(person.origin).signed_out(&person.user, &person.session).await?;
        }
        session()?.flush().await.map_err(internal)?;
        leptos_axum::redirect("/sign-in");
        Ok::<_, AppError>(())
    })
    .await
}

/// Who is signed in, for the shell.
///
/// # Errors
/// Nobody is.
#[server(prefix = "/rpc", endpoint = "load_me", input = server_fn::codec::GetUrl)]
pub async fn load_me() -> Result<Me, AppError> {
    use crate::context::{caller, gate};
    use authz::{NodeId, action::{Own, ReadProfile}};
    use crate::dto::Sees;
    // The shell is on every page: its answer sets no status, the page's own does.
    let (gate, caller) = (gate(), caller());
    let profile = gate.permit::<ReadProfile>(&caller, Own).await?.get().await?;
    let may = |name: &str| gate.may(&caller, name, &NodeId::system());
    let sees = Sees {
        roles: may("role:read"),
        people: may("user:read"),
        audit: may("audit:read"),
        create_project: may("project:create"),
    };
    let demo = gate.public(caller.origin().clone()).demo().await?;
    Ok(Me { id: profile.user.id.to_string(), name: profile.user.name, sees, demo })
}

#[cfg(feature = "ssr")]
fn internal(error: tower_sessions::session::Error) -> AppError {
    tracing::error!(%error, "the session failed");
    AppError::new(crate::Code::Internal, "something went wrong on our side; try again")
}

/// A path of our own, or the home page: never another site's address.
#[cfg(feature = "ssr")]
fn local_path(next: &str) -> &str {
    let plain = |letter: char| letter.is_ascii_graphic() && letter != '\\';
    if next.starts_with('/') && !next.starts_with("//") && next.chars().all(plain) { next } else { "/" }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::local_path;

    #[test]
    fn sign_in_goes_on_to_our_own_pages_only() {
        assert_eq!(local_path("/projects/copper-12?tab=roles"), "/projects/copper-12?tab=roles");
        for bad in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"] {
            assert_eq!(local_path(bad), "/", "{bad:?}");
        }
    }
}
