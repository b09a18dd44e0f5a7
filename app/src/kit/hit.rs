//! A text with what was looked for marked in it.

use crate::prelude::*;
use crate::text::folded;

/// A text with the first place that holds the words marked.
#[component]
pub fn Hit(
    /// The text.
    #[prop(into)]
    text: String,
    /// What was looked for.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let [before, hit, after] = parts(&text, &words);
    view! {
        {before}
        {(!hit.is_empty()).then(|| view! { <mark>{hit}</mark> })}
        {after}
    }
    .into_any()
}

/// The text before, in, and after the first place that holds the words, large and small letters alike.
fn parts(text: &str, words: &str) -> [String; 3] {
    let (small, wanted) = (folded(text), folded(words.trim()));
    let letters: Vec<char> = text.chars().collect();
    // A letter may be two when it is small; then nothing is marked, which does no harm.
    let found = small.find(&wanted).filter(|_| !wanted.is_empty() && small.chars().count() == letters.len());
    let start = found.and_then(|at| Some(small.get(..at)?.chars().count()));
    let Some(start) = start else { return [text.to_owned(), String::new(), String::new()] };
    let part = |from: usize, number: usize| letters.iter().skip(from).take(number).collect::<String>();
    let length = wanted.chars().count();
    [part(0, start), part(start, length), part(start + length, letters.len())]
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn the_first_place_is_marked() {
        assert_eq!(parts("Ana Kovač", " KOV "), ["Ana ", "Kov", "ač"]);
        assert_eq!(parts("Žižkov", "ži"), ["", "Ži", "žkov"]);
        for none in ["", "x"] {
            assert_eq!(parts("Ana", none), ["Ana", "", ""]);
        }
    }
}
