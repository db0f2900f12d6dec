//! A set of units of one kind, by id; each is parsed when it is first asked for.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::fault::Fault;

/// One file, parsed at most once.
#[derive(Debug)]
struct Unit<T> {
    id: Cow<'static, str>,
    path: Cow<'static, str>,
    text: Cow<'static, str>,
    value: OnceLock<T>,
}

/// The units of one kind, ordered by id (bytes).
#[derive(Debug)]
pub struct Units<T> {
    entries: Vec<Unit<T>>,
}

impl<T> Default for Units<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T: DeserializeOwned> Units<T> {
    /// Adds a file; one that has the same id is replaced.
    pub(super) fn insert(&mut self, id: &str, path: Cow<'static, str>, text: Cow<'static, str>) {
        let id = Cow::Owned(id.to_owned());
        match self.place(&id) {
            Ok(at) => self.entries[at] = Unit { id, path, text, value: OnceLock::new() },
            Err(at) => self.entries.insert(at, Unit { id, path, text, value: OnceLock::new() }),
        }
    }

    /// Adds a compiled-in file without copying anything. Files come sorted, so this is a push.
    pub(super) fn push_builtin(&mut self, id: &'static str, path: &'static str, text: &'static str) {
        let unit = Unit { id: id.into(), path: path.into(), text: text.into(), value: OnceLock::new() };
        debug_assert!(self.entries.last().is_none_or(|last| last.id < unit.id), "files are sorted by id");
        self.entries.push(unit);
    }

    /// Parses every file and returns what cannot be parsed. After an empty answer no getter can fail.
    pub(super) fn parse_all(&self) -> Vec<Fault> {
        self.entries.iter().filter_map(|unit| unit.parse().err()).collect()
    }

    /// The unit of an id.
    ///
    /// # Panics
    /// If the file cannot be parsed. Compiled-in files are held by the catalogue test and overlays
    /// are parsed whole while loading, so that this is a fault of ours.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.place(id).ok().map(|at| self.entries[at].parsed())
    }

    /// Whether there is a unit of this id.
    pub fn contains(&self, id: &str) -> bool {
        self.place(id).is_ok()
    }

    /// The ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|unit| unit.id.as_ref())
    }

    /// Id and unit, in order of ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|unit| (unit.id.as_ref(), unit.parsed()))
    }

    /// The units, in order of ids.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(Unit::parsed)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The ids of the units whose file has this text.
    pub(super) fn ids_with(&self, text: &str) -> Vec<String> {
        let having = self.entries.iter().filter(|unit| unit.text.contains(text));
        having.map(|unit| unit.id.clone().into_owned()).collect()
    }

    /// The text of a unit's file, as it was read.
    pub(super) fn text(&self, id: &str) -> Option<&str> {
        self.place(id).ok().map(|at| self.entries[at].text.as_ref())
    }

    fn place(&self, id: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|unit| unit.id.as_ref().cmp(id))
    }
}

impl<T: DeserializeOwned> Unit<T> {
    fn parse(&self) -> Result<&T, Fault> {
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        let value = serde_json::from_str(&self.text)
            .map_err(|e| Fault::new(self.path.as_ref(), "", e.to_string()))?;
        Ok(self.value.get_or_init(|| value))
    }

    fn parsed(&self) -> &T {
        self.parse().unwrap_or_else(|fault| panic!("knowledge that was not validated is in use: {fault}"))
    }
}
