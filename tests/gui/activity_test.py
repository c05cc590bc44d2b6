"""The Activity page over a real relay, a real squid and curl. Runs inside tests/support/with_session."""

import os
import re
import socket
import subprocess
import sys
import unittest

from desktop import wait_for
from fake_supervisor import FakeSupervisor
from network import Origin, Squid
from window_case import CLIENT, CUSTOM, LAUNCHER, WindowTest

FETCHER = """
[[clients]]
id = "fetcher"
name = "Fetcher"
command = "sh"
arguments = ["-c", 'while read -r url; do curl -q -s -o /dev/null --max-time 30 "$url"; done']
"""


class RealRelayTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.origin = Origin()
        self.addCleanup(self.origin.close)
        self.squid = Squid("alice", "s3cret")
        self.addCleanup(self.squid.close)
        self.squid.store("s3cret")
        # Leads to this machine, but is not loopback to the relay.
        self.here = socket.gethostname()
        self.home.write_settings(self.squid.settings() + f'bypass = "{self.here}"\n' + FETCHER + CLIENT)

    def launch(self):
        """The client, which fetches each URL that it is told."""
        process = subprocess.Popen([LAUNCHER, "launch", "fetcher"], env=os.environ | self.home.environment, text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def end():
            process.stdin.close()
            process.wait()
        self.addCleanup(end)
        return process

    def fetch(self, process, host, page="page"):
        process.stdin.write(f"http://{host}:{self.origin.port}/{page}\n")
        process.stdin.flush()

    def cells(self, window, pattern):
        return list(window.all("table cell", pattern))

    def test_requests_come_in_with_their_route_and_its_reason(self):
        window = self.open("--page", "activity")
        window.says("^No app is running")
        client = self.launch()
        window.says("^No request yet")
        self.fetch(client, "origin.test")
        window.find("table cell", f"origin.test:{self.origin.port}")
        window.find("table cell", "200")
        window.find("table cell", r"5\.0 kB")
        window.find("table cell", f"127.0.0.1:{self.squid.port}")
        window.says("^Select a request to see why")
        plot = window.find(None, "Throughput over the last five minutes")
        wait_for(lambda: re.match(r"Received [\d.]+ k?B/s at most", plot.description), "the plot")

        self.fetch(client, self.here)
        window.find("table cell", "direct")
        window.find(None, "Requests").focus()
        window.key("Home")
        window.says(f"^origin.test:{self.origin.port} went through 127.0.0.1:{self.squid.port}. The custom proxy is on.")
        window.key("End")
        window.says(f'went direct, without a proxy. {self.here} matches the bypass entry "{self.here}" of the custom proxy.')

        window.fill("Filter", "bypass")
        wait_for(lambda: not self.cells(window, "origin.test.*"), "the filter")
        self.assertEqual(len(self.cells(window, f"{self.here}:.*")), 1)
        window.fill("Filter", "nowhere")
        window.says("^No request matches the filter")
        window.fill("Filter", "")
        window.find("table cell", "origin.test:.*")

    def test_what_is_under_way_counts_for_the_throughput(self):
        window = self.open("--page", "activity")
        self.fetch(self.launch(), "origin.test", "held")
        plot = window.find(None, "Throughput over the last five minutes")
        wait_for(lambda: re.match(r"Received \d.* One request is under way\.", plot.description), "the plot")
        window.says("^No request has ended yet")
        self.origin.release()
        window.find("table cell", f"origin.test:{self.origin.port}")
        wait_for(lambda: "under way" not in plot.description, "the end")

    def test_one_app_can_be_chosen(self):
        window = self.open("--page", "activity")
        client = self.launch()
        self.fetch(client, "origin.test")
        window.find("table cell", "Fetcher")
        # The button inside a combo box, which takes the focus, has no place in the tree.
        before = window.field("Filter")
        before.focus()
        window.key("shift+Tab")
        wait_for(lambda: not before.focused, "the focus at App")
        window.key("End")
        window.says("^Sleeper is not running")
        window.key("Up")
        window.find("table cell", "origin.test:.*")
        window.key("Down")
        window.says("^Sleeper is not running")
        self.fetch(client, "origin.test")
        window.key("Home")
        wait_for(lambda: len(self.cells(window, "origin.test:.*")) == 2, "the requests of all apps")


class QuestionsTest(WindowTest):
    def test_relays_are_asked_only_while_the_page_is_seen(self):
        self.home.write_settings(CUSTOM + CLIENT)
        supervisor = FakeSupervisor(self.home.settings, "sleeper", "Sleeper", [FakeSupervisor.record("a.example")])
        self.addCleanup(supervisor.close)
        window = self.open("--page", "proxy")

        def looks(times):
            before = supervisor.times_asked("status")
            wait_for(lambda: supervisor.times_asked("status") >= before + times, "a look at what runs")
        looks(2)
        self.assertEqual(supervisor.times_asked("activity"), 0)
        window.key("ctrl+Page_Down", "ctrl+Page_Down")
        window.find("table cell", "a.example:443")
        asked = supervisor.times_asked("activity")
        supervisor.records.append(FakeSupervisor.record("b.example"))
        window.find("table cell", "b.example:443")
        self.assertGreater(supervisor.times_asked("activity"), asked)

        window.key("ctrl+Page_Up")
        window.find("push button", "Launch")
        looks(1)
        asked = supervisor.times_asked("activity")
        looks(2)
        self.assertEqual(supervisor.times_asked("activity"), asked)
        # What came meanwhile is there at once.
        supervisor.records.append(FakeSupervisor.record("c.example"))
        window.key("ctrl+Page_Down")
        window.find("table cell", "c.example:443")

        subprocess.run(["xdotool", "getactivewindow", "windowminimize"], env=window.environment, check=True)
        looks(1)
        asked = supervisor.times_asked("activity")
        looks(2)
        self.assertEqual(supervisor.times_asked("activity"), asked)

    def test_the_page_is_the_one_of_last_time(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open()
        window.key("ctrl+Page_Down", "ctrl+Page_Down")
        window.says("^No app is running")
        window.key("Escape")
        window.wait_until_closed()
        self.open().says("^No app is running")

    def test_an_app_without_a_relay_is_said_to_be_unseen(self):
        self.home.write_settings(CUSTOM + CLIENT)
        supervisor = FakeSupervisor(self.home.settings, "sleeper", "Sleeper", relay_port=0)
        self.addCleanup(supervisor.close)
        self.open("--page", "activity").says("^The apps that are running get their proxy not through Sallyport")


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
