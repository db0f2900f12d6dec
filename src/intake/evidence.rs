//! Weighs what was found: which problem, how sure, or which question.

use super::case::{Case, Verdict, code_name};
use super::code::{EXTENDED_NAMESPACE, Spelled};
use super::message::Hit;
use super::{Candidate, Confidence, Outcome, guess, question};
use crate::lexicon::{Lead, ProblemEntry};

/// The namespace in which a number is read first: the error code of the Windows client.
const FIRST_NAMESPACE: &str = "mstsc-disconnect";

/// Namespaces whose numbers other products use as well, beside every number from 0x80000000 on.
const SHARED_NAMESPACES: &[&str] =
    &["hresult", "ntstatus", "sspi-hresult", "tls-alert", "win32-error", "winsock"];

/// In a text of so many words, a code that leads to no problem is what the text is about.
const A_SENTENCE: usize = 25;

/// What speaks for one problem.
#[derive(Clone, Debug)]
struct Evidence {
    problem: u32,
    confidence: Confidence,
    kind: Kind,
    /// How much a message explains; 0 for codes.
    weight: u32,
    /// Where it stands.
    at: usize,
    matched: Vec<String>,
}

/// What kind of evidence it is, from the least to the most specific.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Message,
    Code,
    Pair,
}

/// Weighs a case: what is certain by rules decides, everything else is read as prose.
pub(super) fn weigh(case: &Case<'_>) -> Verdict {
    let mut evidence = case.evidence();
    sort(&mut evidence, case.is_log());
    let strong: Vec<Evidence> =
        evidence.iter().filter(|e| e.confidence > Confidence::Weak).cloned().collect();
    if !strong.is_empty() {
        let product = if case.is_a_message(&strong) { None } else { guess::product_despite_rules(case) };
        return product.unwrap_or_else(|| case.decide(strong));
    }
    if case.context.other_product && case.from.is_none() {
        return guess::verdict(case, &[]);
    }
    if let Some(verdict) = question::damaged(case) {
        return verdict;
    }
    let short = case.text.len() <= A_SENTENCE;
    let known_code = evidence.is_empty() && case.codes.read.iter().any(|c| case.is_known_code(c));
    if known_code && short {
        return Verdict { outcome: Outcome::Match, ..Verdict::unknown() };
    }
    let guess = guess::verdict(case, &case.candidates(&evidence));
    if guess.outcome == Outcome::Match && !case.context.alone {
        return guess;
    }
    question::small(case).or_else(|| question::unlabelled(case)).unwrap_or(guess)
}

impl Case<'_> {
    fn problem(&self, index: u32) -> &ProblemEntry {
        self.lexicon.problem_entry(index)
    }

    /// Whether the text is a listed message and little else: whatever it reads like, it is that one.
    fn is_a_message(&self, strong: &[Evidence]) -> bool {
        let characters = u32::try_from(self.text.source.trim().chars().count()).unwrap_or(u32::MAX);
        strong.iter().any(|e| e.confidence == Confidence::Exact && e.weight >= characters / 2)
    }

    /// The evidence per problem, messages and codes put together.
    fn evidence(&self) -> Vec<Evidence> {
        let codes: Vec<Evidence> = self.codes.read.iter().flat_map(|c| self.code_evidence(c)).collect();
        let mut all: Vec<Evidence> = Vec::new();
        let messages = self.messages.iter().filter_map(|h| self.message_evidence(h));
        for one in codes.into_iter().chain(messages) {
            match all.iter_mut().find(|e| e.problem == one.problem) {
                Some(known) => known.join(one),
                None => all.push(one),
            }
        }
        all
    }

    /// What a code says: the pair where there is one, else the number; in the likeliest namespace.
    fn code_evidence(&self, code: &Spelled) -> Vec<Evidence> {
        if code.is_extended || self.context.other_product {
            return Vec::new();
        }
        let mut leads: Vec<&Lead> =
            self.lexicon.leads(code.number).iter().filter(|l| self.leads_here(l, code)).collect();
        if leads.iter().any(|l| l.extended.is_some()) {
            leads.retain(|l| l.extended.is_some());
        }
        let best = leads.iter().map(|l| self.namespace_rank(l)).min();
        leads.retain(|l| Some(self.namespace_rank(l)) == best || l.shared);
        leads.into_iter().map(|l| self.lead_evidence(l, code)).collect()
    }

    fn leads_here(&self, lead: &Lead, code: &Spelled) -> bool {
        let namespace = self.lexicon.namespace(lead.namespace);
        self.from.is_none_or(|f| f == namespace)
            && code.symbol.is_none_or(|s| s.namespace == lead.namespace)
            && lead.extended.is_none_or(|e| code.extended == Some(e))
            && namespace != EXTENDED_NAMESPACE
            && (self.stands_beside_rdp() || !self.needs_rdp_word(lead))
            && (!lead.shared
                || lead.extended.is_some()
                || self.messages.iter().any(|h| self.hit_problem(h) == lead.problem))
    }

    /// A code typed alone counts: whoever asks a Remote Desktop tool means Remote Desktop.
    fn stands_beside_rdp(&self) -> bool {
        self.context.remote_desktop || self.context.alone || self.from.is_some()
    }

    pub(super) fn needs_rdp_word(&self, lead: &Lead) -> bool {
        self.is_shared_number(lead.number, lead.namespace) || self.problem(lead.problem).requires_rdp_word
    }

    fn is_shared_number(&self, number: u32, namespace: u32) -> bool {
        number >= 0x8000_0000 || SHARED_NAMESPACES.contains(&self.lexicon.namespace(namespace))
    }

    fn namespace_rank(&self, lead: &Lead) -> u8 {
        u8::from(self.lexicon.namespace(lead.namespace) != FIRST_NAMESPACE)
    }

    fn lead_evidence(&self, lead: &Lead, code: &Spelled) -> Evidence {
        let beside_message = self.messages.iter().any(|h| self.hit_problem(h) == lead.problem);
        let pair = lead.extended.is_some();
        let confidence = if code.small && !pair && !beside_message {
            Confidence::Weak
        } else if code.labelled || self.context.alone || pair {
            Confidence::Exact
        } else {
            Confidence::Strong
        };
        let kind = if pair { Kind::Pair } else { Kind::Code };
        let matched = vec![code_name(code.number, lead.extended)];
        Evidence { problem: lead.problem, confidence, kind, weight: 0, at: code.at, matched }
    }

    fn hit_problem(&self, hit: &Hit) -> u32 {
        self.lexicon.messages[hit.message as usize].problem
    }

    /// What a message says. A weak one needs a code or another message of the same problem.
    fn message_evidence(&self, hit: &Hit) -> Option<Evidence> {
        let entry = &self.lexicon.messages[hit.message as usize];
        let beside_code = || {
            self.codes
                .read
                .iter()
                .any(|c| self.lexicon.leads(c.number).iter().any(|l| l.problem == entry.problem))
        };
        let beside_message = || {
            self.messages.iter().any(|h| {
                h.message != hit.message && h.span != hit.span && self.hit_problem(h) == entry.problem
            })
        };
        if self.problem(entry.problem).requires_code && !beside_code() {
            return None;
        }
        // Sentences that other parts of Windows say as well count only where Remote Desktop is named.
        let here = self.stands_beside_rdp() || !self.problem(entry.problem).requires_rdp_word;
        let confidence = match (entry.weak, hit.verbatim) {
            (true, _) if beside_code() || (beside_message() && here) => Confidence::Strong,
            (true, _) if !self.context.remote_desktop => return None,
            (true, _) => Confidence::Weak,
            (false, true) => Confidence::Exact,
            (false, false) => Confidence::Strong,
        };
        let matched = vec![entry.text.to_string()];
        Some(Evidence {
            problem: entry.problem,
            confidence,
            kind: Kind::Message,
            weight: hit.weight,
            at: hit.span.0,
            matched,
        })
    }

    fn decide(&self, mut strong: Vec<Evidence>) -> Verdict {
        self.put_certain_first(&mut strong);
        let coded = strong.iter().filter(|e| e.kind > Kind::Message).count();
        let tie = strong.get(1).is_some_and(|second| strong[0].equals(second));
        // Three codes of three problems in a few lines are a table, not a failure.
        if tie || (coded > 2 && !self.is_log()) {
            return self.ask(&strong);
        }
        Verdict::of(Outcome::Match, self.candidates(&strong), None)
    }

    /// Of several messages the one that the whole text is certain to tell of comes first: a log repeats what is routine.
    fn put_certain_first(&self, strong: &mut [Evidence]) {
        let messages = strong.iter().take_while(|e| e.kind == Kind::Message).count();
        if messages < 2 {
            return;
        }
        let certain = guess::certain(self);
        if let Some(at) = strong[..messages].iter().position(|e| Some(e.problem) == certain) {
            strong[..=at].rotate_right(1);
        }
    }

    fn ask(&self, evidence: &[Evidence]) -> Verdict {
        let choices = evidence.iter().map(|e| question::problem_choice(self.problem(e.problem))).collect();
        let question = Some(question::which(choices));
        Verdict::of(Outcome::Ambiguous, self.candidates(evidence), question)
    }

    fn candidates(&self, evidence: &[Evidence]) -> Vec<Candidate> {
        let candidate = |e: &Evidence| Candidate {
            problem: self.problem(e.problem).id.to_string(),
            confidence: e.confidence,
            matched: e.matched.clone(),
        };
        evidence.iter().map(candidate).collect()
    }

    /// A code that is known, counts as one here, and leads to no problem.
    fn is_known_code(&self, code: &Spelled) -> bool {
        let here = |c: &crate::lexicon::CodeEntry| {
            self.from.is_none_or(|f| f == self.lexicon.namespace(c.namespace))
                && (self.stands_beside_rdp() || !self.is_shared_number(c.number, c.namespace))
                && code.symbol.is_none_or(|s| s == *c)
        };
        (!code.small || code.extended.is_some())
            && !code.is_extended
            && self.lexicon.codes(code.number).iter().any(here)
    }
}

impl Evidence {
    /// More that speaks for the same problem.
    fn join(&mut self, other: Self) {
        self.confidence = self.confidence.max(other.confidence);
        self.kind = self.kind.max(other.kind);
        self.weight += other.weight;
        self.at = self.at.max(other.at);
        self.matched
            .extend(other.matched.into_iter().filter(|m| !self.matched.contains(m)).collect::<Vec<_>>());
    }

    fn equals(&self, other: &Self) -> bool {
        (self.confidence, self.kind, self.weight, self.at)
            == (other.confidence, other.kind, other.weight, other.at)
    }
}

/// Best first. In a log the later failure is the better one.
fn sort(evidence: &mut [Evidence], log: bool) {
    let later = |e: &Evidence| if log { e.at } else { 0 };
    evidence.sort_by(|a, b| {
        (later(b), b.confidence, b.kind, b.weight, b.at)
            .cmp(&(later(a), a.confidence, a.kind, a.weight, a.at))
            .then(a.problem.cmp(&b.problem))
    });
}
