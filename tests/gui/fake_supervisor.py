"""A supervisor of which only the control socket is there: says what it is told to have carried, and counts the questions."""

import json
import os
import socket
import threading
import time
from pathlib import Path


class FakeSupervisor:
    def __init__(self, settings, client, name, records=(), under_way=(), relay_port=41000):
        """`settings`: the path of the file. `records`, `under_way`: see `record`."""
        self.status = {"supervisor_pid": os.getpid(), "pid": os.getpid(), "client": client, "name": name,
                       "program": "/usr/bin/true", "settings_file": str(settings), "since": int(time.time()),
                       "direct": False, "delivery": "relay", "relay_port": relay_port, "admission": "user",
                       "environment": "current"}
        self.records = list(records)
        self.under_way = list(under_way)
        self.asked = []
        directory = Path(os.environ["XDG_RUNTIME_DIR"]) / "sallyport"
        directory.mkdir(mode=0o700, exist_ok=True)
        self.path = directory / f"{os.getpid()}.sock"
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(self.path))
        self.socket.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    @staticmethod
    def record(host, ago=1.0, duration=0.05, proxy="http://proxy.example.com:8080", rule="custom",
               reason="The custom proxy is on.", status=200, sent=0, received=0, tunnel=False):
        """A request that began `ago` seconds before now."""
        record = {"started": int((time.time() - ago) * 1000), "duration": int(duration * 1000), "host": host, "port": 443,
                  "tunnel": tunnel, "rule": rule, "reason": reason, "status": status, "sent": sent, "received": received}
        return record | ({"proxy": proxy} if proxy else {})

    def times_asked(self, question):
        return self.asked.count(question)

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:  # closed
                return
            with connection:
                try:
                    request = json.loads(connection.makefile().readline() or "{}")
                    self.asked.append(request.get("request"))
                    connection.sendall(json.dumps({"version": 1} | self.answer(request)).encode() + b"\n")
                except OSError:  # who asked has ended
                    continue

    def answer(self, request):
        if request.get("request") == "status":
            return {"status": self.status}
        if request.get("request") == "activity":
            begin = min(request.get("begin", 0), len(self.records))
            end = min(begin + 100, len(self.records))
            return {"activity": {"next": end, "records": self.records[begin:end], "under_way": self.under_way}}
        return {"done": True}

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.path.unlink()
