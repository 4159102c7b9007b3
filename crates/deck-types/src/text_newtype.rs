//! What every newtype over a text has in common, ids and cursors alike.

/// Implements the ways out of a newtype over a text, and the comparisons with a plain text.
macro_rules! text_newtype {
    ($name:ident, $what:literal) => {
        impl $name {
            #[doc = concat!("Returns the ", $what, "'s text.")]
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            #[doc = concat!("Returns the ", $what, "'s text.")]
            #[must_use]
            pub fn into_string(self) -> String {
                self.as_str().to_owned()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(
                    formatter,
                    concat!(stringify!($name), "({:?})"),
                    self.as_str()
                )
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }
    };
}

pub(crate) use text_newtype;
