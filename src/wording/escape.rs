//! Texts that did not come from us, made safe to print: for terminals, which obey control characters
//! and reorder text; for people, who do not see what takes no room; and for runners of CI jobs, which
//! read commands in what a program prints.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::secrets::without_secrets;

/// What moves the cursor, colours or reorders other text, or cannot be seen, in order.
///
/// Unicode 16.0: general categories Cc, Zl and Zp (`UnicodeData.txt`), `Bidi_Control` (`PropList.txt`),
/// `Default_Ignorable_Code_Point` (`DerivedCoreProperties.txt`), and the interlinear annotations
/// (section 23.8 of the standard).
const STEERING: [RangeInclusive<char>; 20] = [
    '\u{0}'..='\u{1f}',
    '\u{7f}'..='\u{9f}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{2028}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fff8}',
    '\u{fff9}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether printing the character would move the cursor, colour or reorder other text, or leave no
/// trace.
pub(crate) fn is_steering(char: char) -> bool {
    let after = STEERING.partition_point(|range| *range.start() <= char);
    // Nearly all texts are plain ASCII.
    !matches!(char, ' '..='~') && after > 0 && STEERING[after - 1].contains(&char)
}

/// How runners of CI jobs mark the commands that they read wherever on a line they stand, behind `##`:
/// GitHub Actions (`ActionCommand.cs` of its runner), Azure Pipelines ("Logging commands") and TeamCity
/// ("Service messages").
const MARKS: [&str; 3] = ["[", "vso[", "teamcity["];

/// Whether a character between these has to be written otherwise: for what it does, or since it makes a
/// mark of a command of what follows.
pub(super) fn has_to_change(before: Option<char>, char: char, rest: &str) -> bool {
    let is_mark =
        |mark: &str| rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let starts_command =
        || before == Some('#') && char == '#' && MARKS.iter().any(|mark| is_mark(mark));
    is_steering(char) || starts_command()
}

/// Whether anything in the text has to be written otherwise to be safe to print.
pub(super) fn steers(text: &str) -> bool {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
    !text.as_bytes().iter().all(is_plain) && text.chars().any(is_steering) || text.contains("##")
}

/// A text on one line, without what would steer a terminal, reorder its text, hide in it, or command
/// a runner.
pub(crate) fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = None;
    for (at, char) in text.char_indices() {
        if has_to_change(before, char, &text[at + char.len_utf8()..]) {
            safe.extend(char.escape_unicode());
        } else {
            safe.push(char);
        }
        before = Some(char);
    }
    safe
}

/// A name from an export, safe to print in a sentence: [`harmless`], not too long, and no secret.
pub(crate) fn printable(name: &str) -> String {
    harmless(&clipped(name))
}

/// A text that is not too long for a sentence, without secrets.
pub(crate) fn clipped(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 400;
    // So that a secret is whole where the text is cut.
    const LONGEST_SECRET: usize = 100;
    let end = |text: &str, most| text.char_indices().nth(most).map(|(end, _)| end);
    let longer = &text[..end(text, LONGEST + LONGEST_SECRET).unwrap_or(text.len())];
    let safe = without_secrets(longer);
    match end(&safe, LONGEST) {
        Some(end) => Cow::Owned(format!("{}…", &safe[..end])),
        None if longer.len() < text.len() => Cow::Owned(format!("{safe}…")),
        None => safe,
    }
}

/// A path with which a line may start: with `./` before a name that a runner of CI jobs could take for
/// a command, or a program for an option. A runner does not see blanks before a command.
pub(crate) fn unmistakable_path(path: &str) -> Cow<'_, str> {
    let is_plain = |first: char| first.is_alphanumeric() || matches!(first, '.' | '/' | '_' | '<');
    match path.chars().next().is_none_or(is_plain) {
        true => Cow::Borrowed(path),
        false => Cow::Owned(format!("./{path}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_steer_the_terminal() {
        assert_eq!(printable("Évil\n\u{1b}[31m\u{202e}"), "Évil\\u{a}\\u{1b}[31m\\u{202e}");
        assert_eq!(printable(&"x".repeat(1000)).chars().count(), 401);
    }

    #[test]
    fn ranges_are_in_order() {
        let starts = STEERING.iter().map(RangeInclusive::start);
        assert!(starts.clone().zip(starts.skip(1)).all(|(one, next)| one < next));
        assert!(
            STEERING.iter().all(|range| is_steering(*range.start()) && is_steering(*range.end()))
        );
        for plain in [' ', '~', 'é', '\u{a0}', '\u{2027}', '\u{202f}', '😀', char::MAX] {
            assert!(!is_steering(plain), "{plain:?}");
        }
    }

    #[test]
    fn commands_are_broken_and_headings_are_not() {
        assert_eq!(harmless("## Staff #[1] #1"), "## Staff #[1] #1");
        assert_eq!(harmless("###[x ##VSO[y"), "##\\u{23}[x #\\u{23}VSO[y");
        assert!(!harmless("#\u{200b}#[x").contains("##["));
    }

    #[test]
    fn paths_are_no_commands() {
        for (path, shown) in [
            ("a/b.json", "a/b.json"),
            ("<stdin>", "<stdin>"),
            ("::error::.json", "./::error::.json"),
            (" ::x.json", "./ ::x.json"),
            ("##[x].json", "./##[x].json"),
            ("-x.json", "./-x.json"),
        ] {
            assert_eq!(unmistakable_path(path), shown);
        }
    }
}
