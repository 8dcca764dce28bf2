//! The name that was probably meant, for a name that is not known.

/// The name that is most like `name`, if one is: a letter or two wrong, missing, too many, or in each other's place.
#[must_use]
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().take(MAX_CHARACTERS + 1).collect();
    let distances = names.map(|known| (distance(&name, &known.chars().collect::<Vec<_>>()), known));
    let (distance, known) = distances.min_by_key(|(distance, _)| *distance)?;
    // A third of the letters, so that a short name is not taken for just any other.
    (distance <= (name.len().max(known.len()) / 3).clamp(1, 3)).then_some(known)
}

/// Longer names are like none.
const MAX_CHARACTERS: usize = 40;

/// Letters to be changed, added, removed or swapped with their neighbour to make one word of the other (optimal string
/// alignment).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (i, a) in one.iter().enumerate() {
        let above = &rows[i];
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut cost = (above[j] + usize::from(!a.eq_ignore_ascii_case(b))).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cost = cost.min(rows[i - 1][j - 1] + 1);
            }
            row.push(cost);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_no_far_one() {
        let names = ["measure", "mouse", "script", "scripts", "find", "allow-private"];
        for (name, near) in [
            ("mesure", Some("measure")),
            ("maesure", Some("measure")),
            ("Measure", Some("measure")),
            ("scrips", Some("script")),
            ("fnd", Some("find")),
            ("allow_private", Some("allow-private")),
            ("colour", None),
            ("", None),
            ("口", None),
            ("x", None),
        ] {
            assert_eq!(nearest(name, names.into_iter()), near, "{name}");
        }
        assert_eq!(nearest(&"a".repeat(1_000_000), names.into_iter()), None);
        assert_eq!(nearest("a", std::iter::empty()), None);
    }
}
