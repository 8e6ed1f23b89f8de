//! `userlint generate`: users made from a seed, as long as somebody reads them.

use userlint::generate::{CannotGenerate, Generator, Invalid, Users};

use crate::Ending;
use crate::args::GenerateArgs;
use crate::explain::rule_named;
use crate::output::{Output, say};

/// Bytes that are handed on at once.
const AT_ONCE: usize = 1 << 16;

pub(crate) fn run(args: &GenerateArgs) -> Ending {
    let invalid = match &args.invalid {
        None => None,
        Some(asked) => match invalid(asked) {
            Some(invalid) => Some(invalid),
            None => return Ending::Failed,
        },
    };
    match users(args, invalid) {
        Ok(users) => write(users),
        Err(error) => {
            say(&error.to_string());
            Ending::Failed
        }
    }
}

fn users(args: &GenerateArgs, invalid: Option<Invalid>) -> Result<Users, CannotGenerate> {
    let mut generator = Generator::new(args.surface, args.seed);
    if let Some(shape) = args.shape {
        generator = generator.shape(shape);
    }
    if let Some(mix) = &args.locale_mix {
        generator = generator.locales(mix.clone());
    }
    if let Some(invalid) = invalid {
        generator = generator.invalid(invalid);
    }
    generator.users(args.count)
}

/// A share of the users, or the rule that all of them break. It has been said if there is no such rule.
fn invalid(asked: &str) -> Option<Invalid> {
    let share = asked.strip_suffix('%').unwrap_or(asked);
    if let Ok(percent) = share.parse::<u32>() {
        return Some(Invalid::Percent(u8::try_from(percent).unwrap_or(u8::MAX)));
    }
    rule_named(asked).map(Invalid::Rule)
}

fn write(mut users: Users) -> Ending {
    let mut output = Output::new();
    let mut text = Vec::with_capacity(2 * AT_ONCE);
    let mut is_more = true;
    while is_more && output.is_open() {
        is_more = users.write_next(&mut text);
        if !is_more || text.len() >= AT_ONCE {
            output.write(|out| out.write_all(&text));
            text.clear();
        }
    }
    output.finish()
}
