//! Reads code, and follows each path in it to the file that defines what it names.
//!
//! One file depends on another if it names something that the other defines: by `use`, by a path in code, in a macro's
//! tokens or in an attribute (`#[autocomplete = "offers::tender"]`). What counts, and what doesn't:
//!
//! - A name is followed through `pub use`, `use` and `use …::*` to the file that defines it, whichever door it comes by.
//!   So a `mod.rs` that only declares its children and passes their names on is a door, and depends on none of them.
//! - What a `mod.rs` defines itself is its own: a child that names it by `super::` depends on the `mod.rs`.
//! - A module that is only named (`use crate::rest;`) is no dependency; what is then taken from it (`rest::answer`) is.
//! - Methods are not followed: `state.emit(…)` names no file.
//! - Code for tests alone (`#[cfg(test)]`) doesn't count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A module's path from the crate's root, which is empty.
type Name = Vec<String>;

/// What a module has in scope.
#[derive(Default)]
struct Module {
    /// The number of the file it stands in.
    file: usize,
    children: BTreeSet<String>,
    items: BTreeSet<String>,
    /// By the name in scope, the paths it was imported from: a module and a function may bear the same.
    uses: BTreeMap<String, Vec<Vec<String>>>,
    /// Modules of which everything was imported.
    globs: Vec<Vec<String>>,
}

/// Where a path leads.
enum Found {
    Module(Name),
    /// What a module of the file with this number defines.
    Item(usize),
    /// Another crate.
    Outside,
}

/// One crate, read from its root file on.
#[derive(Default)]
struct Code {
    files: Vec<PathBuf>,
    modules: BTreeMap<Name, Module>,
    /// The paths named, in which module, and whether only to pass the name on.
    named: Vec<(Name, Vec<String>, bool)>,
    /// Files that are declared for tests alone, and the folders of their modules.
    for_tests: Vec<PathBuf>,
}

/// What each file depends on, and a path that says so.
pub type Graph = BTreeMap<PathBuf, BTreeMap<PathBuf, String>>;

impl Code {
    fn read(root: PathBuf) -> Self {
        let mut code = Self::default();
        let mut left = vec![(root, Name::new())];
        while let Some((path, module)) = left.pop() {
            let text = fs::read_to_string(&path).unwrap();
            let parsed =
                syn::parse_file(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            let file = code.files.len();
            code.files.push(path);
            let mut reader = Reader {
                code: &mut code,
                file,
                declared: Vec::new(),
                module: module.clone(),
            };
            reader.enter(module);
            visit::visit_file(&mut reader, &parsed);
            left.append(&mut reader.declared);
        }
        code
    }

    /// What a name means inside a module, if it is known there; `last` if nothing follows it.
    fn in_scope(&self, at: &[String], name: &str, last: bool, depth: usize) -> Option<Found> {
        let module = self.modules.get(at).filter(|_| depth < 32)?;
        let child = module.children.contains(name);
        let child = child.then(|| Found::Module([at, &[name.to_owned()]].concat()));
        let item = module.items.contains(name);
        let item = item.then_some(Found::Item(module.file));
        let imported = module.uses.get(name).into_iter().flatten();
        let imported = imported.map(|path| self.find(at, path, depth + 1));
        // Where a name means several things, the last step of a path is rather no module, and any other one is.
        let rank = |found: &Found| matches!(found, Found::Item(_)) != last;
        let known = child.into_iter().chain(item).chain(imported);
        if let Some(found) = known.min_by_key(rank) {
            return Some(found);
        }
        let anywhere = |glob: &Vec<String>| match self.find(at, glob, depth + 1) {
            Found::Module(inside) => self.in_scope(&inside, name, last, depth + 1),
            Found::Item(file) => Some(Found::Item(file)),
            Found::Outside => None,
        };
        module.globs.iter().find_map(anywhere)
    }

    /// Where a path leads, as it is written in a module.
    fn find(&self, from: &[String], path: &[String], depth: usize) -> Found {
        let mut at = from.to_vec();
        for (step, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => _ = at.pop(),
                name => match self.in_scope(&at, name, step + 1 == path.len(), depth) {
                    Some(Found::Module(inside)) => at = inside,
                    Some(found) => return found,
                    // A first step that nobody knows is another crate; a later one is what a macro defines.
                    None if step == 0 => return Found::Outside,
                    None => return Found::Item(self.modules[&at].file),
                },
            }
        }
        Found::Module(at)
    }

    /// What each file depends on; the files by their paths in a folder.
    fn graph(&self, folder: &Path) -> Graph {
        let name = |file: usize| self.files[file].strip_prefix(folder).unwrap().to_path_buf();
        let mut graph: Graph = (0..self.files.len())
            .map(|file| (name(file), BTreeMap::new()))
            .collect();
        for (module, path, passed_on) in &self.named {
            let Module { file, children, .. } = &self.modules[module];
            let own = path[0] == "self" || children.contains(&path[0]);
            if let Found::Item(to) = self.find(module, path, 0)
                && to != *file
                && !(own && *passed_on)
            {
                let edges = graph.get_mut(&name(*file)).unwrap();
                edges.entry(name(to)).or_insert_with(|| path.join("::"));
            }
        }
        graph
    }
}

/// Walks one file.
struct Reader<'a> {
    code: &'a mut Code,
    file: usize,
    /// The modules declared here that have files of their own.
    declared: Vec<(PathBuf, Name)>,
    module: Name,
}

impl Reader<'_> {
    fn enter(&mut self, module: Name) {
        self.module = module;
        let file = self.file;
        let entry = self.code.modules.entry(self.module.clone());
        entry.or_default().file = file;
    }

    fn here(&mut self) -> &mut Module {
        self.code.modules.get_mut(&self.module).unwrap()
    }

    fn names(&mut self, path: Vec<String>) {
        self.code.named.push((self.module.clone(), path, false));
    }

    /// Where a module that is declared here may stand.
    fn files_of(&self, it: &syn::ItemMod) -> [PathBuf; 2] {
        let path = &self.code.files[self.file];
        let beside = path.parent().unwrap();
        for attribute in &it.attrs {
            if let syn::Meta::NameValue(to) = &attribute.meta
                && attribute.path().is_ident("path")
                && let syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(to),
                    ..
                }) = &to.value
            {
                return [beside.join(to.value()), beside.join(to.value())];
            }
        }
        let folder = match path.file_stem().unwrap().to_str().unwrap() {
            "lib" | "main" | "mod" => beside.to_path_buf(),
            _ => path.with_extension(""),
        };
        let folder = folder.join(it.ident.to_string());
        [folder.with_extension("rs"), folder.join("mod.rs")]
    }

    /// Notes what a `use` brings into scope.
    fn imports(&mut self, tree: &syn::UseTree, mut before: Vec<String>, passed_on: bool) {
        let (name, path) = match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                return self.imports(&path.tree, before, passed_on);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.imports(tree, before.clone(), passed_on);
                }
                return;
            }
            syn::UseTree::Glob(_) => return self.here().globs.push(before),
            syn::UseTree::Name(name) if name.ident == "self" => {
                (before.last().unwrap().clone(), before)
            }
            syn::UseTree::Name(name) => {
                before.push(name.ident.to_string());
                (name.ident.to_string(), before)
            }
            syn::UseTree::Rename(to) => {
                before.push(to.ident.to_string());
                (to.rename.to_string(), before)
            }
        };
        let known = self.here().uses.entry(name).or_default();
        known.push(path.clone());
        self.code.named.push((self.module.clone(), path, passed_on));
    }

    /// The paths among a macro's tokens.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        // How many colons were just read.
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 && !path.is_empty() {
                        self.names(std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                other => {
                    if !path.is_empty() {
                        self.names(std::mem::take(&mut path));
                    }
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        if !path.is_empty() {
            self.names(path);
        }
    }
}

/// Whether something is for tests alone.
fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let condition = attribute
            .meta
            .require_list()
            .map(|it| it.tokens.to_string());
        attribute.path().is_ident("cfg")
            && condition.is_ok_and(|it| it == "test" || it.starts_with("all (test"))
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item;
        let (attributes, name) = match item {
            Item::Const(it) => (&it.attrs, Some(&it.ident)),
            Item::Enum(it) => (&it.attrs, Some(&it.ident)),
            Item::Fn(it) => (&it.attrs, Some(&it.sig.ident)),
            Item::Macro(it) => (&it.attrs, it.ident.as_ref()),
            Item::Static(it) => (&it.attrs, Some(&it.ident)),
            Item::Struct(it) => (&it.attrs, Some(&it.ident)),
            Item::Trait(it) => (&it.attrs, Some(&it.ident)),
            Item::Type(it) => (&it.attrs, Some(&it.ident)),
            Item::Mod(it) => (&it.attrs, None),
            Item::Impl(it) => (&it.attrs, None),
            Item::Use(it) => (&it.attrs, None),
            other => panic!("a kind of item that nobody reads yet: {other:?}"),
        };
        if for_tests(attributes) {
            if let Item::Mod(it) = item {
                let [alone, grown] = self.files_of(it);
                let folder = grown.parent().unwrap().to_path_buf();
                self.code.for_tests.extend([alone, folder]);
            }
            return;
        }
        if let Some(name) = name {
            self.here().items.insert(name.to_string());
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        if !for_tests(&it.attrs) {
            visit::visit_impl_item_fn(self, it);
        }
    }

    fn visit_item_mod(&mut self, it: &'ast syn::ItemMod) {
        let name = it.ident.to_string();
        self.here().children.insert(name.clone());
        let inside = [self.module.as_slice(), &[name]].concat();
        if it.content.is_some() {
            let outside = std::mem::take(&mut self.module);
            self.enter(inside);
            visit::visit_item_mod(self, it);
            self.module = outside;
        } else {
            let [alone, grown] = self.files_of(it);
            let file = if alone.exists() { alone } else { grown };
            self.declared.push((file, inside));
        }
    }

    fn visit_item_use(&mut self, it: &'ast syn::ItemUse) {
        let passed_on = !matches!(it.vis, syn::Visibility::Inherited);
        self.imports(&it.tree, Vec::new(), passed_on);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.names(
            path.segments
                .iter()
                .map(|it| it.ident.to_string())
                .collect(),
        );
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        self.tokens(it.tokens.clone());
        visit::visit_macro(self, it);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let tokens = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            syn::Meta::NameValue(it) if !it.path.is_ident("doc") => {
                quote::ToTokens::to_token_stream(&it.value)
            }
            _ => return,
        };
        for token in tokens.clone() {
            if let Ok(text) = syn::parse2::<syn::LitStr>(token.into())
                && let Ok(path) = text.parse::<syn::Path>()
            {
                self.visit_path(&path);
            }
        }
        self.tokens(tokens);
    }
}

/// What each file of the crates depends on whose `lib.rs` or `main.rs` is in a folder; and the files there that are no part of
/// them, nor of their tests.
pub fn read(folder: &Path) -> (Graph, Vec<PathBuf>) {
    let roots = ["lib.rs", "main.rs"].map(|name| folder.join(name));
    let there = roots.into_iter().filter(|root| root.exists());
    let crates: Vec<Code> = there.map(Code::read).collect();
    let known = |path: &PathBuf| {
        let for_tests = |it: &Code| it.for_tests.iter().any(|test| path.starts_with(test));
        crates
            .iter()
            .any(|it| it.files.contains(path) || for_tests(it))
    };
    let unread = on_disk(folder).filter(|path| !known(path)).collect();
    (
        crates.iter().flat_map(|it| it.graph(folder)).collect(),
        unread,
    )
}

/// The Rust files below a folder.
fn on_disk(folder: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let files = entries.flat_map(|path| match path.is_dir() {
        true => on_disk(&path),
        false => Box::new(std::iter::once(path)),
    });
    Box::new(files.filter(|path| path.extension().is_some_and(|it| it == "rs")))
}
