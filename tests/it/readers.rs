//! What reads the output: a terminal, a person who looks at it, a runner of CI jobs that takes some lines
//! for commands.

use catchall::Workspace;
use catchall::diagnostic::Report;
use catchall::map::{self, MapFormat};
use catchall::output::{FORMATS, Style, harmless};
use serde_json::Value;

/// What moves, colours or reorders a terminal's text, or cannot be seen: `Cc`, `Zl`, `Zp`, `Bidi_Control`
/// and `Default_Ignorable_Code_Point` of Unicode 16.0, and the interlinear annotations.
pub fn steers(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}')
        || matches!(char, '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}')
        || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}')
        || matches!(char, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}')
        || matches!(char, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
        || matches!(char, '\u{e0000}'..='\u{e0fff}')
}

/// What a runner of GitHub's or of Azure's would obey, or a terminal.
pub fn obeyed(output: &str) -> Option<String> {
    let steering = output.chars().find(|char| *char != '\n' && steers(*char));
    if let Some(char) = steering {
        return Some(format!("{char:?} in {output:?}"));
    }
    let lower = output.to_ascii_lowercase();
    let is_command = |line: &&str| {
        let marks = ["##[", "##vso[", "##teamcity["];
        line.trim_start().starts_with("::") || marks.iter().any(|mark| line.contains(mark))
    };
    lower.lines().find(is_command).map(str::to_owned)
}

/// A workflow command: its name, its properties, its message.
pub type WorkflowCommand = (String, Vec<(String, String)>, String);

/// A workflow command as GitHub's runner reads it.
pub fn workflow_command(line: &str) -> Option<WorkflowCommand> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescaped = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |text: &str| unescaped(&text.replace("%3A", ":").replace("%2C", ","));
    let properties = properties.split(',').filter_map(|one| one.split_once('='));
    let properties = properties.map(|(key, value)| (key.to_owned(), property(value))).collect();
    Some((name.to_owned(), properties, unescaped(message)))
}

/// The files that the commands of the format `github` are about, as the runner reads them, and the text
/// with these commands made plain lines.
pub fn our_commands(text: &str) -> (Vec<String>, String) {
    let mut files = Vec::new();
    let lines = text.lines().map(|line| match workflow_command(line) {
        Some((name, properties, _)) if ["error", "warning", "notice"].contains(&&*name) => {
            let keys: Vec<&str> = properties.iter().map(|(key, _)| key.as_str()).collect();
            let expected = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(keys.iter().all(|key| expected.contains(key)), "{keys:?} in {line}");
            assert_eq!(keys[0], "file", "{line}");
            files.push(properties[0].1.clone());
            format!("command {line}\n")
        }
        _ => format!("{line}\n"),
    });
    let rest = lines.collect();
    (files, rest)
}

/// Puts the texts into the strings and keys of a value, in turn.
pub fn spoil(value: &mut Value, nasty: &mut impl Iterator<Item = (u8, String)>) {
    let mut spoilt = |text: &str| match nasty.next() {
        Some((0, nasty)) => nasty,
        Some((1..=3, nasty)) => format!("{text}{nasty}"),
        Some((4..=5, nasty)) => format!("{nasty}{text}"),
        _ => text.to_owned(),
    };
    match value {
        Value::String(text) => *text = spoilt(text),
        Value::Array(elements) => elements.iter_mut().for_each(|one| spoil(one, nasty)),
        Value::Object(members) => {
            let spoilt_keys = std::mem::take(members).into_iter().map(|(key, mut value)| {
                // What something is has to be told, or nothing is found.
                let is_plain = matches!(key.as_str(), "type" | "conditions" | "actions" | "status");
                if !is_plain || !value.is_string() {
                    spoil(&mut value, nasty);
                }
                let is_spoilt = !is_plain && matches!(nasty.next(), Some((0..=1, _)));
                let text = if is_spoilt { nasty.next().map(|(_, text)| text) } else { None };
                (key + text.as_deref().unwrap_or_default(), value)
            });
            *members = spoilt_keys.collect();
        }
        _ => {}
    }
}

/// What the formats write of a report; commands of ours as plain lines, once they are looked at.
pub fn reports(workspace: &Workspace, report: &Report, style: Style) -> Vec<String> {
    let written = FORMATS.iter().map(|format| {
        let mut out = Vec::new();
        format.write(&mut out, report, workspace, style).unwrap();
        let written = String::from_utf8(out).unwrap();
        if format.name != "github" {
            return written;
        }
        let (files, rest) = our_commands(&written);
        let findings = report.findings.iter();
        let expected: Vec<String> =
            findings.map(|finding| harmless(&finding.primary.location.file)).collect();
        assert_eq!(files, expected);
        rest
    });
    written.collect()
}

/// The maps, for people and for programs.
pub fn maps(workspace: &Workspace) -> Vec<String> {
    let exports = workspace.exports();
    let notices: Vec<_> =
        exports.notices.iter().cloned().chain(workspace.notices(&exports)).collect();
    let written = [MapFormat::Human { color: false }, MapFormat::Json].map(|format| {
        let mut out = Vec::new();
        map::write(&mut out, format, &exports, &notices).unwrap();
        String::from_utf8(out).unwrap()
    });
    written.into()
}

/// Everything that the formats and the maps write.
pub fn all_output(workspace: &Workspace, report: &Report, width: usize) -> Vec<String> {
    let plain = Style { color: false, links: false, width };
    let mut all = reports(workspace, report, plain);
    // Links lead to pages of lints, and are all that there is besides.
    let linked = reports(workspace, report, Style { links: true, ..plain });
    for (linked, plain) in linked.iter().zip(&all) {
        assert_eq!(without_links(linked, report), *plain);
    }
    let coloured = reports(workspace, report, Style { color: true, ..plain });
    all.extend(coloured.iter().map(|output| without_colours(output)));
    all.extend(maps(workspace));
    all
}

/// A text without the links that names of lints are.
fn without_links(text: &str, report: &Report) -> String {
    let of_lints = report.findings.iter().map(|finding| {
        let (url, name) = (finding.lint.url(), finding.lint.name);
        (format!("\u{1b}]8;;{url}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\"), name)
    });
    of_lints.fold(text.to_owned(), |text, (link, name)| text.replace(&link, name))
}

/// A text without what sets colours, which is ours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|char: char| char.is_ascii_digit() || char == ';');
        plain += rest.strip_prefix('m').unwrap_or("\u{1b}[");
    }
    plain
}
