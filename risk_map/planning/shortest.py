"""Shortest ways through a graph, compiled: Dijkstra's algorithm from one place, that stops when all it seeks is found.

Compiled without the lock of the interpreter, so that threads share the work. Not with numba's own threads: its
portable layer ends the process when two users ask at once.

References
----------
Dijkstra (1959), "A note on two problems in connexion with graphs", Numerische Mathematik 1:269-271. The heap has four
children a node and keeps what was overtaken: of a road network that is little, and it saves looking up places in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

NONE: Final = -1


class Arcs(NamedTuple):
    """A directed graph; the arcs out of node ``i`` are ``first[i]`` up to ``first[i + 1]``.

    Parameters
    ----------
    first
        (nodes + 1,).
    head
        (arcs,) node where each arc ends.
    seconds, metres
        (arcs,) what it costs, and how long it is; never negative.
    """

    first: Ints
    head: Ints
    seconds: Floats
    metres: Floats


class Seeds(NamedTuple):
    """Two nodes that each place leads to, (places, 2).

    Parameters
    ----------
    node
        Numbers of nodes.
    seconds, metres
        From the place to the node; infinite seconds: no way there.
    """

    node: Ints
    seconds: Floats
    metres: Floats


@njit(cache=True, nogil=True)
def _push(keys: Floats, nodes: Ints, size: int, key: float, node: int) -> None:
    at = size
    while at > 0:
        parent = (at - 1) >> 2
        if keys[parent] <= key:
            break
        keys[at], nodes[at] = keys[parent], nodes[parent]
        at = parent
    keys[at], nodes[at] = key, node


@njit(cache=True, nogil=True)
def _drop(keys: Floats, nodes: Ints, size: int) -> None:
    """Take the top away; ``size`` is what remains."""
    key, node, at = keys[size], nodes[size], 0
    while True:
        best = 4 * at + 1
        if best >= size:
            break
        for other in range(best + 1, min(4 * at + 5, size)):
            if keys[other] < keys[best]:
                best = other
        if keys[best] >= key:
            break
        keys[at], nodes[at] = keys[best], nodes[best]
        at = best
    keys[at], nodes[at] = key, node


@njit(cache=True, nogil=True)
def search(arcs: Arcs, seeds: Seeds, place: int, sought: Ints) -> tuple[Floats, Floats, Ints]:
    """Find the quickest way from one place to some nodes.

    Parameters
    ----------
    arcs
        The graph.
    seeds, place
        Where it begins: a row of the seeds.
    sought
        Different nodes; the search stops when the last of them is found.

    Returns
    -------
    tuple
        Per node the seconds (infinite: not found), the metres of that way, and the arc by which it was reached
        (``NONE`` at a seed).
    """
    count = len(arcs.first) - 1
    cost, length = np.full(count, np.inf), np.zeros(count)
    came = np.full(count, NONE)
    keys, nodes = np.empty(len(arcs.head) + 2), np.empty(len(arcs.head) + 2, np.int64)
    wanted = np.zeros(count, np.bool_)
    wanted[sought] = True
    left, size = len(sought), 0
    for side in range(2):
        node, seconds = seeds.node[place, side], seeds.seconds[place, side]
        if seconds < cost[node]:
            cost[node], length[node] = seconds, seeds.metres[place, side]
            _push(keys, nodes, size, seconds, node)
            size += 1
    while size > 0 and left > 0:
        seconds, node = keys[0], nodes[0]
        size -= 1
        _drop(keys, nodes, size)
        if seconds > cost[node]:
            continue
        if wanted[node]:
            wanted[node] = False
            left -= 1
        for arc in range(arcs.first[node], arcs.first[node + 1]):
            head, through = arcs.head[arc], seconds + arcs.seconds[arc]
            if through < cost[head]:
                cost[head], length[head], came[head] = through, length[node] + arcs.metres[arc], arc
                _push(keys, nodes, size, through, head)
                size += 1
    return cost, length, came


@njit(cache=True, nogil=True)
def search_all(arcs: Arcs, seeds: Seeds, places: Ints, sought: Ints) -> tuple[Floats, Floats]:
    """Find the quickest ways from many places to the same nodes.

    Parameters
    ----------
    arcs, seeds, sought
        As for ``search``.
    places
        Rows of the seeds.

    Returns
    -------
    tuple
        Seconds and metres, one row per place and one column per sought node.
    """
    seconds = np.empty((len(places), len(sought)))
    metres = np.empty((len(places), len(sought)))
    for row in range(len(places)):
        cost, length, _ = search(arcs, seeds, places[row], sought)
        seconds[row], metres[row] = cost[sought], length[sought]
    return seconds, metres
