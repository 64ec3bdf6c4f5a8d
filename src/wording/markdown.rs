//! What is safe to put into Markdown.

/// A text that Markdown shows as it is: no markup, no link, no end of a cell, and nobody and nothing that
/// it mentions.
pub(crate) fn escaped(text: &str) -> String {
    /// With what GitHub and GitLab mention people, issues, merge requests and such.
    const SIGILS: &str = "@#!$%&~^";
    let mut safe = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let is_word = |next: &char| next.is_alphanumeric() || matches!(next, '_' | '"');
        if matches!(
            char,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | ':' | '~' | '$' | '&'
        ) {
            safe.push('\\');
        }
        // `www.` makes a link, too.
        if char == '.' && safe.ends_with(['w', 'W']) {
            safe.push('\\');
        }
        safe.push(char);
        // Hosts look for mentions in the text that is shown; a blank without width ends them.
        if SIGILS.contains(char) && chars.peek().is_some_and(is_word) {
            safe.push_str("&#8203;");
        }
    }
    safe
}
