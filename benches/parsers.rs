//! Parsers that could build our tree, on the same bytes: what `docs/decisions/parser.md` compares.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod org;

use catchall::json::{Document, Layout};
use divan::Bencher;
use divan::counter::BytesCount;
use jiter::{Jiter, Peek};

fn main() {
    divan::main();
}

fn input() -> String {
    org::minified(300)
}

#[divan::bench]
fn catchall(bencher: Bencher) {
    let text = input();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| Document::parse("org.json", bytes, Layout::Json));
}

#[divan::bench]
fn serde_json_value(bencher: Bencher) {
    let text = input();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| serde_json::from_str::<serde_json::Value>(&text).unwrap());
}

#[divan::bench]
fn jsonc_parser_ast(bencher: Bencher) {
    let text = input();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let parsed = jsonc_parser::parse_to_ast(&text, &Default::default(), &Default::default());
        parsed.unwrap().value.is_some()
    });
}

#[divan::bench]
fn jiter_tokens_in_an_arena(bencher: Bencher) {
    let text = input();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut jiter = Jiter::new(text.as_bytes());
        let mut slots = Vec::with_capacity(text.len() / 16);
        let peek = jiter.peek().unwrap();
        arena(&mut jiter, peek, &mut slots);
        slots
    });
}

/// Start, end and next slot, as in our tree, but without repeated keys and depth limit.
fn arena(jiter: &mut Jiter<'_>, peek: Peek, slots: &mut Vec<[u32; 3]>) {
    let own = slots.len();
    slots.push([jiter.current_index() as u32, 0, 0]);
    match peek {
        Peek::Object => {
            let mut is_key = jiter.known_object().unwrap().is_some();
            while is_key {
                slots.push([0, jiter.current_index() as u32, 0]);
                let peek = jiter.peek().unwrap();
                arena(jiter, peek, slots);
                is_key = jiter.next_key().unwrap().is_some();
            }
        }
        Peek::Array => {
            let mut element = jiter.known_array().unwrap();
            while let Some(peek) = element {
                arena(jiter, peek, slots);
                element = jiter.array_step().unwrap();
            }
        }
        Peek::String => drop(jiter.known_str().unwrap()),
        Peek::Null => jiter.known_null().unwrap(),
        Peek::True | Peek::False => drop(jiter.known_bool(peek).unwrap()),
        number => drop(jiter.known_number_bytes(number).unwrap()),
    }
    slots[own] = [slots[own][0], jiter.current_index() as u32, slots.len() as u32];
}
