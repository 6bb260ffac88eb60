"""DuckDB, plain SQL with grid cells. (Its spatial extension comes from its own server, not with the pinned packages.)

Points join on cells of the grid; a polygon holds a point when a ray from it crosses the border an odd number of times.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import duckdb
from peers.task import Task

if TYPE_CHECKING:
    from pathlib import Path

    from peers.task import Answer

TITLE = "DuckDB, grid cells"

LOAD = """
CREATE TABLE addresses AS FROM read_parquet('{folder}/addresses.parquet');
CREATE TABLE signals AS FROM read_parquet('{folder}/signals.parquet');
CREATE TABLE edges AS FROM read_parquet('{folder}/edges.parquet');
CREATE TABLE locations AS FROM read_parquet('{folder}/locations.parquet');
"""
INDEX = """
CREATE OR REPLACE TABLE active AS
SELECT x, y, floor(x / {cell})::INTEGER AS cx, floor(y / {cell})::INTEGER AS cy
FROM addresses WHERE active ORDER BY cx, cy;
CREATE OR REPLACE TABLE signal_cells AS
SELECT *, floor(x / {near_m})::INTEGER AS cx, floor(y / {near_m})::INTEGER AS cy FROM signals;
CREATE OR REPLACE TABLE buurt_cells AS
WITH spans AS (
    SELECT buurt, floor(min(x1) / {near_m})::INTEGER AS left_x, floor(max(x1) / {near_m})::INTEGER AS right_x,
           floor(min(y1) / {near_m})::INTEGER AS low_y, floor(max(y1) / {near_m})::INTEGER AS high_y
    FROM edges GROUP BY buurt
), columns AS (
    SELECT buurt, unnest(range(left_x, right_x + 1))::INTEGER AS cx, low_y, high_y FROM spans
)
SELECT buurt, cx, unnest(range(low_y, high_y + 1))::INTEGER AS cy FROM columns;
"""
ANSWER = """
WITH objects AS (
    SELECT l.id, any_value(a.use) AS use, any_value(a.area) AS area, bool_or(a.out_of_use) AS out_of_use
    FROM locations l JOIN addresses a USING (object) GROUP BY l.id
), here AS (
    SELECT l.id, sum(ln(1 - s.weight * s.remains * 2 ** (-s.age_months / {half_life_months}))) AS kept
    FROM locations l JOIN signals s USING (object) GROUP BY l.id
), offsets AS (
    SELECT dx::INTEGER AS dx, dy::INTEGER AS dy FROM range(-1, 2) a(dx), range(-1, 2) b(dy)
), near_pairs AS (
    SELECT l.id, s.weight * 2 ** (-s.age_months / {half_life_months}) AS fresh,
           ((s.x - l.x) ** 2 + (s.y - l.y) ** 2) / {near_m} ** 2 AS share
    FROM (SELECT *, floor(x / {near_m})::INTEGER + dx AS cx, floor(y / {near_m})::INTEGER + dy AS cy
          FROM locations, offsets) l
    JOIN signal_cells s ON s.cx = l.cx AND s.cy = l.cy AND s.object <> l.object
), near AS (
    SELECT id, sum(ln(1 - fresh * (1 - share) ** 2)) AS kept FROM near_pairs WHERE share <= 1 GROUP BY id
), around AS (
    SELECT *, floor(x / {cell})::INTEGER + dx AS cx, floor(y / {cell})::INTEGER + dy AS cy FROM locations, offsets
), addresses_around AS (
    SELECT l.id, count(*) AS number FROM around l JOIN active a ON a.cx = l.cx AND a.cy = l.cy
    WHERE (a.x - l.x) ** 2 + (a.y - l.y) ** 2 <= {around_m} ** 2 GROUP BY l.id
), locations_around AS (
    SELECT l.id, count(*) - 1 AS number
    FROM around l JOIN locations a ON floor(a.x / {cell})::INTEGER = l.cx AND floor(a.y / {cell})::INTEGER = l.cy
    WHERE (a.x - l.x) ** 2 + (a.y - l.y) ** 2 <= {around_m} ** 2 GROUP BY l.id
), areas AS (
    SELECT l.id, e.buurt
    FROM locations l
    JOIN buurt_cells b ON b.cx = floor(l.x / {near_m})::INTEGER AND b.cy = floor(l.y / {near_m})::INTEGER
    JOIN edges e ON e.buurt = b.buurt AND (e.y1 > l.y) <> (e.y2 > l.y)
        AND l.x < (e.x2 - e.x1) * (l.y - e.y1) / (e.y2 - e.y1) + e.x1
    GROUP BY l.id, e.buurt HAVING count(*) % 2 = 1
), counted AS (
    SELECT l.id, o.use, o.area, o.out_of_use, coalesce(a.number, 0) AS addresses_around,
           n.number AS locations_around, coalesce(here.kept, 0) AS here, coalesce(near.kept, 0) AS near,
           coalesce(areas.buurt, '') AS buurt
    FROM locations l JOIN objects o USING (id) JOIN locations_around n USING (id)
    LEFT JOIN addresses_around a USING (id) LEFT JOIN here USING (id) LEFT JOIN near USING (id)
    LEFT JOIN areas USING (id)
)
SELECT use, area, ln(1 + (1 - exp(here)) * {here_gain}) AS here, ln(1 + (1 - exp(near)) * {near_gain}) AS near,
       addresses_around, locations_around,
       ln(1 + {context_gain} * (1 - (CASE WHEN addresses_around <= {remote_addresses} THEN 1 - {remote} ELSE 1 END)
           * (CASE WHEN locations_around >= {crowded_locations} THEN 1 - {crowded} ELSE 1 END)
           * (CASE WHEN out_of_use THEN 1 - {out_of_use} ELSE 1 END))) AS context, buurt
FROM counted ORDER BY id
"""


def load(folder: Path):
    connection = duckdb.connect()
    connection.execute(LOAD.format(folder=folder))
    task = Task.read(folder)
    numbers = {name: repr(value) for name, value in asdict(task).items()}
    return connection, numbers | {"cell": repr(task.around_m)}


def index(state) -> None:
    connection, numbers = state
    connection.execute(INDEX.format(**numbers))


def answer(state) -> Answer:
    connection, numbers = state
    return connection.execute(ANSWER.format(**numbers)).fetchnumpy()


def columns(_, result) -> Answer:
    return {name: values.astype("U") if values.dtype == object else values for name, values in result.items()}
