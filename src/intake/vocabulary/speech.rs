//! Whether somebody tells of a failure, or a text explains how things are.

use super::super::normalise::Text;
use super::{find, stands_at};

/// Of so few words a text is a complaint unless it looks like a document.
const SHORT: usize = 8;

/// Somebody asks how something is done.
const HOW: &[&str] = &[
    "how to",
    "how do",
    "how can",
    "=where",
    "what is",
    "can i",
    "is it",
    "wie kann",
    "wie stelle",
    "comment",
    "como",
    "come",
];

/// Somebody speaks of themselves, or as one speaks. Documents write "does not" and "cannot" out.
const SPOKEN: &[&str] = &[
    "=i",
    "=im",
    "=ive",
    "=id",
    "=my",
    "=me",
    "=we",
    "=were",
    "=our",
    "=us",
    "=hi",
    "hello",
    "=help",
    "anyone",
    "somebody",
    "suddenly",
    "today",
    "yesterday",
    "anymore",
    "=keeps",
    "=cant",
    "=wont",
    "=doesnt",
    "=dont",
    "=didnt",
    "=isnt",
    "=arent",
    "=couldnt",
    "=wasnt",
    "=gets",
    "=getting",
    "=get",
    "=ich",
    "=mein",
    "=meine",
    "=wir",
    "=mir",
    "=je",
    "=mon",
    "=ma",
    "=mes",
    "=jai",
    "=nous",
    "=mi",
    "=mis",
    "=meu",
    "=minha",
    "=mio",
    "=ik",
    "=mijn",
    "=moj",
    "=мой",
    "=мне",
    "=меня",
    "=у",
    "我",
    "私",
    "내",
];

/// Something went wrong: said of an event, not of a rule.
const HAPPENED: &[&str] = &[
    "error",
    "fail",
    "problem",
    "issue",
    "trouble",
    "broken",
    "=broke",
    "not work",
    "no longer",
    "stopped",
    "=lost",
    "=killed",
    "frequent",
    "random",
    "crash",
    "freez",
    "frozen",
    "hangs",
    "stuck",
    "fehler",
    "geht nicht",
    "funktioniert nicht",
    "erreur",
    "ne marche",
    "ne fonctionne",
    "no funciona",
    "non funziona",
    "nao funciona",
    "=erro",
    "blad",
    "nie dzia",
    "ошибк",
    "не работает",
    "错误",
    "无法",
    "不能",
    "エラ",
    "でき きな",
    "오류",
];

/// A manual, a policy, a commit or a list of features speaks.
const DOCUMENT: &[&str] = &[
    "by default",
    "by design",
    "policy setting",
    "if you enable",
    "if you disable",
    "if you configure",
    "you can",
    "you must",
    "you should",
    "to let",
    "=configure",
    "=supports",
    "=provides",
    "=feature",
    "=features",
    "release notes",
    "changelog",
    "=added",
    "=feat",
    "=docs",
    "=chore",
    "=refactor",
    "added support",
    "is mapped",
    "this page",
    "this article",
    "this topic",
    "this script",
];

/// Whether somebody tells of something that went wrong.
pub(in crate::intake) fn tells(text: &Text<'_>) -> bool {
    let told = || text.len() <= SHORT || find(text, SPOKEN).is_some() || find(text, HAPPENED).is_some();
    find(text, DOCUMENT).is_none() && !asks_how(text) && told()
}

/// `how do I ...`: somebody wants to learn something, and nothing is wrong.
fn asks_how(text: &Text<'_>) -> bool {
    stands_at(text, 0, HOW) && (0..text.len()).all(|at| !super::complains_at(text, at))
}
