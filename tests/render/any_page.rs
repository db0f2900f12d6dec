//! Pages of any blocks with any text, the hostile ones among them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rdpfix::report::page::{Block, Item, Page, Rank, Shell, Station, Tone};

/// A page of up to eight blocks, two levels of lists deep.
pub(crate) fn any_page() -> impl Strategy<Value = Page> {
    vec(block(), 0..8).prop_map(|blocks| Page { blocks })
}

/// Text from outside: words, markup, escapes, controls, other scripts.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,9}( [a-z,.]{1,12}){0,14}",
        1 => any::<String>(),
        1 => "[ -~]{0,60}",
        1 => "(\x1b\\[[0-9;]{0,4}[mJH]|\x1b\\][0-9];|[a-z ]|[\x00-\x1f\u{80}-\u{9f}\u{202e}\u{4e2d}\u{fc}]){0,20}",
    ]
}

/// A line to type: any printable ASCII with blanks where they may stand, never empty.
pub(crate) fn command_line() -> impl Strategy<Value = String> {
    "[!-~]([ -~]{0,120}[!-~])?"
}

/// What a command is typed into.
pub(crate) fn shell() -> impl Strategy<Value = Shell> {
    prop_oneof![Just(Shell::Cmd), Just(Shell::PowerShell), Just(Shell::Sh)]
}

fn tone() -> impl Strategy<Value = Tone> {
    let tones = [Tone::Plain, Tone::Strong, Tone::Quiet, Tone::Good, Tone::Warn, Tone::Bad];
    proptest::sample::select(tones.to_vec())
}

fn block() -> impl Strategy<Value = Block> {
    leaf().prop_recursive(2, 12, 3, |inner| {
        let item = (text(), vec(inner, 0..3)).prop_map(|(text, blocks)| Item { text, blocks });
        (0u8..6, any::<bool>(), vec(item, 0..4)).prop_map(|(indent, ordered, items)| Block::Items {
            indent,
            ordered,
            items,
        })
    })
}

fn leaf() -> impl Strategy<Value = Block> {
    let command = (0u8..6, option::of(text()), shell(), vec(text(), 0..3), any::<bool>());
    let row = || vec(text(), 0..4);
    prop_oneof![
        (text(), option::of(text())).prop_map(|(text, tag)| Block::Title { text, tag }),
        (0u8..9, text(), tone()).prop_map(|(level, text, tone)| Block::Heading { level, text, tone }),
        (0u8..12, text(), tone()).prop_map(|(indent, text, tone)| Block::Text { indent, text, tone }),
        (text(), text(), tone()).prop_map(|(label, text, tone)| Block::Field { label, text, tone }),
        command.prop_map(|(indent, label, shell, lines, prompt)| Block::Command {
            indent,
            label,
            shell,
            lines,
            prompt
        }),
        vec(rank(), 0..4).prop_map(Block::Ranking),
        text().prop_map(|text| Block::Remark { text }),
        vec(station(), 0..4).prop_map(Block::Path),
        (0u8..6, address()).prop_map(|(indent, address)| Block::Link { indent, address }),
        (row(), vec(row(), 0..4)).prop_map(|(columns, rows)| Block::Table { columns, rows }),
        vec((any::<char>(), text()), 0..5).prop_map(Block::Keys),
        Just(Block::Rule),
        Just(Block::Blank),
    ]
}

fn station() -> impl Strategy<Value = Station> {
    (text(), text(), vec(text(), 0..3), tone()).prop_map(|(label, title, lines, tone)| Station {
        label,
        title,
        lines,
        tone,
    })
}

/// Addresses, and what may stand in their place.
fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        "https?://[a-z.]{1,20}/[!-~]{0,20}",
        "(https:|HTTPS:|javascript:|data:text/html,)[ -~]{0,30}",
        text(),
    ]
}

fn rank() -> impl Strategy<Value = Rank> {
    (any::<u8>(), text(), text(), text(), option::of(0.0..1.0), vec(text(), 0..3)).prop_map(
        |(tenths, likelihood, title, note, number, why)| Rank {
            tenths,
            likelihood,
            title,
            note,
            number,
            why,
        },
    )
}
