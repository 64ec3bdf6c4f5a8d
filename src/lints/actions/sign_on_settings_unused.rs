//! Settings of a global session policy's rule that have no effect (Policy API, "Signon Action
//! object"): all where access is denied, those of the second factor where none is required, and
//! the remembered device where Okta asks every time.

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Draft};
use crate::model::{PolicyRule, SignOn};
use crate::okta::Key;
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(signon) = SignOn::of(rule) else {
        return;
    };
    if signon.access("DENY").is_some() {
        let mut unused: Vec<Node<'d>> = signon.required_factor().into_iter().collect();
        unused.extend(factor_options(signon));
        unused.extend(chosen_session(signon));
        if let Some(finding) = report(&unused, "access is \"DENY\"", "set access to \"ALLOW\"", cx)
        {
            remove(&unused, finding);
        }
    } else if signon.required_factor().is_some() {
        remembered_in_vain(signon, cx);
    } else if signon.access("ALLOW").is_some() {
        // What cannot be read may be meant to say true.
        let required = signon.node.field(Key::REQUIRE_FACTOR);
        if required.is_some_and(|required| required.said_bool().is_none()) {
            return;
        }
        let unused: Vec<Node<'d>> = factor_options(signon).collect();
        if let Some(finding) =
            report(&unused, "requireFactor is not true", "set requireFactor to true", cx)
        {
            finding.for_lack_of(required.is_none().then_some("requireFactor"));
            // Where nothing is said, it may be what was forgotten.
            if required.is_some() {
                remove(&unused, finding);
            }
        }
    }
}

fn report<'f, 'd>(
    unused: &[Node<'d>],
    why: &str,
    instead: &str,
    cx: &'f mut Cx<'_, 'd>,
) -> Option<&'f mut Draft<'d>> {
    let (first, others) = unused.split_first()?;
    let names = series(unused.iter().map(|setting| setting.name()), "and");
    let (have, them) = if others.is_empty() { ("has", "it") } else { ("have", "them") };
    let finding = cx.report(*first, format!("{why}, so {names} {have} no effect"));
    finding.help(format!("Remove {them}, or {instead}"));
    for other in others {
        finding.label(*other, "no effect either");
    }
    Some(finding)
}

fn remove<'d>(unused: &[Node<'d>], finding: &mut Draft<'d>) {
    let names = series(unused.iter().map(|setting| setting.name()), "and");
    finding.fix(Safety::Safe, format!("Remove {names}")).remove_all(unused.iter().copied());
}

/// The settings of the second factor that a rule gives; false for the last is what Okta returns.
fn factor_options<'d>(signon: SignOn<'d>) -> impl Iterator<Item = Node<'d>> {
    let given = [Key::FACTOR_PROMPT_MODE, Key::FACTOR_LIFETIME, Key::REMEMBER_DEVICE_BY_DEFAULT]
        .into_iter()
        .filter_map(move |name| signon.node.field(name));
    // A value of a wrong type is another mistake.
    let is_set = |setting: &Node<'d>| match &*setting.name() {
        "rememberDeviceByDefault" => setting.said_bool() == Some(true),
        _ => true,
    };
    given.filter(is_set)
}

/// The session, where somebody chose one of its settings. The rest is filled in for every rule: by
/// Okta (an idle time of 120 minutes, no lifetime or, since 2025, one of 1440) or by its provider
/// for Terraform (a lifetime of 120).
fn chosen_session<'d>(signon: SignOn<'d>) -> Option<Node<'d>> {
    let session = signon.node.field(Key::SESSION)?;
    let is_chosen = |name, filled_in: &[i64]| {
        let minutes = session.field(name).and_then(Node::said_i64);
        minutes.is_some_and(|minutes| !filled_in.contains(&minutes))
    };
    let is_persistent = session
        .field(Key::USE_PERSISTENT_COOKIE)
        .is_some_and(|kept| kept.said_bool() == Some(true));
    let is_any_chosen = is_persistent
        || is_chosen(Key::MAX_SESSION_IDLE_MINUTES, &[120])
        || is_chosen(Key::MAX_SESSION_LIFETIME_MINUTES, &[0, 120, 1440]);
    is_any_chosen.then_some(session)
}

fn remembered_in_vain<'d>(signon: SignOn<'d>, cx: &mut Cx<'_, 'd>) {
    let is_set = |setting: &Node<'d>| setting.said_bool() == Some(true);
    let mode = signon.node.field(Key::FACTOR_PROMPT_MODE).filter(|mode| mode.is_str("ALWAYS"));
    let remembered = signon.node.field(Key::REMEMBER_DEVICE_BY_DEFAULT).filter(is_set);
    if let (Some(mode), Some(remembered)) = (mode, remembered) {
        cx.report(
            remembered,
            "factorPromptMode is \"ALWAYS\", so rememberDeviceByDefault has no effect",
        )
        .severity(Severity::Warning)
        .label(mode, "asks on remembered devices, too")
        .help("Set rememberDeviceByDefault to false, or factorPromptMode to \"DEVICE\"")
        .fix(Safety::Safe, "Set rememberDeviceByDefault to false")
        .replace(remembered, false);
    }
}
