//! Decision trees as text, as a Mermaid flowchart and as a Graphviz graph.
//!
//! Labels come from the caller: a closure is asked for the id of a question or fix, and for
//! `QUESTION=STATE` where a branch is an answer. [`ids`] shows the ids themselves.

use std::fmt::Write as _;

use crate::engine::tree::{Kind, Node, Target, Tree};

/// Labels that are the ids.
pub fn ids(key: &str) -> String {
    key.rsplit_once('=').map_or(key, |(_, state)| state).to_owned()
}

/// An indented outline, one step per line, with the share of sessions that come there.
pub fn text(tree: &Tree, label: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut stack = vec![(0, String::new(), Target::Node(tree.root))];
    while let Some((depth, branch, target)) = stack.pop() {
        let indent = "  ".repeat(depth);
        match target {
            Target::Solved => line(&mut out, format_args!("{indent}{branch}solved")),
            Target::Cut => line(&mut out, format_args!("{indent}{branch}...")),
            Target::Node(at) => {
                let node = &tree.nodes[at];
                let (step, reach) = (step(node, label), node.reach * 100.0);
                line(&mut out, format_args!("{indent}{branch}{step}   [{reach:.1}%]"));
                let below = node.next.iter().rev();
                stack.extend(below.map(|(on, to)| (depth + 1, format!("{}: ", edge(node, on, label)), *to)));
            }
        }
    }
    if let Some(note) = cut_note(tree) {
        line(&mut out, format_args!("{note}"));
    }
    out
}

/// A Mermaid flowchart.
pub fn mermaid(tree: &Tree, label: &dyn Fn(&str) -> String) -> String {
    let quoted = |text: &str| format!("\"{}\"", mermaid_text(text));
    let mut out = String::from("flowchart TD\n");
    if let Some(note) = cut_note(tree) {
        line(&mut out, format_args!("  %% {note}"));
    }
    for (at, node) in tree.nodes.iter().enumerate() {
        line(&mut out, format_args!("  n{at}[{}]", quoted(&step(node, label))));
        for (on, target) in &node.next {
            let (on, to) = (quoted(&edge(node, on, label)), target_name(*target));
            line(&mut out, format_args!("  n{at} -->|{on}| {to}"));
        }
    }
    for (target, words) in leaves(tree) {
        line(&mut out, format_args!("  {}([{}])", target_name(target), quoted(words)));
    }
    out
}

/// A Graphviz graph.
pub fn dot(tree: &Tree, label: &dyn Fn(&str) -> String) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let mut out = format!("digraph {} {{\n", quoted(&tree.model));
    if let Some(note) = cut_note(tree) {
        line(&mut out, format_args!("  // {note}"));
    }
    line(&mut out, format_args!("  node [shape=box];"));
    for (at, node) in tree.nodes.iter().enumerate() {
        line(&mut out, format_args!("  n{at} [label={}];", quoted(&step(node, label))));
        for (on, target) in &node.next {
            let (on, to) = (quoted(&edge(node, on, label)), target_name(*target));
            line(&mut out, format_args!("  n{at} -> {to} [label={on}];"));
        }
    }
    for (target, words) in leaves(tree) {
        line(&mut out, format_args!("  {} [label={} shape=plain];", target_name(target), quoted(words)));
    }
    out.push_str("}\n");
    out
}

fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    writeln!(out, "{content}").expect("writing to a String cannot fail");
}

fn step(node: &Node, label: &dyn Fn(&str) -> String) -> String {
    match node.kind {
        Kind::Ask => format!("? {}", label(&node.item)),
        Kind::Fix => format!("! {}", label(&node.item)),
        Kind::HandOver => "-> hand over".to_owned(),
    }
}

/// The words on a branch: an answer has a label, `unknown` and the outcomes of a fix are the same everywhere.
fn edge(node: &Node, on: &str, label: &dyn Fn(&str) -> String) -> String {
    match (node.kind, on) {
        (Kind::Ask, "unknown") => "don't know".to_owned(),
        (Kind::Ask, state) => label(&format!("{}={state}", node.item)),
        (Kind::Fix | Kind::HandOver, outcome) => outcome.to_owned(),
    }
}

fn target_name(target: Target) -> String {
    match target {
        Target::Node(at) => format!("n{at}"),
        Target::Solved => "solved".to_owned(),
        Target::Cut => "cut".to_owned(),
    }
}

/// The ends that are no nodes, as far as the tree has them.
fn leaves(tree: &Tree) -> Vec<(Target, &'static str)> {
    let ends = [(Target::Solved, "solved"), (Target::Cut, "...")];
    let used = |end: Target| tree.nodes.iter().flat_map(|node| &node.next).any(|(_, target)| *target == end);
    ends.into_iter().filter(|(end, _)| used(*end)).collect()
}

/// What was left out, when something was.
fn cut_note(tree: &Tree) -> Option<String> {
    let anything = tree.nodes.iter().flat_map(|node| &node.next).any(|(_, target)| *target == Target::Cut);
    anything.then(|| format!("... rare branches left out: {:.1}% of the sessions", tree.cut * 100.0))
}

/// Characters that end a quoted Mermaid label, as its entities.
fn mermaid_text(text: &str) -> String {
    text.replace('#', "#35;").replace('"', "#quot;").replace('<', "#lt;").replace('>', "#gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let node = |kind, item: &str, reach, next: &[(&str, Target)]| Node {
            kind,
            item: item.to_owned(),
            reach,
            belief: Vec::new(),
            next: next.iter().map(|(on, to)| ((*on).to_owned(), *to)).collect(),
        };
        let ask = [("yes", Target::Node(1)), ("no", Target::Node(2)), ("unknown", Target::Cut)];
        let nodes = vec![
            node(Kind::Ask, "port-open", 1.0, &ask),
            node(Kind::Fix, "renew", 0.7, &[("worked", Target::Solved), ("failed", Target::Cut)]),
            node(Kind::HandOver, "", 0.25, &[]),
        ];
        Tree { model: "rdp-0xc07".to_owned(), nodes, root: 0, cut: 0.05 }
    }

    fn human(key: &str) -> String {
        match key {
            "port-open" => "Does \"3389\" answer?".to_owned(),
            "port-open=yes" => "It answers".to_owned(),
            other => ids(other),
        }
    }

    #[test]
    fn text_is_an_outline_that_says_what_was_cut() {
        let expected = "\
? port-open   [100.0%]
  yes: ! renew   [70.0%]
    worked: solved
    failed: ...
  no: -> hand over   [25.0%]
  don't know: ...
... rare branches left out: 5.0% of the sessions
";
        assert_eq!(text(&tree(), &ids), expected);
    }

    #[test]
    fn labels_are_asked_for_items_and_for_answers() {
        let shown = text(&tree(), &human);
        assert!(shown.starts_with("? Does \"3389\" answer?   [100.0%]\n  It answers: ! renew"), "{shown}");
        assert!(shown.contains("\n  no: -> hand over"), "{shown}");
    }

    #[test]
    fn a_whole_tree_says_nothing_about_cuts() {
        let mut whole = tree();
        whole.nodes[0].next.pop();
        whole.nodes[1].next[1].1 = Target::Node(2);
        for shown in [text(&whole, &ids), mermaid(&whole, &ids), dot(&whole, &ids)] {
            assert!(!shown.contains("..."), "{shown}");
        }
    }

    #[test]
    fn mermaid_escapes_what_would_end_a_label() {
        let expected = "\
flowchart TD
  %% ... rare branches left out: 5.0% of the sessions
  n0[\"? Does #quot;3389#quot; answer?\"]
  n0 -->|\"It answers\"| n1
  n0 -->|\"no\"| n2
  n0 -->|\"don't know\"| cut
  n1[\"! renew\"]
  n1 -->|\"worked\"| solved
  n1 -->|\"failed\"| cut
  n2[\"-#gt; hand over\"]
  solved([\"solved\"])
  cut([\"...\"])
";
        assert_eq!(mermaid(&tree(), &human), expected);
    }

    #[test]
    fn dot_escapes_what_would_end_a_label() {
        let expected = "\
digraph \"rdp-0xc07\" {
  // ... rare branches left out: 5.0% of the sessions
  node [shape=box];
  n0 [label=\"? Does \\\"3389\\\" answer?\"];
  n0 -> n1 [label=\"It answers\"];
  n0 -> n2 [label=\"no\"];
  n0 -> cut [label=\"don't know\"];
  n1 [label=\"! renew\"];
  n1 -> solved [label=\"worked\"];
  n1 -> cut [label=\"failed\"];
  n2 [label=\"-> hand over\"];
  solved [label=\"solved\" shape=plain];
  cut [label=\"...\" shape=plain];
}
";
        assert_eq!(dot(&tree(), &human), expected);
    }
}
