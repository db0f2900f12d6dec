//! Words that say what stands beside them, in the languages of the Windows dialogs.
//!
//! All are folded (see [`normalise`](super::normalise)); an entry matches every word that begins
//! with it, `=` before it asks for the whole word, and blanks separate words that follow each other.

use super::normalise::Text;

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

/// The text is about Remote Desktop.
pub(super) const REMOTE_DESKTOP: &[&str] = &[
    "rdp",
    "=rds",
    "=rdsh",
    "=rdgw",
    "mstsc",
    "msrdc",
    "msrdp",
    "xrdp",
    "freerdp",
    "xfreerdp",
    "wfreerdp",
    "sdl-freerdp",
    "errconnect_",
    "errinfo_",
    "termsrv",
    "termservice",
    "terminalservices",
    "remoteapp",
    "rdweb",
    "rdgateway",
    "rdcman",
    "mremoteng",
    "remmina",
    "guacd",
    "guacamole",
    "remote desktop",
    "remote computer",
    "remote pc",
    "remote session",
    "terminal server",
    "terminal services",
    "windows app",
    "remotedesktop",
    "remotecomputer",
    "remotesitzung",
    "remoteverbindung",
    "bureau a distance",
    "ordinateur distant",
    "escritorio remoto",
    "equipo remoto",
    "desktop remoto",
    "computer remoto",
    "area de trabalho remota",
    "computador remoto",
    "ambiente de trabalho remoto",
    "pulpitu zdaln",
    "pulpit zdaln",
    "komputer zdaln",
    "komputerem zdaln",
    "komputera zdaln",
    "extern bureaublad",
    "externe computer",
    "fjarrskrivbord",
    "fjernskrivebord",
    "etatyopoyta",
    "uzak masaustu",
    "uzak bilgisayar",
    "vzdalen ploch",
    "vzdalene plochy",
    "tavoli asztal",
    "удаленн рабоч",
    "удаленного рабочего",
    "удаленный рабочий",
    "удаленному рабочему",
    "удаленному компьютеру",
    "удаленный компьютер",
    "удаленным компьютером",
    "远程 程桌 桌面",
    "远程 程计 计算",
    "远程 程电 电脑",
    "遠端 端桌 桌面",
    "遠端 端電 電腦",
    "リモ モー ート トデ デス",
    "リモ モー ート トコ コン",
    "원격 데스크",
    "원격 컴퓨터",
    "원격데스크",
];

/// The text is about another product, unless it names Remote Desktop as well.
pub(super) const OTHER_PRODUCTS: &[&str] = &[
    "sql",
    "mysql",
    "mariadb",
    "postgres",
    "sqlexpress",
    "sqlclient",
    "ssh",
    "sshd",
    "openssh",
    "putty",
    "vnc",
    "tightvnc",
    "realvnc",
    "ultravnc",
    "vncviewer",
    "teamviewer",
    "anydesk",
    "bugcheck",
    "=bsod",
    "bluescreen",
    "stop code",
    "blue screen",
    "smtp",
    "imap",
    "outlook",
    "winrm",
    "ansible",
    "windows update",
    "install updates",
    "activation",
    "=http",
    "=https error",
    "odbc",
    "nginx",
    "apache",
    "docker",
];

/// What stands before the name of a host in the dialogs of Windows, from the beginning of a line.
pub(super) const HOST: &[&str] = &[
    "remote computer",
    "remote pc",
    "remotecomputer",
    "computer name",
    "=target",
    "=hostname",
    "ordinateur distant",
    "equipo remoto",
    "computer remoto",
    "computador remoto",
    "externe computer",
    "komputer zdalny",
    "uzak bilgisayar",
    "удаленный компьютер",
    "远程 程计 计算",
    "远程 程电 电脑",
    "遠端 端電 電腦",
    "リモ モー ート トコ コン",
    "원격 컴퓨터",
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
