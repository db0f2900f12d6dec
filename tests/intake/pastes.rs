//! One file per case under `tests/pastes`: the folder names what it must be read as, a problem
//! id, `ambiguous` or `unknown`.

use crate::intake::lexicon::LEXICON;
use rdpfix::intake::{Outcome, read};
use rdpfix::text::decode;
use std::path::Path;

#[test]
fn every_paste_is_read_as_its_folder_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pastes");
    let mut seen = 0;
    for folder in std::fs::read_dir(root).expect("the folder of pastes").map(|e| e.expect("an entry").path())
    {
        let expected = folder.file_name().expect("a name").to_string_lossy().into_owned();
        for file in std::fs::read_dir(&folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            let decoded = decode(&std::fs::read(&file).expect("a readable file"));
            let reading = read(&decoded.text, &LEXICON, None);
            let got = match reading.outcome {
                Outcome::Match => {
                    reading.candidates.first().map_or("code", |c| c.problem.as_str()).to_owned()
                }
                Outcome::Ambiguous => "ambiguous".to_owned(),
                Outcome::Unknown => "unknown".to_owned(),
            };
            assert_eq!(got, expected, "{}: {reading:?}", file.display());
            seen += 1;
        }
    }
    assert!(seen >= 15, "only {seen} pastes were found");
}
