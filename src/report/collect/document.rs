//! `rdpfix.collect/1`: the lines of the script.

use schemars::JsonSchema;
use serde::Serialize;

use super::choose::choose;
use super::inputs;
use crate::knowledge::Knowledge;
use crate::knowledge::commands::Shell;
use crate::knowledge::format::Problem;
use crate::knowledge::words::{Grade, Need, Side};
use crate::report::header::{KnowledgeRevision, VERSION};

/// A script that collects files on one computer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CollectReport {
    /// `rdpfix.collect/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// The computer on which it is run: `host` or `client`.
    pub side: &'static str,
    /// The problem whose open questions it is for; `null` for all problems.
    pub problem: Option<String>,
    /// `cmd` or `powershell`.
    pub shell: &'static str,
    /// The name of the folder that it makes below %TEMP%.
    pub folder: String,
    /// What is named behind the script when it is run, in this order: `host`, `gateway`, `rdp-file`.
    pub arguments: Vec<&'static str>,
    /// The files of the folder, by id of their line.
    pub lines: Vec<LineCard>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) form: Shell,
}

/// One file of the folder.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineCard {
    /// The id of its line in `collect.json`.
    pub id: String,
    /// Its name.
    pub file: String,
    /// What it reads.
    pub reads: String,
    /// What it needs: `admin`.
    pub needs: Vec<&'static str>,
    /// The commands whose output it holds. `{host}`, `{gateway}`, `{domain}` and `{rdp-file}` stand for what the script
    /// is told, or finds in its environment.
    pub commands: Vec<String>,
    /// Of the output only lines with this text are kept.
    pub keep: Option<String>,
    /// Lines of the output that begin with one of these are dropped.
    pub drop: Vec<String>,
    /// What a person puts into the folder, where there is no command.
    pub by_hand: Option<String>,
    /// The observations that it can answer.
    pub answers: Vec<String>,
    /// How well it is known that the commands show this.
    pub grade: Grade,
    /// Ids of sources.
    pub sources: Vec<String>,
}

impl CollectReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.collect/1";

    /// What the open questions of a problem, or of all, need from a side.
    pub fn new(knowledge: &Knowledge, side: Side, problem: Option<&Problem>, shell: Shell) -> Self {
        let card = |chosen: super::choose::Chosen| LineCard {
            id: chosen.id.to_owned(),
            file: chosen.line.file.clone(),
            reads: chosen.line.reads.clone(),
            needs: chosen.line.needs.iter().map(|need: &Need| need.word()).collect(),
            commands: chosen.commands(shell),
            keep: chosen.line.keep.clone(),
            drop: chosen.line.drop.clone(),
            by_hand: chosen.line.by_hand.clone(),
            answers: chosen.answers.iter().map(|id| (*id).to_owned()).collect(),
            grade: chosen.line.grade,
            sources: chosen.line.sources.clone(),
        };
        let lines: Vec<LineCard> = choose(knowledge, side, problem).into_iter().map(card).collect();
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            side: side.word(),
            problem: problem.map(|problem| problem.id.clone()),
            shell: if shell == Shell::Cmd { "cmd" } else { "powershell" },
            folder: format!("rdpfix-collected-{}", side.word()),
            arguments: inputs::arguments(&lines.iter().flat_map(|line| &line.commands).collect::<Vec<_>>()),
            lines,
            form: shell,
        }
    }
}
