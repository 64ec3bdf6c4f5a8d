//! The text of a value without what does not change it: spaces, and the order of members.

use std::borrow::Cow;

use super::{Node, ValueKind};

/// Values that are nested more deeply count as they are written.
const DEEPEST: usize = 64;

impl<'d> Node<'d> {
    /// The value as text: equal for values that differ in spaces and the order of members only.
    pub(crate) fn canonical(self) -> Cow<'d, str> {
        self.canonical_within(DEEPEST)
    }

    fn canonical_within(self, depth: usize) -> Cow<'d, str> {
        let Some(depth) = depth.checked_sub(1) else {
            return self.text().into();
        };
        match self.kind() {
            ValueKind::Object => {
                let members = self.members().map(|member| {
                    format!("{}:{}", member.key.text(), member.value.canonical_within(depth))
                });
                let mut members: Vec<String> = members.collect();
                members.sort();
                format!("{{{}}}", members.join(",")).into()
            }
            ValueKind::Array => {
                let elements = self.elements().map(|element| element.canonical_within(depth));
                format!("[{}]", elements.collect::<Vec<_>>().join(",")).into()
            }
            _ => self.text().into(),
        }
    }
}
