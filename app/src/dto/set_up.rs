//! One-time links: set-up and password reset.

use super::Choice;
use serde::{Deserialize, Serialize};

/// The first administrator's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpPage {
    /// The presets to begin with.
    pub presets: Vec<Choice>,
    /// The user name that the server's configuration suggests; may be empty.
    pub username: String,
    /// The e-mail address that it suggests; may be empty.
    pub email: String,
}

/// The form for a new password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPage {
    /// The name to sign in with.
    pub username: String,
}
