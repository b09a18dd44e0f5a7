//! Accounts: the list, a new one, one of them, its settings, and moving people between them.

mod list;
mod moving;
mod new;
mod one;
mod settings;

pub use list::Accounts;
pub use moving::MovePerson;
pub use new::NewAccount;
pub use one::Account;
pub use settings::AccountSettings;

use crate::{
    dto::AccountItem,
    text::{fill, plural},
};

/// `12 people`, or `12 of 20 seats` where there is a limit.
fn size(account: &AccountItem) -> String {
    match account.seats {
        Some(seats) => {
            fill("{n} of {seats} seats taken", &[("n", &account.people.to_string()), ("seats", &seats.to_string())])
        }
        None => plural(usize::try_from(account.people).unwrap_or(usize::MAX), "{n} person", "{n} people"),
    }
}
