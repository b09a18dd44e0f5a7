//! What every component uses: the framework's own prelude, with `view!` erased.

pub use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// The framework's `view!` with its type erased. Views of one type let the WebAssembly hold the code that builds,
/// hydrates and renews them once, and not once for every combination of tags and what they are in.
macro_rules! erased_view {
    ($($view:tt)*) => {
        leptos::prelude::IntoAny::into_any(leptos::prelude::view! { $($view)* }.into_inner())
    };
}

pub(crate) use erased_view as view;

/// What renews itself, as one type for all closures that draw the same kind of thing. `view!` does so with closures that
/// stand in it; this is for those that have a name, or are all that a component draws.
pub fn reactive<V>(draw: impl FnMut() -> V + Send + 'static) -> Arc<Mutex<dyn FnMut() -> V + Send>> {
    Arc::new(Mutex::new(draw))
}
