//! The script that is sent to another computer: it reads what the open questions need, and does nothing else.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::shared::program::{files_of, ids_of, knowledge, rdpfix, run, tried};

const SIDES: [&str; 2] = ["host", "client"];

/// Words that stand in no line of any script: what changes a machine, starts something or shows a secret.
const FORBIDDEN: [&str; 34] = [
    "reg add",
    "reg delete",
    "reg import",
    "reg save",
    "reg export",
    "reg load",
    "hklm\\sam",
    "hklm\\security",
    "ntds",
    "sc config",
    "sc.exe config",
    "sc.exe stop",
    "sc.exe start",
    "sc.exe delete",
    "net user",
    "net localgroup",
    "net stop",
    "net start",
    "procdump",
    "vssadmin",
    "wevtutil cl",
    "wevtutil sl",
    "cmdkey /add",
    "cmdkey /del",
    "klist purge",
    "taskkill",
    "shutdown",
    "del ",
    "rmdir",
    "rd /",
    "copy ",
    "move ",
    "set-item",
    "-executionpolicy",
];

fn script(more: &str) -> String {
    let run = rdpfix(&format!("collect {more}"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{more}");
    run.stdout
}

/// Every script that is printed for a problem or for all, by what was asked.
fn scripts(shell: &str) -> Vec<(String, String)> {
    let problems = ids_of("problems").into_iter().map(|id| format!(" --problem {id}"));
    let asked: Vec<String> = tried([String::new()].into_iter().chain(problems)).collect();
    let asked =
        asked.iter().flat_map(|problem| SIDES.map(|side| format!("--side {side}{problem} --shell {shell}")));
    asked.map(|asked| (asked.clone(), script(&asked))).collect()
}

/// The text outside double quotes: what the command prompt acts upon.
fn bare(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

#[test]
fn a_script_for_the_command_prompt_writes_only_into_its_new_folder() {
    for (asked, script) in scripts("cmd") {
        let folder =
            if asked.contains("--side host") { "rdpfix-collected-host" } else { "rdpfix-collected-client" };
        assert!(script.starts_with("@echo off\nrem ") && script.is_ascii(), "{asked}");
        let lines: Vec<&str> = script.lines().filter(|line| !line.starts_with("rem ")).collect();
        let place = |text: &str| lines.iter().position(|line| line.contains(text));
        assert_eq!(place("set \"OUT="), place(&format!("set \"OUT=%TEMP%\\{folder}\"")), "{asked}");
        // The folder is made, and a folder that is there already ends the script, before anything is written.
        let made = place("mkdir \"%OUT%\"").unwrap();
        assert!(
            lines[made + 1].starts_with("if errorlevel 1 echo ") && lines[made + 1].ends_with("exit /b 1")
        );
        assert_eq!(lines.iter().filter(|line| line.contains("mkdir") || line.contains("cd /d")).count(), 2);
        for (index, line) in lines.iter().enumerate() {
            assert!(line.len() < 8_000, "the command prompt takes 8191 characters: {line}");
            let plain = bare(line);
            let redirected = plain.matches(">>").count();
            assert_eq!(plain.matches('>').count(), 2 * redirected, "{line}");
            assert!(redirected == 0 || index > made, "{line}");
            let inside = line.matches(">> \"%OUT%\\").count();
            assert_eq!(redirected, inside, "it writes elsewhere: {line}");
            let and = plain.matches('&').count();
            assert!(and == 0 || line.ends_with("& exit /b 1"), "{line}");
            let quotes = line.matches('"').count();
            assert!(quotes % 2 == 0 && !plain.contains(['^', '!', '<']), "{line}");
            let piped: Vec<&str> = plain.split('|').skip(1).collect();
            assert!(piped.iter().all(|next| next.starts_with(" findstr.exe ")), "{line}");
            let lower = line.to_lowercase();
            assert!(!FORBIDDEN.iter().any(|word| lower.contains(word)), "{line}");
        }
        assert!(
            !lines.iter().any(|line| line.starts_with(':') || line.contains("goto")),
            "no labels: {asked}"
        );
    }
}

#[test]
fn a_script_for_powershell_writes_only_into_its_new_folder() {
    for (asked, script) in scripts("powershell") {
        let lines: Vec<&str> = script.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines[0].starts_with("param(") && script.is_ascii(), "{asked}");
        for line in &lines {
            let plain = bare(line);
            assert_eq!(plain.matches('>').count(), 2 * plain.matches("2>> $notes").count(), "{line}");
            let lower = line.to_lowercase();
            assert!(!FORBIDDEN.iter().any(|word| lower.contains(word)), "{line}");
            for verb in ["remove-", "stop-", "start-", "restart-", "invoke-", "add-", "set-"] {
                assert!(!lower.contains(verb), "{line}");
            }
        }
        assert_eq!(
            lines.iter().filter(|line| line.contains("New-Item") || line.contains("Out-File")).count(),
            2
        );
    }
}

/// Of the Security log only named events are read, and a registry query names a key that a witness names.
#[test]
fn no_log_is_read_whole_and_no_key_that_no_witness_names() {
    let names: BTreeSet<String> = witnesses()
        .into_iter()
        .filter_map(|(_, way)| Some(way["fact"]["name"].as_str()?.to_lowercase()))
        .collect();
    for side in SIDES {
        let document = rdpfix(&format!("collect --side {side} --json")).json();
        for command in commands(&document) {
            if command.starts_with("wevtutil ") {
                let query = command.split("EventID=").skip(1).count();
                assert!((1..=16).contains(&query) && command.contains("Provider[@Name='"), "{command}");
            }
            if let Some(key) = command.strip_prefix("reg query \"") {
                let key = key.split('"').next().unwrap().to_lowercase();
                assert!(names.iter().any(|name| name.starts_with(&key)), "{command}");
            }
        }
    }
}

fn commands(document: &Value) -> Vec<String> {
    let lines = document["lines"].as_array().unwrap();
    for line in lines {
        let by_hand = line["by_hand"].is_string();
        assert!(by_hand || line["commands"] != serde_json::json!([]), "a line without a command: {line}");
    }
    let commands = lines.iter().flat_map(|line| line["commands"].as_array().unwrap());
    commands.map(|command| command.as_str().unwrap().to_owned()).collect()
}

/// Each witness that is a file, with its observation.
fn witnesses() -> Vec<(String, Value)> {
    let ways = files_of("observations").into_iter().flat_map(|(_, file)| {
        let id = file["id"].as_str().unwrap().to_owned();
        let ways = file["witnesses"].as_array().cloned().unwrap_or_default();
        ways.into_iter().map(move |way| (id.clone(), way))
    });
    ways.filter(|(_, way)| way["check"].is_null()).collect()
}

#[test]
fn every_observation_of_a_problem_that_a_file_answers_is_covered() {
    let witnesses = witnesses();
    let causes = files_of("causes");
    let mut covered = 0;
    for (_, problem) in tried(files_of("problems")) {
        let id = problem["id"].as_str().unwrap();
        let mut asked: BTreeSet<&str> = BTreeSet::new();
        for (_, cause) in
            causes.iter().filter(|(_, cause)| problem["causes"][cause["id"].as_str().unwrap()] != Value::Null)
        {
            asked.extend(cause["observations"].as_object().unwrap().keys().map(String::as_str));
        }
        asked.extend(problem["also_ask"].as_object().into_iter().flatten().map(|(id, _)| id.as_str()));
        asked.retain(|id| problem["implies"][id].is_null());
        for side in SIDES {
            let document = rdpfix(&format!("collect --side {side} --problem {id} --json")).json();
            let lines = document["lines"].as_array().unwrap();
            for (observation, way) in &witnesses {
                let here = way["seen_from"].is_null() || way["seen_from"] == side;
                if !here || !asked.contains(observation.as_str()) {
                    continue;
                }
                let named = |line: &&Value| {
                    line["answers"].as_array().unwrap().contains(&Value::from(observation.as_str()))
                };
                let own: Vec<&Value> = lines.iter().filter(named).collect();
                assert!(!own.is_empty(), "{id} {side}: nothing brings {observation}");
                let text =
                    Value::from(own.iter().map(|line| (*line).clone()).collect::<Vec<_>>()).to_string();
                for number in way["event"]["numbers"].as_array().into_iter().flatten() {
                    let source = way["event"]["source"].as_str().unwrap();
                    assert!(
                        text.contains(&format!("EventID={number}")) && text.contains(source),
                        "{id}: {way}"
                    );
                }
                if way["fact"]["kind"] == "registry" && !way["fact"]["name"].as_str().unwrap().contains('*') {
                    let (key, value) = way["fact"]["name"].as_str().unwrap().rsplit_once('\\').unwrap();
                    let whole = format!("reg query \"{key}\" /reg:64");
                    let one = format!("reg query \"{key}\" /v \"{value}\" /reg:64");
                    let commands = commands(&document);
                    assert!(commands.contains(&whole) || commands.contains(&one), "{id}: {way}");
                    assert!(way["map"]["absent"].is_null() || commands.contains(&whole), "{id}: {way}");
                }
                covered += 1;
            }
        }
    }
    assert!(covered > 20, "{covered}");
}

#[test]
fn the_document_and_the_script_have_the_same_commands_and_files() {
    let document = rdpfix("collect --side client --json").json();
    let script = script("--side client");
    assert_eq!(document["arguments"], serde_json::json!(["host", "gateway", "rdp-file"]));
    for command in commands(&document) {
        let command = command.replace("{host}", "%RDPFIX_HOST%").replace("{gateway}", "%RDPFIX_GATEWAY%");
        let command =
            command.replace("{domain}", "%RDPFIX_DOMAIN%").replace("{rdp-file}", "%RDPFIX_RDP_FILE%");
        assert!(script.contains(&command), "{command}");
    }
    for line in document["lines"].as_array().unwrap() {
        let file = line["file"].as_str().unwrap();
        assert!(script.contains(&format!("\"%OUT%\\contents.txt\" echo {file}")), "{file}");
    }
    assert!(
        script.contains("set \"RDPFIX_HOST=%~1\"\nset \"RDPFIX_GATEWAY=%~2\"\nset \"RDPFIX_RDP_FILE=%~3\"\n")
    );
    assert!(script.contains("/v /c:\"password 51:\""), "a saved password is not written");
}

#[test]
fn a_problem_asks_for_less_than_all() {
    for side in SIDES {
        assert!(
            script(&format!("--side {side} --problem 0xc07")).len() < script(&format!("--side {side}")).len()
        );
    }
    let by_code = rdpfix("collect --side host --problem 0xc07 --json").json();
    assert_eq!(by_code["problem"], "account-restriction");
}

#[test]
fn a_file_is_written_with_the_line_ends_of_windows_and_never_over_another() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a folder");
    std::fs::create_dir(&path).unwrap();
    let path = path.join("collect.cmd");
    let args = ["collect", "--side", "host", "-o", path.to_str().unwrap()];
    let first = run(&args, b"");
    assert_eq!((first.code, first.stdout.as_str(), first.stderr.as_str()), (0, "", ""));
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written.matches("\r\n").count(), written.matches('\n').count());
    assert_eq!(written.replace("\r\n", "\n"), script("--side host"));
    run(&args, b"").refused_with(&["collect.cmd exists already", "help: name a file that is not there yet"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written);
    run(&[&args[..], &["--force"]].concat(), b"").refused_with(&["--force"]);
}

#[test]
fn what_cannot_be_collected_is_said() {
    rdpfix("collect").refused_with(&["--side"]);
    rdpfix("collect --side gateway").refused_with(&["gateway", "client, host"]);
    rdpfix("collect --side host --problem nonsense").refused_with(&["there is no problem 'nonsense'"]);
    assert_eq!(rdpfix("collect --side host --problem nonsense --json").json()["schema"], "rdpfix.error/1");
}

/// An overlay that names another line for the same file of the folder is refused, and one more line is taken.
#[test]
fn an_overlay_adds_a_line_and_no_dangerous_one() {
    let text = std::fs::read_to_string(knowledge().join("collect.json")).unwrap();
    let mut line = serde_json::from_str::<Value>(&text).unwrap()["tickets"].clone();
    line["brings"] = serde_json::json!({"facts": [{"kind": "kerberos", "name": "termsrv"}]});
    line["file"] = "own-tickets.txt".into();
    let own = crate::shared::program::overlay("collect.json", &serde_json::json!({"own-tickets": line}));
    let with = |dir: &std::path::Path| {
        run(&["collect", "--side", "client", "--knowledge", dir.to_str().unwrap()], b"")
    };
    assert_eq!(with(own.path()).code, 0);
    line["cmd"] = serde_json::json!(["reg save HKLM\\SYSTEM x"]);
    let bad = crate::shared::program::overlay("collect.json", &serde_json::json!({"own-tickets": line}));
    with(bad.path()).refused_with(&["does more than read what is asked for"]);
}

/// What a hand-over offers is a line that prints a script.
#[test]
fn a_hand_over_offers_the_script() {
    let mut offered = 0;
    for id in tried(ids_of("problems")) {
        let report = rdpfix(&format!("diagnose --problem {id} --no-input --no-session --json")).json();
        let said = report["hand_over"]["paragraph"].as_str().unwrap();
        let script = report["hand_over"]["script"].as_str();
        assert_eq!(said.contains("If a script comes with this message"), script.is_some(), "{said}");
        let Some(line) = script else { continue };
        assert!(line.ends_with(&format!("--problem {id}")), "{line}");
        let document = rdpfix(&format!("{} --json", line.strip_prefix("rdpfix ").unwrap())).json();
        assert_ne!(document["lines"], serde_json::json!([]), "{line}");
        offered += 1;
    }
    assert!(offered > 0);
    let answered =
        rdpfix("diagnose 0xc07 --no-input --no-session --json --answer host-rdp-server=xrdp").json();
    let script = answered["hand_over"]["script"].to_string();
    assert!(!script.contains("--side host"), "a host without Windows runs no such script: {script}");
}
