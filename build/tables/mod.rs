//! Tables of what the schemas demand: one entry for each place in an object, and for each member
//! that may stand there, so that one walk over an object holds it against all that applies.

mod assertions;
mod conditions;
mod names;
mod places;

use std::fmt::Write as _;

use crate::Result;
use crate::schemas::Schemas;
use names::Names;
use places::Places;

/// The tables, in Rust.
pub fn of(schemas: &Schemas) -> Result<String> {
    let names = Names::of(schemas);
    let mut places = Places::new(&names);
    let mut objects = Vec::new();
    for schema in schemas.objects() {
        let object = &schema.value["x-object"];
        let kind =
            object["kind"].as_str().ok_or_else(|| schema.error("x-object", "has no kind"))?;
        let named = object["type"].as_str();
        objects.push((kind, named, places.of_object(schema)?));
    }
    objects.sort();
    let mut tables = String::new();
    let entry = |(kind, named, place)| format!("({kind:?}, {named:?}, PlaceId({place}))");
    array(&mut tables, "OBJECTS", "(&str, Option<&str>, PlaceId)", objects.into_iter().map(entry))?;
    places.write(&mut tables)?;
    Ok(tables)
}

/// Writes a static array.
fn array(
    to: &mut String,
    name: &str,
    of: &str,
    values: impl IntoIterator<Item = String>,
) -> Result<()> {
    let values: Vec<String> = values.into_iter().collect();
    writeln!(to, "pub(super) static {name}: [{of}; {}] = [", values.len())?;
    for value in values {
        writeln!(to, "    {value},")?;
    }
    to.push_str("];\n");
    Ok(())
}
