//! A redacted report gives nobody away, whatever form it is printed in.

use proptest::prelude::*;
use rdpfix::render::{Format, Style, json, report};
use rdpfix::report::page::{Item, Page, Shell, ToPage};
use rdpfix::sensitive::{Kind, Redact, Redactor, Sensitive};
use rdpfix::session::Outcome;
use serde::Serialize;

use crate::render::small;

#[derive(Clone, Debug, Serialize)]
struct Visit {
    host: Sensitive,
    user: Option<Sensitive>,
    addresses: Vec<Sensitive>,
    rest: Vec<Option<Sensitive>>,
}

impl Redact for Visit {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.host.redact(redactor);
        self.user.redact(redactor);
        self.addresses.redact(redactor);
        self.rest.redact(redactor);
    }
}

impl ToPage for Visit {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("{}: no answer", self.host.reveal()), None);
        page.labelled_command("Next", Shell::Cmd, [format!("rdpfix check {}", self.host.reveal())]);
        page.list(0, self.addresses.iter().map(|address| Item::new(address.reveal())));
        let rest = self.user.iter().chain(self.rest.iter().flatten());
        page.table(["name"], rest.map(|name| vec![name.reveal().to_owned()]).collect());
        page
    }
}

fn visit(values: &[String]) -> Visit {
    let one = |kind, at: usize| Sensitive::new(kind, values[at].clone());
    Visit {
        host: one(Kind::Host, 0),
        user: Some(one(Kind::User, 1)),
        addresses: vec![one(Kind::Address, 2), one(Kind::Address, 3)],
        rest: vec![Some(one(Kind::Domain, 4)), None, Some(one(Kind::Id, 5)), Some(one(Kind::Text, 6))],
    }
}

/// Values that no word of a report contains by chance.
fn planted() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("zq[a-z0-9]{4,30}", 7)
}

proptest! {
    #[test]
    fn no_planted_value_survives(values in planted(), width in 30usize..100) {
        let mut visit = visit(&values);
        let style = Style { width, colour: true };
        for format in Format::ALL {
            let open = report(&visit, *format, &style);
            prop_assert!(values.iter().all(|value| open.contains(value.as_str())), "{open}");
        }
        visit.redact(&mut Redactor::new());
        for format in Format::ALL {
            let closed = report(&visit, *format, &style).to_lowercase();
            prop_assert!(!values.iter().any(|value| closed.contains(value.as_str())), "{closed}");
        }
        let debug = format!("{visit:?}");
        prop_assert!(!values.iter().any(|value| debug.contains(value.as_str())));
    }
}

proptest! {
    /// A whole diagnosis: names in the pasted text and in a look, what an answer was read from, why a fix cannot be done; while
    /// something is asked, handed over, connected.
    #[test]
    fn no_planted_value_survives_in_a_diagnosis(
        values in planted(),
        weakened in proptest::option::of(proptest::sample::select(Outcome::ALL.to_vec())),
        width in 30usize..100,
    ) {
        let [host, user, domain, evidence, reason] = [0, 1, 2, 3, 4].map(|at| values[at].as_str());
        let pasted = format!(
            "Error code: 0x904\nComputer name: {host}.{domain}.example\nUser name: {domain}\\{user}"
        );
        let knowledge = small::knowledge();
        let told = small::facts(&format!("seen: {evidence}"), &format!("said: {reason}"), weakened);
        let looked = small::looked(&values[5], &values[6]);
        let mut diagnosis = small::report(&knowledge, &small::reading(&pasted), told).with_look(Some(looked));
        let style = Style { width, colour: true };
        let everything = json::document(&diagnosis);
        prop_assert!(values.iter().all(|value| everything.contains(value.as_str())), "{everything}");
        diagnosis.redact(&mut Redactor::new());
        for format in Format::ALL {
            let closed = report(&diagnosis, *format, &style).to_lowercase();
            prop_assert!(!values.iter().any(|value| closed.contains(value.as_str())), "{closed}");
        }
    }
}

#[test]
fn placeholders_count_from_the_top() {
    let values = ["srv01", "anna", "10.0.0.1", "10.0.0.2", "corp", "s-1-5", "all of it"].map(str::to_owned);
    let mut visit = visit(&values);
    visit.redact(&mut Redactor::new());
    assert_eq!(
        json::line(&visit),
        "{\"host\":\"HOST-1\",\"user\":\"USER-1\",\"addresses\":[\"ADDRESS-1\",\"ADDRESS-2\"],\
         \"rest\":[\"DOMAIN-1\",null,\"ID-1\",\"TEXT-1\"]}\n"
    );
    let plain = report(&visit, Format::Plain, &Style::default());
    assert!(plain.starts_with("HOST-1: no answer\n  Next      rdpfix check HOST-1\n"), "{plain}");
}
