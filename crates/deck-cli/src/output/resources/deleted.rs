//! What the API says of something that was deleted.

use deck_types::Deleted;

use crate::output::detail::Detail;
use crate::output::local_time::LocalTime;

use super::Detailed;

impl Detailed for Deleted {
    fn detail(&self, _time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.field("object", self.object.as_ref());
        detail.field("deleted", self.deleted);
        detail.field("request id", self.request_id.as_ref());
        detail
    }
}
