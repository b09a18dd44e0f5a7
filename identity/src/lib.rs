//! Who are you: passwords, throttling, sign-in and one-time links.
//!
//! Uses the store's public door; knows no HTTP. To add a way to sign in, add a file here that ends in a
//! user; the session is the server's.

mod password;
mod sign_in;
mod throttle;
mod token;

pub use password::{Busy, Hasher, PasswordError, check_password};
pub use sign_in::{Identity, SessionPolicy, SignInError};
pub use throttle::Throttle;
pub use token::{hash_token, new_token};
