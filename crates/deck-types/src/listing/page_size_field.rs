//! What every listing of this crate has because of its field `page_size`.

/// Defines the setter of the field; for the `impl` of a listing.
macro_rules! page_size_setter {
    () => {
        /// Sets the largest number of items on a page.
        #[must_use]
        pub fn page_size(mut self, page_size: $crate::listing::page_size::PageSize) -> Self {
            self.page_size = Some(page_size);
            self
        }
    };
}

/// Defines the two methods of [`Listing`](crate::Listing) about the field; for the `impl` of that trait.
macro_rules! page_size_methods {
    () => {
        fn page_size(&self) -> Option<$crate::listing::page_size::PageSize> {
            self.page_size
        }

        fn set_page_size(&mut self, page_size: Option<$crate::listing::page_size::PageSize>) {
            self.page_size = page_size;
        }
    };
}

pub(crate) use page_size_methods;
pub(crate) use page_size_setter;
