//! The fuzz targets on their checked-in seeds: what a fuzzer once found, and inputs of the kinds that it
//! should start from. Each target gets the seeds of all others, too.

use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::thread;

use crate::project;
use crate::targets::{TARGETS, Target};

#[test]
fn no_seed_breaks_a_fuzz_target() {
    let folders = TARGETS.iter().map(|(name, _)| project::path(&format!("fuzz/seeds/{name}")));
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let tried: Vec<(&Target, &PathBuf)> =
        TARGETS.iter().flat_map(|target| files.iter().map(move |file| (target, file))).collect();
    let try_one = |((name, run), file): &(&Target, &PathBuf)| {
        let bytes = fs::read(file).unwrap();
        let is_held = catch_unwind(|| run(&bytes)).is_ok();
        (!is_held).then(|| format!("{name} on {}", file.display()))
    };
    // Threads of Rayon's would wait for what a server asks of them.
    let failed: Vec<String> = thread::scope(|scope| {
        let parts = tried.chunks(tried.len().div_ceil(4));
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(|| part.iter().filter_map(try_one).collect::<Vec<String>>()))
            .collect();
        threads.into_iter().flat_map(|one| one.join().unwrap()).collect::<Vec<String>>()
    });
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn each_target_has_a_binary_and_seeds() {
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let binaries = project::files("fuzz/fuzz_targets", "rs").into_iter().map(stem);
    let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(binaries.collect::<Vec<_>>(), names);
    let manifest = fs::read_to_string(project::path("fuzz/Cargo.toml")).unwrap();
    for name in names {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let seeds = fs::read_dir(project::path(&format!("fuzz/seeds/{name}"))).unwrap();
        for seed in seeds {
            let length = seed.unwrap().metadata().unwrap().len();
            assert!((1..8 * 1024).contains(&length), "{name}: {length} bytes");
        }
    }
}
