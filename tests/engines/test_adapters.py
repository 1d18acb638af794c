"""Each engine gives the records of a run on the same pages. Skipped where the engine is not installed."""

# ruff: noqa: PLC0415 - an engine is imported by the test that it is installed for

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

pytestmark = [pytest.mark.filterwarnings("ignore")]  # the engines' own

DOCS = Path(__file__).parents[2] / "docs" / "engines.md"


@pytest.fixture
def parquet(rows, tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    path = tmp_path / "pages.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=50)
    return path


def by_id(records):
    return sorted(records, key=lambda record: int(record["id"][1:]))


def test_spark(parquet, expected, as_record):
    sql = pytest.importorskip("pyspark.sql")
    from cleaner.engines.spark import clean_dataframe

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    try:
        pages = session.read.parquet(str(parquet)).repartition(3)
        cleaned = clean_dataframe(pages, url="url", keep=["id"])
        assert by_id(as_record(row.asDict(recursive=True)) for row in cleaned.collect()) == expected
    finally:
        session.stop()


def test_ray_data(parquet, expected, as_record):
    pytest.importorskip("ray")
    import ray
    import ray.data

    from cleaner.engines.ray_data import clean_dataset

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    try:
        cleaned = clean_dataset(ray.data.read_parquet(str(parquet)), url="url", keep=["id"])
        assert by_id(as_record(row) for row in cleaned.take_all()) == expected
    finally:
        ray.shutdown()


@pytest.mark.parametrize("streaming", [False, True])
def test_hugging_face_datasets(parquet, expected, as_record, tmp_path, streaming):
    datasets = pytest.importorskip("datasets")
    from cleaner.engines.hf_datasets import clean_dataset

    pages = datasets.load_dataset(
        "parquet", data_files=str(parquet), split="train", cache_dir=str(tmp_path / "cache"), streaming=streaming
    )
    cleaned = clean_dataset(pages, url="url", keep=["id"])
    assert [as_record(row) for row in cleaned] == expected


def test_datatrove_formatter(rows, expected):
    pytest.importorskip("datatrove")
    from datatrove.data import Document

    from cleaner.engines.datatrove import CleanerFormatter

    documents = [Document(text=row["text"], id=row["id"], metadata={"url": row["url"]}) for row in rows]
    cleaned = list(CleanerFormatter(keep_empty=True).run(iter(documents)))
    assert [{"id": d.id, **d.metadata["cleaner"], "body": d.text} for d in cleaned] == expected
    assert any(line["label"] == "nav" and line["reason"] for d in cleaned for line in d.metadata["removed"])
    again = [Document(text=row["text"], id=row["id"], metadata={}) for row in rows]
    assert [d.id for d in CleanerFormatter().run(iter(again))] == [
        record["id"] for record in expected if record["body"]
    ]


def test_datatrove_extractor_in_its_pipeline(rows, expected, tmp_path):
    pytest.importorskip("datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.engines.datatrove import CleanerExtractor

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    steps = [
        JsonlReader(str(tmp_path / "in")),
        CleanerExtractor(timeout=30),
        JsonlWriter(str(tmp_path / "out"), compression=None),
    ]
    LocalPipelineExecutor(pipeline=steps, logging_dir=str(tmp_path / "logs")).run()
    written = [
        json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    ]
    assert [(d["id"], d["text"]) for d in written] == [
        (record["id"], record["body"]) for record in expected if record["body"]
    ]


def test_data_juicer(rows, expected):
    pytest.importorskip("data_juicer")
    from data_juicer.core.data import NestedDataset

    from cleaner.engines.data_juicer import CleanerMapper

    cleaned = NestedDataset.from_list(rows).map(CleanerMapper().process, batched=True)
    assert [row["text"] for row in cleaned] == [record["body"] for record in expected]
    assert [json.loads(row["cleaner"])["verdict"] for row in cleaned] == [record["verdict"] for record in expected]


def examples():
    """The Python blocks of docs/engines.md with the engine that each needs."""
    engine = None
    for block in DOCS.read_text("utf-8").split("\n## ")[1:]:
        engine = block.partition("(`")[2].partition("`)")[0] or "pyarrow"
        for code in block.split("```python\n")[1:]:
            yield pytest.param(engine, code.partition("```")[0], id=f"{engine}")


@pytest.mark.parametrize(("engine", "code"), list(examples()))
def test_the_examples_of_the_docs_run(engine, code, parquet, rows, tmp_path):
    pytest.importorskip(engine)
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "HF_HOME": str(tmp_path / "hf")}
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    written = [path for path in tmp_path.iterdir() if path.name.startswith("clean")]
    assert written
