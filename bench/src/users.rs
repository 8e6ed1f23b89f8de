//! The users: made from a seed, in any number, some of them broken.
//!
//! The valid ones are for REST and clean on the surfaces `sdk` and `rest` at once. Names and addresses are nobody's: the
//! domains are reserved for examples, the telephone numbers for films and books. How a user is written is up to `layout`.

use crate::random::Random;

/// The seed of every figure that is reported.
pub const SEED: u64 = 20_261_123;

/// Users, one after another, without end.
#[derive(Debug, Clone)]
pub struct Users {
    random: Random,
    made: u64,
    broken: u64,
    per_mille: u64,
}

/// A user, as its members stand in the text.
#[derive(Debug, Clone)]
pub struct User {
    /// The key under which `PUT /users` would have the user, whatever has become of the member `id`.
    pub key: String,
    /// Name and value, in order.
    pub members: Vec<(&'static str, Json)>,
    /// Whether strings are spelled with escapes such as `\u00e9`, as .NET's `System.Text.Json` does by default.
    pub is_escaped: bool,
}

/// A value, as far as users need one.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "they are JSON's own")]
pub enum Json {
    Null,
    Number(u64),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Users {
    /// Of `per_mille` = 200 each thousand users has 200 broken ones, evenly spread.
    pub fn new(seed: u64, per_mille: u64) -> Self {
        Users {
            random: Random::new(seed),
            made: 0,
            broken: 0,
            per_mille,
        }
    }
}

/// How many of the first `users` users are broken.
pub fn broken_among(users: u64, per_mille: u64) -> u64 {
    users * per_mille / 1000
}

impl Iterator for Users {
    type Item = User;

    fn next(&mut self) -> Option<User> {
        let mut user = User::valid(self.made, &mut self.random);
        self.made += 1;
        if self.broken < broken_among(self.made, self.per_mille) {
            let kinds = DEFECTS.len() as u64;
            DEFECTS[usize::try_from(self.broken % kinds).expect("an index")](&mut user);
            self.broken += 1;
        }
        Some(user)
    }
}

impl User {
    fn valid(number: u64, random: &mut Random) -> Self {
        // Multiplying by an odd number permutes the numbers below 2⁴⁸: no id comes twice, none follows from its neighbour.
        let id = format!(
            "usr_{:012x}",
            number.wrapping_mul(0x9e37_79b9_7f4b) & ((1 << 48) - 1)
        );
        let is_escaped = random.percent(10);
        let mut members = vec![("id", text(&id)), ("name", Json::String(name(random)))];
        members.push(("email", email(&id, random)));
        if random.percent(50) {
            members.push(("phone", Json::Array(vec![Json::String(phone(random))])));
        }
        if random.percent(80) {
            members.push((
                "photoUrl",
                Json::String(format!("https://cdn.example.com/photos/{id}.jpg")),
            ));
        }
        members.push(("locale", text(random.one_of(LOCALES))));
        members.push(("role", text(random.one_of(&["buyer", "seller", "default"]))));
        // All greetings have a character that `System.Text.Json` escapes.
        if is_escaped || random.percent(30) {
            members.push(("welcomeMessage", text(random.one_of(GREETINGS))));
        }
        let plan = text(random.one_of(&["free", "silver", "gold"]));
        let since = Json::String(format!(
            "20{:02}-{:02}",
            10 + random.below(16),
            1 + random.below(12)
        ));
        members.push(("custom", Json::Object(vec![("plan", plan), ("since", since)])));
        User {
            key: id,
            members,
            is_escaped,
        }
    }

    /// Gives the member this value, at its place or, if there is none, at the end.
    fn set(&mut self, name: &'static str, value: Json) {
        match self.members.iter_mut().find(|member| member.0 == name) {
            Some(member) => member.1 = value,
            None => self.members.push((name, value)),
        }
    }
}

/// The kinds of defect, which take turns. On REST each is an error by the rules and by the committed schema alike.
const DEFECTS: [fn(&mut User); 10] = [
    |user| user.set("email", text("linda@example.com")),
    |user| {
        user.set(
            "custom",
            Json::Object(vec![("address", Json::Object(vec![("city", text("Delft"))]))]),
        );
    },
    |user| user.set("locale", text("en_US")),
    |user| user.set("phone", Json::Array(vec![text("020 794 6000")])),
    |user| user.set("id", Json::Null),
    |user| user.set("custom", Json::Object(vec![("level", Json::Number(3))])),
    |user| user.set("email", Json::Array(vec![text("linda.example.com")])),
    |user| user.members.retain(|member| member.0 != "name"),
    |user| user.set("photoUrl", text("file:///C:/photos/linda.jpg")),
    |user| {
        user.set("role", Json::Array(vec![text("buyer")]));
        user.set("phone", text("+447700900123"));
    },
];

fn text(text: &str) -> Json {
    Json::String(text.to_owned())
}

/// Six in a hundred names are Chinese, Japanese, Korean, Russian or Arabic.
fn name(random: &mut Random) -> String {
    if random.percent(6) {
        return random.one_of(OTHER_NAMES).to_owned();
    }
    format!("{} {}", random.one_of(FIRST_NAMES), random.one_of(LAST_NAMES))
}

/// One address, mostly; sometimes two, sometimes null: whoever has none on purpose.
fn email(id: &str, random: &mut Random) -> Json {
    let domain = random.one_of(&["example.com", "example.org", "mail.example.net"]);
    let first = Json::String(format!("{id}@{domain}"));
    match random.below(20) {
        0 => Json::Null,
        1..4 => Json::Array(vec![
            first,
            Json::String(format!("team+{}@example.com", random.below(1000))),
        ]),
        _ => Json::Array(vec![first]),
    }
}

/// A number out of those that Ofcom, the NANPA, Arcep and the ACMA keep for fiction.
fn phone(random: &mut Random) -> String {
    match random.below(4) {
        0 => format!("+447700900{:03}", random.below(1000)),
        1 => format!("+1202555{:04}", 100 + random.below(100)),
        2 => format!("+3319900{:04}", random.below(10_000)),
        _ => format!("+61491570{:03}", 156 + random.below(2)),
    }
}

const LOCALES: &[&str] = &[
    "en-US",
    "en-US",
    "en-US",
    "en-GB",
    "de-DE",
    "fr-FR",
    "nl-NL",
    "es-ES",
    "es-MX",
    "pt-BR",
    "it-IT",
    "pl",
    "ja",
    "ru",
    "ar",
    "zh-Hans-CN",
    "sv-SE",
];

const FIRST_NAMES: &[&str] = &[
    "Alice", "Benjamin", "Chloé", "Daniel", "Emma", "Fatima", "George", "Hannah", "Isaac", "José",
    "Katarina", "Linda", "Mehmet", "Nora", "Oscar", "Priya", "Quentin", "Rosa", "Søren", "Tim", "Ursula",
    "Victor", "Wendy", "Xavier", "Yasmin", "Zoë",
];

const LAST_NAMES: &[&str] = &[
    "Andersen",
    "Brown",
    "Costa",
    "Dupont",
    "Evans",
    "Fischer",
    "García",
    "Hughes",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lopez",
    "Müller",
    "Nguyen",
    "O'Brien",
    "Patel",
    "Quinn",
    "Rossi",
    "Schmidt",
    "Taylor",
    "Usman",
    "Van den Berg",
    "Wilson",
    "Young",
    "Zimmermann",
];

const OTHER_NAMES: &[&str] = &[
    "王小明",
    "陈美丽",
    "佐藤花子",
    "김철수",
    "Анна Смирнова",
    "Иван Петров",
    "محمد علي",
    "فاطمة حسن",
];

const GREETINGS: &[&str] = &[
    "Hi! What can I do for you? I'm here from 9 to 5.",
    "Hello,\nI'll answer within the hour.",
    "They call me \"the fixer\" & I'm proud of it.",
    "Ask me anything: I've got all day, C:\\ or /home.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_broken_as_was_asked_for() {
        let kept = |user: &User| {
            let value = |name| {
                user.members
                    .iter()
                    .find(|member| member.0 == name)
                    .map(|member| &member.1)
            };
            let is_text = |value: Option<&Json>| matches!(value, Some(Json::String(_)));
            is_text(value("id")) && is_text(value("name")) && is_text(value("role"))
        };
        // Three of the ten kinds can be told by these members alone.
        let seen = Users::new(1, 200).take(1000).filter(|user| !kept(user)).count();
        assert_eq!(seen, 60);
        assert!(Users::new(1, 0).take(1000).all(|user| kept(&user)));
    }

    #[test]
    fn a_share_of_the_users_is_escaped_or_has_names_in_other_scripts() {
        let users: Vec<User> = Users::new(7, 0).take(10_000).collect();
        let escaped = users.iter().filter(|user| user.is_escaped).count();
        assert!((900..1100).contains(&escaped), "{escaped}");
        let other =
            |user: &&User| matches!(&user.members[1].1, Json::String(name) if OTHER_NAMES.contains(&&**name));
        let others = users.iter().filter(other).count();
        assert!((500..700).contains(&others), "{others}");
    }

    #[test]
    fn no_id_comes_twice() {
        let mut keys: Vec<String> = Users::new(1, 0).take(100_000).map(|user| user.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 100_000);
    }
}
