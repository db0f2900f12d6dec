//! The `rdpfix` program: everything is in the library.

fn main() -> std::process::ExitCode {
    rdpfix::cli::main()
}
