//! Files of the project, and those among them that are generated.

use std::fs;
use std::path::Path;

/// The root of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project, with `\n` at the ends of lines.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n")
}

/// Writes `text` to `path` when it differs, and then fails once so that the change is looked at.
/// Under CI nothing is written.
pub(crate) fn keep(path: &str, text: &str) {
    let path = root().join(path);
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
