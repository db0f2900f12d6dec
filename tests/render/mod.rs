//! Every block in every form: how it looks (snapshots) and what holds for any page (properties).

mod any_page;
mod html;
mod properties;
mod redaction;
mod reports;
mod small;
mod snapshots;
