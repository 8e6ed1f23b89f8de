"""Where others judge a text otherwise than userlint does, and why that is right. Each difference has an example, which is put
before the judges with all the other texts: it must happen, or the reason is none any more. The first that applies is taken."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    field: str
    # Who says what: see the comparisons in texts.py.
    way: str
    why: str
    example: str
    # Given the text and what the other judge made of it.
    applies: Callable


def found(pattern):
    """Whether the text has this somewhere, in either case."""
    expression = re.compile(pattern, re.IGNORECASE)
    return lambda text, theirs: expression.search(text) is not None


def is_local(number):
    """Whether the number is possible without its area code only."""
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    return is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE_LOCAL_ONLY


def is_respelled(text, number):
    """Whether the number is another one once its trunk prefix is taken away."""
    zeros = "0" * (number.number_of_leading_zeros or 1) if number.italian_leading_zero else ""
    return f"+{number.country_code}{zeros}{number.national_number}" != text


# Language tags. Ours are those of RFC 5646 and of the IANA registry; Intl's are those of UTS 35 and CLDR.
LOCALES = [
    Difference(
        "locale",
        "only they refuse",
        "RFC 5646 has extended language subtags, UTS 35 has none",
        "zh-yue-HK",
        found(r"^[a-z]{2,3}(-[a-z]{3})+(-|$)"),
    ),
    Difference(
        "locale",
        "only they refuse",
        "RFC 5646 reserves languages of four letters, UTS 35 keeps them for scripts",
        "abcd-US",
        found(r"^[a-z]{4}(-|$)"),
    ),
    Difference(
        "locale",
        "only they refuse",
        "RFC 5646 lists irregular tags of old, UTS 35 does not",
        "i-klingon",
        found(r"^(i-[a-z]+|en-gb-oed|sgn-be-fr|sgn-be-nl|sgn-ch-de)$"),
    ),
    Difference(
        "locale",
        "only they refuse",
        "RFC 5646 has tags that are private as a whole, UTS 35 has none",
        "x-whatever",
        found(r"^x-"),
    ),
    Difference(
        "locale",
        "only they refuse",
        "what stands in the extension `u` has a grammar of its own (RFC 6067), which no rule reads",
        "en-u-00",
        found(r"-u-([a-z0-9]+-)*(00|[a-z][0-9])(-|$)"),
    ),
    Difference(
        "locale",
        "only they refuse",
        "what stands in the extension `t` has a grammar of its own (RFC 6497), which no rule reads",
        "en-t-m0",
        found(r"-t-"),
    ),
    Difference(
        "locale",
        "only they write otherwise",
        "CLDR replaces languages that the registry keeps",
        "sh-GB",
        found(r"^(sh|cmn|tl)(-|$)"),
    ),
    Difference(
        "locale",
        "only they write otherwise",
        "UTS 35 leaves out the value `true` of a keyword",
        "en-u-kn-true",
        found(r"-u-.*-true(-|$)"),
    ),
    Difference(
        "locale",
        "only they write otherwise",
        "UTS 35 sorts the keywords of the extension `u`, RFC 5646 keeps them",
        "en-u-nu-latn-ca-buddhist",
        lambda text, theirs: (
            "-u-" in text.lower() and sorted(theirs.lower().split("-")) == sorted(text.lower().split("-"))
        ),
    ),
    Difference(
        "locale",
        "only they write otherwise",
        "UTS 35 sorts variants, RFC 5646 keeps their order",
        "sl-rozaj-biske-1994",
        lambda text, theirs: (
            "-u-" not in text.lower() and sorted(theirs.lower().split("-")) == sorted(text.lower().split("-"))
        ),
    ),
]

# URLs. Ours are those of RFC 3986 and 3987, and of the web; Node's URL repairs what it can. What needs repair is a warning.
WAY_TO_REPAIR = "only we refuse"
URLS = [
    Difference(
        "photoUrl",
        "only they refuse",
        "no rule reads the host of a `file:` URL, since the scheme alone is an error",
        "file://a b/c.png",
        found(r"^file:"),
    ),
    Difference(
        "photoUrl",
        "only they refuse",
        "no rule decodes a label that says it is Punycode",
        "https://xn--a/a.png",
        found(r"^https?://([^/]*\.)?xn--a([/?#]|$)"),
    ),
    Difference(
        "photoUrl",
        WAY_TO_REPAIR,
        "URL takes white space and control characters away, or encodes them",
        " https://a.b",
        found(r"[\x00-\x20\x7f\u00a0]"),
    ),
    Difference(
        "photoUrl", WAY_TO_REPAIR, "URL encodes characters that nobody sees", "https://a.b/a\u200b", found("\u200b")
    ),
    Difference("photoUrl", WAY_TO_REPAIR, "URL takes a backslash for a slash", "https://a.b\\c.png", found(r"\\")),
    Difference(
        "photoUrl",
        WAY_TO_REPAIR,
        "URL keeps or encodes characters that RFC 3986 has not",
        "https://a.b/{c}",
        found(r'[\[\]{}<>^`|"]'),
    ),
    Difference(
        "photoUrl", WAY_TO_REPAIR, "URL keeps a `%` without two digits", "https://a.b/%zz", found(r"%(?![0-9a-f]{2})")
    ),
    Difference(
        "photoUrl",
        WAY_TO_REPAIR,
        "URL takes a second `#` for a part of the fragment",
        "https://a.b/#c#d",
        found(r"#.*#"),
    ),
    Difference(
        "photoUrl",
        WAY_TO_REPAIR,
        "URL puts in or takes away slashes behind the scheme",
        "https:/a.b/c.png",
        found(r"^(https?|ftp):(/?[^/]|///)"),
    ),
    Difference(
        "photoUrl",
        WAY_TO_REPAIR,
        "URL takes a scheme that stands twice for a host",
        "https://https://a.b",
        found(r"^https?://https?://"),
    ),
    Difference(
        "photoUrl", WAY_TO_REPAIR, "URL takes the drive of a path for a scheme", "c:/photos/a.png", found(r"^[a-z]:")
    ),
    Difference(
        "photoUrl",
        WAY_TO_REPAIR,
        "URL takes a host with a port for a scheme",
        "a.b:80/c.png",
        found(r"^([a-z0-9+-]*\.[a-z0-9.+-]*|localhost):[0-9]"),
    ),
    Difference(
        "photoUrl",
        WAY_TO_REPAIR,
        "URL reads numbers as an IPv4 address that are not four, or not decimal",
        "https://1/a.png",
        found(r"^(https?|ftp)://([^/@]*@)?(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}\.?(:[0-9]*)?([/?#]|$)"),
    ),
]

PHONES = [
    Difference(
        "phone",
        "only we miss the form",
        "E.164 has fifteen digits at most, and phonenumbers takes seventeen behind the country code",
        "+1234567890123456",
        found(r"^\+[0-9]{16,}$"),
    ),
    Difference(
        "phone",
        "only we refuse",
        "phonenumbers takes what is possible without an area code, which nobody can call from abroad",
        "+49499",
        lambda text, number: is_local(number),
    ),
    Difference(
        "phone",
        "only we refuse",
        "phonenumbers counts a zero before the number, which belongs to it in a few countries only",
        "+299095007",
        lambda text, number: number.italian_leading_zero,
    ),
    Difference(
        "phone",
        "only they refuse",
        "phonenumbers takes a trunk prefix away, and judges another number",
        "+559048329190",
        lambda text, number: number is not None and is_respelled(text, number),
    ),
]

EMAILS = [
    Difference(
        "email",
        "only we refuse",
        "a name before the address is none of the address; email-validator takes it where it is asked to",
        "Linda <linda@talkjs.com>",
        found("^[^@<]*<"),
    ),
    Difference(
        "email",
        "only they refuse",
        "a domain that is reserved is a note to us (email_placeholder): the address is well-formed",
        "linda@b.test",
        lambda text, error: "special-use" in error,
    ),
    Difference(
        "email",
        "only they refuse",
        "no rule decodes a label that says it is Punycode",
        "linda@xn--a.co",
        lambda text, error: "xn--" in text and "IDNA" in error,
    ),
]

DIFFERENCES = [*LOCALES, *URLS, *PHONES, *EMAILS]
