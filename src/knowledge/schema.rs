//! A JSON Schema for every kind of file, derived from the types that read it.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};

use super::Kind;
use super::format::{
    Case, Cause, CodeTable, Collect, Events, Families, Fix, Observation, Problem, Refused, Sources, Topic,
};

/// The schema of a kind of knowledge file (draft 2020-12).
pub fn of(kind: Kind) -> Schema {
    let generator = || SchemaGenerator::new(SchemaSettings::draft2020_12());
    match kind {
        Kind::Problem => generator().into_root_schema_for::<Problem>(),
        Kind::Cause => generator().into_root_schema_for::<Cause>(),
        Kind::Observation => generator().into_root_schema_for::<Observation>(),
        Kind::Fix => generator().into_root_schema_for::<Fix>(),
        Kind::Topic => generator().into_root_schema_for::<Topic>(),
        Kind::Refused => generator().into_root_schema_for::<Refused>(),
        Kind::Case => generator().into_root_schema_for::<Case>(),
        Kind::Codes => generator().into_root_schema_for::<CodeTable>(),
        Kind::Collect => generator().into_root_schema_for::<Collect>(),
        Kind::Events => generator().into_root_schema_for::<Events>(),
        Kind::Families => generator().into_root_schema_for::<Families>(),
        Kind::Sources => generator().into_root_schema_for::<Sources>(),
    }
}
