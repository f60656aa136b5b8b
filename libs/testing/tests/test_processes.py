import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from netral_testing.children import living, session_members, spawn
from netral_testing.processes import Child, ChildFailed
from netral_testing.waiting import eventually

LISTENER = """
import os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
print("hello", os.environ["GREETED"], *sys.argv[1:])
print("ready", file=sys.stderr)
while True:
    signal.pause()
"""
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("started", child.pid)
child.wait()
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Writes a module that a child can run, and gives its name."""

    def write(source: str) -> str:
        (tmp_path / "childmodule.py").write_text(source)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        return "childmodule"

    return write


def alive(pid: int) -> bool:
    return any(process.pid == pid for process in living())


def test_a_child_gets_its_arguments_and_environment_and_its_streams_are_kept_apart(module):
    with Child(module(LISTENER), "one", environment={"GREETED": "world"}) as child:
        child.wait_for_line("^ready$")
        assert child.wait_for_line(r"hello (\w+)")[1] == "world"
        assert child.terminate() == 7
        assert child.stdout == "hello world one\n"
        assert child.stderr == "ready\n"


def test_a_killed_child_says_which_signal_ended_it(module):
    with Child(module(LISTENER), environment={"GREETED": "world"}) as child:
        child.wait_for_line("ready")
        assert child.exit_code is None
        child.kill()
        assert child.exit_code == -signal.SIGKILL


def test_waiting_for_a_line_ends_with_the_child_and_shows_what_it_wrote(module):
    began = time.monotonic()
    with Child(module("raise SystemExit('no such topic')")) as child:
        with pytest.raises(ChildFailed, match="no such topic"):
            child.wait_for_line("ready", timeout=60)
        assert child.exit_code == 1
    assert time.monotonic() - began < 30


def test_waiting_for_a_line_that_does_not_come_ends_in_time(module):
    with (
        Child(module(LISTENER), environment={"GREETED": "world"}) as child,
        pytest.raises(ChildFailed, match="exit code None"),
    ):
        child.wait_for_line("never", timeout=0.2)


def test_waiting_for_a_condition_ends_with_the_child(module):
    with Child(module("raise SystemExit(3)")) as child, pytest.raises(ChildFailed, match="exit code 3"):
        child.wait_until(lambda: False, timeout=60)


def test_waiting_for_a_condition_gives_its_result(module):
    with Child(module(LISTENER), environment={"GREETED": "world"}) as child:
        assert child.wait_until(lambda: child.stderr) == "ready\n"


def test_a_child_and_what_it_started_are_gone_after_its_block(module):
    with Child(module(PARENT)) as child:
        grandchild = int(child.wait_for_line(r"started (\d+)")[1])
        assert sorted(child.processes()) == sorted([child.pid, grandchild])
        child.kill()
        assert child.processes() == [grandchild]
    assert not alive(grandchild)


def test_a_child_does_not_outlive_us_even_if_we_are_killed(tmp_path):
    script = (
        "from netral_testing.children import spawn\n"
        "print(spawn(['sleep', '600']).pid, flush=True)\n"
        "import signal; signal.pause()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    eventually(lambda: not alive(pid))


def test_a_child_outlives_the_thread_that_asked_for_it():
    started = []
    thread = threading.Thread(target=lambda: started.append(spawn(["sleep", "600"])))
    thread.start()
    thread.join()
    (child,) = started
    time.sleep(0.2)  # a death signal that does not come has no condition to wait for
    assert session_members(child.pid) == [child.pid]
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
