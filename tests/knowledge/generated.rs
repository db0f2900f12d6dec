//! Generated files are kept true by the tests that generate them.

use std::fmt::Write as _;

use crate::shared::keep::{keep, root};

/// Every file under `knowledge/` is compiled in.
#[test]
fn no_file_is_forgotten() {
    let root = root().join("knowledge");
    let mut list = String::from("&[\n");
    for (path, _) in rdpfix::knowledge::read_dir(&root).unwrap() {
        writeln!(list, "    (\"{path}\", include_str!(\"../../../knowledge/{path}\")),").unwrap();
    }
    list.push_str("]\n");
    keep("src/knowledge/generated/files.in", &list);
}
