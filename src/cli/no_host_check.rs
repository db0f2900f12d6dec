//! A build without live checks: there is never a host to look at.

use super::args::DiagnoseArgs;
use crate::interview::Checked;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Side;

/// A host that cannot be named.
pub(super) enum Target {}

#[expect(clippy::unnecessary_wraps, reason = "the same as in a build with live checks")]
pub(super) const fn host(_: &DiagnoseArgs) -> anyhow::Result<Option<Target>> {
    Ok(None)
}

pub(super) const fn announced(target: &Target) -> String {
    match *target {}
}

pub(super) const fn waiting(target: &Target) -> String {
    match *target {}
}

pub(super) const fn run(target: &Target, _: &Knowledge, _: Side, _: bool) -> Checked {
    match *target {}
}
