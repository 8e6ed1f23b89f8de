"""The texts that are put before the judges: listed ones, and ones made of pieces at which judges could differ. The same seed
gives the same texts."""

import random
import string

COUNT = 4000


def locales(dice):
    languages = [
        "en", "fr", "zh", "sh", "iw", "tl", "und", "xx", "no", "sr", "abcd", "abcdef", "a", "e1", "en1", "gsw", "zzz",
        "mul", "root", "cmn", "mo",
    ]
    scripts = ["Latn", "Cyrl", "Hant", "Qaaa", "Zzzz", "Xxxx", "Lat", "Lat1"]
    regions = ["US", "GB", "UK", "419", "001", "BU", "DD", "SU", "ZZ", "AA", "99", "1234", "U", "CS", "830"]
    variants = [
        "rozaj", "1996", "1901", "valencia", "scouse", "posix", "polyton", "heploc", "1abc", "abcde", "abcd", "arevela",
        "123456789",
    ]
    extensions = [
        "u-co-phonebk", "u-ca-gregory", "u-ca-gregorian", "u-foo", "u-co", "u-nu-latn-ca-buddhist", "u-kn-true", "u-1a",
        "u-a1", "u-00", "u", "u-va-posix", "u-rg-uszzzz",
        "t-en", "t-en-us", "t-m0-und", "t-m0", "t-en1", "t", "t-zh-x1", "a-foo", "b-x", "0-abc", "a-foo-a-bar",
        "u-foo-u-bar", "x-priv", "x-a-b-c", "x", "x-123456789", "a",
    ]
    extended = ["yue", "cmn", "arb", "sgn", "abc"]
    listed = [
        "i-klingon", "i-default", "i-ami", "en-GB-oed", "sgn-BE-FR", "sgn-CH-DE", "art-lojban", "cel-gaulish", "no-bok",
        "no-nyn", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang",
        "x-whatever", "X-A", "en_US", "en-", "-en", "", " ", "en US", "en--US", "english", "C", "POSIX", "en-us.utf8",
        "zh-cmn-Hans-CN", "de-DE-1996-1996", "en-a-b-c",
        "sl-rozaj-biske-1994", "hy-Latn-IT-arevela", "de-Latn-DE-1996", "sr-YU", "en-Latn", "zh-TW", "iw-IL", "ru-SU",
        "und-Armn-SU", "sgn-GR", "cmn-TW", "ja-Latn-hepburn-heploc",
    ]
    made = []
    for _ in range(COUNT):
        parts = [dice.choice(languages if dice.random() < 0.8 else languages[:4])]
        if dice.random() < 0.12:
            parts += [dice.choice(extended) for _ in range(dice.choice([1, 1, 1, 2, 4]))]
        if dice.random() < 0.3:
            parts.append(dice.choice(scripts))
        if dice.random() < 0.5:
            parts.append(dice.choice(regions))
        while dice.random() < 0.25:
            parts.append(dice.choice(variants))
        while dice.random() < 0.25:
            parts.append(dice.choice(extensions))
        if dice.random() < 0.05:
            dice.shuffle(parts)
        text = dice.choice(["-"] * 12 + ["_"]).join(parts)
        made.append(disturbed(dice, dice.choice([text, text, text.lower(), text.upper()]), "-_aZ09. é"))
    return listed + made


def phones(dice):
    codes = [
        "1", "7", "31", "39", "44", "49", "52", "54", "55", "61", "86", "212", "299", "353", "378", "383", "590", "800",
        "870", "878", "881", "882", "888", "979", "999", "210", "0", "00", "590",
    ]
    listed = [
        "+14155552671", "+12025550173", "+905209876543", "+447700900000", "+1123456789", "+31612345678",
        "+31 6 12345678", "0031612345678", "0612345678", "tel:+31612345678", "+", "", "+0", "+1",
        "+390612345678", "+39312345678", "+441", "+123456789012345", "+1234567890123456", "+1-800-FLOWERS",
        "+٣١٦١٢٣٤٥٦٧٨", "＋31612345678", "+31612345678x12", "+31612345678 ", " +31612345678",
        "+31612345678;ext=5", "+31(0)612345678", "++31612345678", "+3161234567a", "+31.612.345.678", "31612345678",
        "+881612345678", "+80012345678", "+8881234567",
    ]
    made = []
    for _ in range(COUNT):
        number = "+" + dice.choice(codes) + "".join(dice.choices(string.digits, k=dice.randint(2, 13)))
        if dice.random() < 0.25:
            number = disturbed(dice, number, "+ -().0123456789xa/٣\t")
        if dice.random() < 0.1:
            number = number[1:]
        made.append(number)
    return listed + made


def emails(dice):
    locals_ = [
        "linda", "a", "a.b", "a+b", "o'hara", "a_b", "A", "1", "a-b", "x" * 64, "x" * 65, "", ".a", "a.", "a..b",
        '"a b"', '"a"', '"a@b"', "a b", "ä", "例", "a,b", "a:b", "a(c)", "(c)a", "a\\b", "<a", "a!#$%&'*+/=?^_`{|}~b",
        "mailto:a",
    ]
    domains = [
        "talkjs.com", "b.co", "sub.b.co", "b-c.co", "xn--mller-kva.de", "müller.de", "b", "localhost", "b.c", "b.c1",
        "1.co", "b..co", ".co", "b.co.", "-b.co", "b-.co", "b_c.co", "[192.0.2.1]", "[IPv6:::1]", "192.0.2.1", "b.123",
        "", "b.co>", "b c.co", "x" * 63 + ".co", "x" * 64 + ".co", ("d" * 60 + ".") * 4 + "co", "ab--c.co", "xn--a.co",
        "B.CO", "b.test", "example.com", "b.local", "b.invalid", "b。co", "b.co(c)", "a@b.co",
    ]
    listed = [
        "Linda <linda@talkjs.com>", "linda@talkjs.com, ann@talkjs.com", "linda", "@", "", " ", "linda@", "@talkjs.com",
        "linda@talkjs.com ", " linda@talkjs.com", "linda@talkjs.com\n", "linda at talkjs.com", "a@b@c.co", "a\t@b.co",
    ]
    made = []
    for _ in range(COUNT):
        if dice.random() < 0.4:
            word = lambda: "".join(dice.choices(string.ascii_letters + string.digits + "-_+'", k=dice.randint(1, 8)))
            local = ".".join(word() for _ in range(dice.randint(1, 2)))
            domain = ".".join(word().lower() for _ in range(dice.randint(1, 3)))
            text = local + "@" + domain + dice.choice([".com", ".nl", ".co", ""])
        else:
            text = dice.choice(locals_) + "@" + dice.choice(domains)
        made.append(disturbed(dice, text, "@. \"<>(),;:\\[]aé-\u200b\u3002_"))
    return listed + made


def urls(dice):
    schemes = [
        "https://"] * 10 + ["http://", "HTTPS://", "ftp://", "data:", "blob:", "javascript:", "file://", "//", "", "/",
        "./", "https:", "https:/", "https:///", "https//", "http:\\\\", "htp://", "C:\\", "c:/", "://", "mailto:",
        "x-y+z.1:", "1http://", " https://", "www.",
    ]
    hosts = [
        "talkjs.com", "a", "x-y.example", "a_b.c", "xn--mller-kva.example", "müller.de", "localhost", "", ".", "a..b",
        "b.c.", "A.com", "-a.b", "1", "1.2.3.4", "1.2.3", "256.1.1.1", "1.2.3.4.5", "0x7f.1", "a.1", "[::1]", "[::1",
        "[::g]", "[v1.a]", "a%41", "a%2Fb", "a%zz", "a b", "a|b", "a^b", "a<b", "a\\b", "user@a.b", "u:p@a.b", "@a.b",
        "a.b:", "a.b:80", "a.b:65535", "a.b:65536", "a.b:x", "a.b:8 0", "{a}.b", "a,b.c", "a;b", "a~b", "a\u200bb",
        "xn--a", "a`b", "日本.jp", "a*b.c", "a+b.c", "a(b", "127.0.0.1.", "0", "a.b:00080", "a.b:000080",
    ]
    tails = [
        "", "/", "/a.png", "/a b.png", "/a%20b.png", "/ä.png", "?s=1", "?q=a b", "#x", "#a#b", "/%", "/%zz", "/a|b",
        "/[a]", "/{a}", "/a\\b", "/a\"b", "/<a>", "/a^b", "/a`b", "/../a", "/./a", "/a//b", "/日本.png", "/a\tb", "/a\nb",
        "/😀", "/a\u200b", "/a\u00a0b", "/a?b#c%zz", "?x={a}", "/~a", "/a'b", "/a;b=c,d", "/a@b", "/a:b",
    ]
    listed = [
        "https://talkjs.com/photos/linda.jpg", "photo.jpg", "/photo.jpg", "data:image/png;base64,iVBORw0KGgo=", "", " ",
        "https://", "https:", "http", "https://a.b ", " https://a.b", "https://a.b/\n", "\thttps://a.b",
        "gravatar.com/avatar/1", "localhost:3000/a.png", "https://https://a.b", "https://a.b/a.png, https://a.b/b.png",
        "a.b:80/x",
    ]
    made = []
    for _ in range(COUNT):
        text = dice.choice(schemes) + dice.choice(hosts[:3] if dice.random() < 0.5 else hosts) + dice.choice(tails)
        made.append(disturbed(dice, text, "/:?#[]@ \\%.|\"<>é\t-0"))
    return listed + made


def numbers(dice):
    digits = lambda count: "".join(dice.choices(string.digits, k=count))
    integer = lambda count: digits(count).lstrip("0") or "0"
    sign = lambda: dice.choice(["", "", "", "-"])
    kinds = [
        lambda: sign() + integer(dice.randint(1, 25)),
        lambda: sign() + integer(dice.randint(1, 8)) + "." + digits(dice.randint(1, 20)),
        lambda: sign() + integer(dice.randint(1, 4)) + dice.choice("eE") + dice.choice(["", "+", "-"]) + str(dice.randint(0, 400)),
        lambda: sign() + integer(dice.randint(1, 3)) + "." + digits(dice.randint(1, 8)) + "e" + str(dice.randint(-30, 30)),
        lambda: sign() + str(2 ** dice.randint(50, 80) + dice.randint(-4, 4)),
        lambda: sign() + "0." + "0" * dice.randint(0, 12) + digits(dice.randint(1, 18)),
    ]
    listed = [
        "0", "-0", "-0.0", "1e3", "1.0", "9007199254740991", "9007199254740992", "-9007199254740992", "1e21", "1e20",
        "1e-6", "1e-7", "5e-324", "1e400", "-1e400", "1e-400", "123456789012345680000",
    ]
    return listed + [dice.choice(kinds)() for _ in range(COUNT)]


def disturbed(dice, text, characters):
    """Now and then with one character more, less, or another."""
    if dice.random() > 0.3:
        return text
    at = dice.randint(0, len(text))
    put = dice.choice(["", *characters])
    return text[:at] + put + text[at + dice.randint(0, 1) :]


def all_texts():
    """By field, each text once."""
    makers = {"locale": locales, "phone": phones, "email": emails, "photoUrl": urls, "id": numbers}
    return {field: list(dict.fromkeys(make(random.Random(f"texts of {field}")))) for field, make in makers.items()}
