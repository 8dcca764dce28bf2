//! The table of Han variants that search folds by is the one that the linked OpenCC gives.

use super::whole::converters;
use crate::script::conversion::Config;
use crate::text::fold::classes;

#[test]
fn the_table_of_variants_is_what_opencc_gives() {
    let now = classes(|config, text| {
        let config: Config = config.parse().expect("a configuration");
        converters().load(config).expect("a converter").convert(text).expect("a conversion")
    });
    let shipped = include_str!("../../../text/fold/variants.txt");
    let differ: Vec<_> = now.lines().filter(|line| !shipped.lines().any(|known| known == *line)).take(5).collect();
    assert!(now == shipped, "src/text/fold/variants.txt is not what OpenCC gives any more, for example {differ:?}");
}
