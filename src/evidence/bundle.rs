//! Several files together: which computer each comes from, and what follows from two of them.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{Fact, Found, Shape};
use super::place::Place;
use crate::knowledge::clues::{ABSENT, FactKind};
use crate::knowledge::words::Side;

/// The value that holds the port on which Remote Desktop listens, in lower case.
const PORT: &str =
    "hklm\\system\\currentcontrolset\\control\\terminal server\\winstations\\rdp-tcp\\portnumber";

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name as it is shown: the path below what was named.
    pub name: String,
    /// Whose computer it comes from, where somebody said so.
    pub side: Option<Side>,
    /// What was read of it.
    pub found: Found,
}

/// A file with the computer that it comes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name as it is shown.
    pub name: String,
    /// Whose computer it comes from; `None` where nothing tells.
    pub side: Option<Side>,
    /// The name of that computer, where the file has it.
    pub machine: Option<String>,
    /// What was read of it.
    pub found: Found,
}

/// All files of a case.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The files, in the order in which they were named.
    pub sources: Vec<Source>,
}

impl Bundle {
    /// Finds out where the files come from: what somebody said, what only one side can have, the words `host`, `server`,
    /// `client` and `gateway` in their names, the computer that they name, and at last the folder in which they lie
    /// together.
    pub fn new(inputs: Vec<Input>) -> Self {
        let mut sources: Vec<Source> = inputs.into_iter().map(source).collect();
        inherit(&mut sources, |source| source.machine.as_deref().map(short));
        inherit(&mut sources, |source| {
            source.name.rsplit_once(['/', '\\']).map(|(folder, _)| folder.to_owned())
        });
        let mut bundle = Self { sources };
        bundle.join();
        bundle
    }

    /// The computers that files of a side name, in short and lower case.
    pub fn machines(&self, side: Side) -> BTreeSet<String> {
        let of_side = self.sources.iter().filter(|source| source.side == Some(side));
        of_side.filter_map(|source| source.machine.as_deref()).map(short).collect()
    }

    /// The newest record of all logs, in milliseconds of Unix time.
    pub fn newest(&self) -> Option<i64> {
        self.sources.iter().flat_map(|source| &source.found.events).map(|event| event.at).max()
    }

    /// What stands in two files of one computer: the port of the registry in the list of ports, and whose process it is.
    fn join(&mut self) {
        for side in [Some(Side::Client), Some(Side::Host), Some(Side::Gateway), None] {
            let facts = self.facts_of(side);
            let port =
                facts.iter().find(|fact| fact.name.to_lowercase() == PORT).map(|fact| fact.value.clone());
            let owners = owners(&facts);
            let of_side = self.sources.iter_mut().filter(|source| source.side == side);
            for source in of_side.filter(|source| source.found.shapes.contains(&Shape::Ports)) {
                listens(&mut source.found, port.as_deref(), &owners);
            }
        }
    }

    fn facts_of(&self, side: Option<Side>) -> Vec<Fact> {
        let of_side = self.sources.iter().filter(|source| source.side == side);
        of_side.flat_map(|source| source.found.facts.iter().cloned()).collect()
    }
}

/// What each process is: its services, or its program.
fn owners(facts: &[Fact]) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for fact in facts {
        if let (FactKind::Port, Some(process)) = (fact.kind, fact.name.strip_prefix("process ")) {
            owners.insert(process.to_owned(), fact.value.clone());
        }
        if let (FactKind::Service, Some(service)) = (fact.kind, fact.name.strip_suffix(" process")) {
            owners.insert(fact.value.clone(), service.to_owned());
        }
    }
    owners
}

/// Adds what a list of ports says about Remote Desktop. Without the registry its port is taken to be 3389, and then
/// nothing is said where that port is not there.
fn listens(found: &mut Found, known: Option<&str>, owners: &BTreeMap<String, String>) {
    let port = known.unwrap_or("3389");
    let of = |name: &str| {
        let mut facts = found.facts.iter().filter(|fact| fact.kind == FactKind::Port);
        facts.find(|fact| fact.name == name).map(|fact| (fact.value.clone(), fact.place))
    };
    match of(port) {
        Some((value, place)) => {
            let process = of(&format!("{port} process"));
            found.fact(FactKind::Port, "rdp", value, place);
            if let Some((owner, place)) = process.and_then(|(id, place)| Some((owners.get(&id)?, place))) {
                found.fact(FactKind::Port, "rdp owner", owner, place);
            }
        }
        None if known.is_some() && found.whole_lists.contains(&FactKind::Port) => {
            found.fact(FactKind::Port, "rdp", ABSENT, Place::Whole);
        }
        None => {}
    }
}

fn source(input: Input) -> Source {
    let Input { name, side, mut found } = input;
    let computers: BTreeSet<&str> =
        found.events.iter().map(|event| event.computer.as_str()).filter(|name| !name.is_empty()).collect();
    let one = computers.first().filter(|_| computers.len() == 1).map(|name| (*name).to_owned());
    if computers.len() > 1 {
        found.note("its events name more than one computer");
    }
    let machine = found.machine.clone().or(one);
    let side = side.or_else(|| of_content(&found)).or_else(|| of_name(&name));
    Source { name, side, machine, found }
}

/// The side that alone has such a file.
fn of_content(found: &Found) -> Option<Side> {
    let mut sides = BTreeSet::new();
    for event in &found.events {
        sides.extend(match event.source.as_str() {
            "Microsoft-Windows-TerminalServices-ClientActiveXCore" => Some(Side::Client),
            "LsaSrv" if event.number == 6041 => Some(Side::Client),
            "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS"
            | "Microsoft-Windows-TerminalServices-RemoteConnectionManager"
            | "Microsoft-Windows-TerminalServices-LocalSessionManager"
                if event.log != "System" =>
            {
                Some(Side::Host)
            }
            "TermDD" => Some(Side::Host),
            "Microsoft-Windows-TerminalServices-Gateway" => Some(Side::Gateway),
            _ => None,
        });
    }
    let connection = [Shape::Rdp, Shape::FreeRdp, Shape::Saved, Shape::Tickets];
    if connection.iter().any(|shape| found.shapes.contains(shape)) {
        sides.insert(Side::Client);
    }
    sides.pop_first().filter(|_| sides.is_empty())
}

/// The side that the words of a name tell.
fn of_name(name: &str) -> Option<Side> {
    let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let sides: BTreeSet<Side> = words
        .filter_map(|word| match word.as_str() {
            "host" | "server" => Some(Side::Host),
            "client" => Some(Side::Client),
            "gateway" => Some(Side::Gateway),
            _ => None,
        })
        .collect();
    sides.first().copied().filter(|_| sides.len() == 1)
}

/// Gives a file without a side the one that all others of its group have.
fn inherit(sources: &mut [Source], group: impl Fn(&Source) -> Option<String>) {
    let mut sides: BTreeMap<String, BTreeSet<Side>> = BTreeMap::new();
    for source in sources.iter() {
        if let (Some(group), Some(side)) = (group(source), source.side) {
            sides.entry(group).or_default().insert(side);
        }
    }
    for source in sources.iter_mut().filter(|source| source.side.is_none()) {
        let known = group(source).and_then(|group| sides.get(&group));
        source.side = known.filter(|sides| sides.len() == 1).and_then(|sides| sides.first().copied());
    }
}

/// The name of a computer without its domain, in lower case.
pub(super) fn short(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_lowercase()
}
