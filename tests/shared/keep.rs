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

/// Holds a generated file against its text. `cargo regenerate` writes it (`RDPFIX_REGENERATE` is set); otherwise a
/// file that differs is a failed test.
pub(crate) fn keep(path: &str, text: &str) {
    let path = root().join(path);
    let old = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if old == text {
        return;
    }
    let writes = std::env::var_os("RDPFIX_REGENERATE").is_some();
    assert!(writes, "{} is out of date: run `cargo regenerate` and commit it", path.display());
    fs::write(&path, text).unwrap();
}
