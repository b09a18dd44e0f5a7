//! Accounts.

mod edit;
mod moving;

pub use edit::{
    CreateAccount, SaveAccount, SaveConsultancy, SaveTerms, check_consultancy, check_terms, create_account,
    load_account_settings, load_new_account, save_account, save_consultancy, save_terms,
};
pub use moving::{MovePerson, load_move, move_person};

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{AccountPage, AccountsPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate},
        dto::{AccountHead, NodeName, cursor},
    },
    authz::{
        NodeId,
        action::{self, Each},
    },
    store::{Denied, Permitted, port::PageRequest},
};

/// Accounts one may see, by name.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_accounts", input = GetUrl, output = Json)]
pub async fn load_accounts(
    #[server(default)] search: String,
    #[server(default)] after: String,
) -> Result<AccountsPage, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListAccounts>(&caller(), Each).await?;
        let page = proof.list(&PageRequest { search, after: cursor::read(&after), limit: 0 }).await?;
        let (next, may_create) = (cursor::write(page.next), proof.may_create());
        Ok::<_, AppError>(AccountsPage { items: page.items.into_iter().map(Into::into).collect(), next, may_create })
    })
    .await
}

/// The account of a name in an address.
#[cfg(feature = "ssr")]
fn account_id(name: &str) -> Result<NodeId, AppError> {
    NodeId::new("account", name).map_err(|_| Denied::NotFound.into())
}

/// One account: who belongs to it, and who works for it.
///
/// # Errors
/// There is none of this name, or one may not see it.
#[server(prefix = "/rpc", endpoint = "load_account", input = GetUrl, output = Json)]
pub async fn load_account(
    account: String,
    #[server(default)] search: String,
    #[server(default)] after: String,
) -> Result<AccountPage, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ReadAccount>(&caller(), account_id(&account)?).await?;
        let head = head(&mut proof).await?;
        let page = proof.residents(&PageRequest { search, after: cursor::read(&after), limit: 0 }).await?;
        let (next, items) = (cursor::write(page.next), page.items.into_iter().map(Into::into).collect());
        let (consultancy, clients) = proof.consultancy().await?;
        let may_add = proof.may_create_users();
        drop(proof);
        let may_grants = crate::rpc::grant::worth_a_look(account_id(&account)?).await?;
        let may_roles = gate().may(&caller(), "role:read", &account_id(&account)?);
        let (consultancy, clients) = (consultancy.map(named), clients.into_iter().map(named).collect());
        Ok::<_, AppError>(AccountPage { head, items, next, may_add, may_grants, may_roles, consultancy, clients })
    })
    .await
}

/// An account by its name, with its id where one may open it.
#[cfg(feature = "ssr")]
fn named(place: store::Place) -> NodeName {
    let open = gate().may(&caller(), "account:read", &place.id);
    NodeName { id: if open { place.id.name().to_owned() } else { String::new() }, name: place.name }
}

/// What every page of an account shows.
#[cfg(feature = "ssr")]
async fn head(proof: &mut Permitted<action::ReadAccount>) -> Result<AccountHead, AppError> {
    let [may_update, may_govern] = proof.may_manage();
    Ok(AccountHead { account: proof.get().await?.into(), may_update, may_govern })
}
