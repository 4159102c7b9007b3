//! Waits in virtual time.
