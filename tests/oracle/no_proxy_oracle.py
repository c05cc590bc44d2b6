#!/usr/bin/python3
"""Compares `sallyport route URL --as PROGRAM --no-proxy LIST` with what the real programs do.

  no_proxy_oracle.py SALLYPORT FOLDER [PROGRAM…]

FOLDER keeps the packages from npm and the Go program from one run to the next. A recording proxy on loopback sees who
asks it; all runs in a network namespace that has nothing but loopback, so that going direct ends at once. Prints a table
of disagreements and fails when there is one. Where the machine allows no namespace the test is skipped (77), and a
program that is not there is left out; both say why in a line that begins with "skipped:".
"""

import concurrent.futures
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from no_proxy_table import pairs
from recording_proxy import MARK, PAGE, RecordingProxy

HERE = os.path.dirname(os.path.abspath(__file__))
INSIDE = "SALLYPORT_ORACLE_INSIDE"
SKIPPED = 77
PROXY_FAMILY = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy")


def plain_environment(folder):
    family = PROXY_FAMILY + ("xdg_current_desktop", "dbus_session_bus_address", "display", "wayland_display")
    environment = {name: value for name, value in os.environ.items() if name.lower() not in family}
    # IDN names on a command line are read in the locale's encoding.
    return environment | {"LC_ALL": "C.UTF-8", "HOME": folder, "XDG_CONFIG_HOME": folder}


def with_proxy(folder, proxy, bypass):
    environment = plain_environment(folder)
    for name in ("http_proxy", "https_proxy"):
        environment[name] = environment[name.upper()] = proxy.url
    if bypass:
        environment["no_proxy"] = environment["NO_PROXY"] = bypass
    return environment


def verdict(proxy, outcome):
    """What the proxy saw, and what the program says where it saw nothing."""
    if proxy.seen:
        return "proxy"
    return "direct" if outcome == "attempted" else outcome


# One function a program: (folder, list, urls) -> verdicts.


def ask_command(folder, bypass, urls, command):
    proxy = RecordingProxy()
    verdicts = []
    for url in urls:
        proxy.restart()
        words, attempted = command(url)
        ended = subprocess.run(
            words, env=with_proxy(folder, proxy, bypass), stdin=subprocess.DEVNULL, capture_output=True, timeout=30
        )
        outcome = "attempted" if ended.returncode in attempted else f"refused {ended.returncode}"
        verdicts.append(verdict(proxy, outcome))
    proxy.close()
    return verdicts


def ask_curl(folder, bypass, urls):
    # 6: the name is not known; 7: no connection.
    return ask_command(folder, bypass, urls, lambda url: (["curl", "-q", "-s", "-m", "9", "-o", "/dev/null", url], (6, 7)))


def ask_wget(folder, bypass, urls):
    # 4: network failure.
    words = ["wget", "--no-config", "--no-hsts", "-q", "-t", "1", "-T", "9", "-O", "/dev/null"]
    return ask_command(folder, bypass, urls, lambda url: (words + [url], (4,)))


class Conversation:
    """A client program that takes a question a line and answers each with a line."""

    def __init__(self, words, environment):
        self.process = subprocess.Popen(
            words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise RuntimeError(f"{self.process.args} ended at {question}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def ask_conversation(conversation, proxy, bypass, urls):
    verdicts = []
    for url in urls:
        proxy.restart()
        verdicts.append(verdict(proxy, conversation.ask({"url": url, "list": bypass, "proxy": proxy.url})))
    return verdicts


def ask_go(folder, bypass, urls):
    proxy = RecordingProxy()
    conversation = Conversation([os.path.join(folder, "go_client")], with_proxy(folder, proxy, bypass))
    verdicts = ask_conversation(conversation, proxy, bypass, urls)
    conversation.close()
    proxy.close()
    return verdicts


def fetching_page(urls):
    """Fetches one URL after the other; the mark behind each tells what a proxy would have been asked for."""
    return f"""<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><script>
(async () => {{
  for (const written of {json.dumps(urls)}) {{
    let target = 'refused';
    try {{
      const url = new URL(written);
      url.search = '?oracle';
      target = url.protocol == 'https:' ? url.hostname + ':' + (url.port || 443) : url.href;
      await fetch(url, {{mode: 'no-cors', cache: 'no-store'}});
    }} catch {{}}
    await fetch(location.origin + '{MARK}' + encodeURIComponent(target), {{cache: 'no-store'}});
  }}
  await fetch(location.origin + '{MARK}done');
}})()
</script>""".encode()


def ask_chromium(folder, bypass, urls, by_flag):
    proxy = RecordingProxy()
    proxy.page = fetching_page(urls)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile:
        words = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--disable-default-apps", "--disable-web-security", "--no-pings", "--disable-dev-shm-usage",
            "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,HttpsUpgrades,"
            "PrivateNetworkAccessSendPreflights,OptimizationHints,MediaRouter,Translate",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={profile}",
        ]  # fmt: skip
        environment = plain_environment(folder) if by_flag else with_proxy(folder, proxy, bypass)
        if by_flag:
            words += [f"--proxy-server={proxy.url}", f"--proxy-bypass-list={bypass}"]
        browser = subprocess.Popen(
            words + [proxy.url + PAGE],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        done = proxy.done.wait(60)
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
    proxy.close()
    if not done:
        raise RuntimeError(f"Chromium did not finish with {bypass!r}: {proxy.marks}")
    # What the browser asks for on its own account is in `seen`, too.
    verdicts = []
    before = 0
    for target, after in proxy.marks[: len(urls)]:
        asked = [line.split()[1] for line in proxy.seen[before:after]]
        verdicts.append("refused" if target == "refused" else "proxy" if target in asked else "direct")
        before = after
    return verdicts


def ask_sallyport(sallyport, folder, program, bypass, url):
    words = [sallyport, "--settings", os.path.join(folder, "settings.toml")]
    words += ["route", url, "--as", program, "--no-proxy", bypass, "--json"]
    ended = subprocess.run(words, env=plain_environment(folder), capture_output=True, text=True, timeout=30)
    if ended.returncode == 3:
        return "refused"
    if ended.returncode != 0:
        return f"exit {ended.returncode}: {ended.stderr.strip()}"
    return json.loads(ended.stdout)["route"]


# What each program needs, made outside of the namespace.


def prepare_node(folder):
    if not shutil.which("npm"):
        return "npm is not installed"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    if tuple(int(part) for part in version.lstrip("v").split(".")) < (20, 18, 1):
        return f"undici 7 needs Node.js 20.18.1, and this is {version}"
    with open(os.path.join(HERE, "package-lock.json"), "rb") as file:
        lock = file.read()
    kept = os.path.join(folder, "package-lock.json")
    if os.path.exists(kept) and os.path.isdir(os.path.join(folder, "node_modules", "undici")):
        with open(kept, "rb") as file:
            if file.read() == lock:
                return None
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(HERE, name), folder)
    ended = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True
    )
    if ended.returncode == 0:
        return None
    os.unlink(kept)
    return "npm could not install the packages: " + ended.stderr.strip().replace("\n", " ")[-300:]


def prepare_go(folder):
    if not shutil.which("go"):
        return "go is not installed"
    environment = os.environ | {"GOCACHE": os.path.join(folder, "go-cache"), "GO111MODULE": "off", "CGO_ENABLED": "0"}
    words = ["go", "build", "-o", os.path.join(folder, "go_client"), os.path.join(HERE, "go_client.go")]
    ended = subprocess.run(words, env=environment, capture_output=True, text=True)
    return None if ended.returncode == 0 else "go build failed: " + ended.stderr.strip()


def prepare_python(_folder):
    ended = subprocess.run(["/usr/bin/python3", "-c", "import requests, idna"], capture_output=True)
    return None if ended.returncode == 0 else "python3-requests is not installed"


def prepare_java(folder):
    if not shutil.which("javac"):
        return "javac is not installed"
    words = ["javac", "-encoding", "UTF-8", "-d", folder, os.path.join(HERE, "JavaClient.java")]
    ended = subprocess.run(words, capture_output=True, text=True)
    return None if ended.returncode == 0 else "javac failed: " + ended.stderr.strip()


def command(name):
    return lambda _folder: None if shutil.which(name) else f"{name} is not installed"


PREPARATIONS = {
    "curl": command("curl"),
    "wget": command("wget"),
    "python": lambda _folder: None,
    "requests": prepare_python,
    "node": prepare_node,
    "proxy-from-env": prepare_node,
    "go": prepare_go,
    "chromium": command("chromium"),
    "chromium-flag": command("chromium"),
    "java": prepare_java,
}
BY_LIST = {
    "curl": ask_curl,
    "wget": ask_wget,
    "go": ask_go,
    "chromium": lambda *question: ask_chromium(*question, by_flag=False),
    "chromium-flag": lambda *question: ask_chromium(*question, by_flag=True),
}


def prepare_and_enter(arguments):
    folder, wanted = arguments[1], arguments[2:] or list(PREPARATIONS)
    os.makedirs(folder, exist_ok=True)
    namespace = ["unshare", "--user", "--map-root-user", "--net", "--mount"]
    tried = subprocess.run(namespace + ["ip", "link", "set", "lo", "up"], capture_output=True, text=True)
    if tried.returncode != 0:
        print(f"skipped: This machine allows no network namespace: {tried.stderr.strip()}")
        sys.exit(SKIPPED)
    reasons = {name: PREPARATIONS[name](folder) for name in wanted}
    for name, reason in reasons.items():
        if reason:
            print(f"skipped: {name}: {reason}")
    there = [name for name in wanted if not reasons[name]]
    sys.stdout.flush()
    os.environ[INSIDE] = "1"
    # A resolver that refuses at once, whatever the machine's own is.
    script = 'ip link set lo up && echo nameserver 127.0.0.1 > "$0/resolv.conf" && '
    script += 'mount --bind "$0/resolv.conf" "$(realpath /etc/resolv.conf)" && exec "$@"'
    words = namespace + ["sh", "-c", script, folder, "/usr/bin/python3", "-B", os.path.abspath(__file__)]
    os.execvp(words[0], words + arguments + ([] if arguments[2:] else there))


def answers_of_conversations(programs, folder, table):
    """(program, list) -> verdicts, one process a program for all lists."""
    words = {
        "python": ["/usr/bin/python3", "-B", os.path.join(HERE, "python_client.py"), "python"],
        "requests": ["/usr/bin/python3", "-B", os.path.join(HERE, "python_client.py"), "requests"],
        "node": ["node", os.path.join(HERE, "node_client.mjs"), "node", folder],
        "proxy-from-env": ["node", os.path.join(HERE, "node_client.mjs"), "proxy-from-env", folder],
        "java": ["java", "-cp", folder, "JavaClient"],
    }

    def hold(program):
        proxy = RecordingProxy()
        conversation = Conversation(words[program], plain_environment(folder))
        answers = {(program, text): ask_conversation(conversation, proxy, text, urls) for text, urls in table}
        conversation.close()
        proxy.close()
        return answers

    return [lambda program=program: hold(program) for program in programs if program in words]


def main():
    arguments = [sys.argv[1], os.path.abspath(sys.argv[2]), *sys.argv[3:]]
    if INSIDE not in os.environ:
        prepare_and_enter(arguments)
    sallyport, folder, programs = arguments[0], arguments[1], arguments[2:]
    home = tempfile.mkdtemp(dir=folder)
    table = pairs()
    started = time.monotonic()

    tasks = []
    for program in programs:
        if program in BY_LIST:
            for text, urls in table:
                tasks.append(
                    lambda program=program, text=text, urls=urls: {
                        (program, text): BY_LIST[program](home if "chromium" in program else folder, text, urls)
                    }
                )
    tasks = answers_of_conversations(programs, folder, table) + tasks
    for program in programs:
        for text, urls in table:
            tasks.append(
                lambda program=program, text=text, urls=urls: {
                    ("sallyport", program, text): [ask_sallyport(sallyport, home, program, text, url) for url in urls]
                }
            )
    answers = {}
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        for answer in pool.map(lambda task: task(), tasks):
            answers.update(answer)
    shutil.rmtree(home, ignore_errors=True)

    rows = []
    counts = dict.fromkeys(programs, 0)
    for program in programs:
        for text, urls in table:
            for url, real, ours in zip(urls, answers[program, text], answers["sallyport", program, text], strict=True):
                counts[program] += 1
                if real.split(" ")[0] != ours:
                    rows.append((program, text, url, real, ours))
    for row in rows:
        print("{:14} {:34} {:34} real: {:8} sallyport: {}".format(row[0], repr(row[1]), row[2], row[3], row[4]))
    asked = sum(counts.values())
    print(f"{asked - len(rows)} of {asked} answers agree; {sum(len(urls) for _, urls in table)} pairs of {len(table)} lists.")
    for program, count in counts.items():
        print(f"  {program:14} {count - sum(row[0] == program for row in rows)} of {count}")
    print(f"  in {time.monotonic() - started:.0f} s")
    sys.exit(1 if rows or not asked else 0)


main()
