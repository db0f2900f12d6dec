//! `rdpfix.coverage/1`: how much is known, how deep, on what it rests, and how old it is.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::Knowledge;
use crate::knowledge::chances::of_cause;
use crate::knowledge::format::{Cause, Code, CodeTable, Observation, Problem, Way};
use crate::knowledge::words::Grade;
use crate::lexicon::{Lexicon, number};
use crate::report::header::{KnowledgeRevision, VERSION};
use crate::report::page::{Item, Page, ToPage, Tone};

/// A full diagnosis has at least this many causes with fixes, and as many observations that separate them.
const FULL: usize = 3;

/// How much is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CoverageReport {
    /// `rdpfix.coverage/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// The problems, by id.
    pub problems: Vec<ProblemDepth>,
    /// The problems of each depth, the deepest first.
    pub depths: Vec<DepthCount>,
    /// The numbers, by namespace.
    pub namespaces: Vec<NamespaceCover>,
    /// How many questions a live check can answer.
    pub checks: CheckCover,
    /// How many questions a file can answer.
    pub evidence: CheckCover,
    /// The statements, by what they rest on, from best to worst.
    pub grades: Vec<GradeCount>,
    /// The messages, by language.
    pub languages: Vec<LanguageCover>,
    /// The problems that were read against their sources the longest ago; `null` without problems.
    pub oldest_review: Option<OldestReview>,
}

/// How deep a problem is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProblemDepth {
    /// Its id.
    pub id: String,
    /// How deep it is known.
    pub depth: Depth,
    /// Its causes.
    pub causes: usize,
    /// Those of its causes that have a fix.
    pub repairable: usize,
    /// The observations that separate its causes.
    pub separating: usize,
    /// Resolved public cases of it that are counted.
    pub cases: usize,
    /// The day it was last read against its sources.
    pub reviewed: String,
}

/// How deep a problem is known, the deepest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// At least three causes with fixes and three observations that separate them.
    Full,
    /// Causes, fewer of them or less to tell them apart by.
    Causes,
    /// What it means, what to try and to whom to hand over.
    Meaning,
}

/// How many problems there are of a depth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DepthCount {
    /// The depth.
    pub depth: Depth,
    /// The problems.
    pub problems: usize,
}

/// The numbers of a namespace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamespaceCover {
    /// Its name.
    pub namespace: String,
    /// What it is called in an answer.
    pub title: String,
    /// The numbers and pairs that are known.
    pub codes: usize,
    /// Those of them that lead to a problem.
    pub leading: usize,
}

/// How much of what can be known a witness beside people may find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckCover {
    /// The observations.
    pub observations: usize,
    /// Those of them that some result of it answers.
    pub answered: usize,
}

/// How many statements rest on the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GradeCount {
    /// What they rest on.
    pub grade: Grade,
    /// The statements.
    pub statements: usize,
}

/// The messages of a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LanguageCover {
    /// Its tag.
    pub lang: String,
    /// The messages that a source has.
    pub messages: usize,
    /// The messages that are translations of our own.
    pub translations: usize,
    /// The problems that either leads to.
    pub problems: usize,
}

/// The oldest review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OldestReview {
    /// The day.
    pub date: String,
    /// The problems that were last reviewed then.
    pub problems: Vec<String>,
}

impl Depth {
    /// Every depth, the deepest first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Causes, Self::Meaning];

    /// What follows the number of its problems.
    fn says(self) -> String {
        match self {
            Self::Full => {
                format!("have at least {FULL} causes with fixes and {FULL} questions that separate them")
            }
            Self::Causes => "have causes, but fewer or less to separate them".to_owned(),
            Self::Meaning => "have a meaning, but no causes".to_owned(),
        }
    }
}

impl CoverageReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.coverage/1";

    /// What a knowledge base covers; the lexicon is the one that belongs to it.
    pub fn new(knowledge: &Knowledge, lexicon: &Lexicon) -> Self {
        let problems: Vec<ProblemDepth> =
            knowledge.problems.values().map(|problem| depth_of(knowledge, problem)).collect();
        let count = |depth: Depth| problems.iter().filter(|problem| problem.depth == depth).count();
        let statements = knowledge.statements();
        let grade =
            |grade: Grade| GradeCount { grade, statements: statements.get(&grade).copied().unwrap_or(0) };
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            depths: Depth::ALL.map(|depth| DepthCount { depth, problems: count(depth) }).to_vec(),
            namespaces: knowledge.codes.values().map(|table| namespace(table, lexicon)).collect(),
            checks: answered_by(knowledge, |way| way.check.is_some()),
            evidence: answered_by(knowledge, Way::is_evidence),
            grades: Grade::ALL.map(grade).to_vec(),
            languages: languages(knowledge),
            oldest_review: oldest_review(&problems),
            problems,
        }
    }
}

fn depth_of(knowledge: &Knowledge, problem: &Problem) -> ProblemDepth {
    let causes: Vec<&Cause> = problem.causes.keys().filter_map(|id| knowledge.causes.get(id)).collect();
    let repairable = causes.iter().filter(|cause| !cause.fixes.is_empty()).count();
    let separating = separating(knowledge, problem, &causes);
    let depth = match causes.len() {
        0 => Depth::Meaning,
        _ if repairable >= FULL && separating >= FULL => Depth::Full,
        _ => Depth::Causes,
    };
    ProblemDepth {
        id: problem.id.clone(),
        depth,
        causes: causes.len(),
        repairable,
        separating,
        cases: knowledge.cases_of(&problem.id).count(),
        reviewed: problem.reviewed.clone(),
    }
}

/// How many observations are likelier in some state with one cause than with another. What the problem
/// itself implies is the same for all.
fn separating(knowledge: &Knowledge, problem: &Problem, causes: &[&Cause]) -> usize {
    let mentioned = causes.iter().flat_map(|cause| cause.observations.keys());
    let ids: BTreeSet<&String> =
        mentioned.chain(problem.also_ask.keys()).filter(|id| !problem.implies.contains(id)).collect();
    let separates = |observation: &&Observation| {
        let mut rows = causes.iter().map(|cause| of_cause(problem, cause, observation));
        let first = rows.next().flatten();
        rows.any(|row| row != first)
    };
    ids.into_iter().filter_map(|id| knowledge.observations.get(id)).filter(separates).count()
}

fn namespace(table: &CodeTable, lexicon: &Lexicon) -> NamespaceCover {
    let leads = |code: &&Code| {
        let (value, extended) = (number(&code.code), code.extended.as_deref().and_then(number));
        let here = |lead: &&crate::lexicon::Lead| {
            lexicon.namespace(lead.namespace) == table.namespace
                && (lead.extended.is_none() || lead.extended == extended)
        };
        value.is_some_and(|value| lexicon.leads(value).iter().any(|lead| here(&lead)))
    };
    NamespaceCover {
        namespace: table.namespace.clone(),
        title: table.title.clone(),
        codes: table.codes.len(),
        leading: table.codes.iter().filter(leads).count(),
    }
}

fn answered_by(knowledge: &Knowledge, is: impl Fn(&Way) -> bool) -> CheckCover {
    let by = |observation: &&Observation| observation.witnesses.iter().any(&is);
    CheckCover {
        observations: knowledge.observations.len(),
        answered: knowledge.observations.values().filter(by).count(),
    }
}

fn languages(knowledge: &Knowledge) -> Vec<LanguageCover> {
    let mut by_lang: BTreeMap<&str, LanguageCover> = BTreeMap::new();
    for problem in knowledge.problems.values() {
        let langs: BTreeSet<&str> = problem.messages.iter().map(|message| message.lang.as_str()).collect();
        for lang in langs {
            let cover = by_lang.entry(lang).or_insert_with(|| LanguageCover {
                lang: lang.to_owned(),
                messages: 0,
                translations: 0,
                problems: 0,
            });
            let own = |translated: bool| {
                let of = problem.messages.iter().filter(|m| m.lang == lang && m.translated == translated);
                of.count()
            };
            cover.messages += own(false);
            cover.translations += own(true);
            cover.problems += 1;
        }
    }
    by_lang.into_values().collect()
}

fn oldest_review(problems: &[ProblemDepth]) -> Option<OldestReview> {
    let date = problems.iter().map(|problem| &problem.reviewed).min()?;
    let of = problems.iter().filter(|problem| problem.reviewed == *date);
    Some(OldestReview { date: date.clone(), problems: of.map(|problem| problem.id.clone()).collect() })
}

impl ToPage for CoverageReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("{} problems are known.", self.problems.len()), None);
        page.list(2, Depth::ALL.map(|depth| self.depth(depth)));
        self.codes(&mut page);
        let CheckCover { observations, answered } = self.checks;
        let by_file = self.evidence.answered;
        page.blank().heading(format!(
            "Questions: {observations}, a live check can answer {answered}, a file {by_file}"
        ));
        self.statements(&mut page);
        self.reviews(&mut page);
        page.blank().toned_text(0, self.knowledge.line(), Tone::Quiet);
        page
    }
}

impl CoverageReport {
    /// The deep ones are counted; the others are work to do, and named.
    fn depth(&self, depth: Depth) -> Item {
        let of = self.problems.iter().filter(|problem| problem.depth == depth);
        let ids: Vec<&str> = of.map(|problem| problem.id.as_str()).collect();
        let mut named = Page::new();
        if depth != Depth::Full && !ids.is_empty() {
            named.text(0, ids.join(", "));
        }
        Item::new(format!("{} {}", ids.len(), depth.says())).with(&mut named)
    }

    fn codes(&self, page: &mut Page) {
        let sum = |of: fn(&NamespaceCover) -> usize| self.namespaces.iter().map(of).sum::<usize>();
        let (codes, leading) = (sum(|cover| cover.codes), sum(|cover| cover.leading));
        page.blank().heading(format!("Codes: {codes} known, {leading} lead to a problem"));
        let row = |cover: &NamespaceCover| {
            vec![
                cover.namespace.clone(),
                cover.codes.to_string(),
                cover.leading.to_string(),
                cover.title.clone(),
            ]
        };
        page.table(["namespace", "codes", "lead", "title"], self.namespaces.iter().map(row).collect());
    }

    fn statements(&self, page: &mut Page) {
        let all: usize = self.grades.iter().map(|count| count.statements).sum();
        page.blank().heading(format!("Statements: {all}"));
        let row = |count: &GradeCount| vec![count.grade.word().to_owned(), count.statements.to_string()];
        page.table(["", ""], self.grades.iter().map(row).collect());
        page.blank().heading("Messages");
        let row = |cover: &LanguageCover| {
            [
                &cover.lang,
                &cover.messages.to_string(),
                &cover.translations.to_string(),
                &cover.problems.to_string(),
            ]
            .map(Clone::clone)
            .to_vec()
        };
        let columns = ["language", "from sources", "translated by us", "problems"];
        page.table(columns, self.languages.iter().map(row).collect());
    }

    fn reviews(&self, page: &mut Page) {
        let Some(oldest) = &self.oldest_review else { return };
        let whose = if oldest.problems.len() == self.problems.len() {
            "every problem".to_owned()
        } else {
            oldest.problems.join(", ")
        };
        page.blank().heading(format!("Oldest review: {}", oldest.date));
        page.text(2, whose);
    }
}
