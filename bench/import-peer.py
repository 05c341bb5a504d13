"""Peer of the import: Python's csv and sqlite3 modules, executemany in one transaction. Arguments: CSV file, database."""
import csv
import json
import sqlite3
import sys
import time

path, db_path = sys.argv[1:]
started_at = time.perf_counter()
with open(path, newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    header = next(rows)
    db = sqlite3.connect(db_path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE row (" + ", ".join(f'"{name}" TEXT' for name in header) + ")")
    with db:
        stored = db.executemany("INSERT INTO row VALUES (" + ", ".join("?" for _ in header) + ")", rows).rowcount
    db.close()
milliseconds = 1000 * (time.perf_counter() - started_at)

try:
    with open("/proc/self/status", encoding="utf-8") as status:
        peak = next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")), None)
except OSError:
    peak = None
print(json.dumps({"milliseconds": milliseconds, "rows": stored, "peakMegabytes": peak}))
