//! Nothing: this package names the peers, so that they stand in the lock file and can be built.
