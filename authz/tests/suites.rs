//! Every decision suite agrees.

use authz::suite::{FORMAT, Suite};
use std::{fs, path::Path};

#[test]
fn every_suite_agrees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suites");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut differing = 0;
    for file in files {
        let suite: Suite = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(suite.format, FORMAT);
        let report = suite.run();
        println!("{} {} agree {} differ", file.file_name().unwrap().display(), report.agree, report.differ.len());
        for difference in report.differ.iter().take(10) {
            println!("  {difference:?}");
        }
        differing += report.differ.len();
    }
    assert_eq!(differing, 0);
}
