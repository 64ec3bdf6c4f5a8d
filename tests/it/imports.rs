//! Imports run one way: no room of `src/` knows one above it, and the files of a room do not know each
//! other in circles.
//!
//! A room is a folder or a file directly below `src/`. What code names by a path that starts with
//! `crate`, `super`, `self` or a module beside it counts, whether in a `use` or in between.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::project;

/// The rooms from top to bottom: each may use those below it. `ARCHITECTURE.md` says what they are
/// for, in the same order.
const ROOMS: [&str; 30] = [
    "lib",
    "server",
    "output",
    "config",
    "fix",
    "workspace",
    "discover",
    "diff",
    "simulate",
    "map",
    "catalogue",
    "silence",
    "filter",
    "lints",
    "guard",
    "query",
    "satisfiability",
    "reach",
    "outcome",
    "schema",
    "export",
    "model",
    "expression",
    "json",
    "diagnostic",
    "authenticators",
    "okta",
    "duration",
    "date",
    "wording",
];

/// What breaks the order today: a file, and the room that it should not know. What is mended has to
/// leave this list, and nothing may join it.
const UPWARDS: [(&str, &str); 0] = [];

/// The circles that are there today: a room, and those of its files and folders that all know each
/// other, around a few corners. What is mended has to leave this list, and nothing may join it.
const CIRCLES: [(&str, &[&str]); 0] = [];

/// A path of modules below the crate: `["export", "model"]`.
type Module = Vec<String>;

/// A file of `src/` with the modules that it names.
struct Source {
    /// The path below `src/`.
    file: String,
    module: Module,
    names: BTreeSet<Module>,
}

#[test]
fn no_room_knows_one_above_it() {
    let sources = sources();
    let found: BTreeSet<&str> = sources.iter().map(Source::room).collect();
    assert_eq!(found, BTreeSet::from(ROOMS), "every room has a place in the order");
    let level = |room: &str| ROOMS.iter().position(|one| *one == room);
    let mut upwards = BTreeSet::new();
    for source in &sources {
        for room in source.names.iter().map(|module| room(module)) {
            if room != source.room() && level(room) < level(source.room()) {
                upwards.insert((source.file.as_str(), room));
            }
        }
    }
    assert_known("these know a room above their own", &upwards, &BTreeSet::from(UPWARDS));
}

#[test]
fn no_files_of_a_room_know_each_other_in_circles() {
    let sources = sources();
    let mut circles = BTreeSet::new();
    for room in ROOMS {
        let mut knows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for source in sources.iter().filter(|source| source.room() == room) {
            // The file of the room itself is its door, which names all that is behind it.
            let Some(own) = part(&source.module) else { continue };
            let of_room = source.names.iter().filter(|module| self::room(module) == room);
            let parts: Vec<String> = of_room.filter_map(|module| part(module)).collect();
            let others = parts.into_iter().filter(|part| *part != own);
            knows.entry(own.clone()).or_default().extend(others);
        }
        circles.extend(circles_in(&knows).into_iter().map(|circle| (room, circle)));
    }
    let owned = |files: &[&str]| files.iter().map(|&file| file.to_owned()).collect();
    let known = CIRCLES.iter().map(|(room, files)| (*room, owned(files))).collect();
    assert_known("these know each other in circles", &circles, &known);
}

#[test]
fn the_architecture_shows_the_rooms_in_their_order() {
    let page = fs::read_to_string(project::path("ARCHITECTURE.md")).unwrap();
    let (_, table) = page.split_once("| room | ").unwrap();
    let rows = table.lines().take_while(|line| !line.is_empty());
    let rooms = rows.filter_map(|row| row.strip_prefix("| `")?.split('`').next());
    assert_eq!(rooms.collect::<Vec<_>>(), ROOMS);
}

fn assert_known<T: Ord + std::fmt::Debug>(what: &str, found: &BTreeSet<T>, known: &BTreeSet<T>) {
    let new: Vec<&T> = found.difference(known).collect();
    assert!(new.is_empty(), "{what}: {new:#?}");
    let mended: Vec<&T> = known.difference(found).collect();
    assert!(mended.is_empty(), "no longer so, and to be struck from the list: {mended:#?}");
}

impl Source {
    fn room(&self) -> &str {
        room(&self.module)
    }
}

/// The room that a module is in: the crate itself is one.
fn room(module: &[String]) -> &str {
    module.first().map_or("lib", String::as_str)
}

/// The file or folder of its room that a module is in.
fn part(module: &[String]) -> Option<String> {
    module.get(1).cloned()
}

/// The greatest sets whose members all reach each other.
fn circles_in(knows: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let reached = |from: &String| {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(next) = open.pop() {
            for known in knows.get(next).into_iter().flatten() {
                if reached.insert(known.clone()) {
                    open.push(known);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        knows.keys().map(|file| (file, reached(file))).collect();
    let circle = |file: &String| -> BTreeSet<String> {
        let back = |other: &&String| reached.get(other).is_some_and(|all| all.contains(file));
        reached[file].iter().filter(back).cloned().collect()
    };
    knows.keys().map(circle).filter(|circle| !circle.is_empty()).collect()
}

/// The library's files, with what they name.
fn sources() -> Vec<Source> {
    let src = project::path("src");
    let mut files = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.strip_prefix(&src).unwrap().to_owned(), path));
            }
        }
    }
    files.sort();
    // The program uses the library from outside.
    files.retain(|(file, _)| !PROGRAM.iter().any(|program| file.starts_with(program)));
    let texts: Vec<(String, Module, Vec<Token>)> = files
        .iter()
        .map(|(file, path)| {
            let tokens = tokens(&fs::read_to_string(path).unwrap());
            let name = file.to_str().unwrap().replace('\\', "/");
            (name, module_of(file), without_tests(tokens))
        })
        .collect();
    let modules: BTreeSet<Module> = texts.iter().map(|(_, module, _)| module.clone()).collect();
    let mut exported = BTreeMap::new();
    for (_, module, tokens) in &texts {
        for (path, alias) in uses(tokens) {
            if let Some(target) = resolved(module, &path, &modules) {
                exported.insert([module.as_slice(), &[alias]].concat(), target);
            }
        }
    }
    texts
        .iter()
        .map(|(file, module, tokens)| {
            let used = uses(tokens).into_iter().map(|(path, _)| path);
            let paths = used.chain(inline_paths(tokens));
            let names = paths.filter_map(|path| resolved(module, &path, &modules));
            let names = names.map(|path| home(path, &exported, &modules)).collect();
            Source { file: file.clone(), module: module.clone(), names }
        })
        .collect()
}

/// The files and folders of the program around the library.
const PROGRAM: [&str; 15] = [
    "main.rs",
    "cli.rs",
    "comparison.rs",
    "difference.rs",
    "fixes.rs",
    "guarding.rs",
    "outputs.rs",
    "progress.rs",
    "question.rs",
    "replace.rs",
    "scenarios.rs",
    "settings.rs",
    "simulation.rs",
    "start.toml",
    "terminal.rs",
];

fn module_of(file: &Path) -> Module {
    let mut module: Module =
        file.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    module
}

/// A path from the crate's root, if it starts at one of the crate's modules.
fn resolved(module: &Module, path: &[String], modules: &BTreeSet<Module>) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([module.as_slice(), rest].concat()),
        "super" => {
            let parent = module.split_last()?.1.to_vec();
            match rest.first() {
                Some(next) if next == "super" => resolved(&parent, rest, modules),
                _ => Some([parent.as_slice(), rest].concat()),
            }
        }
        _ => {
            let beside = [module.as_slice(), std::slice::from_ref(first)].concat();
            modules.contains(&beside).then(|| [module.as_slice(), path].concat())
        }
    }
}

/// The module that what a path names is written in, past those that only hand it on.
fn home(
    mut path: Module,
    exported: &BTreeMap<Module, Module>,
    modules: &BTreeSet<Module>,
) -> Module {
    let mut steps = 0;
    while let Some(target) = exported.get(&path).filter(|_| steps < 10) {
        path = target.clone();
        steps += 1;
    }
    while !modules.contains(&path) {
        path.pop();
    }
    path
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    PathSeparator,
    Sign(char),
}

/// The words and signs of a Rust source, without comments and literals.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let at = |n: usize| chars.get(n).copied().unwrap_or('\0');
    let find = |from: usize, what: &str| {
        let what: Vec<char> = what.chars().collect();
        let rest = chars.get(from..).unwrap_or_default();
        let found = rest.windows(what.len()).position(|window| window == what);
        found.map_or(chars.len(), |n| from + n + what.len())
    };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let mut n = 0;
    while n < chars.len() {
        match at(n) {
            '/' if at(n + 1) == '/' => n = find(n, "\n"),
            '/' if at(n + 1) == '*' => n = find(n, "*/"),
            '"' => {
                n += 1;
                while n < chars.len() && at(n) != '"' {
                    n += if at(n) == '\\' { 2 } else { 1 };
                }
                n += 1;
            }
            'r' if at(n + 1) == '"' || (at(n + 1) == '#' && "#\"".contains(at(n + 2))) => {
                let hashes = chars[n + 1..].iter().take_while(|c| **c == '#').count();
                n = find(n + hashes + 2, &format!("\"{}", "#".repeat(hashes)));
            }
            // A character; a lifetime has no second apostrophe.
            '\'' if at(n + 1) == '\\' => n = find(n + 3, "'"),
            '\'' if at(n + 2) == '\'' => n += 3,
            c if is_word(c) => {
                let length = chars[n..].iter().take_while(|c| is_word(**c)).count();
                tokens.push(Token::Word(chars[n..n + length].iter().collect()));
                n += length;
            }
            ':' if at(n + 1) == ':' => {
                tokens.push(Token::PathSeparator);
                n += 2;
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push(Token::Sign(c));
                }
                n += 1;
            }
        }
    }
    tokens
}

/// Without the module of unit tests, which comes last and may use what it likes.
fn without_tests(mut tokens: Vec<Token>) -> Vec<Token> {
    let attribute = [
        Token::Sign('#'),
        Token::Sign('['),
        Token::Word("cfg".to_owned()),
        Token::Sign('('),
        Token::Word("test".to_owned()),
    ];
    if let Some(start) = tokens.windows(attribute.len()).position(|window| window == attribute) {
        tokens.truncate(start);
    }
    tokens
}

/// The paths that `use` declarations name, each with the name that it gets.
fn uses(tokens: &[Token]) -> Vec<(Module, String)> {
    let mut found = Vec::new();
    let mut rest = tokens;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == Token::Word("use".to_owned()) {
            let end = rest.iter().position(|token| *token == Token::Sign(';'));
            let (tree, after) = rest.split_at(end.unwrap_or(rest.len()));
            add_tree(tree, &Vec::new(), &mut found);
            rest = after;
        }
    }
    found
}

/// Adds what a tree such as `a::{b, c::d as e}` names.
fn add_tree(tree: &[Token], prefix: &Module, found: &mut Vec<(Module, String)>) {
    let mut path = prefix.clone();
    let mut alias = None;
    for (n, token) in tree.iter().enumerate() {
        match token {
            Token::Word(word) if word == "as" => {
                alias = match tree.get(n + 1) {
                    Some(Token::Word(alias)) => Some(alias.clone()),
                    _ => None,
                };
                break;
            }
            Token::Word(word) if word == "self" && !path.is_empty() => {}
            Token::Word(word) => path.push(word.clone()),
            Token::Sign('{') => {
                let inner = &tree[n + 1..tree.len() - 1];
                inner_trees(inner).into_iter().for_each(|inner| add_tree(inner, &path, found));
                return;
            }
            _ => {}
        }
    }
    if let Some(name) = alias.or_else(|| path.last().cloned()) {
        found.push((path, name));
    }
}

/// Splits at the commas that stand in no inner braces.
fn inner_trees(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0;
    let trees = tokens.split(|token| {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            _ => {}
        }
        depth == 0 && *token == Token::Sign(',')
    });
    trees.filter(|tree| !tree.is_empty()).collect()
}

/// The paths that stand in between, outside of `use` declarations.
fn inline_paths(tokens: &[Token]) -> Vec<Module> {
    let mut paths: Vec<Module> = Vec::new();
    let mut in_use = false;
    for (n, token) in tokens.iter().enumerate() {
        match token {
            Token::Word(word) if word == "use" => in_use = true,
            Token::Sign(';') => in_use = false,
            Token::Word(word) if !in_use => {
                let follows = n > 0 && tokens[n - 1] == Token::PathSeparator;
                match paths.last_mut() {
                    Some(path) if follows => path.push(word.clone()),
                    _ if tokens.get(n + 1) == Some(&Token::PathSeparator) => {
                        paths.push(vec![word.clone()]);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    paths
}
