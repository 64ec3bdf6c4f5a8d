//! Reads actions into their normal form.

use std::borrow::Cow;

use super::forms::{DEMAND, Form, Members};
use super::{Setting, Value};
use crate::duration::Duration;
use crate::json::{Node, ValueKind};

pub(super) struct Reader {
    pub(super) is_understood: bool,
}

impl Reader {
    /// The members that say something, by name.
    pub(super) fn settings<'d>(&mut self, node: Node<'d>, known: Members) -> Vec<Setting<'d>> {
        let mut settings = Vec::new();
        for member in node.members().filter(|member| !member.value.is_null()) {
            let Some((name, form)) = known.iter().find(|(name, _)| member.key.is_str(name)) else {
                self.is_understood = false;
                let name = member.key.as_str().unwrap_or_default();
                let value = Value::Other(member.value.text());
                settings.push(Setting { name, value, has_default: false });
                continue;
            };
            // Of a repeated key the last counts.
            let is_repeated =
                node.member_named(name).is_some_and(|last| last.value != member.value);
            let value = if is_repeated { None } else { self.value(member.value, form) };
            if let Some(value) = value {
                let has_default = form.has_default();
                settings.push(Setting { name: Cow::Borrowed(name), value, has_default });
            }
        }
        settings.sort();
        settings
    }

    /// The value; none where it says what its absence says.
    fn value<'d>(&mut self, node: Node<'d>, form: &Form) -> Option<Value<'d>> {
        let read = match form {
            Form::Idle => return None,
            Form::Flag(_) => node.as_bool().map(Value::Flag),
            Form::Number(_) => node.as_i64().map(Value::Number),
            Form::Text(_) => node.as_str().map(Value::Text),
            Form::Name => node.as_str().map(|name| Value::Text(name.to_uppercase().into())),
            Form::Length => {
                let duration = node.as_str().and_then(|text| Duration::parse(&text));
                duration.map(|duration| Value::Length(duration.length()))
            }
            Form::Settings(known) | Form::Optional(known) if node.is_object() => {
                Some(Value::Settings(self.settings(node, known)))
            }
            Form::Dependent(known, drop_idle) if node.is_object() => {
                let mut settings = self.settings(node, known);
                drop_idle(&mut settings);
                Some(Value::Settings(settings))
            }
            Form::Set(each) if node.is_array() => Some(Value::Set(self.values(node, each, true))),
            Form::List(each) if node.is_array() => {
                Some(Value::List(self.values(node, each, false)))
            }
            Form::Constraints if node.is_array() => Some(Value::Set(self.constraints(node))),
            _ => None,
        };
        let Some(value) = read else {
            self.is_understood = false;
            return Some(Value::Other(node.text()));
        };
        (!form.is_default(&value)).then_some(value)
    }

    fn values<'d>(&mut self, list: Node<'d>, each: &Form, is_set: bool) -> Vec<Value<'d>> {
        let elements = list.elements().filter(|element| element.kind() != ValueKind::Null);
        let mut values: Vec<Value<'d>> =
            elements.filter_map(|element| self.value(element, each)).collect();
        if is_set {
            values.sort();
            values.dedup();
        }
        values
    }

    /// The alternatives of which one has to be met; none where one of them asks for nothing.
    fn constraints<'d>(&mut self, list: Node<'d>) -> Vec<Value<'d>> {
        const CLASSES: Members = &[
            ("knowledge", Form::Settings(DEMAND)),
            ("possession", Form::Settings(DEMAND)),
            ("inherence", Form::Settings(DEMAND)),
        ];
        let mut alternatives = self.values(list, &Form::Settings(CLASSES), true);
        for alternative in &mut alternatives {
            if let Value::Settings(classes) = alternative {
                classes.retain_mut(|class| match &mut class.value {
                    Value::Settings(demands) => asks_for_something(demands),
                    _ => true,
                });
            }
        }
        if alternatives.iter().any(|alternative| *alternative == Value::Settings(Vec::new())) {
            return Vec::new();
        }
        alternatives.sort();
        alternatives.dedup();
        alternatives
    }
}

/// Whether the demands on one class of factors ask for anything. One that is not required excludes
/// methods, and says nothing else (Policy API, "Constraints", `required`: true by default, false
/// beside exclusions).
fn asks_for_something(demands: &mut Vec<Setting<'_>>) -> bool {
    let excludes = demands.iter().any(|demand| demand.name == "excludedAuthenticationMethods");
    let given = demands.iter().position(|demand| demand.name == "required");
    let given = given.map(|place| demands.remove(place).value);
    let is_required = match given {
        Some(Value::Flag(is_required)) => is_required,
        Some(_) => return true,
        None => !excludes,
    };
    if !is_required {
        let counts = ["excludedAuthenticationMethods", "reauthenticateIn"];
        demands.retain(|demand| counts.contains(&demand.name.as_ref()));
        return !demands.is_empty();
    }
    // So that it differs from the same exclusions without a demand.
    if excludes {
        let (name, value) = ("required".into(), Value::Flag(true));
        demands.push(Setting { name, value, has_default: true });
    }
    true
}
