//! An instant. The server writes it in UTC, the same for everybody; the browser then says how long ago that was, and
//! the exact local time on hover, in the same form.

use crate::calendar;
use crate::prelude::*;
use crate::text::t;

/// How an instant is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// How long ago, or how soon.
    #[default]
    Relative,
    /// The day.
    Day,
}

/// An instant.
#[component]
pub fn Time(
    /// In microseconds since 1970.
    at: i64,
    /// How it is written.
    #[prop(optional)]
    style: Style,
) -> impl IntoView {
    let (text, set_text) = signal(if style == Style::Day { calendar::date(at) } else { calendar::minute(at) });
    let (title, set_title) = signal(calendar::minute(at));
    // Only after hydration: the first paint must be what the server sent.
    Effect::new(move |_| {
        if let Some((now, local)) = browser(at) {
            set_title.set(local);
            if style == Style::Relative {
                set_text.set(calendar::relative(at, now));
            }
        }
    });
    view! { <time datetime=calendar::machine(at) title=title class="whitespace-nowrap">{text}</time> }.into_any()
}

/// When something ends: its last day. What is over says so, and steps back.
#[component]
pub fn Ends(
    /// In microseconds since 1970.
    at: i64,
    /// Is it over?
    #[prop(optional)]
    over: bool,
) -> impl IntoView {
    // What ends with a day ends as the next one begins.
    view! {
        <span class=if over { "ends ends-over" } else { "ends" }>
            {if over { t("ended ") } else { t("until ") }} <Time at=at - 1 style=Style::Day/>
        </span>
    }
    .into_any()
}

/// The browser's time, and the instant as its user's clock shows it.
#[cfg(feature = "hydrate")]
#[expect(clippy::unnecessary_wraps, reason = "a server has no clock of a user's")]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "milliseconds fit for 285,000 years, and a day has 1,440 minutes"
)]
fn browser(at: i64) -> Option<(i64, String)> {
    let (now, millis) = ((js_sys::Date::now() * 1_000.0) as i64, at as f64 / 1_000.0);
    let behind = js_sys::Date::new(&millis.into()).get_timezone_offset() as i64;
    Some((now, calendar::local(at, behind)))
}

#[cfg(not(feature = "hydrate"))]
fn browser(_at: i64) -> Option<(i64, String)> {
    None
}
