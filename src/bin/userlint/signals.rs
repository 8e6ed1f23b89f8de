//! Signals that must not end a run in the middle of a file. On systems without them there is nothing to do here: what
//! ends the program there ends it at once.

#[cfg(unix)]
pub(crate) use unix::{before_being_stopped, survive_file_size_limit};

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// A file that grows beyond what the user may write becomes an error of the write, which is said and cleaned up
    /// after, instead of a signal that kills.
    pub(crate) fn survive_file_size_limit() {
        let flag = Arc::new(AtomicBool::new(false));
        // Where no handler can be had, the signal does what it did before.
        let _ = flag::register(SIGXFSZ, flag);
    }

    /// Has this done when the program is told to stop. Then it ends as it would have without: by the signal.
    pub(crate) fn before_being_stopped(clean_up: impl FnOnce() + Send + 'static) {
        let ignored = ignored_signals();
        let mut stopping = vec![SIGINT, SIGTERM, SIGHUP];
        stopping.retain(|signal| ignored & (1 << (signal - 1)) == 0);
        let Ok(mut signals) = Signals::new(&stopping) else {
            return;
        };
        // A thread, and no handler: a handler could be called while a lock is held that it needs.
        let waiting = thread::Builder::new().spawn(move || {
            if let Some(signal) = signals.forever().next() {
                clean_up();
                let _ = emulate_default_handler(signal);
            }
        });
        if waiting.is_err() {
            // Nobody would heed the signals any more: they end the program as if nothing had been set up.
            for signal in stopping {
                let _ = flag::register_conditional_default(signal, Arc::new(AtomicBool::new(true)));
            }
        }
    }

    /// The signals that whoever started the program wants ignored (`nohup` does so), a bit for each. Where the system
    /// does not say, none are taken for ignored but SIGHUP.
    fn ignored_signals() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(1 << (SIGHUP - 1))
    }
}

#[cfg(not(unix))]
pub(crate) fn survive_file_size_limit() {}

#[cfg(not(unix))]
pub(crate) fn before_being_stopped(_clean_up: impl FnOnce() + Send + 'static) {}
