//! Gathers the knowledge that is compiled in, and embeds the Windows manifest and the version resource.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to a build script through the environment")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What under `knowledge/` is not compiled in as it stands: it only trains the readers or is counted beforehand.
const ELSEWHERE: [&str; 3] = ["cases", "phrases", "words"];

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    println!("cargo:rerun-if-changed=knowledge");
    gather(Path::new("knowledge")).expect("the knowledge can be read and OUT_DIR written");
    if env::var_os("CARGO_CFG_WINDOWS").is_some() {
        // asInvoker, UTF-8 as the code page, long paths: see embed-manifest's defaults.
        let manifest = embed_manifest::new_manifest("rdpfix");
        embed_manifest::embed_manifest(manifest).expect("the manifest can be written to OUT_DIR");
        embed_version();
    }
}

/// Writes `knowledge.in`: path (relative to `knowledge/`, with slashes) and text of each file, by path, as an expression.
/// Blanks between the words of JSON go: they would be a tenth of the program.
fn gather(root: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.is_dir() && !ELSEWHERE.iter().any(|name| path.ends_with(name)) {
            files.extend(fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?.iter().map(fs::DirEntry::path));
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    // By id: "a" stands before "a-b", as in a map.
    files.sort_by_key(|path| path.with_extension(""));
    let mut list = String::from("&[\n");
    for path in files {
        let name =
            path.strip_prefix(root).expect("it stands in the folder").to_string_lossy().replace('\\', "/");
        let text = without_blanks(&fs::read_to_string(path)?);
        let _ = writeln!(list, "    (\"{}\", \"{}\"),", name.escape_default(), text.escape_default());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("knowledge.in"), list + "]\n")
}

/// A JSON text without the blanks outside its strings.
fn without_blanks(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keep = |c: &char| {
        let keep = inside || !c.is_ascii_whitespace();
        if *c == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && *c == '\\' && !escaped;
        keep
    };
    json.chars().filter(keep).collect()
}

/// Name, version and description, which Explorer shows and whose absence makes virus scanners suspicious.
/// It takes a resource compiler (windres or rc), which not every machine that can link has.
fn embed_version() {
    let mut resource = winresource::WindowsResource::new();
    resource.set("FileDescription", &env::var("CARGO_PKG_DESCRIPTION").expect("cargo sets it"));
    resource.set("OriginalFilename", "rdpfix.exe");
    if let Err(error) = resource.compile_for("rdpfix") {
        println!("cargo:warning=rdpfix.exe gets no version resource: {error}");
    }
}
