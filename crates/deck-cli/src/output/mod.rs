//! How output is written: tables and details for people, exact JSON for programs.

use std::io;

pub(crate) mod chosen_fields;
pub(crate) mod csv_rows;
pub(crate) mod detail;
pub(crate) mod drift_report;
pub(crate) mod field_path;
pub(crate) mod field_table;
pub(crate) mod field_text;
pub(crate) mod format;
pub(crate) mod human;
pub(crate) mod jq;
pub(crate) mod jq_lines;
pub(crate) mod json;
pub(crate) mod json_array;
pub(crate) mod json_lines;
pub(crate) mod layout_error;
pub(crate) mod local_time;
pub(crate) mod paged_output;
pub(crate) mod pager;
pub(crate) mod planned_request;
pub(crate) mod raw_items;
pub(crate) mod redaction;
pub(crate) mod resources;
pub(crate) mod run_writer;
pub(crate) mod screen;
pub(crate) mod sort_key;
pub(crate) mod sorted;
pub(crate) mod standard_output;
pub(crate) mod status_style;
pub(crate) mod table;
pub(crate) mod tabular;
pub(crate) mod task_run_detail;
pub(crate) mod task_run_table;
pub(crate) mod text;
pub(crate) mod value;

#[cfg(test)]
mod bounds;

/// Writes the items of a listing as they arrive.
pub(crate) trait ItemWriter<T> {
    /// Writes one item; it may be held back until the writer knows how to lay it out.
    fn write(&mut self, item: &T) -> io::Result<()>;

    /// Hands on what is written so far, because the next item is not there yet.
    fn pause(&mut self) -> io::Result<()>;

    /// Writes the end of a listing that is complete.
    fn finish(&mut self) -> io::Result<()>;

    /// Writes the end of a listing that broke off.
    fn break_off(&mut self) -> io::Result<()>;
}

impl<T, W: ItemWriter<T> + ?Sized> ItemWriter<T> for Box<W> {
    fn write(&mut self, item: &T) -> io::Result<()> {
        (**self).write(item)
    }

    fn pause(&mut self) -> io::Result<()> {
        (**self).pause()
    }

    fn finish(&mut self) -> io::Result<()> {
        (**self).finish()
    }

    fn break_off(&mut self) -> io::Result<()> {
        (**self).break_off()
    }
}
