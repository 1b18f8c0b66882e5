"""What each unit reports of each target, quarter by quarter: invented, but such that the district's totals make sense.

Quarters are counted from 0 = Quý I/2017 to 5 = Quý II/2018. Figures are as people type them in the form.
"""

WARDS = ["P1", "P2", "P3", "P4", "P5", "P6", "P8", "P9", "P10", "P12", "P13", "P14", "P15", "P16", "P18"]
STATE_BODIES = [*WARDS, "PKT", "VP", "TNMT", "QLDT", "TP", "GDDT", "NV", "YT", "TCKH", "BV", "TTVH"]
ALL = [*STATE_BODIES, "MTTQ", "LDLD", "QD"]
SCHOOLS = 8
NEVER = 99
MOVED_ON = {"P8": 2}

# CT01: for each officer in charge, the quarter of the first training. P8's only officer moved on in Quý III/2017 and
# the one who followed has not been trained.
TRAINED = {
    "P1": [1], "P2": [1, 1], "P3": [0], "P4": [1], "P5": [1], "P6": [0, 4], "P8": [1], "P9": [1, 4],
    "P10": [NEVER], "P12": [1], "P13": [1], "P14": [NEVER], "P15": [4], "P16": [1], "P18": [2],
    "PKT": [0, 0], "VP": [1, 4], "TNMT": [1], "QLDT": [1], "TP": [3], "GDDT": [0, 1], "NV": [1], "YT": [4],
    "TCKH": [1], "BV": [1, 4], "TTVH": [1], "MTTQ": [4], "LDLD": [NEVER], "QD": [1],
}  # fmt: skip

# The first quarter in which the unit answers "Có"; absent: not yet.
# CT02, a statistical database of its own.
DATABASE = {
    "PKT": 0, "VP": 0, "P6": 0, "GDDT": 0, "BV": 1, "P12": 1, "P3": 1, "TNMT": 1, "P2": 2, "QLDT": 2, "P9": 2,
    "NV": 2, "P13": 3, "TCKH": 3, "P1": 3, "P16": 4, "TTVH": 4, "P5": 4, "QD": 5, "P4": 5,
}  # fmt: skip
# CT06, a movement of creative labour, asked anew each year.
MOVEMENT = {
    2017: {
        "PKT": 0, "VP": 0, "GDDT": 0, "P6": 0, "P12": 0, "BV": 0, "P1": 1, "P3": 1, "TNMT": 1, "NV": 1, "P9": 1,
        "P13": 1, "P2": 2, "QLDT": 2, "P15": 2, "TTVH": 2, "P5": 3, "P18": 3, "TCKH": 3, "P16": 3, "P4": 3,
    },
    2018: {
        "PKT": 4, "VP": 4, "GDDT": 4, "P6": 4, "P12": 4, "BV": 4, "P1": 4, "P3": 4, "TNMT": 4, "P9": 4, "P13": 4,
        "P2": 4, "QLDT": 4, "NV": 4, "P4": 5,
    },
}  # fmt: skip
# CT06 asks state bodies only; CK06, ISO at every one of them by the end of 2017.
ISO = {
    "PKT": 0, "VP": 0, "NV": 0, "TNMT": 0, "QLDT": 0, "TP": 0, "TCKH": 0, "YT": 0, "GDDT": 0, "P12": 0, "P6": 0,
    "P1": 1, "P2": 1, "P3": 1, "P9": 1, "BV": 1, "P13": 1, "P4": 2, "P5": 2, "P16": 2, "P18": 2, "TTVH": 2, "P8": 2,
    "P10": 3, "P14": 3, "P15": 3,
}  # fmt: skip
# CK13, an annual plan. In 2018 five units still have none.
PLANNED = {
    2017: {code: (0 if place % 3 else 1) for place, code in enumerate(ALL) if code not in {"P14", "TP", "LDLD", "P10"}},
    2018: {code: 4 for code in ALL if code not in {"P10", "P14", "TP", "YT", "LDLD"}},
}

# Counts: (unit, quarter): how many. Everybody else types 0.
MODELS = {("P6", 1): 1, ("QLDT", 2): 1, ("VP", 3): 1, ("P12", 4): 1, ("TNMT", 5): 1, ("BV", 5): 1, ("P9", 5): 1}
SUPPORTED = {
    ("P8", 0): 1, ("PKT", 1): 2, ("P13", 1): 1, ("PKT", 2): 1, ("P2", 2): 1, ("PKT", 3): 1, ("PKT", 4): 2,
    ("P2", 4): 1, ("P4", 4): 1, ("P9", 4): 1, ("P6", 5): 1, ("P4", 5): 12, ("P9", 5): 1, ("PKT", 5): 1,
}  # fmt: skip
COUNTS = {
    "CT03": MODELS,
    "CT04": SUPPORTED,
    "CT05": {("PKT", 1): 2, ("PKT", 2): 1, ("PKT", 3): 1, ("PKT", 4): 2, ("PKT", 5): 1},
    "CT07": {("QD", 3): 1},
    "CT12": {("PKT", 0): 3, ("PKT", 1): 6, ("PKT", 2): 4, ("PKT", 3): 5, ("PKT", 4): 9, ("PKT", 5): 5},
    "CK03": {("PKT", 1): 1, ("PKT", 4): 1},
    "CK05": {("TTVH", 0): 9, ("TTVH", 1): 11, ("TTVH", 2): 10, ("TTVH", 3): 14, ("TTVH", 4): 12, ("TTVH", 5): 13},
    "CK09": {("QD", 2): 1},
    "CK10": {("GDDT", 1): 1, ("GDDT", 5): 1},
}
# CT08, CT09: schools of the district's eight that have a club, or did something this school year.
CLUBS = [2, 3, 3, 4, 5, 5]
ACTIVE_SCHOOLS = [5, 8, 1, 4, 6, 7]
# CT11: articles by month. February 2018 is one short.
ARTICLES = {
    "2016-12": 2, "2017-01": 2, "2017-02": 2, "2017-03": 3, "2017-04": 2, "2017-05": 3, "2017-06": 2, "2017-07": 2,
    "2017-08": 2, "2017-09": 3, "2017-10": 2, "2017-11": 4, "2017-12": 3, "2018-01": 2, "2018-02": 1, "2018-03": 3,
    "2018-04": 2, "2018-05": 2,
}  # fmt: skip
# Milestones: (target, slot): {first quarter to tell it: day}. A yearly one is told to the end of its year.
DATES = {
    ("CT10", ""): {3: "2017-11-20"},
    ("CK01", ""): {0: "2017-02-28"},
    ("CK01", "2"): {1: "2017-03-28"},
    ("CK01", "3"): {1: "2017-05-15"},
    ("CK02", ""): {3: "2017-12-05"},
    ("CK07", ""): {4: "2018-01-19"},
    ("CK11", ""): {1: "2017-04-18", 4: "2018-01-31"},
}
YEARLY = {"CK02", "CK11"}

# What was odd and had to be explained.
EXPLANATIONS = {
    ("P4", 5, "CT04"): "Tính cả 10 hộ kinh doanh dự buổi giới thiệu thiết bị tiết kiệm điện ngày 18/05/2018 và "
    "02 hộ được hướng dẫn lắp cân điện tử.",
    ("P8", 2, "CT01"): "Cán bộ phụ trách cũ chuyển công tác từ 01/08/2017; người mới chưa qua lớp bồi dưỡng.",
    ("GDDT", 2, "CT09"): "Năm học 2017–2018 mới bắt đầu, số trường được tính lại từ đầu năm học.",
    ("TCKH", 4, "CK11"): "Quyết định phân bổ dự toán năm 2018; ngày báo cáo trước là của năm 2017.",
}


def year_of(quarter: int) -> int:
    return 2017 + quarter // 4


def post_of(code: str, quarter: int, lines) -> dict[str, str]:
    """What the unit types into these figure lines of its sheet in this quarter: names of inputs and values."""
    post = {}
    for line in lines:
        target = line.target.code
        if line.kind == "counted" or line.is_told:
            pass  # the portal says it
        elif line.kind == "ratio":
            numerator, denominator = _ratio(target, code, quarter)
            post |= dict(zip(line.inputs, (str(numerator), str(denominator)), strict=True))
        elif line.kind == "yesno":
            post[line.inputs[0]] = "yes" if _says_yes(target, code, quarter) else "no"
        elif line.kind == "date":
            post[line.inputs[0]] = _date(target, line.slot, quarter)
        elif line.slot:
            post[line.inputs[0]] = str(ARTICLES[line.slot])
        else:
            post[line.inputs[0]] = str(COUNTS[target].get((code, quarter), 0))
        if reason := EXPLANATIONS.get((code, quarter, target)):
            post[line.explanation_name] = reason
    return post


def _ratio(target, code, quarter):
    if target == "CT08":
        return CLUBS[quarter], SCHOOLS
    if target == "CT09":
        return ACTIVE_SCHOOLS[quarter], SCHOOLS
    officers = TRAINED[code] if quarter < MOVED_ON.get(code, NEVER) else [NEVER]
    return sum(first <= quarter for first in officers), len(officers)


def _says_yes(target, code, quarter):
    first = {
        "CT02": DATABASE,
        "CT06": MOVEMENT[year_of(quarter)],
        "CK06": ISO,
        "CK13": PLANNED[year_of(quarter)],
    }[target].get(code, NEVER)
    return first <= quarter


def _date(target, slot, quarter):
    told = [
        (first, day)
        for first, day in DATES.get((target, slot), {}).items()
        if first <= quarter and (target not in YEARLY or year_of(first) == year_of(quarter))
    ]
    if not told:
        return ""
    year, month, day = max(told)[1].split("-")
    return f"{day}/{month}/{year}"
