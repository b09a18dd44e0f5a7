//! Making accounts and changing them.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{AccessTold, AccountSettingsPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    super::account_id,
    crate::{
        context::{answer, caller, gate, node},
        dto::{AccessView, Choice},
        link,
        text::t,
    },
    authz::{NodeId, action},
    store::{AccountEdit, AccountTerms},
};

/// Says whether one may create an account.
///
/// # Errors
/// One may not, or nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_new_account", input = GetUrl, output = Json)]
pub async fn load_new_account() -> Result<(), AppError> {
    answer(async {
        let (gate, caller) = (gate(), caller());
        if !gate.permit::<action::ListAccounts>(&caller, action::Each).await?.may_create() {
            // Says what is missing.
            drop(gate.permit::<action::CreateAccount>(&caller, NodeId::system()).await?);
        }
        Ok::<_, AppError>(())
    })
    .await
}

/// Makes an account.
///
/// # Errors
/// Not allowed; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "create_account", output = Json)]
pub async fn create_account(
    name: String,
    #[server(default)] id: String,
    #[server(default)] description: String,
) -> Result<(), AppError> {
    let typed = typed!(name, id, description);
    answer(async {
        let proof = gate().permit::<action::CreateAccount>(&caller(), NodeId::system()).await?;
        let made = proof.add(AccountEdit { id, name, description }).await?;
        leptos_axum::redirect(&link::with_query(&link::account(made.name(), ""), &[("saved", "account-created")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// What can be changed about an account.
///
/// # Errors
/// There is none of this name, or one may change nothing of it.
#[server(prefix = "/rpc", endpoint = "load_account_settings", input = GetUrl, output = Json)]
pub async fn load_account_settings(account: String) -> Result<AccountSettingsPage, AppError> {
    answer(async {
        let (id, caller) = (account_id(&account)?, caller());
        let mut proof = gate().permit::<action::ReadAccount>(&caller, id.clone()).await?;
        let head = super::head(&mut proof).await?;
        let (consultancy, places) = (proof.consultancy().await?.0, proof.consultancies().await?);
        drop(proof);
        if !head.may_update && !head.may_govern {
            // Says what is missing.
            drop(gate().permit::<action::UpdateAccount>(&caller, id).await?);
        }
        let consultancies = places.map(|places| choices(places, consultancy.as_ref()));
        let consultancy = consultancy.map(|place| place.id.to_string()).unwrap_or_default();
        Ok::<_, AppError>(AccountSettingsPage { head, consultancies, consultancy })
    })
    .await
}

/// Accounts to choose from, the one that is chosen among them.
#[cfg(feature = "ssr")]
fn choices(places: Vec<store::Place>, chosen: Option<&store::Place>) -> Vec<Choice> {
    let missing = chosen.filter(|chosen| !places.iter().any(|place| place.id == chosen.id)).cloned();
    let none = Choice::new("", t("No consultancy"), "");
    let choice = |place: store::Place| Choice::new(place.id.as_str(), place.name, "");
    std::iter::once(none).chain(missing.into_iter().chain(places).map(choice)).collect()
}

/// Changes what an account is called.
///
/// # Errors
/// Not allowed; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "save_account", output = Json)]
pub async fn save_account(
    account: String,
    name: String,
    #[server(default)] description: String,
) -> Result<(), AppError> {
    let typed = typed!(name, description);
    answer(async {
        let proof = gate().permit::<action::UpdateAccount>(&caller(), account_id(&account)?).await?;
        proof.update(AccountEdit { id: String::new(), name, description }).await?;
        leptos_axum::redirect(&link::with_query(&link::account(&account, "settings"), &[("saved", "account")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Names an account's consultancy; empty for none.
///
/// # Errors
/// Not allowed; a guard says no.
#[server(prefix = "/rpc", endpoint = "save_consultancy", output = Json)]
pub async fn save_consultancy(
    account: String,
    #[server(default)] consultancy: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let typed = typed!(consultancy, why);
    answer(async {
        let wanted = named(&consultancy)?;
        let proof = gate().permit::<action::UpdateAccount>(&caller(), account_id(&account)?).await?;
        proof.set_consultancy(wanted.as_ref(), &why).await?;
        leptos_axum::redirect(&link::with_query(&link::account(&account, ""), &[("saved", "consultancy")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// What another consultancy of an account, or none, would do to who may do what.
///
/// # Errors
/// One may not change it.
#[server(prefix = "/rpc", endpoint = "check_consultancy", input = Json, output = Json)]
pub async fn check_consultancy(
    account: String,
    #[server(default)] consultancy: String,
) -> Result<AccessTold, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::PreviewConsultancy>(&caller(), account_id(&account)?).await?;
        let found = async {
            let outlook = proof.outlook(named(&consultancy)?.as_ref()).await?;
            Ok::<_, AppError>(AccessView::new(outlook, proof.now()))
        };
        AccessTold::new(found.await)
    })
    .await
}

/// The consultancy that a form names; nothing for none.
#[cfg(feature = "ssr")]
fn named(id: &str) -> Result<Option<NodeId>, AppError> {
    if id.is_empty() { Ok(None) } else { node(id).map(Some) }
}

/// Says what labels an account has, how many people may belong to it, and whether it is suspended.
///
/// # Errors
/// Not allowed on what is above it; a field that cannot be taken; a guard says no.
#[server(prefix = "/rpc", endpoint = "save_terms", output = Json)]
pub async fn save_terms(
    account: String,
    #[server(default)] labels: String,
    #[server(default)] seats: String,
    #[server(default)] suspended: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(labels, seats, suspended, reason);
    answer(async {
        let terms = AccountTerms { seats: self::seats(&seats)?, ..terms(&labels, &suspended) };
        let proof = gate().permit::<action::GovernAccount>(&caller(), NodeId::system()).await?;
        proof.govern(&account_id(&account)?, terms, &reason).await?;
        leptos_axum::redirect(&link::with_query(&link::account(&account, ""), &[("saved", "account")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// What other labels of an account, or suspending it, would do to who may do what.
///
/// # Errors
/// Not allowed on what is above it.
#[server(prefix = "/rpc", endpoint = "check_terms", input = Json, output = Json)]
pub async fn check_terms(
    account: String,
    #[server(default)] labels: String,
    #[server(default)] suspended: String,
) -> Result<AccessTold, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::PreviewTerms>(&caller(), NodeId::system()).await?;
        let found = async {
            let outlook = proof.outlook(&account_id(&account)?, &terms(&labels, &suspended)).await?;
            Ok::<_, AppError>(AccessView::new(outlook, proof.now()))
        };
        AccessTold::new(found.await)
    })
    .await
}

/// What a form wants of an account, but for its seats: nobody's access hangs on them.
#[cfg(feature = "ssr")]
fn terms(labels: &str, suspended: &str) -> AccountTerms {
    let labels = labels.lines().map(ToOwned::to_owned).collect();
    AccountTerms { labels, suspended: suspended == "true", seats: None }
}

/// How many; nothing for any number.
#[cfg(feature = "ssr")]
fn seats(text: &str) -> Result<Option<u32>, AppError> {
    match (text.trim(), text.trim().parse()) {
        ("", _) => Ok(None),
        (_, Ok(seats @ 0..=1_000_000)) => Ok(Some(seats)),
        _ => Err(AppError::invalid("seats", "write a whole number up to 1,000,000, or leave it empty for any number")),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::seats;

    #[test]
    fn seats_are_a_number_or_any() {
        assert_eq!((seats(" 12 "), seats("")), (Ok(Some(12)), Ok(None)));
        for bad in ["-1", "1.5", "many", "1000001"] {
            assert!(seats(bad).is_err(), "{bad}");
        }
    }
}
