//! Hydrates the console in the browser.

#![recursion_limit = "512"]

/// Called once by the page's bootstrap script.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
