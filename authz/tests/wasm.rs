//! Every decision suite agrees in WebAssembly too, because the browser previews with the same code.
//!
//! `cargo test -p authz --target wasm32-unknown-unknown --test wasm`, with
//! `CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER` set to `wasm-bindgen-test-runner`.

use authz::suite::{FORMAT, Suite};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

macro_rules! suites {
    ($($name:literal)*) => {
        const SUITES: &[(&str, &str)] = &[$(($name, include_str!(concat!("suites/", $name, ".json")))),*];
    };
}

suites! {
    "calminer" "depictio" "flexmeasures" "frost"
    "nexus-core" "nexus-declared" "nexus-no-policies" "nexus-reversed"
    "random-1" "random-2" "random-3" "random-4" "random-5" "random-6"
}

#[test]
fn every_suite_agrees() {
    for (name, text) in SUITES {
        let suite: Suite = serde_json::from_str(text).unwrap();
        assert_eq!(suite.format, FORMAT);
        let report = suite.run();
        assert_eq!(report.differ, [], "{name}");
        assert!(report.agree > 0, "{name}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_file_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suites");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, SUITES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
