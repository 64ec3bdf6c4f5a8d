//! Compares SAT solvers and BDD libraries at finding the rules of a policy that can never be
//! the first match. Prints milliseconds per policy as a Markdown table.
//!
//! `cargo run --release -- [--check] [--runs=21] [--policies=100] [part of a name]`

use std::time::{Duration, Instant};

use crate::policy::Policy;

mod batsat;
mod bdd;
mod biodivine;
mod check;
mod oxidd;
mod policy;
mod rustsat;
mod sat;
mod splr;
mod varisat;

/// How far the work on a policy goes.
#[derive(Clone, Copy, PartialEq)]
pub enum Stage {
    Build,
    Decide,
    Covers,
}

/// A rule that is never the first match, and earlier rules that see to it.
pub struct Unreachable {
    pub rule: usize,
    pub cover: Vec<usize>,
}

type Job = fn(&Policy, Stage) -> Vec<Unreachable>;

const JOBS: [(&str, Job); 12] = [
    ("batsat, assumptions (a)", sat::assumptions::<batsat::Batsat<true>>),
    ("batsat, units, second solver (b)", sat::units::<batsat::Batsat<true>>),
    ("batsat, guarded units (c)", sat::guarded::<batsat::Batsat<true>>),
    ("batsat, decides inputs only (a)", sat::assumptions::<batsat::Batsat<false>>),
    ("batsat, decides inputs only (b)", sat::units::<batsat::Batsat<false>>),
    ("batsat, decides inputs only (c)", sat::guarded::<batsat::Batsat<false>>),
    ("rustsat-batsat (a)", sat::assumptions::<rustsat::Rustsat>),
    ("varisat (a)", sat::assumptions::<varisat::Varisat>),
    ("varisat (c)", sat::guarded::<varisat::Varisat>),
    ("splr, every question anew (a)", sat::assumptions::<splr::Splr>),
    ("biodivine-lib-bdd", bdd::remaining::<biodivine::Biodivine>),
    ("oxidd", bdd::remaining::<oxidd::Oxidd>),
];

/// An implementation that takes long gets fewer runs.
const PATIENCE: Duration = Duration::from_secs(20);

fn main() {
    let mut only = String::new();
    let mut runs = 21;
    let mut checked = false;
    let mut policies = policy::policies();
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some(("--runs", number)) => runs = number.parse().expect("a number of runs"),
            Some(("--policies", number)) => policies.truncate(number.parse().expect("a number")),
            None if argument == "--check" => checked = true,
            _ => only = argument,
        }
    }

    let mut expected: Option<Vec<Vec<usize>>> = None;
    println!(
        "| implementation | build | decide | with covers | slowest | unreachable | covering |"
    );
    println!("| --- | --: | --: | --: | --: | --: | --: |");
    for (name, job) in JOBS.into_iter().filter(|(name, _)| name.contains(&only)) {
        // Also warms up.
        let start = Instant::now();
        let found: Vec<_> = policies.iter().map(|policy| job(policy, Stage::Covers)).collect();
        let affordable = PATIENCE.as_secs_f64() / start.elapsed().as_secs_f64();
        let runs = runs.clamp(1, 1 + affordable as usize);
        if checked {
            policies.iter().zip(&found).for_each(|(policy, found)| check::check(policy, found));
        }

        let (build, _) = measure(&policies, job, Stage::Build, runs);
        let (decide, _) = measure(&policies, job, Stage::Decide, runs);
        let (covers, slowest) = measure(&policies, job, Stage::Covers, runs);
        let unreachable = found.iter().flatten().count();
        let covering: usize = found.iter().flatten().map(|found| found.cover.len()).sum();
        println!(
            "| {name} | {build:.3} | {decide:.3} | {covers:.3} | {slowest:.3} \
             | {unreachable} | {covering} |"
        );

        let rules = |found: &Vec<Unreachable>| found.iter().map(|found| found.rule).collect();
        let found: Vec<Vec<usize>> = found.iter().map(rules).collect();
        assert!(*expected.get_or_insert_with(|| found.clone()) == found, "{name} disagrees");
    }
}

/// Milliseconds for a policy on average, and for the slowest one. Each policy counts with the
/// median of its runs, which keeps out what else the machine does.
fn measure(policies: &[Policy], job: Job, stage: Stage, runs: usize) -> (f64, f64) {
    let mut times = vec![Vec::with_capacity(runs); policies.len()];
    for _ in 0..runs {
        for (policy, times) in policies.iter().zip(&mut times) {
            let start = Instant::now();
            std::hint::black_box(job(policy, stage));
            times.push(start.elapsed());
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1000.0
    };
    let times: Vec<f64> = times.into_iter().map(median).collect();
    (times.iter().sum::<f64>() / times.len() as f64, times.iter().copied().fold(0.0, f64::max))
}
