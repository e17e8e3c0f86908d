"""Makes a table of what measure.py found."""

import json
import statistics
import sys

medians = {}
for line in sys.stdin:
    found = json.loads(line)
    times = sorted(found["ms"])
    medians[found["bot"]] = statistics.median(times)
    p99 = times[min(len(times) - 1, round(0.99 * (len(times) - 1)))]
    print(
        f"{found['bot']:10} median {medians[found['bot']]:7.1f} ms   p99 {p99:7.1f} ms   "
        f"min {times[0]:7.1f} ms   of {len(times)}"
    )
print(f"convene / echo: {medians['convene'] / medians['echo']:.2f}")
