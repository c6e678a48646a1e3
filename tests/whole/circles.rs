//! Design, section 4: no circle of files. What depends on what is read by [`super::code`].
//!
//! A `mod.rs` that only declares its children and passes their names on isn't part of a circle; one that names what a
//! child defines, while the child names what it defines, is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::code::{Graph, read};

/// Files that depend on each other, and the paths that close the circle.
struct Circle {
    files: BTreeSet<PathBuf>,
    closed_by: Vec<String>,
}

fn circles(graph: &Graph) -> Vec<Circle> {
    let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> = graph
        .keys()
        .map(|file| (file, reach(graph, file)))
        .collect();
    let mut found: Vec<Circle> = Vec::new();
    for (file, others) in &reached {
        let back = |other: &&&PathBuf| reached[*other].contains(file);
        let files: BTreeSet<PathBuf> = others.iter().filter(back).map(|it| (*it).clone()).collect();
        if files.is_empty() || found.iter().any(|circle| circle.files.contains(*file)) {
            continue;
        }
        let closed_by = files.iter().flat_map(|from| {
            let inside = graph[from].iter().filter(|(to, _)| files.contains(*to));
            inside.map(|(to, path)| format!("{} -> {} ({path})", from.display(), to.display()))
        });
        let closed_by = closed_by.collect();
        found.push(Circle { files, closed_by });
    }
    found
}

fn told(circles: &[Circle]) -> String {
    let each = circles.iter().map(|circle| {
        let lines = circle.closed_by.join("\n  ");
        format!("{} files in a circle:\n  {lines}", circle.files.len())
    });
    each.collect::<Vec<_>>().join("\n")
}

/// Every file that can be reached from one; itself only by a circle.
fn reach<'a>(graph: &'a Graph, from: &PathBuf) -> BTreeSet<&'a PathBuf> {
    let mut reached = BTreeSet::new();
    let mut left = vec![from];
    while let Some(file) = left.pop() {
        let new = graph[file].keys().filter(|to| reached.insert(*to));
        left.extend(new.collect::<Vec<_>>());
    }
    reached
}

#[test]
fn no_crate_has_a_circle_of_files() {
    for folder in ["entity/src", "sandbox/src", "src", "values/src"] {
        let (graph, unread) = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        assert_eq!(unread, [] as [PathBuf; 0]);
        let found = circles(&graph);
        assert!(found.is_empty(), "{folder}: {}", told(&found));
    }
}

/// The files in circles of a crate with these files.
fn found_in(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let found = circles(&read(folder.path()).0);
    let files = found.into_iter().flat_map(|circle| circle.files);
    files
        .map(|path| path.to_str().unwrap().to_owned())
        .collect()
}

/// What `b.rs` may say to depend on `a.rs`, which depends on it.
#[test]
fn a_circle_is_found_however_it_is_written() {
    for b in [
        "use crate::a::F;",
        "use crate::{a::F, a};",
        "use super::{a::F as G};",
        "use crate::a; fn g() { a::f() }",
        "use crate::a as other; fn g() { other::f() }",
        "use crate::a::*; fn g() -> F { todo!() }",
        "fn g() { crate::a::f() }",
        "fn g() { use super::a::f; f() }",
        "fn g(_: &dyn super::a::T) {}",
        "impl super::a::T for u8 {}",
        "fn g() { println!(\"{}\", crate::a::f()) }",
        "#[doc(alias = \"crate::a::f\")] fn g() {}",
        "fn g() { crate::a::macro_made() }",
        "mod inside { use super::super::a::f; }",
        "use crate::door::F;",
        "use crate::F;",
    ] {
        let files = [
            ("lib.rs", "mod a; mod b; mod door; pub use self::a::F;"),
            (
                "a.rs",
                "use crate::b::g; pub struct F; pub fn f() {} pub trait T {}",
            ),
            ("b.rs", b),
            ("door.rs", "pub use crate::a::F; pub use std::fmt;"),
        ];
        assert_eq!(found_in(&files), ["a.rs", "b.rs"], "{b}");
    }
}

#[test]
fn what_a_parent_defines_is_its_own_and_what_it_passes_on_is_not() {
    let tree = |parent: &str, x: &str, y: &str| {
        found_in(&[
            ("lib.rs", "mod p;"),
            ("p/mod.rs", parent),
            ("p/x.rs", x),
            ("p/y.rs", y),
        ])
    };
    let none: [&str; 0] = [];
    // A door: declares, and passes names on.
    let door = "mod x; mod y; pub use self::{x::X, y::Y}; pub(crate) use x::f;";
    assert_eq!(
        tree(
            door,
            "pub struct X; pub fn f() {}",
            "use super::X; pub struct Y;"
        ),
        none
    );
    assert_eq!(
        tree(
            door,
            "use super::Y; pub struct X;",
            "use super::X; pub struct Y;"
        ),
        ["p/x.rs", "p/y.rs"]
    );
    // What another crate defines is nobody's own.
    let other = "mod x; mod y; pub use std::fmt; fn of() { x::f() }";
    assert_eq!(tree(other, "use super::fmt; pub fn f() {}", ""), none);
    // A function that is passed on is not the module of its name.
    let both = "mod x; pub use x::fmt; use std::fmt; pub struct Own; fn of(_: fmt::Error) {}";
    assert_eq!(tree(both, "use super::Own; pub fn fmt() {}", ""), none);
    // It defines something that a child names, and names something of the child.
    let own =
        "mod x; mod y; pub use self::x::X; pub struct Own; impl Own { fn x() -> X { todo!() } }";
    assert_eq!(
        tree(own, "use super::Own; pub struct X;", ""),
        ["p/mod.rs", "p/x.rs"]
    );
    assert_eq!(tree(own, "pub struct X;", "use super::{Own, X};"), none);
}

#[test]
fn tests_and_names_of_modules_make_no_circle() {
    for b in [
        "#[cfg(test)] mod tests { use crate::a::f; }",
        "#[cfg(test)] use crate::a::f;",
        "use crate::a;",
        "//! See [`crate::a::f`].",
        "fn g() -> &'static str { \"crate::a::f\" }",
    ] {
        let a = "use crate::b::g; pub fn f() {}";
        let found = found_in(&[("lib.rs", "mod a; mod b;"), ("a.rs", a), ("b.rs", b)]);
        assert!(found.is_empty(), "{b}: {found:?}");
    }
}
