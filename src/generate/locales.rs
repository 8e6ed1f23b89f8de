//! The locales of generated users, each with names as they are in use there, and the mix in which they come.
//!
//! First and last names are common ones, put together by chance. Telephone numbers are out of ranges that regulators keep
//! for films and books.

use std::fmt;
use std::str::FromStr;

use super::random::Random;

/// A part of a name: as it is written, and as it stands in an address.
pub(super) type Part = (&'static str, &'static str);

/// Where users come from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) tag: &'static str,
    pub(super) first: &'static [Part],
    pub(super) last: &'static [Part],
    /// What stands between the parts; none where the last name goes first and nothing parts them.
    pub(super) space: Option<&'static str>,
    pub(super) phone: Range,
}

/// Telephone numbers for fiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// `+1 202 555 0100` to `0199` (NANPA).
    NorthAmerica,
    /// `+44 7700 900000` to `900999` (Ofcom).
    Britain,
    /// `+33 1 99 00 00 00` to `99 99` (Arcep).
    France,
    /// `+61 491 570 156` and `157` (ACMA).
    Australia,
}

impl Range {
    pub(super) fn write(self, random: &mut Random, out: &mut Vec<u8>) {
        let (start, first, count, digits) = match self {
            Range::NorthAmerica => ("+1202555", 100, 100, 4),
            Range::Britain => ("+447700900", 0, 1000, 3),
            Range::France => ("+3319900", 0, 10_000, 4),
            Range::Australia => ("+61491570", 156, 2, 3),
        };
        out.extend_from_slice(start.as_bytes());
        super::user::write_digits(out, first + random.below(count), digits);
    }
}

const ENGLISH_FIRST: &[Part] = &[
    ("Alice", "alice"),
    ("Benjamin", "benjamin"),
    ("Daniel", "daniel"),
    ("Emma", "emma"),
    ("George", "george"),
    ("Hannah", "hannah"),
    ("Isaac", "isaac"),
    ("Linda", "linda"),
    ("Nora", "nora"),
    ("Oscar", "oscar"),
    ("Priya", "priya"),
    ("Victor", "victor"),
    ("Wendy", "wendy"),
];

const ENGLISH_LAST: &[Part] = &[
    ("Brown", "brown"),
    ("Evans", "evans"),
    ("Hughes", "hughes"),
    ("Nguyen", "nguyen"),
    ("O'Brien", "obrien"),
    ("Patel", "patel"),
    ("Quinn", "quinn"),
    ("Taylor", "taylor"),
    ("Wilson", "wilson"),
    ("Young", "young"),
];

const SPANISH_FIRST: &[Part] = &[
    ("José", "jose"),
    ("Rosa", "rosa"),
    ("Ana María", "anamaria"),
    ("Íñigo", "inigo"),
    ("Lucía", "lucia"),
];

const SPANISH_LAST: &[Part] = &[
    ("García López", "garcia"),
    ("Muñoz", "munoz"),
    ("Fernández", "fernandez"),
    ("Costa", "costa"),
];

macro_rules! home {
    ($tag:literal, $first:expr, $last:expr, $space:expr, $phone:ident) => {
        Home {
            tag: $tag,
            first: $first,
            last: $last,
            space: $space,
            phone: Range::$phone,
        }
    };
}

/// All homes.
pub(super) static HOMES: [Home; 18] = [
    home!("en-US", ENGLISH_FIRST, ENGLISH_LAST, Some(" "), NorthAmerica),
    home!("en-GB", ENGLISH_FIRST, ENGLISH_LAST, Some(" "), Britain),
    home!("en-AU", ENGLISH_FIRST, ENGLISH_LAST, Some(" "), Australia),
    home!(
        "de-DE",
        &[
            ("Jürgen", "juergen"),
            ("Anna-Lena", "annalena"),
            ("Björn", "bjoern"),
            ("Ursula", "ursula")
        ],
        &[
            ("Müller", "mueller"),
            ("Fischer", "fischer"),
            ("Weiß", "weiss"),
            ("Zimmermann", "zimmermann")
        ],
        Some(" "),
        Britain
    ),
    home!(
        "fr-FR",
        &[
            ("Chloé", "chloe"),
            ("Jean-Luc", "jeanluc"),
            ("François", "francois"),
            ("Zoë", "zoe")
        ],
        &[
            ("Dupont", "dupont"),
            ("Lefèvre", "lefevre"),
            ("d'Artois", "dartois"),
            ("Moreau", "moreau")
        ],
        Some(" "),
        France
    ),
    home!(
        "nl-NL",
        &[
            ("Sanne", "sanne"),
            ("Daan", "daan"),
            ("Loïs", "lois"),
            ("Femke", "femke")
        ],
        &[
            ("Jansen", "jansen"),
            ("van den Berg", "vandenberg"),
            ("de Vries", "devries")
        ],
        Some(" "),
        Britain
    ),
    home!("es-ES", SPANISH_FIRST, SPANISH_LAST, Some(" "), France),
    home!("es-MX", SPANISH_FIRST, SPANISH_LAST, Some(" "), NorthAmerica),
    home!(
        "pt-BR",
        &[("João", "joao"), ("Conceição", "conceicao"), ("Mateus", "mateus")],
        &[("da Silva", "dasilva"), ("Araújo", "araujo"), ("Costa", "costa")],
        Some(" "),
        NorthAmerica
    ),
    home!(
        "pl-PL",
        &[
            ("Łukasz", "lukasz"),
            ("Małgorzata", "malgorzata"),
            ("Zofia", "zofia")
        ],
        &[
            ("Kowalski", "kowalski"),
            ("Wiśniewska", "wisniewska"),
            ("Dąbek", "dabek")
        ],
        Some(" "),
        Britain
    ),
    home!(
        "sv-SE",
        &[("Åsa", "asa"), ("Björn", "bjorn"), ("Linnéa", "linnea")],
        &[
            ("Andersson", "andersson"),
            ("Öberg", "oberg"),
            ("Lindström", "lindstrom")
        ],
        Some(" "),
        Britain
    ),
    home!(
        "tr-TR",
        &[("Mehmet", "mehmet"), ("Ayşe", "ayse"), ("İpek", "ipek")],
        &[("Yılmaz", "yilmaz"), ("Çelik", "celik"), ("Öztürk", "ozturk")],
        Some(" "),
        Britain
    ),
    home!(
        "ru-RU",
        &[("Анна", "anna"), ("Ольга", "olga"), ("Елена", "elena")],
        &[
            ("Смирнова", "smirnova"),
            ("Петрова", "petrova"),
            ("Ковалёва", "kovaleva")
        ],
        Some(" "),
        France
    ),
    home!(
        "ar-EG",
        &[("محمد", "mohamed"), ("فاطمة", "fatma"), ("يوسف", "youssef")],
        &[("علي", "ali"), ("حسن", "hassan"), ("إبراهيم", "ibrahim")],
        Some(" "),
        France
    ),
    home!(
        "ja-JP",
        &[("花子", "hanako"), ("健太", "kenta"), ("さくら", "sakura")],
        &[("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi")],
        None,
        NorthAmerica
    ),
    home!(
        "ko-KR",
        &[("철수", "cheolsu"), ("하나", "hana"), ("민지", "minji")],
        &[("김", "kim"), ("이", "lee"), ("박", "park")],
        None,
        NorthAmerica
    ),
    home!(
        "zh-CN",
        &[("小明", "xiaoming"), ("美丽", "meili"), ("伟", "wei")],
        &[("王", "wang"), ("陈", "chen"), ("李", "li")],
        None,
        Australia
    ),
    home!(
        "hi-IN",
        &[("प्रिया", "priya"), ("अर्जुन", "arjun"), ("दीपिका", "deepika")],
        &[("शर्मा", "sharma"), ("पटेल", "patel"), ("सिंह", "singh")],
        Some(" "),
        Britain
    ),
];

/// In which shares the locales of generated users come.
///
/// Written as locales with weights, `en-US=6,de-DE=3,ja-JP`; a locale without a weight has 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleMix(Vec<(&'static Home, u64)>);

impl LocaleMix {
    /// The locales that there are.
    pub fn known() -> impl Iterator<Item = &'static str> {
        HOMES.iter().map(|home| home.tag)
    }

    pub(super) fn draw(&self, random: &mut Random) -> &'static Home {
        let total: u64 = self.0.iter().map(|(_, weight)| weight).sum();
        let mut left = random.below(total.max(1));
        for &(home, weight) in &self.0 {
            if left < weight {
                return home;
            }
            left -= weight;
        }
        &HOMES[0]
    }
}

/// A third of the users is from the United States, one in eighteen or so from each of the other homes.
impl Default for LocaleMix {
    fn default() -> Self {
        let weight = |home: &Home| if home.tag == "en-US" { 8 } else { 1 };
        LocaleMix(HOMES.iter().map(|home| (home, weight(home))).collect())
    }
}

/// The error of [`LocaleMix::from_str`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownLocaleMix {
    /// No user can be made for the locale.
    Locale(String),
    /// The weight is no whole number from 1 to 1,000,000.
    Weight(String),
}

impl fmt::Display for UnknownLocaleMix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnknownLocaleMix::Locale(tag) => {
                let known: Vec<_> = LocaleMix::known().collect();
                write!(
                    f,
                    "there are no names for the locale `{tag}`; there are for {}",
                    known.join(", ")
                )
            }
            UnknownLocaleMix::Weight(weight) => {
                write!(f, "the weight `{weight}` is no whole number from 1 to 1000000")
            }
        }
    }
}

impl std::error::Error for UnknownLocaleMix {}

impl FromStr for LocaleMix {
    type Err = UnknownLocaleMix;

    fn from_str(mix: &str) -> Result<Self, Self::Err> {
        let entry = |entry: &str| {
            let (tag, weight) = entry.split_once('=').unwrap_or((entry, "1"));
            let home = HOMES.iter().find(|home| home.tag == tag);
            let home = home.ok_or_else(|| UnknownLocaleMix::Locale(tag.to_owned()))?;
            let number = weight
                .parse()
                .ok()
                .filter(|weight| (1..=1_000_000).contains(weight));
            Ok((
                home,
                number.ok_or_else(|| UnknownLocaleMix::Weight(weight.to_owned()))?,
            ))
        };
        mix.split(',').map(entry).collect::<Result<_, _>>().map(LocaleMix)
    }
}
