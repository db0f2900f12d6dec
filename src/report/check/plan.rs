//! What a look would send (`rdpfix.check-plan/1`), and the list of what can be looked at (`rdpfix.checks/1`).

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::check::describe::typed;
use crate::report::header::VERSION;
use crate::report::page::{Item, Page, ToPage, Tone};
use crate::sensitive::{Phrase, Redact, Redactor, Sensitive};
use crate::witness::check::plan::{OnlyIf, Sent, plan};
use crate::witness::check::{LayerId, Scope, Target};

/// What a look would send to one host.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanReport {
    /// `rdpfix.check-plan/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The host as it was typed.
    pub host: Sensitive,
    /// The port.
    pub port: u16,
    /// Each connection or packet, in order. Not all are made to every host.
    pub connections: Vec<PlannedCard>,
}

/// One connection or packet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlannedCard {
    /// The layers that it shows.
    pub shows: Vec<LayerId>,
    /// When it is made at all; absent for what is always made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<&'static str>,
    /// What goes out.
    pub sends: Vec<SentCard>,
}

/// Something that goes out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SentCard {
    /// What it is.
    pub what: Phrase,
    /// The bytes in hexadecimal, where they are always the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<String>,
}

/// What is said before anything is sent.
pub fn announcement(to: &str, scope: &Scope) -> String {
    let most =
        if scope.has_versions() { "up to 10 connections and a UDP packet" } else { "up to 4 connections" };
    format!("Looking at {to}: {most}, no password, no user name; the host logs them.")
}

impl PlanReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.check-plan/1";

    /// The plan for a target.
    pub fn new(target: &Target, scope: &Scope) -> Self {
        let card = |planned: crate::witness::check::plan::Planned| PlannedCard {
            shows: planned.shows,
            only_if: planned.only_if.map(only_if),
            sends: planned.sends.into_iter().map(|sent| card(sent, target)).collect(),
        };
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            host: typed(target),
            port: target.port,
            connections: plan(target, scope).into_iter().map(card).collect(),
        }
    }
}

const fn only_if(when: OnlyIf) -> &'static str {
    match when {
        OnlyIf::ChoseTls => "the host chose TLS or NLA",
        OnlyIf::TookLess => "the host takes less than NLA",
        OnlyIf::TlsFailed => "TLS failed on the first connection",
        OnlyIf::Answers => "the host speaks Remote Desktop",
    }
}

fn card(sent: Sent, target: &Target) -> SentCard {
    let whole = |what: &str, bytes: &[u8]| SentCard { what: Phrase::words(what), bytes: Some(hex(bytes)) };
    match sent {
        Sent::Lookup => SentCard {
            what: Phrase::words("to this computer's own resolver: the addresses of ")
                .then(typed(target).into()),
            bytes: None,
        },
        Sent::ConnectionRequest(bytes) => {
            whole("the connection request of Remote Desktop, without a cookie", &bytes)
        }
        Sent::CredSsp(bytes) => {
            whole("inside TLS: the first message of CredSSP, with an NTLM negotiation without names", &bytes)
        }
        Sent::ClientHello { name, versions } => {
            let hello = Phrase::words(format!("a TLS hello for version {versions} with fresh random bytes"));
            let name = name.map(|_| Phrase::words(" and the name ").then(typed(target).into()));
            SentCard { what: hello.then(name.unwrap_or_default()), bytes: None }
        }
        Sent::Datagram(length) => SentCard {
            what: Phrase::words(format!(
                "over UDP: a first packet of RDP over UDP, {length} bytes, mostly zeros"
            )),
            bytes: None,
        },
    }
}

fn names(layers: &[LayerId]) -> String {
    layers.iter().map(|layer| layer.word()).collect::<Vec<_>>().join(", ")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string");
        text
    })
}

impl Redact for PlanReport {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.host.redact(redactor);
        for sent in self.connections.iter_mut().flat_map(|connection| &mut connection.sends) {
            sent.what.redact(redactor);
        }
    }
}

impl ToPage for PlanReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(
            format!("Nothing is sent. To {}, port {}, this would be:", self.host.reveal(), self.port),
            None,
        );
        let sent = |sent: &SentCard| {
            let bytes = sent.bytes.as_ref().map(|bytes| format!(": {bytes}")).unwrap_or_default();
            Item::new(sent.what.reveal() + &bytes)
        };
        let item = |connection: &PlannedCard| {
            let only_if = connection.only_if.map(|when| format!(", only if {when}")).unwrap_or_default();
            let mut further = Page::new();
            further.list(0, connection.sends.iter().map(sent));
            Item::new(format!("For {}{only_if}:", names(&connection.shows))).with(&mut further)
        };
        page.steps(0, self.connections.iter().map(item));
        page.text(0, "No user name, no password, no sign-in, no second try. The host logs each connection.");
        page
    }
}

/// What can be looked at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChecksReport {
    /// `rdpfix.checks/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The layers, from the name up.
    pub items: Vec<CheckCard>,
}

/// A layer that can be looked at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckCard {
    /// What `--only` takes.
    pub id: LayerId,
    /// What it looks at.
    pub title: &'static str,
    /// Whether it belongs to `--deep`.
    pub deep: bool,
    /// Its verdicts, beside `skipped`.
    pub verdicts: &'static [&'static str],
}

impl ChecksReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.checks/1";

    /// All of them.
    pub fn new() -> Self {
        let card = |layer: LayerId| CheckCard {
            id: layer,
            title: layer.title(),
            deep: layer.is_deep(),
            verdicts: layer.verdicts(),
        };
        Self { schema: Self::SCHEMA, version: VERSION, items: LayerId::ALL.into_iter().map(card).collect() }
    }
}

impl Default for ChecksReport {
    fn default() -> Self {
        Self::new()
    }
}

impl ToPage for ChecksReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let row = |check: &CheckCard| {
            vec![
                check.id.word().to_owned(),
                if check.deep { "--deep".to_owned() } else { String::new() },
                check.title.to_owned(),
            ]
        };
        page.table(["", "", ""], self.items.iter().map(row).collect());
        page.toned_text(2, "One of them, with what it rests on: rdpfix check HOST --only ID", Tone::Quiet);
        page
    }
}
