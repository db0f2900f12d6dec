//! Embeds the Windows manifest and the version resource, and nothing else.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to a build script through the environment")]

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    if env::var_os("CARGO_CFG_WINDOWS").is_some() {
        // asInvoker, UTF-8 as the code page, long paths: see embed-manifest's defaults.
        let manifest = embed_manifest::new_manifest("rdpfix");
        embed_manifest::embed_manifest(manifest).expect("the manifest can be written to OUT_DIR");
        embed_version();
    }
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
