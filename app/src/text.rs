//! Texts, in the language of who reads them.
//!
//! A text is written where it is used, in English, inside [`t`], [`fill`] or [`plural`]; `scripts/texts` collects them
//! into `app/text/en.json`, which a translation copies, together with what other rooms say by `remark!`, for [`said`]. What is not in a language's catalog stays English.

#[cfg(feature = "ssr")]
use authz::Remark;
use authz::remark::put;

/// Forms of a text by number, in the order of the language's categories (Unicode CLDR, "Language Plural Rules").
struct Language {
    /// The form that a number takes: an index into the forms.
    form: fn(u64) -> usize,
    /// What stands between groups of three digits.
    group: char,
}

/// The language the console was written in: one form for 1, another for everything else.
const ENGLISH: Language = Language { form: |count| usize::from(count != 1), group: ',' };

/// A text as it reads in the language.
pub const fn t(text: &'static str) -> &'static str {
    text
}

/// A text with what stands in for each `{name}` in it.
pub fn fill(text: &'static str, values: &[(&str, &str)]) -> String {
    put(t(text), |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
}

/// A text that counts: `{n}` in it is the number, written as the language writes numbers.
pub fn plural(count: usize, one: &'static str, other: &'static str) -> String {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let (forms, digits) = ([one, other], number(count));
    let form = forms.get((ENGLISH.form)(count)).copied().unwrap_or(other);
    put(form, |name| (name == "n").then_some(digits.as_str()))
}

/// A number with its digits in groups.
pub fn number(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(ENGLISH.group);
        }
        grouped.push(digit);
    }
    grouped
}

/// A text in small letters, to find it by. In the browser it is the browser that knows how.
pub fn folded(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    return text.to_lowercase();
}

/// A text as it begins a line. Only of technical names and of our own messages: other letters than those of English stay as
/// they are, and the tables for them out of the WebAssembly.
pub fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// What another room tells.
#[cfg(feature = "ssr")]
pub fn said(remark: &Remark) -> String {
    put(t(remark.form), |name| remark.value(name))
}

#[cfg(test)]
mod tests {
    use super::{number, plural};

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [number(0u32), number(999u32), number(1_000u32), number(40_213u32)],
            ["0", "999", "1,000", "40,213"]
        );
    }

    #[test]
    fn a_count_takes_its_form() {
        let members = |count| plural(count, "{n} member", "{n} members");
        assert_eq!([members(0), members(1), members(4_213)], ["0 members", "1 member", "4,213 members"]);
    }
}
