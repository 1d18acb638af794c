"""How a run scales: memory of parent and workers, speed-up, and what a page costs beyond cleaning it.

    python bench/batch.py --pages 1000000

CPU time is what to compare where the machine has other work; wall time and speed-up mean something on an idle one only.
Writes so many generated dumps into a folder (kept in --work for the next time), runs `cleaner run` over them with 1 and 2
workers, and compares with `cleaner.clean` alone on the same texts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from cleaner import Cleaner

SUBJECTS = [
    "河边的柳树",
    "修表的师傅",
    "城南的菜市场",
    "第二届读书节",
    "山里的茶园",
    "老街的灯笼",
    "新开的图书馆",
    "港口的吊车",
    "小学的合唱团",
]
VERBS = [
    "今年比往年热闹得多",
    "在雨后显得格外安静",
    "已经坚持了整整二十年",
    "又迎来了一批年轻人",
    "让附近的居民很是高兴",
    "正在慢慢改变模样",
]
HEADS = ["首页 新闻 财经 体育 娱乐", "登录 注册", "当前位置：首页 > 新闻 > 正文", "手机版", "设为首页 加入收藏"]
TAILS = [
    "分享到微信",
    "责任编辑：王五",
    "相关阅读",
    "版权所有 未经许可不得转载",
    "扫码下载客户端",
    "打印 关闭",
    "热门推荐",
    "京ICP备00000000号",
]


def dump(number: int) -> str:
    """A page of about 1,100 characters in the frame of a news site, the same for the same number."""
    dice = random.Random(number)
    lines = dice.sample(HEADS, 3)
    title = dice.choice(SUBJECTS) + dice.choice(VERBS)
    lines += [title, f"2024-0{dice.randint(1, 9)}-{dice.randint(10, 28)} 08:{dice.randint(10, 59)}  来源：示例日报"]
    for _ in range(dice.randint(5, 14)):
        lines.append(
            "　　" + "，".join(dice.choice(SUBJECTS) + dice.choice(VERBS) for _ in range(dice.randint(3, 9))) + "。"
        )
    lines += dice.sample(TAILS, 5)
    lines += [dice.choice(SUBJECTS) + dice.choice(VERBS) for _ in range(6)]
    return "\n".join(lines) + "\n"


def generate(folder: Path, pages: int) -> None:
    """Write the dumps, a thousand to a folder; what an earlier run wrote stays."""
    done = folder / f".{pages}"
    if done.exists():
        return
    for number in range(pages):
        if number % 1000 == 0:
            (folder / f"{number // 1000:04}").mkdir(parents=True, exist_ok=True)
        (folder / f"{number // 1000:04}" / f"{number}.txt").write_text(dump(number), encoding="utf-8")
    done.touch()


class Memory(threading.Thread):
    """Watches a process and its session: memory over time, of the parent and of the largest other process, in MiB; CPU time of each."""

    def __init__(self, leader: int) -> None:
        super().__init__(daemon=True)
        self.leader, self.samples, self.ended = leader, [], threading.Event()
        self.cpu: dict[int, float] = {}

    def run(self) -> None:
        while not self.ended.wait(0.5):
            sizes = {pid: resident(pid) for pid in session(self.leader)}
            self.cpu.update({pid: cpu_seconds(pid) for pid in sizes})
            others = [size for pid, size in sizes.items() if pid != self.leader]
            self.samples.append((sizes.get(self.leader, 0.0), max(others, default=0.0)))

    def figures(self) -> dict[str, object]:
        """Peaks, and both at a quarter of the run and at its end: flat memory has the two alike."""
        quarter, last = self.samples[len(self.samples) // 4], self.samples[-2 if len(self.samples) > 1 else -1]
        return {
            "parent_cpu": round(self.cpu.get(self.leader, 0.0), 1),
            "all_cpu": round(sum(self.cpu.values()), 1),
            "parent_peak": round(max(s[0] for s in self.samples), 1),
            "worker_peak": round(max(s[1] for s in self.samples), 1),
            "parent_quarter_end": (round(quarter[0], 1), round(last[0], 1)),
            "worker_quarter_end": (round(quarter[1], 1), round(last[1], 1)),
        }


def session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and int((entry / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                found.append(int(entry.name))
        except OSError:  # noqa: PERF203 - it ended between the two
            continue
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Resident memory in MiB."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)
    except OSError:
        return 0.0


def timed_run(pages: Path, out: Path, jobs: int) -> dict[str, object]:
    """One `cleaner run` in a session of its own."""
    command = [sys.executable, "-m", "cleaner", "run", str(pages), "-o", str(out), "-j", str(jobs), "-q"]
    started = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    memory = Memory(process.pid)
    memory.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    memory.ended.set()
    memory.join()
    digest = hashlib.file_digest(out.open("rb"), "blake2b").hexdigest()[:16] if sys.version_info >= (3, 11) else ""
    return {"jobs": jobs, "exit": code, "seconds": round(seconds, 1), "digest": digest, **memory.figures()}


def clean_alone(sample: int) -> float:
    """Milliseconds of CPU a page for `Cleaner.clean` on texts in memory, in this process."""
    cleaner = Cleaner()
    texts = [dump(number).encode() for number in range(sample)]
    for text in texts[:50]:
        cleaner.clean(text)
    started = time.process_time()
    for text in texts:
        cleaner.clean(text)
    return (time.process_time() - started) / sample * 1000


def main() -> None:
    """Run, and print the figures as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--sample", type=int, default=2000, help="pages for `clean` alone")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "cleaner-bench")
    arguments = parser.parse_args()
    generate(arguments.work / f"pages{arguments.pages}", arguments.pages)
    alone = clean_alone(min(arguments.sample, arguments.pages))
    print(json.dumps({"clean_alone_ms": round(alone, 3), "load": os.getloadavg()[0]}), flush=True)
    first = None
    for jobs in arguments.jobs:
        figures = timed_run(arguments.work / f"pages{arguments.pages}", arguments.work / f"out{jobs}.jsonl", jobs)
        seconds = float(str(figures["seconds"]))
        first = first or seconds * jobs
        cost = float(str(figures["all_cpu"])) / arguments.pages * 1000
        figures["cpu_ms_a_page"] = round(cost, 3)
        figures["over_clean_alone"] = round(cost / alone, 2)
        figures["speed_up"] = round(first / seconds, 2)
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
