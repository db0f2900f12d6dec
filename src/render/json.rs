//! JSON in pure ASCII, so that no code page between this program and a script can change it.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

/// A value as a document: indented by two blanks, ending with a line break.
pub fn document<T: Serialize + ?Sized>(value: &T) -> String {
    written(value, PrettyFormatter::new())
}

/// A value on a line of its own, for streams of one document per line.
pub fn line<T: Serialize + ?Sized>(value: &T) -> String {
    written(value, CompactFormatter)
}

fn written<T: Serialize + ?Sized>(value: &T, formatter: impl Formatter) -> String {
    let mut bytes = Vec::new();
    value
        .serialize(&mut Serializer::with_formatter(&mut bytes, Ascii(formatter)))
        .expect("reports have string keys and are written to memory");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// Another formatter's layout, with a `\u` escape for every character above `~` (the deletion mark among them).
struct Ascii<F>(F);

/// Passes calls that only write layout on to the formatter inside.
macro_rules! inside {
    ($($name:ident($($argument:ident: $type:ty)?);)+) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $argument: $type)?) -> io::Result<()> {
            self.0.$name(writer $(, $argument)?)
        })+
    };
}

impl<F: Formatter> Formatter for Ascii<F> {
    inside! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        for c in text.chars() {
            if let Ok(byte @ b' '..=b'~') = u8::try_from(c) {
                writer.write_all(&[byte])?;
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_are_indented_and_end_with_a_line_break() {
        #[derive(Serialize)]
        struct Lookup {
            schema: &'static str,
            codes: [u8; 0],
            ids: (&'static str, f64),
        }
        let value = Lookup { schema: "rdpfix.lookup/1", codes: [], ids: ("a", 0.25) };
        let expected = r#"{
  "schema": "rdpfix.lookup/1",
  "codes": [],
  "ids": [
    "a",
    0.25
  ]
}
"#;
        assert_eq!(document(&value), expected);
    }

    #[test]
    fn lines_are_lines() {
        assert_eq!(line(&["a\nb", "c"]), "[\"a\\nb\",\"c\"]\n");
    }

    #[test]
    fn what_is_above_ascii_is_escaped_in_pairs() {
        assert_eq!(
            line("\u{fc}\u{1f600}\x7f\u{1b}\"\\"),
            "\"\\u00fc\\ud83d\\ude00\\u007f\\u001b\\\"\\\\\"\n"
        );
        assert_eq!(line(&json!({"\u{e4}": 1})), "{\"\\u00e4\":1}\n");
    }

    proptest! {
        #[test]
        fn any_text_survives_as_ascii(text in any::<String>()) {
            for written in [document(&[&text]), line(&[&text])] {
                prop_assert!(written.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)));
                prop_assert_eq!(serde_json::from_str::<Vec<String>>(&written).unwrap(), vec![text.clone()]);
            }
        }
    }
}
