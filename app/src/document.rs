//! The HTML document around the app; only the server writes it.

use crate::prelude::*;
use crate::{App, context::appearance, dto::Appearance};
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
    /// The parts of the WebAssembly: a file with what each needs beside the main one, by the name of the function that
    /// loads it and a number.
    pub parts: BTreeMap<String, String>,
}

/// Names in the head what the part of a page needs, so that the browser fetches it beside the main one: as [`LATER`].
pub fn announce(part: &str) {
    let Some(assets) = use_context::<Assets>() else { return };
    let named = |name: &&String| name.strip_prefix(part).is_some_and(|number| number.starts_with('_'));
    let Some(address) = assets.parts.keys().find(named).and_then(|name| assets.parts.get(name)) else { return };
    let link = view! { <Link rel=LATER href=address.clone() as_="fetch" crossorigin="anonymous"/> };
    // Rendering it is what puts it into the head; in its own place nothing is left.
    let _ = link.to_html();
}

/// The letters most pages need, fetched before the style sheet asks for them.
const FONT: &str = "/fonts/inter-latin-400-700.woff2";

/// A relation of our own: what is to be fetched once the page is painted.
const LATER: &str = "later";

/// Loads the script and hydrates the page, once it is painted: on a slow network, what is read comes before what makes it
/// answer.
#[component]
fn Scripts(assets: Assets) -> impl IntoView {
    let Assets { script, wasm, .. } = assets;
    let nonce = leptos::nonce::use_nonce();
    let load = format!(
        "requestAnimationFrame(() => setTimeout(() => {{ \
         for (const link of document.querySelectorAll('link[rel={LATER}]')) link.rel = 'preload'; \
         import('{script}').then(m => m.default({{module_or_path: '{wasm}'}}).then(() => setTimeout(m.hydrate))); }}));"
    );
    view! {
        <link rel=LATER href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=nonce inner_html=load></script>
    }
}

/// The page's grounds in style/theme.css.
const GROUNDS: [(Appearance, &str); 2] = [(Appearance::Light, "#faf9f6"), (Appearance::Dark, "#11161f")];

/// Says what the page's ground is, so that the frame of a browser or an installed console goes with it.
#[component]
fn Ground() -> impl IntoView {
    let chosen = appearance();
    GROUNDS
        .into_iter()
        .filter(|(look, _)| chosen == Appearance::System || chosen == *look)
        .map(|(look, colour)| {
            let media = (chosen == Appearance::System).then(|| format!("(prefers-color-scheme: {})", look.word()));
            leptos::html::meta().attr("name", "theme-color").attr("media", media).attr("content", colour)
        })
        .collect_view()
}

/// The HTML document around the app.
pub fn shell() -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=appearance().theme()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <Ground/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/touch-180.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
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
