//! Who besides members may visit a project, in words.

use crate::text::t;
use crate::{dto::Choice, kit::Glyph};
use authz::Visibility;

/// Its name in forms, its name for people, and its icon.
pub fn words(visibility: Visibility) -> (&'static str, &'static str, Glyph) {
    match visibility {
        Visibility::Private => ("private", t("Private"), Glyph::Lock),
        Visibility::Internal => ("internal", t("Internal"), Glyph::Internal),
        Visibility::Public => ("public", t("Public"), Glyph::Public),
    }
}

/// What a form offers.
pub fn choices() -> Vec<Choice> {
    vec![
        Choice::new("private", t("Private"), t("Only people and groups with a role that reaches the project.")),
        Choice::new("internal", t("Internal"), t("Everybody who is signed in may visit.")),
        Choice::new("public", t("Public"), t("Anyone may visit, signed in or not.")),
    ]
}
