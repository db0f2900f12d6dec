//! What a script has to be told, and what stands for it in a command.

/// What stands in braces in a command, its variable, and how a person is told of it.
pub(super) const INPUTS: [(&str, &str, &str); 4] = [
    ("host", "RDPFIX_HOST", "the name of the host, as it is typed to connect"),
    ("gateway", "RDPFIX_GATEWAY", "the name of the RD Gateway"),
    ("rdp-file", "RDPFIX_RDP_FILE", "the path of the .rdp file that is used"),
    (DOMAIN, "RDPFIX_DOMAIN", "the domain of the account that runs this"),
];

/// What the environment says, and nobody has to name.
const DOMAIN: &str = "domain";

/// What is named behind the script, in the order in which it is named.
pub(super) fn arguments(commands: &[&String]) -> Vec<&'static str> {
    let inputs = INPUTS.iter().filter(|(name, ..)| *name != DOMAIN);
    let used =
        inputs.filter(|(name, variable, _)| commands.iter().any(|command| uses(command, name, variable)));
    used.map(|(name, ..)| *name).collect()
}

fn uses(command: &str, name: &str, variable: &str) -> bool {
    // Commands of the command prompt that start PowerShell name the variable themselves.
    command.contains(&format!("{{{name}}}")) || command.contains(&format!("$env:{variable} "))
}

/// The variable that a command needs.
pub(super) fn needed(command: &str) -> Option<&'static str> {
    let used = INPUTS.iter().find(|(name, variable, _)| uses(command, name, variable));
    used.map(|(_, variable, _)| *variable)
}
