//! The modules of the crate as the compiler sees them: what each file defines, imports and names.
//!
//! Code for tests is left out. A path is followed through imports and re-exports to the module that defines its item.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, ImplItemFn, Item, ItemFn, ItemMod, ItemUse, Macro, Path, UseTree, Visibility,
    visit::{self, Visit},
};

/// Names from the root of the crate down; the program's own modules lie under `main`.
pub(super) type ModulePath = Vec<String>;

/// Other files by the file whose code names them.
pub(super) type Files<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// The longest chain of imports that is followed: two that name each other would have no end.
const MAX_IMPORTS_FOLLOWED: u8 = 16;

/// One module, which is a file or a part of one.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Path of the file, from `src`.
    pub file: String,
    /// Names of the items it defines.
    items: BTreeSet<String>,
    /// Types among them that other modules can name.
    pub types: BTreeSet<String>,
    /// Names that it imports, each with the path behind it.
    imports: Vec<(String, Vec<String>)>,
    /// Modules all of whose names it imports.
    globs: Vec<Vec<String>>,
    /// Paths of two segments and more in its code.
    paths: BTreeSet<Vec<String>>,
    /// Functions with the numbers of their lines.
    pub functions: Vec<(String, usize)>,
}

/// Every module of the library and of the program.
#[derive(Debug, Default)]
pub(super) struct Modules(BTreeMap<ModulePath, Module>);

impl Modules {
    /// Reads all sources, given by their paths from `src`.
    pub(super) fn from_sources(sources: &BTreeMap<String, String>) -> Modules {
        let mut modules = Modules::default();
        modules.read(sources, &["lib.rs".to_owned()], Vec::new());
        modules.read(sources, &["main.rs".to_owned()], vec!["main".to_owned()]);
        modules
    }

    /// Every module with its path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&ModulePath, &Module)> {
        self.0.iter()
    }

    fn read(&mut self, sources: &BTreeMap<String, String>, files: &[String], path: ModulePath) {
        let Some((file, text)) = files.iter().find_map(|file| sources.get_key_value(file)) else {
            panic!("there is none of {files:?}")
        };
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut reader = Reader { file, path, modules: &mut self.0, files: Vec::new() };
        reader.open();
        for item in &parsed.items {
            reader.visit_item(item);
        }
        for child in std::mem::take(&mut reader.files) {
            let program = child[0] == "main";
            let place = child[usize::from(program)..].join("/");
            self.read(sources, &[format!("{place}.rs"), format!("{place}/mod.rs")], child);
        }
    }

    /// Files that the code of each file needs: those that define what it imports or writes with a path.
    pub(super) fn files_needed(&self) -> Files<'_> {
        self.files(|from, path| self.resolve(from, path, 0).filter(|(_, is_item)| *is_item).into_iter().collect())
    }

    /// Files that the paths in the code of each file lead through, re-exports among them.
    pub(super) fn files_passed(&self) -> Files<'_> {
        self.files(|from, path| (1..=path.len()).filter_map(|end| self.resolve(from, &path[..end], 0)).collect())
    }

    fn files(&self, find: impl Fn(&ModulePath, &[String]) -> Vec<(ModulePath, bool)>) -> Files<'_> {
        let mut files = Files::new();
        for (from, module) in &self.0 {
            let imports = module.imports.iter().map(|(_, path)| path);
            for path in imports.chain(&module.globs).chain(&module.paths) {
                let found = find(from, path).into_iter().map(|(home, _)| self.0[&home].file.as_str());
                files.entry(&module.file).or_default().extend(found.filter(|file| *file != module.file));
            }
        }
        files
    }

    /// The module that a path ends in, and whether it ends in an item of it. `None` for what is of another crate.
    fn resolve(&self, from: &ModulePath, path: &[String], depth: u8) -> Option<(ModulePath, bool)> {
        let program = from.first().is_some_and(|name| name == "main");
        let mut here = from.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => (here, rest) = (if program { vec!["main".to_owned()] } else { Vec::new() }, &path[1..]),
            "kanbao" => (here, rest) = (Vec::new(), &path[1..]),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|name| name == "super") {
                    here.pop()?;
                    rest = &rest[1..];
                }
            }
            _ => {}
        }
        let [name, behind @ ..] = rest else { return Some((here, false)) };
        let module = self.0.get(&here)?;
        let mut child = here.clone();
        child.push(name.clone());
        if self.0.contains_key(&child) {
            return if behind.is_empty() { Some((child, false)) } else { self.below(&child, behind, depth) };
        }
        if module.items.contains(name) {
            return Some((here, true));
        }
        if depth > MAX_IMPORTS_FOLLOWED {
            return None;
        }
        if let Some((_, target)) = module.imports.iter().find(|(alias, target)| alias == name && target != path) {
            let target: Vec<String> = target.iter().chain(behind).cloned().collect();
            return self.resolve(&here, &target, depth + 1);
        }
        module.globs.iter().find_map(|glob| {
            let target: Vec<String> = glob.iter().chain(rest).cloned().collect();
            self.resolve(&here, &target, depth + 1)
        })
    }

    fn below(&self, module: &ModulePath, rest: &[String], depth: u8) -> Option<(ModulePath, bool)> {
        let path: Vec<String> = std::iter::once("self".to_owned()).chain(rest.iter().cloned()).collect();
        self.resolve(module, &path, depth)
    }
}

/// Collects what one file holds.
struct Reader<'a> {
    file: &'a str,
    path: ModulePath,
    modules: &'a mut BTreeMap<ModulePath, Module>,
    /// Modules that have files of their own.
    files: Vec<ModulePath>,
}

impl Reader<'_> {
    fn open(&mut self) {
        self.modules.insert(self.path.clone(), Module { file: self.file.to_owned(), ..Module::default() });
    }

    fn module(&mut self) -> &mut Module {
        self.modules.get_mut(&self.path).expect("every module is opened first")
    }

    fn define(&mut self, name: &syn::Ident) {
        self.module().items.insert(name.to_string());
    }

    fn define_type(&mut self, name: &syn::Ident, visibility: &Visibility) {
        self.define(name);
        if !matches!(visibility, Visibility::Inherited) {
            self.module().types.insert(name.to_string());
        }
    }

    fn import(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &syn::Ident| -> Vec<String> {
            before.iter().cloned().chain((name != "self").then(|| name.to_string())).collect()
        };
        match tree {
            UseTree::Path(path) => {
                let mut before = before.to_vec();
                before.push(path.ident.to_string());
                self.import(&path.tree, &before);
            }
            UseTree::Name(name) => {
                let target = with(&name.ident);
                self.module().imports.push((target.last().cloned().unwrap_or_default(), target));
            }
            UseTree::Rename(rename) => {
                let target = with(&rename.ident);
                self.module().imports.push((rename.rename.to_string(), target));
            }
            UseTree::Glob(_) => self.module().globs.push(before.to_vec()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before)),
        }
    }

    /// Paths in the words of a macro, which are no syntax yet.
    fn words(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        path.clear();
                    }
                    path.push(name.to_string());
                    colons = 0;
                    if path.len() > 1 {
                        self.module().paths.insert(path.clone());
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.words(group.stream());
                    path.clear();
                }
                _ => path.clear(),
            }
        }
    }
}

/// True for what is built for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_test = |words: &str| words == "test" || words.contains("all (test") || words.contains("any (test");
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(|list| is_test(&list.tokens.to_string())))
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes(item)) {
            return;
        }
        match item {
            Item::Const(item) => self.define(&item.ident),
            Item::Static(item) => self.define(&item.ident),
            Item::Enum(item) => self.define_type(&item.ident, &item.vis),
            Item::Struct(item) => self.define_type(&item.ident, &item.vis),
            Item::Trait(item) => self.define_type(&item.ident, &item.vis),
            Item::Type(item) => self.define_type(&item.ident, &item.vis),
            Item::Macro(item) => item.ident.iter().for_each(|name| self.define(name)),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.path.push(item.ident.to_string());
        match &item.content {
            None => self.files.push(self.path.clone()),
            Some((_, items)) => {
                self.open();
                for item in items {
                    self.visit_item(item);
                }
            }
        }
        self.path.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.import(&item.tree, &[]);
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.define(&item.sig.ident);
        let lines = lines(&item.sig, &item.block);
        self.module().functions.push((item.sig.ident.to_string(), lines));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            let lines = lines(&item.sig, &item.block);
            self.module().functions.push((item.sig.ident.to_string(), lines));
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.segments.len() > 1 {
            self.module().paths.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.words(item.tokens.clone());
    }
}

/// Lines of a function, from its first word to its last brace.
fn lines(signature: &syn::Signature, block: &syn::Block) -> usize {
    let first = signature.fn_token.span.start().line;
    block.brace_token.span.close().end().line - first + 1
}
