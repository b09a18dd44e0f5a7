//! What is compared with `answers.json`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p authz --test golden` writes what they are now; read the difference before committing.

use authz::{Change, Index, Question, Sent, World, effect::effect};
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const WORLD: &str = include_str!("world.json");
const QUESTIONS: &str = include_str!("questions.json");
const ANSWERS: &str = include_str!("answers.json");

fn answers() -> Value {
    let index = Index::new(serde_json::from_str::<World>(WORLD).unwrap()).unwrap();
    let questions: Value = serde_json::from_str(QUESTIONS).unwrap();
    let explained = questions["ask"].as_array().unwrap().iter().map(|ask| {
        let text = |at: usize| ask[at].as_str().unwrap();
        let asks = [(text(1), text(2))];
        let question = Question { subject: text(0), asks: &asks, sent: &Sent::NOTHING, parents: None, now: 100 };
        json!([text(3), index.explain(&question).unwrap()])
    });
    let changed = questions["change"].as_array().unwrap().iter().map(|change| {
        let changes: Vec<Change> = serde_json::from_value(change[1].clone()).unwrap();
        json!([change[0], effect(&index, &changes, 100).unwrap()])
    });
    json!({"explanations": explained.collect::<Vec<_>>(), "effects": changed.collect::<Vec<_>>()})
}

#[test]
fn answers_are_as_they_were() {
    let now = answers();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/answers.json");
        std::fs::write(file, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
        return;
    }
    let then: Value = serde_json::from_str(ANSWERS).unwrap();
    for part in ["explanations", "effects"] {
        for (now, then) in now[part].as_array().unwrap().iter().zip(then[part].as_array().unwrap()) {
            assert_eq!(now, then, "see tests/golden/answers.json");
        }
        assert_eq!(now[part].as_array().unwrap().len(), then[part].as_array().unwrap().len());
    }
}

/// What is read back is what was written.
#[test]
fn answers_survive_the_way_to_the_browser() {
    for explained in answers()["explanations"].as_array().unwrap() {
        let back: Vec<authz::Explanation> = serde_json::from_value(explained[1].clone()).unwrap();
        assert_eq!(serde_json::to_value(&back).unwrap(), explained[1]);
    }
    for effect in answers()["effects"].as_array().unwrap() {
        let back: authz::Effect = serde_json::from_value(effect[1].clone()).unwrap();
        assert_eq!(serde_json::to_value(&back).unwrap(), effect[1]);
    }
}
