//! The tree: a flat run of slots in document order, sixteen bytes each, that borrows the text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;

use crate::okta::Key;

use super::Document;
use super::number::whole_number;

/// What a JSON value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number; its text is kept as written.
    Number,
    /// A string
    String,
    /// An array
    Array,
    /// An object
    Object,
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a Boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    True,
    False,
    Number,
    /// A string whose text between the quotes is its content.
    String,
    /// A string with at least one escape sequence.
    EscapedString,
    Array,
    Object,
}

/// A value, or none, kept beside another of its document: a quarter of a [`Node`].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept(Option<NonZeroU32>);

impl Kept {
    /// What to keep of a value beside another of its document.
    pub(crate) fn of(node: Option<Node<'_>>) -> Self {
        Self(node.map(|node| NonZeroU32::MIN.saturating_add(node.slot)))
    }
}

/// One value or object key. A key's value is the slot after it.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The slot after this one and everything inside it.
    pub(super) next: u32,
    pub(super) kind: Kind,
    /// The name that the string has as a key.
    pub(super) key: Key,
}

/// The slots of one document. Containers come before their content, in document order.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) slots: Vec<Slot>,
    /// One root for a JSON text, one a line for JSON Lines.
    pub(super) roots: Vec<u32>,
    /// Keys that stand a second time in their object.
    pub(super) repeated_keys: Vec<u32>,
    /// For each of these, the key before it that has its name.
    pub(super) superseded_keys: Vec<u32>,
}

impl Tree {
    pub(super) fn with_capacity(slots: usize) -> Self {
        Self {
            slots: Vec::with_capacity(slots),
            roots: Vec::new(),
            repeated_keys: Vec::new(),
            superseded_keys: Vec::new(),
        }
    }

    /// Whether texts stand in for all numbers and Booleans.
    pub(super) fn has_scalars_as_texts(&self, text: &str) -> bool {
        // A few may be slips, or texts that happen to be digits.
        const FEWEST: usize = 4;
        let is_bare = |slot: &Slot| matches!(slot.kind, Kind::Number | Kind::True | Kind::False);
        if self.slots.iter().any(is_bare) {
            return false;
        }
        let is_scalar = |slot: &&Slot| {
            let content = || &text[slot.start as usize + 1..slot.end as usize - 1];
            slot.kind == Kind::String && is_scalar(content())
        };
        self.slots.iter().filter(is_scalar).nth(FEWEST - 1).is_some()
    }

    /// The slots of the elements or keys of each array and object that has many: a list of all policies
    /// has thousands, and each finding asks which of them it is in.
    pub(super) fn large_containers(&self) -> HashMap<u32, Vec<u32>> {
        const MANY: usize = 64;
        let slots = self.slots.iter().enumerate();
        let containers = slots.filter(|(_, slot)| matches!(slot.kind, Kind::Array | Kind::Object));
        let with_items = containers.filter_map(|(container, slot)| {
            let value_after = u32::from(slot.kind == Kind::Object);
            let mut at = container as u32 + 1;
            let items = std::iter::from_fn(|| {
                let item = (at < slot.next).then_some(at)?;
                at = self.slots[(item + value_after) as usize].next;
                Some(item)
            });
            let items: Vec<u32> = items.collect();
            (items.len() > MANY).then_some((container as u32, items))
        });
        with_items.collect()
    }

    /// The last earlier key of the still open object `object` that equals the key in slot `key`.
    pub(super) fn equal_key_before(&self, object: u32, key: usize, text: &str) -> Option<u32> {
        let wanted = self.units(key, text);
        let equal =
            self.key_slots_before(object, key).filter(|slot| self.units(*slot, text) == wanted);
        equal.last().map(|slot| slot as u32)
    }

    /// The keys of the still open object `object` before the one in slot `key`, each where it stands
    /// last.
    pub(super) fn keys_before(&self, object: u32, key: usize, text: &str) -> HashMap<Vec<u8>, u32> {
        self.key_slots_before(object, key)
            .map(|slot| (self.units(slot, text).into_owned(), slot as u32))
            .collect()
    }

    fn key_slots_before(&self, object: u32, key: usize) -> impl Iterator<Item = usize> {
        let mut at = object as usize + 1;
        std::iter::from_fn(move || {
            (at < key).then(|| {
                let slot = at;
                at = self.slots[slot + 1].next as usize;
                slot
            })
        })
    }

    /// As [`string`](Self::string), but two different lone surrogates are two: in bytes, as WTF-8.
    pub(super) fn units<'t>(&self, slot: usize, text: &'t str) -> Cow<'t, [u8]> {
        let slot = &self.slots[slot];
        let content = &text[slot.start as usize + 1..slot.end as usize - 1];
        if slot.kind != Kind::EscapedString {
            return Cow::Borrowed(content.as_bytes());
        }
        let mut units = Vec::with_capacity(content.len());
        unescape(content, |part| match part {
            Unescaped::Text(text) => units.extend_from_slice(text.as_bytes()),
            Unescaped::Char(char) => {
                units.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Unescaped::LoneSurrogate(unit) => {
                let low = |bits: u16| 0x80 | (bits & 0x3f) as u8;
                units.extend([0xed, low(unit >> 6), low(unit)]);
            }
        });
        Cow::Owned(units)
    }

    pub(super) fn string<'t>(&self, slot: usize, text: &'t str) -> Cow<'t, str> {
        let slot = &self.slots[slot];
        let content = &text[slot.start as usize + 1..slot.end as usize - 1];
        match slot.kind {
            Kind::EscapedString => Cow::Owned(unescaped(content)),
            _ => Cow::Borrowed(content),
        }
    }
}

impl Member<'_> {
    /// The member's name, if catchall knows it.
    pub fn name(&self) -> Key {
        self.key.slot().key
    }
}

/// One JSON value in a [`Document`]. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    slot: u32,
}

/// Tells values apart: by where their document is kept, and by their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NodeKey(usize, u32);

/// How to get into a container.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'d> {
    /// To the value of this key.
    Member(Node<'d>),
    /// To the element with this index.
    Element(usize, Node<'d>),
}

/// A key and its value in an object.
#[derive(Debug, Clone, Copy)]
pub struct Member<'d> {
    /// The key, as a string node, so that findings can point at it.
    pub key: Node<'d>,
    /// The value.
    pub value: Node<'d>,
}

impl<'d> Node<'d> {
    pub(super) fn new(document: &'d Document, slot: u32) -> Self {
        Self { document, slot }
    }

    fn slot(self) -> &'d Slot {
        &self.document.tree.slots[self.slot as usize]
    }

    /// The document that holds this value.
    pub fn document(self) -> &'d Document {
        self.document
    }

    /// What tells the value from all others, to find it by.
    pub(crate) fn key(self) -> NodeKey {
        NodeKey(std::ptr::from_ref(self.document).addr(), self.slot)
    }

    /// What is kept beside the value.
    pub(crate) fn kept(self, Kept(number): Kept) -> Option<Node<'d>> {
        Some(Self { slot: number?.get() - 1, ..self })
    }

    /// The value's number in its document: unique there, in document order.
    pub(crate) fn index(self) -> u32 {
        self.slot
    }

    /// Whether `other` is this value or lies inside it.
    pub fn contains(self, other: Node<'_>) -> bool {
        std::ptr::eq(self.document, other.document)
            && (self.slot..self.slot().next).contains(&other.slot)
    }

    /// What the value is.
    pub fn kind(self) -> ValueKind {
        match self.slot().kind {
            Kind::Null => ValueKind::Null,
            Kind::True | Kind::False => ValueKind::Boolean,
            Kind::Number => ValueKind::Number,
            Kind::String | Kind::EscapedString => ValueKind::String,
            Kind::Array => ValueKind::Array,
            Kind::Object => ValueKind::Object,
        }
    }

    /// The bytes of the document that the value takes, quotes and brackets included.
    pub fn span(self) -> Range<usize> {
        let slot = self.slot();
        slot.start as usize..slot.end as usize
    }

    /// The value as it is written in the document.
    pub fn text(self) -> &'d str {
        &self.document.text()[self.span()]
    }

    /// The value as it is written, on one line and short enough for a sentence.
    pub fn brief(self) -> String {
        const LONGEST: usize = 60;
        let text = self.text();
        match self.kind() {
            ValueKind::Object | ValueKind::Array if text.len() > LONGEST => self.kind().to_string(),
            ValueKind::Object | ValueKind::Array if text.contains('\n') => self.kind().to_string(),
            _ => match text.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}…\"", &text[..end]),
                None => text.to_owned(),
            },
        }
    }

    /// The name that people give the value: its key, with an index for elements of arrays
    /// (`types[0]`); empty for a root.
    pub fn name(self) -> String {
        let Some(parent) = self.parent() else {
            return String::new();
        };
        if parent.is_array() {
            let index = parent.item_index(self).unwrap_or_default();
            return format!("{}[{index}]", parent.name());
        }
        self.own_key().and_then(Node::as_str).unwrap_or_default().into_owned()
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.slot().kind == Kind::Null
    }

    /// Whether the value is an object.
    pub fn is_object(self) -> bool {
        self.slot().kind == Kind::Object
    }

    /// Whether the value is an array.
    pub fn is_array(self) -> bool {
        self.slot().kind == Kind::Array
    }

    /// The content of a string, escapes resolved. A lone surrogate becomes U+FFFD.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        match self.slot().kind {
            Kind::String | Kind::EscapedString => {
                let slot = self.slot as usize;
                Some(self.document.tree.string(slot, self.document.text()))
            }
            _ => None,
        }
    }

    /// Whether the value is the string `expected`.
    pub fn is_str(self, expected: &str) -> bool {
        let slot = self.slot();
        match slot.kind {
            Kind::String => {
                let content = slot.start as usize + 1..slot.end as usize - 1;
                let content = &self.document.text().as_bytes()[content];
                // Most keys differ in their length or in the first byte.
                content.len() == expected.len()
                    && content.first() == expected.as_bytes().first()
                    && *content == *expected.as_bytes()
            }
            Kind::EscapedString => self.as_str().is_some_and(|string| string == expected),
            _ => false,
        }
    }

    /// `true` or `false`.
    pub fn as_bool(self) -> Option<bool> {
        match self.slot().kind {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// A number as it is written.
    pub fn as_number(self) -> Option<&'d str> {
        (self.slot().kind == Kind::Number).then(|| self.text())
    }

    /// A whole number, however it is written: `2`, `2.0` and `0.2e1` are the same. None where it has
    /// a fraction or does not fit.
    pub fn as_i64(self) -> Option<i64> {
        whole_number(self.as_number()?)
    }

    /// Whether the value is a text in place of a number or a Boolean, in a document that writes all
    /// of them so.
    pub(crate) fn is_scalar_as_text(self) -> bool {
        self.as_str().is_some_and(|text| is_scalar(&text)) && self.document.has_scalars_as_texts()
    }

    /// As [`as_bool`](Self::as_bool), also of a text where the document writes texts for Booleans:
    /// for advice about a value, never for what is proved.
    pub(crate) fn said_bool(self) -> Option<bool> {
        let said = || self.as_str().filter(|_| self.is_scalar_as_text());
        self.as_bool().or_else(|| said().and_then(|text| text.to_ascii_lowercase().parse().ok()))
    }

    /// As [`as_i64`](Self::as_i64), also of a text where the document writes texts for numbers: for
    /// advice about a value, never for what is proved.
    pub(crate) fn said_i64(self) -> Option<i64> {
        let said = || self.as_str().filter(|_| self.is_scalar_as_text());
        self.as_i64().or_else(|| said().and_then(|text| text.parse().ok()))
    }

    /// The members of an object in document order, repeated keys included; none for other values.
    pub fn members(self) -> Members<'d> {
        Members(self.inside(Kind::Object))
    }

    /// The members of an object that count, in document order: as for [`field`](Self::field), of a
    /// repeated key the last, and none that is `null`.
    pub fn fields(self) -> Fields<'d> {
        Fields { members: self.members(), superseded: self.document.superseded_keys() }
    }

    /// The elements of an array; none for other values.
    pub fn elements(self) -> Elements<'d> {
        Elements(self.inside(Kind::Array))
    }

    /// Whether the value is an array with at least one element.
    pub fn has_elements(self) -> bool {
        self.elements().next().is_some()
    }

    fn inside(self, kind: Kind) -> Inside<'d> {
        let slot = self.slot();
        let at = self.slot + 1;
        Inside { document: self.document, at, end: if slot.kind == kind { slot.next } else { at } }
    }

    /// The member named `key`. Of a repeated key the last counts, as for Okta's own parser.
    pub fn member(self, key: Key) -> Option<Member<'d>> {
        #[cfg(any(test, feature = "count-visits"))]
        super::visits::lookup();
        if key == Key::UNKNOWN {
            return None;
        }
        let mut named = self.members().filter(|member| member.name() == key);
        if self.document.tree.repeated_keys.is_empty() { named.next() } else { named.last() }
    }

    /// The member named `name`, whether catchall knows the name or not.
    pub fn member_named(self, name: &str) -> Option<Member<'d>> {
        match Key::of(name) {
            Key::UNKNOWN => self.members().filter(|member| member.key.is_str(name)).last(),
            key => self.member(key),
        }
    }

    /// The value of the member named `key`.
    pub fn get(self, key: Key) -> Option<Node<'d>> {
        self.member(key).map(|member| member.value)
    }

    /// The value of the member named `key`, unless it is `null`: to Okta, `null` says the same as
    /// a member that is not there.
    pub fn field(self, key: Key) -> Option<Node<'d>> {
        self.get(key).filter(|value| !value.is_null())
    }

    /// As [`get`](Self::get), of a name that need not be one of Okta's.
    pub fn get_named(self, name: &str) -> Option<Node<'d>> {
        self.member_named(name).map(|member| member.value)
    }

    /// As [`field`](Self::field), of a name that need not be one of Okta's.
    pub fn field_named(self, name: &str) -> Option<Node<'d>> {
        self.get_named(name).filter(|value| !value.is_null())
    }

    /// The [`field`](Self::field)s of these names, found in one pass over the members.
    pub(crate) fn read<const N: usize>(self, keys: [Key; N]) -> [Option<Node<'d>>; N] {
        let mut found = [None; N];
        for member in self.members() {
            if let Some(place) = keys.iter().position(|key| *key == member.name()) {
                found[place] = Some(member.value);
            }
        }
        found.map(|value| value.filter(|value| !value.is_null()))
    }

    /// The value at the end of a path of [`field`](Self::field)s.
    pub fn at(self, path: &[Key]) -> Option<Node<'d>> {
        path.iter().try_fold(self, |node, key| node.field(*key))
    }

    /// The strings in an array; none for other values.
    pub fn strings(self) -> impl Iterator<Item = Cow<'d, str>> + use<'d> {
        self.elements().filter_map(Node::as_str)
    }

    /// The value that directly contains this one; `None` for a root.
    pub fn parent(self) -> Option<Node<'d>> {
        self.ancestors().pop()
    }

    /// The containers of this value, outermost first.
    ///
    /// Found by descent, since only findings ask: slots stay small without a link upwards.
    pub fn ancestors(self) -> Vec<Node<'d>> {
        let mut ancestors = Vec::new();
        let mut at = self.root();
        while at.slot != self.slot {
            ancestors.push(at);
            let next = at.item_around(self.slot).map(|(_, key, value)| match at.is_object() {
                true if key.slot == self.slot => key,
                _ => value,
            });
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        ancestors
    }

    /// The item of this container that is in a slot or around it: its index, the key, or for arrays
    /// the element, and the value.
    fn item_around(self, slot: u32) -> Option<(usize, Node<'d>, Node<'d>)> {
        if let Some(items) = self.indexed_items() {
            let index = items.partition_point(|&item| item <= slot).checked_sub(1)?;
            let (key, value) = self.item(index)?;
            return Some((index, key, value));
        }
        let mut items = self.items().enumerate();
        let (index, (key, value)) = items.find(|(_, (_, value))| value.slot().next > slot)?;
        self.document.note_walk(index);
        Some((index, key, value))
    }

    /// The slots of the items, if there are many and the document has an index.
    fn indexed_items(self) -> Option<&'d Vec<u32>> {
        self.document.large_containers()?.get(&self.slot)
    }

    /// The keys, or for arrays the elements, with the values.
    pub(super) fn items(self) -> impl Iterator<Item = (Node<'d>, Node<'d>)> {
        let members = self.members().map(|member| (member.key, member.value));
        members.chain(self.elements().map(|element| (element, element)))
    }

    /// The key, or for arrays the element, and the value that come at this place.
    pub(super) fn item(self, index: usize) -> Option<(Node<'d>, Node<'d>)> {
        let Some(items) = self.indexed_items() else {
            self.document.note_walk(index);
            return self.items().nth(index);
        };
        let key = Self::new(self.document, *items.get(index)?);
        let value = Self::new(self.document, key.slot + u32::from(self.is_object()));
        Some((key, value))
    }

    /// How many members or elements there are.
    #[cfg(feature = "full")]
    pub(super) fn item_count(self) -> usize {
        let walk = || {
            let count = self.items().count();
            self.document.note_walk(count);
            count
        };
        self.indexed_items().map_or_else(walk, Vec::len)
    }

    /// Which of the members or elements a value or key within belongs to.
    pub(super) fn item_index(self, node: Node<'_>) -> Option<usize> {
        self.item_around(node.slot).map(|(index, ..)| index)
    }

    /// The key of the member that this is the value of, or the key itself.
    pub(crate) fn own_key(self) -> Option<Node<'d>> {
        let parent = self.parent().filter(|parent| parent.is_object())?;
        parent.item_around(self.slot).map(|(_, key, _)| key)
    }

    /// The outermost value: the document's, or that of the line in JSON Lines.
    pub fn root(self) -> Node<'d> {
        let roots = &self.document.tree.roots;
        let after = roots.partition_point(|&root| root <= self.slot);
        Self::new(self.document, roots.get(after.wrapping_sub(1)).copied().unwrap_or(0))
    }

    /// The value's place as a JSON Pointer (RFC 6901) from its [`root`](Self::root). For a key,
    /// the pointer of its value.
    pub fn pointer(self) -> String {
        let mut pointer = String::new();
        for step in self.steps() {
            pointer.push('/');
            match step {
                Step::Member(key) => {
                    let key = key.as_str().unwrap_or_default();
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                Step::Element(index, _) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    /// The way from the [`root`](Self::root) to the value or, for a key, to its value.
    pub(crate) fn steps(self) -> Vec<Step<'d>> {
        let step = |container: Node<'d>| {
            let (index, key, value) = container.item_around(self.slot)?;
            let is_array = container.is_array();
            Some(if is_array { Step::Element(index, value) } else { Step::Member(key) })
        };
        self.ancestors().into_iter().filter_map(step).collect()
    }
}

/// The slots directly inside a container.
#[derive(Debug, Clone)]
struct Inside<'d> {
    document: &'d Document,
    at: u32,
    end: u32,
}

impl<'d> Inside<'d> {
    /// The value in slot `self.at + skipped`, after which the next item starts.
    fn next(&mut self, skipped: u32) -> Option<(Node<'d>, u32)> {
        if self.at >= self.end {
            return None;
        }
        #[cfg(any(test, feature = "count-visits"))]
        super::visits::step();
        let first = self.at;
        let value = Node::new(self.document, first + skipped);
        self.at = value.slot().next;
        Some((value, first))
    }
}

/// The members of an object.
#[derive(Debug, Clone)]
pub struct Members<'d>(Inside<'d>);

impl<'d> Iterator for Members<'d> {
    type Item = Member<'d>;

    fn next(&mut self) -> Option<Member<'d>> {
        let (value, key) = self.0.next(1)?;
        Some(Member { key: Node::new(value.document, key), value })
    }
}

/// The members of an object that count.
#[derive(Debug, Clone)]
pub struct Fields<'d> {
    members: Members<'d>,
    /// The keys of the document of which another stands later in the same object, in order.
    superseded: &'d [u32],
}

impl<'d> Iterator for Fields<'d> {
    type Item = Member<'d>;

    fn next(&mut self) -> Option<Member<'d>> {
        loop {
            let member = self.members.next()?;
            let is_superseded = || self.superseded.binary_search(&member.key.slot).is_ok();
            if !member.value.is_null() && !is_superseded() {
                return Some(member);
            }
        }
    }
}

/// The elements of an array.
#[derive(Debug, Clone)]
pub struct Elements<'d>(Inside<'d>);

impl<'d> Iterator for Elements<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        self.0.next(0).map(|(value, _)| value)
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.slot == other.slot
    }
}

impl Eq for Node<'_> {}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// Whether a text says a number or a Boolean, as programs in several languages write them.
fn is_scalar(text: &str) -> bool {
    let is_number = || {
        text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
            && text.parse::<f64>().is_ok()
    };
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") || is_number()
}

/// A part of what a string stands for.
enum Unescaped<'t> {
    Text(&'t str),
    Char(char),
    LoneSurrogate(u16),
}

/// What a string stands for that the parser has accepted.
fn unescaped(content: &str) -> String {
    let mut string = String::with_capacity(content.len());
    unescape(content, |part| match part {
        Unescaped::Text(text) => string.push_str(text),
        Unescaped::Char(char) => string.push(char),
        Unescaped::LoneSurrogate(_) => string.push(char::REPLACEMENT_CHARACTER),
    });
    string
}

/// Resolves the escapes of a string that the parser has accepted.
fn unescape<'t>(content: &'t str, mut found: impl FnMut(Unescaped<'t>)) {
    let mut rest = content;
    while let Some(backslash) = memchr::memchr(b'\\', rest.as_bytes()) {
        found(Unescaped::Text(&rest[..backslash]));
        let escape = rest.as_bytes().get(backslash + 1).copied().unwrap_or(b'\\');
        rest = rest.get(backslash + 2..).unwrap_or_default();
        found(match escape {
            b'b' => Unescaped::Char('\u{8}'),
            b'f' => Unescaped::Char('\u{c}'),
            b'n' => Unescaped::Char('\n'),
            b'r' => Unescaped::Char('\r'),
            b't' => Unescaped::Char('\t'),
            b'u' => {
                let high = code_unit(rest);
                rest = rest.get(4..).unwrap_or_default();
                let low = rest.strip_prefix("\\u").map(code_unit);
                let pair = low.map(|low| char::decode_utf16([high, low]).next());
                match pair {
                    Some(Some(Ok(char))) if char as u32 > 0xFFFF => {
                        rest = rest.get(6..).unwrap_or_default();
                        Unescaped::Char(char)
                    }
                    _ => char::from_u32(high.into())
                        .map_or(Unescaped::LoneSurrogate(high), Unescaped::Char),
                }
            }
            other => Unescaped::Char(char::from(other)),
        });
    }
    found(Unescaped::Text(rest));
}

fn code_unit(digits: &str) -> u16 {
    let digits = digits.get(..4).unwrap_or_default();
    u16::from_str_radix(digits, 16).unwrap_or(0xFFFD)
}

#[cfg(test)]
mod tests {
    use super::super::visits::steps_of_thread;
    use super::*;
    use crate::json::Layout;

    /// How many steps from one value to the next it takes.
    fn steps<T>(work: impl FnOnce() -> T) -> (u64, T) {
        let before = steps_of_thread();
        let result = work();
        (steps_of_thread() - before, result)
    }

    #[test]
    fn a_place_in_a_large_container_is_found_without_a_walk() {
        const COUNT: usize = 5_000;
        let members: Vec<String> = (0..COUNT).map(|n| format!("\"m{n}\":[{n}]")).collect();
        let object = format!("{{{}}}", members.join(","));
        let array = format!("[{}]", vec!["{\"a\":{\"b\":1}}"; COUNT].join(","));
        for text in [object, array] {
            let document = Document::parse("x.json", text.into_bytes(), Layout::Json);
            let root = document.roots().next().unwrap();
            let values: Vec<Node<'_>> = root.items().map(|(_, value)| value).collect();
            let (taken, pointers) = steps(|| {
                let inner = values.iter().filter_map(|value| Some(value.items().next()?.1));
                inner.map(|node| node.pointer() + &node.name()).collect::<Vec<_>>()
            });
            assert_eq!(pointers.len(), COUNT);
            assert!(taken < 40 * COUNT as u64, "{taken}");
        }
    }

    #[test]
    fn members_of_an_object_of_repeated_keys_are_found_in_one_pass() {
        const COUNT: usize = 5_000;
        let text = format!("{{{}}}", vec!["\"a\":1,\"b\":null"; COUNT].join(","));
        let document = Document::parse("x.json", text.into_bytes(), Layout::Json);
        let root = document.roots().next().unwrap();
        let (taken, count) = steps(|| root.fields().count());
        assert_eq!(count, 1);
        assert!(taken <= 2 * COUNT as u64, "{taken}");
        let together = document.repeated_members_together();
        assert_eq!(together.iter().map(Vec::len).collect::<Vec<_>>(), [COUNT, COUNT]);
    }

    #[test]
    fn different_lone_surrogates_are_different_keys() {
        let keys = |text: &str| {
            let document = Document::parse("x.json", text.as_bytes().to_vec(), Layout::Json);
            assert!(document.syntax_errors().is_empty(), "{text}");
            document.repeated_keys().count()
        };
        assert_eq!(keys(r#"{"\ud800": 1, "\ud801": 2, "\udc00": 3, "\ufffd": 4}"#), 0);
        assert_eq!(keys(r#"{"\ud800": 1, "\uD800": 2}"#), 1);
        assert_eq!(keys(r#"{"\ud83d\ude00": 1, "😀": 2, "\ud83d": 3}"#), 1);
        let many: Vec<String> = (0..200).map(|n| format!(r#""\ud8{n:02x}": 1"#)).collect();
        assert_eq!(keys(&format!("{{{}}}", many.join(","))), 0);
    }
}
