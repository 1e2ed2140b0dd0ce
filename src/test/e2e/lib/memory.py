"""The memory of a JVM: resident memory from the kernel, and the heap from the JVM's log of collections."""
import pathlib
import re
import statistics

_COLLECTION = re.compile(r'\bPause \S+ .*?[0-9]+M->([0-9]+)M\(')


def resident_mib(pid):
    status = pathlib.Path(f'/proc/{pid}/status').read_text(encoding='ascii')
    return int(re.search(r'^VmRSS:\s+(\d+) kB', status, re.M)[1]) / 1024


def heap_after_collections(log):
    """The MiB in use after each collection, from a log that -Xlog:gc:file=... writes."""
    lines = pathlib.Path(log).read_text(encoding='ascii', errors='replace').splitlines()
    return [int(found[1]) for line in lines if (found := _COLLECTION.search(line))]


def thirds(samples, of=statistics.median):
    """The function, such as the median, of the first and of the last third of the samples."""
    third = max(1, len(samples) // 3)
    return of(samples[:third]), of(samples[-third:])
