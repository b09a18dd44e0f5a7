//! Signing in and out, and who is signed in.

use crate::rpc::Json;
use crate::{AppError, dto::Me};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{self, answer, backend, caller, gate},
        dto::Sees,
        rpc::navigation::links,
    },
    authz::{
        NodeId,
        action::{Own, ReadProfile},
    },
    store::Caller,
};

/// Signs in by user name or e-mail address and password, and goes on to `next`.
///
/// # Errors
/// The same for an unknown user and a wrong password; too many attempts; too much to do.
#[server(prefix = "/rpc", endpoint = "sign_in", output = Json)]
pub async fn sign_in(login: String, password: String, #[server(default)] next: String) -> Result<(), AppError> {
    answer(async {
        let (identity, origin) = (backend().identity, caller().origin().clone());
        let user = identity.sign_in(&login, password, origin).await?;
        context::sign_in(&user).await?;
        leptos_axum::redirect(local_path(&next));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&[("login", &login)]))
}

/// Signs in over a page whose session has ended; is it the user who was signed in?
///
/// # Errors
/// As for [`sign_in`].
#[server(prefix = "/rpc", endpoint = "resume", output = Json)]
pub async fn resume(user: String, login: String, password: String) -> Result<bool, AppError> {
    answer(async {
        let (identity, origin) = (backend().identity, caller().origin().clone());
        let found = identity.sign_in(&login, password, origin).await?;
        context::sign_in(&found).await?;
        Ok::<_, AppError>(found.as_str() == user)
    })
    .await
    .map_err(|error| error.typed(&[("login", &login)]))
}

/// Signs out and goes to the sign-in page.
///
/// # Errors
/// Only if the session cannot be ended.
#[server(prefix = "/rpc", endpoint = "sign_out", output = Json)]
pub async fn sign_out() -> Result<(), AppError> {
    answer(async {
        if let Caller::Person(person) = caller() {
            gate().public(person.origin).signed_out(&person.user, &person.session).await?;
        }
        context::sign_out().await?;
        leptos_axum::redirect("/sign-in");
        Ok::<_, AppError>(())
    })
    .await
}

/// Who is signed in, for the shell.
///
/// # Errors
/// Nobody is.
#[server(prefix = "/rpc", endpoint = "load_me", input = GetUrl, output = Json)]
pub async fn load_me() -> Result<Me, AppError> {
    // The shell is on every page: its answer sets no status, the page's own does.
    let (gate, caller) = (gate(), caller());
    let mut proof = gate.permit::<ReadProfile>(&caller, Own).await?;
    let nav = links(proof.navigation(&backend().features).await?);
    let rights = proof.rights().digest();
    let profile = proof.get().await?;
    let sees = sees(&gate, &caller);
    let demo = gate.public(caller.origin().clone()).demo().await?;
    Ok(Me { id: profile.user.id.to_string(), name: profile.user.name, nav, sees, demo, rights })
}

/// What somebody may begin from anywhere.
#[cfg(feature = "ssr")]
fn sees(gate: &store::Gate, caller: &store::Caller) -> Sees {
    let may = |name: &str| gate.may(caller, name, &NodeId::system());
    Sees {
        // The first administrator is alone, and there to make others.
        people: gate.may_somewhere(caller, "user:read", "user") || may("user:create"),
        create_project: may("project:create"),
    }
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
