"""Opens a run's tables in polars, DuckDB and pyarrow, and checks that each shows every column's unit, role and description.

polars and DuckDB drop what a field carries and show the JSON of all columns; pyarrow shows the fields' own.
"""

import json
import pathlib
import sys
from collections import Counter

import duckdb
import polars
import pyarrow.parquet

KEY = "overtake.columns"
OUTCOMES = "overtake.outcomes"
SHOWN = ("key", "unit", "role", "description")


def through_polars(file):
    """Rows, columns with their descriptions."""
    table = polars.read_parquet(file)
    return table.height, table.columns, json.loads(polars.read_parquet_metadata(file)[KEY])


def through_duckdb(file):
    """The same by SQL alone."""
    ask = lambda sql, *values: duckdb.connect().execute(sql, [str(file), *values]).fetchall()
    rows = ask("select count(*) from read_parquet(?)")[0][0]
    columns = [row[0] for row in ask("describe select * from read_parquet(?)")]
    shape = json.dumps([{name: "VARCHAR" for name in SHOWN}])
    described = ask(
        f"select c.* from (select unnest(from_json(decode(value), '{shape}')) as c"
        " from parquet_kv_metadata(?) where decode(key) = ?)",
        KEY,
    )
    return rows, columns, [dict(zip(SHOWN, row)) for row in described]


def through_pyarrow(file):
    """The same from the metadata of the fields."""
    parquet = pyarrow.parquet.ParquetFile(file)
    fields = list(parquet.schema_arrow)
    described = [{k.decode(): v.decode() for k, v in (f.metadata or {}).items()} | {"key": f.name} for f in fields]
    return parquet.metadata.num_rows, [f.name for f in fields], described


def same_cells(file):
    """Fails unless polars and DuckDB read the same number of empty cells and the same sum of each column of numbers."""
    table = polars.read_parquet(file)
    for name in table.columns:
        column = table[name]
        number = column.dtype == polars.Float64
        quoted = '"' + name.replace('"', '""') + '"'
        # Sums in another order round otherwise: DuckDB's compensated one against polars' to a relative 1e-9.
        what = f"count({quoted})" + (f", fsum({quoted}), fsum(abs({quoted}))" if number else "")
        row = duckdb.connect().execute(f"select {what} from read_parquet(?)", [str(file)]).fetchone()
        assert row[0] == len(column) - column.null_count(), (name, row[0])
        if number and row[0]:
            assert abs(row[1] - column.sum()) <= 1e-9 * row[2], (name, row[1], column.sum())


def check(file):
    """Rows and descriptions on which all three agree."""
    rows, columns, described = through_polars(file)
    for column in described:
        missing = [name for name in SHOWN if name not in column]
        assert not missing, f"{column} lacks {missing}"
        assert column["role"] and column["description"], f"{column['key']} is not described"
    described = [{name: column[name] for name in SHOWN} for column in described]
    assert [column["key"] for column in described] == columns, "descriptions and columns differ"
    for reader in (through_duckdb, through_pyarrow):
        found = reader(file)
        assert found == (rows, columns, described), f"{reader.__name__} shows otherwise what polars shows"
    same_cells(file)
    return rows, described


def print_columns(file, rows, described):
    """One column of each role: one with a unit where there is one."""
    print(f"\n{file}: {rows} rows, {len(described)} columns, each with unit, role and description")
    for role, count in Counter(column["role"] for column in described).items():
        of_role = [column for column in described if column["role"] == role]
        shown = next((column for column in of_role if column["unit"]), of_role[0])
        print(f"  {count:>4} {role:<12} {shown['key']} [{shown['unit'] or '-'}]: {shown['description']}")


def print_outcomes(file):
    """Outcomes of the paths: a row names its outcome and bloc, so units stand apart."""
    stated = json.loads(polars.read_parquet_metadata(file)[OUTCOMES])
    outcomes = {(outcome["outcome"], outcome["bloc"]): outcome for outcome in stated}
    named = polars.read_parquet(file, columns=["outcome", "bloc"]).unique(maintain_order=True).rows()
    assert set(named) == set(outcomes), f"named or described only: {set(named) ^ set(outcomes)}"
    for outcome in stated:
        assert outcome["unit"] and outcome["description"], f"{outcome} lacks its unit or description"
    print(f"       and {len(stated)} outcomes, each with unit and description")
    for outcome in stated[:2]:
        place = ".".join(part for part in (outcome["outcome"], outcome["bloc"]) if part)
        print(f"       outcome      {place} [{outcome['unit']}]: {outcome['description']}")


folder = pathlib.Path(sys.argv[1])
futures, paths = folder / "futures.parquet", folder / "paths.parquet"
rows, described = check(futures)
numbers = polars.read_parquet_schema(futures)
for column in described:
    # Keys, verdicts and the names of schools have none.
    bare = column["role"] in ("key", "status", "claim") or numbers[column["key"]] == polars.String
    assert column["unit"] or bare, f"{column['key']} has no unit"
print_columns(futures, rows, described)
if paths.exists():
    print_columns(paths, *check(paths))
    print_outcomes(paths)
print(f"\npolars {polars.__version__}, DuckDB {duckdb.__version__} and pyarrow {pyarrow.__version__} show the same.")
