//! Units of knowledge as they stand in reports: whole, with the generated lines.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::Knowledge;
use crate::knowledge::commands::{self, Shell as CommandShell};
use crate::knowledge::format::{Change, Fix, Step, Validity};
use crate::knowledge::words::{Grade, Side};
use crate::session::Session;

/// One action with the exact way to do it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct StepCard {
    /// The sentence.
    pub text: String,
    /// Lines for the command prompt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cmd: Vec<String>,
    /// Lines for Windows `PowerShell`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub powershell: Vec<String>,
    /// Lines for a Unix shell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sh: Vec<String>,
    /// Menu path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gui: Option<String>,
}

impl From<&Step> for StepCard {
    fn from(step: &Step) -> Self {
        let text = step.text().to_owned();
        step.exact().map_or_else(
            || Self { text: text.clone(), ..Self::default() },
            |exact| Self {
                text: text.clone(),
                cmd: exact.cmd.clone(),
                powershell: exact.powershell.clone(),
                sh: exact.sh.clone(),
                gui: exact.gui.clone(),
            },
        )
    }
}

/// Steps as cards.
pub fn steps(steps: &[Step]) -> Vec<StepCard> {
    steps.iter().map(StepCard::from).collect()
}

/// The steps that apply in a session, with the lines that can be typed there. `side` is where lines are typed that do
/// not say it themselves.
pub fn applying(session: &Session, steps: &[Step], side: Option<Side>) -> Vec<StepCard> {
    let card = |step: &Step| {
        let mut card = StepCard::from(step);
        if let Some(side) = step.exact().and_then(|exact| exact.on).or(side) {
            card.keep_lines(session.known().windows_at(side), session.known().unix_at(side));
        }
        card
    };
    session.applying(steps).map(card).collect()
}

impl StepCard {
    /// Leaves the lines out that cannot be typed where there is no Windows, or nothing else.
    fn keep_lines(&mut self, windows: bool, unix: bool) {
        if !windows {
            self.cmd.clear();
            self.powershell.clear();
        }
        if !unix {
            self.sh.clear();
        }
    }
}

/// The span of a dated regression.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ValidityCard {
    /// Builds or updates that show it.
    pub builds: Vec<String>,
    /// First day, as YYYY-MM-DD.
    pub from: String,
    /// Last day, where it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The updates that end it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixed_by: Vec<String>,
}

impl From<&Validity> for ValidityCard {
    fn from(valid: &Validity) -> Self {
        let Validity { builds, from, until, fixed_by } = valid.clone();
        Self { builds, from, until, fixed_by }
    }
}

/// The lines of a change in one shell, by purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinesCard {
    /// Shows the value before anything is changed.
    pub keep: Vec<String>,
    /// Makes the change.
    pub change: Vec<String>,
    /// Shows the value afterwards.
    pub verify: Vec<String>,
    /// The way back when there was no value before.
    pub undo: Vec<String>,
    /// The way back to a value that was there; OLD stands for it.
    pub undo_to_old: Vec<String>,
}

impl From<commands::Lines> for LinesCard {
    fn from(lines: commands::Lines) -> Self {
        let commands::Lines { keep, change, verify, undo, undo_to_old } = lines;
        Self { keep, change, verify, undo, undo_to_old }
    }
}

/// One change of a fix: what is changed, and the exact lines for both shells.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ChangeCard {
    /// What is changed, in a sentence.
    pub what: String,
    /// Whether somebody has to be told what is changed: no generated line says it.
    #[serde(skip)]
    pub described: bool,
    /// Lines for the command prompt.
    pub cmd: LinesCard,
    /// Lines for Windows `PowerShell`.
    pub powershell: LinesCard,
    /// Menu path, for changes that are described only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gui: Option<String>,
    /// The way back in words, for changes that are described only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
}

impl From<&Change> for ChangeCard {
    fn from(change: &Change) -> Self {
        let (gui, undo) = match change {
            Change::Text { gui, undo, .. } => (gui.clone(), undo.clone()),
            _ => (None, None),
        };
        Self {
            what: what(change),
            described: matches!(change, Change::Text { .. }),
            cmd: commands::lines(change, CommandShell::Cmd).into(),
            powershell: commands::lines(change, CommandShell::PowerShell).into(),
            gui,
            undo,
        }
    }
}

/// What a change does, in a sentence.
pub(super) fn what(change: &Change) -> String {
    match change {
        Change::Registry { key, name, data: Some(data), .. } => {
            format!("Registry value {name} under {key} becomes {data}.")
        }
        Change::Registry { key, name, data: None, .. } => {
            format!("Registry value {name} under {key} is deleted.")
        }
        Change::Service { name, state } => {
            let state = serde_json::to_value(state).ok().and_then(|v| v.as_str().map(str::to_owned));
            format!("Service {name} is {}.", state.unwrap_or_default())
        }
        Change::Firewall { rule, enabled } => {
            format!("Firewall rules {rule} are switched {}.", if *enabled { "on" } else { "off" })
        }
        Change::Text { what, .. } => what.clone(),
    }
}

/// A fix, whole.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FixCard {
    /// Its id.
    pub id: String,
    /// What it does, imperative.
    pub title: String,
    /// Where it is done.
    pub sides: Vec<Side>,
    /// What it needs there.
    pub needs: Vec<crate::knowledge::words::Need>,
    /// Minutes of work, with what has to start again. An estimate.
    pub minutes: f64,
    /// The size of the work: easy, medium or hard.
    pub difficulty: String,
    /// What has to start again.
    pub reboot: crate::knowledge::words::Reboot,
    /// What can go wrong.
    pub risk: crate::knowledge::words::Risk,
    /// Whether it weakens a machine.
    pub security: crate::knowledge::words::Security,
    /// What to know before doing it.
    pub warning: Option<String>,
    /// What to do.
    pub steps: Vec<StepCard>,
    /// What it changes, with generated lines.
    pub changes: Vec<ChangeCard>,
    /// How to see that it worked.
    pub verify: String,
    /// The way back; `null` when there is nothing to undo.
    pub undo: Option<String>,
    /// What must follow a temporary fix.
    pub then: Vec<Pointer>,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// A unit that is pointed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pointer {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

impl FixCard {
    /// The card of a fix.
    pub fn new(knowledge: &Knowledge, fix: &Fix) -> Self {
        let work = fix.minutes.or(fix.effort.map(crate::knowledge::words::Effort::value)).unwrap_or_default();
        let pointer = |id: &String| {
            let title = knowledge.fixes.get(id).map_or_else(String::new, |fix| fix.title.clone());
            Pointer { id: id.clone(), title }
        };
        Self {
            id: fix.id.clone(),
            title: fix.title.clone(),
            sides: fix.sides.clone(),
            needs: fix.needs.clone(),
            minutes: work + fix.reboot.value(),
            difficulty: difficulty(work).to_owned(),
            reboot: fix.reboot,
            risk: fix.risk,
            security: fix.security,
            warning: fix.warning.clone(),
            steps: steps(&fix.steps),
            changes: fix.changes.iter().map(ChangeCard::from).collect(),
            verify: fix.verify.clone(),
            undo: fix.undo.clone(),
            then: fix.then.iter().map(pointer).collect(),
            grade: fix.grade,
            sources: fix.sources.clone(),
        }
    }

    /// The card of a fix in a session: without the steps that do not apply there.
    pub fn of_session(session: &Session, fix: &Fix) -> Self {
        let card = Self::new(session.knowledge, fix);
        let side = if let [side] = fix.sides[..] { Some(side) } else { None };
        let windows = fix.sides.iter().any(|side| session.known().windows_at(*side));
        // Whatever is changed as data is changed on Windows.
        let changes = if windows { card.changes } else { Vec::new() };
        Self { steps: applying(session, &fix.steps, side), changes, ..card }
    }

    /// Whether it leaves the machine weaker until it is undone.
    pub fn weakens(&self) -> bool {
        self.security == crate::knowledge::words::Security::Weakens
    }
}

/// The word for a size of work; the bounds lie between the values of the effort scale.
fn difficulty(minutes: f64) -> &'static str {
    match minutes {
        m if m <= 8.0 => "easy",
        m if m <= 35.0 => "medium",
        _ => "hard",
    }
}

/// Sides as they are printed: `host, domain`.
pub fn sides(sides: &[Side]) -> String {
    sides.iter().map(|side| side.word()).collect::<Vec<_>>().join(", ")
}
