"""What an attacker of the store is told."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest

REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError)


def refused(rule):
    return pytest.raises(REFUSED, match=rf"\b{rule}\b")
