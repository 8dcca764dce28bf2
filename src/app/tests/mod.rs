//! The app as (before, keys, after): a desk plays the parts of jobs and terminal.

#[cfg(test)]
mod access;
#[cfg(test)]
mod explanation;
#[cfg(test)]
mod find;
#[cfg(test)]
mod input;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod links;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod scripts;
#[cfg(test)]
mod search;
#[cfg(test)]
mod selection;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod tasks;
