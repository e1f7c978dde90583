"""What a screen reader is told of one program, as a process of its own: one question and one answer per line, in JSON.

Runs under the Python that holds the `gi` bindings of AT-SPI, usually the system's, and so imports nothing of ours.
"""

import contextlib
import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is chosen before

MOST_CHILDREN = 600
"""Of a longer list only the first are looked at."""
STATES = ("ACTIVE", "CHECKED", "EDITABLE", "ENABLED", "EXPANDED", "FOCUSABLE", "FOCUSED", "MODAL", "SELECTABLE", "SELECTED",
          "SHOWING", "VISIBLE")  # fmt: skip


def told(one, name, role, states, whole):
    """Return what is told of one element."""
    x = y = width = height = 0
    with contextlib.suppress(GLib.Error):
        place = Atspi.Component.get_extents(one, Atspi.CoordType.SCREEN)
        x, y, width, height = place.x, place.y, place.width, place.height
    return {
        "name": name,
        "role": role or one.get_role_name() or "",
        "description": one.get_description() or "",
        "states": [state.lower() for state in STATES if states.contains(getattr(Atspi.StateType, state))],
        "box": [x, y, width, height],
        "links": links_of(one) if whole else {},
    }


def links_of(one):
    """Return the relations of one element: what kind, and the names at the other end."""
    found = {}
    with contextlib.suppress(GLib.Error):
        for link in one.get_relation_set() or ():
            targets = [link.get_target(at) for at in range(link.get_n_targets())]
            names = [target.get_name() for target in targets if target is not None]
            found.setdefault(link.get_relation_type().value_nick, []).extend(names)
    return found


class Search:
    """One walk through the program, depth first, over what is on the screen.

    Every question to an element is a message to the program and back, so each is asked only where it decides.
    """

    def __init__(self, wanted):
        self.found = []
        self.place = None
        self.wanted = wanted
        self.most = wanted.get("most", 10_000)
        self.states = [getattr(Atspi.StateType, state.upper()) for state in wanted.get("states", ())]

    def fits(self, name, role, states):
        """Tell whether an element is what is asked for; what is not named does not count."""
        name_wanted = self.wanted.get("name")
        if name_wanted is not None and (name_wanted not in name if self.wanted.get("part") else name_wanted != name):
            return False
        return role == self.wanted.get("role", "") and all(states.contains(one) for one in self.states)

    def walk(self, one, depth=0, is_inside=True):
        """Collect what fits; `is_inside` where it is below what the search is limited to."""
        states = one.get_state_set()
        if depth > 1 and not states.contains(Atspi.StateType.SHOWING):
            return
        name = one.get_name() or ""
        role = one.get_role_name() if is_inside and self.wanted.get("role") else ""
        if depth and is_inside and one is not self.place and self.fits(name, role, states):
            self.found.append(told(one, name, role, states, self.wanted.get("links")) | {"depth": depth})
        elif not is_inside and name == self.wanted["within"]:
            is_inside, self.place = True, one
        if depth >= self.wanted.get("deepest", 100):
            return
        for at in range(min(one.get_child_count(), MOST_CHILDREN)):
            if len(self.found) >= self.most:
                return
            with contextlib.suppress(GLib.Error):
                child = one.get_child_at_index(at)
                if child is not None:
                    self.walk(child, depth + 1, is_inside)


places = {}
"""Where a search was limited to: it is looked at first the next time."""


def answer(wanted):
    """Return everything that fits in the program with this process id."""
    search, key = Search(wanted), (wanted["pid"], wanted.get("within"))
    with contextlib.suppress(GLib.Error):
        place = places.get(key)
        if place is not None and place.get_name() == wanted["within"]:
            search.place = place
            search.walk(place, 2)
    if search.found:
        return search.found
    search.place, desktop = None, Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        with contextlib.suppress(GLib.Error):
            program = desktop.get_child_at_index(at)
            if program is not None and program.get_process_id() == wanted["pid"]:
                search.walk(program, is_inside="within" not in wanted)
    places[key] = search.place
    return search.found


def main():
    """Answer until nobody asks any more."""
    Atspi.init()
    Atspi.set_timeout(5000, 5000)
    desktop = Atspi.get_desktop(0)
    desktop.set_cache_mask(Atspi.Cache.NONE)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
