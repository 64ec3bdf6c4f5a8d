//! What comes of one sign-in, policy by policy: which conditions it meets, which not, and which are
//! open, as Okta's simulations tell it (Policy API, "Access simulation").

use super::competition::{Competition, RankedPolicy, RankedRule, RuleIndex};
use super::conditions::{Condition, ConditionPart};
use super::context::Context;
use super::doubts::Readings;
use super::facts::Facts;
use super::sign_in::SignIn;
use super::truth::Truth;

/// The way of a sign-in through a competition, up to the first policy that it matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The policies that were looked at, in order.
    pub policies: Vec<TracedPolicy>,
}

/// What comes of a sign-in at a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedPolicy {
    /// The index of the policy in [`Competition::policies`].
    pub policy: usize,
    /// Whether the sign-in meets the conditions of the policy itself.
    pub applies: Truth,
    /// Whether it meets them and those of a rule.
    pub status: Truth,
    /// The conditions of the policy itself.
    pub conditions: Vec<TracedCondition>,
    /// The rules that were looked at, in order: none where the policy does not apply, and else up to
    /// the first that matches, with those of the same turn.
    pub rules: Vec<TracedRule>,
}

/// What comes of a sign-in at a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedRule {
    /// Which rule.
    pub index: RuleIndex,
    /// Whether the sign-in meets the conditions of the rule.
    pub status: Truth,
    /// These conditions.
    pub conditions: Vec<TracedCondition>,
}

/// What comes of a sign-in at a condition of a policy or rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedCondition {
    /// The member of `conditions`, such as `network`.
    pub name: String,
    /// Whether the sign-in meets it.
    pub status: Truth,
    /// The same of its parts, as far as Okta tells them apart; none where it holds of everybody.
    pub parts: Vec<ConditionPart>,
}

impl Trace {
    /// Traces a sign-in, in three-valued logic: what the context does not tell leaves conditions on it
    /// undefined. Policies, and rules, that share a turn are all looked at, since nobody knows which
    /// of them comes first.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// use catchall::reach::{Context, Membership, Readings, Trace, Truth};
    ///
    /// let network = r#"{"network": {"connection": "ZONE", "include": ["nzoOffice"]}}"#;
    /// ask(&[(network, "ALLOW"), ("{}", "DENY")], |analysis| {
    ///     let staff = Context::default().having(Membership::Group, ["00gStaff"]);
    ///     let trace = Trace::of(&analysis.competition, &staff, &Readings::default(), analysis.facts());
    ///     let statuses: Vec<Truth> =
    ///         trace.policies[0].rules.iter().map(|rule| rule.status).collect();
    ///     assert_eq!(statuses, [Truth::Undefined, Truth::True]);
    ///     assert_eq!(trace.policies[0].conditions[0].parts[0].name, "people.groups.include");
    ///     assert_eq!(trace.matches(), [second]);
    /// });
    /// ```
    pub fn of<'d>(
        competition: &Competition<'_, 'd>,
        context: &Context,
        readings: &Readings,
        facts: &Facts<'d>,
    ) -> Self {
        let sign_in = SignIn { context, readings, facts };
        let mut policies: Vec<TracedPolicy> = Vec::new();
        for (n, ranked) in competition.policies.iter().enumerate() {
            let is_done = policies.iter().any(|policy| {
                policy.status == Truth::True
                    && competition.policies[policy.policy].turn != ranked.turn
            });
            if is_done {
                break;
            }
            policies.push(TracedPolicy::of(n, ranked, &sign_in));
        }
        Self { policies }
    }

    /// The rules that match first: several where they share a turn, so that nobody knows which of them
    /// takes the sign-in. Earlier ones may take it where they are undefined.
    pub fn matches(&self) -> Vec<RuleIndex> {
        let policies = self.policies.iter().filter(|policy| policy.status == Truth::True);
        let rules = policies.flat_map(|policy| &policy.rules);
        rules.filter(|rule| rule.status == Truth::True).map(|rule| rule.index).collect()
    }
}

impl TracedPolicy {
    fn of<'d>(policy: usize, ranked: &RankedPolicy<'_, 'd>, sign_in: &SignIn<'_, 'd>) -> Self {
        let applies = ranked.applies(sign_in);
        let mut rules: Vec<TracedRule> = Vec::new();
        let tried = if applies == Truth::False { &[][..] } else { &ranked.rules };
        for (n, rule) in tried.iter().enumerate() {
            let is_done = rules.iter().any(|earlier| {
                earlier.status == Truth::True && ranked.rules[earlier.index.rule].turn != rule.turn
            });
            if is_done {
                break;
            }
            rules.push(TracedRule::of(RuleIndex { policy, rule: n }, rule, sign_in));
        }
        // Rules that the export lacks may match.
        let others = if ranked.has_all_rules { Truth::False } else { Truth::Undefined };
        let matched = Truth::any(rules.iter().map(|rule| rule.status));
        Self {
            policy,
            applies,
            status: applies.and(matched.or(others)),
            conditions: traced(&ranked.conditions, sign_in),
            rules,
        }
    }
}

impl TracedRule {
    fn of<'d>(index: RuleIndex, ranked: &RankedRule<'_, 'd>, sign_in: &SignIn<'_, 'd>) -> Self {
        let status = ranked.matches(sign_in);
        Self { index, status, conditions: traced(&ranked.conditions, sign_in) }
    }
}

fn traced<'d>(conditions: &[Condition<'d>], sign_in: &SignIn<'_, 'd>) -> Vec<TracedCondition> {
    let each = conditions.iter().map(|Condition { name, meaning }| TracedCondition {
        name: name.to_string(),
        status: meaning.holds(sign_in),
        parts: meaning.parts(name, sign_in),
    });
    each.collect()
}
