"""A server to measure, and what it prints: what `scripts/bench-members` and `scripts/bench-nodes` have in common."""

import atexit
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

ROUNDS = 9
PASSWORD = "only-for-this-demo"


class Server:
    """A server on a free port."""

    def __init__(self, binary, folder, *arguments):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.path = Path(folder) / "bench.db"
        environment = {
            "PATH": os.environ["PATH"],
            "BAILIWICK_LISTEN": f"127.0.0.1:{self.port}",
            "BAILIWICK_DATABASE_URL": f"sqlite:{self.path}",
            "BAILIWICK_LOG_LEVEL": "warn",
        }
        begun = time.perf_counter()
        self.child = subprocess.Popen(
            [binary, "serve", *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL
        )
        # It ends with this, however this ends.
        atexit.register(self.child.kill)
        self.cookie = ""
        while True:
            try:
                if self.ask("GET", "/readyz")[0] == 204:
                    break
            except OSError:
                pass
            if self.child.poll() is not None or time.perf_counter() - begun > 120:
                sys.exit("the server does not start")
            time.sleep(0.02)
        self.start = (time.perf_counter() - begun) * 1e3

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        """Answers the status, the text, the cookie, and the milliseconds it took."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        headers = {"Accept": "application/json", "Origin": f"http://localhost:{self.port}", "Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = kind
        begun = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        return answer.status, text, answer.getheader("Set-Cookie") or "", (time.perf_counter() - begun) * 1e3

    def sign_in(self):
        form = urllib.parse.urlencode({"login": "admin", "password": PASSWORD, "next": "/"})
        status, text, cookie, _ = self.ask("POST", "/rpc/sign_in", form)
        if not cookie:
            sys.exit(f"cannot sign in: {status} {text}")
        self.cookie = cookie.split(";")[0]

    def times(self, path):
        """The first time, when nothing of it was counted before; then the median, and what came."""
        times = []
        for _ in range(ROUNDS):
            status, text, _, took = self.ask("GET", path)
            if status != 200:
                sys.exit(f"{path}: {status} {text[:200]}")
            times.append(took)
        return times[0], statistics.median(times), text

    def stop(self):
        self.child.terminate()
        self.child.wait()


def filled(binary, folder, script, number, what):
    """A server on a demo that a script put so many things into."""
    first = Server(binary, folder, "--demo")
    first.stop()
    begun = time.perf_counter()
    subprocess.run([Path(__file__).parent / script, first.path, str(number)], check=True)
    print(f"{number} {what} made in {time.perf_counter() - begun:.1f} s, load {os.getloadavg()[0]:.2f}", flush=True)
    server = Server(binary, folder)
    print(f"started in {server.start:.0f} ms", flush=True)
    server.sign_in()
    return server


class Verdict:
    """Prints figures beside their limits, and remembers whether one is over."""

    def __init__(self):
        self.failed = False

    def check(self, what, figure, limit, note=""):
        held = figure <= limit
        self.failed |= not held
        print(f"{'PASS' if held else 'FAIL'}  {what:<44}{figure:>9.1f} ms   limit {limit:>6.0f} ms{note}", flush=True)
