"""A display with a window manager, and the settings window on it, driven as a person would: by name, key and click."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.set_timeout(2000, 5000)
PATIENCE = 15  # seconds; a limit, never a pause


def wait_for(condition, what):
    """The first true value of `condition`."""
    end = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {PATIENCE} s for {what}")
        time.sleep(0.02)


class Display:
    """Xvfb, openbox and the accessibility bus."""

    def __init__(self, size="1280x900"):
        read, write = os.pipe()
        self.x = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            self.name = ":" + ready.readline().strip()
        self.environment = os.environ | {"DISPLAY": self.name}
        self.wm = self.start_wm()
        try:
            wait_for(self.has_wm, "the window manager")
        except BaseException:
            self.close()  # whoever runs the tests waits for the end of what it left
            raise

    def start_wm(self):
        return subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)

    def has_wm(self):
        if self.wm.poll() is not None:  # where two displays begin at once, one may not answer at first
            self.wm = self.start_wm()
        # It asks the window manager, so it answers once there is one.
        return subprocess.run(["xdotool", "get_desktop"], env=self.environment, capture_output=True).returncode == 0

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", str(path)], env=os.environ | {"DISPLAY": self.name}, check=True)

    def close(self):
        for process in (self.wm, self.x):
            process.terminate()
            process.wait()


class Node:
    """An accessible object; gone ones have no name and no children."""

    def __init__(self, accessible):
        self.it = accessible

    def _ask(self, question, otherwise):
        try:
            return question(self.it)
        except Exception:  # a window that has just closed
            return otherwise

    name = property(lambda self: self._ask(lambda it: it.get_name() or "", ""))
    role = property(lambda self: self._ask(lambda it: it.get_role_name(), ""))
    description = property(lambda self: self._ask(lambda it: it.get_description() or "", ""))

    @property
    def mnemonics(self):
        def read(it):
            action = it.get_action_iface()
            keys = [action.get_key_binding(i) for i in range(action.get_n_actions())] if action else []
            return {key for key in keys if key}
        return self._ask(read, set())

    @property
    def text(self):
        def read(it):
            text = it.get_text_iface()
            return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else ""
        return self._ask(read, "")

    def has(self, state):
        return self._ask(lambda it: it.get_state_set().contains(state), False)

    showing = property(lambda self: self.has(Atspi.StateType.SHOWING))
    focused = property(lambda self: self.has(Atspi.StateType.FOCUSED))
    checked = property(lambda self: self.has(Atspi.StateType.CHECKED))
    sensitive = property(lambda self: self.has(Atspi.StateType.SENSITIVE))

    def walk(self):
        yield self
        for i in range(self._ask(lambda it: it.get_child_count(), 0)):
            child = self._ask(lambda it: it.get_child_at_index(i), None)
            if child is not None:
                yield from Node(child).walk()

    def press(self):
        self.it.get_action_iface().do_action(0)

    def focus(self):
        self.it.get_component_iface().grab_focus()
        wait_for(lambda: self.focused, f"the focus at {self.name}")


class Focus:
    """Where the focus is, as the windows tell it: also at the button inside a combo box, which has no place in the tree."""

    def __init__(self):
        self.heard = []  # since it listens, also where the focus only passed by
        self.listener = Atspi.EventListener.new(self._hear)
        self.listener.register("object:state-changed:focused")

    def _hear(self, event):
        if event.detail1:
            node = Node(event.source)
            self.heard.append((node.role, node.name))

    def now(self):
        while GLib.MainContext.default().iteration(False):
            pass
        return self.heard[-1] if self.heard else None

    def close(self):
        self.listener.deregister("object:state-changed:focused")


class Window:
    """sallyport-settings, running."""

    def __init__(self, display, program, arguments=(), environment=None):
        self.display = display
        self.environment = os.environ | {"DISPLAY": display.name} | (environment or {})
        self.process = subprocess.Popen([program, *arguments], env=self.environment, stderr=subprocess.DEVNULL)
        self.root = wait_for(self._find_root, "the window")
        self.find("frame", "Sallyport Settings")
        self.find("page tab", "Apps")  # its pages are made after its first paint

    def _find_root(self):
        assert self.process.poll() is None, "the window's program has ended"
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            try:
                if app is not None and app.get_process_id() == self.process.pid and app.get_child_count() > 0:
                    return Node(app)
            except Exception:  # an app that is leaving
                continue
        return None

    def all(self, role=None, name=None, within=None):
        # What changed meanwhile is heard of only where somebody listens.
        while GLib.MainContext.default().iteration(False):
            pass
        self.root.it.clear_cache()
        for node in (within or self.root).walk():
            if role is not None and node.role != role:
                continue
            if name is not None and not re.fullmatch(name, node.name, re.DOTALL):
                continue
            if node.showing:
                yield node

    def find(self, role, name, within=None):
        return wait_for(lambda: next(self.all(role, name, within), None), f"the {role} '{name}'")

    def lacks(self, role, name):
        wait_for(lambda: next(self.all(role, name), None) is None, f"the {role} '{name}' to go")

    def press(self, role, name, within=None):
        node = self.find(role, name, within)
        wait_for(lambda: node.sensitive, f"the {role} '{name}' to be usable")
        node.press()

    def check(self, name, on=True, nth=0):
        box = wait_for(lambda: (list(self.all("check box", name)) + [None] * (nth + 1))[nth], f"the box '{name}'")
        wait_for(lambda: box.sensitive, f"the box '{name}' to be usable")
        if box.checked != on:
            box.press()
        wait_for(lambda: box.checked == on, f"the box '{name}' to change")

    def field(self, name, nth=0, within=None):
        def fields():
            found = [n for n in self.all(None, name, within) if n.role in ("text", "password text", "entry")]
            return found[nth] if len(found) > nth else None
        return wait_for(fields, f"the field '{name}'")

    def fill(self, name, text, nth=0, within=None):
        """Focuses the field, selects what is there and types over it."""
        field = self.field(name, nth, within)
        wait_for(lambda: field.sensitive, f"the field '{name}' to be usable")
        field.focus()
        self.key("ctrl+a")
        self.key("BackSpace")
        self.type(text)
        if field.role == "text":
            wait_for(lambda: field.text == text, f"'{text}' in the field '{name}'")
        else:  # a password: of its text only the length is told
            wait_for(lambda: len(field.text) == len(text), f"{len(text)} characters in the field '{name}'")
        return field

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "4", "--", text], env=self.environment, check=True)

    def key(self, *keys):
        subprocess.run(["xdotool", "key", "--delay", "4", *keys], env=self.environment, check=True)

    def clipboard(self):
        """Its text. A program of its own: one that has talked to another display cannot."""
        ask = ("import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gdk, Gtk; "
               "print(Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).wait_for_text() or '', end='')")
        return subprocess.run([sys.executable, "-c", ask], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE, check=True).stdout

    def says(self, pattern):
        """A label whose text matches."""
        try:
            return wait_for(
                lambda: next((n for n in self.all() if re.search(pattern, " ".join(n.name.split()))), None),
                f"the words '{pattern}'")
        except AssertionError as error:
            seen = "\n".join(f"  {n.role}: {n.name}" for n in self.all() if n.name)
            raise AssertionError(f"{error}; on the screen:\n{seen}") from None

    def focused(self):
        return next((node for node in self.all() if node.focused and node.role != "frame"), None)

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()

    def wait_until_closed(self):
        wait_for(lambda: self.process.poll() is not None, "the program to end")


def pids_of(program):
    """The processes that run `program`, ended ones left out."""
    def runs(pid):
        try:
            return os.readlink(f"/proc/{pid}/exe") == os.path.realpath(program)
        except OSError:  # ended, or not ours
            return False
    return [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and runs(pid)]


class ProcessOfAnother:
    """What subprocess.Popen is to a child."""

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            return 0 if Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z" else None
        except OSError:
            return 0

    def terminate(self):
        os.kill(self.pid, signal.SIGTERM)

    def wait(self):
        wait_for(lambda: self.poll() is not None, "the program to end")


class OpenedWindow(Window):
    """sallyport-settings, opened by another program."""

    def __init__(self, display, program):
        self.display = display
        self.environment = os.environ | {"DISPLAY": display.name}
        self.process = ProcessOfAnother(wait_for(lambda: pids_of(program), "the window's program")[0])
        self.root = wait_for(self._find_root, "the window")
        self.find("frame", "Sallyport Settings")
        self.find("page tab", "Apps")


class Home:
    """Folders of their own for settings, menu entries and state."""

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="sallyport-gui."))
        self.environment = {
            "XDG_CONFIG_HOME": str(self.path / "config"),
            "XDG_DATA_HOME": str(self.path / "data"),
            "XDG_STATE_HOME": str(self.path / "state"),
        }
        self.settings = self.path / "config" / "sallyport" / "settings.toml"

    def write_settings(self, text):
        self.settings.parent.mkdir(parents=True, exist_ok=True)
        self.settings.parent.chmod(0o700)
        self.settings.write_text(text)
        self.settings.chmod(0o600)

    def close(self):
        shutil.rmtree(self.path)
