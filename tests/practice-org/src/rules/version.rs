//! API versions: which exist and what they are called.
//!
//! Source: `GET /services/data` of the REST API guide. Versions below 31.0 are retired; the newest here is the
//! newest that the documentation at hand names.

const OLDEST: u32 = 31;
const NEWEST: u32 = 67;

/// Every version, oldest first.
pub(crate) fn all() -> impl Iterator<Item = u32> {
    OLDEST..=NEWEST
}

/// The number of `v66.0`, if there is such a version.
pub(crate) fn read(segment: &str) -> Option<u32> {
    all().find(|version| format!("v{version}.0") == segment)
}

/// `Spring '26` for 66. Three releases a year: Winter (of the year it is named for), Spring, Summer.
pub(crate) fn label(version: u32) -> String {
    let season = ["Spring", "Summer", "Winter"][version as usize % 3];
    // 65 is Winter '26, 66 is Spring '26, 67 is Summer '26.
    format!("{season} \u{2019}{:02}", (version + 1) / 3 + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_bear_the_names_of_their_releases() {
        assert_eq!(label(67), "Summer \u{2019}26");
        assert_eq!(label(66), "Spring \u{2019}26");
        assert_eq!(label(65), "Winter \u{2019}26");
        assert_eq!(label(62), "Winter \u{2019}25");
    }

    #[test]
    fn a_version_is_spelled_one_way_only() {
        assert_eq!(read("v66.0"), Some(66));
        for sloppy in ["66.0", "v66", "V66.0", "v066.0", "v99.0", "v30.0", ""] {
            assert_eq!(read(sloppy), None, "{sloppy}");
        }
    }
}
