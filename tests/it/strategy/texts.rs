//! Strings that go wrong somewhere, and texts and bytes that are no JSON.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{any_json, one_of};

/// Characters that a terminal, a log or a reader takes for something else, and those that only look odd.
pub(crate) const ODD: &[&str] = &[
    "\u{0}",
    "\u{1b}[31m",
    "\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}",
    "\u{a0}",
    "\u{ad}",
    "\u{61c}",
    "\u{115f}",
    "\u{180e}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{fff9}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{3000}",
    "\u{e0001}",
    "\u{e0061}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{1f3f3}\u{fe0f}",
    "e\u{301}",
    "a\u{308}\u{323}\u{303}",
    "日本語",
    "김하나",
    "مرحبا",
    "שלום",
    "😀",
    "\n",
    "\r",
    "\t",
    "\r\n",
    "\n::error::x",
    "\u{2003}::warning::x",
    " ::error file=a::x",
    "##[error]x",
    "###",
    "##vso[task.setvariable]",
    "%0A",
];

/// Pieces that mean something to one rule or another.
const PIECES: &[&str] = &[
    "",
    " ",
    "  ",
    "a",
    "B",
    "7",
    "-",
    "_",
    ".",
    "@",
    "+",
    "/",
    "\\",
    ":",
    "~",
    "#",
    "%",
    "'",
    "\"",
    "<",
    ">",
    "&",
    "{{",
    "}}",
    "${",
    "undefined",
    "null",
    "NaN",
    "[object Object]",
    "alice@talkjs.com",
    "mailto:",
    "+14155552671",
    "00316",
    "(415) 555",
    "https://",
    "http://",
    "javascript:",
    "talkjs.com",
    "/a.png",
    "?s=96&amp;d=mm",
    "&#038;",
    "en",
    "-US",
    "_US",
    "<?php",
    "<%=",
    "<EMAIL_ADDRESS>",
    "sk_live_",
    "eyJhbGciOiJIUzI1NiJ9.",
    "password",
    "x-",
];

/// Any text: pieces that mean something, odd characters, and whatever there is.
pub(crate) fn any_text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        6 => one_of(PIECES),
        2 => one_of(ODD),
        1 => "[a-z]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop_oneof![
        8 => vec(piece, 0..5).prop_map(|pieces| pieces.concat()),
        1 => (1_usize..400).prop_map(|count| count.to_string() + &" long".repeat(count)),
        1 => any::<String>(),
    ]
    .boxed()
}

/// A text of about a line that holds a command of a build service, which must never come to begin a line.
pub(crate) fn command() -> impl Strategy<Value = String> {
    let space = one_of(&[" ", "  ", " \u{2003}", "\u{3000} ", " \t", "\n", " \u{85}"]);
    (
        "[a-z ]{1,90}",
        space,
        one_of(&["::error::x", "::set-output name=a::b", "##[error]x"]),
    )
        .prop_map(|(before, space, command)| before + &space + &command)
}

/// What stands for an e-mail address or a telephone number, right or wrong.
pub(crate) fn contact() -> BoxedStrategy<String> {
    const CONTACTS: &[&str] = &[
        "",
        " ",
        "linda@talkjs.com",
        "LINDA+x@mail.talkjs.com",
        "linda@example.com",
        "linda@localhost",
        "linda@a.test",
        "linda",
        "@talkjs.com",
        "linda@",
        "a@b@c.co",
        "a..b@talkjs.com",
        ".a@talkjs.com",
        "\"a b\"@talkjs.com",
        "a@[192.0.2.1]",
        "a(x)@talkjs.com",
        "Linda <linda@talkjs.com>",
        "a@talkjs.com,b@talkjs.com",
        "mailto:a@talkjs.com",
        "jörg@talkjs.com",
        "a@müller.de",
        "a @talkjs.com",
        "a@talkjs.com ",
        "a@talkjs..com",
        "+14155552671",
        "+31612345678",
        "0031612345678",
        "+31 6 1234 5678",
        "06-12345678",
        "+1",
        "+0123456",
        "+999123456789",
        "+1415555267100000000",
        "++1",
        "+1٣٤",
        "(415) 555-2671",
        "+1234567890123456",
        "tel:+14155552671",
    ];
    prop_oneof![4 => one_of(CONTACTS), 1 => any_text()].boxed()
}

/// What stands for a URL, right or wrong.
pub(crate) fn url() -> BoxedStrategy<String> {
    const URLS: &[&str] = &[
        "",
        " ",
        "https://talkjs.com/a.jpg",
        "http://talkjs.com/a.jpg",
        "https://talkjs.com/a b.jpg",
        "//talkjs.com/a",
        "henry.jpeg",
        "/test.jpg",
        "../../img/a.png",
        "N/A",
        "/https://talkjs.com/a",
        "https =>//talkjs.com",
        "https//x.y",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "vbscript:x",
        "file:///etc/passwd",
        "data:image/png;base64,AA",
        "blob:https://x/y",
        "https://user:pw@talkjs.com/",
        "https://talkjs.com/?a=1&amp;b=2",
        "https://münchen.de/ü.png",
        "C:\\a.png",
        "https://",
        "https://talkjs.com:99999/",
        "https://[::1",
        "{{photo}}",
        "https://talkjs.com/${id}.png",
        "ftp://talkjs.com/a",
        "HTTPS://TALKJS.COM/A",
        "https://https://a.b",
        "localhost:3000/a.png",
    ];
    prop_oneof![4 => one_of(URLS), 1 => any_text()].boxed()
}

/// Any bytes: JSON, JSON that is broken or cut off, other encodings, noise.
pub(crate) fn any_bytes() -> BoxedStrategy<Vec<u8>> {
    let json = || {
        (super::documents::any_document(), any::<u64>())
            .prop_map(|(document, seed)| document.json.spelled(seed))
    };
    prop_oneof![
        4 => json().prop_map(String::into_bytes),
        3 => (json(), any::<Index>(), 0_usize..4, noise()).prop_map(|(text, at, length, noise)| {
            let bytes = text.into_bytes();
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            [&bytes[..at], &noise, &bytes[end..]].concat()
        }),
        2 => vec(json(), 0..5).prop_map(|lines| lines.join("\n").into_bytes()),
        2 => near_json().prop_map(String::into_bytes),
        1 => json().prop_map(|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        1 => json().prop_map(|text| format!("\u{feff}{text}").into_bytes()),
        1 => vec(any::<u8>(), 0..64),
    ]
    .boxed()
}

/// A few bytes to put where they do not belong.
fn noise() -> BoxedStrategy<Vec<u8>> {
    prop_oneof![
        select(vec![
            &b""[..],
            b"\xFF",
            b"\x80",
            b"\xC3",
            b"\xE2\x82",
            b"\xED\xA0\x80",
            b"\0",
            b"\n",
            b"\r",
            b"\\",
            b"\"",
            b",",
            b"}",
            b"]"
        ])
        .prop_map(<[u8]>::to_vec),
        near_json().prop_map(String::into_bytes),
    ]
    .boxed()
}

/// Pieces of JSON, and of what people take for it, in any order.
pub(crate) fn near_json() -> BoxedStrategy<String> {
    const PIECES: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "'",
        "\"id\"",
        "\"name\"",
        "\"a\"",
        "id",
        "// x\n",
        "/* x */",
        "null",
        "undefined",
        "True",
        "NaN",
        "-",
        "+1",
        "01",
        "1e",
        "1.",
        "5",
        " ",
        "\n",
        "\r\n",
        "\u{a0}",
        "\u{feff}",
        "\\ud800",
        "\\u00",
        "\\x41",
        "new Talk.User({",
        "})",
        "users",
        "PUT",
        "\"PUT\"",
        "\"/users/a\"",
        "😀",
    ];
    let deep = (1_usize..200, any::<bool>())
        .prop_map(|(depth, closed)| "[".repeat(depth) + &"]".repeat(if closed { depth } else { depth / 2 }));
    let piece = prop_oneof![
        12 => one_of(PIECES),
        1 => any_json().prop_map(|json| json.plain()),
        1 => any::<char>().prop_map(String::from),
        1 => deep,
    ];
    vec(piece, 0..14).prop_map(|pieces| pieces.concat()).boxed()
}
