//! The lines for the command prompt, run as `cmd.exe` and the programs it starts would. Whatever the
//! generated lines do not use is refused.

use crate::undo::machine::{Machine, Printed};
use crate::undo::shell;
use crate::undo::tree::{Data, full};

pub(crate) fn run(machine: &mut Machine, line: &str) -> Printed {
    if line.starts_with("rem ") || line == "@echo on" {
        return Ok(String::new());
    }
    let words = words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["reg", ..] => reg(machine, &words),
        ["powershell", "-NoProfile", "-Command", inner] => shell::run(machine, inner),
        ["sc.exe", "query", name] => query_service(machine, name),
        ["net", "start", name] => net(machine, name, true),
        ["net", "stop", name, "/y"] => net(machine, name, false),
        _ => panic!("no line that is generated: {line}"),
    }
}

/// The words of a line that means the same to cmd.exe and to Windows PowerShell, split as programs do.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted, mut before) = (vec![String::new()], false, ' ');
    assert!(line.len() <= 8191, "too long for the command prompt: {} characters", line.len());
    for c in line.chars() {
        assert!(matches!(c, ' '..='~') && !"%$`".contains(c), "'{c}' means something to a shell: {line}");
        assert!(quoted || !"&|<>^()';,{}@#".contains(c), "'{c}' is not quoted: {line}");
        match c {
            '"' => {
                assert!(before != '\\' && before != '"', "a quote that a program would keep: {line}");
                quoted = !quoted;
            }
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
        before = c;
    }
    assert!(!quoted && words.iter().all(|word| !word.is_empty()), "an open quote or an empty word: {line}");
    words
}

/// `reg query`, `reg add` and `reg delete`, never asking and in the 64-bit view.
pub(crate) fn reg(machine: &mut Machine, words: &[&str]) -> Printed {
    let language = machine.language;
    let not_found = || Err(format!("\r\n{}\r\n", language.not_found));
    match *words {
        ["reg", "query", key, "/ve", "/reg:64"] if machine.registry.has(key) => {
            Ok(format!("\r\n{}\r\n{}\r\n\r\n", full(key), language.no_default))
        }
        ["reg", "query", key, "/v", name, "/reg:64"] => match machine.registry.get(key, name) {
            Some((name, data)) => {
                let (kind, data) = data.shown();
                Ok(format!("\r\n{}\r\n    {name}    {kind}    {data}\r\n\r\n", full(key)))
            }
            None => not_found(),
        },
        ["reg", "query", _, "/ve", "/reg:64"] => not_found(),
        ["reg", "add", key, "/v", name, "/t", kind, "/d", data, "/f", "/reg:64"] => {
            let data = Data::added(kind, data).unwrap_or_else(|| panic!("reg add refuses {kind} {data}"));
            machine.registry.create(key);
            machine.registry.set(key, name, data);
            Ok(String::new())
        }
        ["reg", "delete", key, "/v", name, "/f", "/reg:64"] => {
            if machine.registry.unset(key, name) {
                Ok(String::new())
            } else {
                not_found()
            }
        }
        _ => panic!("no reg line that is generated: {words:?}"),
    }
}

fn query_service(machine: &Machine, name: &str) -> Printed {
    let running = machine.services.get(&name.to_lowercase()).ok_or("[SC] FAILED 1060:")?;
    let state = if *running {
        "4  RUNNING \r\n                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)"
    } else {
        "1  STOPPED "
    };
    Ok(format!(
        "\r\nSERVICE_NAME: {name} \r\n        TYPE               : 20  WIN32_SHARE_PROCESS  \r\n        \
         STATE              : {state}\r\n        WIN32_EXIT_CODE    : 0  (0x0)\r\n        \
         SERVICE_EXIT_CODE  : 0  (0x0)\r\n        CHECKPOINT         : 0x0\r\n        WAIT_HINT          : 0x0\r\n"
    ))
}

/// `net start` of what runs, and `net stop` of what does not, are errors.
fn net(machine: &mut Machine, name: &str, run: bool) -> Printed {
    let service = machine.services.get_mut(&name.to_lowercase()).unwrap();
    if std::mem::replace(service, run) == run { Err("NET HELPMSG".to_owned()) } else { Ok(String::new()) }
}
