"""A real proxy that wants a password, and an origin behind it."""

import http.server
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from desktop import wait_for


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Origin:
    """Answers every GET with 5,000 bytes; at /held it keeps the last 1,000 until `release`."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b"x" * 4000)
            if self.path == "/held":
                self.server.released.wait()
            self.wfile.write(b"x" * 1000)

        def log_message(self, *_):
            pass

    def __init__(self, tls=False):
        """With `tls` under a certificate that nobody trusts."""
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Handler)
        if tls:
            self.server.socket = self.secured(self.server.socket)
        self.port = self.server.server_port
        self.server.released = threading.Event()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def secured(listener):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = f"{folder}/certificate", f"{folder}/key"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                            "-subj", "/CN=Nobody's Trust", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
                            "-keyout", key, "-out", certificate], capture_output=True, check=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
        return context.wrap_socket(listener, server_side=True)

    def release(self):
        self.server.released.set()

    def close(self):
        self.release()
        self.server.shutdown()
        self.server.server_close()


class Squid:
    """Lets through who knows the password of the user. `origin.test` is this machine."""

    def __init__(self, user, password):
        self.user = user
        self.stored = 0
        self.folder = Path(tempfile.mkdtemp(prefix="sallyport-squid."))
        self.folder.chmod(0o777)  # started by root, it works as another user
        self.write("hosts", "127.0.0.1 origin.test\n")
        self.set_password(password)
        for _ in range(5):  # another program may take a free port first
            self.port = free_port()
            self.write("squid.conf", f"""http_port 127.0.0.1:{self.port}
pid_filename none
pinger_enable off
cache deny all
memory_cache_shared off
shutdown_lifetime 0 seconds
coredump_dir {self.folder}
hosts_file {self.folder}/hosts
cache_log {self.folder}/log
logformat seen %>Hs %{{Proxy-Authorization}}>h
access_log stdio:{self.folder}/seen seen
buffered_logs off
auth_param basic program /usr/lib/squid/basic_ncsa_auth {self.folder}/passwords
auth_param basic children 2
auth_param basic realm Squid
auth_param basic credentialsttl 1 second
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
""")
            self.process = subprocess.Popen(
                ["/usr/sbin/squid", "-N", "-n", f"sallyport{self.port}", "-f", str(self.folder / "squid.conf")],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            wait_for(lambda: listens(self.port) or self.process.poll() is not None, "squid")
            if self.process.poll() is None:
                return
        raise AssertionError("squid does not start")

    def write(self, name, text):
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(0o644)

    def set_password(self, password):
        hashed = subprocess.run(["htpasswd", "-nbm", self.user, password], capture_output=True, text=True, check=True)
        self.write("passwords", hashed.stdout)

    def seen(self):
        """A line for each request."""
        seen = self.folder / "seen"
        return seen.read_text().splitlines() if seen.exists() else []

    def logins(self):
        """How many requests came with a login."""
        return sum(1 for line in self.seen() if not line.endswith(" -"))

    def settings(self, user=None):
        """Of a custom proxy that is this one."""
        login = f'authentication = true\nusername = "{user or self.user}"\n'
        return f'version = 1\n[custom_proxy]\nenabled = true\nhost = "127.0.0.1"\nport = {self.port}\n{login}'

    def store(self, password):
        """In the keyring, by a program that does not know that its times count seconds."""
        time.sleep(max(0, self.stored + 1 - int(time.time())))
        self.stored = int(time.time())
        subprocess.run(["secret-tool", "store", "--label=test", "protocol", "http", "server", "127.0.0.1", "port",
                        str(self.port), "user", self.user, "xdg:schema", "io.github.sallyport.Proxy"],
                       input=password.encode(), check=True)

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


class SilentProxy:
    """Takes a connection and says nothing."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.asked = threading.Event()
        self.left = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:  # closed
                return
            with connection:
                connection.recv(4096)
                self.asked.set()
                try:
                    while connection.recv(4096):
                        pass
                except OSError:  # the other end was killed
                    pass
            self.left.set()

    def close(self):
        self.server.close()
