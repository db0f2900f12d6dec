//! Embeds the Windows manifest and nothing else.

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    if std::env::var_os("CARGO_CFG_WINDOWS").is_some() {
        let manifest = embed_manifest::new_manifest("rdpfix");
        embed_manifest::embed_manifest(manifest).expect("the manifest can be written to OUT_DIR");
    }
}
