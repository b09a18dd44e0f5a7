//! A text with what was looked for marked in it.

use leptos::prelude::*;

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
    let folded: Vec<char> = words.trim().chars().flat_map(char::to_lowercase).collect();
    let letters: Vec<char> = text.chars().collect();
    let fits = |start: usize| {
        // A letter may be two when it is small; then it is not marked, which does no harm.
        let here = letters.iter().skip(start).take(folded.len());
        here.clone().count() == folded.len()
            && here.zip(&folded).all(|(letter, wanted)| letter.to_lowercase().eq([*wanted]))
    };
    let start = if folded.is_empty() { None } else { (0..letters.len()).find(|start| fits(*start)) };
    let Some(start) = start else { return [text.to_owned(), String::new(), String::new()] };
    let part = |from: usize, number: usize| letters.iter().skip(from).take(number).collect::<String>();
    [part(0, start), part(start, folded.len()), part(start + folded.len(), letters.len())]
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
