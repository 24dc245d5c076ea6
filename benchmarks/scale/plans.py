"""Plans that nobody wrote: as many plausible provisions as are asked for, with unusual ones planted among them."""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from random import Random

from benchmarks.scale.vocabulary import Planted, Topic, planted, vocabulary

FEWEST, MOST = 20, 60
_FILES_A_FOLDER = 1000
_PLANTED, _WRITTEN = "planted.jsonl", "written.json"
_FIRST_YEAR, _YEARS = 2016, 10
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Thanh", "Quang", "Ngọc", "Xuân", "Công")
_GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Giang",
    "Hà",
    "Hùng",
    "Lan",
    "Mai",
    "Nam",
    "Phúc",
    "Sơn",
    "Tâm",
    "Yến",
)
_COMMUNE_FIRST = (
    "An", "Bình", "Cẩm", "Châu", "Đông", "Gia", "Hải", "Hòa", "Kim", "Long", "Mỹ", "Nghĩa", "Phú", "Phước",
    "Quang", "Sơn", "Tân", "Thạch", "Thanh", "Thuận", "Tiên", "Trung", "Vạn", "Vĩnh", "Xuân", "Yên",
)  # fmt: skip
_COMMUNE_SECOND = (
    "Bắc", "Cường", "Dương", "Đức", "Giang", "Hạnh", "Hiệp", "Hội", "Khánh", "Lạc", "Lâm", "Lộc", "Minh",
    "Nam", "Ninh", "Phong", "Quý", "Tây", "Thành", "Thịnh", "Thọ", "Tiến", "Trường", "Tường", "Viên", "Xá",
)  # fmt: skip
_GOALS = (
    "Bảo đảm {object} được quan tâm đúng mức, góp phần {action} trên địa bàn {place}.",
    "Nâng cao nhận thức của {role} về {object}; gắn việc {action} với nhiệm vụ phát triển kinh tế - xã hội.",
    "Đến hết năm {year}, ít nhất {share}% {communes} hoàn thành việc {action}; {share2}% {role} được hướng dẫn về {object}.",
    "Việc {action} phải thiết thực, tiết kiệm, đúng đối tượng, không chồng chéo với {event} của {body}.",
    "Phấn đấu năm {year} có {count} mô hình về {object} được đánh giá và nhân rộng tại {place}.",
)
_TASKS = (
    "Tổ chức {action}, trọng tâm là {object}, cho {count} {role} tại {place}.",
    "Rà soát, thống kê {object} và {object2} ở {place}; lập danh mục gửi {body} trước ngày {day} tháng {month} hằng năm.",
    "{Action} gắn với {object}; ưu tiên {place} và những nơi chưa có {object2}.",
    "Mở {small} lớp tập huấn về {object} cho {role}, mỗi lớp không quá {count} người, thời gian {small} ngày.",
    "Hỗ trợ {role} {action} với mức {money} triệu đồng một mô hình, từ nguồn kinh phí của {body}.",
    "Kiểm tra việc {action} tại {small} đơn vị mỗi quý; kết quả báo cáo {body} chậm nhất sau {small} ngày làm việc.",
    "Xây dựng kế hoạch {action} giai đoạn {year} - {later}; lồng ghép với {event}.",
    "Phát động phong trào {action} trong {role}, tổng kết vào tháng {month} năm {year}.",
    "Biên soạn tài liệu về {object}, in {count} bản phát đến {place}; đăng toàn văn trên cổng thông tin của tỉnh.",
    "Đầu tư, nâng cấp {object} tại {place}; hoàn thành trước tháng {month} năm {year}, không để phát sinh nợ đọng.",
    "Khi có {event}, {body} cử cán bộ xuống {place} để {action}; huy động {role} cùng tham gia.",
    "Công khai {object} tại trụ sở; tiếp nhận ý kiến của {role} và trả lời trong {small} ngày.",
)
_DUTIES = (
    "{Body} chủ trì, phối hợp với {body2} {action}; báo cáo kết quả trước ngày {day} tháng {month} năm {year}.",
    "{Body}: hướng dẫn {role} thực hiện {object}; định kỳ {small} tháng tổng hợp, báo cáo Ủy ban nhân dân tỉnh.",
    "{Body} tham mưu Ủy ban nhân dân tỉnh {action}; thẩm định dự toán về {object} do các đơn vị lập.",
    "Đề nghị {body} tuyên truyền, vận động {role} tham gia {action}; giám sát {object} ở cơ sở.",
    "{Body} bố trí {money} triệu đồng trong dự toán năm {year} cho {object}; thanh quyết toán theo quy định.",
    "Giao {body} theo dõi, đôn đốc việc {action} tại {place}, kịp thời tháo gỡ khó khăn cho {role}.",
)
_HEADINGS = (
    "Tuyên truyền, phổ biến về {object}", "Nâng cao chất lượng {object}", "Phát triển {object}",
    "Phối hợp liên ngành về {object}", "Bảo đảm nguồn lực cho {object}", "Đổi mới công tác {object}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """A generated plan: its place among all, its number, province and year, its text, and what was planted in it."""

    place: int
    key: tuple[str, str, int]
    text: str
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A folder of generated plans."""

    folder: Path
    plans: int
    provisions: int
    planted: tuple[Planted, ...]

    @property
    def texts(self) -> Path:
        """Where the files of the plans lie."""
        return self.folder / "plans"


def written(folder: Path, provisions: int, seed: int) -> World:
    """Return the plans of so many provisions that lie in `folder`, written there where they do not yet.

    Raises `ValueError` where others were written there.
    """
    asked = {"provisions": provisions, "seed": seed}
    done = folder / _WRITTEN
    if not done.exists():
        count = _write(folder, provisions, seed)
        done.write_text(json.dumps({**asked, "plans": count}), encoding="utf-8")
    found = json.loads(done.read_text(encoding="utf-8"))
    if {name: found[name] for name in asked} != asked:
        raise ValueError(f"{folder} holds plans of {found}, not of {asked}: name another folder")
    lines = (folder / _PLANTED).read_text(encoding="utf-8").splitlines()
    return World(folder, found["plans"], provisions, tuple(Planted(*json.loads(line)) for line in lines))


def _write(folder: Path, provisions: int, seed: int) -> int:
    """Write plans and what was planted in them; return how many plans there are."""
    count, own = 0, []
    for plan in plans(provisions, seed):
        count += 1
        own += [json.dumps(astuple(one), ensure_ascii=False) + "\n" for one in plan.planted]
        path = folder / "plans" / f"{plan.place // _FILES_A_FOLDER:03d}" / f"{plan.place:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan.text, encoding="utf-8")
    (folder / _PLANTED).write_text("".join(own), encoding="utf-8")
    return count


def plans(provisions: int, seed: int) -> Iterator[Plan]:
    """Yield plans of 20 to 60 provisions, `provisions` in all, at least 20; the same for the same numbers.

    What is planted is spread over all of them; where they are few, not all of it is.
    """
    sizes = _sizes(provisions, seed)
    every = planted()
    there: dict[int, list[Planted]] = {}
    for place, one in enumerate(every):
        there.setdefault(place * len(sizes) // len(every), []).append(one)
    for place, size in enumerate(sizes):
        # The other half is goals, duties and tasks.
        own, key = tuple(there.get(place, ()))[: size // 2], _key(place)
        yield Plan(place, key, _text(key, size, own, Random(f"{seed}-{place}")), own)


def _key(place: int) -> tuple[str, str, int]:
    """Return number, province and year of a plan: another one of the same would be a later state of this one."""
    names = [name for name, _ in vocabulary().provinces]
    turn, province = divmod(place, len(names))
    return f"{turn // _YEARS + 1}/KH-UBND", names[province], _FIRST_YEAR + turn % _YEARS


def _sizes(provisions: int, seed: int) -> list[int]:
    random, sizes, left = Random(seed), [], provisions
    while left > MOST:
        # What is left at the end is no plan of a line or two.
        sizes.append(min(random.randint(FEWEST, MOST), left - FEWEST))
        left -= sizes[-1]
    return [*sizes, left]


def _text(key: tuple[str, str, int], size: int, own: tuple[Planted, ...], random: Random) -> str:
    """Return the text of a plan of so many provisions, what is planted among them."""
    words, (number, province, year) = vocabulary(), key
    kind = dict(words.provinces)[province]
    topic = random.choice(words.topics)
    slots = _Slots(topic, province, year, random)
    goals, duties = max(size // 8, 2), max(size // 4, 2)
    tasks = [slots.sentence(_TASKS) for _ in range(size - goals - duties - len(own))]
    for one in own:
        tasks.insert(random.randrange(len(tasks) + 1), one.provision)
    subject = random.choice(topic.objects)
    lines = [
        f"ỦY BAN NHÂN DÂN\n{kind.upper()} {province.upper()}",
        f"Số: {number}",
        f"{province}, ngày {random.randint(1, 28):02d} tháng {random.randint(1, 12):02d} năm {year}",
        f"KẾ HOẠCH\nTriển khai công tác {subject} và {random.choice(topic.actions)} {kind} {province} năm {year}",
        f"Căn cứ {random.choice(topic.documents)}, Ủy ban nhân dân {kind} {province} ban hành Kế hoạch "
        f"công tác {subject} năm {year} như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
        *(f"{place}. {slots.sentence(_GOALS)}" for place in range(1, goals + 1)),
        "II. NHIỆM VỤ, GIẢI PHÁP",
        *_grouped(tasks, slots, random),
        "III. TỔ CHỨC THỰC HIỆN",
        *(f"{place}. {slots.sentence(_DUTIES)}" for place in range(1, duties + 1)),
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
        f"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n"
        f"{random.choice(_SURNAMES)} {random.choice(_MIDDLE)} {random.choice(_GIVEN)}",
    ]
    return "\n\n".join(lines) + "\n"


def _grouped(tasks: list[str], slots: "_Slots", random: Random) -> Iterator[str]:
    """Yield tasks as lettered points under numbered headings."""
    heading, left = 0, list(tasks)
    while left:
        heading += 1
        yield f"{heading}. {slots.sentence(_HEADINGS)}"
        points = left[: random.randint(4, 8)]
        del left[: len(points)]
        yield from (f"{letter}) {point}" for letter, point in zip("abcdđegh", points, strict=False))


class _Slots:
    """Fills the places of templates with words of a topic."""

    def __init__(self, topic: Topic, province: str, year: int, random: Random) -> None:
        self._topic, self._province, self._year, self._random = topic, province, year, random
        self._words = vocabulary()

    def sentence(self, templates: tuple[str, ...]) -> str:
        """Return one of some templates, filled."""
        found: str = self._random.choice(templates).format_map(self)
        return found[:1].upper() + found[1:]

    def __getitem__(self, name: str) -> object:
        return _FILL[name](self)

    def choice(self, own: tuple[str, ...], every: tuple[str, ...] = ()) -> str:
        """Return one of the words of the topic, or, now and then or where it has few, one of all."""
        few = every and (len(own) < 5 or self._random.random() < 0.3)
        return self._random.choice(every if few else own)

    def number(self, least: int, most: int, width: int = 0) -> str:
        """Return a number between two."""
        return f"{self._random.randint(least, most):0{width}d}"

    def commune(self) -> str:
        """Return the name of a commune, a ward or a town of the province."""
        kind = self._random.choice(("xã", "phường", "thị trấn", "huyện"))
        return f"{kind} {self._random.choice(_COMMUNE_FIRST)} {self._random.choice(_COMMUNE_SECOND)}"


_FILL = {
    "action": lambda s: s.choice(s._topic.actions),
    "Action": lambda s: s.choice(s._topic.actions),
    "object": lambda s: s.choice(s._topic.objects),
    "object2": lambda s: s.choice(s._topic.objects),
    "role": lambda s: s.choice(s._topic.roles, s._words.roles),
    "body": lambda s: s.choice(s._topic.bodies, s._words.bodies),
    "body2": lambda s: s.choice(s._topic.bodies, s._words.bodies),
    "Body": lambda s: s.choice(s._topic.bodies, s._words.bodies),
    "event": lambda s: s._random.choice(s._words.events),
    "place": lambda s: s.commune(),
    "communes": lambda s: f"số xã của {s._province}",
    "year": lambda s: str(s._year),
    "later": lambda s: str(s._year + 5),
    "day": lambda s: s.number(1, 28, 2),
    "month": lambda s: s.number(1, 12, 2),
    "share": lambda s: s.number(50, 99),
    "share2": lambda s: s.number(50, 99),
    "count": lambda s: s.number(11, 999),
    "small": lambda s: s.number(2, 10, 2),
    "money": lambda s: s.number(20, 950),
}
