//! One question about all sign-ins, without settings.

use std::io::Write;
use std::str::FromStr;

use catchall::Workspace;
use catchall::discover::discover;
use catchall::guard::{
    About, Breach, Guard, Requirement, SessionStart, Standing, Verdict, examine,
};
use catchall::json::Node;
use catchall::outcome::AuthenticatorName;
use catchall::output::harmless;
use catchall::query::{Query, QueryError};
use clap::{Args, ValueEnum};
use miette::{Diagnostic, IntoDiagnostic, LabeledSpan, SourceCode};

use crate::cli::{Common, Reading};
use crate::progress::Progress;
use crate::{CLEAN, EXPORT, FAILED, FOUND, note, print, settings};

/// What is asked, and of what.
#[derive(Debug, Args)]
pub(crate) struct AskArguments {
    #[command(flatten)]
    reading: Reading,

    /// The app that is signed in to, by label, id or type; `*` for each; may be given several times
    #[arg(long, value_name = "APP", conflicts_with = "policy", required_unless_present = "policy")]
    app: Vec<String>,

    /// The policy that decides, by name or id, or a type of policies; may be given several times
    #[arg(long, value_name = "POLICY")]
    policy: Vec<String>,

    /// Which sign-ins are meant, such as 'group("Contractors") and not zone("HQ")' [default: any]
    #[arg(long, value_name = "QUERY")]
    who: Option<String>,

    /// What they can do: `allow`, or `allow with` methods, such as 'allow with password, email'
    #[arg(long, value_name = "OUTCOME", default_value = "allow")]
    can: Can,

    /// What is known of when the session began
    #[arg(long, value_enum, value_name = "WHERE", default_value_t = Session::Any)]
    session: Session,
}

/// Whether somebody gets in at all, or with these alone.
#[derive(Debug, Clone)]
struct Can(Vec<AuthenticatorName>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Session {
    /// It may have begun anywhere
    Any,
    /// It began where the app is opened
    Same,
}

impl FromStr for Can {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let usage =
            "say `allow`, or `allow with` and methods, such as 'allow with password, email'";
        let rest = text.trim().strip_prefix("allow").ok_or(usage)?;
        if rest.trim().is_empty() {
            return Ok(Self(Vec::new()));
        }
        let names = rest.trim().strip_prefix("with ").ok_or(usage)?;
        let names = names.split(',').flat_map(|part| part.split(" and ")).map(str::trim);
        let name = |name: &str| {
            name.parse::<AuthenticatorName>().map_err(|error| {
                let meant = error.meant.as_ref().map(|meant| format!(": did you mean {meant}?"));
                format!("{error}{}", meant.unwrap_or_default())
            })
        };
        names.map(name).collect::<Result<_, _>>().map(Self)
    }
}

/// What is wrong with a query, drawn where it stands.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
struct Drawn {
    error: QueryError,
    text: String,
}

impl Diagnostic for Drawn {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.error.help().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        // Drawn as it is, a text that steers a terminal would.
        (harmless(&self.text) == self.text).then_some(&self.text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new([LabeledSpan::underline(self.error.span.clone())].into_iter()))
    }
}

impl AskArguments {
    /// Answers the question: 0 if there is such a sign-in, 1 if there is none, 2 if nobody knows.
    pub(crate) fn run(&self, common: &Common) -> miette::Result<u8> {
        let guard = Guard {
            about: match self.policy.is_empty() {
                true => About::Apps(self.app.clone()),
                false => About::Policies(self.policy.clone()),
            },
            when: self.who.as_deref().map(query).transpose()?,
            requirement: Requirement::None(self.can.0.clone()),
            session: match self.session {
                Session::Any => SessionStart::Any,
                Session::Same => SessionStart::Same,
            },
        };
        let paths = &self.reading.paths;
        let mut progress = Progress::of(common, paths);
        let options = settings::options(&self.reading, &self.reading.config()?)?;
        let workspace = Workspace::of(options, discover(paths).into_diagnostic()?);
        let exports = workspace.exports();
        progress.stop();
        if !common.quiet {
            note(&exports.notices);
            note(&workspace.notices(&exports));
        }
        if exports.all.is_empty() {
            miette::bail!(help = EXPORT, "there is nothing to ask about: no policy was found");
        }
        let verdicts: Vec<Verdict<'_>> =
            exports.all.iter().flat_map(|export| examine(export, &guard, &[])).collect();
        print(|out| {
            verdicts.iter().try_for_each(|verdict| writeln!(out, "{}", self.told(verdict)))
        })?;
        let is = |which: fn(&Standing<'_>) -> bool| {
            verdicts.iter().any(|verdict| which(&verdict.standing))
        };
        Ok(match is(|standing| matches!(standing, Standing::Refuted(_))) {
            true => CLEAN,
            false if is(|standing| !matches!(standing, Standing::Proved { .. })) => FAILED,
            false => FOUND,
        })
    }

    /// The answer, and what shows it.
    fn told(&self, Verdict { target, standing }: &Verdict<'_>) -> String {
        let shown = |answer: &str, breaches: &[Breach<'_>]| {
            let each =
                breaches.iter().map(|breach| format!("{answer}: {target}\n{}", shown(breach)));
            each.collect::<Vec<_>>().join("\n")
        };
        let told = match standing {
            Standing::Proved { .. } => format!("no: {target}: nobody{}, proved", self.means()),
            Standing::Refuted(breaches) => shown("yes", breaches),
            Standing::NotProved(breaches) => shown("perhaps", breaches),
            Standing::NotChecked(why) => format!("not known: {why}"),
        };
        told.lines().map(harmless).collect::<Vec<_>>().join("\n")
    }

    fn means(&self) -> String {
        let Can(names) = &self.can;
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        if names.is_empty() { String::new() } else { format!(" with {} alone", names.join(", ")) }
    }
}

/// A sign-in that gets in, a line for each thing there is to say of it.
fn shown(breach: &Breach<'_>) -> String {
    let Breach { rule, session_rule, sign_in, proof, why, .. } = breach;
    let mut lines = vec![format!("  sign-ins such as {sign_in}")];
    lines.extend(proof.as_ref().map(|proof| format!("  get in with {proof}")));
    lines.push(format!("  by {}", placed(*rule)));
    lines.extend(session_rule.map(|rule| format!("  in a session by {}", placed(rule))));
    lines.extend(why.iter().map(|why| format!("  not sure, since {why}")));
    lines.join("\n")
}

/// `rule "Partners" (policies/partners.json:12)`.
fn placed(rule: Node<'_>) -> String {
    let name = rule.get_named("name").map(Node::text).unwrap_or("without a name");
    let document = rule.document();
    let line = document.position(rule.span().start).line;
    format!("rule {name} ({}:{line})", document.name())
}

fn query(text: &str) -> miette::Result<Query> {
    text.parse().map_err(|error| Drawn { error, text: text.to_owned() }.into())
}
