//! The built program, run as a person or a build runs it: arguments, standard input and an environment go in,
//! an exit status and two streams come out. What they must be is said by the tests.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_userlint");

/// Its commands.
pub(crate) const COMMANDS: [&str; 14] = [
    "check",
    "convert",
    "diff",
    "batch",
    "conform",
    "schema",
    "rules",
    "explain",
    "example",
    "generate",
    "init",
    "config",
    "completions",
    "man",
];

/// Nothing that is asked of the program here may take longer: what does, hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder of a test's own. It is removed with the value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("a new folder");
        // On macOS the folder for temporary files is named through a link.
        Folder(path.canonicalize().expect("the new folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, with the folders on the way to it.
    pub(crate) fn file(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        let parent = path.parent().expect("a file stands in a folder");
        fs::create_dir_all(parent).expect("a new folder");
        fs::write(path, bytes).expect("a new file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a run ended, and what it printed.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit status; none after a signal.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A command in a folder, in an environment in which nothing is set but what programs are found by.
pub(crate) fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut path = vec![
        Path::new(PROGRAM)
            .parent()
            .expect("a program stands in a folder")
            .to_owned(),
    ];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::join_paths(path).expect("a search path"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root); // without it hardly anything starts on Windows
    }
    command
}

/// Runs `userlint` with these arguments in the folder.
pub(crate) fn userlint(folder: &Path, args: &[&str]) -> Run {
    let mut command = command(PROGRAM, folder);
    command.args(args);
    run(command)
}

/// Runs `userlint` with these arguments, and the bytes on standard input.
pub(crate) fn userlint_on(input: &[u8], folder: &Path, args: &[&str]) -> Run {
    let mut command = command(PROGRAM, folder);
    command.args(args).stdin(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("piped");
    thread::scope(|scope| {
        scope.spawn(move || {
            let _ = stdin.write_all(input); // the program may well refuse to read it all
        });
        wait(child)
    })
}

/// Runs a line of shell in the folder, where `userlint` is the program under test.
#[cfg(unix)]
pub(crate) fn shell(folder: &Path, line: &str) -> Run {
    let mut command = command("sh", folder);
    command.args(["-c", line]);
    run(command)
}

/// Runs a command to its end.
pub(crate) fn run(mut command: Command) -> Run {
    wait(command.spawn().expect("the program starts"))
}

fn wait(mut child: Child) -> Run {
    fn all_of(mut stream: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).expect("a readable pipe");
            bytes
        })
    }
    let stdout = child.stdout.take().map(all_of);
    let stderr = child.stderr.take().map(all_of);
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break status;
        }
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("still running after {PATIENCE:?}");
        }
        thread::sleep(Duration::from_millis(2));
    };
    let text = |stream: Option<thread::JoinHandle<Vec<u8>>>| {
        let bytes = stream
            .map(|stream| stream.join().expect("a reader"))
            .unwrap_or_default();
        String::from_utf8(bytes).expect("the program prints UTF-8 whatever it reads")
    };
    Run {
        status: status.code(),
        stdout: text(stdout),
        stderr: text(stderr),
    }
}
