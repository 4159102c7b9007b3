//! A credential, of which the access itself is not shown.

use std::time::SystemTime;

use anstyle::AnsiColor;
use anstyle::Style;

use deck_types::AuthMethod;
use deck_types::Credential;
use deck_types::CredentialStatus;
use deck_types::SourceId;

use crate::output::detail::Detail;
use crate::output::local_time::LocalTime;
use crate::output::redaction::SecretMember;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use super::AGE;
use super::Detailed;
use super::ID;
use super::add_times;
use super::age;

/// The user name is one of the two parts of the access.
const SECRETS: &[SecretMember] = &[SecretMember::whole("auth_credentials")];

impl Tabular for Credential {
    const NOUN: Noun = Noun {
        one: "credential",
        many: "credentials",
    };

    const SECRETS: &'static [SecretMember] = SECRETS;

    const FIELDS: &'static [&'static str] = &[
        "id",
        "object",
        "status",
        "source_id",
        "auth_method",
        "external_id",
        "auth_credentials",
        "created_at",
        "updated_at",
        "request_id",
    ];

    const CSV_FIELDS: &'static [&'static str] = &[
        "id",
        "status",
        "source_id",
        "auth_method",
        "external_id",
        "created_at",
        "updated_at",
    ];

    const COLUMNS: &'static [Column] = &[
        ID,
        Column::words("STATUS", 2, 10),
        Column::words("SOURCE", 1, 9),
        Column::words("METHOD", 0, 9),
        Column::words("EXTERNAL ID", 1, 11),
        AGE,
    ];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        let status = match &self.status {
            Some(status) => Cell::new(status.as_str()).styled(style(status)),
            None => Cell::optional(None),
        };
        vec![
            Cell::new(self.id.as_str()),
            status,
            Cell::optional(self.source_id.as_ref().map(SourceId::as_str)),
            Cell::optional(self.auth_method.as_ref().map(AuthMethod::as_str)),
            Cell::optional(self.external_id.as_deref()),
            age(self.created_at.as_ref(), now),
        ]
    }
}

impl Detailed for Credential {
    const SECRETS: &'static [SecretMember] = SECRETS;

    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.styled_field(
            "status",
            self.status.as_ref().map(CredentialStatus::as_str),
            self.status.as_ref().map_or_else(Style::new, style),
        );
        detail.field("source", self.source_id.as_ref());
        detail.field("method", self.auth_method.as_ref().map(AuthMethod::as_str));
        detail.field("external id", self.external_id.as_ref());
        add_times(
            &mut detail,
            self.created_at.as_ref(),
            self.updated_at.as_ref(),
            time,
        );
        detail.field("request id", self.request_id.as_ref());
        detail
    }
}

fn style(status: &CredentialStatus) -> Style {
    match status {
        CredentialStatus::Verified => AnsiColor::Green.on_default(),
        CredentialStatus::Invalid => AnsiColor::Red.on_default(),
        CredentialStatus::Unverified => AnsiColor::Yellow.on_default(),
        _ => Style::new(),
    }
}
