//! The pages that are held: the READMEs and the topics of the help.

use crate::shared::keep::{read, root};

/// Paths of all pages, and their texts.
pub(super) fn all() -> Vec<(String, String)> {
    let mut paths = vec!["README.md".to_owned(), "knowledge/README.md".to_owned()];
    paths.extend(topics());
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

/// Paths of the topics of the help.
pub(super) fn topics() -> Vec<String> {
    let files = std::fs::read_dir(root().join("src/cli/topics")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let topic = |name: String| Some(format!("src/cli/topics/{}.md", name.strip_suffix(".md")?));
    let mut paths: Vec<_> = names.filter_map(topic).collect();
    paths.sort();
    assert!(paths.len() > 10, "{paths:?}");
    paths
}
