//! Generated files are kept true by the tests that generate them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes `text` to `path` when it differs, and then fails once so that the change is looked at.
/// Under CI nothing is written.
pub(crate) fn keep(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let old = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if old == text {
        return;
    }
    if std::env::var_os("CI").is_none() {
        fs::write(&path, text).unwrap();
        panic!("{} was out of date and is rewritten: run the tests again and commit it", path.display());
    }
    panic!("{} is out of date: run `cargo test` and commit it", path.display());
}

/// Every file under `knowledge/` is compiled in.
#[test]
fn no_file_is_forgotten() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let mut list = String::from("&[\n");
    for (path, _) in rdpfix::knowledge::read_dir(&root).unwrap() {
        writeln!(list, "    (\"{path}\", include_str!(\"../../../knowledge/{path}\")),").unwrap();
    }
    list.push_str("]\n");
    keep("src/knowledge/generated/files.in", &list);
}
