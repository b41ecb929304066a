"""Opens a run in polars, DuckDB and pyarrow, and checks that units, roles and descriptions are to be seen."""

import json
import sys

import duckdb
import polars
import pyarrow.parquet

folder = sys.argv[1]
futures = f"{folder}/futures.parquet"

table = polars.read_parquet(futures)
rows = duckdb.sql(f"select count(*) from '{futures}'").fetchone()[0]
assert rows == table.height, (rows, table.height)

metadata = pyarrow.parquet.read_schema(futures)
described = json.loads(metadata.metadata[b"overtake.columns"])
names = {column["key"] for column in described}
assert names == set(table.columns), names ^ set(table.columns)
for field in metadata:
    for key in (b"unit", b"role", b"description"):
        assert field.metadata and key in field.metadata, (field.name, key)

key_value = duckdb.sql(f"select key from parquet_kv_metadata('{futures}')").fetchall()
assert any(key[0] == b"overtake.columns" or key[0] == "overtake.columns" for key in key_value), key_value

paths = polars.read_parquet(f"{folder}/paths.parquet")
print(f"polars {polars.__version__} and DuckDB {duckdb.__version__} read {rows} trajectories of {len(names)} columns")
print(f"and {paths.height} rows of paths; each column has unit, role and description. The first three:")
for column in described[:3]:
    print(" ", column)
