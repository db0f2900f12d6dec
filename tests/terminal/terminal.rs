//! A program in a pseudo terminal, and what a person would see of it.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use rexpect::process::{Signal, WaitStatus};
use rexpect::session::{PtySession, spawn_command};

/// Generous, because a busy machine is slow; a test that passes never waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sets the size and what a terminal usually does before the program starts: the pseudo terminal
/// begins without a size and without echo.
const START: &str = r#"stty rows "$0" cols "$1" echo && shift && exec "$@""#;

/// A running program and its screen.
pub(crate) struct Terminal {
    session: PtySession,
    screen: vt100::Parser,
    stream: String,
    /// How long the stream was when keys were pressed last.
    pressed: usize,
}

impl Terminal {
    /// Starts a program on a screen of so many rows and columns, in an environment of nothing but
    /// `TERM`, `PATH` and what is given.
    pub(crate) fn start(size: (u16, u16), program: &Path, args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", START, &size.0.to_string(), &size.1.to_string()]).arg(program).args(args);
        command.env_clear().env("TERM", "xterm").env("PATH", "/usr/bin:/bin").envs(env.iter().copied());
        let session = spawn_command(command, Some(5_000)).expect("a pseudo terminal can be opened");
        Self { session, screen: vt100::Parser::new(size.0, size.1, 0), stream: String::new(), pressed: 0 }
    }

    /// Starts the program under test.
    pub(crate) fn rdpfix(size: (u16, u16), args: &[&str]) -> Self {
        Self::start(size, Path::new(env!("CARGO_BIN_EXE_rdpfix")), args, &[])
    }

    /// Presses keys: characters and escape sequences as a terminal sends them.
    pub(crate) fn press(&mut self, keys: &str) {
        self.pressed = self.stream.len();
        self.session.send(keys).expect("the program reads its terminal");
        self.session.flush().expect("the program reads its terminal");
    }

    /// Pastes as a terminal without brackets does: line ends become the Enter key.
    pub(crate) fn paste_raw(&mut self, text: &str) {
        self.press(&text.replace('\n', "\r"));
    }

    /// Pastes in brackets, once the program has asked for them.
    pub(crate) fn paste_bracketed(&mut self, text: &str) {
        self.wait_until("brackets around a paste", vt100::Screen::bracketed_paste);
        self.press(&format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")));
    }

    /// Sends the signal with which a system asks a program to end.
    pub(crate) fn ask_to_end(&mut self) {
        self.session.process_mut().signal(Signal::SIGTERM).expect("the program runs");
    }

    /// Gives the window another size, as somebody does who drags its corner.
    pub(crate) fn resize(&mut self, size: (u16, u16)) {
        self.pressed = self.stream.len();
        let terminal = self.session.process().get_file_handle().expect("the terminal is open");
        let size_of = ["rows".to_owned(), size.0.to_string(), "cols".to_owned(), size.1.to_string()];
        let done = Command::new("stty").args(size_of).stdin(terminal).status();
        assert!(done.is_ok_and(|done| done.success()), "the window has another size");
        self.screen.screen_mut().set_size(size.0, size.1);
    }

    /// Ends the program as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.session.process_mut().signal(Signal::SIGKILL).expect("the program runs");
        self.session.process().wait().expect("the program is ours");
    }

    /// Waits until the screen shows a text, or has shown it since keys were pressed last: what is long scrolls off a
    /// small screen between two looks at it.
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.watch_until(text, |terminal| {
            terminal.screen.screen().contents().contains(text) || terminal.answer().contains(text)
        });
    }

    /// Waits until a text was sent to the screen since keys were pressed or the window was resized last.
    pub(crate) fn wait_for_anew(&mut self, text: &str) {
        self.watch_until(text, |terminal| terminal.answer().contains(text));
    }

    /// What was sent to the screen since keys were pressed last, without control sequences.
    fn answer(&self) -> String {
        console::strip_ansi_codes(&self.stream[self.pressed..]).replace('\r', "")
    }

    /// Waits until the program reads single keys: a moment lies between drawing a menu and reading, and in it
    /// Ctrl-C is still a signal. What reads lines never does, and is not waited for long.
    pub(crate) fn wait_for_keys(&self) {
        let end = Instant::now() + Duration::from_secs(2);
        let reads_keys = || {
            let terminal = self.session.process().get_file_handle().expect("the terminal is open");
            let state = Command::new("stty").arg("-a").stdin(terminal).output();
            state.is_ok_and(|state| String::from_utf8_lossy(&state.stdout).contains("-icanon"))
        };
        while !reads_keys() && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the screen shows a text so many times.
    pub(crate) fn wait_for_again(&mut self, text: &str, times: usize) {
        self.wait_until(text, |screen| screen.contents().matches(text).count() >= times);
    }

    /// Waits until the program has ended and returns its exit code.
    pub(crate) fn wait_for_end(&mut self) -> i32 {
        let rest = self.session.exp_eof().expect("the program ends");
        self.draw(&rest);
        match self.session.process().wait().expect("the program is ours") {
            WaitStatus::Exited(_, code) => code,
            other => panic!("the program did not end by itself: {other:?}\n{}", self.text()),
        }
    }

    /// What is on the screen, without blank lines at the end.
    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents().trim_end().to_owned()
    }

    /// The screen with its colours.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Everything that was sent to the screen, control characters included.
    pub(crate) fn stream(&self) -> &str {
        &self.stream
    }

    /// Whether the cursor can be seen.
    pub(crate) fn shows_cursor(&self) -> bool {
        !self.screen.screen().hide_cursor()
    }

    /// Whether a paste would still be put in brackets.
    pub(crate) fn brackets_pastes(&self) -> bool {
        self.screen.screen().bracketed_paste()
    }

    fn wait_until(&mut self, what: &str, seen: impl Fn(&vt100::Screen) -> bool) {
        self.watch_until(what, |terminal| seen(terminal.screen.screen()));
    }

    fn watch_until(&mut self, what: &str, seen: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !seen(self) {
            assert!(Instant::now() < end, "never saw {what:?}; the screen:\n{}", self.text());
            // The screen is looked at once all that has come is drawn: reading it costs more than a character.
            let come: String = std::iter::from_fn(|| self.session.try_read()).collect();
            if come.is_empty() {
                thread::sleep(Duration::from_millis(5));
            }
            self.draw(&come);
        }
    }

    fn draw(&mut self, text: &str) {
        self.stream.push_str(text);
        self.screen.process(text.as_bytes());
    }
}
