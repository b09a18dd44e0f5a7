//! What a server function answers when it does not do what was asked.

use crate::rpc::JsonText;
use crate::text::t;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What kind of error it is: stable, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Nobody is signed in.
    SignIn,
    /// No such thing, or not to be seen.
    NotFound,
    /// Not allowed; the detail names the permission.
    Forbidden,
    /// A guard of the model refused it.
    Refused,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// A field cannot be taken.
    Invalid,
    /// Too many attempts.
    Throttled,
    /// Too much to do right now.
    Busy,
    /// The request could not be read, or never arrived.
    Transport,
    /// Our fault.
    Internal,
}

impl Code {
    /// The HTTP status (RFC 9110 section 15) that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::NotFound => 404,
            Self::Forbidden | Self::Refused => 403,
            Self::Conflict => 409,
            Self::Invalid => 422,
            Self::Throttled => 429,
            Self::Busy => 503,
            Self::Transport => 400,
            Self::Internal => 500,
        }
    }
}

/// An error that a person reads. It may end up in an address (a form without script), so it holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{detail}")]
pub struct AppError {
    /// What kind.
    pub code: Code,
    /// What happened, and what to do about it.
    pub detail: String,
    /// Who can help, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Box<str>>,
    /// What to name when asking for help: a decision's or a request's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Box<str>>,
    /// Where it is explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Box<str>>,
    /// The field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Box<str>>,
    /// What was typed, without passwords: a form that comes back without script shows it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub typed: Vec<(String, String)>,
}

impl AppError {
    /// An error about no field in particular.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), next: None, reference: None, why: None, field: None, typed: Vec::new() }
    }

    /// A field that cannot be taken.
    pub fn invalid(field: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(Code::Invalid, detail) }
    }

    /// Keeps what was typed, cut to a length that fits into an address.
    #[must_use]
    pub fn typed(mut self, fields: &[(&str, &str)]) -> Self {
        const MAX: usize = 500;
        let cut = |text: &str| text.chars().take(MAX).collect::<String>();
        self.typed = fields.iter().map(|(name, text)| ((*name).to_owned(), cut(text))).collect();
        self
    }

    /// What was typed into a field.
    pub fn was(&self, field: &str) -> Option<&str> {
        self.typed.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => {
                Self::new(Code::Transport, t("the server cannot be reached; what you typed is still here, try again"))
            }
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::new(Code::Transport, t("the request could not be read; reload the page and try again"))
            }
            _ => Self::new(Code::Internal, t("something went wrong on our side; try again")),
        }
    }
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{AppError, Code};
    use crate::{
        dto::role::words::deed,
        link,
        text::{fill, said, t},
    };
    use identity::SignInError;
    use store::{Denied, StoreError};

    impl From<Denied> for AppError {
        fn from(denied: Denied) -> Self {
            let code = match &denied {
                Denied::SignIn => Code::SignIn,
                Denied::NotFound => Code::NotFound,
                Denied::Forbidden { .. } => Code::Forbidden,
            };
            let mut error = Self::new(code, said(&denied.remark()));
            if let Denied::Forbidden { permission, node, grantors, decision } = denied {
                let told =
                    [("deed", deed(&permission)), ("permission", permission.to_string()), ("node", node.to_string())];
                let told = told.each_ref().map(|(name, text)| (*name, text.as_str()));
                error.detail = fill("to {deed} you need `{permission}` on `{node}`", &told);
                let question = [("can", permission.as_str()), ("on", node.as_str())];
                error.why = Some(link::with_query("/access", &question).into());
                error.next = Some(match grantors.as_slice() {
                    [] if node.is_system() => t("ask an administrator").into(),
                    [] => t("ask whoever manages its members").into(),
                    some => fill("you can ask {people}", &[("people", &some.join(", "))]).into(),
                });
                error.reference = Some(decision.into());
            }
            error
        }
    }

    impl From<StoreError> for AppError {
        fn from(error: StoreError) -> Self {
            match error {
                StoreError::Denied(denied) => denied.into(),
                StoreError::Conflict(conflict) => Self::new(Code::Conflict, said(&conflict.remark())),
                StoreError::Refused(refusal) => Self::new(Code::Refused, said(&refusal.remark())),
                StoreError::Invalid { field, remedy } => Self::invalid(field, said(&remedy)),
                StoreError::Database(error) => {
                    tracing::error!(%error, "the database failed");
                    Self::new(Code::Internal, t("something went wrong on our side; try again"))
                }
            }
        }
    }

    impl From<SignInError> for AppError {
        fn from(error: SignInError) -> Self {
            let detail = said(&error.remark());
            match error {
                SignInError::Wrong => Self::invalid("password", detail),
                SignInError::Throttled => Self::new(Code::Throttled, detail),
                SignInError::Busy(_) => Self::new(Code::Busy, detail),
                SignInError::Password(_) => Self::invalid("new_password", detail),
                SignInError::Store(error) => error.into(),
            }
        }
    }
}
