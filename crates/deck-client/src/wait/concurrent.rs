//! Several futures at a time, without an executor.

use std::future::Future;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

pub(super) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Futures that go on at the same time, and give their outputs as they end.
pub(super) struct Concurrent<'a, T>(Vec<BoxFuture<'a, T>>);

impl<T> Default for Concurrent<'_, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, T> Concurrent<'a, T> {
    pub(super) fn push(&mut self, future: BoxFuture<'a, T>) {
        self.0.push(future);
    }

    /// Polls all until one is ready; nothing is ready where there is none.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<T> {
        for index in 0..self.0.len() {
            if let Poll::Ready(output) = self.0[index].as_mut().poll(context) {
                drop(self.0.swap_remove(index));
                return Poll::Ready(output);
            }
        }
        Poll::Pending
    }

    /// Runs `waiting`, at most `most` at a time, and gives each output to `take`.
    pub(super) async fn run(
        most: usize,
        mut waiting: impl Iterator<Item = BoxFuture<'a, T>>,
        mut take: impl FnMut(T),
    ) {
        let mut running = Self(waiting.by_ref().take(most).collect());
        while !running.0.is_empty() {
            take(poll_fn(|context| running.poll_next(context)).await);
            running.0.extend(waiting.next());
        }
    }
}
