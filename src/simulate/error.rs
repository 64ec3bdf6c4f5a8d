//! Why a request is not simulated: Okta refuses it, or it says what means nothing.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::wording::{harmless, write_json};

/// Why a request cannot be simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SimulateError {
    /// Okta answers so (HTTP 400).
    #[error("Okta refuses this request: {0}")]
    Refused(OktaError),
    /// Okta would not, but nobody could say what comes of it.
    #[error("{message}")]
    Unusable {
        /// One sentence.
        message: String,
        /// What to do.
        help: String,
    },
}

impl SimulateError {
    pub(super) fn unusable(message: impl AsRef<str>, help: impl AsRef<str>) -> Self {
        Self::Unusable { message: harmless(message.as_ref()), help: harmless(help.as_ref()) }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Refused(error) => Some(error.help),
            Self::Unusable { help, .. } => Some(help),
        }
    }
}

/// An error as Okta answers it ("Errors and conventions", error codes).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {summary} ({})", causes.join("; "))]
pub struct OktaError {
    /// The code, such as `E0000001`.
    pub code: &'static str,
    /// What it means.
    pub summary: String,
    /// What it comes from.
    pub causes: Vec<String>,
    help: &'static str,
}

impl OktaError {
    /// What is no JSON, or has another form than the body of a request: so a server of Okta's answered
    /// to a body inside an array.
    pub(super) fn not_well_formed(cause: impl AsRef<str>, help: &'static str) -> SimulateError {
        SimulateError::Refused(Self {
            code: "E0000003",
            summary: "The request body was not well-formed.".to_owned(),
            causes: vec![harmless(cause.as_ref())],
            help,
        })
    }

    /// What breaks a rule about a member (guide "Test your policies with access simulations" shows the
    /// form of the answer).
    pub(super) fn not_valid(
        member: &str,
        cause: impl AsRef<str>,
        help: &'static str,
    ) -> SimulateError {
        SimulateError::Refused(Self {
            code: "E0000001",
            summary: format!("Api validation failed: {member}"),
            causes: vec![format!("{member}: {}", harmless(cause.as_ref()))],
            help,
        })
    }

    /// The body of Okta's answer, but for its `errorId`, which no two answers share.
    fn to_json(&self) -> Value {
        let causes = self.causes.iter().map(|cause| json!({"errorSummary": cause}));
        json!({
            "errorCode": self.code,
            "errorSummary": self.summary,
            "errorLink": self.code,
            "errorCauses": causes.collect::<Vec<_>>(),
        })
    }

    /// Writes that body.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        write_json(out, &self.to_json())
    }
}
