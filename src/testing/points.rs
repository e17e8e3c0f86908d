//! Places where the process can be made to stop.

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

static STOP: OnceLock<Stop> = OnceLock::new();

#[derive(Debug)]
struct Stop {
    point: String,
    left: AtomicU32,
}

/// Has the process killed when it passes a point for the `nth` time (from 1).
pub fn stop_at(point: &str, nth: u32) {
    // Set once at start; a second call would be a mistake of the test and changes nothing.
    let _ = STOP.set(Stop { point: point.to_owned(), left: AtomicU32::new(nth) });
}

/// Passes a named point. Killed as by `kill -9`: nothing is flushed, nothing is closed.
pub fn pass(point: &str) {
    let Some(stop) = STOP.get().filter(|stop| stop.point == point) else { return };
    if stop.left.fetch_sub(1, Ordering::SeqCst) == 1 {
        let _ =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        // The signal may take a moment; nothing more may happen in it.
        loop {
            std::thread::park();
        }
    }
}
