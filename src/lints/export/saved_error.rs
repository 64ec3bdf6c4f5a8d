//! What Okta answered to a request that failed, saved as if it were what was asked for (Okta API
//! error codes).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

/// The org has no such feature, which may well be so.
const NO_FEATURE: &str = "E0000015";

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for answer in &export.error_answers {
        let (Some(code), Some(summary)) =
            (answer.field(Key::ERROR_CODE), answer.field(Key::ERROR_SUMMARY))
        else {
            continue;
        };
        let code = code.as_str().unwrap_or_default();
        let message = format!(
            "Okta answered with the error {code}, {}, so what was asked for is not in the export",
            summary.brief()
        );
        let finding = cx.report(summary, message).help(match &*code {
            "E0000004" | "E0000005" | "E0000011" => "Get a new API token, and export again",
            "E0000006" => "Export again as an admin who may read policies",
            "E0000007" => "Export again, without what has been deleted",
            "E0000047" => "Export again, with fewer requests a minute",
            NO_FEATURE => "If the org does not have the feature, do not ask for it",
            _ => "Export again",
        });
        if code == NO_FEATURE {
            finding.severity(Severity::Info);
        }
    }
}
