//! Generated files are kept true by the tests that generate them.

use std::fs;

/// Writes `text` to `path` when it differs, and then fails once so that the change is looked at.
/// Under CI nothing is written.
pub(crate) fn keep(path: &str, text: &str) {
    let path = super::root().join(path);
    let old = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if old == text {
        return;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "{} is out of date: run `cargo test` and commit it",
        path.display()
    );
    fs::write(&path, text).unwrap();
    panic!("{} was out of date and is rewritten: run the tests again and commit it", path.display());
}
