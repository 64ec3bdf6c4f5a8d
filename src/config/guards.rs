//! Guards, as the settings state them.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;

use super::settings::{
    AccessSetting, AssumeSettings, GuardSettings, RequireSettings, SessionSetting, Texts,
};
use super::{ConfigError, Layer};
use crate::guard::{About, Assumption, Guard, Guards, Requirement, SessionStart, StatedGuard};
use crate::json::Document;
use crate::outcome::{Access, AuthenticatorName, Demand};
use crate::query::Query;
use crate::wording::printable;

impl Layer {
    /// Adds what is stated here. A guard takes the place of one that a file states which this one extends,
    /// if it has its name.
    pub(super) fn add_guards(&self, guards: &mut Guards) -> Result<(), ConfigError> {
        let settings = &self.settings;
        let file = Arc::new(Document::of_other_text(self.name.as_str(), self.text.clone()));
        let mut names = HashSet::new();
        for one in &settings.guard {
            let stated = self.guard(one, &file)?;
            if !names.insert(stated.name.clone()) {
                let message = format!("two guards are called \"{}\"", printable(&stated.name));
                let error = self.error(stated.span, message);
                return Err(
                    error.with_help("Give each a name of its own: findings are known by it")
                );
            }
            guards.stated.retain(|other| other.name != stated.name);
            guards.stated.push(stated);
        }
        for AssumeSettings { that, reason } in &settings.assume {
            let that = self.query(that)?;
            guards.assumptions.push(Assumption { that, reason: reason.clone() });
        }
        Ok(())
    }

    fn guard(
        &self,
        spanned: &Spanned<GuardSettings>,
        file: &Arc<Document>,
    ) -> Result<StatedGuard, ConfigError> {
        let one = spanned.as_ref();
        if one.name.as_ref().trim().is_empty() {
            let error = self.error(one.name.span(), "a guard needs a name");
            return Err(error.with_help("Say what it guards, in a few words"));
        }
        let guard = Guard {
            about: self.about(one)?,
            when: one.when.as_ref().map(|when| self.query(when)).transpose()?,
            requirement: self.requirement(one)?,
            session: match one.session {
                SessionSetting::Any => SessionStart::Any,
                SessionSetting::Same => SessionStart::Same,
            },
        };
        let name = one.name.as_ref().clone();
        Ok(StatedGuard { name, guard, file: Arc::clone(file), span: one.name.span() })
    }

    fn about(&self, one: &GuardSettings) -> Result<About, ConfigError> {
        let GuardSettings { name, apps, policies, .. } = one;
        let texts = |texts: &Texts| texts.as_ref().iter().map(|one| one.as_ref().clone()).collect();
        match (apps, policies) {
            (Some(apps), None) => Ok(About::Apps(self.some(apps).map(texts)?)),
            (None, Some(policies)) => Ok(About::Policies(self.some(policies).map(texts)?)),
            (Some(_), Some(policies)) => {
                let error = self.error(policies.span(), "a guard is about apps or about policies");
                Err(error.with_help("State two guards"))
            }
            (None, None) => {
                let error = self.error(name.span(), "this guard is about nothing");
                Err(error.with_help("Name `apps`, such as [\"*\"], or `policies`"))
            }
        }
    }

    fn requirement(&self, one: &GuardSettings) -> Result<Requirement, ConfigError> {
        match (&one.require, &one.exists) {
            (Some(require), None) => self.demand(require).map(Requirement::Each),
            (None, Some(exists)) => self.authenticators(exists).map(Requirement::Some),
            (Some(_), Some(exists)) => {
                let message = "a guard has `require` or `exists`";
                Err(self.error(exists.span(), message).with_help("State two guards"))
            }
            (None, None) => {
                let error = self.error(one.name.span(), "this guard demands nothing");
                Err(error.with_help("Say what, such as `require = { factors = 2 }`"))
            }
        }
    }

    fn demand(&self, spanned: &Spanned<RequireSettings>) -> Result<Demand, ConfigError> {
        let require = spanned.as_ref();
        let names = |texts: &Option<Texts>| {
            texts.as_ref().map_or(Ok(Vec::new()), |texts| self.authenticators(texts))
        };
        let time =
            |text: &Option<Spanned<String>>| text.as_ref().map(|text| self.time(text)).transpose();
        let demand = Demand {
            access: require.access.map(|access| match access {
                AccessSetting::Deny => Access::Deny,
                AccessSetting::Allow => Access::Allow,
            }),
            factors: require.factors.as_ref().map_or(Ok(0), |factors| self.factors(factors))?,
            phishing_resistant: require.phishing_resistant,
            device_bound: require.device_bound,
            hardware_protected: require.hardware_protected,
            user_verified: require.user_verified,
            user_present: require.user_present,
            only: names(&require.only)?,
            never: names(&require.never)?,
            reauthenticate_within: time(&require.reauthenticate_within)?,
            session_at_most: time(&require.session_at_most)?,
        };
        match demand.members().is_empty() {
            true => {
                let error = self.error(spanned.span(), "this demands nothing");
                Err(error.with_help("Say what, such as `require = { factors = 2 }`"))
            }
            false => Ok(demand),
        }
    }

    /// What users know, have and are: there are no more kinds.
    fn factors(&self, factors: &Spanned<i64>) -> Result<usize, ConfigError> {
        let count = usize::try_from(*factors.as_ref()).ok();
        count.filter(|count| (1..=3).contains(count)).ok_or_else(|| {
            let error = self.error(factors.span(), "there are 1 to 3 factors");
            error.with_help("What users know, have and are: 2 is what Okta calls 2FA")
        })
    }

    fn time(&self, text: &Spanned<String>) -> Result<Duration, ConfigError> {
        Demand::time(text.as_ref()).ok_or_else(|| {
            let error = self.error(text.span(), "this is no time");
            error.with_help(
                "Write it as Okta does, such as PT30M, PT8H or P1D, without months and years",
            )
        })
    }

    fn authenticators(&self, texts: &Texts) -> Result<Vec<AuthenticatorName>, ConfigError> {
        let name = |text: &Spanned<String>| {
            text.as_ref().parse::<AuthenticatorName>().map_err(|error| {
                let meant = error.meant.as_ref().map(|meant| format!("Did you mean \"{meant}\"?"));
                let usage = || {
                    "Write its key or method, such as \"webauthn\" or \"okta_verify:push\"".into()
                };
                self.error(text.span(), &error).with_help(meant.unwrap_or_else(usage))
            })
        };
        self.some(texts)?.as_ref().iter().map(name).collect()
    }

    /// A list that names something.
    fn some<'t>(&self, texts: &'t Texts) -> Result<&'t Texts, ConfigError> {
        match texts.as_ref().is_empty() {
            true => Err(self.error(texts.span(), "this names nothing")),
            false => Ok(texts),
        }
    }

    fn query(&self, text: &Spanned<String>) -> Result<Query, ConfigError> {
        text.as_ref().parse().map_err(|error: crate::query::QueryError| {
            let place = self.within(text, &error.span).unwrap_or_else(|| text.span());
            let told = self.error(place, &error);
            match error.help() {
                Some(help) => told.with_help(help),
                None => told,
            }
        })
    }

    /// Where a part of a text stands in the file; none where the text is written otherwise than it reads.
    fn within(&self, text: &Spanned<String>, part: &Range<usize>) -> Option<Range<usize>> {
        let raw = self.text.get(text.span())?;
        let quote =
            ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| raw.starts_with(quote))?;
        let inner = raw.strip_prefix(quote)?.strip_suffix(quote)?;
        // The first line break after three quotes is not part of the text.
        let content = inner.strip_prefix("\r\n").or_else(|| inner.strip_prefix('\n'));
        let content = content.filter(|_| quote.len() == 3).unwrap_or(inner);
        let start = text.span().end - quote.len() - content.len();
        (content == text.as_ref()).then(|| start + part.start..start + part.end)
    }
}
