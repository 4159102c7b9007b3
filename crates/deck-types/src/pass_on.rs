//! Deserializers that are another one in nearly all they do.

/// Passes the methods of a deserializer on to the one in a field, save `deserialize_struct` and
/// `deserialize_ignored_any`, which those who need this macro have of their own.
macro_rules! pass_on {
    ($inner:tt) => {
        $crate::pass_on::pass_on! {
            $inner:
            deserialize_any();
            deserialize_bool();
            deserialize_i8();
            deserialize_i16();
            deserialize_i32();
            deserialize_i64();
            deserialize_i128();
            deserialize_u8();
            deserialize_u16();
            deserialize_u32();
            deserialize_u64();
            deserialize_u128();
            deserialize_f32();
            deserialize_f64();
            deserialize_char();
            deserialize_str();
            deserialize_string();
            deserialize_bytes();
            deserialize_byte_buf();
            deserialize_option();
            deserialize_unit();
            deserialize_unit_struct(name: &'static str);
            deserialize_newtype_struct(name: &'static str);
            deserialize_seq();
            deserialize_tuple(length: usize);
            deserialize_tuple_struct(name: &'static str, length: usize);
            deserialize_map();
            deserialize_enum(name: &'static str, variants: &'static [&'static str]);
            deserialize_identifier();
        }

        fn is_human_readable(&self) -> bool {
            self.$inner.is_human_readable()
        }
    };
    ($inner:tt: $($method:ident($($argument:ident: $kind:ty),*);)*) => {
        $(
            fn $method<V>(self, $($argument: $kind,)* visitor: V) -> Result<V::Value, D::Error>
            where
                V: Visitor<'de>,
            {
                self.$inner.$method($($argument,)* visitor)
            }
        )*
    };
}

pub(crate) use pass_on;
