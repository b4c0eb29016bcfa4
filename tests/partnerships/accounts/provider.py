"""A small OpenID Connect provider, spoken to over HTTP: it describes itself, gives tokens for codes, and its keys."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey


class Provider:
    """`says` are the claims of whoever signs in there next; `header` and `key` of the token can be spoilt."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.signs_with = self.key
        self.says, self.nonce, self.asked = {}, "", []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path, body):
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        if path == "/userinfo":
            return self.says
        self.asked.append(parse_qs(body))
        return {"access_token": "for-userinfo", "token_type": "Bearer", "id_token": self._token()}

    def _token(self):
        now = int(time.time())
        claims = {"iss": self.address, "aud": "partnerships", "sub": "7", "iat": now, "exp": now + 60}
        claims |= {"nonce": self.nonce, **self.says}
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signs_with)

    def _handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                answer = json.dumps(provider.answer(self.path, body)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET

            def log_message(self, *args):
                pass

        return Handler
