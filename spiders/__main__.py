"""`python -m spiders`: one crawl, told by JSON on standard input, in this process alone."""

import resource
import sys
from pathlib import Path

import msgspec

from ingest.crawl import Job
from spiders.running import run


def main() -> int:
    """Crawl and leave the pages in the job's result file, whole or not at all."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    limit = job.limits.memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    closing = run(job)
    result = Path(job.result)
    partial = result.with_suffix(".partial")
    partial.write_bytes(msgspec.msgpack.encode(closing))
    partial.replace(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
