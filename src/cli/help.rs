//! Help beyond what clap writes: examples, and which page is asked for.

use clap::CommandFactory;

use super::Unusable;
use super::args::Cli;
use super::env::Surroundings;
use super::exit::Exit;
use super::{output, topics};
use crate::knowledge::{self, BUILTIN, did_you_mean};

/// Shown by a bare `rdpfix`.
pub(super) const SHORT: &str = "\
rdpfix: from a Remote Desktop error to the likeliest cause and the ordered fixes.

  rdpfix diagnose              paste the error, get to the fix
  rdpfix lookup 0xc07          what a code or a message means, in ten lines
  rdpfix check srv01           look at a host, without a password
  rdpfix find second monitor   search what it knows
  rdpfix list problems         all it knows
  rdpfix --help                everything else

It prints what to do and never changes a machine.
";

/// What one would try first.
macro_rules! first_examples {
    () => {
        "\
Examples:
  rdpfix diagnose                           paste the error, get to the fix
  rdpfix 0x904                              what a code or a message means
  rdpfix diagnose 0xc07 --no-input --json   where a runbook stands
  rdpfix check srv01                        look at a host, without a password
  rdpfix explain nla-off-on-host            one fix: warning, commands, undo
  rdpfix session resume last                continue the last session
  rdpfix pending                            what still weakens security"
    };
}

/// What it never does.
macro_rules! promise {
    () => {
        "\
rdpfix prints what to do and never changes a machine. It asks for no password,
and uses the network only to look at the host that you name (check, --host)."
    };
}

/// Examples under `rdpfix -h`.
pub(super) const EXAMPLES: &str = concat!(first_examples!(), "\n\n", promise!());

/// The same with the topics.
pub(super) const LONG: &str = concat!(
    first_examples!(),
    "\n\nTopics (privacy, JSON, runbooks and more): rdpfix help topics\n\n",
    promise!()
);

/// Examples under `rdpfix diagnose --help`.
pub(super) const DIAGNOSE: &str = "\
Examples:
  rdpfix diagnose
  rdpfix diagnose 0x904/0x7 --host srv01    look at the host first, and ask less
  Get-Clipboard | rdpfix diagnose - --no-input
  rdpfix diagnose 0xc07 --no-input --json --answer account-password=set
  rdpfix diagnose 0xc07 --ndjson            one JSON document a line, for bots

Exit codes: 0 a fix is next, or it connects; 1 hand over; 2 unusable input;
3 an answer is missing; 4 connected, but security is still weakened;
130 cancelled. More: rdpfix help exit-codes";

/// Examples under `rdpfix lookup --help`.
pub(super) const LOOKUP: &str = "\
Examples:
  rdpfix lookup 0xc07
  rdpfix lookup \"The function requested is not supported\"
  rdpfix lookup 5 --from rdp-nego-failure   a number of that namespace
  Get-Clipboard | rdpfix lookup -
  rdpfix lookup --each-line --json - < errors.txt

Exit codes: 0 matched; 1 unknown or ambiguous; 2 unusable input.";

/// Examples under `rdpfix evidence --help`.
pub(super) const EVIDENCE: &str = "\
Examples:
  rdpfix evidence rdpclient.evtx work.rdp
  rdpfix evidence collected                    a folder, with what lies below it
  rdpfix evidence ts.reg services.txt --side host
  Get-Clipboard | rdpfix evidence -
  rdpfix diagnose --evidence collected

Files are recognised by their content: event logs (.evtx, XML), .rdp, .reg, and
the output of reg query, sc queryex, netstat -ano, tasklist /svc, qwinsta,
Test-NetConnection, w32tm, nltest, klist, cmdkey, whoami /groups, dsregcmd,
systeminfo and FreeRDP. Nothing else is opened, and nothing is changed or sent.
More: rdpfix help evidence-files

Exit codes: 0 something was understood; 1 nothing was; 2 unusable input.";

/// Examples under `rdpfix collect --help`.
pub(super) const COLLECT: &str = "\
Examples:
  rdpfix collect --side host                   what every problem needs
  rdpfix collect --side host --problem 0xc07 -o collect.cmd
  rdpfix collect --side client --shell powershell
  rdpfix evidence rdpfix-collected-host        the folder that came back

The script only reads, and writes one new folder in TEMP; rdpfix runs none of it. It holds no passwords, and of the
Security log only the events whose numbers stand in it. Read it before you send it.

Exit codes: 0 printed; 2 unusable input, or the file is there already.";

/// Examples under `rdpfix find --help`.
pub(super) const FIND: &str = "\
Examples:
  rdpfix find how do I enable remote desktop
  rdpfix find \"second monitor\" --json

Exit codes: 0 found; 1 nothing has these words; 2 unusable input.";

/// Examples under `rdpfix check --help`.
#[cfg(feature = "check")]
pub(super) const CHECK: &str = "\
Examples:
  rdpfix check srv01
  rdpfix check srv01:3390 --deep
  rdpfix check srv01 --only certificate
  rdpfix check srv01 --dry-run              what would be sent, byte by byte
  rdpfix check --hosts hosts.txt --jobs 32 --json > seen.ndjson

It connects to the host that you name, up to four times, as far as a sign-in
would begin. It sends no user name and no password, so no account can be locked.
The host logs the connections: you must be allowed to make them. Trust in
certificates is judged by what is on this computer; nothing is fetched.

Exit codes: 0 no fault (notes are none); 1 a fault; 2 unusable input.
More: rdpfix help checks";

/// Examples under `rdpfix session --help`.
pub(super) const SESSION: &str = "\
Examples:
  rdpfix session list                       the one used last first
  rdpfix session resume last                continue it
  rdpfix session report last --format markdown -o ticket.md
  rdpfix session case last -o X.json        what it was, for --knowledge

A session holds the pasted text, the answers and what was tried, for its owner
alone. Where the files are: rdpfix help sessions. Exit codes of report: as
those of diagnose; 1 of show: a line cannot be read.";

/// Examples under `rdpfix session case --help`.
pub(super) const CASE: &str = "\
Examples:
  rdpfix session case last -o house/cases/first-floor.json
  rdpfix diagnose 0xc07 --knowledge house   the cases of the folder count, too

The case holds ids and words of the knowledge: problem, answers, cause, fix,
year. Nothing that was pasted, typed or named gets in; said holds the title of
the problem until you write more. A cause that is not certain does harm: where
the fix that worked repairs several, say which it was with --cause.

Exit codes: 0 a case; 2 unusable input, no fix worked, or the cause is open.";

/// Examples under `rdpfix pending --help`.
pub(super) const PENDING: &str = "\
Examples:
  rdpfix pending                            what weakens security and is in place
  rdpfix pending undo last                  the exact undo of the latest change
  rdpfix pending undo 20261129 --verified   mark it as undone: it was checked
  rdpfix pending script srv01 -o undo.cmd   one script for all on a computer

rdpfix runs none of it. Exit codes: 0 nothing is open, or it is marked;
1 something is open; 2 unusable input.";

/// Examples under `rdpfix kb validate --help`.
pub(super) const VALIDATE: &str = "\
Examples:
  rdpfix kb validate                        what is compiled in
  rdpfix kb validate knowledge              a folder with a whole knowledge base
  rdpfix kb validate --knowledge house      files laid over what is compiled in

Exit codes: 0 no fault; 1 faults; 2 unusable input.";

/// The second line of `--version`: which knowledge is inside.
pub(super) fn version() -> &'static str {
    static VERSION: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    VERSION.get_or_init(|| {
        let problems = BUILTIN.iter().filter(|(path, _)| path.starts_with("problems/")).count();
        let (revision, as_of) = (knowledge::REVISION, knowledge::AS_OF);
        format!("{}\nknowledge {revision} as of {as_of}, {problems} problems", env!("CARGO_PKG_VERSION"))
    })
}

/// Prints the help of the program, of a topic or of a command.
pub(super) fn run(name: Option<&str>, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    match name.map(|name| (name, topics::page(name))) {
        None => output::print(&as_asked(&["rdpfix", "--help"]))?,
        Some((_, Some(page))) => output::print_page(&page, surroundings)?,
        Some((name, None)) => output::print(&command_help(name)?)?,
    }
    Ok(Exit::Fine)
}

fn command_help(name: &str) -> anyhow::Result<String> {
    let cli = Cli::command();
    if cli.find_subcommand(name).is_some() {
        return Ok(as_asked(&["rdpfix", name, "--help"]));
    }
    let near = did_you_mean(name, cli.get_subcommands().map(clap::Command::get_name).chain(topics::names()));
    Err(Unusable::new(format!("there is no help on '{name}'{near}"), "rdpfix help topics").into())
}

/// What `--help` prints, so that both ways give one text.
fn as_asked(line: &[&str]) -> String {
    Cli::command().try_get_matches_from(line).map_or_else(|help| help.render().to_string(), |_| String::new())
}
