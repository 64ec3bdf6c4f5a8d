//! Collects the catalogue: every lint is one file in `src/lints/<category>/` and one page in
//! `rules/<category>/`, every schema one file in `rules/schema/`. The build fails where a lint lacks its page or a page its
//! lint, so that neither can be forgotten and no list is kept by hand.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

#[path = "build/keys.rs"]
mod keys;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/lints");
    fs::write(out.join("lints.rs"), lints(&root)?)?;
    fs::write(out.join("schemas.rs"), schemas(&root)?)?;
    fs::write(out.join("types.rs"), types(&root)?)?;
    let others = root.join("src/okta/keys.txt");
    println!("cargo::rerun-if-changed={}", others.display());
    let keys = keys::source(Schemas::read(&root)?.0.values(), &fs::read_to_string(others)?)?;
    fs::write(out.join("keys.rs"), keys)?;
    Ok(())
}

fn lints(root: &Path) -> Result<String, Box<dyn Error>> {
    let pages = pages(root)?;
    let mut table = String::from("static LINTS: &[Lint] = &[\n");
    for (name, page) in &pages {
        let (category, module) = (&page.category, name.replace('-', "_"));
        let source = format!("src/lints/{category}/{module}.rs");
        if !root.join(&source).exists() {
            return Err(format!("{} has no lint: write {source}", page.file).into());
        }
        writeln!(
            table,
            "    Lint {{ name: {name:?}, category: {category:?}, page: include_str!({:?}), \
             declaration: &{category}::{module}::LINT }},",
            page.path
        )?;
    }
    table.push_str("];\n");
    for category in sorted(&root.join("src/lints"))?.iter().filter(|path| path.is_dir()) {
        for source in files(category, "rs")? {
            let module = stem(&source)?;
            let name = module.replace('_', "-");
            let category = stem(category)?;
            if module != "mod" && pages.get(&name).is_none_or(|page| page.category != category) {
                let expected = format!("rules/{category}/{name}.md");
                return Err(format!("the lint {name} has no page: write {expected}").into());
            }
        }
    }
    Ok(table)
}

struct Page {
    category: String,
    path: PathBuf,
    /// The path below the project's root, for messages.
    file: String,
}

fn pages(root: &Path) -> Result<BTreeMap<String, Page>, Box<dyn Error>> {
    let mut pages = BTreeMap::new();
    // The pages beside the schemas are about objects, not lints.
    let is_category = |path: &PathBuf| path.is_dir() && !path.ends_with("schema");
    for category in sorted(&root.join("rules"))?.into_iter().filter(is_category) {
        for path in files(&category, "md")? {
            let file = path.strip_prefix(root)?.display().to_string();
            let text = fs::read_to_string(&path)?;
            for example in ["failing", "passing"] {
                if !text.contains(&format!("```json {example}\n")) {
                    return Err(format!("{file} has no ```json {example} example").into());
                }
            }
            let page = Page { category: stem(&category)?, path: path.clone(), file };
            pages.insert(stem(&path)?, page);
        }
    }
    Ok(pages)
}

fn schemas(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from("static FILES: &[(&str, &str)] = &[\n");
    for path in files(&root.join("rules/schema"), "json")? {
        let name = format!("{}.json", stem(&path)?);
        writeln!(table, "    ({name:?}, include_str!({path:?})),")?;
    }
    table.push_str("];\n");
    Ok(table)
}

/// The facts about policy types, from the `x-object` of the schemas, and the members that their
/// conditions may have.
fn types(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut known = Vec::new();
    let schemas = Schemas::read(root)?;
    let mut table = String::from(
        "/// Every policy type that Okta's documents or servers have named so far.\n\
         pub const KNOWN_TYPES: &[KnownType] = &[\n",
    );
    for policy in schemas.objects("policy") {
        let object = &policy.schema["x-object"];
        let rule = if object["ruleType"].is_string() { "ruleType" } else { "type" };
        let mut rules = schemas.objects("rule");
        let rule = rules.find(|other| other.schema["x-object"]["type"] == object[rule]);
        let conditions = [Some(policy), rule].map(|found| schemas.conditions(found));
        let entry = known_type(object, conditions).map_err(|e| format!("{}: {e}", policy.file))?;
        known.push((object["rank"].as_u64().unwrap_or(u64::MAX), entry));
    }
    known.sort();
    for (_, entry) in known {
        writeln!(table, "    {entry},")?;
    }
    table.push_str("];\n");
    Ok(table)
}

/// The schemas, by the names of their files.
struct Schemas(BTreeMap<String, Value>);

/// A schema, with the file that its references start from.
#[derive(Clone, Copy)]
struct Schema<'s> {
    file: &'s str,
    schema: &'s Value,
}

impl Schemas {
    fn read(root: &Path) -> Result<Self, Box<dyn Error>> {
        let mut schemas = BTreeMap::new();
        for path in files(&root.join("rules/schema"), "json")? {
            let document = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            schemas.insert(format!("{}.json", stem(&path)?), document);
        }
        Ok(Self(schemas))
    }

    /// The schemas of one kind of object that have a type.
    fn objects<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = Schema<'s>> {
        let all = self.0.iter().flat_map(|(file, document)| {
            let definitions = document["$defs"].as_object().into_iter().flatten();
            let schemas = definitions.map(|(_, schema)| schema).chain([document]);
            schemas.map(move |schema| Schema { file, schema })
        });
        all.filter(move |found| {
            let object = &found.schema["x-object"];
            object["kind"] == kind && object["type"].is_string()
        })
    }

    /// The members that Okta's documents list in the conditions of an object, as paths with dots.
    fn conditions(&self, object: Option<Schema<'_>>) -> Vec<String> {
        let mut paths = Vec::new();
        if let Some(Schema { file, schema }) = object {
            let conditions = &schema["properties"]["conditions"];
            self.add_members(&[Schema { file, schema: conditions }], "", &mut paths);
        }
        paths
    }

    /// Adds the members of what all of `schemas` describe together, and their members.
    fn add_members(&self, schemas: &[Schema<'_>], prefix: &str, paths: &mut Vec<String>) {
        let mut schemas = schemas.to_vec();
        let mut at = 0;
        while let Some(Schema { file, schema }) = schemas.get(at).copied() {
            at += 1;
            if let Some((other, pointer)) = schema["$ref"].as_str().and_then(|r| r.split_once('#'))
            {
                let file = if other.is_empty() { file } else { other };
                let target = self.0.get_key_value(file);
                schemas.extend(target.and_then(|(file, document)| {
                    Some(Schema { file, schema: document.pointer(pointer)? })
                }));
            }
        }
        if schemas.iter().any(|found| found.schema["x-undocumented"] == true) {
            return;
        }
        if !prefix.is_empty() {
            paths.push(prefix.to_owned());
        }
        let mut members: BTreeMap<&str, Vec<Schema<'_>>> = BTreeMap::new();
        for Schema { file, schema } in &schemas {
            for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
                members.entry(name).or_default().push(Schema { file, schema });
            }
        }
        for (name, schemas) in members {
            let dot = if prefix.is_empty() { "" } else { "." };
            self.add_members(&schemas, &format!("{prefix}{dot}{name}"), paths);
        }
    }
}

fn known_type(
    object: &Value,
    [of_policies, of_rules]: [Vec<String>; 2],
) -> Result<String, Box<dyn Error>> {
    let policy = &object["type"];
    let rule = if object["ruleType"].is_string() { &object["ruleType"] } else { policy };
    let numbering = match object["numbering"].as_str() {
        Some("v1") => "V1",
        Some("v2") => "V2",
        other => return Err(format!("numbering of {policy} is {other:?}, not v1 or v2").into()),
    };
    let selection = match object["selection"].as_str() {
        Some("ordered") => "Ordered",
        Some("ordered-in-server") => "OrderedInServer",
        Some("mapped") => "Mapped",
        Some("single") => "Single",
        other => return Err(format!("selection of {policy} is {other:?}").into()),
    };
    let engine = match object["engine"].as_str() {
        Some("identity") => "Some(Engine::Identity)",
        Some("classic") => "Some(Engine::Classic)",
        Some(other) => return Err(format!("engine of {policy} is {other:?}").into()),
        None => "None",
    };
    let actions = object["actions"].as_array().ok_or("actions is not an array")?;
    let actions: Vec<String> = actions.iter().map(Value::to_string).collect();
    Ok(format!(
        "KnownType {{ policy: {policy}, rule: {rule}, actions: &[{}], \
         numbering: Numbering::{numbering}, selection: Selection::{selection}, \
         engine: {engine}, has_one_custom_rule: {}, policy_conditions: &{of_policies:?}, \
         rule_conditions: &{of_rules:?} }}",
        actions.join(", "),
        object["oneCustomRule"] == true,
    ))
}

fn files(directory: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let has_extension = |path: &PathBuf| path.extension().is_some_and(|e| e == extension);
    Ok(sorted(directory)?.into_iter().filter(has_extension).collect())
}

fn sorted(directory: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> Result<String, Box<dyn Error>> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    Ok(stem.ok_or_else(|| format!("{} is not UTF-8", path.display()))?.to_owned())
}
