//! Generated files are those that the knowledge gives.

use crate::shared::keep::keep;
use crate::shared::lists::generated;

#[test]
fn every_file_is_compiled_in_and_the_lexicon_follows_the_knowledge() {
    for (path, text) in generated() {
        keep(path, &text);
    }
}
