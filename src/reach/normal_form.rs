//! The text of a condition without what does not change its meaning: the order of members and
//! elements, members that are null or stand there again, spaces.

use crate::json::{Node, ValueKind};

/// The normal form: equal for conditions that mean the same. That others differ is not said.
pub(super) fn normal_form(node: Node<'_>) -> String {
    match node.kind() {
        ValueKind::Object => {
            let mut members: Vec<String> = node
                .fields()
                .map(|member| {
                    let key = member.key.as_str().unwrap_or_default();
                    format!("{key:?}:{}", normal_form(member.value))
                })
                .collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        ValueKind::Array => {
            let mut elements: Vec<String> = node.elements().map(normal_form).collect();
            elements.sort();
            format!("[{}]", elements.join(","))
        }
        ValueKind::String => format!("{:?}", node.as_str().unwrap_or_default()),
        _ => node.text().to_owned(),
    }
}
