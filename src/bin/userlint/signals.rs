//! Signals that must not end a run in the middle of a file.

/// A file that grows beyond what the user may write becomes an error of the write, which is said and cleaned up after,
/// instead of a signal that kills.
#[cfg(unix)]
pub(crate) fn survive_file_size_limit() {
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    // Where no handler can be had, the signal does what it did before.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
}

#[cfg(not(unix))]
pub(crate) fn survive_file_size_limit() {}
