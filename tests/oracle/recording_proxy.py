"""A proxy on loopback that answers every request itself and remembers what it was asked for."""

import socketserver
import threading
from urllib.parse import unquote, urlsplit

PAGE = "/oracle-page"
MARK = "/oracle-mark/"


class RecordingProxy:
    """`seen` grows by one request line for each request; the page and the marks of a browser go to `marks` instead."""

    def __init__(self):
        self.page = b""
        self.done = threading.Event()
        self.restart()
        recorder = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 10

            def handle(self):
                try:
                    line = self.rfile.readline(65536).decode("latin-1").strip()
                    while self.rfile.readline(65536).strip():
                        pass
                    if line:
                        self.wfile.write(recorder.answer(line))
                except OSError:
                    pass  # a client that was ended

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def restart(self):
        """Forgets what was seen."""
        self.seen = []
        self.marks = []
        self.done.clear()

    def answer(self, line):
        words = line.split()
        target = words[1] if len(words) > 1 else ""
        path = urlsplit(target).path if "/" in target else ""
        if path == PAGE:
            return response("200 OK", self.page, "text/html; charset=utf-8")
        if path.startswith(MARK):
            self.marks.append((unquote(path[len(MARK) :]), len(self.seen)))
            if path == MARK + "done":
                self.done.set()
            return response("200 OK", b"")
        self.seen.append(line)
        return response("403 Forbidden" if words[0] == "CONNECT" else "200 OK", b"")

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def response(status, body, kind="text/plain"):
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        "Access-Control-Allow-Origin: *\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
