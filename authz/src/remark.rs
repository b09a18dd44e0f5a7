//! What people are told from rooms that draw no screen: a sentence that can be said in any language.

use alloc::{string::String, vec::Vec};
use core::fmt;

/// A sentence: its form in English, with `{name}` where something stands in, and what stands in. Whoever shows it may
/// know the form in another language; [`fmt::Display`] says it in English.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The sentence, to be found in a catalog of texts.
    pub form: &'static str,
    /// What stands in, by name.
    pub values: Vec<(&'static str, String)>,
}

/// A [`Remark`]: `remark!("there is no role `{role}`", role)`, or with `role = …` where it has another name.
#[macro_export]
macro_rules! remark {
    ($form:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::Remark { form: $form, values: Vec::from([$($crate::remark!(@value $name $(= $value)?)),*]) }
    };
    (@value $name:ident) => { $crate::remark!(@value $name = $name) };
    (@value $name:ident = $value:expr) => { (stringify!($name), ($value).to_string()) };
}

impl Remark {
    /// What stands in for a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// What is known only as a text, such as a parser's complaint: it stays as it is.
impl From<String> for Remark {
    fn from(detail: String) -> Self {
        Self { form: "{detail}", values: Vec::from([("detail", detail)]) }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&put(self.form, |name| self.value(name)))
    }
}

/// Puts values into a form, each name once, from left to right: what is put in is never searched itself. A name without
/// a value stays.
pub fn put<'a>(form: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(form.len() + 16);
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        rest = after;
        let known = after.split_once('}').and_then(|(name, after)| Some((value(name)?, after)));
        if let Some((value, after)) = known {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::Remark;
    use alloc::{
        string::{String, ToString},
        vec::Vec,
    };

    #[test]
    fn what_is_put_in_is_not_searched() {
        let (a, many) = ("{b}", 3);
        let remark: Remark = remark!("{a} and {b}, {n} of {c}", a, b = "x", n = many);
        assert_eq!(remark.to_string(), "{b} and x, 3 of {c}");
        assert_eq!(Remark::from(String::from("as {it} is")).to_string(), "as {it} is");
        assert_eq!(remark!("plain").values, Vec::new());
    }
}
