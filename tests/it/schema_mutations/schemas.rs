//! The schema files, as text in `rules/schema/` and not as the program embeds them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::sync::LazyLock;

use serde_json::Value;

use crate::project;

/// The lint that puts each keyword in words. Keywords that stand in no list of this file make the
/// test fail, so that nobody adds one without teaching the test how to break it.
pub const WORDED: [(&str, &str); 17] = [
    ("type", "wrong-type"),
    ("enum", "unknown-value"),
    ("const", "unknown-value"),
    ("required", "missing-field"),
    ("minimum", "out-of-range"),
    ("maximum", "out-of-range"),
    ("exclusiveMinimum", "out-of-range"),
    ("exclusiveMaximum", "out-of-range"),
    ("minItems", "wrong-count"),
    ("maxItems", "wrong-count"),
    ("minLength", "wrong-count"),
    ("maxLength", "wrong-count"),
    ("format", "bad-format"),
    ("pattern", "bad-format"),
    ("uniqueItems", "repeated-value"),
    ("x-near-miss", "misspelled-field"),
    ("x-elsewhere", "misplaced-field"),
];

/// As [`WORDED`], for names of members: those that are near misses are misspelled.
pub const NAMES_WORDED: (&str, [&str; 2]) =
    ("propertyNames", ["unknown-field", "misspelled-field"]);

/// The lints that may speak of a keyword.
pub fn lints_for(keyword: &str) -> Vec<&'static str> {
    if keyword == NAMES_WORDED.0 {
        return NAMES_WORDED.1.to_vec();
    }
    WORDED.iter().filter(|(worded, _)| *worded == keyword).map(|(_, lint)| *lint).collect()
}

/// Keywords that say nothing of a value.
const ANNOTATIONS: [&str; 11] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "title",
    "description",
    "x-lint",
    "x-object",
    "x-open",
    "x-unlisted",
    "x-undocumented",
];

/// Keywords that lead to other schemas, and say nothing else.
const APPLICATORS: [&str; 8] =
    ["$ref", "allOf", "properties", "items", "additionalProperties", "if", "then", "else"];

/// A schema in one of the files.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    file: &'static str,
    pub value: &'static Value,
}

impl PartialEq for Schema {
    /// Whether they stand in the same place.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.value, other.value)
    }
}

/// A schema that describes whole objects, by its `x-object`.
pub struct Described {
    pub kind: &'static str,
    /// The type of the policy or rule, if the schema is for one type.
    pub named: Option<&'static str>,
    pub schema: Schema,
}

impl Described {
    /// As `tests/constraints/clean.json` calls such objects.
    pub fn title(&self) -> String {
        self.named.map_or(self.kind.to_owned(), |named| format!("{named} {}", self.kind))
    }
}

/// A keyword in a schema: the address of the schema, and the keyword.
pub type Site = (&'static str, &'static str);

static FILES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let files = project::files("rules/schema", "json").into_iter().map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap())
    });
    files.collect()
});

/// The address of each value in the files, such as `policy.json#/properties/name`.
static ADDRESSES: LazyLock<HashMap<usize, String>> = LazyLock::new(|| {
    fn collect(value: &Value, address: &str, all: &mut HashMap<usize, String>) {
        for (token, inner) in members(value) {
            collect(inner, &format!("{address}/{}", escape(token)), all);
        }
        for (n, inner) in elements(value).enumerate() {
            collect(inner, &format!("{address}/{n}"), all);
        }
        all.insert(identity(value), address.to_owned());
    }
    let mut all = HashMap::new();
    roots().for_each(|root| collect(root.value, &format!("{}#", root.file), &mut all));
    all
});

/// The keywords of each object in the files that may say something of a value themselves.
static ASSERTIONS: LazyLock<HashMap<usize, Vec<(&str, &Value)>>> = LazyLock::new(|| {
    fn collect(value: &'static Value, all: &mut HashMap<usize, Vec<(&str, &Value)>>) {
        let inner = members(value).map(|(_, inner)| inner).chain(elements(value));
        inner.for_each(|inner| collect(inner, all));
        let may_say =
            |keyword: &str| !ANNOTATIONS.contains(&keyword) && !APPLICATORS.contains(&keyword);
        let assertions = members(value).filter(|(keyword, _)| may_say(keyword));
        all.insert(identity(value), assertions.collect());
    }
    let mut all = HashMap::new();
    FILES.values().for_each(|root| collect(root, &mut all));
    all
});

/// What each `$ref` leads to.
static TARGETS: LazyLock<HashMap<usize, Schema>> = LazyLock::new(|| {
    fn collect(file: &'static str, value: &Value, all: &mut HashMap<usize, Schema>) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let (to, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            let (file, root) = FILES.get_key_value(if to.is_empty() { file } else { to }).unwrap();
            let target = root.pointer(pointer).unwrap_or_else(|| panic!("no {reference}"));
            all.insert(identity(value), Schema { file, value: target });
        }
        let inner = members(value).map(|(_, inner)| inner).chain(elements(value));
        inner.for_each(|inner| collect(file, inner, all));
    }
    let mut all = HashMap::new();
    roots().for_each(|root| collect(root.file, root.value, &mut all));
    all
});

/// The members that any type's objects have, by the place that `x-elsewhere` names.
static MEMBERS: LazyLock<BTreeMap<&str, BTreeSet<&str>>> = LazyLock::new(|| {
    const PLACES: [(&str, &[&str], &[&str]); 3] = [
        ("policy", &["policy"], &[]),
        ("conditions", &["policy", "rule"], &["properties", "conditions"]),
        ("actions", &["rule"], &["properties", "actions"]),
    ];
    let members = |(place, kinds, path): (&'static str, &[&str], &[&str])| {
        let of_kinds = described().into_iter().filter(|object| kinds.contains(&object.kind));
        let there = of_kinds.filter_map(|object| object.schema.below(path));
        (place, there.flat_map(Schema::properties).collect())
    };
    PLACES.into_iter().map(members).collect()
});

fn identity(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

pub fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, member)| (&**name, member))
}

pub fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// One token of a JSON Pointer.
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

fn roots() -> impl Iterator<Item = Schema> {
    FILES.iter().map(|(file, value)| Schema { file, value })
}

/// The schemas of whole objects: files, and definitions in files.
pub fn described() -> Vec<Described> {
    let with_definitions = roots().flat_map(|root| {
        let definitions = root.below(&["$defs"]).into_iter().flat_map(Schema::all_below);
        [root].into_iter().chain(definitions)
    });
    let described = with_definitions.filter_map(|schema| {
        let object = schema.get("x-object")?;
        let named = object.get("type").and_then(Value::as_str);
        Some(Described { kind: object["kind"].as_str()?, named, schema })
    });
    described.collect()
}

/// The members that objects have at the place that an `x-elsewhere` names.
pub fn members_elsewhere(place: &Value) -> &'static BTreeSet<&'static str> {
    &MEMBERS[place.as_str().unwrap()]
}

/// Every keyword in the files that a value can break, or that claims to cover a constraint; apart
/// from those of conditions, which nothing breaks.
pub fn sites() -> BTreeSet<Site> {
    fn collect(schema: Schema, sites: &mut BTreeSet<Site>) {
        let annotated = schema.below(&["x-lint"]).into_iter().flat_map(|lint| members(lint.value));
        let keywords = schema.worded().into_iter().chain(annotated.map(|(keyword, _)| keyword));
        sites.extend(keywords.map(|keyword| (schema.address(), keyword)));
        let single = ["items", "additionalProperties", "then", "else"];
        let single = single.iter().filter_map(|keyword| schema.below(&[keyword]));
        let several = ["allOf", "properties", "$defs"];
        let several = several.iter().filter_map(|keyword| schema.below(&[keyword]));
        for inner in single.chain(several.flat_map(Schema::all_below)) {
            collect(inner, sites);
        }
    }
    let mut sites = BTreeSet::new();
    roots().for_each(|root| collect(root, &mut sites));
    sites
}

impl Schema {
    /// Where it stands, such as `policy.json#/properties/name`.
    pub fn address(self) -> &'static str {
        &ADDRESSES[&identity(self.value)]
    }

    pub fn get(self, keyword: &str) -> Option<&'static Value> {
        self.value.get(keyword)
    }

    pub fn keywords(self) -> impl Iterator<Item = (&'static str, &'static Value)> {
        members(self.value)
    }

    /// The schema under a keyword, or under a name under it.
    pub fn below(self, path: &[&str]) -> Option<Self> {
        let value = path.iter().try_fold(self.value, |value, token| value.get(token))?;
        Some(Self { value, ..self })
    }

    /// The schemas in an object or an array of such.
    pub fn all_below(self) -> impl Iterator<Item = Self> {
        let named = members(self.value).map(|(_, value)| value);
        named.chain(elements(self.value)).map(move |value| Self { value, ..self })
    }

    /// The schemas in the array under a keyword.
    pub fn listed(self, keyword: &str) -> impl Iterator<Item = Self> {
        self.below(&[keyword]).into_iter().flat_map(Self::all_below)
    }

    /// The schema that a `$ref` leads to.
    pub fn target(self) -> Option<Self> {
        self.get("$ref")?;
        TARGETS.get(&identity(self.value)).copied()
    }

    /// The schema of an object's member.
    pub fn member(self, name: &str) -> Option<Self> {
        self.below(&["properties", name]).or_else(|| self.below(&["additionalProperties"]))
    }

    /// The names in `properties`.
    pub fn properties(self) -> impl Iterator<Item = &'static str> {
        self.below(&["properties"]).into_iter().flat_map(Self::keywords).map(|(name, _)| name)
    }

    /// The names in `required`.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        self.get("required").into_iter().flat_map(elements).filter_map(Value::as_str)
    }

    /// What a value can break, apart from what other schemas say of it.
    pub fn assertions(self) -> &'static [(&'static str, &'static Value)] {
        &ASSERTIONS[&identity(self.value)]
    }

    /// The keywords that a value can break, which lints put in words.
    pub fn worded(self) -> Vec<&'static str> {
        let at = self.address();
        assert!(*self.value != Value::Bool(false), "{at}: no lint words `false`");
        let others = self.get("additionalProperties");
        assert!(
            others != Some(&Value::Bool(false)),
            "{at}: `propertyNames` is worded, this is not"
        );
        let keywords: Vec<_> = self.assertions().iter().map(|(keyword, _)| *keyword).collect();
        for keyword in &keywords {
            assert!(!lints_for(keyword).is_empty(), "{at}: no lint puts `{keyword}` in words");
        }
        keywords
    }
}
