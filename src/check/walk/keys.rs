//! Keys, compared at once: those of fields, and those of maps, which show in the first users of a user base.

use super::passed::{Passed, Short};
use super::{expect, skip_white_space};
use crate::field::Field;
use crate::glance::Glimpse;
use crate::grammar::lanes::WIDTH;
use crate::rule::EntryGlance;

/// The keys of a map that are told apart at a glance.
const MOST_KEYS: usize = 8;

/// The field whose key begins at `at`, and where the key ends. None if it is no field, or is spelled with escapes.
#[inline]
pub(super) fn field(bytes: &[u8], at: usize) -> Option<(Field, usize)> {
    let bytes = bytes.get(at..)?;
    if let Some(window) = bytes.first_chunk() {
        let (field, key) = &FIELDS[place(window)];
        if key.is_at(window) {
            return Some((*field, at + key.length));
        }
    }
    let (field, length) = spelled_field(bytes)?;
    Some((field, at + length))
}

/// The field with whose key the bytes begin, and the length of the key with its quotes.
#[inline(never)]
fn spelled_field(bytes: &[u8]) -> Option<(Field, usize)> {
    let start = expect(bytes, 0, b'"')?;
    let length = memchr::memchr(b'"', &bytes[start..])?;
    let key = std::str::from_utf8(&bytes[start..start + length]).ok()?;
    Some((Field::of_key(key)?, length + 2))
}

/// The keys of fields, each in the place that [`place`] tells. A key is alone there, or this would not compile.
static FIELDS: [(Field, Key); PLACES] = {
    let mut fields = [(Field::Id, Key::NOWHERE); PLACES];
    let mut nth = 0;
    while nth < Field::COUNT {
        let field = Field::ALL[nth];
        let name = field.name().as_bytes();
        if name.len() + 2 <= WIDTH {
            let window = quoted(name);
            let place = place(&window);
            assert!(fields[place].1.length == 0, "two keys in one place");
            fields[place] = (field, Key::first(&window, name.len() + 2));
        }
        nth += 1;
    }
    fields
};

const PLACES: usize = 16;

/// The place of a key by two of its bytes; of the shortest, the second is the colon.
const fn place(window: &[u8; WIDTH]) -> usize {
    (5 * window[1] as usize + window[4] as usize) % PLACES
}

/// A key as it begins a window, and a colon behind it if there is room.
const fn quoted(name: &[u8]) -> [u8; WIDTH] {
    let mut window = [b':'; WIDTH];
    window[0] = b'"';
    let mut at = 0;
    while at < name.len() {
        window[at + 1] = name[at];
        at += 1;
    }
    window[name.len() + 1] = b'"';
    window
}

/// A key with its quotes, in a form that is compared at once.
#[derive(Debug, Clone, Copy)]
struct Key {
    bytes: u128,
    mask: u128,
    /// With the quotes.
    length: usize,
}

impl Key {
    /// A key that stands nowhere.
    const NOWHERE: Key = Key {
        bytes: u128::MAX,
        mask: 0,
        length: 0,
    };

    /// The key at the start of a window, so long with its quotes.
    const fn first(window: &[u8; WIDTH], length: usize) -> Self {
        let mask = u128::MAX >> (8 * (WIDTH - length));
        Key {
            bytes: u128::from_le_bytes(*window) & mask,
            mask,
            length,
        }
    }

    #[inline]
    fn is_at(&self, window: &[u8; WIDTH]) -> bool {
        u128::from_le_bytes(*window) & self.mask == self.bytes
    }
}

/// Keys of maps that the rules have passed, for each member in turn.
#[derive(Debug)]
pub(super) struct KnownKeys {
    keys: [Key; MOST_KEYS],
    /// For what the keys were passed.
    silent: Option<EntryGlance>,
}

impl Default for KnownKeys {
    fn default() -> Self {
        KnownKeys {
            keys: [Key::NOWHERE; MOST_KEYS],
            silent: None,
        }
    }
}

impl KnownKeys {
    /// Passes an object of strings whose members begin behind `at`, and says where it ends. It is the value of a field.
    pub(super) fn map<const ON_ONE_LINE: bool>(
        &mut self,
        silent: EntryGlance,
        passed: &mut Passed,
        field: Field,
        bytes: &[u8],
        at: usize,
    ) -> Option<usize> {
        if self.silent != Some(silent) {
            *self = KnownKeys {
                silent: Some(silent),
                ..KnownKeys::default()
            };
        }
        let mut keys = [0; MOST_KEYS];
        let mut at = skip_white_space::<ON_ONE_LINE>(bytes, at);
        for nth in 0..MOST_KEYS {
            let key = self.key(silent, bytes, at, nth)?;
            if keys[..nth].contains(&key.bytes) {
                return None;
            }
            keys[nth] = key.bytes;
            at = skip_white_space::<ON_ONE_LINE>(bytes, at + key.length);
            at = skip_white_space::<ON_ONE_LINE>(bytes, expect(bytes, at, b':')?);
            at = expect(bytes, at, b'"')?;
            let short = Short::of(field, &bytes[at..]);
            let length = match short {
                Some(short) if passed.has(short) => short.length,
                _ => {
                    let value = Glimpse::of(&bytes[at..])?;
                    silent.value.about(value).then_some(())?;
                    if let Some(short) = short {
                        passed.keep(short);
                    }
                    value.text.len()
                }
            };
            at = skip_white_space::<ON_ONE_LINE>(bytes, at + length + 1);
            match bytes.get(at)? {
                b',' => at = skip_white_space::<ON_ONE_LINE>(bytes, at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
        None
    }

    /// The key that begins at `at`, if it is passed and short enough to be compared at once.
    #[inline]
    fn key(&mut self, silent: EntryGlance, bytes: &[u8], at: usize, nth: usize) -> Option<Key> {
        let window = bytes.get(at..)?.first_chunk()?;
        let known = self.keys[nth];
        if known.is_at(window) {
            return Some(known);
        }
        expect(bytes, at, b'"')?;
        let key = Glimpse::of(&bytes[at + 1..])?;
        silent.key.about(key).then_some(())?;
        let length = key.text.len() + 2;
        let key = (length <= WIDTH).then(|| Key::first(window, length))?;
        self.keys[nth] = key;
        Some(key)
    }
}
