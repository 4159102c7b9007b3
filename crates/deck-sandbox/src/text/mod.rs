//! The text forms of settings, for flags and variables of the environment.

pub(crate) mod duration;

pub(crate) mod fault;

pub(crate) mod header_value;

pub(crate) mod plan;

pub(crate) mod rate_limit;

pub(crate) mod text_error;
