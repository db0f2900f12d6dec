//! Readings of the model that is compiled in.

use proptest::prelude::*;
use rdpfix::prose::{self, ClassKind};
use rdpfix::text::normalise::Text;

#[test]
fn what_people_say_is_read() {
    for (text, problem) in [
        ("my screen stays black after I log in over rdp, only the mouse pointer is there", "black-screen"),
        ("I cannot copy and paste between my pc and the remote session any more", "redirection-clipboard"),
        ("der Server sagt mein Konto ist gesperrt, Anmeldung per Remotedesktop geht nicht", "account-locked"),
    ] {
        let reading = prose::read(text);
        let three: Vec<&str> = reading.of(ClassKind::Problem).take(3).map(|guess| guess.class.id).collect();
        assert!(three.contains(&problem), "{text}: {three:?}");
        assert!(reading.known > 0.3, "{text}: {}", reading.known);
    }
}

#[test]
fn nothing_is_known_of_nothing() {
    assert!(prose::read("").known.abs() < f32::EPSILON);
    assert!(prose::read("...").known.abs() < f32::EPSILON);
    assert!(prose::read("qqqqzzzz xxqqjjww").known < 0.2);
}

#[test]
fn features_are_the_same_for_every_run() {
    let text = Text::new("Remote Desktop: black screen");
    let grams = prose::features::grams(&text);
    let sum = grams.iter().fold(0_u64, |sum, gram| sum.wrapping_mul(31).wrapping_add(u64::from(gram.hash)));
    // A model holds hashes: whoever changes how they are made must train again and write the new number here.
    assert_eq!((grams.len(), sum), (95, 3_586_531_397_192_633_576));
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|\\s){0,400}") {
        let reading = prose::read(&text);
        let total: f32 = reading.classes.iter().map(|guess| guess.probability).sum();
        prop_assert!((total - 1.0).abs() < 1e-3);
        prop_assert!((0.0..=1.0).contains(&reading.known));
        prop_assert!(reading.classes.windows(2).all(|pair| pair[0].probability >= pair[1].probability));
        for reason in reading.classes.iter().flat_map(|guess| &guess.reasons) {
            prop_assert!(text.contains(reason.as_str()));
        }
    }

    #[test]
    fn what_stands_behind_the_part_that_is_read_changes_nothing(end in "[a-z ]{1,80}") {
        let text = "the session is slow ".repeat(300);
        prop_assert_eq!(prose::read(&text), prose::read(&(text.clone() + &end)));
    }
}
