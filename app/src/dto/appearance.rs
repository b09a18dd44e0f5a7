//! Light or dark.

use serde::{Deserialize, Serialize};

/// How the console looks in one browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Appearance {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Appearance {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in forms and in the cookie.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|appearance| appearance.word() == word)
    }

    /// The style sheet's theme; none where the system decides.
    pub fn theme(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("paper"),
            Self::Dark => Some("ink"),
        }
    }
}
