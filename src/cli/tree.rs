//! `rdpfix tree`: the decision tree of a problem; and the benchmark's own forms.

use std::io::{self, BufRead, Write};
use std::path::Path;

use anyhow::Context;

use super::Base;
use super::args::{TreeArgs, TreeForm};
use super::exit::Exit;
use super::output;
use crate::engine::{Model, Situation, bench, tree};
use crate::file;
use crate::knowledge::Knowledge;
use crate::render::{self, json};
use crate::session::{Facts, Policy, Session, Weakening};
use crate::witness::person::wait;

/// A tree of a problem has at most this many nodes; what was cut is said.
const NODES: usize = 2000;

/// The largest model that is read.
const MOST: u64 = 64 << 20;

pub(super) fn run(args: &TreeArgs) -> anyhow::Result<Exit> {
    anyhow::ensure!((0.0..1.0).contains(&args.prune), "--prune must be at least 0 and below 1");
    let text = match &args.bench {
        Some(path) => {
            let model = read_model(path)?;
            let tree = wait("drawing", || tree::unroll(&model, &Situation::start(&model), args.prune, None));
            form(&tree, args.format, &render::tree::ids)
        }
        None => of_problem(args)?,
    };
    match &args.output {
        Some(path) => output::write_file(path, args.force, &text)?,
        None => output::print(&text)?,
    }
    Ok(Exit::Fine)
}

fn of_problem(args: &TreeArgs) -> anyhow::Result<String> {
    let base = Base::load(&args.knowledge)?;
    let problem = base.problem(args.problem.as_deref().unwrap_or_default())?;
    let weakening = if args.allow_weakening { Weakening::Offer } else { Weakening::Withhold };
    let policy = Policy { weakening, go_on: false, assume_unknown: false, person: false };
    let session = Session::new(&base.knowledge, problem, Facts::default(), policy);
    let tree =
        wait("drawing", || tree::unroll(session.model(), session.situation(), args.prune, Some(NODES)));
    let label = |item: &str| label(&base.knowledge, item);
    Ok(match args.format {
        // Scripts get ids; people get sentences.
        TreeForm::Json => form(&tree, TreeForm::Json, &render::tree::ids),
        other => form(&tree, other, &label),
    })
}

fn form(tree: &tree::Tree, form: TreeForm, label: &dyn Fn(&str) -> String) -> String {
    match form {
        TreeForm::Text => render::tree::text(tree, label),
        TreeForm::Mermaid => render::tree::mermaid(tree, label),
        TreeForm::Dot => render::tree::dot(tree, label),
        TreeForm::Json => json::document(&bench::TreeDocument::new(tree)),
    }
}

/// The sentence of an item: a question, a fix, or `QUESTION=STATE` for an answer.
fn label(knowledge: &Knowledge, item: &str) -> String {
    if let Some((id, state)) = item.split_once('=') {
        let observation = knowledge.observations.get(id);
        return observation
            .and_then(|o| o.ask.labels.get(state))
            .map_or_else(|| state.to_owned(), Clone::clone);
    }
    let asked = knowledge.observations.get(item).map(|observation| observation.ask.prompt.clone());
    asked
        .or_else(|| knowledge.fixes.get(item).map(|fix| fix.title.clone()))
        .unwrap_or_else(|| item.to_owned())
}

fn read_model(path: &Path) -> anyhow::Result<Model> {
    let bytes = file::regular(path, MOST).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{} is no text", path.display()))?;
    bench::read_model(&text).with_context(|| format!("{} is no model of the benchmark", path.display()))
}

/// Answers the decision benchmark: a history per line in, a step per line out.
pub(super) fn oracle(path: &Path) -> anyhow::Result<Exit> {
    let model = read_model(path)?;
    let mut stdout = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = bench::answer_line(&model, &line.context("cannot read standard input")?)?;
        writeln!(stdout, "{answer}")
            .and_then(|()| stdout.flush())
            .context("cannot write to standard output")?;
    }
    Ok(Exit::Fine)
}
