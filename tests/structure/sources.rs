//! The modules under `src/` and the paths through which they use each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::shared::keep::{read, root};

/// A module by its names: `["knowledge", "format"]`. That of `lib.rs` is empty.
pub(crate) type Module = Vec<String>;

/// The text of every module, without comments, strings and the tests at its end.
pub(crate) struct Sources {
    texts: BTreeMap<Module, String>,
    /// What a module hands on from its own modules: the name, and where it is defined.
    handed_on: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
}

impl Sources {
    pub(crate) fn read() -> Self {
        let mut texts = BTreeMap::new();
        collect(&root().join("src"), &Module::new(), &mut texts);
        assert!(texts.len() > 100, "the sources are found");
        let mut sources = Self { texts, handed_on: BTreeMap::new() };
        for (module, text) in &sources.texts {
            let own = paths_behind(text, "use ").into_iter().filter_map(|path| {
                let path = path.strip_prefix(&["self".to_owned()]).map_or(path.clone(), <[_]>::to_vec);
                let child = [module.as_slice(), path.get(..1)?].concat();
                sources.texts.contains_key(&child).then(|| (path[path.len() - 1].clone(), path))
            });
            sources.handed_on.insert(module.clone(), own.collect());
        }
        sources
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = &Module> {
        self.texts.keys()
    }

    /// The modules in the order in which `lib.rs` lists them: lines such as ``//! 1. [`cli`]: ...``.
    pub(crate) fn order() -> Vec<String> {
        let named = |line: &str| {
            let (number, rest) = line.strip_prefix("//! ")?.split_once(". [`")?;
            number.parse::<u8>().ok()?;
            Some(rest.split_once('`')?.0.to_owned())
        };
        read("src/lib.rs").lines().filter_map(named).collect()
    }

    /// Which module uses which, by `crate::` and `super::` paths.
    pub(crate) fn arrows(&self) -> BTreeSet<(Module, Module)> {
        let mut arrows = BTreeSet::new();
        for (module, text) in &self.texts {
            let mut uses: Vec<Vec<String>> = paths_behind(text, "crate::");
            for path in paths_behind(text, "super::") {
                let ups = path.iter().take_while(|name| *name == "super").count();
                let parent = module.len().saturating_sub(ups + 1);
                uses.push([&module[..parent], &path[ups..]].concat());
            }
            arrows.extend(uses.into_iter().map(|path| (module.clone(), self.defined_in(&path, 5))));
        }
        arrows
    }

    /// The module in which a path ends, followed through what modules hand on at most so many times.
    fn defined_in(&self, path: &[String], times: usize) -> Module {
        let known = (0..=path.len()).rev().find(|n| self.texts.contains_key(&path[..*n])).unwrap_or(0);
        let (module, rest) = path.split_at(known);
        let handed_on = rest.first().and_then(|name| self.handed_on.get(module)?.get(name));
        match handed_on {
            Some(to) if times > 0 => self.defined_in(&[module, to, &rest[1..]].concat(), times - 1),
            _ => module.to_vec(),
        }
    }
}

/// Reads a folder of sources and the folders in it.
fn collect(folder: &Path, module: &Module, texts: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).expect("the folder of the sources is there") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let own = |name: &str| [module.as_slice(), &[name.to_owned()]].concat();
        if path.is_dir() {
            collect(&path, &own(&name), texts);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let module = match name.as_str() {
                "main" | "build" if module.is_empty() => continue,
                "mod" | "lib" => module.clone(),
                name => own(name),
            };
            texts.insert(module, bare(&fs::read_to_string(&path).expect("a source is text")));
        }
    }
}

/// A source without comments, without what stands in quotes, and without the tests at its end.
fn bare(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut out = String::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("'\"'") {
            3
        } else if rest.starts_with('"') {
            quoted(rest)
        } else {
            out.push_str(&rest[..1]);
            1
        };
        rest = &rest[length..];
    }
    out + rest
}

/// How long the text in quotes is with which this begins.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// The paths that follow a word, groups in braces taken apart.
fn paths_behind(text: &str, word: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, _) in text.match_indices(word) {
        let behind_a_path = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        if !behind_a_path {
            group(&text[at + word.len()..], &mut Vec::new(), &mut paths);
        }
    }
    paths
}

/// Reads one path or group of paths behind `before`; returns how much of the text it was.
fn group(text: &str, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    if !text.starts_with('{') {
        let name = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        before.push(text[..name].to_owned());
        let rest = &text[name..];
        let deeper = rest.starts_with("::") && !rest.starts_with("::<");
        let length = if deeper { 2 + group(&rest[2..], before, paths) } else { 0 };
        if !deeper {
            paths.push(before.clone());
        }
        before.pop();
        return name + length;
    }
    let mut at = 1;
    while let Some(next) = text[at..].find(|c: char| !c.is_whitespace() && c != ',').map(|n| at + n) {
        if text[next..].starts_with('}') {
            return next + 1;
        }
        at = next + group(&text[next..], before, paths).max(1);
    }
    text.len()
}

#[test]
fn paths_are_read_from_groups_and_not_from_comments_or_quotes() {
    let text =
        bare("use crate::{a::B, c::{d, E}};\n// crate::f\nlet g = \"crate::\\\"h\";\ncrate::i::J::new();");
    let paths: Vec<String> = paths_behind(&text, "crate::").iter().map(|path| path.join(" ")).collect();
    assert_eq!(paths, ["a B", "c d", "c E", "i J new"]);
}
