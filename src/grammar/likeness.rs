//! Which of some names a word was probably meant to be: by case and separators, or by spelling.
//!
//! A guess is only made where it is good enough to be printed as advice.

/// Words longer than this are not compared by spelling: comparing costs their square.
const LONGEST: usize = 64;

/// The name that was probably meant, if the word is none of them.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str> + Clone) -> Option<&'n str> {
    by_case(word, names.clone()).or_else(|| by_spelling(word, names))
}

/// The name that differs only in capitals and separators, if there is one only.
pub(crate) fn by_case<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let folded = fold(word);
    let mut alike = names
        .into_iter()
        .filter(|name| !folded.is_empty() && fold(name) == folded);
    alike.next().filter(|_| alike.next().is_none())
}

/// The nearest name, if at most one letter in three is wrong, and it is the only one so near.
pub(crate) fn by_spelling<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if word.len() > LONGEST {
        return None;
    }
    let folded = fold(word);
    let length = folded.chars().count();
    let wrong_at_most = length / 3;
    let mut nearest: Option<(usize, &str)> = None;
    let mut has_rival = false;
    for name in names {
        let candidate = fold(name);
        // So many letters are wrong at least.
        if candidate.chars().count().abs_diff(length) > wrong_at_most {
            continue;
        }
        let distance = strsim::osa_distance(&candidate, &folded);
        match nearest {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => has_rival = true,
            _ => (nearest, has_rival) = (Some((distance, name)), false),
        }
    }
    nearest
        .filter(|&(distance, _)| distance <= wrong_at_most && !has_rival)
        .map(|(_, name)| name)
}

/// Lower case without separators.
pub(crate) fn fold(word: &str) -> String {
    word.chars()
        .filter(|char| !matches!(char, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_case_and_by_spelling() {
        let roles = ["buyer", "seller", "support-agent"];
        assert_eq!(nearest("Buyer", roles), Some("buyer"));
        assert_eq!(nearest("byuer", roles), Some("buyer"));
        assert_eq!(nearest("support_agent", roles), Some("support-agent"));
        assert_eq!(nearest("sellers ", roles), Some("seller"));
    }

    #[test]
    fn no_guess_where_none_is_good() {
        for word in ["", "admin", "x", &"buyer".repeat(100)] {
            assert_eq!(nearest(word, ["buyer", "seller"]), None, "{word}");
        }
        assert_eq!(nearest("bat", ["cat", "hat"]), None);
        assert_eq!(nearest("A_B", ["ab", "a-b"]), None);
    }
}
