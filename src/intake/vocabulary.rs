//! Words that say what stands beside them, in the languages of the Windows dialogs.
//!
//! All are folded (see [`normalise`](crate::text::normalise)); an entry matches every word that begins
//! with it, `=` before it asks for the whole word, and blanks separate words that follow each other.

mod products;
mod speech;

pub(super) use products::{HOST, OTHER_PRODUCTS, REMOTE_DESKTOP};
pub(super) use speech::tells;

use crate::text::normalise::Text;

/// Beside one of these a number is a code.
pub(super) const ERROR: &[&str] = &[
    "error",
    "=err",
    "code",
    "reason",
    "disconnect",
    "fail",
    "hresult",
    "ntstatus",
    "sspi",
    "fehler",
    "fehlgeschl",
    "grund",
    "erreur",
    "derreur",
    "raison",
    "codigo",
    "razon",
    "motivo",
    "erro",
    "errore",
    "derrore",
    "codice",
    "blad",
    "bled",
    "przyczyn",
    "echec",
    "fallo",
    "falh",
    "reden",
    "mislukt",
    "ursache",
    "orsak",
    "=fel",
    "=feil",
    "neden",
    "duvod",
    "eroare",
    "грешк",
    "失败",
    "失敗",
    "故障",
    "에러",
    "실패",
    "kod",
    "foutcode",
    "fout",
    "hata",
    "chyb",
    "hiba",
    "felkod",
    "fejl",
    "virhe",
    "ошибк",
    "код",
    "причин",
    "помилк",
    "错误",
    "代码",
    "錯誤",
    "代碼",
    "原因",
    "エラ",
    "コー",
    "오류",
    "코드",
];

/// Beside one of these a code is the extended one.
pub(super) const EXTENDED: &[&str] = &[
    "extend",
    "=ext",
    "exterror",
    "erweitert",
    "etendu",
    "estes",
    "estendid",
    "расширен",
    "розширен",
    "扩展",
    "擴充",
    "延伸",
    "拡張",
    "확장",
    "rozszerz",
    "uitgebreid",
    "utokad",
    "udvidet",
    "utvidet",
    "laajenn",
    "rozsiren",
    "genislet",
    "bovitett",
];

/// A number after one of these is something else.
pub(super) const NOT_A_CODE: &[&str] = &[
    "=line",
    "zeile",
    "ligne",
    "=linea",
    "=port",
    "=ports",
    "=kb",
    "=build",
    "version",
    "=ver",
    "=v",
    "=pid",
    "=tid",
    "process",
    "thread",
    "event",
    "ereignis",
    "evenement",
    "evento",
    "событи",
    "=id",
    "=issue",
    "=pr",
    "=page",
    "seite",
    "=row",
    "=session",
    "=release",
    "=rev",
    "=hotfix",
    "=year",
    "=windows",
    "=server",
    "=office",
    "=rfc",
    "=cve",
    "offset",
];

/// A number before one of these is an amount.
pub(super) const UNITS: &[&str] = &[
    "=ms", "=s", "=sec", "second", "=min", "minute", "hour", "day", "bytes", "=kb", "=mb", "=gb", "=kib",
    "=mib", "=px", "pixel", "=x", "users", "times", "percent",
];

/// Somebody connects to something.
pub(super) const CONNECTION: &[&str] = &[
    "connect",
    "reconnect",
    "login",
    "logon",
    "log in",
    "log on",
    "sign in",
    "signing in",
    "remote",
    "session",
    "server",
    "verbind",
    "anmeld",
    "sitzung",
    "connexion",
    "serveur",
    "conex",
    "conect",
    "sesion",
    "sessao",
    "servidor",
    "connes",
    "sessione",
    "sessie",
    "polacz",
    "sesj",
    "serwer",
    "подключ",
    "сеанс",
    "сервер",
    "连接",
    "会话",
    "服务",
    "接続",
    "セッ",
    "サー",
    "연결",
    "세션",
    "서버",
];

/// Something is wrong, whatever it is.
pub(super) const COMPLAINT: &[&str] = &[
    "error",
    "fail",
    "problem",
    "broken",
    "cannot",
    "=cant",
    "=wont",
    "unable",
    "not work",
    "doesnt work",
    "stopped working",
    "=no connection",
    "fehler",
    "geht nicht",
    "funktioniert nicht",
    "erreur",
    "ne marche pas",
    "ne fonctionne pas",
    "no funciona",
    "non funziona",
    "nao funciona",
    "nie dzia",
    "не работает",
    "ошибк",
    "无法",
    "错误",
    "エラ",
    "오류",
];

/// Something is not as it should be: what [`COMPLAINT`] lacks to tell of a symptom.
const NOT_SO: &[&str] = &[
    "=not",
    "=no",
    "=never",
    "=dont",
    "=doesnt",
    "=didnt",
    "=isnt",
    "=arent",
    "=cannot",
    "=couldnt",
    "=nothing",
    "=unable",
    "=missing",
    "=lost",
    "=gone",
    "=silence",
    "stop",
    "broke",
    "break",
    "issue",
    "trouble",
    "wrong",
    "greyed",
    "grayed",
    "refus",
    "reject",
    "denied",
    "disabled",
    "=nicht",
    "=kein",
    "=keine",
    "=pas",
    "=plus",
    "=nao",
    "=non",
    "=niet",
    "=geen",
    "=nie",
    "=не",
    "=нет",
    "不能",
    "不了",
    "没有",
    "無法",
    "でき きな",
    "ない",
    "않습",
    "안됨",
];

/// Whether something is said to be wrong at a place.
pub(super) fn complains_at(text: &Text<'_>, at: usize) -> bool {
    stands_at(text, at, COMPLAINT) || stands_at(text, at, NOT_SO)
}

/// Whether a word (and those after it) is one of a list.
pub(super) fn stands_at(text: &Text<'_>, at: usize, list: &[&str]) -> bool {
    let first = text.word(at);
    let Some(initial) = first.as_bytes().first() else { return false };
    // Every word of a log comes by here: the first byte settles nearly all of them.
    list.iter().any(|entry| initial_of(entry) == *initial && follows(text, at, first, entry))
}

/// The first place where one of a list stands.
pub(super) fn find(text: &Text<'_>, list: &[&str]) -> Option<usize> {
    (0..text.len()).find(|at| stands_at(text, *at, list))
}

fn initial_of(entry: &str) -> u8 {
    match entry.as_bytes() {
        [b'=', initial, ..] | [initial, ..] => *initial,
        [] => 0,
    }
}

fn follows(text: &Text<'_>, at: usize, first: &str, entry: &str) -> bool {
    let begins = |word: &str, part: &str| match part.strip_prefix('=') {
        Some(whole) => word == whole,
        None => word.starts_with(part),
    };
    match entry.split_once(' ') {
        None => begins(first, entry),
        Some((head, rest)) => {
            let mut parts = rest.split(' ').enumerate();
            begins(first, head) && parts.all(|(i, part)| begins(text.word(at + 1 + i), part))
        }
    }
}
