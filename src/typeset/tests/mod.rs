//! Typesetting, by table and by property.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod sample;
