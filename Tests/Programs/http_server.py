"""The server of the curl suite: answers on loopback, always the same to the same request."""

import gzip
import http.server
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), "Content-Type": "text/plain", **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def read_body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def do_GET(self):
        body = self.read_body()
        _, name, argument = (self.path.partition("?")[0] + "/").split("/", 2)
        argument = argument.strip("/")
        if name == "size":
            data = bytes(48 + n % 10 for n in range(int(argument)))
            wanted = self.headers.get("Range", "")
            if wanted.startswith("bytes="):
                first, last = wanted[6:].split("-")
                end = int(last or len(data) - 1)
                return self.answer(data[int(first) : end + 1], 206, Content_Range=f"bytes {first}-{end}/{len(data)}")
            return self.answer(data)
        if name == "redirect" and argument != "0":
            return self.answer(b"", 302, Location=f"/redirect/{int(argument) - 1}")
        if name == "status":
            return self.answer(b"status\n", int(argument))
        if name == "gzip":
            return self.answer(gzip.compress(b"compressed " * 5000, mtime=0), Content_Encoding="gzip")
        if name == "cookie":
            return self.answer(b"set\n", Set_Cookie="flavour=oat; Path=/")
        if name == "length":
            return self.answer(b"%d bytes\n" % len(body))
        if name == "slow":
            time.sleep(2)
            return self.answer(b"late\n")
        if name == "chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for n in range(50):
                part = b"part %d\n" % n * n
                if part:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
            return None
        lines = [f"{self.command} path {self.path}"]
        lines += [f"{key}: {value.split(';')[0]}" for key, value in self.headers.items()]
        return self.answer("\n".join(lines).encode() + b"\n" + body[:300] + b"\n")

    do_POST = do_PUT = do_HEAD = do_GET


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
