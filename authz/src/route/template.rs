//! Templates: `system`, `type:name`, or `type:{capture}` with plain text around one capture.

use alloc::{borrow::ToOwned, string::String};

/// The name of a node, with one capture of the path in it or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    before: String,
    capture: Option<String>,
    after: String,
}

/// Can a capture be called so?
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= 32
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

impl Template {
    /// Reads a template. One capture at most: with two, `a-b` and `c` would make the same name as `a` and `b-c`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |text: &str| !text.contains(['{', '}']);
        let template = match text.split_once('{') {
            None => Self { before: text.to_owned(), capture: None, after: String::new() },
            Some((before, rest)) => {
                let (capture, after) = rest.split_once('}')?;
                let capture = Some(capture.to_owned()).filter(|capture| is_name(capture))?;
                Self { before: before.to_owned(), capture: Some(capture), after: after.to_owned() }
            }
        };
        // The type is never captured: who asks must not choose it.
        let whole = template.fill("x");
        let named = template.capture.is_none() || template.before.contains(':');
        (plain(&template.before) && plain(&template.after) && named && crate::NodeId::parse(&whole).is_ok())
            .then_some(template)
    }

    /// The type of the node it names.
    pub fn kind(&self) -> &str {
        self.before.split_once(':').map_or(crate::SYSTEM, |(kind, _)| kind)
    }

    /// The capture in it.
    pub fn capture(&self) -> Option<&str> {
        self.capture.as_deref()
    }

    /// The name, with what was captured.
    pub fn fill(&self, captured: &str) -> String {
        let captured = if self.capture.is_some() { captured } else { "" };
        [self.before.as_str(), captured, self.after.as_str()].concat()
    }
}
