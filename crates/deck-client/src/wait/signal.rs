//! Waking a wait before its time.

use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

/// Wakes waits, so that they look at their runs at once instead of when they would have by themselves.
///
/// Deck recommends events over polling. A receiver of events that learns that something happened to a run
/// calls [`wake`](Self::wake), and every wait that was given a clone of the signal
/// ([`Wait::with_signal`](crate::Wait::with_signal), [`WaitAll::with_signal`](crate::WaitAll::with_signal))
/// looks. The event itself is not believed: what counts is the run, so a forged, late or repeated event does
/// no more than cause a request.
///
/// A wait that was woken looks at once, or one second after its last look, so any number of wakes costs one
/// request a second. A wake that comes while a wait is looking is not lost: it looks once more. Without any
/// wake a wait looks as often as without a signal, so a lost event costs time and nothing else.
///
/// Clones are one signal. It needs no runtime and may be used from any thread.
///
/// # Examples
///
/// ```
/// use deck_client::{Client, Error, WaitSignal};
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let signal = WaitSignal::new();
/// let receiver = signal.clone();
/// // ... where an event about the run comes in:
/// receiver.wake();
///
/// let run = client.wait("trun_1").with_signal(&signal).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct WaitSignal(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    wakes: u64,
    next_listener: u64,
    sleeping: BTreeMap<u64, Waker>,
}

impl WaitSignal {
    /// Creates a signal that wakes nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes every wait that has this signal look at its run.
    pub fn wake(&self) {
        let mut state = self.state();
        state.wakes = state.wakes.wrapping_add(1);
        let sleeping = mem::take(&mut state.sleeping);
        drop(state);
        for waker in sleeping.into_values() {
            waker.wake();
        }
    }

    /// Returns one who hears the wakes from now on.
    pub(super) fn listener(&self) -> Listener {
        let mut state = self.state();
        let id = state.next_listener;
        state.next_listener = state.next_listener.wrapping_add(1);
        Listener {
            id,
            heard: state.wakes,
            signal: self.clone(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code of others runs under the lock, so a poisoned one still holds a whole state.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for WaitSignal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("WaitSignal")
    }
}

/// One who hears the wakes of a signal; several wakes since it last listened are one.
#[derive(Debug)]
pub(super) struct Listener {
    id: u64,
    heard: u64,
    signal: WaitSignal,
}

impl Listener {
    /// Waits for a wake, of any of the signals, that was not heard yet; without signals it never ends.
    pub(super) async fn any_woken(listeners: &mut [Self]) {
        poll_fn(|context| {
            // All of them are asked, so that each knows whom to wake.
            let woken = listeners.iter_mut().filter_map(|listener| {
                let is_woken = listener.poll(context).is_ready();
                is_woken.then_some(())
            });
            match woken.count() {
                0 => Poll::Pending,
                _ => Poll::Ready(()),
            }
        })
        .await;
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.signal.state();
        if state.wakes != self.heard {
            self.heard = state.wakes;
            return Poll::Ready(());
        }
        state.sleeping.insert(self.id, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.signal.state().sleeping.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_wake_that_came_before_the_listening_is_heard_and_many_are_one() {
        let signal = WaitSignal::new();
        let mut listener = signal.listener();
        signal.wake();
        signal.clone().wake();

        Listener::any_woken(std::slice::from_mut(&mut listener)).await;

        let mut context = Context::from_waker(Waker::noop());
        assert!(listener.poll(&mut context).is_pending());
    }

    #[tokio::test]
    async fn a_wake_reaches_all_who_listen() {
        let signal = WaitSignal::new();
        let quiet = WaitSignal::new();
        let mut one = [quiet.listener(), signal.listener()];
        let mut other = [signal.listener()];
        tokio::join!(
            Listener::any_woken(&mut one),
            Listener::any_woken(&mut other),
            async { signal.wake() }
        );
    }

    #[test]
    fn a_listener_leaves_nothing_behind() {
        let signal = WaitSignal::new();
        let mut listener = signal.listener();
        let mut context = Context::from_waker(Waker::noop());
        assert!(listener.poll(&mut context).is_pending());
        drop(listener);
        assert!(signal.state().sleeping.is_empty());
    }
}
