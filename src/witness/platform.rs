//! What differs between operating systems, and whether this terminal can hold an interview.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether this process may change the machine: elevated on Windows, root elsewhere.
///
/// `None` where the system does not say.
pub fn elevated() -> Option<bool> {
    system::elevated()
}

/// Whether the console window closes with this process: started by a double click on Windows.
pub fn console_is_ours_alone() -> bool {
    system::console_is_ours_alone()
}

/// Whether keys can be read from stdin one by one.
///
/// `false` in `MinTTY` on Windows: its terminal is a pipe that calls itself a terminal.
pub fn reads_keys() -> bool {
    system::reads_keys()
}

/// Whether the terminal of this run can be drawn on; see [`take_escapes`].
static DRAWS: AtomicBool = AtomicBool::new(true);

/// Prepares the console for colours and drawing, and tells whether it takes them: a console of Windows has to be
/// switched to escape sequences first, an old one cannot be, and a `dumb` terminal knows none.
pub fn take_escapes(dumb: bool) -> bool {
    let takes = system::take_escapes() && !dumb;
    DRAWS.store(takes, Ordering::Relaxed);
    takes
}

/// Whether [`take_escapes`] found a terminal that can be drawn on.
pub fn draws() -> bool {
    DRAWS.load(Ordering::Relaxed)
}

/// Leaves the console as [`take_escapes`] found it.
pub fn leave_console() {
    system::leave_console();
}

/// Whether a line may be read now. On a console of Windows only once something is typed: its line editor begins where
/// the cursor stands when the read begins.
pub(crate) fn line_is_begun() -> bool {
    system::line_is_begun()
}

/// What is known about the terminal and the wishes of the user. The caller reads the environment.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with a name of its own")]
pub struct Facts<'a> {
    /// `--no-input` was given.
    pub no_input: bool,
    /// `RDPFIX_NO_INPUT` is set and not empty.
    pub no_input_env: bool,
    /// `CI` is set and not empty.
    pub ci: bool,
    /// `--simple` was given.
    pub simple: bool,
    /// stdin is a terminal.
    pub stdin_terminal: bool,
    /// stderr is a terminal.
    pub stderr_terminal: bool,
    /// The answer of [`reads_keys`].
    pub reads_keys: bool,
    /// `TERM`.
    pub term: Option<&'a str>,
    /// `TERM_PROGRAM`.
    pub term_program: Option<&'a str>,
    /// `MSYSTEM`, which Git Bash and MSYS2 set.
    pub msystem: Option<&'a str>,
}

/// Which front a person gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Front {
    /// Keys, menus and a spinner.
    Desk,
    /// Plain lines.
    Simple,
}

/// Why nobody can be asked. The message names the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotPrompt {
    /// The user said so on the command line.
    #[error("prompting is off (--no-input): give the answers with --answer ID=STATE")]
    NoInput,
    /// The user said so in the environment.
    #[error(
        "prompting is off (RDPFIX_NO_INPUT is set): unset it, or give the answers with --answer ID=STATE"
    )]
    NoInputEnv,
    /// A build server, where nobody sits.
    #[error("prompting is off (CI is set): unset it, or give the answers with --answer ID=STATE")]
    Ci,
    /// Git Bash or MSYS2 without a Windows console behind it.
    #[error("this MinTTY window hides the keys: start it as `winpty rdpfix ...`, or add --simple")]
    MinTty,
    /// The input is a pipe, a file or nothing.
    #[error("stdin is not a terminal: add --simple to type lines, or --no-input to ask nothing")]
    StdinNoTerminal,
    /// Nobody would see the questions.
    #[error(
        "stderr is not a terminal, questions would not be seen: add --simple, or --no-input to ask nothing"
    )]
    StderrNoTerminal,
}

/// Decides whether a person can be asked, and how.
///
/// Wishes come before facts; `--simple` is the way out of every doubt about the terminal.
pub fn can_prompt(facts: &Facts) -> Result<Front, CannotPrompt> {
    match facts {
        Facts { no_input: true, .. } => Err(CannotPrompt::NoInput),
        Facts { no_input_env: true, .. } => Err(CannotPrompt::NoInputEnv),
        Facts { ci: true, .. } => Err(CannotPrompt::Ci),
        Facts { simple: true, .. } => Ok(Front::Simple),
        Facts { stdin_terminal: true, stderr_terminal: true, reads_keys: true, term, .. } => {
            Ok(if *term == Some("dumb") { Front::Simple } else { Front::Desk })
        }
        Facts { msystem: Some(_), .. } | Facts { term_program: Some("mintty"), .. } => {
            Err(CannotPrompt::MinTty)
        }
        Facts { stdin_terminal: true, reads_keys: true, .. } => Err(CannotPrompt::StderrNoTerminal),
        _ => Err(CannotPrompt::StdinNoTerminal),
    }
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "the console and the token of a process have no safe interface")]
mod system {
    use std::mem::size_of;
    use std::ptr::from_mut;
    use std::sync::OnceLock;

    use windows_sys::Win32::Foundation::{CloseHandle, HANDLE};
    use windows_sys::Win32::Security::{GetTokenInformation, TOKEN_ELEVATION, TOKEN_QUERY, TokenElevation};
    use windows_sys::Win32::System::Console::{
        CONSOLE_MODE, ENABLE_PROCESSED_OUTPUT, ENABLE_VIRTUAL_TERMINAL_PROCESSING, FlushConsoleInputBuffer,
        GetConsoleMode, GetConsoleProcessList, GetStdHandle, INPUT_RECORD, INPUT_RECORD_0, KEY_EVENT_RECORD,
        KEY_EVENT_RECORD_0, PeekConsoleInputW, STD_ERROR_HANDLE, STD_HANDLE, STD_INPUT_HANDLE,
        STD_OUTPUT_HANDLE, SetConsoleMode,
    };
    use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

    /// `KEY_EVENT` in the width of the record.
    const KEY: u16 = 1;

    pub(super) fn elevated() -> Option<bool> {
        let mut token: HANDLE = std::ptr::null_mut();
        let mut elevation = TOKEN_ELEVATION { TokenIsElevated: 0 };
        let size = u32::try_from(size_of::<TOKEN_ELEVATION>()).ok()?;
        let mut written = 0;
        // SAFETY: the pointers are to live values of the types and sizes that the calls expect, and the
        // token is closed exactly once, after its last use.
        let read = unsafe {
            if OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) == 0 {
                return None;
            }
            let value = from_mut(&mut elevation).cast();
            let read = GetTokenInformation(token, TokenElevation, value, size, &raw mut written);
            CloseHandle(token);
            read
        };
        (read != 0).then_some(elevation.TokenIsElevated != 0)
    }

    pub(super) fn console_is_ours_alone() -> bool {
        let mut processes = [0_u32; 2];
        // SAFETY: the buffer holds the two entries that the call is told of.
        unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) == 1 }
    }

    pub(super) fn reads_keys() -> bool {
        mode(STD_INPUT_HANDLE).is_some()
    }

    /// The mode of a console; nothing where the handle is none.
    fn mode(which: STD_HANDLE) -> Option<CONSOLE_MODE> {
        let mut mode = 0;
        // SAFETY: the pointer is to a live value; a handle that is no console only makes the call fail.
        let read = unsafe { GetConsoleMode(GetStdHandle(which), &raw mut mode) };
        (read != 0).then_some(mode)
    }

    fn set_mode(which: STD_HANDLE, mode: CONSOLE_MODE) -> bool {
        // SAFETY: no pointer is passed; a handle that is no console only makes the call fail.
        unsafe { SetConsoleMode(GetStdHandle(which), mode) != 0 }
    }

    /// What is drawn on.
    const SCREENS: [STD_HANDLE; 2] = [STD_OUTPUT_HANDLE, STD_ERROR_HANDLE];

    /// The modes in which this process found them.
    static BEFORE: OnceLock<[Option<CONSOLE_MODE>; 2]> = OnceLock::new();

    pub(super) fn take_escapes() -> bool {
        let before = BEFORE.get_or_init(|| SCREENS.map(mode));
        let wanted = ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING;
        let consoles = SCREENS.iter().zip(before).filter_map(|(which, mode)| Some((*which, (*mode)?)));
        let switched: Vec<bool> = consoles.map(|(which, mode)| set_mode(which, mode | wanted)).collect();
        switched.into_iter().all(|done| done)
    }

    pub(super) fn leave_console() {
        for (which, mode) in SCREENS.iter().zip(BEFORE.get().into_iter().flatten()) {
            if let Some(mode) = mode {
                set_mode(*which, *mode);
            }
        }
    }

    /// So many records of a console are looked through for a key.
    const LOOKED_AT: u32 = 128;

    pub(super) fn line_is_begun() -> bool {
        if !reads_keys() {
            return true;
        }
        let nothing = no_key();
        let mut records = [nothing; LOOKED_AT as usize];
        let mut read = 0;
        // SAFETY: the buffer holds as many records as the call is told of, and the counter is live.
        let peeked = unsafe {
            PeekConsoleInputW(GetStdHandle(STD_INPUT_HANDLE), records.as_mut_ptr(), LOOKED_AT, &raw mut read)
        };
        if peeked == 0 {
            return true;
        }
        let begun = records.iter().take(read as usize).any(is_typed);
        if !begun && read == LOOKED_AT {
            // SAFETY: no pointer is passed. What is thrown away is no text.
            unsafe { FlushConsoleInputBuffer(GetStdHandle(STD_INPUT_HANDLE)) };
        }
        begun
    }

    /// Whether a record is a press of a key that has a character.
    fn is_typed(record: &INPUT_RECORD) -> bool {
        record.EventType == KEY && {
            // SAFETY: the type of the record says which member of the union is set, and a key has one form of its
            // character in the calls that end in W.
            unsafe { record.Event.KeyEvent.bKeyDown != 0 && record.Event.KeyEvent.uChar.UnicodeChar != 0 }
        }
    }

    const fn no_key() -> INPUT_RECORD {
        let key = KEY_EVENT_RECORD {
            bKeyDown: 0,
            wRepeatCount: 1,
            wVirtualKeyCode: 0,
            wVirtualScanCode: 0,
            uChar: KEY_EVENT_RECORD_0 { UnicodeChar: 0 },
            dwControlKeyState: 0,
        };
        INPUT_RECORD { EventType: KEY, Event: INPUT_RECORD_0 { KeyEvent: key } }
    }
}

#[cfg(not(windows))]
mod system {
    pub(super) fn elevated() -> Option<bool> {
        running_as_root()
    }

    pub(super) const fn console_is_ours_alone() -> bool {
        false
    }

    pub(super) const fn reads_keys() -> bool {
        true
    }

    pub(super) const fn take_escapes() -> bool {
        true
    }

    pub(super) const fn leave_console() {}

    pub(super) const fn line_is_begun() -> bool {
        true
    }

    /// The owner of a process' folder is its effective user; systems without `/proc` do not say.
    #[cfg(unix)]
    fn running_as_root() -> Option<bool> {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata("/proc/self").ok().map(|folder| folder.uid() == 0)
    }

    #[cfg(not(unix))]
    const fn running_as_root() -> Option<bool> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: Facts<'static> = Facts {
        no_input: false,
        no_input_env: false,
        ci: false,
        simple: false,
        stdin_terminal: true,
        stderr_terminal: true,
        reads_keys: true,
        term: Some("xterm-256color"),
        term_program: None,
        msystem: None,
    };

    #[test]
    fn wishes_come_before_facts() {
        let pipe = Facts { stdin_terminal: false, ..TERMINAL };
        let table = [
            (TERMINAL, Ok(Front::Desk)),
            (Facts { no_input: true, simple: true, ..TERMINAL }, Err(CannotPrompt::NoInput)),
            (Facts { no_input_env: true, simple: true, ..TERMINAL }, Err(CannotPrompt::NoInputEnv)),
            (Facts { ci: true, ..TERMINAL }, Err(CannotPrompt::Ci)),
            (Facts { simple: true, ..TERMINAL }, Ok(Front::Simple)),
            (Facts { simple: true, ..pipe }, Ok(Front::Simple)),
            (Facts { term: Some("dumb"), ..TERMINAL }, Ok(Front::Simple)),
            (pipe, Err(CannotPrompt::StdinNoTerminal)),
            (Facts { reads_keys: false, ..TERMINAL }, Err(CannotPrompt::StdinNoTerminal)),
            (Facts { stderr_terminal: false, ..TERMINAL }, Err(CannotPrompt::StderrNoTerminal)),
        ];
        for (facts, expected) in table {
            assert_eq!(can_prompt(&facts), expected, "{facts:?}");
        }
    }

    #[test]
    fn git_bash_is_named_only_where_its_keys_are_hidden() {
        let git_bash = Facts { msystem: Some("MINGW64"), ..TERMINAL };
        assert_eq!(can_prompt(&git_bash), Ok(Front::Desk), "Git Bash inside Windows Terminal has a console");
        let hidden = Facts { reads_keys: false, ..git_bash };
        assert_eq!(can_prompt(&hidden), Err(CannotPrompt::MinTty));
        let mintty = Facts { stdin_terminal: false, term_program: Some("mintty"), ..TERMINAL };
        assert_eq!(can_prompt(&mintty), Err(CannotPrompt::MinTty));
    }

    #[test]
    fn every_refusal_names_a_way_out_on_one_line() {
        use CannotPrompt::{Ci, MinTty, NoInput, NoInputEnv, StderrNoTerminal, StdinNoTerminal};
        for reason in [Ci, MinTty, NoInput, NoInputEnv, StderrNoTerminal, StdinNoTerminal] {
            let text = reason.to_string();
            assert!(text.contains("--") && text.is_ascii() && text.lines().count() == 1, "{text}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_says_who_we_are() {
        assert!(elevated().is_some());
    }
}
