//! The HTML document around the app; only the server writes it.

use crate::App;
use leptos::prelude::*;
use leptos_meta::{Link, MetaTags};
use std::collections::BTreeMap;

/// The addresses of the script, the WebAssembly and the style sheet; they carry a hash of the content.
///
/// The framework's own `HydrationScripts` reads a file beside the executable to learn them; ours are inside it.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The script.
    pub script: String,
    /// The WebAssembly.
    pub wasm: String,
    /// The style sheet.
    pub style: String,
    /// The parts of the WebAssembly: what each needs beside the main one, by the name of the function that loads it
    /// and a number.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// Names in the head what the part of a page needs, so that the browser fetches it beside the main one.
pub fn announce(part: &str) {
    let Some(assets) = use_context::<Assets>() else { return };
    let named = |name: &&String| name.strip_prefix(part).is_some_and(|number| number.starts_with('_'));
    for address in assets.parts.keys().find(named).and_then(|name| assets.parts.get(name)).into_iter().flatten() {
        let link = view! {
            <Link rel="preload" href=address.clone() as_="fetch" type_="application/wasm" crossorigin="anonymous"/>
        };
        // Rendering it is what puts it into the head; in its own place nothing is left.
        let _ = link.to_html();
    }
}

/// The letters most pages need, fetched before the style sheet asks for them.
const FONT: &str = "/fonts/inter-v20-latin.woff2";

/// Loads the script and hydrates the page.
#[component]
fn Scripts(assets: Assets) -> impl IntoView {
    let Assets { script, wasm, .. } = assets;
    let nonce = leptos::nonce::use_nonce();
    let load =
        format!("import('{script}').then(m => m.default({{module_or_path: '{wasm}'}}).then(() => m.hydrate()));");
    view! {
        <link rel="modulepreload" href=script/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=nonce inner_html=load></script>
    }
}

/// The HTML document around the app.
pub fn shell() -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=crate::context::appearance().theme()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="preload" href=FONT r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=assets.style.clone()/>
                <Scripts assets/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
