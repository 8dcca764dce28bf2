//! Circles among the files: none may lead from a file back to it, except between a folder's file and what lies in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    modules::{Files, Modules},
    sources,
};

/// The folder that a file speaks for: `store/mod.rs` and `store.rs` for `store`, any other file for itself.
fn folder(file: &str) -> &str {
    file.strip_suffix("/mod.rs").or_else(|| file.strip_suffix(".rs")).unwrap_or(file)
}

/// True for a folder's file and one that lies in the folder.
fn are_parent_and_child(one: &str, other: &str) -> bool {
    let lies_in = |file: &str, folder: &str| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let (one, other) = (folder(one), folder(other));
    ["lib", "main"].iter().any(|root| [one, other].contains(root)) || lies_in(one, other) || lies_in(other, one)
}

/// Groups of two files and more, each of which leads to every other of its group.
fn circles<'a>(graph: &Files<'a>) -> Vec<Vec<&'a str>> {
    let reached = |from: &'a str| -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&str> = graph.get(from).into_iter().flatten().copied().collect();
        while let Some(file) = next.pop() {
            if reached.insert(file) {
                next.extend(graph.get(file).into_iter().flatten());
            }
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = graph.keys().map(|&file| (file, reached(file))).collect();
    let mut circles: Vec<Vec<&str>> = Vec::new();
    for (&file, others) in &reached {
        if others.contains(file) && !circles.iter().any(|circle| circle.contains(&file)) {
            let meets = |other: &&&str| reached.get(**other).is_some_and(|back| back.contains(file));
            circles.push(others.iter().filter(meets).copied().collect());
        }
    }
    circles
}

#[test]
fn no_file_leads_back_to_itself() {
    let sources = sources("src");
    let modules = Modules::from_sources(&sources);
    let mut graph = modules.files_needed();
    for (file, named) in &mut graph {
        named.retain(|other| !are_parent_and_child(file, other));
    }
    let circles: Vec<String> = circles(&graph)
        .iter()
        .map(|circle| {
            let arrows = circle.iter().flat_map(|&file| {
                let others = graph[file].iter().filter(|other| circle.contains(other));
                others.map(move |other| format!("    {file} -> {other}\n"))
            });
            format!("{} files:\n{}", circle.len(), arrows.collect::<String>())
        })
        .collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn a_circle_is_seen() {
    let graph = |edges: &[(&'static str, &'static str)]| {
        let mut graph = Files::new();
        for &(from, to) in edges {
            graph.entry(from).or_default().insert(to);
        }
        graph
    };
    assert_eq!(circles(&graph(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])), [["a", "b", "c"]]);
    assert!(circles(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
}
