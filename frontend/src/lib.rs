//! Hydrates the console in the browser.

#![recursion_limit = "512"]

/// In no part of the WebAssembly, and room for all of them: the data of each part is aligned anew when they are split, and
/// where the sum does not fit into what there was, all of it goes into the part that every page loads.
#[used]
static ROOM: [u8; 8192] = [1; 8192];

/// Called once by the page's bootstrap script.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
