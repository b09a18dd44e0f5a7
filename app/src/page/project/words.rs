//! Technical names as people read them.

use crate::text::capital;

/// A type or action as people read it: `api-key` is `API key`, `assert-properties` is `Assert properties`.
pub fn words(name: &str) -> String {
    let text = name.replace(['-', '_'], " ");
    if let Some(rest) = text.strip_prefix("api ") {
        return format!("API {rest}");
    }
    capital(&text)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn technical_names_become_words() {
        assert_eq!(words("api-key"), "API key");
        assert_eq!(words("data_collection"), "Data collection");
        assert_eq!(words("read"), "Read");
        assert_eq!(words(""), "");
    }
}
