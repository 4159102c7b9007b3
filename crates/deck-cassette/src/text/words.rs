//! Values that are one word or one number in the text of a cassette.

/// A method, as it is on the wire.
pub(crate) mod method {
    use http::Method;
    use serde::Deserialize;
    use serde::Deserializer;
    use serde::Serializer;
    use serde::de::Error;

    pub(crate) fn serialize<S: Serializer>(
        method: &Method,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(method.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Method, D::Error> {
        let text = String::deserialize(deserializer)?;
        let method = Method::from_bytes(text.as_bytes());
        method.map_err(|_| D::Error::custom(format_args!("{text:?} is not a method")))
    }
}

/// A URI.
pub(crate) mod uri {
    use http::Uri;
    use serde::Deserialize;
    use serde::Deserializer;
    use serde::Serializer;
    use serde::de::Error;

    pub(crate) fn serialize<S: Serializer>(uri: &Uri, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(uri)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uri, D::Error> {
        let text = String::deserialize(deserializer)?;
        let uri = text.parse();
        uri.map_err(|_| D::Error::custom(format_args!("{text:?} is not a URI")))
    }
}

/// A status, as a number.
pub(crate) mod status {
    use http::StatusCode;
    use serde::Deserialize;
    use serde::Deserializer;
    use serde::Serializer;
    use serde::de::Error;

    pub(crate) fn serialize<S: Serializer>(
        status: &StatusCode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(status.as_u16())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<StatusCode, D::Error> {
        let number = u16::deserialize(deserializer)?;
        let status = StatusCode::from_u16(number);
        status.map_err(|_| D::Error::custom(format_args!("{number} is not a status")))
    }
}

/// A kind of error.
pub(crate) mod kind {
    use serde::Deserialize;
    use serde::Deserializer;
    use serde::Serializer;
    use serde::de::Error;

    use deck_transport::TransportErrorKind;

    pub(crate) fn serialize<S: Serializer>(
        kind: &TransportErrorKind,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<TransportErrorKind, D::Error> {
        let text = String::deserialize(deserializer)?;
        let kind = TransportErrorKind::ALL
            .iter()
            .find(|kind| kind.as_str() == text);
        kind.copied()
            .ok_or_else(|| D::Error::custom(format_args!("{text:?} is not a kind of error")))
    }
}

/// A delivery: how far a failed request got.
pub(crate) mod delivery {
    use serde::Deserialize;
    use serde::Deserializer;
    use serde::Serializer;
    use serde::de::Error;

    use deck_transport::Delivery;

    pub(crate) fn serialize<S: Serializer>(
        delivery: &Delivery,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(word(*delivery))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Delivery, D::Error> {
        let text = String::deserialize(deserializer)?;
        let delivery = DELIVERIES.into_iter().find(|one| word(*one) == text);
        delivery.ok_or_else(|| D::Error::custom(format_args!("{text:?} is not a delivery")))
    }

    const DELIVERIES: [Delivery; 3] = [
        Delivery::NotSent,
        Delivery::MaybeSent,
        Delivery::ResponseStarted,
    ];

    fn word(delivery: Delivery) -> &'static str {
        match delivery {
            Delivery::NotSent => "not_sent",
            Delivery::MaybeSent => "maybe_sent",
            Delivery::ResponseStarted => "response_started",
        }
    }
}
