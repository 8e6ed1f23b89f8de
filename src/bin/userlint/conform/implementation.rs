//! The other side of the protocol: a command that is started, asked line by line, ended when it misbehaves, and started
//! again for the next question. Nothing that it does ends the run, but that it cannot be started.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use userlint::corpus::{Answer, Level, Question};

use super::judge::{CannotJudge, Failure, Judge, Reply};
use crate::output::say;

/// Bytes of an answer, at most: a line that goes on behind them is no answer.
const LONGEST_ANSWER: u64 = 1 << 20;

/// Bytes of a line of standard error that are passed on in one piece.
const LONGEST_REMARK: u64 = 4096;

/// Answers that may fail to come in time before nothing more is asked: there are thousands of questions, and each would
/// take its time.
const MOST_TIMEOUTS: usize = 10;

/// How long an end is waited for that should come at once.
const MOMENT: Duration = Duration::from_millis(500);

pub(super) struct Implementation {
    command: Vec<OsString>,
    timeout: Duration,
    timeouts: usize,
    running: Option<Running>,
}

impl Implementation {
    pub(super) fn new(command: &[OsString], timeout: Duration) -> Self {
        group::end_with_the_program();
        Implementation {
            command: command.to_vec(),
            timeout,
            timeouts: 0,
            running: None,
        }
    }

    fn start(&self) -> Result<Running, CannotJudge> {
        Running::start(&self.command).map_err(|error| CannotJudge::Start {
            command: self.name(),
            error,
        })
    }

    fn name(&self) -> String {
        let name = self.command.first().map(|name| name.to_string_lossy());
        name.unwrap_or_default().into_owned()
    }
}

impl Judge for Implementation {
    fn ask(&mut self, question: &Question<'_>, level: Level) -> Result<Reply, CannotJudge> {
        if self.timeouts >= MOST_TIMEOUTS {
            return Ok(Reply::Failure(Failure::NotAsked));
        }
        let request = question.request()? + "\n";
        let until = Instant::now() + self.timeout;
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        let failure = match running.ask(request.into_bytes(), until) {
            Ok(line) => match Answer::read(&line, question, level) {
                Ok(answer) => {
                    self.running = Some(running);
                    return Ok(Reply::Answer(answer));
                }
                Err(wrong) => Failure::WrongAnswer(wrong.to_string()),
            },
            Err(Silence::TimedOut) => {
                self.timeouts += 1;
                Failure::TimedOut {
                    seconds: self.timeout.as_secs_f64().to_string(),
                }
            }
            Err(Silence::TooLong) => {
                Failure::WrongAnswer(format!("the line is longer than {LONGEST_ANSWER} bytes"))
            }
            Err(Silence::Closed) => running.ended(until),
        };
        Ok(Reply::Failure(failure))
    }
}

impl Drop for Implementation {
    /// One that has done as it should is told that there is nothing more, and may end by itself.
    fn drop(&mut self) {
        if let Some(running) = &mut self.running {
            running.requests = None;
            running.wait(MOMENT);
        }
    }
}

/// Why there is no line.
enum Silence {
    TimedOut,
    TooLong,
    Closed,
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// The command while it runs. Dropped, it is ended, with all that it has started.
struct Running {
    child: Child,
    /// None once it is closed.
    requests: Option<SyncSender<Vec<u8>>>,
    answers: Receiver<Line>,
    last_remark: Arc<Mutex<Option<String>>>,
    all_is_said: Receiver<()>,
}

impl Running {
    fn start(command: &[OsString]) -> io::Result<Self> {
        let (name, args) = command
            .split_first()
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut command = Command::new(name);
        command
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = group::spawn(&mut command)?;
        let piped = "all three streams are piped";
        let requests = write_requests(child.stdin.take().expect(piped));
        let answers = read_answers(child.stdout.take().expect(piped));
        let last_remark = Arc::default();
        let name = name.to_string_lossy().into_owned();
        let all_is_said = pass_on(name, child.stderr.take().expect(piped), Arc::clone(&last_remark));
        Ok(Running {
            child,
            requests: Some(requests),
            answers,
            last_remark,
            all_is_said,
        })
    }

    fn ask(&mut self, request: Vec<u8>, until: Instant) -> Result<Vec<u8>, Silence> {
        if let Some(requests) = &self.requests {
            // What cannot be written is not answered, which is seen below.
            let _ = requests.try_send(request);
        }
        match self.answers.recv_timeout(left(until)) {
            Ok(Line::Whole(line)) => Ok(line),
            Ok(Line::TooLong) => Err(Silence::TooLong),
            Err(RecvTimeoutError::Timeout) => Err(Silence::TimedOut),
            Err(RecvTimeoutError::Disconnected) => Err(Silence::Closed),
        }
    }

    /// How the command ended that has closed its output.
    fn ended(&mut self, until: Instant) -> Failure {
        self.requests = None;
        let status = self.wait(left(until).min(MOMENT));
        let _ = self.all_is_said.recv_timeout(MOMENT);
        let mut said = self.last_remark.lock().unwrap_or_else(PoisonError::into_inner);
        Failure::Ended {
            how: match status {
                Some(status) => format!("it ended ({status})"),
                None => "it closed its output".to_owned(),
            },
            said: said.take(),
        }
    }

    /// The status with which the command ends within a time.
    fn wait(&mut self, time: Duration) -> Option<std::process::ExitStatus> {
        let until = Instant::now() + time;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(2)),
                Ok(None) | Err(_) => return None,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.wait(Duration::ZERO).is_none() {
            group::kill(&mut self.child);
            let _ = self.child.wait();
        }
        group::forget();
    }
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

/// A thread that writes, since whoever does not read would hold up whoever writes.
fn write_requests(mut stdin: impl Write + Send + 'static) -> SyncSender<Vec<u8>> {
    let (requests, queue) = sync_channel::<Vec<u8>>(1);
    thread::spawn(move || {
        for request in queue {
            if stdin.write_all(&request).and_then(|()| stdin.flush()).is_err() {
                break;
            }
        }
    });
    requests
}

/// A thread that reads: one line ahead, so that one who floods us is held up.
fn read_answers(stdout: impl Read + Send + 'static) -> Receiver<Line> {
    let (found, answers) = sync_channel(1);
    thread::spawn(move || {
        let mut stdout = BufReader::new(stdout);
        loop {
            let mut line = Vec::new();
            let read = (&mut stdout).take(LONGEST_ANSWER).read_until(b'\n', &mut line);
            let line = match read {
                Err(_) | Ok(0) => break,
                // The end of the output ends the last line, too.
                Ok(read) if read as u64 == LONGEST_ANSWER && line.last() != Some(&b'\n') => Line::TooLong,
                Ok(_) => Line::Whole(line),
            };
            let is_last = matches!(line, Line::TooLong);
            if found.send(line).is_err() || is_last {
                break;
            }
        }
    });
    answers
}

/// A thread that says on our standard error what the command says on its own, and keeps the last of it.
fn pass_on(
    name: String,
    stderr: impl Read + Send + 'static,
    last: Arc<Mutex<Option<String>>>,
) -> Receiver<()> {
    let (end, ended) = sync_channel(1);
    thread::spawn(move || {
        let mut stderr = BufReader::new(stderr);
        loop {
            let mut line = Vec::new();
            match (&mut stderr).take(LONGEST_REMARK).read_until(b'\n', &mut line) {
                Err(_) | Ok(0) => break,
                Ok(_) => {}
            }
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if !line.is_empty() {
                say(&format!("{name}: {line}"));
                *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(line);
            }
        }
        let _ = end.send(());
    });
    ended
}

/// A command and all that it starts, ended together: a shell that is killed alone leaves what it waits for.
#[cfg(unix)]
mod group {
    use std::io;
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};
    use std::sync::Once;
    use std::sync::atomic::{AtomicI32, Ordering};

    use rustix::process::{Pid, Signal, kill_process_group};

    use crate::signals;

    /// The group that runs; 0 if none does.
    static RUNNING: AtomicI32 = AtomicI32::new(0);

    /// What reaches the program from the terminal does not reach a group of its own.
    pub(super) fn end_with_the_program() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| signals::before_being_stopped(|| end(RUNNING.load(Ordering::SeqCst))));
    }

    pub(super) fn spawn(command: &mut Command) -> io::Result<Child> {
        let child = command.process_group(0).spawn()?;
        RUNNING.store(id(&child), Ordering::SeqCst);
        Ok(child)
    }

    pub(super) fn kill(child: &mut Child) {
        end(id(child));
    }

    pub(super) fn forget() {
        RUNNING.store(0, Ordering::SeqCst);
    }

    fn id(child: &Child) -> i32 {
        i32::try_from(child.id()).unwrap_or_default()
    }

    fn end(group: i32) {
        if let Some(group) = Pid::from_raw(group) {
            // It may have ended by itself.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

#[cfg(not(unix))]
mod group {
    use std::io;
    use std::process::{Child, Command};

    pub(super) fn end_with_the_program() {}

    pub(super) fn spawn(command: &mut Command) -> io::Result<Child> {
        command.spawn()
    }

    pub(super) fn kill(child: &mut Child) {
        let _ = child.kill();
    }

    pub(super) fn forget() {}
}
