//! Asking the server while somebody writes in a form.

use leptos::{html, prelude::*, task::spawn_local};
use std::future::Future;

/// What a form holds in a field, with line ends as they are kept.
pub(super) fn value(form: NodeRef<html::Form>, name: &str) -> String {
    let data = form.get_untracked().and_then(|form| web_sys::FormData::new_with_form(&form).ok());
    data.and_then(|data| data.get(name).as_string()).unwrap_or_default().replace("\r\n", "\n")
}

/// Hears the answer to what was asked last, and no other.
#[derive(Clone, Copy)]
pub(super) struct Latest(StoredValue<u32>);

impl Latest {
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Hears nothing of what was asked so far. Answers a number for what is asked next.
    pub fn forget(self) -> u32 {
        let number = self.0.get_value().wrapping_add(1);
        self.0.set_value(number);
        number
    }

    /// Asks, and hears what comes back, unless something else was asked since.
    pub fn ask<T: 'static>(self, answer: impl Future<Output = T> + 'static, hear: impl FnOnce(T) + 'static) {
        let number = self.forget();
        spawn_local(async move {
            let answer = answer.await;
            // The page may be gone by now.
            if self.0.try_get_value() == Some(number) {
                hear(answer);
            }
        });
    }
}
