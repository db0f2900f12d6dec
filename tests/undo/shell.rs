//! The lines for Windows PowerShell: the few shapes that are generated, and nothing else.
//!
//! What the cmdlets do is told by their documentation: `New-ItemProperty -Force` overwrites a value with
//! its type and needs the key; `New-Item -Force` makes what is missing of the path; `Remove-ItemProperty`
//! fails where there is no value; `Get-Item` fails where there is no key and hands nothing on.

use crate::undo::machine::{Machine, Printed};
use crate::undo::prompt;
use crate::undo::tree::Data;

pub(crate) fn run(machine: &mut Machine, line: &str) -> Printed {
    if line.starts_with("# ") || line == "$ErrorActionPreference = 'Continue'" {
        return Ok(String::new());
    }
    let mut rest = Rest { line, rest: line };
    let printed = rest.statement(machine);
    assert!(rest.rest.is_empty(), "not understood: '{}' in {line}", rest.rest);
    printed
}

/// What is still to be read of a line.
struct Rest<'l> {
    line: &'l str,
    rest: &'l str,
}

impl<'l> Rest<'l> {
    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn must(&mut self, text: &str) {
        assert!(self.take(text), "'{text}' expected at '{}' in {}", self.rest, self.line);
    }

    fn word(&mut self) -> &'l str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// `'text'`, in which a quote is doubled.
    fn literal(&mut self) -> String {
        self.must("'");
        let mut text = String::new();
        loop {
            let end = self.rest.find('\'').unwrap_or_else(|| panic!("an open quote in {}", self.line));
            text += &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            if !self.take("'") {
                return text;
            }
            text.push('\'');
        }
    }

    fn statement(&mut self, machine: &mut Machine) -> Printed {
        if self.rest.starts_with("reg ") {
            return prompt::run(machine, std::mem::take(&mut self.rest));
        }
        if self.take("if (-not (Test-Path -LiteralPath ") {
            self.create_key(machine);
            return Ok(String::new());
        }
        let cmdlet = self.word();
        self.must(" ");
        match cmdlet {
            "New-ItemProperty" => self.set_value(machine),
            "Remove-ItemProperty" => {
                self.must("-LiteralPath ");
                let path = self.literal();
                self.must(" -Name ");
                let name = self.literal();
                if machine.registry.unset(&path, &name) { Ok(String::new()) } else { Err(error(cmdlet)) }
            }
            "Get-Item" => self.remove_empty_key(machine),
            "Get-Service" | "Start-Service" | "Stop-Service" | "Restart-Service" => {
                self.service(machine, cmdlet)
            }
            "Get-NetFirewallRule" | "Set-NetFirewallRule" => self.rule(machine, cmdlet),
            _ => panic!("no line that is generated: {}", self.line),
        }
    }

    fn create_key(&mut self, machine: &mut Machine) {
        let path = self.literal();
        self.must(")) { New-Item -Path ");
        assert_eq!(path, self.literal(), "one key is asked for and another made");
        self.must(" -Force }");
        assert!(!path.contains(['*', '?', '[']), "-Path reads wildcards: {path}");
        if !machine.registry.has(&path) {
            machine.registry.create(&path);
        }
    }

    fn set_value(&mut self, machine: &mut Machine) -> Printed {
        self.must("-LiteralPath ");
        let path = self.literal();
        self.must(" -Name ");
        let name = self.literal();
        self.must(" -PropertyType ");
        let kind = self.word();
        self.must(" -Value ");
        let data = self.data(kind);
        self.must(" -Force");
        if !machine.registry.has(&path) {
            return Err(error("New-ItemProperty"));
        }
        machine.registry.set(&path, &name, data);
        Ok(String::new())
    }

    fn data(&mut self, kind: &str) -> Data {
        match kind {
            "DWord" => Data::Dword(self.word().parse::<i32>().unwrap().cast_unsigned()),
            "QWord" => Data::Qword(self.word().parse::<i64>().unwrap().cast_unsigned()),
            "String" => Data::Sz(self.text()),
            "ExpandString" => Data::ExpandSz(self.text()),
            "MultiString" if self.take("([string[]]@())") => Data::MultiSz(Vec::new()),
            "MultiString" => {
                self.must("@(");
                Data::MultiSz(self.list(Self::text))
            }
            "Binary" => {
                self.must("([byte[]]@(");
                let byte = |rest: &mut Self| u8::from_str_radix(&rest.word()[2..], 16).unwrap();
                let bytes = if self.take(")") { Vec::new() } else { self.list(byte) };
                self.must(")");
                Data::Binary(bytes)
            }
            _ => panic!("no type of PowerShell: {kind}"),
        }
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut items = vec![item(self)];
        while self.take(",") {
            items.push(item(self));
        }
        self.must(")");
        items
    }

    /// A literal, or `(''+[char]37+'...')`.
    fn text(&mut self) -> String {
        if !self.take("(") {
            return self.literal();
        }
        let mut units: Vec<u16> = self.literal().encode_utf16().collect();
        while self.take("+") {
            if self.take("[char]") {
                units.push(self.word().parse().unwrap());
            } else {
                units.extend(self.literal().encode_utf16());
            }
        }
        self.must(")");
        String::from_utf16(&units).unwrap()
    }

    fn remove_empty_key(&mut self, machine: &mut Machine) -> Printed {
        self.must("-LiteralPath ");
        let path = self.literal();
        self.must(" | Where-Object ValueCount -eq 0 | Where-Object SubKeyCount -eq 0 | Remove-Item");
        match machine.registry.counts(&path) {
            None => return Err(error("Get-Item")),
            Some((0, 0)) => machine.registry.remove(&path),
            Some(_) => {}
        }
        Ok(String::new())
    }

    fn service(&mut self, machine: &mut Machine, cmdlet: &str) -> Printed {
        let name = self.word();
        let running = machine.services.get_mut(&name.to_lowercase()).ok_or_else(|| error(cmdlet))?;
        if cmdlet == "Get-Service" {
            let state = if *running { "Running" } else { "Stopped" };
            let head =
                "\r\nStatus   Name               DisplayName\r\n------   ----               -----------\r\n";
            return Ok(format!("{head}{state}  {name}        A name in some language\r\n\r\n"));
        }
        *running = cmdlet != "Stop-Service";
        if cmdlet != "Start-Service" {
            self.must(" -Force");
        }
        Ok(String::new())
    }

    fn rule(&mut self, machine: &mut Machine, cmdlet: &str) -> Printed {
        self.must("-Name ");
        let name = self.literal();
        if self.take(" | Format-List Name,Enabled,Profile") {
            let on = if *machine.rules.get(&name).ok_or_else(|| error(cmdlet))? { "True" } else { "False" };
            return Ok(format!("\r\n\r\nName    : {name}\r\nEnabled : {on}\r\nProfile : Any\r\n\r\n"));
        }
        if cmdlet == "Get-NetFirewallRule" {
            self.must(" | Set-NetFirewallRule");
        }
        self.must(" -Enabled ");
        let on = self.word() == "True";
        *machine.rules.get_mut(&name).ok_or_else(|| error(cmdlet))? = on;
        Ok(String::new())
    }
}

fn error(cmdlet: &str) -> String {
    format!("{cmdlet} : an error in some language\r\n")
}
