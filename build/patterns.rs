//! Patterns of texts as tables of automata, so that nothing is compiled at run time.

use std::collections::HashMap;

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use crate::Result;

/// The state in which a match was found, whatever follows.
const FOUND: u8 = 1;

/// The automaton that finds `pattern` in a text, as a value of the type `Pattern`.
pub fn automaton(pattern: &str) -> Result<String> {
    if pattern.contains('\\') {
        return Err("escapes mean different things in different dialects".into());
    }
    let config = dense::Config::new().minimize(true);
    let automaton = dense::Builder::new().configure(config).build(pattern)?;
    let start = automaton.start_state(&start::Config::new().anchored(Anchored::No))?;
    // The library tells of a match one byte late, in a state after it.
    let leads_to = |state, byte| automaton.next_state(state, byte);
    let mut states = vec![start];
    let mut numbers: HashMap<StateID, usize> = HashMap::from([(start, 2)]);
    let mut rows: Vec<Vec<usize>> = vec![vec![0; 256], vec![usize::from(FOUND); 256]];
    let mut at = 0;
    while let Some(state) = states.get(at).copied() {
        at += 1;
        let row = (0..=u8::MAX).map(|byte| {
            let next = leads_to(state, byte);
            if automaton.is_match_state(next) {
                return usize::from(FOUND);
            }
            if automaton.is_dead_state(next) {
                return 0;
            }
            *numbers.entry(next).or_insert_with(|| {
                states.push(next);
                states.len() + 1
            })
        });
        rows.push(row.collect());
    }
    let ends =
        states.iter().map(|state| automaton.is_match_state(automaton.next_eoi_state(*state)));
    let accepts: Vec<bool> = [false, true].into_iter().chain(ends).collect();
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let mut classes = Vec::new();
    for byte in 0..256 {
        let column: Vec<usize> = rows.iter().map(|row| row[byte]).collect();
        let class = columns.iter().position(|known| *known == column);
        classes.push(class.unwrap_or(columns.len()));
        if class.is_none() {
            columns.push(column);
        }
    }
    if rows.len() > 256 {
        return Err("has too many states".into());
    }
    let next: Vec<usize> =
        (0..rows.len()).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
    Ok(format!(
        "Pattern {{ classes: &{classes:?}, width: {}, next: &{next:?}, accepts: &{accepts:?} }}",
        columns.len(),
    ))
}
