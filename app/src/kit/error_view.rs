//! The one way a page says that it cannot be shown: what is wrong, why, and what to do next.

use super::{Glyph, Icon, LinkButton, Prose, Tone};
use crate::prelude::*;
use crate::text::{capital, t};
use crate::{AppError, Code, link};
use leptos_meta::Title;
use leptos_router::hooks::use_location;

fn title(code: Code) -> (Glyph, &'static str) {
    match code {
        Code::SignIn => (Glyph::Key, t("You are signed out")),
        Code::NotFound => (Glyph::Lost, t("Nothing to see here")),
        Code::Forbidden => (Glyph::Lock, t("You may not do this")),
        Code::Refused => (Glyph::Ban, t("This was refused")),
        Code::Conflict => (Glyph::Alert, t("Somebody was faster")),
        Code::Invalid => (Glyph::Alert, t("This cannot be taken")),
        Code::Throttled | Code::Busy => (Glyph::Wait, t("Too much at once")),
        Code::Transport => (Glyph::Alert, t("The server cannot be reached")),
        Code::Internal => (Glyph::Alert, t("Something went wrong")),
    }
}

/// Stands where the page would be.
#[component]
pub fn ErrorView(
    /// What is wrong.
    error: AppError,
) -> impl IntoView {
    let (glyph, heading) = title(error.code);
    let path = use_location().pathname;
    let step = match error.code {
        Code::SignIn => {
            let href = link::with_query("/sign-in", &[("next", &path.get_untracked())]);
            view! { <LinkButton href label=t("Sign in and come back")/> }.into_any()
        }
        Code::Internal | Code::Busy | Code::Throttled | Code::Transport => {
            view! { <a class="btn btn-plain" href=path.get_untracked() rel="external">{t("Try again")}</a> }.into_any()
        }
        _ => view! { <LinkButton href="/" label=t("Go to the home page") tone=Tone::Plain/> }.into_any(),
    };
    view! {
        <Title text=heading/>
        <div class="mx-auto grid max-w-lg justify-items-start gap-3 py-10 md:py-20">
            <span class="text-accent"><Icon glyph size=32/></span>
            <h1>{heading}</h1>
            <p><Prose text=sentence(&error.detail)/></p>
            {error.next.map(|next| view! { <p><Prose text=sentence(&next)/></p> })}
            <div class="mt-3 flex flex-wrap gap-3">
                {step}
                {error.why.map(|href| view! { <LinkButton href=href.into_string() label=t("Why?") tone=Tone::Plain/> })}
            </div>
            {error.reference.map(|id| view! {
                <p class="mt-4 text-sm text-muted">{t("If you ask for help, name this:")} " " <code>{id.into_string()}</code></p>
            })}
        </div>
    }
    .into_any()
}

/// Messages begin small, so that they can follow a field's name; alone they are a sentence.
pub(super) fn sentence(text: &str) -> String {
    let dot = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    capital(text) + dot
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_message_alone_is_a_sentence() {
        assert_eq!(sentence("you need `a:b` on `c:d`"), "You need `a:b` on `c:d`.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), ".");
    }
}
