//! `rdpfix session case`: a session that ended well, as a file for `--knowledge DIR`.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::output;
use super::{Base, Unusable, diagnose, kept};
use crate::knowledge::did_you_mean;
use crate::render::json;
use crate::session::case::{self, Beside, NoCase};

pub(super) fn run(
    path: &Path,
    cause: Option<String>,
    file: Option<(&Path, bool)>,
    knowledge: &[PathBuf],
) -> anyhow::Result<Exit> {
    let base = Base::load(knowledge)?;
    let (begun, lines, _) = kept::read(path)?;
    let source = format!("session {}", begun.id);
    let written = file.map(|(path, _)| path).filter(|path| *path != Path::new("-"));
    let id = match written {
        Some(path) => named(path)?,
        None => format!("session-{}", begun.id),
    };
    let year = lines.last().and_then(|line| line.at.get(..4)?.parse().ok());
    let course = diagnose::course_of(&base, &begun, &lines);
    let session = course.session().ok_or_else(|| refused(&NoCase::NothingWorked, &base, path))?;
    let written = case::of(&session, Beside { id, source, year, cause });
    let text = json::document(&written.map_err(|why| refused(&why, &base, path))?);
    match file {
        Some((path, force)) => output::write_file(path, force, &text)?,
        None => output::print(&text)?,
    }
    Ok(Exit::Fine)
}

/// The id that the name of a file gives: the two have to be the same.
fn named(path: &Path) -> anyhow::Result<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    if is_json && (1..=60).contains(&stem.len()) && stem.chars().all(plain) {
        return Ok(stem.to_owned());
    }
    let message = "the file of a case is named by its id: at most 60 of a-z, 0-9 and -, then .json";
    Err(Unusable::new(message, "-o house/cases/printer-of-the-store.json").into())
}

/// Why there is no case, and what to type instead.
fn refused(why: &NoCase, base: &Base, path: &Path) -> anyhow::Error {
    let file = crate::text::shell_path(path).unwrap_or_else(|| "FILE".to_owned());
    let help = match why {
        NoCase::NothingWorked => format!("rdpfix session resume {file}"),
        NoCase::SeveralCauses { .. } => "say which it was: --cause CAUSE".to_owned(),
        NoCase::NoCause(_, problem) => {
            format!("say which it was: --cause CAUSE, one of rdpfix explain {problem}")
        }
        NoCase::OtherCause(cause, problem) => {
            let problem = base.knowledge.problems.get(problem);
            let known = problem.into_iter().flat_map(|problem| problem.causes.keys());
            let near = did_you_mean(cause, known.map(String::as_str));
            format!("rdpfix explain {}{near}", problem.map_or("ID", |problem| problem.id.as_str()))
        }
    };
    Unusable::new(why.to_string(), help).into()
}
