//! What all models have in common: they keep the fields that they do not know.

/// Defines a model: a struct whose fields are public, and that keeps the fields which it does not know.
///
/// Fields, their documentation and their serde attributes stand together, and go two ways: the public struct
/// gets the documentation, a private one with the same fields the attributes. serde's `remote` makes
/// functions of the private one that read and write the public one, and holds the two together. They cannot
/// be derived for the public struct itself: nothing could then stand between it and the reader, and
/// everything that it does not know would be lost.
///
/// `which always has` lists the fields, by their names on the wire, whose absence is drift: those that a
/// reference page marks as required, and no field about which the editions of the page disagree.
macro_rules! model {
    (
        $(#[$meta:meta])*
        pub struct $model:ident, with the wire form $wire:ident of $remote:literal,
        which always has [$($always:literal),* $(,)?] {
            $(
                $(#[doc = $doc:literal])*
                $(#[serde $rule:tt])?
                pub $field:ident: $kind:ty,
            )*
        }
    ) => {
        $(#[$meta])*
        ///
        #[doc = $crate::model::always_present_doc!($($always)*)]
        #[non_exhaustive]
        pub struct $model {
            $(
                $(#[doc = $doc])*
                pub $field: $kind,
            )*
            /// The fields that this version does not know, in the order in which they were received.
            ///
            /// They are written after all others. One with the name of a field that this version has is not
            /// written: that field has a place of its own.
            pub unknown_fields: $crate::unknown_fields::UnknownFields,
        }

        // What takes no memory would be taken for the value of an unknown field.
        $(const _: () = assert!(size_of::<$kind>() > 0);)*

        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(remote = $remote)]
        struct $wire {
            $(
                $(#[serde $rule])?
                $field: $kind,
            )*
            #[serde(flatten, skip_deserializing)]
            unknown_fields: $crate::unknown_fields::UnknownFields,
        }

        impl serde::Serialize for $model {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::unknown_fields::known_names;
                let known = || known_names::of(|names| $wire::deserialize(names).err());
                match self.unknown_fields.without(known) {
                    None => $wire::serialize(self, serializer),
                    Some(unknown_fields) => {
                        let mut model = self.clone();
                        model.unknown_fields = unknown_fields;
                        $wire::serialize(&model, serializer)
                    }
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $model {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut unknown = $crate::unknown_fields::UnknownFields::new();
                let keep = $crate::unknown_fields::keep::KeepUnknown::new(deserializer, &mut unknown)
                    .with_always_present(&[$($always),*]);
                let mut read = $wire::deserialize(keep);
                if let Ok(model) = &mut read {
                    model.unknown_fields = unknown;
                }
                read
            }
        }
    };
}

pub(crate) use model;

/// Returns the section about the fields whose absence is drift.
macro_rules! always_present_doc {
    () => {
        "# Drift\n\nOf no field is it known that it is always present, so \
         [`SchemaDrift`](crate::SchemaDrift) finds none absent."
    };
    ($($always:literal)+) => {
        concat!(
            "# Drift\n\n[`SchemaDrift`](crate::SchemaDrift) finds these fields absent, which are documented \
             as always present (`request_id` where the model is the whole response):\n",
            $("\n- `", $always, "`",)+
        )
    };
}

pub(crate) use always_present_doc;
