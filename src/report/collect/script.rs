//! The script of a collection, for the command prompt or Windows PowerShell.
//!
//! It writes below `%TEMP%` into one folder that was not there before, and works from any path. A command that fails, or
//! whose program is not there, is noted and stops nothing. There are no labels, so that no line end matters, and no
//! variable is expanded twice.

use super::document::{CollectReport, LineCard};
use super::inputs::{INPUTS, needed};
use crate::knowledge::commands::{Shell, comment_line};

impl CollectReport {
    /// The script: plain ASCII, one command a line, ending with a line break.
    pub fn script(&self) -> String {
        let lines = match self.form {
            Shell::Cmd => cmd(self),
            Shell::PowerShell => powershell(self),
        };
        lines.join("\n") + "\n"
    }
}

/// What the script is, as sentences of a comment.
fn head(report: &CollectReport) -> Vec<String> {
    let what = report
        .problem
        .as_ref()
        .map_or_else(|| "every problem".to_owned(), |problem| format!("the problem {problem}"));
    let mut head = vec![
        format!("rdpfix {}: collects what {what} needs from the {}.", report.version, report.side),
        format!(
            "It only reads, and writes one new folder: {} in TEMP. Read it before you run it.",
            report.folder
        ),
        "It reads no passwords, no password hashes and no saved credentials.".to_owned(),
        "Names of computers and users stand in what it writes.".to_owned(),
    ];
    if report.lines.iter().any(|line| line.needs.contains(&"admin")) {
        head.push("Run it as administrator if you can: else some files stay empty.".to_owned());
    }
    if !report.arguments.is_empty() {
        let words: Vec<&str> = report.arguments.clone();
        head.push(format!(
            "Name behind the script, each may be left out from the end: {}.",
            words.join(", ")
        ));
        for (name, _, told) in INPUTS.iter().filter(|(name, ..)| words.contains(name)) {
            head.push(format!("  {name}: {told}."));
        }
    }
    head
}

/// A text without anything that a shell acts upon.
fn plain(text: &str, shell: Shell) -> String {
    let line = comment_line(text, shell);
    line.split_once(' ').map_or_else(String::new, |(_, text)| text.to_owned())
}

/// What the list of contents says of each file.
fn contents(report: &CollectReport) -> Vec<String> {
    let line = |card: &LineCard| {
        let rights = if card.needs.is_empty() { "" } else { " (as administrator)" };
        match &card.by_hand {
            Some(by_hand) => format!("{}: {} By hand: {by_hand}", card.file, card.reads),
            None => format!("{}{rights}: {}", card.file, card.reads),
        }
    };
    let notes = "notes.txt: What did not work, and programs that are not there.".to_owned();
    report.lines.iter().map(line).chain([notes]).collect()
}

/// The sentence where a command says nothing.
fn nothing(at: usize, file: &str) -> String {
    format!("Command {at} for {file}: nothing found, no rights, or the program is not on this computer.")
}

fn not_named(at: usize, file: &str) -> String {
    format!("Command {at} for {file}: left out, since its name was not given.")
}

fn cmd(report: &CollectReport) -> Vec<String> {
    let say = |text: &str| comment_line(text, Shell::Cmd);
    let echo = |text: &str| format!(">> \"%OUT%\\contents.txt\" echo {}", plain(text, Shell::Cmd));
    let mut lines = vec!["@echo off".to_owned()];
    lines.extend(head(report).iter().map(|text| say(text)));
    lines.push("setlocal EnableExtensions DisableDelayedExpansion".to_owned());
    for (at, name) in report.arguments.iter().enumerate() {
        let variable =
            INPUTS.iter().find(|(known, ..)| known == name).map_or("", |(_, variable, _)| variable);
        lines.push(format!("set \"{variable}=%~{}\"", at + 1));
    }
    lines.extend([
        "set \"RDPFIX_DOMAIN=%USERDNSDOMAIN%\"".to_owned(),
        "if not defined TEMP echo TEMP is not set.& exit /b 1".to_owned(),
        format!("set \"OUT=%TEMP%\\{}\"", report.folder),
        "mkdir \"%OUT%\"".to_owned(),
        "if errorlevel 1 echo The folder is there already, or cannot be made: \"%OUT%\". Rename it first.& exit /b 1"
            .to_owned(),
        say("From an empty folder, no program of the same name is started by mistake."),
        "cd /d \"%OUT%\"".to_owned(),
    ]);
    lines.extend(contents(report).iter().map(|text| echo(text)));
    let count = report.lines.len();
    let mut at = 0;
    for (index, card) in report.lines.iter().enumerate() {
        lines.push(say(&format!("{} of {count}. {}: {}", index + 1, card.file, card.reads)));
        lines.push(format!("echo {} of {count}: {}", index + 1, card.file));
        for command in &card.commands {
            at += 1;
            lines.extend(cmd_command(card, command, at));
        }
    }
    lines.push("echo Done. Send back this folder, before you sign out: \"%OUT%\"".to_owned());
    lines
}

fn cmd_command(card: &LineCard, command: &str, at: usize) -> Vec<String> {
    let note = |text: &str| format!(">> \"%OUT%\\notes.txt\" echo {}", plain(text, Shell::Cmd));
    let mut filled = command.to_owned();
    for (name, variable, _) in INPUTS {
        filled = filled.replace(&format!("{{{name}}}"), &format!("%{variable}%"));
    }
    let mut filter = String::new();
    if let Some(keep) = &card.keep {
        filter = format!(" | findstr.exe /l /i /c:\"{keep}\"");
    }
    if !card.drop.is_empty() {
        let texts: Vec<String> = card.drop.iter().map(|text| format!(" /c:\"{text}\"")).collect();
        filter.push_str(" | findstr.exe /l /i /b /v");
        filter.push_str(&texts.concat());
    }
    let errors = "2>> \"%OUT%\\notes.txt\"";
    let run = if filter.is_empty() {
        format!("{filled} >> \"%OUT%\\{}\" {errors}", card.file)
    } else {
        format!("{filled} {errors}{filter} >> \"%OUT%\\{}\"", card.file)
    };
    let failed = format!("if errorlevel 1 {}", note(&nothing(at, &card.file)));
    match needed(command) {
        None => vec![run, failed],
        Some(variable) => vec![
            format!("if not defined {variable} {}", note(&not_named(at, &card.file))),
            // In brackets, so that a pipe belongs to what is left out.
            format!("if defined {variable} ({run})"),
            format!("if defined {variable} {failed}"),
        ],
    }
}

fn powershell(report: &CollectReport) -> Vec<String> {
    let say = |text: &str| comment_line(text, Shell::PowerShell);
    let word = |text: &str| format!("'{}'", plain(text, Shell::PowerShell).replace('\'', "''"));
    let mut lines: Vec<String> = head(report).iter().map(|text| say(text)).collect();
    let variable =
        |name: &str| INPUTS.iter().find(|(known, ..)| *known == name).map_or("", |(_, variable, _)| variable);
    let parameters: Vec<String> =
        report.arguments.iter().map(|name| format!("[string]${}", variable(name))).collect();
    lines.push(format!("param({})", parameters.join(", ")));
    lines.push("$ErrorActionPreference = 'Continue'".to_owned());
    for name in &report.arguments {
        let variable = variable(name);
        lines.push(format!("$env:{variable} = ${variable}"));
    }
    lines.extend([
        "$env:RDPFIX_DOMAIN = $env:USERDNSDOMAIN".to_owned(),
        format!("$out = Join-Path $env:TEMP '{}'", report.folder),
        "if (Test-Path -LiteralPath $out) { Write-Warning \"The folder is there already: $out. Rename it first.\"; return }"
            .to_owned(),
        "New-Item -ItemType Directory -Path $out -ErrorAction Stop | Out-Null".to_owned(),
        "$notes = Join-Path $out 'notes.txt'".to_owned(),
        "function Save($name, $text) { $text | Out-File -FilePath (Join-Path $out $name) -Append -Encoding UTF8 }"
            .to_owned(),
    ]);
    lines.extend(contents(report).iter().map(|text| format!("Save 'contents.txt' {}", word(text))));
    let count = report.lines.len();
    let mut at = 0;
    for (index, card) in report.lines.iter().enumerate() {
        lines.push(say(&format!("{} of {count}. {}: {}", index + 1, card.file, card.reads)));
        for command in &card.commands {
            at += 1;
            lines.push(powershell_command(card, command, at, &word));
        }
    }
    lines.push("\"Done. Send back this folder, before you sign out: $out\"".to_owned());
    lines
}

fn powershell_command(card: &LineCard, command: &str, at: usize, word: &dyn Fn(&str) -> String) -> String {
    let mut filled = command.to_owned();
    for (name, variable, _) in INPUTS {
        filled = filled.replace(&format!("{{{name}}}"), &format!("$env:{variable}"));
    }
    let mut filter = String::new();
    if let Some(keep) = &card.keep {
        filter = format!(" | Where-Object {{ $_ -like '*{keep}*' }}");
    }
    for text in &card.drop {
        filter.extend([" | Where-Object { $_ -notlike '", text, "*' }"]);
    }
    let note = |text: &str| format!("Save 'notes.txt' {}", word(text));
    let failed = note(&nothing(at, &card.file));
    let run = format!("try {{ Save '{}' @({filled} 2>> $notes{filter}) }} catch {{ {failed} }}", card.file);
    match needed(command) {
        None => run,
        Some(variable) => {
            format!("if ($env:{variable}) {{ {run} }} else {{ {} }}", note(&not_named(at, &card.file)))
        }
    }
}
