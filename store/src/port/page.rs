//! Keyset pages: a page starts after the last item of the one before, whatever came or went in between.

/// Most items on a page.
pub const MAX_PAGE: u32 = 100;

/// Where a page starts: after this sort key and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The sort key of the last item seen.
    pub key: String,
    /// Its id.
    pub id: String,
}

/// What page is wanted.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// Words to look for; empty for all.
    pub search: String,
    /// Where to start.
    pub after: Option<After>,
    /// How many items, at most [`MAX_PAGE`]; 0 for 50.
    pub limit: u32,
}

impl PageRequest {
    /// How many items, bounded.
    pub fn size(&self) -> u32 {
        if self.limit == 0 { 50 } else { self.limit.min(MAX_PAGE) }
    }

    /// The folded search text with what `LIKE` gives a meaning escaped by `\`, between wildcards.
    pub fn like(&self) -> String {
        let mut pattern = String::from("%");
        for letter in fold(&self.search).chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        pattern.push('%');
        pattern
    }

    /// Where to start, as two columns; the empty texts come before everything.
    pub fn start(&self) -> (&str, &str) {
        self.after.as_ref().map_or(("", ""), |after| (after.key.as_str(), after.id.as_str()))
    }
}

/// Some items, and where the next page starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page starts; `None` on the last.
    pub next: Option<After>,
}

impl<T> Page<T> {
    /// A page of at most `size` items out of up to `size + 1` that were read.
    pub fn cut(mut items: Vec<T>, size: u32, key: impl Fn(&T) -> After) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = items.len() > size;
        items.truncate(size);
        let next = if more { items.last().map(key) } else { None };
        Self { items, next }
    }

    /// The same page of something else.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(make).collect(), next: self.next }
    }
}

/// The form in which names are compared and searched: trimmed, lower case.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
