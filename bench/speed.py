"""How fast casus reads: reports of 600 words, beside a bare model session on the same word pieces, in one run.

python -m bench.speed
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from casus.coding.scenes import settings
from casus.ingest import report_from_text
from casus.pipeline import Pipeline
from casus.reader import ModelReader
from casus.records import Report

ROOT = Path(__file__).parent.parent
WORDS = 600


def reports(count: int) -> list[Report]:
    """Return `count` reports of about 600 words each, made of our own samples in turn."""
    lines = (ROOT / "bench/samples/attribution.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    made = []
    for number in range(count):
        rotated = texts[number % len(texts) :] + texts[: number % len(texts)]
        words = "\n\n".join(rotated).split(" ")[:WORDS]
        made.append(report_from_text(" ".join(words), publisher=f"sample {number}", language="en"))
    return made


def seconds(action: Callable[[], object], repeat: int) -> float:
    """Return the median wall time of an action."""
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def score_acts(pipeline: Pipeline, report: Report) -> int:
    """Mark a report and score the acts of each sentence in which a word may name one; return how many sentences there were."""
    asked = [setting.scene for setting in settings(pipeline.read(report, until="reader"))]
    pipeline.reader.tell(report, asked)
    return len(asked)


def cold(repeat: int) -> tuple[float, int]:
    """Return median seconds and peak resident MiB of `casus read` on one report, the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(reports(1)[0].text, "utf-8")
        command = [str(Path(sys.executable).parent / "casus"), "read", str(path)]
        taken = seconds(lambda: subprocess.run(command, check=True, capture_output=True), repeat)
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    sample, reader = reports(arguments.reports), ModelReader(threads=arguments.threads)
    pipeline, model = Pipeline(reader), reader.model
    pieces = [model.tokenizer(report.text) for report in sample]
    pipeline.read(sample[0])
    windows = [(window, p) for p in pieces for window in p.windows()]
    with ThreadPoolExecutor(model.threads) as pool:
        bare = seconds(lambda: list(pool.map(lambda job: model.run(*job), windows)), 3) / len(sample)
    labelled = seconds(lambda: [model.label(r.text) for r in sample], 3) / len(sample)
    paired = seconds(lambda: [score_acts(pipeline, r) for r in sample], 3) / len(sample)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps({"text": r.text, "publisher": r.publisher}) + "\n" for r in sample), "utf-8")
        whole = seconds(lambda: list(pipeline.read_all(path)), 3) / len(sample)
    frames = sum(score_acts(pipeline, r) for r in sample)
    start, resident = cold(7)
    count = sum(len(p.ids) for p in pieces) / len(sample)
    through = sum(w.last - w.first for p in pieces for w in p.windows()) / sum(len(p.spans) for p in pieces)
    print(f"{len(sample)} reports of {WORDS} words, {count:.0f} word pieces each; overlap makes the model read {through:.2f} times that")
    print(f"bare session        {1 / bare:6.1f} reports/s   {count * through / bare:8,.0f} pieces/s")
    print(f"spans, in turn      {1 / labelled:6.1f} reports/s   {bare / labelled:8.0%} of the time is the session")
    print(f"spans, links, pairs {1 / paired:6.1f} reports/s   {frames / len(sample):8.1f} sentences with acts a report")
    print(f"casus read, all     {1 / whole:6.1f} reports/s   {bare / whole:8.0%} of the time is the session")
    print(f"cold start          {start:6.2f} s           {resident:,} MiB resident")


if __name__ == "__main__":
    main()
