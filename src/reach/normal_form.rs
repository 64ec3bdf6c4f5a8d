//! The text of a value without what does not change its meaning: the order of members, members
//! that are null, spaces.

use crate::json::{Node, ValueKind};

/// What an array is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrays {
    /// Its order says nothing, as in conditions.
    AreSets,
    /// Its order may count.
    AreLists,
}

/// The normal form: equal for values that mean the same. That others differ is not said.
pub(super) fn normal_form(node: Node<'_>, arrays: Arrays) -> String {
    match node.kind() {
        ValueKind::Object => {
            let members = node.members().filter(|member| !member.value.is_null());
            let mut members: Vec<String> = members
                .map(|member| {
                    let key = member.key.as_str().unwrap_or_default();
                    format!("{key:?}:{}", normal_form(member.value, arrays))
                })
                .collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        ValueKind::Array => {
            let mut elements: Vec<String> =
                node.elements().map(|element| normal_form(element, arrays)).collect();
            if arrays == Arrays::AreSets {
                elements.sort();
            }
            format!("[{}]", elements.join(","))
        }
        ValueKind::String => format!("{:?}", node.as_str().unwrap_or_default()),
        _ => node.text().to_owned(),
    }
}
