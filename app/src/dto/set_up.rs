//! One-time links: set-up and password reset.

use super::Choice;
use serde::{Deserialize, Serialize};

/// The first administrator's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpPage {
    /// The presets to begin with.
    pub presets: Vec<Choice>,
}

/// The form for a new password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPage {
    /// The name to sign in with.
    pub username: String,
}
