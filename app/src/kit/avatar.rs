//! A person's or group's initials on a quiet ground, always the same one for the same name.

use super::{Glyph, Icon};
use crate::prelude::*;

/// Initials, for telling people apart at a glance; their name stands beside it.
#[component]
pub fn Avatar(
    /// Whose.
    #[prop(into)]
    name: String,
    /// Is it a group?
    #[prop(optional)]
    group: bool,
    /// As tall as two lines.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let size = if large { "size-11 text-base" } else { "size-8 text-xs" };
    let shape = if group { "rounded-lg" } else { "rounded-full" };
    let class = format!("grid shrink-0 place-items-center font-semibold uppercase {size} {shape} {}", ground(&name));
    let inside = if group {
        view! { <Icon glyph=Glyph::Group size=if large { 20 } else { 16 }/> }.into_any()
    } else {
        initials(&name).into_any()
    };
    view! { <span class=class aria-hidden="true">{inside}</span> }.into_any()
}

/// First letters of the first and the last word; the style makes them large.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    [first, words.next_back()].into_iter().flatten().collect()
}

fn ground(name: &str) -> &'static str {
    let sum = name.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    match sum % 5 {
        0 => "bg-info/12 text-info",
        1 => "bg-success/12 text-success",
        2 => "bg-warning/12 text-warning",
        3 => "bg-base-content/10 text-base-content",
        _ => "bg-accent/14 text-base-content",
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, letters) in
            [("Ana Kovač", "AK"), ("ana", "a"), ("Jan van der Berg", "JB"), ("  ", ""), ("élan vital", "év")]
        {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
