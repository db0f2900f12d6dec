//! What holds for every input.

use crate::intake::lexicon::LEXICON;
use proptest::prelude::*;
use rdpfix::intake::read;
use rdpfix::text::Encoding;
use rdpfix::text::decode;

fn utf16(text: &str, bom: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = bom.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// Clean text: what decoding leaves as it is.
fn clean_text() -> impl Strategy<Value = String> {
    proptest::string::string_regex(
        "[ -~\u{a1}-\u{ac}\u{ae}-\u{17f}\u{400}-\u{45f}\u{4e00}-\u{4fff}\n]{0,200}",
    )
    .expect("a pattern")
}

proptest! {
    #[test]
    fn bytes_of_any_kind_are_read(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let decoded = decode(&bytes);
        prop_assert!(decoded.text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        read(&decoded.text, &LEXICON, None);
    }

    #[test]
    fn text_of_any_kind_is_read(text in any::<String>(), words in prop::collection::vec("(0x)?[0-9a-fox?_]{1,12}|error|rdp|code|extended|[:/.,-]", 0..40)) {
        read(&text, &LEXICON, None);
        read(&words.join(" "), &LEXICON, Some("mstsc-disconnect"));
        read(&words.concat(), &LEXICON, None);
    }

    #[test]
    fn what_was_encoded_is_decoded(text in clean_text()) {
        let with_bom = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        prop_assert_eq!(&decode(&with_bom).text, &text);
        prop_assert_eq!(&decode(&utf16(&text, true, u16::to_le_bytes)).text, &text);
        prop_assert_eq!(&decode(&utf16(&text, true, u16::to_be_bytes)).text, &text);
        prop_assert_eq!(&decode(text.as_bytes()).text, &text);
    }

    #[test]
    fn utf16_without_a_mark_is_seen(text in "[ -~]{4,200}") {
        prop_assert_eq!(decode(&utf16(&text, false, u16::to_le_bytes)).encoding, Encoding::Utf16Le);
        prop_assert_eq!(decode(&utf16(&text, false, u16::to_be_bytes)).encoding, Encoding::Utf16Be);
    }

    #[test]
    fn every_spelling_of_a_known_number_is_the_number(pick in any::<prop::sample::Index>(), label in "(Error code|Fehlercode|RDP error|disconnect reason): ") {
        let known: Vec<u32> = LEXICON.codes.iter().map(|c| c.number).filter(|n| *n > 0xfff).chain([0xc07, 0x904, 0xb09, 0x807]).collect();
        let number = *pick.get(&known);
        let wide: String = format!("0x{number:x}").chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("a full-width form")).collect();
        let mut spellings = vec![format!("0x{number:x}"), format!("0x{number:X}"), format!("0X{number:08x}"), format!("{number:x}h"), number.to_string(), wide];
        if number >= 0x8000_0000 {
            spellings.push(number.cast_signed().to_string());
            spellings.push(format!("0xFFFFFFFF{number:08X}"));
        }
        for spelling in spellings {
            let reading = read(&format!("{label}{spelling} (rdp)"), &LEXICON, None);
            prop_assert!(reading.codes.iter().any(|c| c.number == number), "{}: {:?}", spelling, reading);
        }
    }
}
