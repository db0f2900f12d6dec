//! To whom a diagnosis is handed over.

use crate::knowledge::words::Side;
use crate::session::{Role, Session};

/// Who goes on when this is handed over: never the person at the desk.
pub fn hand_over_to(session: &Session) -> String {
    let held = |side: &Side| session.role(*side) == Some(Role::Own);
    let (others, named) = (session.other_sides(), &session.problem.hand_over.of);
    if others == *named && !named.iter().any(held) {
        return session.problem.hand_over.to.clone();
    }
    if others.is_empty() {
        return "a specialist for Remote Desktop, or the maker\'s support".to_owned();
    }
    let who: Vec<&str> = others.iter().map(|side| hands(*side)).collect();
    who.join(", or ")
}

/// Who acts on a side.
const fn hands(side: Side) -> &'static str {
    match side {
        Side::Client => "whoever looks after the client",
        Side::Host => "whoever administers the host",
        Side::Network => "whoever runs the network in between",
        Side::Domain => "whoever administers the domain and its accounts",
        Side::Gateway => "whoever administers the gateway",
    }
}
