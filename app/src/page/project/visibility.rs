//! Who besides members may visit a project, in words.

use crate::{dto::Choice, kit::Glyph};
use authz::Visibility;

/// Its name in forms, its name for people, and its icon.
pub(super) fn words(visibility: Visibility) -> (&'static str, &'static str, Glyph) {
    match visibility {
        Visibility::Private => ("private", "Private", Glyph::Lock),
        Visibility::Internal => ("internal", "Internal", Glyph::Internal),
        Visibility::Public => ("public", "Public", Glyph::Public),
    }
}

/// What a form offers.
pub(super) fn choices() -> Vec<Choice> {
    vec![
        Choice::new("private", "Private", "Only people and groups with a role that reaches the project."),
        Choice::new("internal", "Internal", "Everybody who is signed in may visit."),
        Choice::new("public", "Public", "Anyone may visit, signed in or not."),
    ]
}
