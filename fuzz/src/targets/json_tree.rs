//! JSON that can be broken in ways that `serde_json::Value` cannot hold: a member that stands twice, a
//! number or text as it is written.

use serde_json::Value;

#[derive(Debug, Clone)]
pub enum JsonTree {
    /// As it is written.
    Scalar(String),
    Array(Vec<JsonTree>),
    Object(Vec<(String, JsonTree)>),
}

impl JsonTree {
    pub fn parse(text: &str) -> Self {
        Self::of(&serde_json::from_str(text).unwrap())
    }

    fn of(value: &Value) -> Self {
        match value {
            Value::Array(elements) => Self::Array(elements.iter().map(Self::of).collect()),
            Value::Object(members) => {
                let members = members.iter().map(|(key, value)| (key.clone(), Self::of(value)));
                Self::Object(members.collect())
            }
            scalar => Self::Scalar(scalar.to_string()),
        }
    }

    /// How many values there are, this one included.
    pub fn count(&self) -> usize {
        1 + self.children().map(Self::count).sum::<usize>()
    }

    pub fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::Scalar(_) => Box::new(std::iter::empty()),
            Self::Array(elements) => Box::new(elements.iter()),
            Self::Object(members) => Box::new(members.iter().map(|(_, value)| value)),
        }
    }

    /// The value of this number, in the order in which they are written.
    pub fn get(&self, n: usize) -> Option<&Self> {
        let mut left = n;
        if left == 0 {
            return Some(self);
        }
        left -= 1;
        for child in self.children() {
            let count = child.count();
            if left < count {
                return child.get(left);
            }
            left -= count;
        }
        None
    }

    /// As [`get`](Self::get), to change it.
    pub fn get_mut(&mut self, n: usize) -> Option<&mut Self> {
        let mut left = n;
        if left == 0 {
            return Some(self);
        }
        left -= 1;
        let children: Vec<&mut Self> = match self {
            Self::Scalar(_) => Vec::new(),
            Self::Array(elements) => elements.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        };
        for child in children {
            let count = child.count();
            if left < count {
                return child.get_mut(left);
            }
            left -= count;
        }
        None
    }

    pub fn write(&self, out: &mut String) {
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::Array(elements) => {
                let open = |out: &mut String, n| out.push_str(if n == 0 { "[" } else { "," });
                elements.iter().enumerate().for_each(|(n, element)| {
                    open(out, n);
                    element.write(out);
                });
                out.push_str(if elements.is_empty() { "[]" } else { "]" });
            }
            Self::Object(members) => {
                let open = |out: &mut String, n| out.push_str(if n == 0 { "{" } else { ",\n" });
                members.iter().enumerate().for_each(|(n, (key, value))| {
                    open(out, n);
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push_str(": ");
                    value.write(out);
                });
                out.push_str(if members.is_empty() { "{}" } else { "}" });
            }
        }
    }
}
