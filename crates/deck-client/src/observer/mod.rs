//! The hook for counters and logs.

pub(crate) mod client_event;
pub(crate) mod counters;

use std::fmt;
use std::sync::Arc;

use crate::ClientEvent;

/// A listener to what a client does, for counters and logs of any kind.
///
/// Any closure that takes a [`ClientEvent`] is one. It is called within the call that it is told about: it
/// must be quick, must not block, and what it panics with goes through to the caller. Without an observer
/// nothing is counted and nothing is spent.
///
/// # Examples
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use deck_client::{ApiKey, Client, ClientEvent};
///
/// # fn example(key: ApiKey) -> Result<(), deck_client::Error> {
/// let requests = Arc::new(AtomicU64::new(0));
/// let counter = Arc::clone(&requests);
/// let client = Client::builder(key)
///     .with_observer(move |event: &ClientEvent<'_>| {
///         if let ClientEvent::AttemptEnded { .. } = event {
///             counter.fetch_add(1, Ordering::Relaxed);
///         }
///     })
///     .build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
///
/// [`Counters`](crate::Counters) counts all there is.
pub trait Observer: Send + Sync {
    /// Takes notice of an event that has happened.
    fn observe(&self, event: &ClientEvent<'_>);
}

impl<F: Fn(&ClientEvent<'_>) + Send + Sync> Observer for F {
    fn observe(&self, event: &ClientEvent<'_>) {
        self(event);
    }
}

/// An observer of any type, or none.
#[derive(Clone, Default)]
pub(crate) struct SharedObserver(Option<Arc<dyn Observer>>);

impl SharedObserver {
    pub(crate) fn new(observer: impl Observer + 'static) -> Self {
        Self(Some(Arc::new(observer)))
    }

    pub(crate) fn is_some(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn tell(&self, event: &ClientEvent<'_>) {
        if let Some(observer) = &self.0 {
            observer.observe(event);
        }
    }
}

impl fmt::Debug for SharedObserver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.is_some() {
            "SharedObserver"
        } else {
            "none"
        })
    }
}
