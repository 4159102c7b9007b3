//! Facts about sweeps that no random one shows.
