//! Which versions of the program a configuration is for.

/// Whether a version is one of those that are required: comparisons like `>=0.1`, all of which must hold, parted by
/// commas. A version alone means that one. What is left out of a version is 0.
///
/// `Err` names the comparison that is none.
pub(crate) fn admits(required: &str, version: &str) -> Result<bool, String> {
    // A pre-release counts as the release that it is for.
    let version = version.split(['-', '+']).next().unwrap_or(version);
    let version = numbers(version).ok_or_else(|| version.to_owned())?;
    let mut admits = true;
    for comparison in required.split(',') {
        let comparison = comparison.trim();
        let (operator, rest) = ["==", ">=", "<=", "=", ">", "<"]
            .into_iter()
            .find_map(|operator| Some((operator, comparison.strip_prefix(operator)?)))
            .unwrap_or(("=", comparison));
        let wanted = numbers(rest.trim()).ok_or_else(|| comparison.to_owned())?;
        admits &= match operator {
            ">=" => version >= wanted,
            "<=" => version <= wanted,
            ">" => version > wanted,
            "<" => version < wanted,
            _ => version == wanted,
        };
    }
    Ok(admits)
}

fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut numbers = [0; 3];
    let mut parts = version.split('.');
    for (at, part) in parts.by_ref().enumerate() {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        *numbers.get_mut(at)? = part.parse().ok().filter(|_| is_number)?;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let holds = |required| admits(required, "0.10.2");
        for required in ["0.10.2", "==0.10.2", ">=0.9", ">= 0.2, <1", "<=0.10.2", ">0.10.1"] {
            assert_eq!(holds(required), Ok(true), "{required}");
        }
        for required in ["0.10", ">=0.11", "<0.10.2", ">=0.2, <0.9", ">1"] {
            assert_eq!(holds(required), Ok(false), "{required}");
        }
        for required in ["", "~1", "1.x", "1.2.3.4", ">=", "+1"] {
            assert!(holds(required).is_err(), "{required}");
        }
    }
}
